/**
 * Value templates of Home Assistant's discovery: `{{ value_json.temperature | round(1) }}`. What they compute is what Jinja computes in
 * Home Assistant, or a refusal; never something else. Whole numbers are bigints here and those with a point are numbers, as Python tells
 * them apart: `{{ 4 / 2 }}` prints `2.0`. (One thing is lost: JSON's `21.0` is 21 here.)
 *
 * Filters behave as Home Assistant documents its own (template functions `float`, `int`, `round`, `default`, `iif`): without a default
 * what is no number is an error, and what isn't there is one in any case; `round` rounds as Python's `round` does, halves to the even neighbour, of the binary value itself, and
 * gives a whole number when it rounds to none.
 */
import { isObject } from '../../../vocabulary/json.ts';
import { ok, refuse, type Result } from '../../../vocabulary/result.ts';
import type { Payload } from '../payload.ts';
import { parseTemplate, type Expression, type Part } from './template-syntax.ts';

/** What a message becomes; white space around it is gone, as in Home Assistant. */
export type Template = (payload: Payload) => Result<string>;

/** Characters of whatever a template computes, on its way too. */
const textMax = 65_536;
/** Beyond it whole numbers only waste time. */
const wholeMax = 10n ** 40n;
/** Decimals to round to; a double has 17 digits. */
const decimalsMax = 15;

/** As templates see values: undefined is Jinja's, null is None; arrays and objects are JSON as it came. */
type Value = undefined | null | boolean | string | bigint | number | readonly unknown[] | { readonly [key: string]: unknown };

type Scope = { readonly payload: Payload; readonly set: Map<string, Value> };

class Trouble extends Error {}

/** Refuses with `invalid_value` what isn't supported; what it gives refuses, never throws. */
export function compileTemplate(source: string): Result<Template> {
  const parsed = parseTemplate(source);
  return parsed.ok ? ok((payload) => render(parsed.value, payload)) : parsed;
}

function render(parts: readonly Part[], payload: Payload): Result<string> {
  try {
    return ok(rendered(parts, { payload, set: new Map() }).trim());
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return refuse('invalid_value', `the template: ${error.message}`);
  }
}

function rendered(parts: readonly Part[], scope: Scope): string {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'print') text += printed(evaluate(part.expression, scope));
    else if (part.kind === 'set') scope.set.set(part.name, evaluate(part.expression, scope));
    else text += rendered(part.branches.find(({ condition }) => condition === undefined || isTrue(evaluate(condition, scope)))?.parts ?? [], scope);
    limited(text);
  }
  return text;
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal': return expression.value;
    case 'name': return variable(expression.name, scope);
    case 'item': return item(evaluate(expression.of, scope), evaluate(expression.key, scope), expression.place);
    case 'apply': return apply(expression, scope);
    case 'test': return test(expression.name, evaluate(expression.of, scope));
    case 'not': return !isTrue(evaluate(expression.of, scope));
    case 'negative': return negative(evaluate(expression.of, scope));
    case 'binary': return binary(expression, scope);
    case 'choice': {
      const chosen = isTrue(evaluate(expression.condition, scope)) ? expression.ifTrue : expression.ifFalse;
      return chosen === undefined ? undefined : evaluate(chosen, scope);
    }
  }
}

function variable(name: string, { payload, set }: Scope): Value {
  if (name === 'value') return payload.text;
  return name === 'value_json' ? fromJson(payload.json()) : set.get(name);
}

function fromJson(value: unknown): Value {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value as Value;
}

function item(of: Value, key: Value, place: number): Value {
  if (of === undefined) throw new Trouble(`what is asked for ${printed(key).slice(0, 40)} isn't there (character ${place + 1})`);
  if (Array.isArray(of) || typeof of === 'string') {
    if (typeof key !== 'bigint') return undefined;
    const found = (of as readonly unknown[] | string).at(Number(key));
    return key >= -of.length && key < of.length ? fromJson(found) : undefined;
  }
  return isObject(of) && typeof key === 'string' && Object.hasOwn(of, key) ? fromJson(of[key]) : undefined;
}

function test(name: string, value: Value): boolean {
  switch (name) {
    case 'defined': return value !== undefined;
    case 'undefined': return value === undefined;
    case 'none': return value === null;
    case 'number': return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
    case 'string': return typeof value === 'string';
    default: return value === (name === 'true');
  }
}

