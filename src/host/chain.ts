/** A collective's log as `log/nodes` asks for it. */
import { toBase64 } from '../log/bytes.ts';
import { canonicalHash } from '../log/canonical.ts';
import { leafHash } from '../log/merkle.ts';
import type { Chain, Replica } from '../log/nodes/replica.ts';
import { createTileBuilder } from '../log/tile-builder.ts';
import { charterDefaults } from '../vocabulary/charter.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Collective } from './collective.ts';
import type { PolicyTurns } from './policy-turns.ts';

export type CollectiveChain = Chain & Pick<Replica, 'appearMs' | 'proposed'>;

/** @param collective as it is now: a failure replaces it */
export function chainOf(collective: () => Collective, turns: PolicyTurns): CollectiveChain {
  const records = (from: number, to: number): readonly string[] => (to <= from ? [] : collective().journal.read(from, to - from).map(({ record }) => record));
  return {
    get size() { return collective().tree.size; },
    root: (size) => toBase64(collective().tree.root(size)),
    rootOver(from, added) {
      const { hasher, tree } = collective();
      const grown = createTileBuilder(hasher, { size: from, read: tree.tile });
      for (const record of added) grown.append(leafHash(hasher, record));
      return toBase64(grown.root());
    },
    records,
    consistency: (oldSize, newSize) => (oldSize === newSize ? [] : collective().tree.proofs().consistencyProof(oldSize, newSize).map(toBase64)),
    quorums(from, to) {
      turns.follow(collective());
      return turns.quorums(from, to);
    },
    nextTurn(from, to) {
      turns.follow(collective());
      return turns.nextTurn(from, to);
    },
    appearMs: () => appearMsOf(collective()),
    proposed(text) {
      const { entry } = JSON.parse(text) as SealedEntry;
      if (entry.kind !== 'propose' || entry.body.change.change !== 'operator') return undefined;
      const key = entry.body.change.keys.find(({ role }) => role === 'log');
      return key === undefined ? undefined : { id: canonicalHash(collective().hasher, entry), logKey: key.public_key };
    },
  };
}

/** Milliseconds within which an entry that was handed to a node must be in the log. */
export function appearMsOf({ state }: Collective): number {
  return (state.charter?.appear_s ?? charterDefaults.appear_s) * 1000;
}
