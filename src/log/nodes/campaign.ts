/**
 * How a node becomes the writer. It asks who would vote for it (nothing is promised yet); if enough would, it takes a higher term and stands;
 * with enough votes it begins with what its voters held, and puts into the log what was missing, its proposal, and its voters' yes.
 */
import type { Desk } from './desk.ts';
import { overdue } from './asked.ts';
import { chooseBase, isCandidate, isVote, tailBeyond, type Voter } from './election.ts';
import { standText, voteText, type Message, type Poll, type Stand, type VoteCast, type Willing } from './messages.ts';
import { areEnough, nodesOf } from './quorum.ts';
import type { Election, Head, Tenure, Vote } from './stored.ts';

/** Missing entries that a new writer puts in at once; the others follow as they come. */
const takeoverEntriesMax = 64;

/** Why a node would have another writer. */
export type Grievance =
  | { readonly is: 'missing'; readonly entry: string; readonly since: number }
  | { readonly is: 'silent' | 'stuck'; readonly since: number };

/**
 * Undefined when the writer does its work, or owes this node none. A writer that speaks and can't get anything committed has lost its nodes,
 * for instance to a later term that nobody won: it too would have another term then, perhaps its own.
 */
export function grievance(desk: Desk, now: number): Grievance | undefined {
  if (!desk.isNamed) return undefined;
  const appear = desk.ports.replica.appearMs();
  const [first] = overdue(desk, now);
  if (first !== undefined) return { is: 'missing', entry: first.entry, since: first.since };
  if (now - desk.heard > appear) return { is: 'silent', since: desk.heard };
  const { waitingSince } = desk;
  return waitingSince !== undefined && now - waitingSince > appear ? { is: 'stuck', since: waitingSince } : undefined;
}

type Running =
  | { readonly phase: 'polling'; readonly term: number; readonly willing: Set<string>; readonly until: number }
  | { readonly phase: 'standing'; readonly stand: Stand; readonly votes: Map<string, VoteCast>; readonly until: number };

