/**
 * An envelope's amounts as kit.yaml states them: decimal text, or sums of products of terms, so that what may be taken follows what is agreed.
 * `base_price * brackets.times * pieces_at_once + compensation * houses`
 */
import { parseDecimal } from './decimals.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Fields, KitManifest, PeriodRule, ValueType } from './kit.ts';
import { ok, refuse, type Result } from './result.ts';
import { probabilityDecimals } from './values.ts';

export type Factor =
  | { readonly number: string }
  /**
   * A term's value; with a `field`, the greatest that it has in a list of records; without, a list or map counts its entries. As the first of a
   * product, a map of amounts is their sum.
   */
  | { readonly term: string; readonly field: string | null };

/** Its factors: products, which are added up. Undefined when it isn't written so. */
export function factorsOf(amount: string): readonly (readonly [Factor, ...Factor[]])[] | undefined {
  const sum: [Factor, ...Factor[]][] = [];
  for (const product of amount.split('+')) {
    const [first, ...others] = product.split('*').map(factorOf);
    if (first === undefined || !others.every((each) => each !== undefined)) return undefined;
    sum.push([first, ...others]);
  }
  return sum;
}

function factorOf(text: string): Factor | undefined {
  const [, number, term, field] = /^\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?)\s*$/i.exec(text) ?? [];
  if (number !== undefined) return { number };
  return term === undefined ? undefined : { term, field: field ?? null };
}

/** The type of a factor's value: that of the term, or of the field in its list of records. Undefined when there is none. */
export function typeOf({ term, field }: { readonly term: string; readonly field: string | null }, terms: Fields): ValueType | undefined {
  const type = Object.hasOwn(terms, term) ? terms[term] : undefined;
  if (field === null || type === undefined) return type;
  return type.type === 'list' && type.of.type === 'record' && Object.hasOwn(type.of.fields, field) ? type.of.fields[field] : undefined;
}

/** All terms that an envelope goes by. */
export function envelopeTerms({ envelope }: Pick<KitManifest, 'envelope'>): string[] {
  const periods = envelope.flatMap((rule) => (rule.in_total === undefined ? [rule.per_person] : [rule.per_person, rule.in_total]));
  const amounts = [...envelope.map((rule) => rule.per_event), ...periods.map(({ amount }) => amount)];
  return [
    ...amounts.flatMap((amount) => (factorsOf(amount) ?? []).flat().flatMap((factor) => ('term' in factor ? [factor.term] : []))),
    ...periods.flatMap(({ days }) => (typeof days === 'string' ? [days] : [])),
  ];
}

/** The length of a period in days, as agreed; a refusal where that is no whole number above zero. */
export function daysUnder(terms: JsonObject, days: PeriodRule['days']): Result<number> {
  const value = typeof days === 'number' ? days : Object.hasOwn(terms, days) ? terms[days] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? ok(value) : refuse('invalid_value', `${days} is no number of days`);
}

/**
 * An amount in the unit's smallest part. Products go from left to right, and what isn't whole is rounded up after each step: a price that the code
 * rounds before it counts pieces is never more.
 * @param terms exact, as agreed
 * @param decimals of the unit
 * @returns a refusal for a number that the unit can't hold, for what names no agreed number, and with `overflow` for what is no safe integer
 */
export function amountUnder(fields: Fields, terms: JsonObject, decimals: number, amount: string): Result<number> {
  const sum = factorsOf(amount);
  if (sum === undefined) return parseDecimal(amount, decimals);
  let total = 0n;
  for (const [first, ...others] of sum) {
    const start = scaled(first, fields, terms, decimals, decimals);
    if (!start.ok) return start;
    let product = start.value.value;
    for (const other of others) {
      const times = scaled(other, fields, terms, decimals, null);
      if (!times.ok) return times;
      product = dividedUp(product * times.value.value, 10n ** BigInt(times.value.decimals));
    }
    total += product;
  }
  const value = Number(total);
  return Number.isSafeInteger(value) ? ok(value) : refuse('overflow', `${amount} is more than the ledger can hold exactly`);
}

function dividedUp(product: bigint, by: bigint): bigint {
  return (product + by - 1n) / by;
}

/** Exactly `value / 10^decimals`. */
type Scaled = { readonly value: bigint; readonly decimals: number };

/** @param written decimals in which a number is read; null: as many as it has */
function scaled(factor: Factor, fields: Fields, terms: JsonObject, decimals: number, written: number | null): Result<Scaled> {
  if ('number' in factor) {
    const places = written ?? (factor.number.split('.')[1] ?? '').length;
    const value = parseDecimal(factor.number, places);
    return value.ok ? ok({ value: BigInt(value.value), decimals: places }) : value;
  }
  const [type, agreed] = [typeOf(factor, fields), Object.hasOwn(terms, factor.term) ? terms[factor.term] : undefined];
  if (written !== null && type !== undefined && isAmounts(type) && isObject(agreed)) return ok({ value: sumOf(agreed as JsonObject), decimals });
  const value = numberIn(factor, agreed);
  if (type === undefined || value === undefined) return refuse('invalid_value', `${factor.term} is no agreed number`);
  return ok({ value: BigInt(Math.max(0, value)), decimals: decimalsIn(type, decimals) });
}

/** A map that gives each of its names an amount. */
export function isAmounts(type: ValueType): boolean {
  return type.type === 'map' && type.of.type === 'amount';
}

function sumOf(amounts: JsonObject): bigint {
  return Object.values(amounts).reduce((sum: bigint, amount) => sum + BigInt(Math.max(0, numberIn({ field: null }, amount) ?? 0)), 0n);
}

function numberIn({ field }: { readonly field: string | null }, value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (field !== null && Array.isArray(value)) return Math.max(0, ...value.map((each: Json) => numberIn({ field: null }, isObject(each) ? (each as JsonObject)[field] : undefined) ?? 0));
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function decimalsIn(type: ValueType, decimals: number): number {
  return type.type === 'amount' ? decimals : type.type === 'decimal' ? type.decimals : type.type === 'probability' ? probabilityDecimals : 0;
}
