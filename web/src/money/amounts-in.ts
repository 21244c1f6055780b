/** Amounts as people type them. */
import { formatDecimal, parseDecimal } from '../../../src/vocabulary/decimals.ts';

export type AmountIn = { readonly ok: true; readonly amount: string } | { readonly ok: false; readonly why: 'empty' | 'nothing' | 'no_amount' | 'decimals' };

/**
 * With a point or a comma before the decimals, and spaces between thousands.
 * @example amountIn('12,5', 2) is { ok: true, amount: '12.50' }
 */
export function amountIn(written: string, decimals: number): AmountIn {
  const text = written.replaceAll(/\s/g, '').replace(',', '.');
  if (text === '') return { ok: false, why: 'empty' };
  if (!/^\d+(\.\d*)?$/.test(text)) return { ok: false, why: 'no_amount' };
  if ((text.split('.')[1] ?? '').length > decimals) return { ok: false, why: 'decimals' };
  const read = parseDecimal(text.replace(/\.$/, ''), decimals);
  if (!read.ok) return { ok: false, why: 'no_amount' };
  return read.value === 0 ? { ok: false, why: 'nothing' } : { ok: true, amount: formatDecimal(read.value, decimals) };
}

export function isMore(amount: string, than: string, decimals: number): boolean {
  const [a, b] = [parseDecimal(amount, decimals), parseDecimal(than, decimals)];
  return a.ok && b.ok && a.value > b.value;
}
