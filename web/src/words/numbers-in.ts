/** Numbers as people type them, in whichever of our languages. */
import { locale } from '../messages/t.ts';

export type NumberIn =
  /** As everything behind the page reads it: digits, with a point before decimals. */
  | { readonly ok: true; readonly text: string }
  /** `either`: the sign that the reader's language has between thousands stands before three digits alone, so that it may be one or a decimal sign. */
  | { readonly ok: false; readonly why: 'empty' | 'no_number' | 'either' };

/**
 * A point or a comma may stand before the decimals, and spaces or the other one of the two between thousands.
 * @example numberIn('12,5') is { ok: true, text: '12.5' }; so is '1.234.567,5' for 1234567.5
 */
export function numberIn(typed: string): NumberIn {
  const text = typed.replaceAll(/\s/g, '').replace('\u2212', '-');
  if (text === '' || text === '-') return { ok: false, why: 'empty' };
  if (/^-?\d+$/.test(text)) return { ok: true, text };
  const [, sign = '', whole = '', mark = '', part = ''] = /^(-?)(\d+)([.,])(\d*)$/.exec(text) ?? [];
  if (mark !== '') {
    if (mark !== decimalSign() && /^[1-9]\d{0,2}$/.test(whole) && part.length === 3) return { ok: false, why: 'either' };
    return { ok: true, text: part === '' ? sign + whole : `${sign}${whole}.${part}` };
  }
  const isGrouped = /^-?\d{1,3}(\.\d{3})+(,\d*)?$/.test(text) || /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text);
  return isGrouped ? { ok: true, text: withoutGroups(text) } : { ok: false, why: 'no_number' };
}

/** Two signs at least: the first one is between thousands, another one than it before decimals. */
function withoutGroups(text: string): string {
  const group = /[.,]/.exec(text)?.[0] ?? '';
  return text.replaceAll(group, '').replace(',', '.').replace(/\.$/, '');
}

/** What is no number is handed on as it was typed, and one that may be two with a question mark behind it: nothing takes either for a number. */
export function handedOn(typed: string): string {
  const read = numberIn(typed);
  if (read.ok) return read.text;
  return read.why === 'either' ? `${typed.trim()}?` : typed;
}

/**
 * A number in the form in which the reader types it; what is no number as it is.
 * @example asTyped('1250.50') === '1250,50' in German
 */
export function asTyped(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? text.replace('.', decimalSign()) : text;
}

/** What a number that can be read in two ways may be, as the reader types each. @example readings('10.000') is ['10000', '10'] in German */
export function readings(typed: string): readonly [whole: string, part: string] {
  const text = typed.replaceAll(/\s/g, '');
  return [text.replace(/[.,]/, ''), asTyped(text.replace(',', '.').replace(/\.?0+$/, ''))];
}

function decimalSign(): string {
  return new Intl.NumberFormat(locale()).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}
