/**
 * The two tables of texts: blobs, which stay, and bodies, which can be erased.
 */
import type { DatabaseSync } from 'node:sqlite';
import { JournalError, type Journal } from '../../journal/journal.ts';
import { requireCrc, rowCrc } from './crc.ts';

export type TextMethods = Pick<Journal, 'putBlob' | 'getBlob' | 'blobHashes' | 'putBody' | 'getBody' | 'eraseBody'>;

/** @param folder for messages */
export function textTables(database: DatabaseSync, folder: string): TextMethods {
  const blobs = textTable(database, folder, 'blobs', 'hash');
  const bodies = textTable(database, folder, 'bodies', 'commitment');
  return {
    getBlob: blobs.get,
    getBody: bodies.get,
    blobHashes: blobs.names,
    putBlob(hash, text) {
      const there = blobs.get(hash);
      if (there !== undefined && there !== text) throw new JournalError('corrupt', `another text lies under the hash ${hash}`);
      if (there === undefined) blobs.put(hash, text);
    },
    putBody(commitment, text) {
      const there = bodies.get(commitment);
      bodies.put(commitment, text);
      if (there !== undefined) emptyWal(database);
    },
    eraseBody(commitment) {
      const erased = bodies.remove(commitment);
      emptyWal(database); // also for what an earlier erasure left there
      return erased;
    },
  };
}

type TextTable = {
  get(name: string): string | undefined;
  put(name: string, text: string): void;
  remove(name: string): boolean;
  /** In ascending order. */
  names(): string[];
};

function textTable(database: DatabaseSync, folder: string, table: 'blobs' | 'bodies', key: string): TextTable {
  let whole = false;
  const requireText = (name: string, { text, crc }: Record<string, unknown>): string => {
    requireCrc(crc, `the text ${name}`, folder, name, String(text));
    return String(text);
  };
  /** That something isn't there is believed of a whole table only: a lost bit in an index hides what it points to. Once an instance. */
  const requireWhole = (): void => {
    if (whole) return;
    const [found] = database.prepare(`PRAGMA integrity_check(${table})`).all();
    if (found?.['integrity_check'] !== 'ok') throw new JournalError('corrupt', `the ${table} in ${folder} are damaged: ${String(found?.['integrity_check'])}`);
    for (const row of database.prepare(`SELECT ${key} AS name, text, crc FROM ${table}`).iterate()) requireText(String(row['name']), row);
    whole = true;
  };
  return {
    get(name) {
      const row = database.prepare(`SELECT text, crc FROM ${table} WHERE ${key} = ?`).get(name);
      if (row !== undefined) return requireText(name, row);
      requireWhole();
      return undefined;
    },
    put(name, text) {
      const put = database.prepare(`INSERT INTO ${table} (${key}, text, crc) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, crc = excluded.crc`);
      put.run(name, text, rowCrc(name, text));
    },
    remove: (name) => database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(name).changes > 0,
    names() {
      requireWhole();
      return database.prepare(`SELECT ${key} AS name FROM ${table} ORDER BY ${key}`).all().map((row) => String(row['name']));
    },
  };
}

/**
 * Moves the write-ahead log into the database and cuts it to nothing, so that erased text isn't left there. A reader in the middle of
 * something (a backup) puts that off until the next erasure, or until the last instance closes.
 */
export function emptyWal(database: DatabaseSync): void {
  database.exec('PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 5000');
}
