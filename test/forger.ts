/** An operator who has all the keys of the machine, and writes the log anew: with every hash and the head's signature as they must be. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { keyPath, openCollective, signerOf } from '../src/host/data-folder.ts';
import { openHeads } from '../src/host/heads.ts';
import { readKeyFile } from '../src/adapters/keys/files.ts';
import { outcomeText, recordBytes } from '../src/log/record.ts';
import { createTree } from '../src/log/merkle.ts';
import { signCheckpoint } from '../src/log/checkpoint.ts';
import type { Journal, JournalRow } from '../src/journal/journal.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import type { Outcome } from '../src/vocabulary/outcomes.ts';

const hasher = createHasher();

export type Row = { readonly record: LogRecord; readonly outcome: Outcome };

/** The folder's records with their outcomes. */
export function rowsIn(folder: string): Row[] {
  const journal = openSqliteJournal(folder, 'read');
  const rows = journal.read(0, journal.head()).map(({ record, outcome }) => ({ record: JSON.parse(record) as LogRecord, outcome: JSON.parse(outcome) as Outcome }));
  journal.close();
  return rows;
}

/**
 * Another folder with other rows, as they are given; each record names the outcome that stands beside it.
 * @param code changes contract code and zone rules under their names
 */
export function patched(from: string, to: string, change: (rows: Row[]) => Row[], code: (text: string) => string = (text) => text): string {
  return forged(from, to, code, (journal) => journal.append(change(rowsIn(from)).map(rowOf), 0));
}

/** Another folder with other entries, in another order or fewer: the rules themselves decide on each anew, so that it all fits. */
export async function rewritten(from: string, to: string, change: (rows: Row[]) => readonly Pick<LogRecord, 'entry' | 'seal' | 'recordedAt'>[]): Promise<string> {
  const sandbox = await createCodeSandbox();
  return forged(from, to, (text) => text, (journal) => {
    const collective = openCollective({ journal, sandbox });
    let recordedAt = 0;
    for (const { entry, seal, recordedAt: at } of change(rowsIn(from))) {
      recordedAt = Math.max(recordedAt, at);
      const [answer] = collective.take([{ entry, seal }], recordedAt);
      if (answer?.status !== 'recorded') throw new Error(`a forgery that the rules don't even take: ${JSON.stringify(answer)}`);
    }
  });
}

function forged(from: string, to: string, code: (text: string) => string, write: (journal: Journal) => void): string {
  cpSync(join(from, 'keys'), join(to, 'keys'), { recursive: true });
  const honest = openSqliteJournal(from, 'read');
  const journal = openSqliteJournal(to, 'write');
  for (const hash of honest.blobHashes()) journal.putBlob(hash, code(honest.getBlob(hash) ?? ''));
  honest.close();
  write(journal);
  journal.close();
  signAnew(to);
  return to;
}

function rowOf({ record, outcome }: Row): JournalRow {
  const { text, hash } = outcomeText(hasher, outcome);
  return { record: recordBytes({ ...record, outcomeHash: hash }), outcome: text };
}

/** Signs what is in the folder with the log's first key, whatever was signed before. */
export function signAnew(folder: string): string {
  const journal = openSqliteJournal(folder, 'read');
  const tree = createTree(hasher);
  const rows = journal.read(0, journal.head());
  for (const { record } of rows) tree.append(record);
  journal.close();
  const { origin } = (JSON.parse(rows[0]?.record ?? '') as LogRecord).entry;
  const note = signCheckpoint(hasher, signerOf(readKeyFile(keyPath(folder, 'log-1'))).sealer, { origin, size: tree.size, root: tree.root() });
  const heads = openHeads(folder, origin);
  heads.compareAndSet(heads.read(), note);
  heads.close();
  return note;
}
