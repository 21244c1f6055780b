/**
 * A lock between processes for a moment's work: an exclusive transaction on an empty database. The operating system releases it when
 * the process ends, however it ends.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';

export type Lock = {
  /** Runs `action` while no other holder does. @throws JournalError `in_use` when another one holds on for too long */
  hold<T>(action: () => T): T;
  close(): void;
};

/** What is done under it takes two writes of a small file. */
const waitMsMax = 5_000;

/** @param path of the lock's file, which is made with the first `hold` and stays */
export function createLock(path: string): Lock {
  let database: DatabaseSync | undefined;
  return {
    hold(action) {
      database ??= opened(path);
      begin(database, path);
      try {
        return action();
      } finally {
        database.exec('ROLLBACK');
      }
    },
    close() {
      if (database?.isOpen === true) database.close();
    },
  };
}

/** SQLite doesn't say why it can't open a file. */
function opened(path: string): DatabaseSync {
  accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  const database = new DatabaseSync(path, { timeout: waitMsMax });
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF'); // nothing is ever written
  return database;
}

function begin(database: DatabaseSync, path: string): void {
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    const busy = error instanceof Error && 'errcode' in error && error.errcode === 5;
    throw busy ? new JournalError('in_use', `another process holds ${path}`, { cause: error }) : error;
  }
}
