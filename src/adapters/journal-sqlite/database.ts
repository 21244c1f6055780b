/**
 * Opens the database of a data folder with the settings that the journal's promises need.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { JournalError } from '../../journal/journal.ts';
import { guarded, isCannotOpen } from './errors.ts';

/** How long an instance waits for another's checkpoint or the end of a backup's first moment. */
const busyTimeoutMs = 5_000;

export function databasePath(folder: string): string {
  return join(folder, 'journal.sqlite');
}

/** Whether `folder` holds a journal, of whatever version. */
export function hasJournal(folder: string): boolean {
  return existsSync(databasePath(folder));
}

/** Opens the journal for writing, and makes an empty database when there is none. The caller holds the writer's lock. */
export function openForWriting(folder: string): DatabaseSync {
  return openPathForWriting(databasePath(folder), 'a journal');
}

/** @param what lies in it, for messages, as "a journal" */
export function openPathForWriting(path: string, what: string): DatabaseSync {
  const folder = dirname(path);
  const fresh = !existsSync(path);
  return guarded(`can't open ${path}`, () => {
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, allowExtension: false });
    try {
      // WAL: readers don't stop the writer. FULL: a commit is on disk when it returns. fullfsync: macOS needs it for that.
      const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
      if (mode !== 'wal') throw new JournalError('io', `the file system of ${folder} can't hold ${what}`, { hint: 'Use a local disk.' });
      // secure_delete: what is erased is overwritten in the file.
      database.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON; PRAGMA secure_delete = ON');
      if (fresh) syncFolder(folder);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens for reading, beside a writer or alone; also in a folder that this user may not write to. */
export function openForReading(folder: string): DatabaseSync {
  return openPathForReading(databasePath(folder), 'journal');
}

/** @param what is missing where there is no such file, as "journal" */
export function openPathForReading(path: string, what: string): DatabaseSync {
  if (!existsSync(path)) throw new JournalError('io', `there is no ${what} in ${dirname(path)}`, { hint: 'Check the path of the data folder.' });
  return guarded(`can't open ${path}`, () => {
    try {
      return tried(new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }));
    } catch (error) {
      // WAL needs a file for shared memory. Where it can't be made and nobody left a log behind, the database is all there is.
      if (!isCannotOpen(error) || existsSync(`${path}-wal`)) throw error;
      const url = pathToFileURL(resolve(path));
      url.searchParams.set('immutable', '1');
      return tried(new DatabaseSync(url, { readOnly: true }));
    }
  });
}

export function makeFolder(folder: string): void {
  guarded(`can't make ${folder}`, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

/** A file's name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder);
}

export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** SQLite opens lazily: the first read tells. */
function tried(database: DatabaseSync): DatabaseSync {
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
