/**
 * What concerns the log and its keys has rules of its own, which no charter can change but for how many it takes:
 *
 * | change | who must say yes |
 * | --- | --- |
 * | operator | more than the charter's part of the members, or members who run enough of the adopted policy's nodes: they fulfil it, and are more than half |
 * | policy | more than the charter's part of the members |
 * | recover | as many friends as the member named (or the charter, of the other members); then time passes in which its owner can stop it |
 * | issue | a second person besides the one who proposes it |
 */
import type { Change, ChangeKind } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { Proposal, WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Outlook } from './counting.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { countIn, decideRule, mayVote, membersAt, settledMembers, vouchersOf } from './voters.ts';

const ownRules = ['operator', 'policy', 'recover', 'issue'] as const satisfies readonly ChangeKind[];

export type OwnRuled = Extract<Change, { change: (typeof ownRules)[number] }>;

export function isOwnRuled(change: Change): change is OwnRuled {
  return (ownRules as readonly string[]).includes(change.change);
}

/** Whether it has been agreed to, can still be, or can't any more. */
export function ownOutlook(state: KernelState, policies: PolicyReader, proposal: Proposal): Outlook {
  if (isCarried(state, policies, proposal)) return 'passes';
  return isLost(state, proposal) ? 'lost' : 'open';
}

export function isCarried(state: KernelState, policies: PolicyReader, proposal: Proposal): boolean {
  const change = proposal.revision.change as OwnRuled;
  const yes = saying(proposal, 'yes');
  switch (change.change) {
    case 'recover': {
      const { friends, approvals } = vouchersOf(state, change.member, proposal);
      return countIn(friends, yes) >= approvals;
    }
    case 'issue': return yes.some((member) => member !== proposal.by && mayVote(state, proposal, change, member));
    case 'operator': return isMajority(state, proposal, yes) || nodesAgree(state, policies, yes);
    case 'policy': return isMajority(state, proposal, yes);
  }
}

/** Members who run nodes hold the log, and may hand it to another writer when enough of them agree. */
function nodesAgree({ policy }: KernelState, policies: PolicyReader, yes: readonly string[]): boolean {
  return policy !== null && areEnoughNodes(policy, policies, new Set(Object.keys(policy.runs).filter((name) => yes.includes(policy.runs[name] ?? ''))));
}

/**
 * Whether these nodes (witnesses that the policy says who runs) are enough to commit the log or to hand it on: they fulfil the policy by
 * themselves, and are more than half of all nodes, so that any two such sets have a node in common.
 */
export function areEnoughNodes({ text, runs }: WitnessPolicy, policies: PolicyReader, names: ReadonlySet<string>): boolean {
  const nodes = Object.keys(runs);
  const standing = nodes.filter((name) => names.has(name));
  return 2 * standing.length > nodes.length && policies.fulfilled(text, new Set(standing));
}

/** More than the charter's part of those who aren't newcomers. */
export function isMajority(state: KernelState, proposal: Proposal, yes: readonly string[]): boolean {
  const { numerator, denominator } = decideRule(state).more_than;
  const voters = settledMembers(state, proposal);
  return countIn(voters, yes) * denominator > voters.length * numerator;
}

/** Whether so many have said no that there can't be enough any more. */
function isLost(state: KernelState, proposal: Proposal): boolean {
  const { change } = proposal.revision;
  if (change.change === 'issue') return false;
  const noes = saying(proposal, 'no');
  if (change.change === 'recover') {
    const { friends, approvals } = vouchersOf(state, change.member, proposal);
    return friends.length - countIn(friends, noes) < approvals;
  }
  const refused = new Set(noes);
  return !isMajority(state, proposal, membersAt(state, proposal).filter((member) => !refused.has(member)));
}

export function saying({ ballots }: Pick<Proposal, 'ballots'>, choice: Choice): string[] {
  return Object.keys(ballots).filter((member) => ballots[member]?.choice === choice);
}

/** Who can give the member a new key, and how many of them it takes. */
export function nameFriends(turn: Turn, entry: Entry & { kind: 'friends' }): Refusal | null {
  const { friends, approvals } = entry.body;
  if (new Set(friends).size !== friends.length || friends.includes(entry.by)) return no('invalid_value', 'friends are other members, each named once');
  for (const friend of friends) if (turn.state.members.get(friend)?.commons !== false) return no('unknown_member', `there is no member ${friend}`);
  if (!Number.isSafeInteger(approvals) || approvals < 1 || approvals > friends.length) return no('invalid_value', `approvals must be 1 to the number of friends (${friends.length})`);
  turn.emit({ fact: 'friends', member: entry.by, friends: [...friends].sort(), approvals });
  return null;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
