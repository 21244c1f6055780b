/** A YAML file as places that know their line and path, so that every problem can name where it is. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { isId } from '../vocabulary/ids.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { nearest } from '../vocabulary/nearest.ts';
import { parseInstant, type Instant } from '../vocabulary/time.ts';
import type { Problem } from './scenario.ts';

/** Largest file: a timeline of some hundred thousand steps. */
export const fileCharsMax = 64 * 1024 * 1024;

/** Parses YAML; undefined beside problems when it is none. */
export function parseYaml(text: string, problems: Problem[]): Place | undefined {
  if (text.length > fileCharsMax) {
    problems.push({ line: 1, path: '', message: `the file has more than ${fileCharsMax} characters` });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  for (const error of document.errors) {
    problems.push({ line: lines.linePos(error.pos[0]).line, path: '', message: `this is not YAML: ${error.message.split('\n')[0] ?? ''}` });
  }
  if (document.errors.length > 0) return undefined;
  const file: File = { document, lines, problems };
  const value = toJson(document, problems);
  return value === undefined ? undefined : new Place(file, document.contents, value, '', 1);
}

type File = { readonly document: Document; readonly lines: LineCounter; readonly problems: Problem[] };

function toJson(document: Document, problems: Problem[]): Json | undefined {
  try {
    return document.toJS({ maxAliasCount: 100 }) as Json;
  } catch (error) {
    problems.push({ line: 1, path: '', message: `the file can't be read: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
}

export class Place {
  readonly #file: File;
  readonly #node: unknown;
  readonly #value: Json;
  readonly path: string;
  readonly line: number;

  constructor(file: File, node: unknown, value: Json, path: string, line: number) {
    this.#file = file;
    this.#node = resolve(file, node);
    this.#value = value;
    this.path = path;
    const range = (node as Node | null | undefined)?.range;
    this.line = range === null || range === undefined ? line : file.lines.linePos(range[0]).line;
  }

  raw(): Json {
    return this.#value;
  }

  problem(message: string, nearestWord?: string): void {
    this.#file.problems.push({ line: this.line, path: this.path, message, ...(nearestWord === undefined ? {} : { nearest: nearestWord }) });
  }

  /** Says that a name isn't known, and which one may have been meant. */
  unknown(what: string, name: string, known: readonly string[]): void {
    this.problem(`there is no ${what} "${name}"`, nearest(name, known));
  }

  /** The record's keys must be among these. */
  only(known: readonly string[]): void {
    for (const [key, place] of this.entries()) if (!known.includes(key)) place.unknown('key', key, known);
  }

  need(key: string): Place {
    const place = this.optional(key);
    if (place !== undefined && place.raw() !== null) return place;
    (place ?? this).problem(`"${key}" is ${place === undefined ? 'missing' : 'empty'}`);
    return this.#child(key, undefined, null);
  }

  optional(key: string): Place | undefined {
    if (!isObject(this.#value) || !Object.hasOwn(this.#value, key)) return undefined;
    return this.#child(key, this.#nodeAt(key), this.#value[key] as Json);
  }

  entries(): [string, Place][] {
    if (this.#value === null) return [];
    if (!isObject(this.#value)) {
      this.problem('this must be a record (key: value)');
      return [];
    }
    return Object.entries(this.#value as JsonObject).map(([key, value]) => [key, this.#child(key, this.#nodeAt(key), value)]);
  }

  list(): Place[] {
    if (this.#value === null) return [];
    if (!Array.isArray(this.#value)) {
      this.problem('this must be a list');
      return [];
    }
    const items = isSeq(this.#node) ? this.#node.items : [];
    return this.#value.map((value: Json, index) => new Place(this.#file, items[index], value, `${this.path}[${index}]`, this.line));
  }

  object(): JsonObject {
    if (isObject(this.#value)) return this.#value as JsonObject;
    if (this.#value !== null) this.problem('this must be a record (key: value)');
    return {};
  }

  text(): string {
    if (typeof this.#value === 'string') return this.#value;
    if (this.#value !== null) this.problem('this must be text');
    return '';
  }

  id(): string {
    const value = typeof this.#value === 'number' ? String(this.#value) : this.#value;
    if (isId(value)) return value;
    if (value !== null) this.problem('an id has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit');
    return '';
  }

  integer(min: number, max: number): number {
    if (Number.isSafeInteger(this.#value) && (this.#value as number) >= min && (this.#value as number) <= max) return this.#value as number;
    this.problem(`this must be a whole number from ${min} to ${max}`);
    return min;
  }

  instant(): Instant {
    const instant = parseInstant(this.#value);
    if (!instant.ok) this.problem(instant.refusal.detail);
    return instant.ok ? instant.value : 0;
  }

  oneOf(known: readonly string[], what: string): string {
    const value = this.#value;
    if (typeof value === 'string' && known.includes(value)) return value;
    if (value !== null) this.unknown(what, typeof value === 'string' ? value : JSON.stringify(value), known);
    return '';
  }

  /** The deepest place that a message such as `terms.brackets[0].from must …` speaks of. */
  within(message: string): Place {
    const [, key] = /^\w+\.([A-Za-z_]\w*)/.exec(message) ?? [];
    return (key === undefined ? undefined : this.optional(key)) ?? this;
  }

  #child(key: string, node: unknown, value: Json): Place {
    return new Place(this.#file, node, value, this.path === '' ? key : `${this.path}.${key}`, this.line);
  }

  /** The node of a key's value; of the key itself where the value is empty. */
  #nodeAt(key: string): unknown {
    if (!isMap(this.#node)) return undefined;
    const pair = this.#node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : '') === key);
    return pair?.value ?? pair?.key;
  }
}

function resolve(file: File, node: unknown): unknown {
  return isAlias(node) ? node.resolve(file.document) : node;
}
