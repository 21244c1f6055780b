/** Applies facts of deciding together: proposals and their revisions, amendments, ballots, delegations, and the charter itself. */
import type { Amendment, Ballot, Fact, Proposal } from '../vocabulary/outcomes.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { SensingFact } from './apply-sensing.ts';
import type { StandingFact } from './apply-standing.ts';
import type { KernelState } from './state.ts';
import { remove, set, type Undo } from './undo.ts';

/** A member's delegation on every topic that they have none of its own for. */
export const anyTopic = '*';

/** Instants and records in an alarm's name: as many digits as a safe integer has, so that their order is that of the numbers. */
const placeDigits = 16;
const placesInAlarm = 3;

/** The proposal that an alarm was set for. */
export function proposalOfAlarm(id: string): string {
  return id.slice(placesInAlarm * (placeDigits + 1));
}

/** When its vote ended: at the record that decides it, or at its end, however late somebody was there to note that. */
export function voteEnded({ recordedAt }: Pick<KernelState, 'recordedAt'>, { closes }: Pick<Proposal, 'closes'>): Instant {
  return Math.min(recordedAt, closes);
}

type DecidingFact = Extract<Exclude<Fact, StandingFact | SensingFact>, { fact:
  | 'proposed' | 'balloted' | 'proposal.waits' | 'proposal.again' | 'decided' | 'amended' | 'amendment.closes' | 'amendment.decided' | 'revised' | 'delegated' | 'commented' | 'charter' | 'ratified' }>;

export function applyDeciding(state: KernelState, fact: DecidingFact, undo: Undo | null): void {
  switch (fact.fact) {
    case 'proposed': return proposalAt(state, fact.proposal, fact.proposal.closes, undo);
    case 'balloted': return balloted(state, fact.proposal, fact.member, { choice: fact.choice, ...(fact.reason === undefined ? {} : { reason: fact.reason }) }, undo);
    case 'proposal.waits': return proposalAt(state, { ...openProposal(state, fact.proposal), waits: fact.until, winner: fact.winner ?? null }, fact.until, undo);
    case 'proposal.again': {
      const proposal = openProposal(state, fact.proposal);
      invariant(proposal.entrenched !== null, 'only what is entrenched is voted on again');
      const entrenched = { ...proposal.entrenched, vote: fact.vote, begins: fact.begins };
      return proposalAt(state, { ...proposal, entrenched, closes: fact.closes, ballots: {}, unconfirmed: [] }, fact.closes, undo);
    }
    case 'decided':
      remove(state.comments, fact.proposal, undo);
      return remove(state.proposals, fact.proposal, undo);
    case 'amended': return amendmentAt(state, fact.amendment, undo);
    case 'amendment.closes': return amendmentAt(state, { ...openAmendment(state, fact.amendment), closes: fact.closes }, undo);
    case 'amendment.decided':
      remove(state.comments, fact.amendment, undo);
      return remove(state.amendments, fact.amendment, undo);
    case 'revised': return revised(state, fact, undo);
    case 'delegated': {
      const key = `${fact.member} ${fact.topic ?? anyTopic}`;
      return fact.to === null ? remove(state.delegations, key, undo) : set(state.delegations, key, fact.to, undo);
    }
    case 'commented': {
      const before = state.comments.get(fact.proposal) ?? {};
      return set(state.comments, fact.proposal, { ...before, [fact.by]: (before[fact.by] ?? 0) + 1 }, undo);
    }
    case 'charter': {
      const before = state.charter;
      undo?.push(() => { state.charter = before; });
      state.charter = fact.charter;
      return;
    }
    case 'ratified': return set(state.ratified, fact.agreement, state.seq, undo);
  }
}

/**
 * Proposals whose time comes at one instant follow in the order in which they were opened, or agreed to, also where several of them were noted
 * in one late record: not by a name that their proposer can choose.
 */
function proposalAt(state: KernelState, proposal: Proposal, at: Instant, undo: Undo | null): void {
  set(state.proposals, proposal.id, proposal, undo);
  const places = [voteEnded(state, proposal), state.seq, proposal.opened].map((place) => String(place).padStart(placeDigits, '0'));
  state.alarms.push({ at, kind: 'proposal', id: [...places, proposal.id].join(' '), of: proposal });
}

function amendmentAt(state: KernelState, amendment: Amendment, undo: Undo | null): void {
  set(state.amendments, amendment.id, amendment, undo);
  state.alarms.push({ at: amendment.closes, kind: 'amendment', id: amendment.id, of: amendment });
}

function balloted(state: KernelState, id: string, member: string, ballot: Ballot, undo: Undo | null): void {
  const amendment = state.amendments.get(id);
  if (amendment !== undefined) return set(state.amendments, id, { ...amendment, ballots: { ...amendment.ballots, [member]: ballot } }, undo);
  const proposal = openProposal(state, id);
  const unconfirmed = proposal.unconfirmed.filter((other) => other !== member);
  set(state.proposals, id, { ...proposal, ballots: { ...proposal.ballots, [member]: ballot }, unconfirmed }, undo);
}

/** Whoever agreed to what it was before has yet to agree to what it is now; whoever was against it still is. */
function revised(state: KernelState, fact: Fact & { fact: 'revised' }, undo: Undo | null): void {
  const proposal = openProposal(state, fact.proposal);
  const stays = Object.entries(proposal.ballots).filter(([, { choice }]) => choice === 'no' || choice === 'object' || choice === 'abstain');
  const gone = Object.keys(proposal.ballots).filter((member) => !stays.some(([other]) => other === member));
  const unconfirmed = [...new Set([...proposal.unconfirmed, ...gone])].sort();
  const after = { ...proposal, revision: fact.revision, ballots: Object.fromEntries(stays), unconfirmed, closes: fact.closes };
  proposalAt(state, after, fact.closes, undo);
}

function openProposal(state: KernelState, id: string): Proposal {
  const proposal = state.proposals.get(id);
  invariant(proposal !== undefined, `a proposal that isn't open was voted on: ${id}`);
  return proposal;
}

function openAmendment(state: KernelState, id: string): Amendment {
  const amendment = state.amendments.get(id);
  invariant(amendment !== undefined, `an amendment that isn't open was decided: ${id}`);
  return amendment;
}
