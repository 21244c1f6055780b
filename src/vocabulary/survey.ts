/**
 * A kit's survey: from what members answered to what is proposed for terms. Whose answer is whose, and in which order they came, makes no difference.
 *
 * The rules, in numbers held in 10^-6:
 * - `median`: of the numbers in order, the middle one; of an even number of them the mean of the two middle ones, rounded to the term's
 *   decimals, half to even.
 * - `mean`: the row with the greatest `at_least` that the mean reaches; compared exactly, as `sum >= at_least * count`.
 * - `count`: the same by how many of the answers count as more than zero.
 *
 * Of fewer than {@link surveyAnswersMin} answers nothing is said.
 */
import { formatDecimal, parseDecimal } from './decimals.ts';
import { isObject, type Json } from './json.ts';
import type { Fields, ValueType } from './kit.ts';
import { surveyDecimals, type SurveyAnswerType, type SurveyItem, type SurveyNumber, type SurveyRow } from './survey-items.ts';
import { invariant, ok, refuse, type Result } from './result.ts';
import { probabilityDecimals, readValue, showValue, type ValueContext } from './values.ts';

/** With fewer, the outcome would tell what one of them said. */
export const surveyAnswersMin = 3;

/** What one member answered: decimal text, or the name of what they chose, by item. What isn't answered isn't there. */
export type SurveyAnswers = { readonly [item: string]: string };

export type SurveyProposal = { readonly term: string; /** As people write it. */ readonly value: Json };

export type SurveyOutcome = {
  readonly item: string;
  /** How many answered it. */
  readonly answers: number;
  readonly proposes: readonly SurveyProposal[];
  /** The row's words; null: too few answers, no row that is reached, or a median. */
  readonly says: string | null;
  readonly offers: NonNullable<SurveyRow['offers']> | null;
};

/**
 * What the answers make of each item. A term that isn't among `fields`, and a value that it doesn't take, isn't proposed.
 * @param answers one for each member
 * @param fields of the terms
 * @param decimals of the unit that amounts are in
 * @example comfort 15, 16, 17, 18, 20 by median → 17; with 21 → 17.5
 */
export function surveyed(items: readonly SurveyItem[], answers: readonly SurveyAnswers[], fields: Fields, decimals: number): readonly SurveyOutcome[] {
  return items.map((item): SurveyOutcome => {
    const numbers = answers.flatMap((each) => numberOf(item.answer, each[item.id]) ?? []).sort((a, b) => a - b);
    const none = { item: item.id, answers: numbers.length, proposes: [], says: null, offers: null };
    if (numbers.length < surveyAnswersMin) return none;
    if (item.by === 'median') return { ...none, proposes: proposalOf(item.sets, medianText(numbers, fields[item.sets], decimals), fields, decimals) };
    const row = item.by === 'mean' ? rowOf(item.rows, numbers.reduce((sum, each) => sum + BigInt(each), 0n), numbers.length) : rowOf(item.rows, BigInt(numbers.filter((each) => each > 0).length * one), 1);
    if (row === undefined) return none;
    return { ...none, proposes: Object.entries(row.terms ?? {}).flatMap(([term, value]) => proposalOf(term, value, fields, decimals)), says: row.says, offers: row.offers ?? null };
  });
}

/**
 * What a member says, in the form in which it is kept; null takes one answer away.
 * Refuses with `unknown_value` what isn't asked, with `invalid_value` what can't be an answer to it.
 */
export function readSurveyAnswers(items: readonly SurveyItem[], raw: unknown): Result<SurveyAnswers> {
  if (!isObject(raw)) return refuse('invalid_value', 'answers must be a record of items and what is answered');
  const answers: { [item: string]: string } = {};
  for (const [id, given] of Object.entries(raw)) {
    const item = items.find((each) => each.id === id);
    if (item === undefined) return refuse('unknown_value', `answers.${id} is not asked here: ${items.map((each) => each.id).join(', ')}`);
    if (given === null || given === undefined) continue;
    const answer = readAnswer(item.answer, given, `answers.${id}`);
    if (!answer.ok) return answer;
    answers[id] = answer.value;
  }
  return ok(answers);
}

