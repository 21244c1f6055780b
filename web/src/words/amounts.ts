import { formatDecimal, parseDecimal } from '../../../src/vocabulary/decimals.ts';
import type { Json } from '../../../src/vocabulary/json.ts';
import type { UnitShown } from '../../../src/views/shown.ts';
import { locale } from '../messages/t.ts';

/** For drawing and comparing only: what is written stays the server's text. */
export function size(amount: string): number {
  return Number(amount);
}

/** An exact sum in the unit's decimals; what doesn't parse counts as nothing. */
export function sum(amounts: readonly string[], decimals: number): string {
  return formatDecimal(amounts.reduce((total, each) => total + smallest(each, decimals), 0), decimals);
}

export function subtract(from: string, amount: string, decimals: number): string {
  return formatDecimal(smallest(from, decimals) - smallest(amount, decimals), decimals);
}

export function times(count: number, amount: string, decimals: number): string {
  return formatDecimal(count * smallest(amount, decimals), decimals);
}

function smallest(amount: string, decimals: number): number {
  const read = parseDecimal(amount, decimals);
  return read.ok ? read.value : 0;
}

/** @example unitName(crown, '4.00') === 'crowns' */
export function unitName(unit: UnitShown | undefined, amount: string): string {
  if (unit === undefined) return '';
  return /^[a-z]{3,}[^sxy]$/.test(unit.name) && size(amount) !== 1 ? `${unit.name}s` : unit.name;
}

/**
 * An amount as the reader's language writes it, exactly, with all its decimals; in groups of three where that helps to see how large it is.
 * @example written('1000000.00') === '1,000,000.00'; in German '1.000.000,00'
 */
export function written(amount: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  const digits = amount.split('.')[1]?.length ?? 0;
  // Given as text, it is formatted exactly, whatever its size (ECMA-402, Intl.NumberFormat v3).
  return new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'min2' }).format(amount as Intl.StringNumericLiteral).replace('-', '−');
}

/** Numbers and decimal text alike, for drawing. */
export function numeric(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}
