/**
 * Values of terms, observations and requests: from what people and devices wrote to exact data, by a kit's types, and back to text.
 */
import { formatDecimal, parseDecimal } from './decimals.ts';
import { isId } from './ids.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Field, Fields, ValueType } from './kit.ts';
import type { RefusalCode } from './refusals.ts';
import { ok, refuse, type Result } from './result.ts';
import { isDay } from './time.ts';

/** Decimals in which a probability is held; more are cut toward zero, so that nothing becomes surer than it was. */
export const probabilityDecimals = 9;
export const certain = 1_000_000_000;

/** What a type needs to know about the collective. */
export type ValueContext = {
  /** Decimals of the subcontract's unit. */
  readonly decimals: number;
  readonly isMember: (id: string) => boolean;
  /** Whether there can be such a purse; left out: none. */
  readonly isPurse?: (account: string) => boolean;
  readonly isUnit: (id: string) => boolean;
  readonly firstUnit: string;
};

/** Longest text in an agent or subject field that isn't an id. */
const nameLengthMax = 64;

/**
 * Reads all fields of a record: every declared one present, by default or optional; no other.
 * @param path names the record in messages, as `terms`
 */
export function readFields(fields: Fields, raw: unknown, context: ValueContext, path: string): Result<JsonObject> {
  if (!isObject(raw)) return refuse('invalid_value', `${path} must be a record of values`);
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(fields, name)) return refuse('unknown_value', `${path}.${name} is not known here`);
  }
  const values: { [name: string]: Json } = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(raw, name) && raw[name] !== undefined ? raw[name] : defaultOf(field, context);
    if (given === undefined) {
      if (field.optional === true) continue;
      return refuse('missing_value', `${path}.${name} is missing`);
    }
    const value = readValue(field, given, context, `${path}.${name}`);
    if (!value.ok) return value;
    values[name] = value.value;
  }
  return ok(values);
}

/** Reads one value by its type. */
export function readValue(type: ValueType, raw: unknown, context: ValueContext, path: string): Result<Json> {
  switch (type.type) {
    case 'integer': return readInteger(type, raw, path);
    case 'decimal': return readScaled(raw, type.decimals, type.min, type.max, path);
    case 'amount': return readScaled(raw, context.decimals, type.min ?? '0', type.max, path);
    case 'probability': return readProbability(raw, path);
    case 'unit': return named(raw, context.isUnit, 'unknown_unit', path);
    case 'member': return named(raw, context.isMember, 'unknown_member', path);
    case 'account': return typeof raw === 'string' && (context.isMember(raw) || context.isPurse?.(raw) === true) ? ok(raw) : refuse('unknown_member', `${path}: there is no account ${JSON.stringify(raw)}`);
    case 'id': return isId(raw) ? ok(raw) : refuse('invalid_value', `${path} must be a name of letters, digits, ".", "_" and "-", that begins with one of the first two`);
    case 'day': return isDay(raw) ? ok(raw) : refuse('invalid_value', `${path} must be a day such as 2026-05-31, not ${JSON.stringify(raw)}`);
    case 'agent': return raw === null ? ok(null) : shortText(raw, nameLengthMax, path);
    case 'subject':
    case 'observation': return shortText(raw, 2 * nameLengthMax + 1, path);
    case 'text': return shortText(raw, type.lengthMax, path);
    case 'choice':
      return typeof raw === 'string' && type.of.includes(raw) ? ok(raw) : refuse('invalid_value', `${path} must be one of ${type.of.join(', ')}`);
    case 'list': return readList(type, raw, context, path);
    case 'map': return readMap(type, raw, context, path);
    case 'record': return readFields(type.fields, raw, context, path);
  }
}

/** Reads a probability, a number or decimal text between 0 and 1, into 10^-9. */
export function readProbability(raw: unknown, path: string): Result<number> {
  const value = at(path, parseDecimal(raw, probabilityDecimals, true));
  if (!value.ok) return value;
  if (value.value < 0 || value.value > certain) return refuse('invalid_value', `${path} must lie between 0 and 1`);
  return value;
}