/** What of kept answers is one still: the kit may have another version by now. */
export function answersNow(items: readonly SurveyItem[], kept: SurveyAnswers): SurveyAnswers {
  return Object.fromEntries(items.flatMap(({ id, answer }) => (numberOf(answer, kept[id]) === undefined ? [] : [[id, kept[id] ?? '']])));
}

const one = 10 ** surveyDecimals;

/** @throws InvariantError: `kit check` refuses other text */
export function surveyNumber(given: SurveyNumber): number {
  const value = parseDecimal(given, surveyDecimals);
  invariant(value.ok, 'the numbers of a survey are decimals');
  return value.value;
}

/** Decimals in which a term of this type is held; undefined: its values are no numbers. */
export function termDecimals(type: ValueType, unitDecimals: number): number | undefined {
  switch (type.type) {
    case 'integer': return 0;
    case 'decimal': return type.decimals;
    case 'probability': return probabilityDecimals;
    case 'amount': return unitDecimals;
    default: return undefined;
  }
}

/** Undefined: not answered, or not so that it counts. */
function numberOf(type: SurveyAnswerType, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const answer = readAnswer(type, given, '');
  if (!answer.ok) return undefined;
  return type.type === 'choice' ? surveyNumber(type.of[answer.value]?.counts ?? 0) : surveyNumber(answer.value);
}

function readAnswer(type: SurveyAnswerType, raw: unknown, path: string): Result<string> {
  if (type.type === 'choice') {
    return typeof raw === 'string' && Object.hasOwn(type.of, raw) ? ok(raw) : refuse('invalid_value', `${path} must be one of ${Object.keys(type.of).join(', ')}`);
  }
  const value = parseDecimal(raw, surveyDecimals);
  const [min, max, step] = [type.min, type.max, type.step].map(surveyNumber) as [number, number, number];
  if (!value.ok || value.value < min || value.value > max || (value.value - min) % step !== 0) {
    return refuse('invalid_value', `${path} must be a number from ${type.min} to ${type.max} in steps of ${type.step}, not ${JSON.stringify(raw)}`);
  }
  return ok(String(showValue({ type: 'decimal', decimals: surveyDecimals }, value.value, 0)));
}

/** @param numbers in order. Undefined: the term holds no number */
function medianText(numbers: readonly number[], field: ValueType | undefined, unitDecimals: number): string | undefined {
  const decimals = field === undefined ? undefined : termDecimals(field, unitDecimals);
  if (decimals === undefined) return undefined;
  const [low, high] = [numbers[(numbers.length - 1) >> 1] ?? 0, numbers[numbers.length >> 1] ?? 0];
  return formatDecimal(Number(halfToEven((BigInt(low) + BigInt(high)) * 10n ** BigInt(decimals), 2n * BigInt(one))), decimals);
}

/** `a / b`, rounded to the nearest whole number, of two equally near ones to the even one. */
function halfToEven(a: bigint, b: bigint): bigint {
  const floor = a / b - (a % b < 0n ? 1n : 0n);
  const twice = 2n * (a - floor * b);
  return twice > b || (twice === b && floor % 2n !== 0n) ? floor + 1n : floor;
}

/** The last row that `sum / count` reaches; rows are in order. */
function rowOf(rows: readonly SurveyRow[], sum: bigint, count: number): SurveyRow | undefined {
  return rows.findLast(({ at_least }) => sum >= BigInt(surveyNumber(at_least)) * BigInt(count));
}

function proposalOf(term: string, value: SurveyNumber | undefined, fields: Fields, decimals: number): readonly SurveyProposal[] {
  const field = Object.hasOwn(fields, term) ? fields[term] : undefined;
  if (field === undefined || value === undefined) return [];
  const read = readValue(field, value, contextOf(decimals), term);
  return read.ok ? [{ term, value: showValue(field, read.value, decimals) }] : [];
}

/** For numbers and choices, which need to know nothing else of a collective. */
export function contextOf(decimals: number): ValueContext {
  return { decimals, isMember: () => false, isUnit: () => false, firstUnit: '' };
}
