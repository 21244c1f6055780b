/** A load cell by two known weights, and what a piece weighs. */
import { parseDecimal } from '../../../src/vocabulary/decimals.ts';
import { isObject, type Json } from '../../../src/vocabulary/json.ts';

/** What it said with so many grams on it. Text, as it was typed. */
export type KnownWeight = { readonly raw: string; readonly grams: string };

/** Decimals of a setting. */
const decimals = 6;

/** @param text of the setting `known`: a list of two in JSON; empty: none */
export function knownIn(text: string): readonly KnownWeight[] {
  try {
    const parsed = JSON.parse(text === '' ? '[]' : text) as Json;
    return Array.isArray(parsed) ? parsed.flatMap((each) => (isObject(each) ? [{ raw: said(each['raw']), grams: said(each['grams']) }] : [])) : [];
  } catch {
    return [];
  }
}

function said(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Grams by two known weights; undefined until they are two different ones. */
export function gramsBy(known: readonly KnownWeight[], raw: number): number | undefined {
  const [a, b] = known.map((each) => ({ raw: numberIn(each.raw), grams: numberIn(each.grams) }));
  if (a?.raw === undefined || a.grams === undefined || b?.raw === undefined || b.grams === undefined || a.raw === b.raw) return undefined;
  return a.grams + ((raw - a.raw) * (b.grams - a.grams)) / (b.raw - a.raw);
}

/** As a setting has it. @example settingText(2_100.000_000_4) === '2100' */
export function settingText(number: number): string {
  return String(Number(number.toFixed(decimals)));
}

export function numberIn(text: string): number | undefined {
  const read = parseDecimal(text.trim(), decimals);
  return read.ok ? read.value / 10 ** decimals : undefined;
}
