/**
 * Tables in files: values between commas, semicolons or tabs, the first row their columns' names, plain or as `.gz`. They are read in pieces, so that memory
 * doesn't grow with the file, and whatever is wrong is said with its row.
 */
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import Papa from 'papaparse';

/** What is wrong with a table, or with what is asked of it. */
export class TableError extends Error {
  override readonly name = 'TableError';
  readonly code: TableErrorCode;
  readonly hint: string;
  constructor(code: TableErrorCode, message: string, hint: string = hints[code]) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

export type TableErrorCode = keyof typeof hints;

const hints = {
  unreadable_table: 'Check the path; the file is text in UTF-8 or UTF-16 with a row for each case, or such a file packed with gzip.',
  malformed_table: 'The first row names the columns; each row has a field for each, and what has a separator or a line break in it stands in double quotes.',
  unknown_column: 'Columns are named as in the first row; upper and lower case count only where they tell two apart.',
  table_too_large: 'Take fewer rows or columns.',
  nothing_to_learn: 'A table to learn from has a column with two classes or more, ten rows or more, and one or more columns of numbers.',
  unfit_model: 'Train a model with `sensing train`, and give the path of its file.',
} as const;

/** Characters of one row: 4,160 columns of a hundred and more. What is longer is a quote that nothing closes. */
export const rowCharactersMax = 1_048_576;
/** Columns of a table: a vector of the greatest width with some beside it. */
export const tableColumnsMax = 4160;
const pieceBytes = 262_144;

/** Rows of a table, empty ones too: a reading a minute for two years. */
export const tableRowsMax = 1_000_000;

/** Told of each row, in order; the first is row 2, since the names are row 1. */
export type RowTaker = (cells: readonly string[], row: number) => void;

/** What the first row says. */
export type TableHead = { readonly columns: readonly string[]; readonly delimiter: string };

/**
 * Reads a table; `take` is given its columns and says what becomes of the rows. Each row has as many cells as there are columns: a row name that stands
 * before them (as R's write.csv puts it, without naming it) is left out, and so are empty rows.
 * @param progress is told the share of the file that is read
 * @throws TableError
 */
export async function readTable(path: string, take: (head: TableHead) => RowTaker, progress: (part: number) => void = () => undefined): Promise<void> {
  const rows = new Rows(path, take);
  try {
    for await (const text of textOf(path, progress)) rows.add(text);
  } catch (error) {
    throw error instanceof TableError ? error : new TableError('unreadable_table', `${path}: ${reasonOf(error)}`);
  }
  rows.end();
}

/** Takes pieces of text as they come; a row that a piece ends in waits for the next one. */
class Rows {
  readonly #path: string;
  readonly #begin: (head: TableHead) => RowTaker;
  #parser: Papa.Parser | undefined;
  #delimiter = ',';
  #taker: { readonly columns: number; readonly take: RowTaker; named?: boolean } | undefined;
  #rest = '';
  #row = 0;

  constructor(path: string, begin: (head: TableHead) => RowTaker) {
    this.#path = path;
    this.#begin = begin;
  }

