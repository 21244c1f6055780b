/** The tables of `ledger.db`: all of them follow from the journal, and are made anew where they don't fit it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openPathForWriting } from '../journal-sqlite/database.ts';

/** Counts up when a table, or what stands in one, changes. */
const schemaVersion = 3;

const tables = `
  CREATE TABLE own (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE noted (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, by TEXT NOT NULL, entry TEXT, status TEXT NOT NULL, code TEXT, words TEXT NOT NULL) STRICT;
  CREATE INDEX noted_at ON noted (at);
  CREATE INDEX noted_kind ON noted (kind, seq);
  CREATE INDEX noted_entry ON noted (by, entry, seq) WHERE entry IS NOT NULL;
  CREATE INDEX noted_status ON noted (status, seq) WHERE status <> 'done';
  CREATE TABLE moved (seq INTEGER NOT NULL, what TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, unit TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL,
    amount INTEGER NOT NULL, because TEXT, code TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (seq, what, n)) STRICT, WITHOUT ROWID;
  CREATE INDEX moved_source ON moved (source, unit, at) WHERE what = 'paid';
  CREATE INDEX moved_target ON moved (target, unit, at) WHERE what = 'paid';
  CREATE INDEX moved_unit ON moved (unit, at, seq);
  CREATE INDEX moved_amount ON moved (unit, amount, seq);
  CREATE TABLE people (person TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (person, seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE agreements (agreement TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (agreement, seq)) STRICT, WITHOUT ROWID;
  CREATE VIRTUAL TABLE texts USING fts5(text, content = '', tokenize = 'unicode61 remove_diacritics 2');`;

export function ledgerPath(folder: string): string {
  return join(folder, 'ledger.db');
}

/** @param folder undefined: in memory. A file that isn't of this release, or is damaged, is made anew. */
export function openLedgerDatabase(folder: string | undefined): DatabaseSync {
  if (folder === undefined) return made(new DatabaseSync(':memory:'));
  const path = ledgerPath(folder);
  try {
    const database = openPathForWriting(path, 'the ledger\'s index');
    try {
      if (version(database) === schemaVersion) return quick(database);
    } catch {
      // Damaged: what follows from the journal is made anew.
    }
    database.close();
  } catch {
    // Not even a database.
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  return made(quick(openPathForWriting(path, 'the ledger\'s index')));
}

/** A power cut may take the last records out of it: the journal has them. */
function quick(database: DatabaseSync): DatabaseSync {
  database.exec('PRAGMA synchronous = NORMAL');
  return database;
}

function version(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function made(database: DatabaseSync): DatabaseSync {
  database.exec(`BEGIN; ${tables} PRAGMA user_version = ${schemaVersion}; COMMIT`);
  return database;
}
