/** Committed records for one who lacks them, with the proof that they are. */
import { upToMessage, type Catchup } from './messages.ts';
import type { Chain } from './replica.ts';
import type { HoldProof } from './stored.ts';

/** What is known to be committed, and by which proofs. */
export type Proven = { readonly committed: number; readonly turns: readonly HoldProof[]; readonly latest: HoldProof | null };

/**
 * The proof that a node with `at` committed records can check: up to the next change of the policy it knows whom to believe.
 * Undefined when it lacks nothing that is proven; what a writer committed alone, before there were nodes, is proven by the next proof only.
 */
export function proofFor({ turns, latest }: Proven, at: number): HoldProof | undefined {
  return [...turns, ...(latest === null ? [] : [latest])].find(({ head, acks }) => head.size > at && acks.length > 0);
}

/** As many records from `at` on as one message carries; undefined when none of them is proven. */
export function catchupFrom(chain: Chain, proven: Proven, at: number): Catchup | undefined {
  const proof = proofFor(proven, at);
  if (proof === undefined || proof.head.size > proven.committed) return undefined;
  const records = upToMessage(chain.records(at, proof.head.size));
  return { kind: 'catchup', at, records, consistency: chain.consistency(at + records.length, proof.head.size), proof };
}
