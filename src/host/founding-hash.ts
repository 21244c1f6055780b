/** What founders sign, reckoned anew from the log: a hash over each entry of the founding and the hash of those before it (kernel/founding.ts). */
import type { Journal } from '../journal/journal.ts';
import { canonicalHash } from '../log/canonical.ts';
import { parseRecord } from '../log/record.ts';
import type { EntryKind } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';

/** What they sign for: who is in, by which charter, and which agreements are in force from the beginning. */
const covered: readonly EntryKind[] = ['found', 'found.more', 'adopt'];

/** Records read at a time; a founding has a few. */
const recordsAtOnce = 100;

export type FoundingReckoned = {
  /** SHA-256 in hex. */
  readonly hash: string;
  /** Records that it covers, in order. */
  readonly records: readonly number[];
};

/** Ends with the first record of another kind that no founding has. */
export function reckonFounding(journal: Pick<Journal, 'read'>, hasher: Hasher): FoundingReckoned {
  let hash = '';
  const records: number[] = [];
  for (let from = 0, rows = journal.read(0, recordsAtOnce); rows.length > 0; rows = journal.read(from, recordsAtOnce)) {
    from += rows.length;
    for (const row of rows) {
      const record = parseRecord(row.record);
      if (!record.ok) return { hash, records };
      const { entry } = record.value;
      if (!inFounding.includes(entry.kind)) return { hash, records };
      const isDone = (JSON.parse(row.outcome) as Outcome).items[0]?.status === 'done';
      if (!isDone || !covered.includes(entry.kind)) continue;
      hash = canonicalHash(hasher, [hash, entry]);
      records.push(row.seq);
    }
  }
  return { hash, records };
}

/** What may be said before the last founder has signed (kernel/authority.ts). */
const inFounding: readonly EntryKind[] = [...covered, 'consent', 'attest', 'sign', 'digest'];
