/** Two copies of a log side by side: which is longer, and where they part. Record by record, word for word; neither is taken through the rules. */
import { createHasher } from '../adapters/keys/node.ts';
import { checkpointIn } from '../log/checkpoint.ts';
import { parseRecord } from '../log/record.ts';
import type { LogPart } from '../log/replay.ts';
import { withLogSource } from './any-source.ts';

export type Compared = {
  /** Records of each, as far as it can be read. */
  readonly records: readonly [number, number];
  /** The first place at which they have another record; null: one is the beginning of the other. */
  readonly parts: Parting | null;
};

export type Parting = {
  readonly seq: number;
  /** The record there, of each. */
  readonly there: readonly [string, string];
  /** The signed heads of each that cover it: with one of each, and the two logs, it is proved that both were signed. */
  readonly signed: readonly [readonly string[], readonly string[]];
};

/**
 * @param a a link, a data folder or an exported file, as `b`
 * @throws what the sources throw when they can't be read; ArchiveError
 */
export async function compareLogs(a: string, b: string, fetching: (part: number) => void = () => undefined): Promise<Compared> {
  const hasher = createHasher();
  return await withLogSource(a, hasher, fetching, (one) => withLogSource(b, hasher, fetching, (other) => compareParts(one.parts, other.parts)));
}

/** @throws UnreadableError where what is kept of a record is damaged; what the sources throw */
export function compareParts(a: Iterable<LogPart>, b: Iterable<LogPart>): Compared {
  const [one, other] = [readerOf(a), readerOf(b)];
  let parted: { readonly seq: number; readonly there: readonly [string, string] } | null = null;
  for (let seq = 0; ; seq++) {
    const there = [one.next(), other.next()] as const;
    if (there[0] === undefined && there[1] === undefined) break;
    if (parted === null && there[0] !== undefined && there[1] !== undefined && there[0] !== there[1]) parted = { seq, there: [there[0], there[1]] };
  }
  const covering = (notes: readonly string[], seq: number): string[] => notes.filter((note) => sizeOf(note) > seq);
  return {
    records: [one.count(), other.count()],
    parts: parted === null ? null : { ...parted, signed: [covering(one.notes, parted.seq), covering(other.notes, parted.seq)] },
  };
}

/** What is kept of a record is damaged: nothing can be said of it or of those behind it. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly code = 'corrupt';
  readonly hint = 'Verify this copy by itself: that says where it is damaged.';
}

type RecordReader = { readonly next: () => string | undefined; readonly count: () => number; readonly notes: readonly string[] };

function readerOf(parts: Iterable<LogPart>): RecordReader {
  const iterator = parts[Symbol.iterator]();
  const notes: string[] = [];
  let count = 0;
  const next = (): string | undefined => {
    for (;;) {
      const { value, done } = iterator.next() as IteratorResult<LogPart, undefined>;
      if (done === true) return undefined;
      if (value.part === 'checkpoint') notes.push(value.note);
      if (value.part === 'unreadable') throw new UnreadableError(value.message);
      if (value.part !== 'record') continue;
      count += 1;
      return value.text;
    }
  };
  return { next, count: () => count, notes };
}

function sizeOf(note: string): number {
  const head = checkpointIn(note);
  return head.ok ? head.value.size : 0;
}

/** What a record is about, for a line; null where it can't be read. */
export function wordsOfRecord(text: string): { readonly kind: string; readonly by: string; readonly recordedAt: number } | null {
  const record = parseRecord(text);
  return record.ok ? { kind: record.value.entry.kind, by: record.value.entry.by, recordedAt: record.value.recordedAt } : null;
}
