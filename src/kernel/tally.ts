/** What an open proposal still lacks, for people to see. Whether it is carried is decided in proposals.ts alone. */
import { needed } from '../decisions/yes-no.ts';
import type { Counted, Proposal } from '../vocabulary/outcomes.ts';
import { countProposal, bodiesOf, isProcedural, outlookOf, viaIn, yesAndNo, type Outlook } from './counting.ts';
import { isOwnRuled, saying } from './own-rules.ts';
import { hasAgreed, mustAgree } from './proposals.ts';
import type { KernelState } from './state.ts';
import { countIn, decideRule, mayVote, settledMembers, vouchersOf } from './voters.ts';

export type Tally = {
  readonly yes: number;
  readonly no: number;
  /** Whose yes could count. */
  readonly of: number;
  /** How many have yet to say yes; 0 when it has been agreed to; null where that isn't what it is counted by. */
  readonly needed: number | null;
  /** Those without whose yes it can't be carried, and who haven't said it. */
  readonly mustAgree: readonly string[];
  /** Who alone may vote; null: every member of that time. */
  readonly voters: readonly string[] | null;
  /** Members who may carry it without the others, when enough of them agree: they run the policy's witnesses. */
  readonly orWitnesses: readonly string[];
  /** As it would be counted now, with its working; null for what concerns the log and its keys. */
  readonly count: Counted | null;
  readonly outlook: Outlook;
  /** Member → through whom their vote would come. */
  readonly via: { readonly [member: string]: readonly string[] };
};

export function tallyOf(state: KernelState, proposal: Proposal): Tally {
  return isProcedural(proposal) ? proceduralTally(state, proposal) : ownTally(state, proposal);
}

function proceduralTally(state: KernelState, proposal: Proposal & { readonly procedure: NonNullable<Proposal['procedure']> }): Tally {
  const { yes, no, voters } = yesAndNo(state, proposal, proposal.ballots);
  const lacking = mustAgree(state, proposal.revision.change).filter((member) => !hasAgreed(proposal, member));
  const { waits, procedure } = proposal;
  return {
    yes, no, of: voters, needed: waits === null ? neededYes(state, proposal, lacking.length) : 0, mustAgree: lacking, voters: procedure.voters, orWitnesses: [],
    count: countProposal(state, proposal), outlook: waits === null ? outlookOf(state, proposal) : 'passes', via: viaIn(state, proposal),
  };
}

/** By rules that count parts of all who may vote: how many more it takes at the least, in the body that lacks the most. */
function neededYes(state: KernelState, proposal: Proposal & { readonly procedure: NonNullable<Proposal['procedure']> }, lacking: number): number | null {
  const { rule } = proposal.procedure;
  if (rule.rule !== 'threshold' && rule.rule !== 'unanimous') return null;
  const via = viaIn(state, proposal);
  const agrees = (member: string): boolean => hasAgreed(proposal, via[member]?.at(-1) ?? member);
  const most = bodiesOf(state, proposal).map(({ all }) => (rule.rule === 'unanimous' ? all.length : needed(rule.yes, all.length)) - all.filter(agrees).length);
  return Math.max(0, lacking, ...most);
}

function ownTally(state: KernelState, proposal: Proposal): Tally {
  const { revision: { change }, waits } = proposal;
  const [yes, no] = [saying(proposal, 'yes'), saying(proposal, 'no')];
  const every: Tally = { yes: yes.length, no: no.length, of: 0, needed: 0, mustAgree: [], voters: null, orWitnesses: [], count: null, outlook: waits === null ? 'open' : 'passes', via: {} };
  if (!isOwnRuled(change)) return every;
  if (change.change === 'recover') {
    const { friends, approvals } = vouchersOf(state, change.member, proposal);
    const given = countIn(friends, yes);
    return { ...every, yes: given, of: friends.length, needed: waits === null ? approvals - given : 0, voters: state.friends.has(change.member) ? friends : null };
  }
  const voters = settledMembers(state, proposal);
  if (change.change === 'issue') {
    const issuers = state.charter?.rights.issue ?? [];
    const seconds = issuers.filter((member) => member !== proposal.by && mayVote(state, proposal, change, member));
    return { ...every, of: issuers.length < 2 ? voters.length : seconds.length, needed: 1, voters: issuers.length < 2 ? null : seconds };
  }
  const lacks = needed({ more_than: decideRule(state).more_than }, voters.length) - countIn(voters, yes);
  return { ...every, yes: countIn(voters, yes), of: voters.length, needed: lacks, orWitnesses: change.change === 'operator' ? [...new Set(Object.values(state.policy?.runs ?? {}))] : [] };
}