/** The value as a person would write it; the inverse of {@link readValue}. */
export function showValue(type: ValueType, value: Json, decimals: number): Json {
  switch (type.type) {
    case 'decimal': return typeof value === 'number' ? trimZeros(formatDecimal(value, type.decimals)) : value;
    case 'amount': return typeof value === 'number' ? formatDecimal(value, decimals) : value;
    case 'probability': return typeof value === 'number' ? trimZeros(formatDecimal(value, probabilityDecimals)) : value;
    case 'list': return Array.isArray(value) ? value.map((item: Json) => showValue(type.of, item, decimals)) : value;
    case 'map': return isObject(value) ? mapValues(value as JsonObject, (item) => showValue(type.of, item, decimals)) : value;
    case 'record': return isObject(value) ? showFields(type.fields, value as JsonObject, decimals) : value;
    default: return value;
  }
}

export function showFields(fields: Fields, values: JsonObject, decimals: number): JsonObject {
  const shown: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(values)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    shown[name] = field === undefined ? value : showValue(field, value, decimals);
  }
  return shown;
}

function defaultOf(field: Field, context: ValueContext): unknown {
  return field.type === 'unit' && field.default === 'first' ? context.firstUnit : field.default;
}

function readInteger(type: ValueType & { type: 'integer' }, raw: unknown, path: string): Result<number> {
  const value = at(path, parseDecimal(raw, 0));
  if (!value.ok) {
    return value.refusal.code === 'too_many_decimals' ? refuse('invalid_value', `${path} must be a whole number, not ${String(raw)}`) : value;
  }
  if (type.min !== undefined && value.value < type.min) return refuse('invalid_value', `${path} must be at least ${type.min}, not ${value.value}`);
  if (type.max !== undefined && value.value > type.max) return refuse('invalid_value', `${path} must be at most ${type.max}, not ${value.value}`);
  return value;
}

function readScaled(raw: unknown, decimals: number, min: string | undefined, max: string | undefined, path: string): Result<number> {
  const value = at(path, parseDecimal(raw, decimals));
  if (!value.ok) return value;
  const lowest = min === undefined ? undefined : parseDecimal(min, decimals);
  if (lowest?.ok === true && value.value < lowest.value) return refuse('invalid_value', `${path} must be at least ${String(min)}, not ${String(raw)}`);
  const highest = max === undefined ? undefined : parseDecimal(max, decimals);
  if (highest?.ok === true && value.value > highest.value) return refuse('invalid_value', `${path} must be at most ${String(max)}, not ${String(raw)}`);
  return value;
}

function named(raw: unknown, known: (id: string) => boolean, code: RefusalCode, path: string): Result<string> {
  if (isId(raw) && known(raw)) return ok(raw);
  return refuse(code, `${path}: there is no ${code === 'unknown_unit' ? 'unit' : 'member'} ${JSON.stringify(raw)}`);
}

function shortText(raw: unknown, lengthMax: number, path: string): Result<string> {
  if (typeof raw !== 'string') return refuse('invalid_value', `${path} must be text`);
  if (raw.length > lengthMax) return refuse('invalid_value', `${path} is longer than ${lengthMax} characters`);
  return raw.isWellFormed() ? ok(raw) : refuse('invalid_value', `${path} is not well-formed Unicode`);
}

function readList(type: ValueType & { type: 'list' }, raw: unknown, context: ValueContext, path: string): Result<Json> {
  if (!Array.isArray(raw)) return refuse('invalid_value', `${path} must be a list`);
  if (raw.length > type.countMax) return refuse('invalid_value', `${path} has more than ${type.countMax} entries`);
  if (raw.length < (type.countMin ?? 0)) return refuse('invalid_value', `${path} needs at least ${type.countMin ?? 0} entries`);
  const list: Json[] = [];
  for (const [place, item] of raw.entries()) {
    const value = readValue(type.of, item, context, `${path}[${place}]`);
    if (!value.ok) return value;
    list.push(value.value);
  }
  return ok(list);
}

function readMap(type: ValueType & { type: 'map' }, raw: unknown, context: ValueContext, path: string): Result<Json> {
  if (!isObject(raw)) return refuse('invalid_value', `${path} must be a map`);
  const names = Object.keys(raw);
  if (names.length > type.countMax) return refuse('invalid_value', `${path} has more than ${type.countMax} entries`);
  const map: { [key: string]: Json } = {};
  for (const name of names) {
    const key = readValue(type.keys, name, context, `${path} key ${name}`);
    if (!key.ok) return key;
    const value = readValue(type.of, raw[name], context, `${path}.${name}`);
    if (!value.ok) return value;
    map[name] = value.value;
  }
  return ok(map);
}

function at<T>(path: string, result: Result<T>): Result<T> {
  return result.ok ? result : refuse(result.refusal.code, `${path}: ${result.refusal.detail}`);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function mapValues(record: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
