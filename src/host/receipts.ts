/** Receipts: a record with the proof that it is in the log, in one file that can be checked offline. */
import type { Journal } from '../journal/journal.ts';
import { formatProof } from '../log/proof.ts';
import { checkpointIn } from '../log/checkpoint.ts';
import { invariant, ok, refuse, type Result } from '../vocabulary/result.ts';
import type { Collective } from './collective.ts';
import type { LogTree } from './log-tree.ts';
import type { Publisher } from './publisher.ts';

/** How long whoever asks waits for a head with the record in it. */
const waitMaxMs = 10_000;

/** Refuses with `invalid_value` for a record that there isn't, with `busy` as long as no head with it is shown. */
export async function receiptOf(collective: () => Collective, publisher: Publisher | undefined, seq: number): Promise<Result<string>> {
  const { size } = collective().tree;
  if (seq >= size) return refuse('invalid_value', `there is no record ${seq}: the log has ${size}`);
  if (publisher === undefined) return refuse('busy', 'no heads are signed here');
  const checkpoint = await publisher.reaches(seq + 1, AbortSignal.timeout(waitMaxMs));
  if (checkpoint === undefined) return refuse('busy', `no head with record ${seq} is shown yet: ${publisher.standing().waiting ?? 'it is on its way'}`);
  return ok(makeReceipt(collective(), seq, checkpoint));
}

/** @param checkpoint a signed head with the record in it; the record itself goes along, so that one file is enough */
export function makeReceipt({ tree, journal }: { readonly tree: Pick<LogTree, 'proofs'>; readonly journal: Pick<Journal, 'read'> }, seq: number, checkpoint: string): string {
  const head = checkpointIn(checkpoint);
  const [row] = journal.read(seq, 1);
  invariant(head.ok && row !== undefined && head.value.size > seq, 'a receipt is made of a record that its head covers');
  return formatProof({ index: seq, hashes: tree.proofs().inclusionProof(seq, head.value.size), checkpoint, extra: new TextEncoder().encode(row.record) });
}
