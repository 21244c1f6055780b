/**
 * The writer's lock on a data folder: an exclusive transaction, held open on a database of its own. The operating system releases it
 * when the process ends, however it ends. Readers don't ask for it.
 */
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import { journalError, sqliteCode } from './errors.ts';

export type WriterLock = { release(): void };

/**
 * Takes the lock or throws at once.
 * @throws JournalError `in_use` when someone has it (another process, or this one), `read_only`, `full`, `io`
 */
export function takeWriterLock(folder: string): WriterLock {
  const database = openLock(folder);
  const pidFile = join(folder, 'writer.pid');
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (sqliteCode(error) === 5) throw inUse(folder, pidFile, error);
    throw journalError(error, `can't lock ${folder} for writing`);
  }
  notePid(pidFile);
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function openLock(folder: string): DatabaseSync {
  const path = join(folder, 'writer.lock');
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    const what = `can't lock ${folder} for writing`;
    try {
      // SQLite doesn't say why it can't open a file. Never open this one by other means: closing it would drop the process's lock.
      accessSync(existsSync(path) ? path : folder, constants.W_OK);
    } catch (reason) {
      throw journalError(reason, what);
    }
    throw journalError(error, what);
  }
}

/** Only for the message of whoever comes second; the lock doesn't depend on it. */
function notePid(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch {
    // A full disk is noticed by the first append, with a better message.
  }
}

function inUse(folder: string, pidFile: string, cause: unknown): JournalError {
  let pid = '';
  try {
    pid = readFileSync(pidFile, 'utf8').trim();
  } catch {
    // It holds the lock and hasn't written its number yet.
  }
  const who = /^\d+$/.test(pid) ? `process ${pid}` : 'another process';
  return new JournalError('in_use', `${folder} is in use: ${who} writes to it`, { cause });
}
