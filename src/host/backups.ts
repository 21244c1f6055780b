/** Backups of a data folder: the journal as one file, and the keys as another beside it when they are asked for, since they are secret. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { backupJournal, restoreJournal, type Backup } from '../adapters/journal-sqlite/folder.ts';
import { KeyFileError, parseKeyFile, writeKeyFile, type KeyFile } from '../adapters/keys/files.ts';
import { JournalError } from '../journal/journal.ts';
import { keyPath, keysFolder, readKeys } from './data-folder.ts';

export { upgradeFolder } from '../adapters/journal-sqlite/folder.ts';

export type WithKeys = Backup & {
  /** The file of the keys and how many it holds; undefined when there is none. */
  readonly keys: { readonly file: string; readonly count: number } | undefined;
};

export function keysFileOf(backup: string): string {
  return `${backup}.keys.json`;
}

/** @throws JournalError; KeyFileError */
export function backupFolder(folder: string, to: string, withKeys: boolean): WithKeys {
  const file = keysFileOf(to);
  if (withKeys && existsSync(file)) throw new JournalError('in_use', `${file} exists already`, { hint: 'Choose another name: nothing is overwritten.' });
  const keys = withKeys ? readKeys(folder) : [];
  const backup = backupJournal(folder, to);
  if (!withKeys) return { ...backup, keys: undefined };
  writeFileSync(file, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { ...backup, keys: { file, count: keys.length } };
}

/** Restores the journal, and the keys when their file lies beside the backup. @throws JournalError; KeyFileError */
export function restoreFolder(backup: string, folder: string): WithKeys {
  const file = keysFileOf(backup);
  const keys = existsSync(file) ? readKeysFile(file) : undefined;
  const restored = restoreJournal(backup, folder);
  if (keys === undefined) return { ...restored, keys: undefined };
  mkdirSync(keysFolder(folder), { recursive: true, mode: 0o700 });
  for (const key of keys) if (!existsSync(keyPath(folder, key.id))) writeKeyFile(keyPath(folder, key.id), key);
  return { ...restored, keys: { file, count: keys.length } };
}

function readKeysFile(file: string): KeyFile[] {
  const malformed = (): KeyFileError => new KeyFileError('malformed', `${file} holds no keys, or was changed`, 'Move it away to restore the journal alone.');
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw malformed();
  }
  if (!Array.isArray(list)) throw malformed();
  return list.map((each: unknown) => {
    const key = parseKeyFile(JSON.stringify(each));
    if (key === undefined) throw malformed();
    return key;
  });
}
