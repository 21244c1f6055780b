/**
 * What compiled contracts call in place of operators and methods, each checked and charged by size. All of it is in the compiled code and
 * so in its hash. Names begin with `$`, which a contract's own names may not.
 *
 * A unit of gas buys at most some tens of bytes and some tens of nanoseconds in the engine of record: so gas bounds memory and time.
 */
import { burn, OutOfGas } from '../contract/gas.ts';
import { ContractRefusal, refuse } from '../contract/refuse.ts';
import { mulDiv, OverflowError, splitByWeights, splitEvenly } from '../vocabulary/amounts.ts';
import { addDays, addMonths, dayInMonth, dayOfMonth, daysBetween, lastDate, monthLength, nextDate } from '../vocabulary/time.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';

/** A misuse that the code could have avoided; its message is the same in every engine, unlike the engine's own. */
export class $Fault extends Error {
  override readonly name = '$Fault';
}

/** Longest text that a contract may build: a cell holds no more. */
const $textMax = 16_384;
/** Longest list that a contract may build by position or `push`. */
const $listMax = 65_536;
const $intMax = Number.MAX_SAFE_INTEGER;
/** What must never be written under a computed name: it means something to the engine. */
const $reserved: { readonly [name: string]: boolean } = {
  ['__proto__']: true, constructor: true, prototype: true, toString: true, valueOf: true, toLocaleString: true, toJSON: true,
  hasOwnProperty: true, isPrototypeOf: true, propertyIsEnumerable: true, __defineGetter__: true, __defineSetter__: true,
  __lookupGetter__: true, __lookupSetter__: true,
};
const $hasOwn = Object.hasOwn;
const $isArray = Array.isArray;
const $isInt = Number.isSafeInteger;
const $freezeOne = Object.freeze;
const $keysOf = Object.keys;

export function $out(): never {
  throw new OutOfGas('out of gas');
}

function $bad(what: string): never {
  throw new $Fault(what);
}

function $int(value: unknown): number {
  if (typeof value !== 'number') return $bad(`expected a whole number, got ${$kind(value)}`);
  if (!$isInt(value)) throw new OverflowError('a number left the range of safe integers');
  return value;
}

function $kind(value: unknown): string {
  return value === null ? 'null' : $isArray(value) ? 'a list' : value === undefined ? 'nothing' : typeof value === 'object' ? 'a record' : `a ${typeof value}`;
}

function $safe(value: number): number {
  if (value > $intMax || value < -$intMax) throw new OverflowError('a number left the range of safe integers');
  return value === 0 ? 0 : value;
}

export function $add(a: unknown, b: unknown): number | string {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a + b;
    return $safe($int(a) + $int(b));
  }
  if (typeof a === 'string' && typeof b === 'string') return $joined(a, b);
  return $bad(`+ takes two numbers or two texts, got ${$kind(a)} and ${$kind(b)}; write a template such as \`\${a} \${b}\``);
}

function $joined(a: string, b: string): string {
  const length = a.length + b.length;
  if (length > $textMax) $bad(`a text would be longer than ${$textMax} characters`);
  burn(1 + (length >> 4));
  return a + b;
}

export function $sub(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) return a - b;
  return $safe($int(a) - $int(b));
}

export function $mul(a: unknown, b: unknown): number {
  return $safe($int(a) * $int(b));
}

export function $rem(a: unknown, b: unknown): number {
  if ($int(b) === 0) return $bad('% by zero');
  return $safe($int(a) % (b as number));
}

export function $neg(a: unknown): number {
  return $safe(-$int(a));
}

export function $lt(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  $comparable(a, b);
  return (a as string) < (b as string);
}

export function $le(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a <= b;
  $comparable(a, b);
  return (a as string) <= (b as string);
}

export function $gt(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a > b;
  $comparable(a, b);
  return (a as string) > (b as string);
}

export function $ge(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a >= b;
  $comparable(a, b);
  return (a as string) >= (b as string);
}

function $comparable(a: unknown, b: unknown): void {
  if (typeof a !== 'string' || typeof b !== 'string') $bad(`< and > take two numbers or two texts, got ${$kind(a)} and ${$kind(b)}`);
  burn(1 + ((a as string).length >> 5));
}

/** `===` where neither side is a literal: long texts cost. */
export function $eq(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && a.length > 31) burn(a.length >> 5);
  return a === b;
}

