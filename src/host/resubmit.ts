/**
 * What was said to an operator who is one no more, handed in again to the log that goes on: every sealed entry after the last record that
 * both logs have. Seals and rules decide anew; what is here already is left alone, so that it can be done again.
 */
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import { parseRecord } from '../log/record.ts';
import type { LogPart } from '../log/replay.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { sayPlace, withLogSource } from './any-source.ts';
import type { Connection } from './connection.ts';

/** What the operator's machine says by itself, and the next one's too: nobody misses it. */
const ownKinds: readonly string[] = ['clock', 'digest'];

export type RefusedAgain = { readonly seq: number; readonly kind: string; readonly by: string; readonly refusal: Refusal };

export type Resubmitted = {
  /** Records that both logs have. */
  readonly common: number;
  readonly recorded: number;
  /** Were here already. */
  readonly known: number;
  /** The old operator's clock entries and digests. */
  readonly left: number;
  readonly refused: readonly RefusedAgain[];
};

/** @throws JournalError `io` when it is another collective's log, or the source can't be read; ServerError */
export async function resubmit(connection: Connection, source: string, fetching: (part: number) => void = () => undefined): Promise<Resubmitted> {
  const body = bodiesOf(source);
  try {
    return await withLogSource(source, createHasher(), fetching, async (opened) => {
      const { common, records } = afterCommon(connection, opened.parts, sayPlace(source));
      const count = { recorded: 0, known: 0, left: 0 };
      const refused: RefusedAgain[] = [];
      for (const record of records) {
        const became = await handIn(connection, record, body.of);
        if (typeof became === 'string') count[became] += 1;
        else refused.push({ seq: record.seq, kind: record.entry.kind, by: record.entry.by, refusal: became });
      }
      return { common, ...count, refused };
    });
  } finally {
    body.close();
  }
}

type BodyOf = (commitment: string) => string | undefined;

async function handIn(connection: Connection, { entry, seal }: LogRecord, bodyOf: BodyOf): Promise<'recorded' | 'known' | 'left' | Refusal> {
  if (ownKinds.includes(entry.kind)) return 'left';
  const text = entry.kind === 'attest' ? bodyOf(entry.body.commitment) : undefined;
  if (entry.kind === 'attest' && text !== undefined) await connection.keepBody(entry.body.commitment, text);
  const done = await connection.submit({ entry, seal });
  if (done.status === 'refused') return done.refusal;
  return done.status === 'duplicate' ? 'known' : 'recorded';
}

function afterCommon(connection: Connection, parts: Iterable<LogPart>, source: string): { readonly common: number; readonly records: readonly LogRecord[] } {
  let common = 0;
  const records: LogRecord[] = [];
  for (const part of parts) {
    if (part.part === 'unreadable') throw new JournalError('corrupt', `${source}: ${part.message}`);
    if (part.part !== 'record') continue;
    if (records.length === 0 && connection.journal.read(common, 1)[0]?.record === part.text) {
      common += 1;
      continue;
    }
    const record = parseRecord(part.text);
    if (!record.ok) throw new JournalError('corrupt', `${source}: record ${common + records.length}: ${record.refusal.detail}`);
    records.push(record.value);
  }
  if (common === 0) {
    throw new JournalError('io', `${source} and ${connection.folder} have no record in common`,
      { hint: 'Give the log that this collective had before: its data folder, or a file that `export` wrote of it.' });
  }
  return { common, records };
}

/** A data folder has the erasable texts too that its records commit to. */
function bodiesOf(source: string): { readonly of: BodyOf; readonly close: () => void } {
  if (!hasJournal(source)) return { of: () => undefined, close: () => undefined };
  const journal = openSqliteJournal(source, 'read');
  return { of: (commitment) => journal.getBody(commitment), close: () => journal.close() };
}
