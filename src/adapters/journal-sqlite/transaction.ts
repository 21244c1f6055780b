/** Transactions of SQLite, for whatever lies in a data folder. */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { journalError, sqliteCode } from './errors.ts';

/** Runs `action` as one transaction: all of it or nothing. */
export type Transaction = <T>(action: () => T) => T;

/** @param folder for messages */
export function transactions(database: DatabaseSync, folder: string): Transaction {
  /** A full disk is promised to leave nothing behind; only what is seen to be so is said to be so. */
  const notStored = (error: unknown): JournalError => {
    const full = journalError(error, `can't write to ${folder}`);
    return !database.isTransaction ? full : new JournalError('io', full.message, { cause: error });
  };
  return (action) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = action();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw sqliteCode(error) === 13 ? notStored(error) : error;
    }
  };
}
