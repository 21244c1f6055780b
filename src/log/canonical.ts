/**
 * Canonical JSON (RFC 8785, JCS): one text for one value, so that hashes and signatures agree in every engine.
 */
import type { JsonObject } from '../vocabulary/json.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { toHex } from './bytes.ts';

/** Nesting that canonical text may have; a kit's manifest needs about 12. Keeps recursive readers from running out of stack. */
export const nestingMax = 64;

/** A value that JSON can't carry, with the path to it. */
export class NotJsonError extends TypeError {
  override readonly name = 'NotJsonError';
}

/**
 * The canonical JSON of `value`: members by UTF-16 code units, numbers as ECMAScript writes them, no white space.
 * Negative zero is written as `0`, as the RFC has it.
 * @throws NotJsonError for undefined, NaN, infinities, bigint, functions, symbols, lone surrogates, holes, cycles (too deep) and
 * objects that aren't plain: `JSON.stringify` would drop or turn some of these without a word
 * @example canonical({ b: 1, a: [true, 'ä'] }) === '{"a":[true,"ä"],"b":1}'
 */
export function canonical(value: unknown): string {
  return written(value, '', nestingMax);
}

/** SHA-256 in lower-case hex of the canonical JSON of `value`: how the log names zone rules, manifests, outcomes. */
export function canonicalHash(hasher: Hasher, value: unknown): string {
  return toHex(hasher.sha256(canonical(value)));
}

/** Parses `text` and returns its value only if `text` is that value's canonical JSON. */
export function parseCanonical(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonical(value) === text ? { value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotJsonError) return undefined;
    throw error;
  }
}

/** @param path name of the member that holds `value`, for the error */
function written(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string': return quoted(value, path);
    case 'number':
      if (!Number.isFinite(value)) throw notJson(String(value), path);
      return String(value); // ECMAScript's form, as the RFC has it; of negative zero it is "0"
    case 'boolean': return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === 0) throw notJson(`nested deeper than ${nestingMax}, or in itself`, path);
      return Array.isArray(value) ? list(value, path, depth - 1) : record(value, path, depth - 1);
    default: throw notJson(typeof value, path);
  }
}

/** Texts without a letter that JSON or well-formedness could mind: most are, and a look at them is quicker than the engine's own writer. */
const plainText = /^[ !#-[\]-~]*$/;

function quoted(text: string, path: string): string {
  if (plainText.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw notJson('a lone surrogate', path);
  return JSON.stringify(text);
}

function list(value: readonly unknown[], path: string, depth: number): string {
  let text = '[';
  for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + written(value[i], path, depth);
  return `${text}]`;
}

function record(value: object, path: string, depth: number): string {
  requirePlain(value, path);
  let text = '{';
  for (const key of sortedKeys(value)) text += (text.length === 1 ? '' : ',') + namePart(key, path) + written((value as JsonObject)[key], key, depth);
  return `${text}}`;
}

/** What was read from canonical text is in order already. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.sort();
  return keys;
}

/** Written names of members, since the same few come again and again. */
const namesKept = new Map<string, string>();
const namesKeptMax = 1024;

function namePart(key: string, path: string): string {
  const kept = namesKept.get(key);
  if (kept !== undefined) return kept;
  const part = `${quoted(key, path)}:`;
  if (namesKept.size < namesKeptMax) namesKept.set(key, part);
  return part;
}

/** Dates, maps and class instances would be written as something else than they are. */
function requirePlain(value: object, path: string): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm (a sandbox) has a prototype without one of its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw notJson('an object that is not plain', path);
  if ('toJSON' in value && typeof value.toJSON === 'function') throw notJson('an object with toJSON', path);
}

function notJson(what: string, path: string): NotJsonError {
  return new NotJsonError(`JSON can't carry ${what}${path === '' ? '' : ` (in "${path}")`}`);
}
