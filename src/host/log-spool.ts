/** A log that comes from elsewhere, replayed into a journal of its own: nothing of it counts before all of it stands. */
import { resolve } from 'node:path';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import type { Journal, JournalRow } from '../journal/journal.ts';
import { replay, type LogPart, type ReplayPorts, type Verdict } from '../log/replay.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { signedSize } from './heads.ts';

/** Records read and written at a time. */
export const rowsAtOnce = 500;

export type Spooled = {
  readonly verdict: Verdict;
  /** In force after the last record, by name. */
  readonly grants: ReadonlyMap<string, KeyGrant>;
  /** The note whose standing is the verdict's `head`. */
  readonly note: string | undefined;
};

/** A folder beside `folder` that only this process uses. */
export function unfinishedBeside(folder: string): string {
  return `${resolve(folder)}.${process.pid}.unfinished`;
}

/**
 * @param into a folder that isn't there yet
 * @param use called with the journal, which closes afterwards
 * @throws what `replay` throws; JournalError
 */
export function spooled<T>(into: string, parts: Iterable<LogPart>, ports: ReplayPorts, progress: () => void, use: (spool: Journal, spooled: Spooled) => T): T {
  const spool = openSqliteJournal(into, 'write');
  try {
    return use(spool, spoolParts(spool, parts, ports, progress));
  } finally {
    spool.close();
  }
}

function spoolParts(spool: Journal, parts: Iterable<LogPart>, ports: ReplayPorts, progress: () => void): Spooled {
  const rows: JournalRow[] = [];
  const grants = new Map<string, KeyGrant>();
  const notes: string[] = [];
  let next = 0;
  const flush = (): void => {
    spool.append(rows, next);
    next += rows.length;
    rows.length = 0;
  };
  const verdict = replay(keepTexts(spool, notes, parts), ports, ({ text, outcome, outcomeText }) => {
    rows.push({ record: text, outcome: outcomeText });
    if (rows.length >= rowsAtOnce) flush();
    for (const fact of outcome.facts) {
      if (fact.fact === 'key') grants.set(fact.key.id, fact.key);
      if (fact.fact === 'key.revoked') grants.delete(fact.key);
    }
    progress();
  });
  flush();
  const judged = verdict.ok ? verdict.head?.size : undefined;
  return { verdict, grants, note: notes.findLast((note) => signedSize(note) === judged) };
}

/** What stands is replayed: a blob with another hash ends it before anything rests on it. */
function* keepTexts(spool: Journal, notes: string[], parts: Iterable<LogPart>): Generator<LogPart, void, undefined> {
  for (const part of parts) {
    if (part.part === 'blob') spool.putBlob(part.hash, part.text);
    if (part.part === 'checkpoint') notes.push(part.note);
    yield part;
  }
}
