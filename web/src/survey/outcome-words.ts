/** What answers come to, in words. */
import type { SurveyTermShown } from '../../../src/views/survey-shown.ts';
import { sayValue } from '../../../src/views/words.ts';
import type { Json } from '../../../src/vocabulary/json.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import type { Speaking } from '../words/context.ts';
import { withUnit } from '../words/labels.ts';
import { called } from '../words/names.ts';

/** A value of a term with its unit. @example '17 °C' */
export function valueWords(value: Json, { label, unit }: Pick<SurveyTermShown, 'label' | 'unit'>, unitOf: Speaking['unitOf']): string {
  return withUnit(called(sayValue(value)), { label, unit }, unitOf);
}

/** @example '17 °C, the middle of 5 answers' */
export function outcomeWords(term: SurveyTermShown, unitOf: Speaking['unitOf']): string {
  const value = valueWords(term.value, term, unitOf);
  return term.says === null ? t('survey.outcome.middle', { value, count: term.answers }) : t('survey.outcome.row', { value, count: term.answers, says: phrase(term.says) });
}

/** Whether two values are one, however they are written. @example isSameValue('0.9', '0.90') */
export function isSameValue(one: Json | undefined, other: Json | undefined): boolean {
  const [a, b] = [String(one ?? '').trim(), String(other ?? '').trim()];
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b));
}
