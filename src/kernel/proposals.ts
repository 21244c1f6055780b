/**
 * What members decide on together: a proposal is opened by one of them, voted on by the others, and done in the very record in which enough
 * have said yes. Who is enough depends on the matter:
 *
 * | change | who must say yes |
 * | --- | --- |
 * | operator | more than the charter's part of the members, or members who run enough of the adopted policy's nodes: they fulfil it, and are more than half |
 * | policy | more than the charter's part of the members |
 * | adopt | the same, and of members and newcomers together; with them every party that a subcontract newly names |
 * | recover | as many friends as the member named (or the charter, of the other members); then time passes in which its owner can stop it |
 * | issue | a second person besides the one who proposes it |
 *
 * Newcomers vote on agreements only, and aren't counted in anything else: voters.ts says why.
 */
import type { Change } from '../vocabulary/changes.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Proposal, ProposalEnd, WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { adoptTogether, readAdoption, type AdoptionPorts } from './adoption.ts';
import { issueChecked } from './founding.ts';
import { grantKeys, keyRefusal, revokeKeys } from './keys.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { countIn, decideRule, electorates, isNewcomer, mayVote, openedAt, recoveryRule, vouchersOf } from './voters.ts';

/** Proposals open at a time: far above what people could follow, so that nobody fills the state. Beyond it everyone still has one. */
export const proposalsMax = 1000;
/** Of one proposer: few enough that nobody keeps the others from proposing. */
export const proposalsEachMax = 10;

export type ProposalPorts = AdoptionPorts & {
  readonly policies: PolicyReader;
  /** SHA-256 in hex of the canonical JSON of a value. */
  readonly digestOf: (value: unknown) => string;
};

/** Witnesses of a policy: a head has at most a hundred signatures (log/note.ts), with the log's own and those of volunteers. */
export const witnessesMax = 64;

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

/** Opens a proposal; whoever makes it says yes to it thereby. */
export function propose(turn: Turn, ports: ProposalPorts, entry: EntryOf<'propose'>): Refusal | null {
  const { state } = turn;
  const { change, reason } = entry.body;
  const wrong = crowdRefusal(state, entry.by) ?? changeRefusal(state, ports, change);
  if (wrong !== null) return wrong;
  const id = ports.digestOf(entry);
  const closes = state.recordedAt + decideRule(state).days * dayMs;
  turn.emit({ fact: 'proposed', proposal: { id, by: entry.by, change, reason, opened: state.seq, closes, ballots: {}, waits: null } });
  if (state.members.has(entry.by)) turn.emit({ fact: 'balloted', proposal: id, member: entry.by, choice: 'yes' });
  tell(turn, change, entry.by, id);
  return conclude(turn, ports, id);
}

/** A member's yes or no; it may be changed as long as the proposal is open. */
export function ballot(turn: Turn, ports: ProposalPorts, entry: EntryOf<'ballot'>): Refusal | null {
  const { proposal: id, choice } = entry.body;
  const { state } = turn;
  const proposal = state.proposals.get(id);
  if (proposal === undefined) return no('unknown_proposal', `no proposal ${id} is open`);
  const member = state.members.get(entry.by);
  if (member === undefined) return no('unknown_member', `there is no member ${entry.by}`);
  if (member.since > proposal.opened) return no('not_permitted', `${entry.by} became a member after this was proposed`);
  if (!mayVote(state, proposal, entry.by)) return no('not_permitted', `this isn't for ${entry.by} to decide${isNewcomer(state, proposal, entry.by) ? `, who came less than ${decideRule(state).days} days before it was proposed` : ''}`);
  turn.emit({ fact: 'balloted', proposal: id, member: entry.by, choice });
  const { change } = proposal;
  // Whose key it is needs no majority to keep it: a no stops the recovery at once.
  if (change.change === 'recover' && change.member === entry.by && choice === 'no') return end(turn, id, 'stopped');
  return conclude(turn, ports, id);
}

/** A proposal's time has come: what was agreed to, and still is after it waited, is done; the rest is over. */
export function proposalDue(turn: Turn, ports: ProposalPorts, id: string): void {
  const proposal = turn.state.proposals.get(id);
  if (proposal === undefined) return;
  if (proposal.waits === null) end(turn, id, 'expired');
  else if (isCarried(turn.state, ports.policies, proposal)) carry(turn, ports, proposal);
  else end(turn, id, 'rejected');
}

