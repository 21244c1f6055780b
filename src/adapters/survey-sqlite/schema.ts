/** The table of `survey.db`. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { openPathForReading, openPathForWriting } from '../journal-sqlite/database.ts';

const schemaVersion = 1;
/** Marks the file as ours: "FpSv". */
const applicationId = 0x46_70_53_76;

/** Each row carries a checksum, since SQLite has none: what a disk lost must not come back as an answer. */
const table = 'CREATE TABLE answers (member TEXT NOT NULL, kit TEXT NOT NULL, text TEXT NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (member, kit)) STRICT, WITHOUT ROWID;';

export function answersPath(folder: string): string {
  return join(folder, 'survey.db');
}

/**
 * For its user alone: what people answered lies in it. SQLite gives the files beside it the same mode.
 * @param make whether to make it where there is none; else that is undefined
 */
export function openAnswers(folder: string, make: boolean): DatabaseSync | undefined {
  const path = answersPath(folder);
  if (!existsSync(path)) {
    if (!make) return undefined;
    closeSync(openSync(path, 'wx', 0o600));
  }
  return prepared(openPathForWriting(path, 'answers'), path);
}

/** Beside whoever writes; undefined where nobody has answered anything. */
export function openAnswersToRead(folder: string): DatabaseSync | undefined {
  const path = answersPath(folder);
  return existsSync(path) ? known(openPathForReading(path, 'file of answers'), path) : undefined;
}

export function openAnswersInMemory(): DatabaseSync {
  return prepared(new DatabaseSync(':memory:'), 'memory');
}

/** Damage has a way back of its own. */
export function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'corrupt') throw error;
    throw new JournalError('corrupt', error.message, { hint: `Stop the server and move ${path} away, with the files beside it that begin with its name: the log stays whole, and members answer anew.`, cause: error });
  }
}

function prepared(database: DatabaseSync, path: string): DatabaseSync {
  try {
    // Whoever is second waits for the first, and finds it there.
    database.exec('BEGIN IMMEDIATE');
    const isNew = database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get()?.['count'] === 0;
    if (isNew) database.exec(`${table} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
    database.exec('COMMIT');
    return known(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws JournalError `corrupt`, `newer_version` */
function known(database: DatabaseSync, path: string): DatabaseSync {
  try {
    const asked = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
    if (asked('application_id') !== applicationId) throw new JournalError('corrupt', `${path} is a database of something else`);
    if (asked('user_version') > schemaVersion) throw new JournalError('newer_version', `${path} was written by a newer release`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
