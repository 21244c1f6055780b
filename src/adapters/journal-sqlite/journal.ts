/**
 * The journal in one SQLite database per collective (`node:sqlite`): `journal.sqlite` in the data folder.
 */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError, requireRange, requireRows, sequenceTaken, type Journal, type JournalRow, type StoredRow } from '../../journal/journal.ts';
import { invariant } from '../../vocabulary/result.ts';
import { makeFolder, openForReading, openForWriting } from './database.ts';
import { guarded, journalError, sqliteCode } from './errors.ts';
import { takeWriterLock, type WriterLock } from './lock.ts';
import { requiredVersion, requireVersion, takeSteps, versionOf } from './schema.ts';

/**
 * Opens the journal of a data folder.
 * `write` makes the folder when there is none, and is for one instance at a time; `read` needs an existing one.
 * @throws JournalError `in_use`, `older_version`, `newer_version`, `read_only`, `full`, `corrupt`, `io`
 */
export function openSqliteJournal(folder: string, mode: 'write' | 'read'): Journal {
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
export function openWriter(folder: string, lock: WriterLock): Journal {
  const database = openForWriting(folder);
  try {
    guarded(`can't read ${folder}`, () => {
      const version = versionOf(database, folder);
      if (version === undefined) takeSteps(database, undefined);
      else requireVersion(version, folder);
    });
    return createJournal(database, folder, lock);
  } catch (error) {
    database.close();
    throw error;
  }
}

function openReader(folder: string): Journal {
  const database = openForReading(folder);
  try {
    guarded(`can't read ${folder}`, () => requireVersion(requiredVersion(database, folder), folder));
    return createJournal(database, folder, undefined);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Without a lock it is a reader. */
function createJournal(database: DatabaseSync, folder: string, lock: WriterLock | undefined): Journal {
  const append = appender(database, folder);
  const texts = textTables(database);
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
    close() {
      if (!database.isOpen) return;
      database.close();
      lock?.release();
    },
  };
}

type Appender = { (rows: readonly JournalRow[], expectedSeq: number): void; head(): number };

function appender(database: DatabaseSync, folder: string): Appender {
  const last = database.prepare('SELECT max(seq) AS seq FROM records');
  const insert = database.prepare('INSERT INTO records (seq, record, outcome) VALUES (?, ?, ?)');
  const head = (): number => Number(last.get()?.['seq'] ?? -1) + 1;

  const append = (rows: readonly JournalRow[], expectedSeq: number): void => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const next = head();
      if (next !== expectedSeq) throw sequenceTaken(expectedSeq, next);
      rows.forEach((row, i) => insert.run(expectedSeq + i, row.record, row.outcome));
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw sqliteCode(error) === 13 ? notStored(error) : error;
    }
  };
  /** A full disk is promised to leave nothing behind; only what is seen to be so is said to be so. */
  const notStored = (error: unknown): JournalError => {
    const full = journalError(error, `can't write to ${folder}`);
    return !database.isTransaction ? full : new JournalError('io', full.message, { cause: error });
  };
  return Object.assign(append, { head });
}

function readRows(database: DatabaseSync, folder: string, from: number, limit: number): StoredRow[] {
  const select = database.prepare('SELECT seq, record, outcome FROM records WHERE seq >= ? ORDER BY seq LIMIT ?');
  return select.all(from, Math.min(limit, 2 ** 31)).map((row, i) => {
    const { seq, record, outcome } = row;
    if (seq !== from + i) throw new JournalError('corrupt', `record ${from + i} is missing in ${folder}`);
    return { seq, record: String(record), outcome: String(outcome) };
  });
}

type TextTables = Pick<Journal, 'putBlob' | 'getBlob' | 'blobHashes' | 'putBody' | 'getBody' | 'eraseBody'>;

function textTables(database: DatabaseSync): TextTables {
  const textOf = (row: Record<string, unknown> | undefined): string | undefined => (row === undefined ? undefined : String(row['text']));
  const getBlob = (hash: string): string | undefined => textOf(database.prepare('SELECT text FROM blobs WHERE hash = ?').get(hash));
  const getBody = (commitment: string): string | undefined => textOf(database.prepare('SELECT text FROM bodies WHERE commitment = ?').get(commitment));
  return {
    getBlob,
    getBody,
    blobHashes: () => database.prepare('SELECT hash FROM blobs ORDER BY hash').all().map((row) => String(row['hash'])),
    putBlob(hash, text) {
      const there = getBlob(hash);
      if (there !== undefined && there !== text) throw new JournalError('corrupt', `another text lies under the hash ${hash}`);
      if (there === undefined) database.prepare('INSERT INTO blobs VALUES (?, ?)').run(hash, text);
    },
    putBody(commitment, text) {
      const there = getBody(commitment);
      database.prepare('INSERT INTO bodies VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text').run(commitment, text);
      if (there !== undefined) emptyWal(database);
    },
    eraseBody(commitment) {
      const erased = database.prepare('DELETE FROM bodies WHERE commitment = ?').run(commitment).changes > 0;
      emptyWal(database); // also for what an earlier erasure left there
      return erased;
    },
  };
}

/**
 * Moves the write-ahead log into the database and cuts it to nothing, so that erased text isn't left there. A reader in the middle of
 * something (a backup) puts that off until the next erasure, or until the last instance closes.
 */
function emptyWal(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000');
}