export function nameFriends(turn: Turn, entry: EntryOf<'friends'>): Refusal | null {
  const { friends, approvals } = entry.body;
  if (new Set(friends).size !== friends.length || friends.includes(entry.by)) return no('invalid_value', 'friends are other members, each named once');
  for (const friend of friends) if (!turn.state.members.has(friend)) return no('unknown_member', `there is no member ${friend}`);
  if (!Number.isSafeInteger(approvals) || approvals < 1 || approvals > friends.length) return no('invalid_value', `approvals must be 1 to the number of friends (${friends.length})`);
  turn.emit({ fact: 'friends', member: entry.by, friends: [...friends].sort(), approvals });
  return null;
}

function crowdRefusal({ proposals }: KernelState, by: string): Refusal | null {
  const own = [...proposals.values()].filter((proposal) => proposal.by === by).length;
  if (own >= proposalsEachMax) return no('limit_reached', `${by} has ${own} open proposals, and at most ${proposalsEachMax} are open of one at a time`);
  return own > 0 && proposals.size >= proposalsMax ? no('limit_reached', `at most ${proposalsMax} proposals are open at a time, but for one of each`) : null;
}

/** What is refused before anyone votes on it. */
function changeRefusal(state: KernelState, ports: ProposalPorts, change: Change): Refusal | null {
  switch (change.change) {
    case 'operator': {
      const wrong = change.keys.find((key) => !['operator', 'log', 'gateway'].includes(key.role));
      if (wrong !== undefined) return no('invalid_value', `the key ${wrong.id} is a ${wrong.role}'s: an operator brings keys of operator, log and gateway`);
      for (const role of ['operator', 'log'] as const) if (!change.keys.some((key) => key.role === role)) return no('missing_value', `an operator needs a key of role ${role}`);
      return keysRefusal(state, change.keys);
    }
    case 'policy': return policyRefusal(state, ports, change);
    case 'recover': {
      if (!state.members.has(change.member)) return no('unknown_member', `there is no member ${change.member}`);
      if (change.key.role !== 'member' || change.key.owner !== change.member) return no('invalid_value', `the key ${change.key.id} does not speak for ${change.member}`);
      if (vouchersOf(state, change.member, state.recordedAt).friends.length === 0) return no('not_permitted', `${change.member} has nobody who could vouch`);
      return keysRefusal(state, [change.key]);
    }
    case 'adopt': {
      const read = readAdoption(state, ports.runner, change);
      return read.ok ? null : read.refusal;
    }
    case 'issue': return null;
  }
}

function keysRefusal(state: KernelState, keys: readonly KeyGrant[]): Refusal | null {
  return keys.map((key) => keyRefusal(state, key)).find((refusal) => refusal !== null) ?? null;
}

function policyRefusal(state: KernelState, ports: ProposalPorts, { policy, runs }: Change & { change: 'policy' }): Refusal | null {
  const witnesses = ports.policies.witnesses(policy);
  if (!witnesses.ok) return witnesses.refusal;
  if (Object.keys(witnesses.value).length > witnessesMax) return no('limit_reached', `a policy names at most ${witnessesMax} witnesses`);
  for (const [name, publicKey] of Object.entries(witnesses.value)) {
    const taken = state.publicKeys.get(publicKey);
    if (taken !== undefined) return no('already_known_key', `the key of witness ${name} is the key ${taken}: a witness needs one of its own`);
  }
  if (new Set(Object.values(witnesses.value)).size !== Object.keys(witnesses.value).length) return no('already_known_key', 'two witnesses have the same key');
  for (const [name, member] of Object.entries(runs)) {
    if (!Object.hasOwn(witnesses.value, name)) return no('unknown_value', `the policy has no witness ${name}`);
    if (!state.members.has(member)) return no('unknown_member', `witness ${name}: there is no member ${member}`);
  }
  return null;
}

