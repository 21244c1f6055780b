/** Terms that are given one by one, as `base_price=2.00`. */
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fields, KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { didYouMean } from '../vocabulary/nearest.ts';

/** Term and value, as they were typed. */
export type SetTerms = readonly (readonly [term: string, value: string])[];

/** A term, or value of an action, that the kit doesn't have, or a list or record that isn't written as one. */
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
  const hint = 'Write it as JSON, or in a file with --terms FILE.yaml.';
  return readSet(manifest.terms, pairs, { of: `term of ${manifest.name}`, isTable: (term) => new SetTermError('invalid_value', `--set ${term}: this term is a list or a record, and is written as JSON`, hint) });
}

/** The same for the values of an action. @throws SetTermError */
export function readSetValues(action: string, fields: Fields, pairs: SetTerms): JsonObject {
  return readSet(fields, pairs, { of: `value of ${action}`, isTable: (name) => new SetTermError('invalid_value', `${name}: this value is a list or a record, and is written as JSON`, 'Write it as JSON.') });
}

function readSet(fields: Fields, pairs: SetTerms, { of, isTable }: { readonly of: string; readonly isTable: (name: string) => SetTermError }): JsonObject {
  const known = Object.keys(fields);
  return Object.fromEntries(pairs.map(([name, value]): [string, Json] => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) throw new SetTermError('unknown_value', `there is no ${of} ${name}${didYouMean(name, known)}`, `Known: ${known.join(', ')}`);
    if (!['list', 'map', 'record'].includes(field.type)) return [name, value];
    const table = jsonOf(value);
    if (table === undefined) throw isTable(name);
    return [name, table];
  }));
}

function jsonOf(text: string): Json | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  return isObject(value) || Array.isArray(value) ? (value as Json) : undefined;
}
