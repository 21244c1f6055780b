/** Values of an action as somebody types them, by the types that it takes. */
import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import type { Field, Fields } from '../../../src/vocabulary/kit.ts';
import type { Written } from './terms.ts';

/** Lists, maps and records are typed as JSON. */
export function isTable({ type }: Field): boolean {
  return type === 'list' || type === 'map' || type === 'record';
}

/** Typed as its reader writes numbers. */
export function isNumber({ type }: Field): boolean {
  return type === 'integer' || type === 'decimal' || type === 'amount' || type === 'probability';
}

/** What stands in the field: what was typed, or the value that stands when nothing is said. */
export function typedAs(field: Field, typed: string | undefined): string {
  return typed ?? shownAs((field.default ?? '') as Json);
}

/** A value in the form in which it is typed. */
export function shownAs(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What is empty is left out. What is no JSON is sent as it was typed, and refused with its reason. */
export function valuesTyped(fields: Fields, written: Written): JsonObject {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => {
    const typed = typedAs(field, written[name]).trim();
    return typed === '' ? [] : [[name, isTable(field) ? jsonOf(typed) : typed] as const];
  }));
}

/** Whether all that has to be said is said. */
export function isWhole(fields: Fields, written: Written): boolean {
  return Object.entries(fields).every(([name, field]) => field.optional === true || typedAs(field, written[name]).trim() !== '');
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