export function $text(parts: readonly unknown[]): string {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (typeof part === 'string') text += part;
    else if (typeof part === 'number') text += $int(part);
    else $bad(`a template takes texts and whole numbers, got ${$kind(part)}`);
    if (text.length > $textMax) $bad(`a text would be longer than ${$textMax} characters`);
  }
  burn(1 + parts.length + (text.length >> 4));
  return text;
}

export function $get(from: unknown, key: unknown): unknown {
  if ($isArray(from)) return from[$place(key)];
  if (typeof from === 'string') return from[$place(key)];
  if (typeof from !== 'object' || from === null) return $bad(`can't read a value out of ${$kind(from)}`);
  return $hasOwn(from, $name(key)) ? (from as { [name: string]: unknown })[key as string] : undefined;
}

function $place(key: unknown): number {
  if (typeof key !== 'number' || !$isInt(key)) return $bad(`a list's place is a whole number, not ${$kind(key)}`);
  return key;
}

export function $name(key: unknown): string {
  if (typeof key === 'string') {
    if (key.length > 31) burn(key.length >> 4);
    return key;
  }
  if (typeof key === 'number' && $isInt(key)) return key as unknown as string;
  return $bad(`a name is a text or a whole number, not ${$kind(key)}`);
}

export function $newName(key: unknown): string {
  const name = $name(key);
  if ($hasOwn($reserved, name)) $bad('a record may not have a value under a name that the engine uses');
  return name;
}

export function $set<T>(into: unknown, key: unknown, value: T): T {
  burn(4);
  if ($isArray(into)) {
    const place = $place(key);
    if (place < 0 || place > into.length || place >= $listMax) $bad(`a list of ${into.length} can't be written at place ${place}`);
    into[place] = value;
    return value;
  }
  if (typeof into !== 'object' || into === null) return $bad(`can't write a value into ${$kind(into)}`);
  (into as { [name: string]: unknown })[$newName(key)] = value;
  return value;
}

/** What is spread into a record. */
export function $own(record: unknown): object {
  if (record === null || record === undefined) return {};
  if (typeof record !== 'object' || $isArray(record)) return $bad(`... in a record takes a record, got ${$kind(record)}`);
  burn(2 + 2 * $keysOf(record).length);
  return record;
}

/** What is spread into a list. */
export function $items(list: unknown): readonly unknown[] {
  if (!$isArray(list)) return $bad(`... in a list takes a list, got ${$kind(list)}`);
  burn(1 + list.length);
  return list;
}

/** What a loop goes through: each turn is charged by itself. */
export function $each(list: unknown): readonly unknown[] {
  if (!$isArray(list)) return $bad(`for … of takes a list, got ${$kind(list)}`);
  return list;
}

function $list(list: unknown, method: string): readonly unknown[] {
  if (!$isArray(list)) return $bad(`${method} takes a list, got ${$kind(list)}`);
  burn(1 + list.length);
  return list;
}

type $Each = (item: unknown, place: number) => unknown;

export function $map(on: unknown, each: $Each): unknown[] {
  const list = $list(on, 'map');
  const result: unknown[] = [];
  for (let i = 0, n = list.length; i < n; i++) result[i] = each(list[i], i);
  return result;
}

export function $filter(on: unknown, each: $Each): unknown[] {
  const list = $list(on, 'filter');
  const result: unknown[] = [];
  for (let i = 0, n = list.length; i < n; i++) {
    const item = list[i];
    if (each(item, i)) result[result.length] = item;
  }
  return result;
}

export function $some(on: unknown, each: $Each): boolean {
  return $findIndex($list(on, 'some'), each) >= 0;
}

export function $every(on: unknown, each: $Each): boolean {
  return $findIndex($list(on, 'every'), (item, i) => !each(item, i)) < 0;
}

export function $find(on: unknown, each: $Each): unknown {
  const list = $list(on, 'find');
  const place = $findIndex(list, each);
  return place < 0 ? undefined : list[place];
}

export function $findIndex(on: unknown, each: $Each): number {
  const list = $list(on, 'findIndex');
  for (let i = 0, n = list.length; i < n; i++) if (each(list[i], i)) return i;
  return -1;
}

export function $forEach(on: unknown, each: $Each): void {
  const list = $list(on, 'forEach');
  for (let i = 0, n = list.length; i < n; i++) each(list[i], i);
}

export function $flatMap(on: unknown, each: $Each): unknown[] {
  const list = $list(on, 'flatMap');
  const result: unknown[] = [];
  for (let i = 0, n = list.length; i < n; i++) {
    const part = each(list[i], i);
    if ($isArray(part)) $append(result, part);
    else result[result.length] = part;
  }
  return result;
}

