/** Columns of a table while it is read: numbers are kept as such, and of the rest just what must be known to say why it can't be learned from. */
import { readTime, type ReadTime } from './table-times.ts';

/** Different texts of a column that are told apart. */
const textsMax = 20;
/** What tables and sensors write where they know nothing, in lower case. */
const missingWords: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', 'nil', '?', '-', '--', 'unknown', 'unavailable', 'missing', 'inf', '+inf', '-inf', 'infinity', '-infinity']);
const unnamedWords: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'nan', 'null', '?']);
const wordNumbers: ReadonlyMap<string, number> = new Map([['true', 1], ['false', 0], ['on', 1], ['off', 0], ['yes', 1], ['no', 0]]);
/** As many countries write numbers, which then stand between semicolons or tabs. */
const decimalComma = /^[+-]?\d+,\d+$/;
const clockName = /^(unix|epoch)?[ _-]?(time|timestamp|epoch|unix|ts|date|datetime)([ _-]?(s|ms|us|ns|sec|seconds))?$/i;
const firstRows = 1024;

/** Whether no class stands there; "none" and "unknown" are names of classes too. */
export function isUnnamed(cell: string): boolean {
  return unnamedWords.has(cell.trim().toLowerCase());
}

/** A list of numbers that grows. */
export class Growing<A extends Float32Array | Float64Array | Int32Array> {
  #values: A;
  #length = 0;
  readonly #make: (length: number) => A;
  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#values = make(firstRows);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = this.#make(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  all(): A {
    return this.#values.subarray(0, this.#length) as A;
  }
}

export type Clock = { readonly is: ReadTime['is'] | 'number'; readonly ms: Float64Array };

/** What speaks against learning from a column. */
export type Unfit = { readonly why: 'empty' | 'constant' | 'time' | 'text' | 'row_number'; readonly texts?: readonly string[]; readonly row?: number };

export class MeasuredColumn {
  readonly name: string;
  readonly #numbers = new Growing((length) => new Float32Array(length));
  readonly #texts = new Set<string>();
  #textRow = 0;
  #times: Times | undefined;
  /** Only of columns that are named as clocks are, since single precision doesn't hold a time. */
  readonly #exact: Growing<Float64Array> | undefined;
  #least = Infinity;
  #most = -Infinity;
  #known = 0;
  #last = -Infinity;
  #falls = false;
  #isWhole = true;
  #repeats = false;

  readonly #hasDecimalCommas: boolean;

  constructor(name: string, hasDecimalCommas: boolean) {
    this.name = name;
    this.#hasDecimalCommas = hasDecimalCommas;
    this.#exact = clockName.test(name) ? new Growing((length) => new Float64Array(length)) : undefined;
  }

  push(cell: string, row: number): void {
    let value = Number(cell);
    if (!Number.isFinite(value) || cell.trim() === '') value = this.#odd(cell, row);
    this.#note(value);
    this.#numbers.push(value);
    this.#exact?.push(value);
  }

  /** Each file counts its rows from the start. */
  nextFile(): void {
    this.#last = -Infinity;
  }

  values(): Float32Array {
    return this.#numbers.all();
  }

  /** Why it is no feature; undefined where it is one. */
  unfit(rows: number): Unfit | undefined {
    if (this.clock(rows) !== undefined) return { why: 'time' };
    if (this.#texts.size > 0 || this.#times !== undefined) return { why: 'text', texts: [...this.#texts], row: this.#textRow };
    if (this.#known === 0) return { why: 'empty' };
    if (this.#least === this.#most) return { why: 'constant' };
    const isDense = this.#most - this.#least < 1.1 * rows;
    return rows > 2 && this.#known === rows && this.#isWhole && !this.#falls && !this.#repeats && isDense ? { why: 'row_number' } : undefined;
  }

  /** When each row was, where the column says it of all. */
  clock(rows: number): Clock | undefined {
    if (this.#times !== undefined) return this.#known === 0 ? this.#times.clock(rows) : undefined;
    const isClock = this.#exact !== undefined && this.#known === rows && rows > 1 && !this.#falls && this.#least < this.#most;
    return isClock ? { is: 'number', ms: this.#exact.all() } : undefined;
  }

  #note(value: number): void {
    if (value !== value) return;
    this.#known += 1;
    if (value < this.#least) this.#least = value;
    if (value > this.#most) this.#most = value;
    if (value < this.#last) this.#falls = true;
    if (value === this.#last) this.#repeats = true;
    if (!Number.isInteger(value)) this.#isWhole = false;
    this.#last = value;
  }

  /** What a cell says that isn't a plain number: NaN where it is none at all. */
  #odd(cell: string, row: number): number {
    const text = cell.trim();
    const word = text.toLowerCase();
    if (missingWords.has(word)) return NaN;
    const number = wordNumbers.get(word) ?? (this.#hasDecimalCommas && decimalComma.test(text) ? Number(text.replace(',', '.')) : undefined);
    if (number !== undefined) return number;
    if (this.#texts.size === 0 && this.#known === 0) {
      this.#times ??= new Times();
      if (this.#times.push(text)) return NaN;
    }
    if (this.#texts.size === 0) this.#textRow = row;
    if (this.#texts.size <= textsMax) this.#texts.add(text);
    return NaN;
  }
}

/** A column whose cells have all been dates or times so far. */
class Times {
  #is: ReadTime['is'] | undefined;
  #isBroken = false;
  readonly #dayFirst = new Growing((length) => new Float64Array(length));
  readonly #monthFirst = new Growing((length) => new Float64Array(length));
  #isDayFirst = true;
  #isMonthFirst = true;

  /** Whether it still is such a column. */
  push(text: string): boolean {
    const time = this.#isBroken ? undefined : readTime(text);
    this.#is ??= time?.is;
    if (time?.dayFirst === undefined) this.#isDayFirst = false;
    if (time?.monthFirst === undefined) this.#isMonthFirst = false;
    this.#isBroken = time === undefined || time.is !== this.#is || (!this.#isDayFirst && !this.#isMonthFirst);
    this.#dayFirst.push(time?.dayFirst ?? NaN);
    this.#monthFirst.push(time?.monthFirst ?? NaN);
    return !this.#isBroken;
  }

  /** Dates that can be read both ways have the month first where the days rise so and don't otherwise. */
  clock(rows: number): Clock | undefined {
    const [dayFirst, monthFirst] = [this.#dayFirst.all(), this.#monthFirst.all()];
    if (this.#isBroken || this.#is === undefined || dayFirst.length !== rows) return undefined;
    const takesMonth = !this.#isDayFirst || (this.#isMonthFirst && !isRising(dayFirst) && isRising(monthFirst));
    return { is: this.#is, ms: takesMonth ? monthFirst : dayFirst };
  }
}

function isRising(values: Float64Array): boolean {
  return values.every((value, place) => place === 0 || value >= (values[place - 1] ?? 0));
}

/** A column of names: labels, groups. */
export class NamedColumn {
  readonly #places = new Map<string, number>();
  readonly #rows = new Growing((length) => new Int32Array(length));

  push(cell: string): void {
    const text = cell.trim();
    const place = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, place);
    this.#rows.push(place);
  }

  get names(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** The place in `names` of each row's. */
  rows(): Int32Array {
    return this.#rows.all();
  }
}
