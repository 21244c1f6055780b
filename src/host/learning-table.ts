/** From files to a table to learn from: which column is what, and why some are left out. */
import type { Examples } from '../sensing/learn/evaluate.ts';
import type { Table } from '../sensing/learn/table.ts';
import { trainRowsMin } from '../sensing/learn/train.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { labelsOf } from './labels.ts';
import { isUnnamed, MeasuredColumn, NamedColumn, type Clock, type Unfit } from './table-columns.ts';
import { dayStart, hourStart } from './table-times.ts';
import { readTable, TableError, type RowTaker, type TableHead } from './tables.ts';

export type Asked = {
  /** The column with the classes. */
  readonly label: string;
  /** A column, or one of times with `:day` or `:hour` behind it, or `file`. */
  readonly group?: string | undefined;
  /** Names, or beginnings of names with a `*` behind them; left out: all columns that can be learned from. */
  readonly features?: readonly string[] | undefined;
  readonly without?: readonly string[] | undefined;
};

export type LearningTable = {
  readonly table: Table;
  readonly groupNames: readonly string[];
  /** What was left out and why, and what rows are ordered by, for people. */
  readonly notes: readonly string[];
};

/** Numbers of a table: half a gigabyte. */
export const tableCellsMax = 134_217_728;

/** @throws TableError */
export async function readLearningTable(files: readonly string[], asked: Asked, progress: (part: number) => void): Promise<LearningTable> {
  const reader = await readFiles(files, asked, undefined, progress);
  const { rows } = reader;
  const clock = timeOf(reader);
  const { features, notes } = chosenFeatures(reader, asked);
  const { classes, labels } = classesOf(reader.label, asked.label);
  if (rows < trainRowsMin) throw nothingToLearn(files, `only ${rows} rows have a class in ${asked.label}, and ${trainRowsMin} are needed`);
  if (classes.length < 2) throw nothingToLearn(files, `all rows have the same class in ${asked.label}: ${classes.join('')}`);
  if (rows < 2 * classes.length) throw nothingToLearn(files, `${asked.label} has ${classes.length} classes in ${rows} rows, fewer than two for each`);
  if (features.length === 0) throw nothingToLearn(files, 'no column of numbers is left to learn from');
  const groups = groupsOf(reader, asked.group);
  const order = orderOf(rows, clock?.ms);
  return {
    table: { features: features.map(({ name }) => name), columns: features.map((column) => column.values()), classes, labels, ...(groups === undefined ? {} : { groups: groups.rows }), order },
    groupNames: groups?.names ?? [],
    notes: [...notes, ...(clock === undefined ? [] : [`rows in the order of ${clock.name}`]), ...reader.notes()],
  };
}

/** Rows to judge a model by: its own features, whatever else there is. @throws TableError */
export async function readExamples(files: readonly string[], asked: Asked, features: readonly string[], progress: (part: number) => void): Promise<{ readonly examples: Examples; readonly groupNames: readonly string[]; readonly notes: readonly string[] }> {
  const reader = await readFiles(files, asked, features, progress);
  if (reader.rows === 0) throw nothingToLearn(files, `no row has a class in ${asked.label}`);
  const groups = groupsOf(reader, asked.group);
  const columns = features.map((name) => reader.measured(name));
  const textual = columns.flatMap((column) => { const unfit = column.unfit(reader.rows); return unfit?.why === 'text' ? [leftOut(column.name, unfit)] : []; });
  return {
    examples: { columns: columns.map((column) => column.values()), ...classesOf(reader.label, asked.label), ...(groups === undefined ? {} : { groups: groups.rows }) },
    groupNames: groups?.names ?? [],
    notes: [...textual.map((line) => `${line}; it counts as missing there`), ...reader.notes()],
  };
}

async function readFiles(files: readonly string[], asked: Asked, only: readonly string[] | undefined, progress: (part: number) => void): Promise<Reader> {
  const reader = new Reader(asked, only);
  for (const [place, file] of files.entries()) {
    await readTable(file, (head) => reader.begin(file, head), (part) => progress((place + part) / files.length));
  }
  return reader;
}

/** Takes the rows of all files into columns. */
class Reader {
  readonly label = new NamedColumn();
  readonly files = new NamedColumn();
  readonly #asked: Asked;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #columns = new Map<string, MeasuredColumn>();
  #group: NamedColumn | undefined;
  #groupOf: { readonly name: string; readonly by: 'value' | 'day' | 'hour' | 'file' } | undefined;
  #labelColumn = '';
  #first: { readonly file: string; readonly columns: readonly string[] } | undefined;
  #unlabelled = 0;
  rows = 0;

