/**
 * The tables of a data folder, and how an older folder comes to have them. The schema is the sum of its steps: a fresh folder takes all
 * of them, an older one those that it lacks, so that both end the same.
 */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { rowCrc } from './crc.ts';

/** A step's place is the version that it leads to. Never change one that was released: add the next. */
export const schemaSteps: readonly string[] = [
  // 0: records and what they name
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE records (seq INTEGER PRIMARY KEY, record TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
   CREATE TABLE blobs (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;`,
  // 1: personal texts that can be erased
  'CREATE TABLE bodies (commitment TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;',
  // 2: a checksum of each row, since SQLite has none; hash tiles and snapshots. A snapshot's texts come last: listing doesn't read them.
  `ALTER TABLE records ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE blobs ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE bodies ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
   UPDATE records SET crc = row_crc(seq, record, outcome);
   UPDATE blobs SET crc = row_crc(hash, text);
   UPDATE bodies SET crc = row_crc(commitment, text);
   CREATE TABLE tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
   CREATE TABLE snapshots (records INTEGER PRIMARY KEY, digest TEXT NOT NULL, kernel_crc INTEGER NOT NULL, view_crc INTEGER NOT NULL,
     crc INTEGER NOT NULL, kernel BLOB NOT NULL, view BLOB NOT NULL) STRICT;`,
];

export const schemaVersion = schemaSteps.length - 1;

/** Marks the file as ours in `file` and SQLite's own tools: "FpJn". */
export const applicationId = 0x46_70_4a_6e;

/**
 * The version of an opened database, or undefined for an empty one.
 * @throws JournalError `corrupt` when it is a database of something else
 */
export function versionOf(database: DatabaseSync, path: string): number | undefined {
  const found = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (found.length === 0) return undefined;
  if (!found.some((table) => table['name'] === 'meta')) throw foreign(path);
  const version = Number(database.prepare("SELECT value FROM meta WHERE key = 'schema'").get()?.['value']);
  if (!Number.isSafeInteger(version) || version < 0) throw foreign(path);
  return version;
}

/** The version of a database that has one: an empty file is no journal. */
export function requiredVersion(database: DatabaseSync, path: string): number {
  const version = versionOf(database, path);
  if (version === undefined) throw new JournalError('corrupt', `${path} is empty`, { hint: 'Give the data folder of a collective, or restore a backup.' });
  return version;
}

/** Throws `older_version` or `newer_version` unless the database is of this release's version. */
export function requireVersion(version: number, folder: string): void {
  if (version > schemaVersion) {
    throw new JournalError('newer_version', `${folder} was written by a newer release: its version is ${version}, this release knows ${schemaVersion}`);
  }
  if (version < schemaVersion) {
    throw new JournalError('older_version', `${folder} was written by an older release: its version is ${version}, this release wants ${schemaVersion}`,
      { hint: `Run \`frankpledge upgrade --data ${folder}\`; it makes a backup first.` });
  }
}

/** Takes the steps after `from` (undefined: all) in one transaction: all of them or none. */
export function takeSteps(database: DatabaseSync, from: number | undefined, steps: readonly string[] = schemaSteps): void {
  database.function('row_crc', { deterministic: true, varargs: true }, (...parts) => rowCrc(...parts.map(String)));
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(from === undefined ? 0 : from + 1)) database.exec(step);
    database.prepare("INSERT INTO meta VALUES ('schema', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(String(steps.length - 1));
    database.exec(`PRAGMA application_id = ${applicationId}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function foreign(path: string): JournalError {
  return new JournalError('corrupt', `${path} is a database of something else`, { hint: 'Give the data folder of a collective.' });
}
