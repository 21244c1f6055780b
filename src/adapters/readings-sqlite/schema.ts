/** The tables of `readings.db`. Each row carries a checksum, since SQLite has none: what a disk lost must not come back as a reading. */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';

/** 1: cases that methods learn from are rows of their own; before they lay within the states. */
export const schemaVersion = 1;
/** Marks the file as ours in `file` and SQLite's own tools: "FpRd". */
export const applicationId = 0x46_70_52_64;

/**
 * `erased` has the highest number that a device gave to one of its readings that is gone: what it signed comes only once, for ever.
 * `made` keeps an observation's text until the log has it, its salt until one of the readings that it rests on is erased (their positions are
 * a list in JSON, the lowest of them `first`), and its name for as long as cases are learned from. Few indexes, and those of what is made
 * grow at their ends where they can: a commit writes each page that it touches.
 */
const casesTable = 'CREATE TABLE cases (binding TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (binding, number)) STRICT, WITHOUT ROWID;';
const tables = `
  CREATE TABLE readings (position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, received INTEGER NOT NULL,
    value TEXT NOT NULL, unit TEXT NOT NULL, by TEXT NOT NULL, crc INTEGER NOT NULL, UNIQUE (stream, id)) STRICT;
  CREATE TABLE erased (stream TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX readings_at ON readings (stream, at);
  CREATE TABLE states (binding TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, state TEXT NOT NULL, next INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT;
  CREATE TABLE made (number INTEGER PRIMARY KEY AUTOINCREMENT, binding TEXT NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, salt TEXT NOT NULL,
    rests TEXT NOT NULL, first INTEGER NOT NULL, text TEXT NOT NULL, crc INTEGER NOT NULL) STRICT;
  CREATE UNIQUE INDEX made_seq ON made (binding, seq);
  CREATE UNIQUE INDEX made_name ON made (binding, name);
  CREATE INDEX made_waiting ON made (number) WHERE text <> '';
  CREATE INDEX made_first ON made (first) WHERE salt <> '';
  CREATE TABLE deliveries (peer TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL,
    came INTEGER NOT NULL, PRIMARY KEY (peer, number)) STRICT, WITHOUT ROWID;
  CREATE INDEX deliveries_came ON deliveries (came);
  CREATE TABLE descriptions (topic TEXT PRIMARY KEY, payload TEXT NOT NULL, crc INTEGER NOT NULL) STRICT;
  ${casesTable}
  CREATE TABLE filters (filter TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE pipeline (place INTEGER PRIMARY KEY CHECK (place = 0), position INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT;`;

/** @throws JournalError `corrupt`, `newer_version` */
export function prepare(database: DatabaseSync, path: string, writes: boolean): void {
  const found = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const id = Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  if (found.length === 0 && writes) return create(database);
  if (id !== applicationId) throw new JournalError('corrupt', `${path} is a database of something else`, { hint: damageHint(path) });
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version > schemaVersion) throw new JournalError('newer_version', `${path} was written by a newer release: its version is ${version}, this release knows ${schemaVersion}`);
  if (version < schemaVersion && writes) database.exec(`BEGIN IMMEDIATE; ${casesTable} PRAGMA user_version = ${schemaVersion}; COMMIT`);
}

/** What is lost with the file is what was said lately and isn't in the log yet; all that the log decided stays. */
export function damageHint(path: string): string {
  return `Stop the server and move ${path} away, with the files beside it that begin with its name: the log stays whole, and readings are gathered anew.`;
}

function create(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`);
}
