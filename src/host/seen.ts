/** How far each member has seen what was recorded, on whichever device: `seen.json` in the data folder. Beside the log, since it is nobody else's. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../vocabulary/json.ts';

export type Seen = {
  /** Records that the member has seen: those before this one. */
  readonly of: (member: string) => number;
  /** Never goes back: an older device doesn't unsee anything. */
  readonly mark: (member: string, records: number) => void;
};

/** @param folder undefined: it lasts as long as the process. @param tell when it can't be kept: then counts begin anew with the next start */
export function openSeen(folder: string | undefined, tell: (message: string) => void): Seen {
  const path = folder === undefined ? undefined : join(folder, 'seen.json');
  const seen = path === undefined ? new Map<string, number>() : readSeen(path);
  return {
    of: (member) => seen.get(member) ?? 0,
    mark(member, records) {
      if (records <= (seen.get(member) ?? 0)) return;
      seen.set(member, records);
      if (path !== undefined) writeSeen(path, seen, tell);
    },
  };
}

/** One that is missing or broken says that nobody has seen anything: it only counts. */
function readSeen(path: string): Map<string, number> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return new Map(isObject(value) ? Object.entries(value).filter((each): each is [string, number] => Number.isSafeInteger(each[1])) : []);
  } catch {
    return new Map();
  }
}

function writeSeen(path: string, seen: ReadonlyMap<string, number>, tell: (message: string) => void): void {
  try {
    writeFileSync(`${path}.unfinished`, `${JSON.stringify(Object.fromEntries(seen))}\n`, { mode: 0o600 });
    renameSync(`${path}.unfinished`, path);
  } catch (error) {
    tell(`what members have seen can't be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}
