/**
 * What a node keeps on its disk beside the committed records, as changes that are folded: a change is durable before anything that follows
 * from it leaves the node.
 */
import { invariant } from '../../vocabulary/result.ts';

/** The first `size` records, by their RFC 6962 root in base64. */
export type Head = { readonly size: number; readonly root: string };

/** A node's word that it holds a head durably in a term; see {@link holdText}. */
export type Ack = { readonly node: string; readonly sig: string };

/** Enough nodes hold it: what this proves stays in the log for ever. */
export type HoldProof = { readonly term: number; readonly head: Head; readonly acks: readonly Ack[] };

/** A node's vote, with what it held when it voted; see {@link voteText}. */
export type Vote = { readonly node: string; readonly heldTerm: number; readonly committed: number; readonly head: Head; readonly sig: string };

/** How a writer came into its term. */
export type Election = {
  readonly term: number;
  readonly candidate: string;
  /** The sealed entry that proposes the candidate's keys, and its name (see kernel/proposals.ts). */
  readonly proposal: string;
  readonly id: string;
  /** The log's key that it brings: 32 bytes in base64. */
  readonly key: string;
  readonly votes: readonly Vote[];
};

/** A term with the head with which its writer began: whoever holds a chain in this term holds all of that. */
export type Tenure = { readonly term: number; readonly election: Election | null; readonly base: Head };

/** An entry that was handed to this node, and since when (ms) it has been waiting for its place in the log. */
export type Asked = { readonly id: string; readonly entry: string; readonly since: number };

export type Stored = {
  /** The highest term that this node has promised itself to, and the proposal that it voted for in it. */
  readonly term: number;
  readonly votedFor: string | null;
  /** The tenure in which it holds its tail; its term is at most `term`. */
  readonly tenure: Tenure;
  /** Records that are committed: they lie in the journal and never go. */
  readonly committed: number;
  /** Texts of the records after them. */
  readonly tail: readonly string[];
  /** The proof of each head that ends in a change of the policy, ascending: by these a node that was away learns whom to believe. */
  readonly turns: readonly HoldProof[];
  /** The newest proof; it may reach beyond what is committed here. */
  readonly latest: HoldProof | null;
  readonly asked: readonly Asked[];
};

export type Change =
  | { readonly change: 'stance'; readonly term: number; readonly votedFor: string | null }
  /** The tail is what it was before `from`, and then `records`; all at once. */
  | { readonly change: 'held'; readonly tenure: Tenure; readonly from: number; readonly records: readonly string[] }
  /** The first `size` records are committed. `turn`: the proof's head ends in a change of the policy. */
  | { readonly change: 'committed'; readonly size: number; readonly proof: HoldProof; readonly turn: boolean }
  | { readonly change: 'asked'; readonly asked: Asked }
  | { readonly change: 'settled'; readonly ids: readonly string[] };

/** @param committed records that were copied when the node began */
export function freshStored(committed: number, emptyRoot: string): Stored {
  return { term: 0, votedFor: null, tenure: { term: 0, election: null, base: { size: 0, root: emptyRoot } }, committed, tail: [], turns: [], latest: null, asked: [] };
}

export function applyChange(stored: Stored, change: Change): Stored {
  switch (change.change) {
    case 'stance':
      invariant(change.term > stored.term, 'a node votes once in a term, and its term only grows');
      return { ...stored, term: change.term, votedFor: change.votedFor };
    case 'held': {
      invariant(change.from >= stored.committed, 'a committed record never goes');
      invariant(change.tenure.term >= stored.tenure.term, 'a tail is held in a term that only grows');
      const tail = [...stored.tail.slice(0, change.from - stored.committed), ...change.records];
      const newer = change.tenure.term > stored.term;
      return { ...stored, ...(newer ? { term: change.tenure.term, votedFor: null } : {}), tenure: change.tenure, tail };
    }
    case 'committed': return withCommitted(stored, change);
    case 'asked': return { ...stored, asked: [...stored.asked.filter(({ id }) => id !== change.asked.id), change.asked] };
    case 'settled': return { ...stored, asked: stored.asked.filter(({ id }) => !change.ids.includes(id)) };
  }
}

function withCommitted(stored: Stored, { size, proof, turn }: Change & { change: 'committed' }): Stored {
  invariant(size >= stored.committed, 'a committed record never goes');
  invariant(size <= stored.committed + stored.tail.length, 'what is committed is held');
  const known = !turn || stored.turns.some(({ head }) => head.size === proof.head.size);
  const newer = stored.latest === null || proof.head.size > stored.latest.head.size;
  return {
    ...stored, committed: size, tail: stored.tail.slice(size - stored.committed),
    turns: known ? stored.turns : [...stored.turns, proof], latest: newer ? proof : stored.latest,
  };
}
