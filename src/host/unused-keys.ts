/**
 * Log keys that have never signed anything. Such a key can begin the heads of a log where none are kept: nothing that it signed elsewhere
 * could be denied by that. A mark beside the key file says so, from the making of the key to its first signature. It names the very file,
 * so that a copy of the folder, or what a backup of it brings back, has no unused key: it can't know what the original signed meanwhile.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readKeyFile, syncFolder } from '../adapters/keys/files.ts';

/** For a key that was made just now. @param path of its file */
export function markUnused(path: string): void {
  writeFileSync(markPath(path), markOf(path), { mode: 0o600, flush: true });
}

export function isUnused(path: string): boolean {
  return existsSync(markPath(path)) && existsSync(path) && readFileSync(markPath(path), 'utf8') === markOf(path);
}

/** For good, on disk when it returns. */
export function markUsed(path: string): void {
  if (!existsSync(markPath(path))) return;
  rmSync(markPath(path), { force: true });
  syncFolder(dirname(path));
}

function markPath(path: string): string {
  return path.replace(/\.json$/, '.unused');
}

function markOf(path: string): string {
  return `${readKeyFile(path).public_key} ${statSync(path).ino}\n`;
}
