/** JSON as data: what goes over every boundary. */
import { compareIds } from './ids.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two values say the same, whatever the order of names in their records; what is undefined isn't there. */
export function saysSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sortedNames(a)) === JSON.stringify(sortedNames(b));
}

/** The value with the names of its records in order. */
export function sortedNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => sortedNames(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareIds(a, b)).map(([name, each]) => [name, sortedNames(each)]));
}
