/**
 * Who may vote on a proposal, and of whom a majority is asked.
 *
 * A newcomer is who has been a member, or has had a key, for less time than a proposal is open. Newcomers don't decide who runs the collective
 * and whose key is whose: else whoever may admit members (as a rule the operator) could make some up and decide by them. Until those count,
 * there is time for a vote of the others. What binds newcomers too, an agreement, needs their part as well as that of the others.
 */
import { charterDefaults, type DecideRule, type RecoveryRule } from '../vocabulary/charter.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { KernelState } from './state.ts';

export function decideRule(state: KernelState): DecideRule {
  return state.charter?.decide ?? charterDefaults.decide;
}

export function recoveryRule(state: KernelState): RecoveryRule {
  return state.charter?.recovery ?? charterDefaults.recovery;
}

/** Each of them must agree by the charter's part: members when it was proposed, without newcomers; and for an agreement also with them. */
export function electorates(state: KernelState, proposal: Proposal): readonly (readonly string[])[] {
  const everyone = [...state.members.values()].filter(({ since }) => since <= proposal.opened).map(({ id }) => id);
  const others = everyone.filter((member) => !isNewcomer(state, proposal, member));
  return proposal.change.change === 'adopt' ? [others, everyone] : [others];
}

/** How many of those who can vote have said so. */
export function countIn(voters: readonly string[], said: readonly string[]): number {
  const all = new Set(said);
  return voters.filter((member) => all.has(member)).length;
}

export function mayVote(state: KernelState, proposal: Proposal, member: string): boolean {
  const { change } = proposal;
  switch (change.change) {
    case 'adopt': return true;
    case 'recover': return member === change.member || vouchersOf(state, change.member, openedAt(state, proposal)).friends.includes(member);
    case 'operator': return !isNewcomer(state, proposal, member) || Object.values(state.policy?.runs ?? {}).includes(member);
    case 'policy': return !isNewcomer(state, proposal, member);
    case 'issue': {
      const issuers = state.charter?.rights.issue ?? [];
      return member !== change.to && !isNewcomer(state, proposal, member) && (issuers.length < 2 || issuers.includes(member));
    }
  }
}

/** Whether the member came too short a time before it was proposed. */
export function isNewcomer(state: KernelState, proposal: Proposal, member: string): boolean {
  return isNewAt(state, member, openedAt(state, proposal));
}

/**
 * Who can give the member a new key by what is proposed at that time, and how many of them it takes: as the member named them, else of
 * everyone else but newcomers. In a small house all of those are enough.
 */
export function vouchersOf(state: KernelState, member: string, at: Instant): { readonly friends: readonly string[]; readonly approvals: number } {
  const named = state.friends.get(member);
  if (named !== undefined) return named;
  const friends = [...state.members.keys()].filter((other) => other !== member && !isNewAt(state, other, at));
  return { friends, approvals: Math.min(recoveryRule(state).approvals, friends.length) };
}

export function openedAt(state: KernelState, { closes }: Proposal): Instant {
  return closes - decideRule(state).days * dayMs;
}

function isNewAt(state: KernelState, member: string, at: Instant): boolean {
  const came = state.newcomers.get(member);
  return came !== undefined && at < came + decideRule(state).days * dayMs;
}
