/** Amounts as people type them. */
import { formatDecimal, parseDecimal } from '../../../src/vocabulary/decimals.ts';
import { numberIn } from '../words/numbers-in.ts';

export type AmountIn = { readonly ok: true; readonly amount: string } | { readonly ok: false; readonly why: 'empty' | 'nothing' | 'no_amount' | 'decimals' | 'either' };

/**
 * More than nothing, of a unit of so many decimals.
 * @example amountIn('12,5', 2) is { ok: true, amount: '12.50' }
 */
export function amountIn(written: string, decimals: number): AmountIn {
  const number = numberIn(written);
  if (!number.ok) return { ok: false, why: number.why === 'no_number' ? 'no_amount' : number.why };
  if (number.text.startsWith('-')) return { ok: false, why: 'no_amount' };
  if ((number.text.split('.')[1] ?? '').length > decimals) return { ok: false, why: 'decimals' };
  const read = parseDecimal(number.text, decimals);
  if (!read.ok) return { ok: false, why: 'no_amount' };
  return read.value === 0 ? { ok: false, why: 'nothing' } : { ok: true, amount: formatDecimal(read.value, decimals) };
}

export function isMore(amount: string, than: string, decimals: number): boolean {
  const [a, b] = [parseDecimal(amount, decimals), parseDecimal(than, decimals)];
  return a.ok && b.ok && a.value > b.value;
}
