/**
 * The journal in one SQLite database per collective (`node:sqlite`): `journal.sqlite` in the data folder.
 */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError, requireRange, requireRows, sequenceTaken, type Journal, type JournalRow, type StoredRow } from '../../journal/journal.ts';
import { invariant } from '../../vocabulary/result.ts';
import { requireCrc, rowCrc } from './crc.ts';
import { makeFolder, openForReading, openForWriting } from './database.ts';
import { snapshotTable, tileTable } from './derived.ts';
import { guarded, journalError } from './errors.ts';
import { takeWriterLock, type WriterLock } from './lock.ts';
import { requiredVersion, requireVersion, takeSteps, versionOf } from './schema.ts';
import { textTables } from './texts.ts';
import { transactions, type Transaction } from './transaction.ts';

export type SqliteJournal = Journal & {
  /** For a repair, of records that no head was ever signed over: removes those from `seq` on, with what is derived from them. */
  dropRecordsFrom(seq: number): void;
};

/**
 * Opens the journal of a data folder.
 * `write` makes the folder when there is none, and is for one instance at a time; `read` needs an existing one.
 * @throws JournalError `in_use`, `older_version`, `newer_version`, `read_only`, `full`, `corrupt`, `io`
 */
export function openSqliteJournal(folder: string, mode: 'write' | 'read'): SqliteJournal {
  if (mode === 'read') return openReader(folder);
  makeFolder(folder);
  const lock = takeWriterLock(folder);
  try {
    return openWriter(folder, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A writer under a lock that the caller holds; released when the journal closes. Exported for tests of the append's own check. */
export function openWriter(folder: string, lock: WriterLock): SqliteJournal {
  const database = openForWriting(folder);
  try {
    return guarded(`can't read ${folder}`, () => {
      const version = versionOf(database, folder);
      if (version === undefined) takeSteps(database, undefined);
      else requireVersion(version, folder);
      readLast(database, folder);
      return createJournal(database, folder, lock);
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

function openReader(folder: string): SqliteJournal {
  const database = openForReading(folder);
  try {
    return guarded(`can't read ${folder}`, () => {
      requireVersion(requiredVersion(database, folder), folder);
      return createJournal(database, folder, undefined);
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Without a lock it is a reader. */
function createJournal(database: DatabaseSync, folder: string, lock: WriterLock | undefined): SqliteJournal {
  const transaction = transactions(database, folder);
  const append = appender(database, transaction);
  const texts = textTables(database, folder);
  const tiles = tileTable(database, folder, transaction);
  const snapshots = snapshotTable(database, folder, transaction);
  /** Why this instance no longer writes. */
  let stopped: JournalError | undefined;

  const reading = <T>(action: () => T): T => {
    invariant(database.isOpen, 'the journal is open');
    return guarded(`can't read ${folder}`, action);
  };
  const writing = <T>(action: () => T): T => {
    invariant(database.isOpen, 'the journal is open');
    if (lock === undefined) throw new JournalError('read_only', 'the journal was opened for reading');
    if (stopped !== undefined) throw new JournalError('io', `a write failed before, ${folder} must be opened anew`, { cause: stopped });
    try {
      return action();
    } catch (thrown) {
      const error = journalError(thrown, `can't write to ${folder}`);
      if (error.code === 'io') stopped = error;
      throw error;
    }
  };

  return {
    writable: lock !== undefined,
    durable: true,
    append(rows, expectedSeq) {
      requireRows(rows, expectedSeq);
      writing(() => append(rows, expectedSeq));
    },
    head: () => reading(append.head),
    read(from, limit) {
      requireRange(from, limit);
      return reading(() => readRows(database, folder, from, limit));
    },
    putBlob: (hash, text) => writing(() => texts.putBlob(hash, text)),
    getBlob: (hash) => reading(() => texts.getBlob(hash)),
    blobHashes: () => reading(() => texts.blobHashes()),
    putBody: (commitment, text) => writing(() => texts.putBody(commitment, text)),
    getBody: (commitment) => reading(() => texts.getBody(commitment)),
    eraseBody: (commitment) => writing(() => texts.eraseBody(commitment)),
    putTiles: (put) => writing(() => tiles.putTiles(put)),
    getTile: (level, index) => reading(() => tiles.getTile(level, index)),
    tileCount: (level) => reading(() => tiles.tileCount(level)),
    dropTilesFrom: (records) => writing(() => tiles.dropTilesFrom(records)),
    putSnapshot: (snapshot) => writing(() => snapshots.putSnapshot(snapshot)),
    snapshots: () => reading(() => snapshots.snapshots()),
    getSnapshot: (records) => reading(() => snapshots.getSnapshot(records)),
    dropSnapshots: () => writing(() => snapshots.dropSnapshots()),
    dropRecordsFrom(seq) {
      requireRange(seq, 0);
      writing(() => {
        // What is derived goes first: a crash in between leaves less than there could be, and never more.
        snapshots.dropSnapshots();
        tiles.dropTilesFrom(seq);
        database.prepare('DELETE FROM records WHERE seq >= ?').run(seq);
      });
    },
    close() {
      if (!database.isOpen) return;
      database.close();
      lock?.release();
    },
  };
}

type Appender = { (rows: readonly JournalRow[], expectedSeq: number): void; head(): number };

function appender(database: DatabaseSync, transaction: Transaction): Appender {
  const last = database.prepare('SELECT max(seq) AS seq FROM records');
  const insert = database.prepare('INSERT INTO records (seq, record, outcome, crc) VALUES (?, ?, ?, ?)');
  const head = (): number => Number(last.get()?.['seq'] ?? -1) + 1;

  const append = (rows: readonly JournalRow[], expectedSeq: number): void => transaction(() => {
    const next = head();
    if (next !== expectedSeq) throw sequenceTaken(expectedSeq, next);
    for (const [i, { record, outcome }] of rows.entries()) insert.run(expectedSeq + i, record, outcome, rowCrc(expectedSeq + i, record, outcome));
  });
  return Object.assign(append, { head });
}

/** The last row says where the next one goes: a writer builds on it only when it is whole. */
function readLast(database: DatabaseSync, folder: string): void {
  const [last] = database.prepare('SELECT seq, record, outcome, crc FROM records ORDER BY seq DESC LIMIT 1').all();
  if (last !== undefined) rowFrom(last, folder);
}

function readRows(database: DatabaseSync, folder: string, from: number, limit: number): StoredRow[] {
  const select = database.prepare('SELECT seq, record, outcome, crc FROM records WHERE seq >= ? ORDER BY seq LIMIT ?');
  return select.all(from, Math.min(limit, 2 ** 31)).map((row, i) => {
    if (row['seq'] !== from + i) throw new JournalError('corrupt', `record ${from + i} is missing in ${folder}`);
    return rowFrom(row, folder);
  });
}

function rowFrom(row: Record<string, unknown>, folder: string): StoredRow {
  const [seq, record, outcome] = [Number(row['seq']), String(row['record']), String(row['outcome'])];
  requireCrc(row['crc'], `record ${seq}`, folder, seq, record, outcome);
  return { seq, record, outcome };
}