export class Campaign {
  readonly #desk: Desk;
  #running: Running | undefined;
  /** The highest term heard of. */
  #seen = 0;
  #notBefore: number | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get phase(): 'none' | 'polling' | 'standing' {
    return this.#running?.phase ?? 'none';
  }

  tick(now: number): void {
    const reason = grievance(this.#desk, now);
    if (this.#running !== undefined && (now >= this.#running.until || reason === undefined)) this.#running = undefined;
    if (reason === undefined) this.#notBefore = undefined;
    if (reason === undefined || this.#running !== undefined || !this.#desk.ports.takeover) return;
    this.#notBefore ??= now + this.#delay();
    if (now >= this.#notBefore) this.begin(now);
  }

  /** Begins at once, as the node's owner may ask for. Nothing happens when the writer does its work. */
  begin(now: number): void {
    const desk = this.#desk;
    if (grievance(desk, now) === undefined) return;
    const term = Math.max(desk.stored.term, this.#seen) + 1;
    const appear = desk.ports.replica.appearMs();
    this.#notBefore = now + appear + this.#delay();
    this.#running = { phase: 'polling', term, willing: new Set([desk.ports.name]), until: now + appear };
    for (const peer of desk.peers()) desk.send(peer, { kind: 'poll', term, committed: desk.stored.committed });
    this.#stand(now);
  }

  onPoll({ term, committed }: Poll, now: number): Willing {
    return this.#willing(this.#wouldVote(term, committed, now));
  }

  onWilling(from: string, { node, term, committed, willing }: Willing, now: number): void {
    this.#seen = Math.max(this.#seen, term);
    if (committed > this.#desk.stored.committed) this.#desk.send(from, { kind: 'fetch', at: this.#desk.stored.committed });
    if (this.#running?.phase !== 'polling' || !willing || node !== from) return;
    this.#running.willing.add(node);
    this.#stand(now);
  }

  /** A vote is durable before it is given; whoever voted in a term votes the same again, and never otherwise. */
  onStand(stand: Stand, now: number): Message {
    const { ports: { replica }, stored } = this.#desk;
    const repeated = stand.term === stored.term && stand.id === stored.votedFor && stored.tenure.term < stand.term;
    if (!isCandidate(this.#desk.ports, this.#desk.quorums(), stand)) return this.#willing(false);
    if (!repeated) {
      if (!this.#wouldVote(stand.term, stand.committed, now)) return this.#willing(false);
      if (replica.judge(stand.proposal, now).is !== 'takes' || replica.proposed(stand.proposal)?.id !== stand.id) return this.#willing(false);
      this.#desk.persist({ change: 'stance', term: stand.term, votedFor: stand.id });
    }
    return this.#vote(stand);
  }

  onVote(cast: VoteCast, now: number): void {
    const running = this.#running;
    if (running?.phase !== 'standing' || cast.term !== running.stand.term || cast.id !== running.stand.id) return;
    const { ports, stored } = this.#desk;
    if (!isVote(ports, this.#desk.quorums(), stored.committed, cast)) return;
    running.votes.set(cast.vote.node, cast);
    this.#count(now);
  }

  #wouldVote(term: number, committed: number, now: number): boolean {
    const { stored } = this.#desk;
    return term > stored.term && committed >= stored.committed && grievance(this.#desk, now) !== undefined;
  }

  #willing(willing: boolean): Willing {
    const { term, committed } = this.#desk.stored;
    return { kind: 'willing', node: this.#desk.ports.name, term, committed, willing };
  }

  #stand(now: number): void {
    const desk = this.#desk;
    const running = this.#running;
    if (running?.phase !== 'polling' || !areEnough(desk.quorums(), running.willing)) return;
    const { term } = running;
    const { ports: { origin, name, sealer, replica, voice }, stored } = desk;
    if (term <= stored.term) return void (this.#running = undefined);
    const reason = grievance(desk, now);
    const proposal = voice.propose(term, reason?.is ?? 'silent');
    const id = replica.proposed(proposal)?.id;
    if (id === undefined || replica.judge(proposal, now).is !== 'takes') return void (this.#running = undefined);
    const stand: Stand = { kind: 'stand', term, candidate: name, committed: stored.committed, proposal, id, sig: sealer.sign(standText(origin, term, id)) };
    desk.persist({ change: 'stance', term, votedFor: id });
    this.#running = { phase: 'standing', stand, votes: new Map([[name, this.#vote(stand)]]), until: now + replica.appearMs() };
    for (const peer of desk.peers()) desk.send(peer, stand);
    this.#count(now);
  }

  #vote({ term, id }: Stand): VoteCast {
    const { size, stored, ports: { origin, name, sealer, replica, voice } } = this.#desk;
    const head: Head = { size, root: replica.root(size) };
    const said = { heldTerm: stored.tenure.term, committed: stored.committed, head };
    const vote: Vote = { node: name, ...said, sig: sealer.sign(voteText(origin, term, id, said)) };
    return { kind: 'vote', term, id, vote, ballot: voice.ballot(id), tail: stored.tail };
  }

  /** Takes the term, if the votes are enough for all quorums that count, the last being that of the chain to begin with. */
  #count(now: number): void {
    const desk = this.#desk;
    const running = this.#running;
    const { ports: { replica }, stored } = desk;
    if (running?.phase !== 'standing' || !areEnough(desk.quorums(), new Set(running.votes.keys()))) return;
    const { stand, votes } = running;
    const tenure = stand.term === stored.term && stand.id === stored.votedFor ? this.#compose(stand, votes, now) : undefined;
    if (tenure === undefined) {
      replica.rebase(stored.committed, stored.tail);
      return;
    }
    desk.persist({ change: 'held', tenure, from: stored.committed, records: replica.records(stored.committed, replica.size) });
    desk.won(tenure);
    this.#running = undefined;
    this.#notBefore = undefined;
  }

  #compose(stand: Stand, votes: ReadonlyMap<string, VoteCast>, now: number): Tenure | undefined {
    const { ports: { replica }, stored } = this.#desk;
    if (chooseBase(replica, stored.committed, this.#voters(votes)) === undefined) return undefined;
    const { proposal, id, term, candidate } = stand;
    const ballots = [...votes.values()].map(({ ballot }) => ballot);
    for (const entry of [...stored.asked.slice(0, takeoverEntriesMax).map((asked) => asked.entry), proposal, ...ballots]) replica.write(entry, now);
    if (!areEnough(replica.quorums(stored.committed, replica.size), new Set(votes.keys()))) return undefined;
    const key = replica.proposed(proposal)?.logKey;
    if (key === undefined || !replica.logKeys().includes(key)) return undefined;
    const election: Election = { term, candidate, proposal, id, key, votes: [...votes.values()].map(({ vote }) => vote) };
    return { term, election, base: { size: replica.size, root: replica.root(replica.size) } };
  }

  #voters(votes: ReadonlyMap<string, VoteCast>): Voter[] {
    const { ports: { replica }, stored } = this.#desk;
    return [...votes.values()].map(({ vote, tail }) => ({
      name: vote.node, heldTerm: vote.heldTerm, tail: tailBeyond(replica, stored.committed, vote.committed, tail) ?? [],
    }));
  }

  /** The first in the policy's order goes first; chance parts those who would stand together again and again. */
  #delay(): number {
    const { ports: { name, replica, random } } = this.#desk;
    const rank = Math.max(0, [...nodesOf(this.#desk.quorums()).keys()].indexOf(name));
    return Math.floor(replica.appearMs() * (rank / 4 + random() / 2));
  }
}