function binary({ operator, left, right }: Extract<Expression, { readonly kind: 'binary' }>, scope: Scope): Value {
  const one = evaluate(left, scope);
  if (operator === 'and') return isTrue(one) ? evaluate(right, scope) : one;
  if (operator === 'or') return isTrue(one) ? one : evaluate(right, scope);
  const other = evaluate(right, scope);
  switch (operator) {
    case '==': return equal(one, other);
    case '!=': return !equal(one, other);
    case '<': return ordered(one, other) < 0;
    case '>': return ordered(one, other) > 0;
    case '<=': return ordered(one, other) <= 0;
    case '>=': return ordered(one, other) >= 0;
    case 'in': return isIn(one, other);
    case '~': return limited(printed(one) + printed(other));
    default: return arithmetic(operator, one, other);
  }
}

function isIn(value: Value, within: Value): boolean {
  if (within === undefined) return false;
  if (typeof within === 'string' && typeof value === 'string') return within.includes(value);
  if (Array.isArray(within)) return within.some((one) => equal(fromJson(one), value));
  if (isObject(within)) return typeof value === 'string' && Object.hasOwn(within, value);
  throw new Trouble(`${named(value)} can't be looked for in ${named(within)}`);
}

/** A truth counts as 1 or 0, as in Python. */
function equal(one: Value, other: Value): boolean {
  const [a, b] = [counted(one), counted(other)];
  if (isNumber(a) && isNumber(b)) return a == b; // eslint-disable-line eqeqeq -- 1n == 1, as in Python
  return typeof a === 'object' && typeof b === 'object' ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}

function ordered(one: Value, other: Value): number {
  const [a, b] = [counted(one), counted(other)];
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : a == b ? 0 : NaN; // eslint-disable-line eqeqeq -- 1n == 1, as in Python
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new Trouble(`${named(one)} and ${named(other)} have no order`);
}

function arithmetic(operator: string, one: Value, other: Value): Value {
  const [a, b] = [counted(one), counted(other)];
  if (operator === '+' && typeof a === 'string' && typeof b === 'string') return limited(a + b);
  if (!isNumber(a) || !isNumber(b)) throw new Trouble(`${named(one)} ${operator} ${named(other)} can't be computed`);
  if (operator !== '+' && operator !== '-' && operator !== '*' && Number(b) === 0) throw new Trouble('it divides by zero');
  const result = typeof a === 'bigint' && typeof b === 'bigint' ? whole(operator, a, b) : real(operator, Number(a), Number(b));
  if (typeof result === 'bigint' ? result > wholeMax || result < -wholeMax : !Number.isFinite(result)) throw new Trouble('a number is too large');
  return result;
}

function negative(value: Value): Value {
  const number = counted(value);
  if (!isNumber(number)) throw new Trouble(`${named(value)} has no negative`);
  return -number;
}

function whole(operator: string, a: bigint, b: bigint): bigint | number {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return Number(a) / Number(b);
    // Python's quotient goes down, and its rest has the divisor's sign.
    case '//': return a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
    default: return ((a % b) + b) % b;
  }
}

function real(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '//': return Math.round((a - rest(a, b)) / b);
    default: return rest(a, b);
  }
}

/** Python's rest has the divisor's sign. */
function rest(a: number, b: number): number {
  const found = a % b;
  if (found === 0) return b < 0 ? -0 : 0;
  return found < 0 !== b < 0 ? found + b : found;
}

// Filters and functions

function apply({ name, to, named: byName }: Extract<Expression, { readonly kind: 'apply' }>, scope: Scope): Value {
  const [value, ...rest] = to.map((one) => evaluate(one, scope));
  const given = (place: number, key: string): Value => rest[place] ?? (byName[key] === undefined ? rest[place] : evaluate(byName[key], scope));
  const hasGiven = (place: number, key: string): boolean => rest.length > place || byName[key] !== undefined;
  const orDefault = (found: Value, place: number): Value => {
    if (found !== undefined) return found;
    if (hasGiven(place, 'default')) return given(place, 'default');
    throw new Trouble(`\`${name}\` got ${named(value)}, which is no number, and has no default`);
  };
  switch (name) {
    case 'default':
    case 'd': return value === undefined || (isTrue(given(1, 'boolean')) && !isTrue(value)) ? (hasGiven(0, 'default_value') ? given(0, 'default_value') : '') : value;
    case 'float': return orDefault(asFloat(value), 0);
    case 'int': return orDefault(asInt(value), 0);
    case 'round': return orDefault(round(asFloat(value), given(0, 'precision') ?? 0n, given(1, 'method') ?? 'common'), 2);
    case 'is_defined':
      if (value === undefined) throw new Trouble('a value isn\'t there, and `is_defined` asks for it');
      return value;
    case 'lower': return printed(value).toLowerCase();
    case 'upper': return limited(printed(value).toUpperCase());
    case 'trim': return printed(value).trim();
    case 'string': return printed(value);
    case 'replace': return limited(replaced(printed(value), printed(given(0, 'old')), printed(given(1, 'new'))));
    case 'abs': return absolute(value);
    case 'length':
    case 'count': return lengthOf(value);
    default: return iif(value, hasGiven(0, 'if_true') ? given(0, 'if_true') : true, hasGiven(1, 'if_false') ? given(1, 'if_false') : false, hasGiven(2, 'if_none'), given(2, 'if_none'));
  }
}

