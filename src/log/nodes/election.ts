/** Which votes make a writer, and what chain it must begin with. */
import type { SealVerifier } from '../../vocabulary/ports.ts';
import { standText, voteText, type Stand, type VoteCast } from './messages.ts';
import { areEnough, nodesOf, type Quorum } from './quorum.ts';
import type { Replica } from './replica.ts';
import type { Election } from './stored.ts';

type ElectionPorts = { readonly origin: string; readonly verifier: SealVerifier; readonly replica: Pick<Replica, 'proposed'> };

/** Why an election doesn't count, for whoever has to follow it; undefined when it does. */
export function electionFault({ origin, verifier, replica }: ElectionPorts, quorums: readonly (Quorum | null)[], election: Election): string | undefined {
  const { term, id, key, proposal, votes } = election;
  const proposed = replica.proposed(proposal);
  if (proposed?.id !== id || proposed.logKey !== key) return 'the election is about another proposal';
  const nodes = nodesOf(quorums);
  const valid = votes.filter((vote) => vote.heldTerm < term && verifier.verify(nodes.get(vote.node) ?? '', voteText(origin, term, id, vote), vote.sig));
  return areEnough(quorums, new Set(valid.map(({ node }) => node))) ? undefined : `the election of term ${term} lacks votes of a quorum`;
}

/** Whether a candidacy is signed by a node of these quorums. */
export function isCandidate({ origin, verifier }: Pick<ElectionPorts, 'origin' | 'verifier'>, quorums: readonly (Quorum | null)[], { term, candidate, id, sig }: Stand): boolean {
  return verifier.verify(nodesOf(quorums).get(candidate) ?? '', standText(origin, term, id), sig);
}

/** Whether a vote is a node's own, and its records are those that it signed for. `ownCommitted`: of whoever counts it. */
export function isVote(
  { origin, verifier, replica }: ElectionPorts & { readonly replica: Replica }, quorums: readonly (Quorum | null)[], ownCommitted: number, { term, id, vote, tail }: VoteCast,
): boolean {
  if (!verifier.verify(nodesOf(quorums).get(vote.node) ?? '', voteText(origin, term, id, vote), vote.sig)) return false;
  if (vote.committed > ownCommitted || vote.committed + tail.length !== vote.head.size || vote.heldTerm >= term) return false;
  const beyond = tailBeyond(replica, ownCommitted, vote.committed, tail);
  return beyond === undefined || replica.rootOver(ownCommitted, beyond) === vote.head.root;
}

/** What a voter held after the first `ownCommitted` records; undefined when it held others, or fewer. */
export function tailBeyond(replica: Replica, ownCommitted: number, committed: number, tail: readonly string[]): readonly string[] | undefined {
  const own = replica.records(committed, ownCommitted);
  return tail.length >= own.length && own.every((record, i) => record === tail[i]) ? tail.slice(own.length) : undefined;
}

/** A voter: in which term it held what after the candidate's committed records. */
export type Voter = { readonly name: string; readonly heldTerm: number; readonly tail: readonly string[] };

/**
 * The records, after those that the candidate knows to be committed, with which a new writer must begin: all that enough nodes may have
 * acked. Of the voters only those with the highest term count (in it lies whatever was acked before); of their chains every head that
 * the voters who hold it and all who didn't vote could have acked together. As long as the writer of that term gave everyone the same
 * chain, this is its longest. Undefined when it gave several of which more than one could have been acked: more votes are needed.
 * Leaves the replica at the answer.
 */
export function chooseBase(replica: Replica, committed: number, voters: readonly Voter[]): readonly string[] | undefined {
  const newest = Math.max(...voters.map(({ heldTerm }) => heldTerm));
  const voted = new Set(voters.map(({ name }) => name));
  const base: string[] = [];
  /** The largest size on the way that can have been committed: later heads were acked by the quorums from there on. */
  let acked = committed;
  let holders = voters.filter(({ heldTerm }) => heldTerm === newest);
  replica.rebase(committed, []);
  for (;;) {
    const next = new Set(holders.map(({ tail }) => tail[base.length]).filter((record) => record !== undefined));
    const possible: string[] = [];
    let longest: string | undefined;
    for (const record of next) {
      const place = committed + base.length;
      const with_ = holders.filter(({ tail }) => tail[base.length] === record);
      if (replica.rebase(place, [record]) !== undefined) continue;
      if (couldBeAcked(replica.quorums(acked, place + 1), voted, new Set(with_.map(({ name }) => name)))) possible.push(record);
      if (longest === undefined || lengthOf(with_) > lengthOf(holders.filter(({ tail }) => tail[base.length] === longest))) longest = record;
    }
    if (possible.length > 1) return undefined;
    const chosen = possible[0] ?? longest;
    if (chosen === undefined) return base;
    replica.rebase(committed + base.length, [chosen]);
    holders = holders.filter(({ tail }) => tail[base.length] === chosen);
    base.push(chosen);
    if (possible.length > 0) acked = committed + base.length;
  }
}

function lengthOf(voters: readonly Voter[]): number {
  return Math.max(...voters.map(({ tail }) => tail.length));
}

/** Whether those who hold it and all who didn't vote are enough: for old and new nodes, where a change of the policy lies in between. */
function couldBeAcked(quorums: readonly (Quorum | null)[], voted: ReadonlySet<string>, holders: ReadonlySet<string>): boolean {
  return areEnough(quorums, new Set([...nodesOf(quorums).keys()].filter((name) => holders.has(name) || !voted.has(name))));
}