export function $reduce(on: unknown, each: (sum: unknown, item: unknown, place: number) => unknown, start: unknown): unknown {
  const list = $list(on, 'reduce');
  let sum = start;
  for (let i = 0, n = list.length; i < n; i++) sum = each(sum, list[i], i);
  return sum;
}

export function $includes(on: unknown, what: unknown): boolean {
  return $indexOf(on, what) >= 0;
}

export function $indexOf(on: unknown, what: unknown): number {
  if (typeof on === 'string') {
    if (typeof what !== 'string') return $bad(`a text is searched for a text, not ${$kind(what)}`);
    burn(1 + (on.length >> 4) * (1 + (what.length >> 2)));
    return on.indexOf(what);
  }
  const list = $list(on, 'indexOf');
  for (let i = 0; i < list.length; i++) if ($eq(list[i], what)) return i;
  return -1;
}

export function $slice(on: unknown, start: unknown, end: unknown): unknown {
  const from = start === undefined ? 0 : $place(start);
  if (typeof on === 'string') {
    burn(1 + (on.length >> 4));
    return end === undefined ? on.slice(from) : on.slice(from, $place(end));
  }
  const list = $list(on, 'slice');
  return end === undefined ? list.slice(from) : list.slice(from, $place(end));
}

export function $at(on: unknown, place: unknown): unknown {
  const i = $place(place);
  if (typeof on !== 'string' && !$isArray(on)) return $bad(`at takes a list or a text, got ${$kind(on)}`);
  return on[i < 0 ? on.length + i : i];
}

export function $concat(on: unknown, others: readonly unknown[]): unknown[] {
  const result: unknown[] = [];
  $append(result, $list(on, 'concat'));
  for (const other of others) {
    if ($isArray(other)) $append(result, other);
    else result[result.length] = other;
  }
  return result;
}

function $append(list: unknown[], more: readonly unknown[]): void {
  const n = more.length;
  if (list.length + n > $listMax) $bad(`a list would be longer than ${$listMax}`);
  burn(1 + n);
  for (let i = 0; i < n; i++) list[list.length] = more[i];
}

export function $push(on: unknown, items: readonly unknown[]): number {
  if (!$isArray(on)) return $bad(`push takes a list, got ${$kind(on)}`);
  $append(on, items);
  return on.length;
}

export function $pop(on: unknown): unknown {
  if (!$isArray(on)) return $bad(`pop takes a list, got ${$kind(on)}`);
  if (on.length === 0) return undefined;
  const last: unknown = on[on.length - 1];
  on.length -= 1;
  return last;
}

export function $join(on: unknown, between: unknown): string {
  const list = $list(on, 'join');
  const separator = between === undefined ? ',' : between;
  if (typeof separator !== 'string') return $bad(`join takes a text between the parts, got ${$kind(separator)}`);
  const parts: unknown[] = [];
  for (let i = 0; i < list.length; i++) {
    if (i > 0) parts[parts.length] = separator;
    parts[parts.length] = list[i];
  }
  return $text(parts);
}

function $string(on: unknown, method: string): string {
  if (typeof on !== 'string') return $bad(`${method} takes a text, got ${$kind(on)}`);
  burn(1 + (on.length >> 4));
  return on;
}

export function $startsWith(on: unknown, what: unknown): boolean {
  return $string(on, 'startsWith').startsWith($string(what, 'startsWith'));
}

export function $endsWith(on: unknown, what: unknown): boolean {
  return $string(on, 'endsWith').endsWith($string(what, 'endsWith'));
}

export function $padStart(on: unknown, length: unknown, filler: unknown): string {
  return $string(on, 'padStart').padStart($padLength(length), filler === undefined ? ' ' : $string(filler, 'padStart'));
}

export function $padEnd(on: unknown, length: unknown, filler: unknown): string {
  return $string(on, 'padEnd').padEnd($padLength(length), filler === undefined ? ' ' : $string(filler, 'padEnd'));
}

function $padLength(length: unknown): number {
  const n = $int(length);
  if (n > $textMax) return $bad(`a text would be longer than ${$textMax} characters`);
  burn(1 + (n > 0 ? n >> 4 : 0));
  return n;
}

export function $split(on: unknown, separator: unknown): string[] {
  const text = $string(on, 'split');
  const parts = text.split($string(separator, 'split'));
  burn(1 + text.length + 2 * parts.length);
  return parts;
}

// In place of the library's functions that don't check what they are given, or don't charge by size: `$guarded_` and their name.

