/**
 * The survey of a manifest: whether it is short, what is answered is a number or counts as one, and what follows from it is something that its
 * terms take.
 */
import { decimalsMax } from '../vocabulary/amounts.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { Field, KitManifest } from '../vocabulary/kit.ts';
import { surveyDecimals, surveyItemsMax, type SurveyAnswerType, type SurveyItem, type SurveyNumber, type SurveyRow } from '../vocabulary/survey-items.ts';
import { contextOf, surveyNumber, termDecimals } from '../vocabulary/survey.ts';
import { readValue } from '../vocabulary/values.ts';
import { at, unknownName, type Say } from './problems.ts';

/** So that a choice can be read at a glance. */
const choicesMax = 10;
/** An answer that is left out counts for nothing, so that one answer alone is no question. */
const choicesMin = 2;
const rowsMax = 10;

export function checkSurvey(kit: KitManifest, say: Say): void {
  const items = kit.survey ?? [];
  if (items.length > surveyItemsMax) say('survey', 'too_many', `a survey has at most ${surveyItemsMax} items, and this one has ${items.length}`, 'leave out what decides the least');
  const [ids, set] = [new Set<string>(), new Set<string>()];
  items.forEach((item, i) => {
    const path = `survey[${i}]`;
    if (ids.has(item.id)) say(at(path, 'id'), 'twice', `there are two items "${item.id}"`, 'give one another name');
    ids.add(item.id);
    const answers = answersOf(path, item.answer, say);
    if (item.by === 'median') checkMedian(kit, path, item, answers, say);
    else checkRows(kit, path, item.rows, say);
    for (const term of termsOf(item)) {
      if (set.has(term)) say(path, 'twice', `the term "${term}" would be proposed by two items`, 'have one of them decide');
      set.add(term);
    }
  });
}

function termsOf(item: SurveyItem): ReadonlySet<string> {
  return new Set(item.by === 'median' ? [item.sets] : item.rows.flatMap(({ terms }) => Object.keys(terms ?? {})));
}

/** All that an answer can count as, at the ends. */
function answersOf(path: string, answer: SurveyAnswerType, say: Say): readonly SurveyNumber[] {
  const place = at(path, 'answer');
  if (answer.type === 'choice') {
    const count = Object.keys(answer.of).length;
    if (count < choicesMin || count > choicesMax) say(at(place, 'of'), 'kind', `there are ${count} choices`, `give ${choicesMin} to ${choicesMax}`);
    return Object.values(answer.of).map(({ counts }) => counts);
  }
  const [min, max, step] = [answer.min, answer.max, answer.step].map(surveyNumber) as [number, number, number];
  if (step <= 0) say(at(place, 'step'), 'kind', 'a step is more than zero', 'write step: 1 or the like');
  else if (max <= min || (max - min) % step !== 0) say(at(place, 'max'), 'kind', 'the greatest answer isn\'t reached from the least in such steps', 'correct min, max or step');
  return [answer.min, answer.max];
}

/** Between two values that a term takes lie only such. */
function checkMedian(kit: KitManifest, path: string, { sets }: SurveyItem & { by: 'median' }, answers: readonly SurveyNumber[], say: Say): void {
  const field = termIn(kit, at(path, 'sets'), sets, say);
  if (field === undefined) return;
  if (termDecimals(field, decimalsMax) === undefined) return say(at(path, 'sets'), 'kind', `the term "${sets}" is no number, and has no median`, 'name a term that is a number, or write rows');
  for (const answer of answers) checkValue(field, at(path, 'answer'), sets, answer, say);
}

function checkRows(kit: KitManifest, path: string, rows: readonly SurveyRow[], say: Say): void {
  const place = at(path, 'rows');
  if (rows.length === 0 || rows.length > rowsMax) say(place, 'kind', `there are ${rows.length} rows`, `write 1 to ${rowsMax}`);
  if (!rows.some(({ terms, offers }) => offers !== undefined || Object.keys(terms ?? {}).length > 0)) say(place, 'unused', 'nothing follows from any answer', 'add terms or offers to a row');
  rows.forEach(({ at_least, terms }, i) => {
    const before = rows[i - 1]?.at_least;
    if (before !== undefined && surveyNumber(at_least) <= surveyNumber(before)) say(at(`${place}[${i}]`, 'at_least'), 'order', 'the rows are in order, the least first', 'sort them, each with another number');
    for (const [term, value] of Object.entries(terms ?? {})) {
      const here = at(at(`${place}[${i}]`, 'terms'), term);
      const field = termIn(kit, here, term, say);
      if (field === undefined) continue;
      if (field.type !== 'choice' && termDecimals(field, decimalsMax) === undefined) say(here, 'kind', `the term "${term}" is neither a number nor a choice`, 'name one that is');
      else checkValue(field, here, term, value, say);
    }
  });
}

function termIn(kit: KitManifest, path: string, term: string, say: Say): Field | undefined {
  if (Object.hasOwn(kit.terms, term)) return kit.terms[term];
  unknownName(say, path, 'term', term, Object.keys(kit.terms));
  return undefined;
}

function checkValue(field: Field, path: string, term: string, value: SurveyNumber, say: Say): void {
  const read = readValue(field, value, contextOf(decimalsMax), term);
  if (!read.ok) say(path, 'value', `the term can't be so: ${read.refusal.detail}`, 'give what the term takes');
}

export function isSurveyNumber(value: unknown): boolean {
  return (typeof value === 'string' || Number.isSafeInteger(value)) && parseDecimal(value, surveyDecimals).ok;
}
