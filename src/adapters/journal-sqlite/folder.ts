/**
 * What is done to a data folder as a whole: upgrade, backup, restore.
 */
import { constants, copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { databasePath, hasJournal, makeFolder, openForReading, openForWriting, syncFolder, syncPath } from './database.ts';
import { guarded } from './errors.ts';
import { takeWriterLock } from './lock.ts';
import { requiredVersion, requireVersion, schemaVersion, takeSteps } from './schema.ts';

export type Upgrade = {
  readonly from: number;
  readonly to: number;
  /** The folder's database as it was before; undefined when nothing had to be done. */
  readonly backup: string | undefined;
};

/**
 * Brings an older folder to this release's version, after a backup beside the database. All steps or none.
 * @throws JournalError `in_use`, `newer_version`, `read_only`, `full`, `corrupt`, `io`
 */
export function upgradeFolder(folder: string): Upgrade {
  requireJournal(folder);
  const lock = takeWriterLock(folder);
  try {
    const from = versionIn(folder);
    if (from === schemaVersion) return { from, to: from, backup: undefined };
    if (from > schemaVersion) requireVersion(from, folder);
    const backup = `${databasePath(folder)}.version-${from}`;
    rmSync(backup, { force: true }); // of an upgrade that failed; the folder is still the older one
    backupJournal(folder, backup);
    const database = openForWriting(folder);
    try {
      guarded(`can't upgrade ${folder}`, () => takeSteps(database, from));
    } finally {
      database.close();
    }
    return { from, to: schemaVersion, backup };
  } finally {
    lock.release();
  }
}

export type Backup = {
  /** Records in it. */
  readonly records: number;
  readonly bytes: number;
};

/**
 * Copies the journal to one file, while it is in use: the state of one moment, checked, and on disk when this returns. Holds personal
 * texts that aren't erased yet. `to` must not exist.
 * @throws JournalError `full`, `read_only`, `corrupt`, `io`
 */
export function backupJournal(folder: string, to: string): Backup {
  requireAbsent(to);
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  const database = openForReading(folder);
  try {
    guarded(`can't back up ${folder} to ${to}`, () => {
      writeFileSync(unfinished, '', { mode: 0o600, flag: 'wx' }); // personal texts go in
      database.prepare('VACUUM INTO ?').run(unfinished);
    });
    const records = checkedRecords(unfinished);
    const { size: bytes } = statSync(unfinished);
    publish(unfinished, to);
    return { records, bytes };
  } finally {
    database.close();
    rmSync(unfinished, { force: true });
  }
}

/**
 * Makes a data folder of a backup. A folder that holds a journal is left alone.
 * @throws JournalError `in_use` when there is a journal already, `corrupt` when the backup is damaged or something else, `newer_version`
 */
export function restoreJournal(backup: string, folder: string): Backup {
  if (!existsSync(backup)) throw new JournalError('io', `there is no file ${backup}`, { hint: 'Check the path of the backup.' });
  // A log that lost its database would be played into the restored one.
  for (const path of [databasePath(folder), `${databasePath(folder)}-wal`]) requireAbsent(path);
  const records = checkedRecords(backup);
  makeFolder(folder);
  const lock = takeWriterLock(folder);
  const unfinished = `${databasePath(folder)}.unfinished`;
  try {
    guarded(`can't restore ${folder}`, () => copyFileSync(backup, unfinished, constants.COPYFILE_FICLONE));
    publish(unfinished, databasePath(folder));
    return { records, bytes: statSync(databasePath(folder)).size };
  } finally {
    rmSync(unfinished, { force: true });
    lock.release();
  }
}

function requireJournal(folder: string): void {
  if (!hasJournal(folder)) throw new JournalError('io', `there is no journal in ${folder}`, { hint: 'Check the path of the data folder.' });
}

function requireAbsent(path: string): void {
  if (existsSync(path)) throw taken(path);
}

function taken(path: string): JournalError {
  return new JournalError('in_use', `${path} exists already`, { hint: 'Choose another place: nothing is overwritten.' });
}

function versionIn(folder: string): number {
  const database = openForReading(folder);
  try {
    return guarded(`can't read ${folder}`, () => requiredVersion(database, folder));
  } finally {
    database.close();
  }
}

/** Records of a backup file, after SQLite has gone through all of it. Seals and hashes are `verify`'s to check. */
function checkedRecords(path: string): number {
  return guarded(`can't read ${path}`, () => {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const version = requiredVersion(database, path);
      if (version > schemaVersion) requireVersion(version, path);
      const [first] = database.prepare('PRAGMA integrity_check(1)').all();
      if (first?.['integrity_check'] !== 'ok') throw new JournalError('corrupt', `${path} is damaged: ${String(first?.['integrity_check'])}`);
      const { count, last } = database.prepare('SELECT count(*) AS count, max(seq) AS last FROM records').get() ?? {};
      if (Number(count) !== Number(last ?? -1) + 1) throw new JournalError('corrupt', `records are missing in ${path}`);
      return Number(count);
    } finally {
      database.close();
    }
  });
}

/** Gives a finished file its name, on disk. */
function publish(unfinished: string, to: string): void {
  guarded(`can't write ${to}`, () => {
    syncPath(unfinished);
    nameOnce(unfinished, to);
    syncFolder(dirname(resolve(to)));
  });
}

/** Unlike a rename, a link never replaces a file; memory sticks have no links. */
function nameOnce(unfinished: string, to: string): void {
  try {
    linkSync(unfinished, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    requireAbsent(to);
    renameSync(unfinished, to);
  }
}
