/** Proposals as people see them: the view's words with what the kernel says of those that are open. */
import { amendmentsTo, rivalsOf } from '../kernel/amendments.ts';
import { countAmendment, isAsked, isProcedural } from '../kernel/counting.ts';
import { isOwnRuled } from '../kernel/own-rules.ts';
import { mustAgree } from '../kernel/proposals.ts';
import type { KernelState } from '../kernel/state.ts';
import { tallyOf } from '../kernel/tally.ts';
import { mayVote } from '../kernel/voters.ts';
import { effectiveAt } from '../kernel/windows.ts';
import { readComment } from '../log/comment-words.ts';
import type { ProposalDetail, ProposalsShown } from '../views/deciding-shown.ts';
import { isAwaited } from '../views/awaited.ts';
import { mineShown, proposalDetail, proposalsOf, type Reckoned, type WordsOf } from '../views/proposal-shown.ts';
import type { View } from '../views/view.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';

/** @param member who looks, where that is known */
export function proposalsNow(view: View, state: Readonly<KernelState>, member?: string): ProposalsShown {
  return proposalsOf(view, reckoner(state), member);
}

/**
 * Undefined when there is none of this name, or it was decided too long ago.
 * @param bodyOf the erasable text under a commitment
 */
export function proposalNow(view: View, state: Readonly<KernelState>, id: string, bodyOf: (commitment: string) => string | undefined, member?: string): ProposalDetail | undefined {
  const wordsOf: WordsOf = (commitment, by) => {
    const words = readComment(bodyOf(commitment) ?? '');
    return words?.by === by ? words.text : undefined;
  };
  return proposalDetail(view, id, reckoner(state), wordsOf, member);
}

/** What was reckoned after so many records: nothing of it changes before the next one, and those who look are more than those who write. */
const reckonedLast = new WeakMap<Readonly<KernelState>, { readonly seq: number; readonly by: Map<string, Reckoned> }>();

function reckoner(state: Readonly<KernelState>): (id: string) => Reckoned | undefined {
  const last = reckonedLast.get(state);
  const by = last?.seq === state.seq ? last.by : new Map<string, Reckoned>();
  if (last?.by !== by) reckonedLast.set(state, { seq: state.seq, by });
  return (id) => {
    const proposal = state.proposals.get(id);
    if (proposal === undefined) return undefined;
    const known = by.get(id) ?? reckoned(state, proposal);
    by.set(id, known);
    return known;
  };
}

function reckoned(state: Readonly<KernelState>, proposal: Proposal): Reckoned {
  const { revision: { change, effective }, closes } = proposal;
  return {
    tally: tallyOf(state, proposal),
    // What is carried at the end is in force as of then, or of the next window.
    inForce: isProcedural(proposal) ? effectiveAt(state, change, effective, closes) : closes,
    isAsked: (member) => mayAnswer(state, proposal, member),
    amendment: (id) => {
      const amendment = amendmentsTo(state, proposal).find((each) => each.id === id);
      if (amendment === undefined || !isProcedural(proposal)) return { rivals: [], count: null };
      return { rivals: rivalsOf(state, amendment).map((rival) => rival.id), count: countAmendment(state, proposal, amendment) };
    },
  };
}

/** Whether a proposal waits for a member's own word; none does that isn't open. */
export function isAskedNow(view: View, state: Readonly<KernelState>, id: string, member: string, now: Instant): boolean {
  const proposal = state.proposals.get(id);
  const known = reckoner(state)(id);
  if (proposal === undefined || known === undefined) return false;
  const { topic, procedure, closes, waits, entrenched } = proposal;
  return isAwaited(view, { topic, decides: procedure?.rule ?? null, closes, waits, entrenched, mine: mineShown(proposal, known, member) }, member, now);
}

function mayAnswer(state: Readonly<KernelState>, proposal: Proposal, member: string): boolean {
  const { change } = proposal.revision;
  const known = state.members.get(member);
  if (known === undefined || known.left !== null || known.since > proposal.opened) return false;
  if (isProcedural(proposal)) return isAsked(state, proposal, member) || mustAgree(state, change).includes(member);
  return isOwnRuled(change) && mayVote(state, proposal, change, member);
}