export function $guarded_mulDiv(a: unknown, b: unknown, c: unknown): number {
  burn(8);
  if ($int(c) === 0) return $bad('mulDiv: division by zero');
  return mulDiv($int(a), $int(b), c as number);
}

export function $guarded_splitByWeights(total: unknown, weights: unknown): number[] {
  const list = $items(weights);
  burn(list.length * 32);
  let sum = false;
  for (const weight of list) {
    if ($int(weight) < 0) $bad('splitByWeights: a weight is negative');
    sum ||= weight !== 0;
  }
  if (!sum) $bad('splitByWeights: the weights sum to zero');
  if ($int(total) < 0) $bad('splitByWeights: the total is negative');
  return splitByWeights(total as number, list as readonly number[]);
}

export function $guarded_splitEvenly(total: unknown, n: unknown): number[] {
  if ($int(n) < 1) $bad('splitEvenly: nobody to split over');
  if ((n as number) > $listMax) $bad(`a list would be longer than ${$listMax}`);
  if ($int(total) < 0) $bad('splitEvenly: the total is negative');
  burn((n as number) * 4);
  return splitEvenly(total as number, n as number);
}

export function $guarded_addDays(day: unknown, count: unknown): string {
  burn(32);
  const n = $int(count);
  if (n > 4_000_000 || n < -4_000_000) $bad('addDays: that many days lead out of the calendar');
  return addDays($day(day), n);
}

export function $guarded_daysBetween(from: unknown, to: unknown): number {
  burn(32);
  return daysBetween($day(from), $day(to));
}

export function $guarded_addMonths(day: unknown, count: unknown): string {
  burn(32);
  const n = $int(count);
  if (n > 24_000 || n < -24_000) $bad('addMonths: that many months lead out of the calendar');
  return addMonths($day(day), n);
}

export function $guarded_dayInMonth(day: unknown, date: unknown): string {
  burn(32);
  return dayInMonth($day(day), $int(date));
}

export function $guarded_nextDate(day: unknown, date: unknown): string {
  burn(48);
  return nextDate($day(day), $int(date));
}

export function $guarded_lastDate(day: unknown, date: unknown): string {
  burn(48);
  return lastDate($day(day), $int(date));
}

export function $guarded_dayOfMonth(day: unknown): number {
  burn(8);
  return dayOfMonth($day(day));
}

export function $guarded_monthLength(day: unknown): number {
  burn(8);
  return monthLength($day(day));
}

function $day(day: unknown): string {
  if (typeof day !== 'string' || day.length !== 10) return $bad(`expected a day such as 2026-02-28, got ${$kind(day)}`);
  for (let i = 0; i < 10; i++) {
    const c = day[i] as string;
    if (i === 4 || i === 7 ? c !== '-' : c < '0' || c > '9') $bad('expected a day such as 2026-02-28');
  }
  return day;
}

export function $guarded_refuse(code: unknown, detail: unknown): never {
  if (typeof code !== 'string' || typeof detail !== 'string') return $bad('refuse takes a code and a text');
  return refuse(code as RefusalCode, detail.slice(0, 500));
}

/** Freezes a module's constant with all that it holds. */
export function $freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const key of $keysOf(value)) $freeze((value as { [name: string]: unknown })[key]);
  return $freezeOne(value);
}

/** The code and words of what was thrown; null for what the engine itself threw for want of memory or stack. */
export function $caught(thrown: unknown): { readonly code: string; readonly detail: string } | null {
  if (thrown instanceof ContractRefusal) return { code: thrown.code, detail: thrown.message };
  if (thrown instanceof OverflowError) return { code: 'overflow', detail: 'a number left the range of safe integers' };
  if (thrown instanceof OutOfGas) return { code: 'out_of_gas', detail: 'the code did not end within its budget' };
  if (thrown instanceof $Fault) return { code: 'contract_fault', detail: thrown.message };
  if (thrown instanceof TypeError) return { code: 'contract_fault', detail: 'TypeError: a value is missing, of another kind, or may not be changed' };
  if (thrown instanceof ReferenceError) return { code: 'contract_fault', detail: 'ReferenceError: a name is used before it has a value' };
  if (thrown === null) return null; // for want of memory even for an error
  if (thrown instanceof Error) {
    const { message } = thrown;
    if (message === 'out of memory' || message === 'stack overflow' || message === 'Maximum call stack size exceeded') return null;
  }
  return { code: 'contract_fault', detail: 'the code threw' };
}
