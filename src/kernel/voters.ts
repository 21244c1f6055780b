/**
 * Who may vote on a proposal, and of whom a majority is asked.
 *
 * A newcomer is who has been a member, or has had a key, for less time than the charter's `decide` lets a proposal be open. Newcomers don't
 * decide who runs the collective and whose key is whose: else whoever may admit members (as a rule the operator) could make some up and decide
 * by them. Until those count, there is time for a vote of the others. What binds newcomers too needs their part as well as that of the others.
 */
import { charterDefaults, type DecideRule, type RecoveryRule } from '../vocabulary/charter.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { OwnRuled } from './own-rules.ts';
import type { KernelState, Member } from './state.ts';

type Opened = Pick<Proposal, 'opened' | 'openedAt' | 'newcomerDays'>;

export function decideRule(state: KernelState): DecideRule {
  return state.charter?.decide ?? charterDefaults.decide;
}

/** Who belongs to a group of the charter; nobody, where there is none of that name: a proposal may say any. */
export function groupOf({ charter }: KernelState, name: string): readonly string[] {
  return Object.hasOwn(charter?.groups ?? {}, name) ? (charter?.groups?.[name] ?? []) : [];
}

export function recoveryRule(state: KernelState): RecoveryRule {
  return state.charter?.recovery ?? charterDefaults.recovery;
}

/** Members with a vote when it was proposed. */
export function membersAt(state: KernelState, { opened }: Opened): string[] {
  return [...state.members.values()].filter((member) => wasMember(member, opened) && member.voteless !== true).map(({ id }) => id);
}

/** The same without newcomers. */
export function settledMembers(state: KernelState, proposal: Opened): string[] {
  const everyone = membersAt(state, proposal);
  return state.newcomers.size === 0 ? everyone : everyone.filter((member) => !isNewcomer(state, proposal, member));
}

/** Whether who is a member now was one then. */
export function wasMember({ since, left, commons }: Member, record: number): boolean {
  return !commons && since <= record && (left === null || left > record);
}

/** How many of those who can vote have said so. */
export function countIn(voters: readonly string[], said: readonly string[]): number {
  const all = new Set(said);
  return voters.filter((member) => all.has(member)).length;
}

/** Whether the member may vote on what concerns the log and its keys. */
export function mayVote(state: KernelState, proposal: Opened, change: OwnRuled, member: string): boolean {
  if (state.members.get(member)?.voteless === true && change.change !== 'recover') return false;
  switch (change.change) {
    case 'recover': return member === change.member || vouchersOf(state, change.member, proposal).friends.includes(member);
    case 'operator': return !isNewcomer(state, proposal, member) || Object.values(state.policy?.runs ?? {}).includes(member);
    case 'policy': return !isNewcomer(state, proposal, member);
    case 'issue': {
      const issuers = state.charter?.rights.issue ?? [];
      return member !== change.to && !isNewcomer(state, proposal, member) && (issuers.length < 2 || issuers.includes(member));
    }
  }
}

/** Whether the member came too short a time before it was proposed. */
export function isNewcomer(state: KernelState, { openedAt, newcomerDays }: Opened, member: string): boolean {
  return isNewAt(state, member, openedAt, newcomerDays);
}

/**
 * Who can give the member a new key by what is proposed at that time, and how many of them it takes: as the member named them, else of
 * everyone else but newcomers. In a small house all of those are enough.
 */
export function vouchersOf(state: KernelState, member: string, { openedAt, newcomerDays }: Pick<Proposal, 'openedAt' | 'newcomerDays'>): { readonly friends: readonly string[]; readonly approvals: number } {
  const there = (other: string): boolean => state.members.get(other)?.left === null;
  const named = state.friends.get(member);
  if (named !== undefined) return { friends: named.friends.filter(there), approvals: named.approvals };
  const friends = [...state.members.values()].filter(({ id, commons, voteless }) => id !== member && !commons && voteless !== true && there(id) && !isNewAt(state, id, openedAt, newcomerDays)).map(({ id }) => id);
  return { friends, approvals: Math.min(recoveryRule(state).approvals, friends.length) };
}

function isNewAt(state: KernelState, member: string, at: Instant, days: number): boolean {
  const came = state.newcomers.get(member);
  return came !== undefined && at < came + days * dayMs;
}
