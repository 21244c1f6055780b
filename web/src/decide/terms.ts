/** Terms as somebody types them, held against those that there are. */
import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';

/** Term → what was typed. */
export type Written = { readonly [term: string]: string };

/** Those that are a number, an amount or a word; lists and tables are for the command line. */
export function simpleTerms(terms: JsonObject): readonly string[] {
  return Object.keys(terms).filter((term) => ['string', 'number'].includes(typeof terms[term]));
}

export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

export function changedIn(terms: JsonObject, written: Written): readonly string[] {
  return Object.keys(written).filter((term) => written[term]?.trim() !== '' && written[term]?.trim() !== String(terms[term]));
}

/** In the form that stands there now: a number stays one, an amount its text. What is no number is sent as it was typed, and refused with its reason. */
export function writtenAs(before: Json | undefined, typed: string): Json {
  const text = typed.trim();
  return typeof before === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}
