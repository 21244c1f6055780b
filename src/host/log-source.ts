/** Where a log is read from: a data folder, also while a server writes to it, or an exported file. */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { databasePath } from '../adapters/journal-sqlite/database.ts';
import { readArchive } from '../log/archive.ts';
import { toBase64 } from '../log/bytes.ts';
import { parseRecord } from '../log/record.ts';
import { headsIn, signedSize } from './heads.ts';
import { JournalError, type Journal, type StoredRow } from '../journal/journal.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogPart } from '../log/replay.ts';
import type { Instant } from '../vocabulary/time.ts';

export type LogSource = {
  readonly kind: 'folder' | 'archive';
  /** Once. */
  readonly parts: Iterable<LogPart>;
  /** How much of it has been read, from 0 to 1. */
  readonly progress: () => number;
  readonly close: () => void;
};

const chunkBytes = 1024 * 1024;
/** Records read at a time. */
const readRecords = 500;

/** @throws JournalError, or the file system's errors, when there is nothing to read */
export function openLogSource(path: string, hasher: Hasher): LogSource {
  if (!existsSync(path)) throw new JournalError('io', `there is nothing at ${path}`, { hint: 'Give a data folder, or a file that the command `export` wrote.' });
  if (statSync(path).isDirectory()) return openFolder(path);
  return openArchive(path, hasher);
}

/**
 * When the last record was recorded; undefined when there is none, or it can't be read.
 * @throws as {@link openLogSource}, and what reading it throws
 */
export function lastRecordedAt(path: string, hasher: Hasher): Instant | undefined {
  const text = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && existsSync(databasePath(path)) ? lastInFolder(path) : lastInFile(path, hasher);
  const record = text === undefined ? undefined : parseRecord(text);
  return record?.ok === true ? record.value.recordedAt : undefined;
}

function lastInFolder(folder: string): string | undefined {
  const journal = openSqliteJournal(folder, 'read');
  try {
    return journal.head() === 0 ? undefined : journal.read(journal.head() - 1, 1)[0]?.record;
  } finally {
    journal.close();
  }
}

function lastInFile(path: string, hasher: Hasher): string | undefined {
  const source = openLogSource(path, hasher);
  try {
    let last: string | undefined;
    for (const part of source.parts) if (part.part === 'record') last = part.text;
    return last;
  } finally {
    source.close();
  }
}

function openFolder(folder: string): LogSource {
  if (!existsSync(databasePath(folder))) throw new JournalError('io', `there is no collective in ${folder}`, { hint: 'Give a data folder, or a file that the command `export` wrote.' });
  const journal = openSqliteJournal(folder, 'read');
  const read = { records: 0, total: journal.head() };
  return {
    kind: 'folder', parts: folderParts(folder, journal, read), progress: () => (read.total === 0 ? 1 : read.records / read.total), close: () => journal.close(),
  };
}

function* folderParts(folder: string, journal: Journal, read: { records: number; readonly total: number }): Generator<LogPart, void, undefined> {
  const [first] = journal.read(0, 1);
  const record = first === undefined ? undefined : parseRecord(first.record);
  // A head that was signed after the reading began isn't about what is read.
  const heads = record?.ok === true ? headsIn(folder, record.value.entry.origin) : [];
  for (const note of heads) if (signedSize(note) <= read.total || journal.head() === read.total) yield { part: 'checkpoint', note };
  yield* journalParts(journal, read);
}

/**
 * The log as it was when the reading began: what is written meanwhile isn't in it.
 * @throws JournalError when the store can't be read; what is damaged in it is a part
 */
export function* journalParts(journal: Journal, read: { records: number; readonly total: number }): Generator<LogPart, void, undefined> {
  try {
    yield* storedParts(journal, read);
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'corrupt') throw error;
    yield { part: 'unreadable', message: error.message };
  }
}

function* storedParts(journal: Journal, read: { records: number; readonly total: number }): Generator<LogPart, void, undefined> {
  for (const hash of journal.blobHashes()) yield { part: 'blob', hash, text: journal.getBlob(hash) ?? '' };
  while (read.records < read.total) {
    const rows = readWhole(journal, read.records, Math.min(readRecords, read.total - read.records));
    if (rows.length === 0) throw new JournalError('corrupt', `record ${read.records} is missing`);
    for (const { record, outcome } of rows) {
      yield { part: 'record', text: record, outcome };
      read.records += 1;
    }
  }
}

/** Up to the first record that can't be read, so that those before it are looked at. */
function readWhole(journal: Journal, from: number, limit: number): StoredRow[] {
  try {
    return journal.read(from, limit);
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'corrupt' || limit === 1) throw error;
    return readWhole(journal, from, Math.floor(limit / 2));
  }
}

function openArchive(path: string, hasher: Hasher): LogSource {
  const handle = openSync(path, 'r');
  const read = { bytes: 0, total: fstatSync(handle).size };
  return {
    kind: 'archive', parts: archiveParts(hasher, fileChunks(handle, read)), progress: () => (read.total === 0 ? 1 : read.bytes / read.total), close: () => closeSync(handle),
  };
}

function* archiveParts(hasher: Hasher, chunks: Iterable<string>): Generator<LogPart, void, undefined> {
  for (const part of readArchive(hasher, chunks)) {
    if (part.part === 'footer') yield { part: 'footer', count: part.count, root: toBase64(part.root) };
    else yield part;
  }
}

function* fileChunks(handle: number, read: { bytes: number }): Generator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8'); // what isn't UTF-8 becomes another text, and is noticed by hash or seal
  const buffer = Buffer.alloc(chunkBytes);
  for (;;) {
    const count = readSync(handle, buffer, 0, chunkBytes, null);
    if (count === 0) break;
    read.bytes += count;
    yield decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  yield decoder.decode();
}