  add(text: string): void {
    this.#rest += text;
    if (!this.#rest.includes('\n')) return this.#checkRest();
    const { data, cursor, errors } = this.#parse(true);
    this.#takeAll(data, errors);
    this.#rest = this.#rest.slice(cursor);
    this.#checkRest();
  }

  end(): void {
    const { data, errors } = this.#parse(false);
    this.#takeAll(data, errors);
    if (this.#taker === undefined) throw new TableError('malformed_table', `${this.#path}: there is nothing in it`);
  }

  #parse(isCut: boolean): { data: string[][]; cursor: number; errors: Papa.ParseError[] } {
    if (this.#parser === undefined) {
      this.#delimiter = delimiterOf(this.#rest);
      this.#parser = new Papa.Parser({ delimiter: this.#delimiter, newline: '\n', quoteChar: '"', escapeChar: '"' });
    }
    const { data, errors, meta } = this.#parser.parse(this.#rest, 0, isCut) as Papa.ParseResult<string[]>;
    return { data, errors, cursor: meta.cursor };
  }

  #takeAll(data: readonly string[][], [wrong]: readonly Papa.ParseError[]): void {
    if (wrong !== undefined) throw this.#wrong(this.#row + (wrong.row ?? 0) + 1, 'a quote is opened and not closed, or goes on after it was closed');
    for (const cells of data) {
      this.#row += 1;
      if (this.#row > tableRowsMax + 1) throw new TableError('table_too_large', `${this.#path}: it has more than ${tableRowsMax} rows`);
      if (cells.every((cell) => cell === '')) continue;
      if (this.#taker === undefined) this.#taker = this.#started(cells);
      else this.#taker.take(this.#fitting(cells, this.#taker), this.#row);
    }
  }

  #started(cells: readonly string[]): { readonly columns: number; readonly take: RowTaker } {
    if (cells.length > tableColumnsMax) throw new TableError('table_too_large', `${this.#path}: it has ${cells.length} columns, and at most ${tableColumnsMax} are read`);
    const names = distinct(cells.map((cell) => cell.trim()));
    return { columns: names.length, take: this.#begin({ columns: names, delimiter: this.#delimiter }) };
  }

  /** As many cells as columns; whether a row's name stands before them is seen in the first row. */
  #fitting(cells: string[], taker: { readonly columns: number; named?: boolean }): readonly string[] {
    taker.named ??= cells.length === taker.columns + 1 && cells.at(-1) !== '';
    const own = taker.named ? cells.slice(1) : cells;
    while (own.length > taker.columns && own.at(-1) === '') own.pop();
    if (own.length !== taker.columns) throw this.#wrong(this.#row, `it has ${cells.length} fields, and the first row names ${taker.columns} columns`);
    return own;
  }

  #checkRest(): void {
    if (this.#rest.length > rowCharactersMax) throw this.#wrong(this.#row + 1, `it has more than ${rowCharactersMax} characters: perhaps a quote is never closed`);
  }

  #wrong(row: number, what: string): TableError {
    return new TableError('malformed_table', `${this.#path}, row ${row}: ${what}`);
  }
}

/** The text of a file, unpacked, each line ended by a line feed. */
async function* textOf(path: string, progress: (part: number) => void): AsyncGenerator<string> {
  const { size } = statSync(path);
  const file = createReadStream(path, { highWaterMark: pieceBytes });
  const packed = await isPacked(path);
  if (!packed && path.endsWith('.gz')) throw new TableError('unreadable_table', `${path}: it is called .gz, and isn't packed with gzip`);
  const bytes = packed ? pipeline(file, createGunzip({ chunkSize: pieceBytes }), () => undefined) : file;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let held = '';
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(encodingOf(piece));
    const text = held + decoder.decode(piece, { stream: true });
    if (text.includes('\0')) throw new TableError('unreadable_table', `${path}: this isn't text`);
    held = text.endsWith('\r') ? '\r' : ''; // its line feed may come with the next piece
    yield lineFeeds(held === '' ? text : text.slice(0, -1));
    progress(file.bytesRead / Math.max(1, size));
  }
  yield lineFeeds(held + (decoder?.decode() ?? ''));
}

function lineFeeds(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
}

/** By its first two bytes (RFC 1952), whatever it is called. */
async function isPacked(path: string): Promise<boolean> {
  for await (const piece of createReadStream(path, { end: 1 }) as AsyncIterable<Buffer>) return piece[0] === 0x1f && piece[1] === 0x8b;
  return false;
}

/** By its byte order mark. */
function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Whichever of comma, semicolon and tab stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const [best] = [',', ';', '\t'].map((mark) => ({ mark, count: bare.split(mark).length })).sort((a, b) => b.count - a.count);
  return best?.mark ?? ',';
}

/** A name that was there before gets a number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name, place) => {
    let own = name === '' ? `column ${place + 1}` : name;
    for (let copy = 2; seen.has(own); copy += 1) own = `${name} (${copy})`;
    seen.add(own);
    return own;
  });
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file', EISDIR: 'this is a folder', EACCES: 'you may not read this file', ENOTDIR: 'a part of this path is a file, not a folder',
  Z_DATA_ERROR: 'it is damaged: it can\'t be unpacked', Z_BUF_ERROR: 'it is cut off: it can\'t be unpacked to its end',
};

function reasonOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return reasons[code] ?? `it can't be read (${code === '' ? String(error) : code})`;
}
