/** What an open proposal still lacks, for people to see. Whether it is carried is decided in proposals.ts alone. */
import type { Proposal } from '../vocabulary/outcomes.ts';
import { newParties } from './proposals.ts';
import type { KernelState } from './state.ts';
import { countIn, decideRule, electorates, mayVote, openedAt, vouchersOf } from './voters.ts';

export type Tally = {
  readonly yes: number;
  readonly no: number;
  /** Whose yes could count. */
  readonly of: number;
  /** How many have yet to say yes; 0 when it has been agreed to. */
  readonly needed: number;
  /** Those without whose yes it can't be carried, and who haven't said it. */
  readonly mustAgree: readonly string[];
  /** Who alone may vote; null: every member of that time. */
  readonly voters: readonly string[] | null;
  /** Members who may carry it without the others, when enough of them agree: they run the policy's witnesses. */
  readonly orWitnesses: readonly string[];
};

export function tallyOf(state: KernelState, proposal: Proposal): Tally {
  const { change, ballots, waits } = proposal;
  const said = (choice: 'yes' | 'no'): string[] => Object.keys(ballots).filter((member) => ballots[member] === choice);
  const [yes, no] = [said('yes'), said('no')];
  const every: Tally = { yes: yes.length, no: no.length, of: 0, needed: 0, mustAgree: [], voters: null, orWitnesses: [] };
  if (change.change === 'recover') {
    const { friends, approvals } = vouchersOf(state, change.member, openedAt(state, proposal));
    const given = countIn(friends, yes);
    return { ...every, yes: given, of: friends.length, needed: waits === null ? approvals - given : 0, voters: state.friends.has(change.member) ? friends : null };
  }
  const asked = electorates(state, proposal);
  const voters = asked.at(-1) ?? [];
  if (change.change === 'issue') {
    const issuers = state.charter?.rights.issue ?? [];
    const seconds = issuers.filter((member) => member !== proposal.by && mayVote(state, proposal, member));
    return { ...every, of: issuers.length < 2 ? voters.length : seconds.length, needed: 1, voters: issuers.length < 2 ? null : seconds };
  }
  const mustAgree = change.change === 'adopt' ? newParties(state, change).filter((party) => !yes.includes(party)) : [];
  const { numerator, denominator } = decideRule(state).more_than;
  // The fewest that are more than the part: the next whole number above it.
  const lacking = asked.map((each) => Math.floor((each.length * numerator) / denominator) + 1 - countIn(each, yes));
  return {
    ...every, yes: countIn(voters, yes), of: voters.length, mustAgree: [...new Set(mustAgree)], needed: Math.max(...lacking, new Set(mustAgree).size),
    orWitnesses: change.change === 'operator' ? [...new Set(Object.values(state.policy?.runs ?? {}))] : [],
  };
}
