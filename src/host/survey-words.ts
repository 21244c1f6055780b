/** A survey in words, for the command line: what is asked, and what follows from which answers. */
import type { SurveyAnswerType, SurveyItem, SurveyRow } from '../vocabulary/survey-items.ts';

/** What can be answered, and the rule, a line each. @example 'a number from 10 to 26 °C in steps of 0.5', 'house_below_celsius: the median' */
export function sayItem(item: SurveyItem): string[] {
  const by = { mean: 'by the mean of the answers', count: 'by how many of the answers count as more than 0' };
  return [sayAnswerType(item.answer), ...(item.by === 'median' ? [`${item.sets}: the median`] : [by[item.by], ...item.rows.map((row) => `  ${sayRow(row)}`)])];
}

function sayAnswerType(type: SurveyAnswerType): string {
  if (type.type === 'number') return `a number from ${type.min} to ${type.max}${type.unit === undefined ? '' : ` ${type.unit}`} in steps of ${type.step}`;
  return `one of ${Object.entries(type.of).map(([name, { says, counts }]) => `${name} (${says}, counts ${counts})`).join(', ')}`;
}

function sayRow({ at_least, says, terms = {}, offers }: SurveyRow): string {
  const then = [...Object.entries(terms).map(([term, value]) => `${term} ${value}`), ...(offers === undefined ? [] : [sayOffer(offers.says, offers.kit ?? null)])];
  return `from ${at_least}: ${says}${then.length === 0 ? '' : `; ${then.join(', ')}`}`;
}

export function sayOffer(says: string, kit: string | null): string {
  return kit === null ? says : `${says} (kit ${kit})`;
}
