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
  return writtenByEngine(value) ?? written(value, '', nestingMax);
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

/**
 * The engine's own writer is several times as fast as one in JavaScript, and gives the canonical text of values whose members are in order.
 * Undefined for whatever it would write otherwise, or leave out: {@link written} then has the word, and names what is wrong.
 */
function writtenByEngine(value: unknown): string | undefined {
  const ready = inOrder(value, nestingMax);
  if (ready === undefined) return undefined;
  const text = JSON.stringify(ready);
  return text.includes('\\ud') ? undefined : text; // so it writes a lone surrogate
}

/** The value, or a copy of it where members aren't in their order; undefined when it isn't plain JSON, or its order is none that objects keep. */
function inOrder(value: unknown, depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if (Array.isArray(value)) return 'toJSON' in value ? undefined : listInOrder(value, depth - 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? recordInOrder(value as JsonObject, depth - 1) : undefined;
}

function listInOrder(list: readonly unknown[], depth: number): readonly unknown[] | undefined {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const part = list[i];
    if (typeof part === 'string') continue;
    const ready = inOrder(part, depth);
    if (ready === undefined) return undefined;
    if (ready !== part) (copy ??= list.slice())[i] = ready;
  }
  return copy ?? list;
}

function recordInOrder(record: JsonObject, depth: number): JsonObject | undefined {
  const { names, sorted, kept } = namesOf(Object.keys(record));
  if (!kept) return undefined;
  let copy: { [name: string]: unknown } | undefined = sorted ? undefined : {};
  for (const name of names) {
    const part = record[name];
    const ready = typeof part === 'string' ? part : inOrder(part, depth);
    if (ready === undefined) return undefined;
    if (copy === undefined && ready !== part) copy = { ...record };
    if (copy !== undefined) copy[name] = ready;
  }
  return (copy ?? record) as JsonObject;
}

/** The names of a record's members, by the order in which it has them. */
type Names = {
  /** In canonical order. */
  readonly names: readonly string[];
  /** Whether the record has them so. */
  readonly sorted: boolean;
  /** Whether an object can: whole numbers always stand first, and some names mean something to the engine or its writer. */
  readonly kept: boolean;
};

/** What is known of the names so far, and with one more. */
type KnownNames = Names & { readonly next: Map<string, KnownNames> };

/** The same few orders come again and again. */
let known = nothingKnown();
let knownCount = 0;
/** Entries may bring any names: when there are so many, it begins anew. */
const knownMax = 4096;
/** A record with more names, or with a longer one, isn't one of the few; and each name is kept with all before it. */
const knownNamesMax = 32;
const knownCharsMax = 64;

function namesOf(keys: readonly string[]): Names {
  if (keys.length > knownNamesMax) return namesIn(keys);
  if (knownCount > knownMax) [known, knownCount] = [nothingKnown(), 0];
  let names = known;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    let next = names.next.get(key);
    if (next === undefined) {
      if (key.length > knownCharsMax) return namesIn(keys);
      next = { ...namesIn(keys.slice(0, i + 1)), next: new Map() };
      names.next.set(key, next);
      knownCount += 1;
    }
    names = next;
  }
  return names;
}

function nothingKnown(): KnownNames {
  return { ...namesIn([]), next: new Map() };
}

function namesIn(keys: readonly string[]): Names {
  const names = sortedKeys(keys);
  return { names, sorted: names === keys, kept: !keys.some((key) => key === '__proto__' || key === 'toJSON' || /^\d/.test(key)) };
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
  for (const key of sortedKeys(Object.keys(value))) text += (text.length === 1 ? '' : ',') + namePart(key, path) + written((value as JsonObject)[key], key, depth);
  return `${text}}`;
}

/** The same list where it is in order already, as in what was read from canonical text. */
function sortedKeys(keys: readonly string[]): readonly string[] {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.toSorted();
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
