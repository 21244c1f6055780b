/** Small files beside a log that must be whole once the folder is there. */
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** A new one, for this user alone; it is on the disk when this returns, once its folder is synced too. */
export function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
