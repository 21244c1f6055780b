/**
 * Where a journal's files can be cut or lose a bit: by the file formats of SQLite (https://sqlite.org/fileformat2.html).
 */
import { rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Files } from './damage.ts';

const pageBytes = 4096;
const fileHeaderBytes = 100;
const walHeaderBytes = 32;
const frameHeaderBytes = 24;

/** Bytes that a file keeps when it is cut at each boundary of its format, one byte before and one byte after. Ascending. */
export function cutPlaces(file: keyof Files, size: number): number[] {
  const boundaries = file === 'main' ? [0, fileHeaderBytes, ...steps(pageBytes, pageBytes, size)] : [
    0, ...steps(walHeaderBytes, frameHeaderBytes + pageBytes, size), ...steps(walHeaderBytes + frameHeaderBytes, frameHeaderBytes + pageBytes, size),
  ];
  const places = boundaries.flatMap((place) => [place - 1, place, place + 1]).filter((place) => place >= 0 && place < size);
  return [...new Set(places)].sort((a, b) => a - b);
}

function steps(from: number, by: number, below: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((below - from) / by)) }, (_, i) => from + i * by);
}

export type Region = { readonly name: string; readonly file: keyof Files; readonly ranges: readonly Range[] };
/** Bytes `from` to below `to`. */
type Range = { readonly from: number; readonly to: number };

/**
 * The regions of the files: headers, the schema's page, the pages of each table and index by their kind, free pages, the log's frames.
 * @param scratch a file's path that may be overwritten
 */
export function regionsOf({ main, wal }: Files, scratch: string): Region[] {
  const regions = new Map<string, Range[]>([['file header', [{ from: 0, to: fileHeaderBytes }]]]);
  for (const { name, page } of pagesOf(main, scratch)) {
    const from = (page - 1) * pageBytes;
    regions.set(name, [...(regions.get(name) ?? []), { from: page === 1 ? fileHeaderBytes : from, to: from + pageBytes }]);
  }
  const frames = steps(walHeaderBytes, frameHeaderBytes + pageBytes, wal.length);
  return [
    ...[...regions].map(([name, ranges]): Region => ({ name, file: 'main', ranges })),
    ...(wal.length === 0 ? [] : [
      { name: 'log header', file: 'wal', ranges: [{ from: 0, to: walHeaderBytes }] },
      { name: 'frame headers', file: 'wal', ranges: frames.map((from) => ({ from, to: from + frameHeaderBytes })) },
      { name: 'frame pages', file: 'wal', ranges: frames.map((from) => ({ from: from + frameHeaderBytes, to: from + frameHeaderBytes + pageBytes })) },
    ] satisfies Region[]),
  ];
}

/** What each page of a database is for; pages of none are free. */
function pagesOf(main: Buffer, scratch: string): { readonly name: string; readonly page: number }[] {
  writeFileSync(scratch, main);
  const database = new DatabaseSync(scratch, { readOnly: true });
  try {
    const rows = database.prepare('SELECT name, pageno, pagetype FROM dbstat').all();
    const used = new Map(rows.map((row) => [Number(row['pageno']), `${String(row['name'])}, ${String(row['pagetype'])}`]));
    return Array.from({ length: main.length / pageBytes }, (_, i) => ({ name: used.get(i + 1) ?? 'free', page: i + 1 }));
  } finally {
    database.close();
    for (const left of ['', '-wal', '-shm']) rmSync(`${scratch}${left}`, { force: true });
  }
}

/** The place in the file of the `bit`th bit of a region; the region has 8 times as many as bytes. */
export function bitPlace({ ranges }: Region, bit: number): { readonly at: number; readonly mask: number } {
  let rest = bit;
  for (const { from, to } of ranges) {
    if (rest < 8 * (to - from)) return { at: from + (rest >> 3), mask: 1 << (rest & 7) };
    rest -= 8 * (to - from);
  }
  throw new RangeError(`the region has no bit ${bit}`);
}

export function bitsIn({ ranges }: Region): number {
  return 8 * ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The same bytes but for one bit. */
export function flipped(bytes: Buffer, { at, mask }: { readonly at: number; readonly mask: number }): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
