/**
 * Witnessing a log that is fetched, for machines that nobody can ask (behind a router, a laptop): the newest signed head is read from the
 * collective, proved from its tiles to go on from what was cosigned last, and the cosignature is handed in.
 */
import { checkpointIn, type Checkpoint } from '../log/checkpoint.ts';
import { formatAddCheckpoint } from '../log/witness.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogClient } from './log-client.ts';
import { consistencyFrom } from './log-records.ts';
import type { Witness } from './witness.ts';

export type Witnessed =
  | { readonly did: 'cosigned'; readonly size: number }
  /** Nothing is signed there yet. */
  | { readonly did: 'nothing' }
  /** In words: what the witness said to the head that is shown. */
  | { readonly did: 'refused'; readonly size: number; readonly status: number; readonly says: string };

/**
 * One round.
 * @throws LogClientError, TileError (the tiles don't belong to the head), JournalError (the head can't be stored)
 */
export async function witnessOnce(client: LogClient, witness: Witness, hasher: Hasher, vkeys: readonly string[]): Promise<Witnessed> {
  const note = await client.pending();
  const head = note === undefined ? undefined : headOf(note);
  if (note === undefined || head === undefined) return { did: 'nothing' };
  const held = headOf(witness.newest(head.origin) ?? '')?.size ?? 0;
  const proof = await consistencyFrom(client, hasher, held, head);
  const answer = witness.add(formatAddCheckpoint({ oldSize: held, proof, checkpoint: note }));
  if (answer.status !== 200) return { did: 'refused', size: head.size, status: answer.status, says: answer.body.trim() };
  // Named with its keys it counts as a volunteer where the policy doesn't know it.
  await client.cosign(`${vkeys.map((vkey) => `cosigner ${vkey}\n`).join('')}\n${answer.body}`);
  return { did: 'cosigned', size: head.size };
}

function headOf(note: string): Checkpoint | undefined {
  const checkpoint = checkpointIn(note);
  return checkpoint.ok ? checkpoint.value : undefined;
}