function absolute(value: Value): Value {
  const number = counted(value);
  if (!isNumber(number)) throw new Trouble(`${named(value)} has no absolute value`);
  return number < 0 || Object.is(number, -0) ? -number : number;
}

function iif(value: Value, ifTrue: Value, ifFalse: Value, hasNone: boolean, ifNone: Value): Value {
  return value === null && hasNone ? ifNone : isTrue(value) ? ifTrue : ifFalse;
}

function replaced(text: string, old: string, next: string): string {
  // Each place where `old` is becomes longer by so much.
  if (old !== '' && text.length / old.length * next.length > 16 * textMax) throw new Trouble('a text is too long');
  return old === '' ? text : text.replaceAll(old, () => next);
}

function lengthOf(value: Value): bigint {
  if (value === undefined) return 0n;
  if (typeof value === 'string') return BigInt([...value].length);
  if (Array.isArray(value)) return BigInt(value.length);
  if (isObject(value)) return BigInt(Object.keys(value).length);
  throw new Trouble(`${named(value)} has no length`);
}

/** As Python's `float`; what isn't finite is none here. What isn't there is an error even with a default, which is for what is no number. */
function asFloat(value: Value): number | undefined {
  if (value === undefined) throw new Trouble('what isn\'t there is no number; `default` in front says what to take then');
  const number = typeof value === 'string' ? fromText(value) : typeof value === 'boolean' ? Number(value) : isNumber(value) ? Number(value) : undefined;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

function fromText(text: string): number | undefined {
  const bare = text.trim();
  return bare.length <= 64 && /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(bare) ? Number(bare) : undefined;
}

/** As Jinja's `int`: a text that is no whole number goes by way of `float`, and what is behind the point falls away. */
function asInt(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  const bare = typeof value === 'string' ? value.trim() : '';
  if (/^[-+]?\d{1,30}$/.test(bare)) return BigInt(bare.replace('+', ''));
  const number = asFloat(value);
  return number === undefined || Math.abs(number) > 1e30 ? undefined : BigInt(Math.trunc(number));
}

function round(value: number | undefined, precision: Value, method: Value): number | bigint | undefined {
  if (value === undefined) return undefined;
  const decimals = Number(asInt(precision) ?? -1n);
  if (decimals < 0 || decimals > decimalsMax) throw new Trouble(`\`round\` rounds to 0 to ${decimalsMax} decimals`);
  const scale = Number(`1e${decimals}`);
  const found = method === 'common' ? toEven(value, decimals)
    : method === 'ceil' ? Math.ceil(value * scale) / scale
    : method === 'floor' ? Math.floor(value * scale) / scale
    : method === 'half' ? toEven(value * 2, 0) / 2
    : undefined;
  if (found === undefined) throw new Trouble(`\`round\` knows common, ceil, floor and half, not ${printed(method).slice(0, 20)}`);
  return decimals === 0 ? asInt(found) : found;
}

/** The nearest number of so many decimals, by the exact binary value; of two equally near ones the one with an even last digit (Python, `round`). */
function toEven(value: number, decimals: number): number {
  if (Math.abs(value) >= 1e21) return value;
  // What lies in the middle has one decimal more and no more than that, thus so many binary places: all of them are in the text.
  const isMiddle = Number.isInteger(value * (2 << decimals)) && value.toFixed(decimals + 1).endsWith('5');
  const up = value.toFixed(decimals); // ECMAScript rounds it away from zero
  if (!isMiddle || Number(up.at(-1)) % 2 === 0) return Number(up);
  const down = BigInt(up.replace('.', '')) - (value < 0 ? -1n : 1n);
  return Number(`${down}e-${decimals}`);
}

// Values

function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function counted(value: Value): Value {
  return typeof value === 'boolean' ? BigInt(value) : value;
}

/** As Python's `str`. */
function printed(value: Value): string {
  if (value === undefined) return '';
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return printedFloat(value);
  // JSON for lists and objects: Python writes them in its own way, and only those of numbers alike.
  return typeof value === 'object' ? limited(JSON.stringify(value)) : String(value);
}

/** As Python's `repr`: the shortest digits that give the number back, with a point, and an exponent from 1e16 on and below 1e-4. */
function printedFloat(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function named(value: Value): string {
  return value === undefined ? 'what isn\'t there' : `"${printed(value).slice(0, 40)}"`;
}

function limited(text: string): string {
  if (text.length > textMax) throw new Trouble('a text is too long');
  return text;
}