  constructor(asked: Asked, only: readonly string[] | undefined) {
    this.#asked = asked;
    this.#only = only === undefined ? undefined : new Set(only);
  }

  get group(): { readonly column: NamedColumn | undefined; readonly of: { readonly name: string; readonly by: 'value' | 'day' | 'hour' | 'file' } | undefined } {
    return { column: this.#group, of: this.#groupOf };
  }

  get columns(): readonly MeasuredColumn[] {
    return [...this.#columns.values()];
  }

  measured(name: string): MeasuredColumn {
    const column = this.#columns.get(name);
    if (column === undefined) throw new TableError('unknown_column', `${this.#first?.file ?? ''}: the model reads a column "${name}", and there is none${didYouMean(name, this.#columns.keys())}`);
    return column;
  }

  begin(file: string, { columns, delimiter }: TableHead): RowTaker {
    if (this.#first === undefined) this.#start(file, columns, delimiter !== ',');
    const places = this.#placesIn(file, columns);
    const label = columns.indexOf(this.#labelColumn);
    const group = this.#groupOf?.by === 'value' ? columns.indexOf(this.#groupOf.name) : -1;
    for (const column of this.#columns.values()) column.nextFile();
    return (cells, row) => {
      const name = cells[label] ?? '';
      if (isUnnamed(name)) {
        this.#unlabelled += 1;
        return;
      }
      this.rows += 1;
      if (this.rows * places.length > tableCellsMax) throw new TableError('table_too_large', `${file}, row ${row}: that is more than ${tableCellsMax} numbers`);
      this.label.push(name);
      this.files.push(file);
      this.#group?.push(cells[group] ?? '');
      for (const { column, place } of places) column.push(cells[place] ?? '', row);
    };
  }

  notes(): string[] {
    return this.#unlabelled === 0 ? [] : [`${this.#unlabelled} rows without a class in ${this.#labelColumn} are left out`];
  }

  #start(file: string, columns: readonly string[], hasDecimalCommas: boolean): void {
    this.#first = { file, columns };
    this.#labelColumn = columnNamed(file, columns, this.#asked.label);
    this.#groupOf = this.#asked.group === undefined ? undefined : groupNamed(file, columns, this.#asked.group);
    if (this.#groupOf?.by === 'value') this.#group = new NamedColumn();
    const other = columns.filter((name) => name !== this.#labelColumn && !(this.#groupOf?.by === 'value' && this.#groupOf.name === name));
    for (const name of other) {
      if (this.#only === undefined || this.#only.has(name) || name === this.#groupOf?.name) this.#columns.set(name, new MeasuredColumn(name, hasDecimalCommas));
    }
    for (const name of this.#only ?? []) this.measured(name);
  }

  /** Where this file has the columns of the first one. */
  #placesIn(file: string, columns: readonly string[]): { readonly column: MeasuredColumn; readonly place: number }[] {
    const lacking = [...this.#columns.keys(), this.#labelColumn, ...(this.#groupOf?.by === 'value' ? [this.#groupOf.name] : [])].filter((name) => !columns.includes(name));
    if (lacking.length > 0) throw new TableError('unknown_column', `${file}: it has no column "${lacking[0] ?? ''}", which ${this.#first?.file ?? ''} has`, 'Give files of the same columns together.');
    const places = new Map(columns.map((name, place) => [name, place]));
    return [...this.#columns].map(([name, column]) => ({ column, place: places.get(name) ?? -1 }));
  }
}

/** The column of this name; upper and lower case count only where they tell two apart. */
export function columnNamed(file: string, columns: readonly string[], name: string): string {
  if (columns.includes(name)) return name;
  const [found, second] = columns.filter((each) => each.toLowerCase() === name.trim().toLowerCase());
  if (found !== undefined && second === undefined) return found;
  const listed = columns.length > 12 ? `${columns.slice(0, 6).join(', ')}, …, ${columns.slice(-6).join(', ')}` : columns.join(', ');
  throw new TableError('unknown_column', `${file}: there is no column "${name}"${didYouMean(name, columns)}`, `Its columns are: ${listed}`);
}

function groupNamed(file: string, columns: readonly string[], group: string): { readonly name: string; readonly by: 'value' | 'day' | 'hour' | 'file' } {
  if (group === 'file' && !columns.includes(group)) return { name: '', by: 'file' };
  const [, name = '', by] = /^(.*):(day|hour)$/.exec(group) ?? [];
  if ((by === 'day' || by === 'hour') && !columns.includes(group)) return { name: columnNamed(file, columns, name), by };
  return { name: columnNamed(file, columns, group), by: 'value' };
}

function groupsOf(reader: Reader, asked: string | undefined): { readonly rows: Int32Array; readonly names: readonly string[] } | undefined {
  const { column, of } = reader.group;
  if (of === undefined) return undefined;
  if (of.by === 'file') return { rows: reader.files.rows(), names: reader.files.names };
  if (column !== undefined) return { rows: column.rows(), names: column.names };
  const clock = reader.measured(of.name).clock(reader.rows);
  if (clock === undefined || (clock.is !== 'instant' && clock.is !== 'day')) throw new TableError('unknown_column', `--group ${asked ?? ''}: the column ${of.name} hasn't a date in each of its rows`, 'Name a column of dates, or group by another column.');
  const named = new NamedColumn();
  for (const ms of clock.ms) named.push(new Date(of.by === 'day' ? dayStart(ms) : hourStart(ms)).toISOString().slice(0, of.by === 'day' ? 10 : 13));
  return { rows: named.rows(), names: named.names };
}

function classesOf(label: NamedColumn, name: string): { readonly classes: readonly string[]; readonly labels: Int32Array } {
  const { classes, placeOf } = labelsOf(label.names, name);
  const places = label.names.map(placeOf);
  return { classes, labels: label.rows().map((own) => places[own] ?? 0) };
}

function chosenFeatures(reader: Reader, { features, without = [] }: Asked): { readonly features: readonly MeasuredColumn[]; readonly notes: readonly string[] } {
  const names = reader.columns.map(({ name }) => name);
  for (const pattern of [...(features ?? []), ...without]) {
    if (!names.some((name) => fits(name, pattern))) throw new TableError('unknown_column', `there is no column "${pattern}" to learn from${didYouMean(pattern, names)}`);
  }
  const chosen = reader.columns.filter(({ name }) => (features ?? ['*']).some((pattern) => fits(name, pattern)) && !without.some((pattern) => fits(name, pattern)));
  const judged = chosen.map((column) => ({ column, unfit: column.unfit(reader.rows) }));
  return {
    features: judged.flatMap(({ column, unfit }) => (unfit === undefined ? [column] : [])),
    notes: judged.flatMap(({ column, unfit }) => (unfit === undefined ? [] : [leftOut(column.name, unfit)])),
  };
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function leftOut(name: string, { why, texts = [], row = 0 }: Unfit): string {
  const says = {
    empty: 'it is empty', constant: 'it is the same everywhere', time: 'it says when, and a model that knows the date learns nothing for tomorrow',
    row_number: 'it counts the rows', text: `it has text, as "${(texts[0] ?? '').slice(0, 40)}" in row ${row}`,
  };
  return `${name} is left out: ${says[why]}`;
}

/** The column that orders rows: one of instants before one of days, with times of day where there are such beside it, before a number named as a clock is. */
function timeOf(reader: Reader): { readonly name: string; readonly ms: Float64Array } | undefined {
  const clocks = reader.columns.flatMap((column) => { const clock = column.clock(reader.rows); return clock === undefined ? [] : [{ name: column.name, ...clock }]; });
  const first = (is: Clock['is']): { readonly name: string; readonly ms: Float64Array } | undefined => clocks.find((clock) => clock.is === is);
  const [day, time] = [first('day'), first('time')];
  if (first('instant') !== undefined || day === undefined) return first('instant') ?? first('number');
  return time === undefined ? day : { name: `${day.name} and ${time.name}`, ms: day.ms.map((ms, row) => ms + (time.ms[row] ?? 0)) };
}

/** From the earliest to the latest; equal ones as they stand. */
function orderOf(rows: number, ms: Float64Array | undefined): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  return ms === undefined ? order : order.sort((a, b) => (ms[a] ?? 0) - (ms[b] ?? 0) || a - b);
}

function nothingToLearn(files: readonly string[], what: string): TableError {
  return new TableError('nothing_to_learn', `${files.join(', ')}: ${what}`);
}
