/** Lists and records, without changing what is passed in. Each charges gas by size. */
import { add } from '../vocabulary/amounts.ts';
import { burn } from './gas.ts';

/** Gas for putting `count` things in order. */
function sortGas(count: number): number {
  return 1 + count * 24;
}

/** Keys in code-unit order, the same in every engine. */
export function keys(record: object): string[] {
  const names = Object.keys(plainRecord(record));
  burn(sortGas(names.length));
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The value under `key`, or undefined: never an inherited one. */
export function get<T>(record: { readonly [key: string]: T }, key: string): T | undefined {
  burn(1);
  return Object.hasOwn(plainRecord(record), plainKey(key)) ? record[key] : undefined;
}

/** A copy with `key` set. */
export function put<T>(record: { readonly [key: string]: T }, key: string, value: T): { [key: string]: T } {
  burn(4 + 2 * Object.keys(plainRecord(record)).length);
  return { ...record, [plainKey(key)]: value };
}

/** A copy without `key`. */
export function without<T>(record: { readonly [key: string]: T }, key: string): { [key: string]: T } {
  burn(4 + 2 * Object.keys(plainRecord(record)).length);
  const copy = { ...record }; // spread and not assignment: a key may be `__proto__`
  delete copy[plainKey(key)];
  return copy;
}

/** A copy in ascending order of `by`, which gives numbers or texts; what compares equal keeps its order. */
export function sortBy<T>(list: readonly T[], by: (item: T) => number | string): T[] {
  burn(sortGas(plainList(list).length));
  const keyed = list.map((item) => ({ item, key: plainKey(by(item)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map((pair) => pair.item);
}

/** A copy in reverse order. */
export function reversed<T>(list: readonly T[]): T[] {
  burn(1 + plainList(list).length);
  return [...list].reverse();
}

/** @throws OverflowError when it leaves the safe integers */
export function sum(list: readonly number[]): number {
  burn(1 + plainList(list).length * 4);
  let total = 0;
  for (const value of list) total = add(total, value);
  return total;
}

export function min(a: number, b: number): number {
  return add(a, 0) < add(b, 0) ? a : b;
}

export function max(a: number, b: number): number {
  return add(a, 0) > add(b, 0) ? a : b;
}

// A kit's types are erased: what is passed must be looked at, or a list where a number belongs would be written out as text to be compared.

function plainRecord(record: object): object {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw new TypeError('expected a record');
  return record;
}

function plainList(list: readonly unknown[]): readonly unknown[] {
  if (!Array.isArray(list)) throw new TypeError('expected a list');
  return list;
}

function plainKey<K>(key: K): K {
  if (typeof key !== 'string' && typeof key !== 'number') throw new TypeError('expected a text or a number');
  return key;
}
