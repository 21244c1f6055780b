/** Terms that are given one by one, as `base_price=2.00`. */
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { isObject } from '../vocabulary/json.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { didYouMean } from '../vocabulary/nearest.ts';

/** Term and value, as they were typed. */
export type SetTerms = readonly (readonly [term: string, value: string])[];

/** A term that the kit doesn't have, or a list or record that isn't written as one. */
export class SetTermError extends Error {
  override readonly name = 'SetTermError';
  readonly code: 'unknown_value' | 'invalid_value';
  readonly hint: string;
  constructor(code: SetTermError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** Text for whatever a person writes in one word, JSON for lists, maps and records. @throws SetTermError */
export function readSetTerms(manifest: KitManifest, pairs: SetTerms): RawTerms {
  const known = Object.keys(manifest.terms);
  return Object.fromEntries(pairs.map(([term, value]): [string, Json] => {
    const field = Object.hasOwn(manifest.terms, term) ? manifest.terms[term] : undefined;
    if (field === undefined) throw new SetTermError('unknown_value', `there is no term of ${manifest.name} ${term}${didYouMean(term, known)}`, `Known: ${known.join(', ')}`);
    return [term, ['list', 'map', 'record'].includes(field.type) ? jsonOf(term, value) : value];
  })) satisfies JsonObject;
}

function jsonOf(term: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value) && !Array.isArray(value)) throw new SetTermError('invalid_value', `--set ${term}: this term is a list or a record, and is written as JSON`, 'Write it as JSON, or in a file with --terms FILE.yaml.');
  return value as Json;
}
