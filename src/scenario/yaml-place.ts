/** A YAML file as places that know their line and path, so that every problem can name where it is. */
import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import { isId } from '../vocabulary/ids.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { nearest } from '../vocabulary/nearest.ts';
import { parseInstant, type Instant } from '../vocabulary/time.ts';
import type { Problem } from './scenario.ts';

/** Largest file: a timeline of some hundred thousand steps. */
export const fileCharsMax = 64 * 1024 * 1024;

/** Deepest nesting: what goes into the log may have a few levels more. */
const nestingMax = 40;
/** Known words that a message lists when none is near; of more it names the first. */
const listedMax = 40;
/** Digits that a binary number holds exactly, whatever they are (IEEE 754 double). */
const exactDigits = 15;

/** Parses YAML; undefined beside problems when it is none. Notes are gathered while it is read: the file is good, but may not say what was meant. */
export function parseYaml(text: string, problems: Problem[], notes: Problem[]): Place | undefined {
  const say = (line: number, message: string): undefined => {
    problems.push({ line, path: '', message });
    return undefined;
  };
  if (text.length > fileCharsMax) return say(1, `the file has more than ${fileCharsMax} characters`);
  if (text.trim() === '') return say(1, 'the file is empty');
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (typeof document === 'string') return say(1, document);
  const deep = document.errors.find(({ message }) => message.includes('call stack')); // the parser turns it into one of its own
  if (deep !== undefined) return say(lines.linePos(deep.pos[0]).line, `it is nested deeper than ${nestingMax} levels`);
  for (const error of [...document.errors].sort((a, b) => a.pos[0] - b.pos[0])) say(lines.linePos(error.pos[0]).line, yamlMessage(error));
  if (document.errors.length > 0) return undefined;
  const file: File = { document, lines, problems, notes };
  if (!isMap(resolve(file, document.contents))) return say(1, document.contents === null ? 'the file holds nothing' : 'the file must be a record: `title: …`, `collective: …` and so on');
  requirePlain(file);
  if (problems.length > 0) return undefined;
  const value = toJson(document, problems);
  return value === undefined ? undefined : new Place(file, document.contents, value, '', 1);
}

type File = { readonly document: Document; readonly lines: LineCounter; readonly problems: Problem[]; readonly notes: Problem[] };

/** The document, or why there is none. */
function parsed(text: string, lines: LineCounter): Document | string {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  } catch (error) {
    return error instanceof RangeError ? `it is nested deeper than ${nestingMax} levels` : `this is not YAML: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function yamlMessage({ code, message }: { code: string; message: string }): string {
  const known: { readonly [code: string]: string } = {
    MULTIPLE_DOCS: 'there is a second document (after `---`); a file holds one',
    DUPLICATE_KEY: 'this key is there twice',
    TAB_AS_INDENT: 'there is a tab: lines are indented by spaces',
  };
  return known[code] ?? `this is not YAML: ${message.split('\n')[0] ?? ''}`;
}

const plainOnly = 'only text, numbers, true, false, lists and records can stand here';
/** Of lists and records; others (sets, ordered maps) are no JSON. */
const plainTags: ReadonlySet<string> = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq']);

/** What YAML can say and the log can't hold, or would hold as something else than is written. */
function requirePlain(file: File): void {
  const say = (node: Node, message: string): void => {
    const line = node.range === null || node.range === undefined ? 1 : file.lines.linePos(node.range[0]).line;
    file.problems.push({ line, path: '', message });
  };
  visit(file.document, {
    Node(_, node, path) {
      if (path.length > 2 * nestingMax) { // a pair and its map both count
        say(node, `it is nested deeper than ${nestingMax} levels`);
        return visit.BREAK;
      }
      if (isAlias(node)) {
        const meant = node.resolve(file.document);
        if (meant === undefined) say(node, `there is no anchor &${node.source} above`);
        else if (path.includes(meant)) say(node, `&${node.source} stands within itself`);
      }
      if (isCollection(node) && node.tag !== undefined && !plainTags.has(node.tag)) say(node, plainOnly);
      if (isScalar(node)) {
        const message = scalarMessage(node.value, node.source);
        if (message !== undefined) say(node, message);
      }
      return undefined;
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__') say(key, '"__proto__" can\'t be a key');
      else if (isNode(key) && (!isScalar(key) || key.value === null)) say(key, 'a key must be a word');
    },
  });
}

function scalarMessage(value: unknown, source: string | undefined): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'this text is not well-formed Unicode';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `${source ?? String(value)} is no number that can be reckoned with`;
    return isExact(value, source ?? String(value)) ? undefined : `${source ?? String(value)} has more digits than a number holds exactly: write it as text, in quotes`;
  }
  return value === null || typeof value === 'boolean' ? undefined : plainOnly;
}

function isExact(value: number, source: string): boolean {
  if (!/^[-+]?[\d.]+(?:[eE][-+]?\d+)?$/.test(source)) return Number.isSafeInteger(value); // hexadecimal, octal
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  const digits = (text: string): string => text.replace(/[eE].*$/, '').replace(/[^\d]/g, '').replace(/^0+|0+$/g, '');
  const written = digits(source);
  return written.length <= exactDigits || written === digits(String(value));
}

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

  /** Says that a name isn't known, and which one may have been meant, or which there are. */
  unknown(what: string, name: string, known: readonly string[]): void {
    this.#file.problems.push({ line: this.line, path: this.path, message: `there is no ${what} "${name}"`, ...helpWith(name, known) });
  }

  /** Says that a name does nothing here, which may be meant so; once, however often it occurs. */
  note(message: string, name: string, known: readonly string[]): void {
    if (this.#file.notes.some((each) => each.message === message)) return;
    this.#file.notes.push({ line: this.line, path: '', message, ...helpWith(name, known) });
  }

  /** The record's keys must be among these. */
  only(known: readonly string[]): void {
    for (const [key] of this.entries()) if (!known.includes(key)) this.#child(key, this.#keyNode(key), null).unknown('key', key, known);
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

  /** Entries but for those that are empty; of such a one it says what to write instead. */
  filled(instead: (name: string) => string): [string, Place][] {
    return this.entries().filter(([name, place]) => {
      if (place.raw() === null) place.problem(`this is empty: ${instead(name)}`);
      return place.raw() !== null;
    });
  }

  list(): Place[] {
    if (this.#value === null) return [];
    if (!Array.isArray(this.#value)) {
      this.problem('this must be a list');
      return [];
    }
    const items = isSeq(this.#node) ? this.#node.items : [];
    const places = this.#value.map((value: Json, index) => new Place(this.#file, items[index], value, `${this.path}[${index}]`, this.line));
    for (const place of places) if (place.raw() === null) place.problem('an entry of this list is empty');
    return places;
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
    return this.#pair(key)?.value ?? this.#keyNode(key);
  }

  #keyNode(key: string): unknown {
    return this.#pair(key)?.key;
  }

  #pair(key: string): Pair | undefined {
    return isMap(this.#node) ? this.#node.items.find((item) => (isScalar(item.key) ? String(item.key.value) : '') === key) : undefined;
  }
}

function helpWith(name: string, known: readonly string[]): { nearest: string } | { known: readonly string[] } | object {
  const near = nearest(name, known);
  if (near !== undefined) return { nearest: near };
  return known.length === 0 ? {} : { known: known.length <= listedMax ? known : [...known.slice(0, listedMax), '…'] };
}

function resolve(file: File, node: unknown): unknown {
  return isAlias(node) ? node.resolve(file.document) : node;
}
