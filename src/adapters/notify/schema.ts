/** The tables of `notices.db`. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { openPathForReading, openPathForWriting } from '../journal-sqlite/database.ts';

export const schemaVersion = 1;
/** Marks the file as ours: "FpNo". */
const applicationId = 0x46_70_4e_6f;

const tables = `
  CREATE TABLE own (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE people (member TEXT PRIMARY KEY, preferences TEXT, address TEXT, confirmed INTEGER NOT NULL DEFAULT 0, problem TEXT, read INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
  CREATE TABLE devices (id TEXT PRIMARY KEY, member TEXT NOT NULL, endpoint TEXT NOT NULL, p256dh TEXT NOT NULL, auth TEXT NOT NULL, label TEXT NOT NULL, added INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE told (n INTEGER PRIMARY KEY AUTOINCREMENT, member TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, topic TEXT NOT NULL,
    record INTEGER, rest TEXT NOT NULL, UNIQUE (member, id)) STRICT;
  CREATE INDEX told_at ON told (member, at);
  CREATE INDEX told_topic ON told (member, topic, n);
  CREATE TABLE going (n INTEGER NOT NULL REFERENCES told ON DELETE CASCADE, member TEXT NOT NULL, channel TEXT NOT NULL, often TEXT NOT NULL, urgent INTEGER NOT NULL,
    PRIMARY KEY (member, channel, often, n)) STRICT, WITHOUT ROWID;
  CREATE INDEX going_n ON going (n);
  CREATE TABLE outbox (n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, member TEXT NOT NULL, channel TEXT NOT NULL, sent_to TEXT NOT NULL, message TEXT NOT NULL,
    tells TEXT NOT NULL, made INTEGER NOT NULL, next INTEGER, tries INTEGER NOT NULL DEFAULT 0, done INTEGER, problem TEXT) STRICT;
  CREATE INDEX outbox_next ON outbox (next) WHERE next IS NOT NULL;`;

export function noticesPath(folder: string): string {
  return join(folder, 'notices.db');
}

/** For its user alone: addresses of people lie in it, and the secrets of their devices. SQLite gives the files beside it the same mode. */
export function openNoticesDatabase(folder: string): DatabaseSync {
  const path = noticesPath(folder);
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  return prepared(openPathForWriting(path, 'notices'), path);
}

/** @throws JournalError when there is none yet */
export function openNoticesToRead(folder: string): DatabaseSync {
  return openPathForReading(noticesPath(folder), 'file of notices');
}

/** For a collective in memory. */
export function openNoticesInMemory(): DatabaseSync {
  return prepared(new DatabaseSync(':memory:'), 'memory');
}

function prepared(database: DatabaseSync, path: string): DatabaseSync {
  const asked = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  database.exec('PRAGMA foreign_keys = ON');
  const isNew = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get()?.['count'] === 0;
  if (isNew) database.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`);
  const hint = `Stop the server and move ${path} away, with the files beside it that begin with its name: the log stays whole, and members say anew how they want to be told.`;
  if (asked('application_id') !== applicationId) throw new JournalError('corrupt', `${path} is a database of something else`, { hint });
  if (asked('user_version') > schemaVersion) throw new JournalError('newer_version', `${path} was written by a newer release`);
  return database;
}
