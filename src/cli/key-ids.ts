/** Names of keys that nobody has given one. */
import { existsSync } from 'node:fs';
import type { Connection } from '../host/connection.ts';
import { keyPath } from '../host/data-folder.ts';
import type { KeyRole } from '../vocabulary/grants.ts';

/** `device-thermo-a`, or with a number when that one is taken. The operator's and the log's are numbered from the first on. */
export function freeKeyId({ state, folder }: Connection, role: KeyRole, owner: string): string {
  const isNumbered = role === 'operator' || role === 'log';
  const base = isNumbered ? role : `${role}-${owner}`;
  for (let count = 1; ; count++) {
    const id = count === 1 && !isNumbered ? base : `${base}-${count}`;
    if (!state.keys.has(id) && !existsSync(keyPath(folder, id))) return id;
  }
}