/** Ends the proposal when enough have said yes, or so many no that there can't be enough. */
function conclude(turn: Turn, ports: ProposalPorts, id: string): Refusal | null {
  const { state } = turn;
  const proposal = state.proposals.get(id);
  if (proposal === undefined || proposal.waits !== null) return null;
  if (isCarried(state, ports.policies, proposal)) {
    if (proposal.change.change !== 'recover') return carry(turn, ports, proposal);
    turn.emit({ fact: 'proposal.waits', proposal: id, until: state.recordedAt + recoveryRule(state).wait_hours * hourMs });
    return null;
  }
  return isLost(state, proposal) ? end(turn, id, 'rejected') : null;
}

function carry(turn: Turn, ports: ProposalPorts, proposal: Proposal): null {
  const point = turn.savepoint();
  const refusal = turn.onItsOwn(() => perform(turn, ports, proposal));
  if (refusal === null) return end(turn, proposal.id, 'carried');
  turn.rollback(point);
  turn.emit({ fact: 'decided', proposal: proposal.id, how: 'failed', code: refusal.code });
  return null;
}

function end(turn: Turn, id: string, how: ProposalEnd): null {
  turn.onItsOwn(() => turn.emit({ fact: 'decided', proposal: id, how }));
  return null;
}

function perform(turn: Turn, ports: ProposalPorts, { change, by }: Proposal): Refusal | null {
  const { state } = turn;
  switch (change.change) {
    case 'operator':
      revokeKeys(turn, ({ role }) => role === 'operator' || role === 'log' || role === 'gateway');
      return grantKeys(turn, change.keys);
    case 'policy': {
      const refusal = policyRefusal(state, ports, change);
      const witnesses = ports.policies.witnesses(change.policy);
      if (refusal !== null || !witnesses.ok) return refusal;
      turn.emit({ fact: 'policy', policy: { text: change.policy, witnesses: witnesses.value, runs: change.runs } });
      return null;
    }
    case 'adopt': return adoptTogether(turn, ports, change);
    case 'recover':
      revokeKeys(turn, ({ role, owner }) => role === 'member' && owner === change.member);
      return grantKeys(turn, [change.key]);
    case 'issue': return issueChecked(turn, change, by, `proposal-${state.seq}`);
  }
}

function isCarried(state: KernelState, policies: PolicyReader, proposal: Proposal): boolean {
  const { change } = proposal;
  const yes = Object.keys(proposal.ballots).filter((member) => proposal.ballots[member] === 'yes');
  switch (change.change) {
    case 'recover': {
      const { friends, approvals } = vouchersOf(state, change.member, openedAt(state, proposal));
      return countIn(friends, yes) >= approvals;
    }
    case 'issue': return yes.some((member) => member !== proposal.by && mayVote(state, proposal, member));
    case 'adopt': return newParties(state, change).every((party) => yes.includes(party)) && isMajority(state, proposal, yes);
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

function isMajority(state: KernelState, proposal: Proposal, yes: readonly string[]): boolean {
  const { numerator, denominator } = decideRule(state).more_than;
  return electorates(state, proposal).every((voters) => countIn(voters, yes) * denominator > voters.length * numerator);
}

/** Whether so many have said no that there can't be enough any more. */
function isLost(state: KernelState, proposal: Proposal): boolean {
  const { change } = proposal;
  if (change.change === 'issue') return false;
  const noes = Object.keys(proposal.ballots).filter((member) => proposal.ballots[member] === 'no');
  if (change.change === 'recover') {
    const { friends, approvals } = vouchersOf(state, change.member, openedAt(state, proposal));
    return friends.length - countIn(friends, noes) < approvals;
  }
  if (change.change === 'adopt' && newParties(state, change).some((party) => noes.includes(party))) return true;
  const refused = new Set(noes);
  return !isMajority(state, proposal, [...state.members.keys()].filter((member) => !refused.has(member)));
}

/** Parties that the subcontract doesn't have yet: nobody becomes one without saying yes. */
export function newParties(state: KernelState, change: Change & { change: 'adopt' }): string[] {
  const before = state.subcontracts.get(change.subcontract)?.parties ?? {};
  return Object.keys(change.parties).filter((party) => before[party] !== change.parties[party]).map((party) => change.parties[party] ?? '');
}

/** Whom a proposal concerns most hears of it. */
function tell(turn: Turn, change: Change, by: string, proposal: string): void {
  if (change.change !== 'recover') return;
  turn.emit({ fact: 'notice', item: 0, because: null, to: change.member, code: 'recovery', data: { by, proposal } });
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
