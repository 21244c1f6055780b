/**
 * What members decide on together: a proposal is opened, amended, voted on, counted, and what was carried is done, at once or in its update
 * window. Who is asked and how it is counted the charter says (matters.ts); only what concerns the log and its keys has rules of its own:
 *
 * | change | who must say yes |
 * | --- | --- |
 * | operator | more than the charter's part of the members, or members who run enough of the adopted policy's nodes: they fulfil it, and are more than half |
 * | policy | more than the charter's part of the members |
 * | recover | as many friends as the member named (or the charter, of the other members); then time passes in which its owner can stop it |
 * | issue | a second person besides the one who proposes it |
 *
 * Nobody becomes a party without saying yes themselves, and what is entrenched needs the yes of those whom it protects.
 */
import { choiceRefusal } from '../decisions/refusals.ts';
import type { Change, Paragraph } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Entry, Proposing } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import type { Counted, Measured, Proposal, ProposalEnd, WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { dayMs, formatInstant, hourMs, type Instant } from '../vocabulary/time.ts';
import { changeRefusal, newParties, perform, type ChangePorts } from './changes.ts';
import { countProposal, isAsked, isProcedural, isTied, outlookOf, winnersOf, type Outlook, type Procedural } from './counting.ts';
import { protectedLeaving, wayOf, wayRefusal } from './entrenched.ts';
import { aheadDaysMax, asItIs, closingOf, effectiveAt, isOwnRuled, optionsOf, procedureOf, type OwnRuled } from './matters.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { countIn, decideRule, isNewcomer, mayVote, membersAt, recoveryRule, settledMembers, vouchersOf, wasMember } from './voters.ts';

/** Proposals open at a time: far above what people could follow, so that nobody fills the state. Beyond it everyone still has one. */
export const proposalsMax = 1000;
/** Of one proposer: few enough that nobody keeps the others from proposing. */
export const proposalsEachMax = 10;
/** Paragraphs of a proposal's text, and characters of its title and of a reason. */
export const paragraphsMax = 200;
export const titleLengthMax = 200;
export const reasonLengthMax = 2000;

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

/** Opens a proposal; whoever makes it says yes to it thereby, where it is a question of yes or no. */
export function propose(turn: Turn, ports: ChangePorts, entry: EntryOf<'propose'>): Refusal | null {
  const { state } = turn;
  const { change } = entry.body;
  const wrong = crowdRefusal(state, entry.by) ?? wordsRefusal(entry.body) ?? changeRefusal(state, ports, change);
  if (wrong !== null) return wrong;
  const drafted = draft(state, ports.digestOf(entry), entry.by, entry.body);
  return drafted.ok ? open(turn, ports, drafted.value) : drafted.refusal;
}

/** The vote that follows from a pilot, in the name of who proposed that. */
export function openFollowUp(turn: Turn, ports: ChangePorts, { pilot, by, change, reason, measured }: {
  readonly pilot: string; readonly by: string; readonly change: Change; readonly reason: string; readonly measured: Measured;
}): void {
  const id = ports.digestOf({ pilot, records: turn.state.seq });
  const drafted = draft(turn.state, id, by, { change, reason });
  if (drafted.ok) open(turn, ports, { ...drafted.value, measured });
}

/** A member's say; it may be changed as long as the proposal is open. */
export function ballot(turn: Turn, ports: ChangePorts, entry: EntryOf<'ballot'>): Refusal | null {
  const { proposal: id, choice, reason } = entry.body;
  const { state } = turn;
  const proposal = state.proposals.get(id);
  if (proposal === undefined) return no('unknown_proposal', `no proposal ${id} is open`);
  const refusal = voterRefusal(state, proposal, entry.by) ?? momentRefusal(state, proposal, entry.body) ?? sayRefusal(proposal, entry.by, choice, reason);
  if (refusal !== null) return refusal;
  turn.emit({ fact: 'balloted', proposal: id, member: entry.by, choice, ...(reason === undefined ? {} : { reason }) });
  const { change } = proposal.revision;
  // Whose key it is needs no majority to keep it: a no stops the recovery at once.
  if (change.change === 'recover' && change.member === entry.by && choice === 'no') return end(turn, id, 'stopped');
  return conclude(turn, ports, id);
}

/** Whoever proposed it may take it back until it was agreed to. */
export function withdraw(turn: Turn, { by, body }: EntryOf<'withdraw'>): Refusal | null {
  const proposal = turn.state.proposals.get(body.proposal);
  if (proposal === undefined) return no('unknown_proposal', `no proposal ${body.proposal} is open`);
  if (proposal.by !== by) return no('not_permitted', `it was proposed by ${proposal.by}, not by ${by}`);
  if (proposal.waits !== null) return no('too_late', 'it has been agreed to already');
  return end(turn, body.proposal, 'withdrawn');
}

/** A proposal's time has come: what was agreed to, and still is where it waited to be stopped, is done; the rest is counted for the last time. */
export function proposalDue(turn: Turn, ports: ChangePorts, id: string): void {
  const { state } = turn;
  const proposal = state.proposals.get(id);
  if (proposal === undefined) return;
  if (proposal.waits !== null) {
    if (isProcedural(proposal) || isCarried(state, ports.policies, proposal)) carry(turn, ports, proposal);
    else end(turn, id, 'rejected');
  } else if (isProcedural(proposal)) closeCount(turn, ports, proposal);
  else end(turn, id, 'expired');
}

/** Ends or carries the proposal when enough have said yes, or so many no that there can't be enough; where its rule waits for the end, nothing. */
export function conclude(turn: Turn, ports: ChangePorts, id: string): Refusal | null {
  const { state } = turn;
  const proposal = state.proposals.get(id);
  if (proposal === undefined || proposal.waits !== null) return null;
  const outlook = isProcedural(proposal) ? proceduralOutlook(state, proposal) : ownOutlook(state, ports.policies, proposal);
  if (outlook === 'open') return null;
  if (outlook === 'lost') return end(turn, id, 'rejected', countOf(state, proposal));
  const { change } = proposal.revision;
  if (change.change === 'recover') {
    turn.emit({ fact: 'proposal.waits', proposal: id, until: state.recordedAt + recoveryRule(state).wait_hours * hourMs });
    return null;
  }
  return agreed(turn, ports, proposal, 'yes');
}

export function nameFriends(turn: Turn, entry: EntryOf<'friends'>): Refusal | null {
  const { friends, approvals } = entry.body;
  if (new Set(friends).size !== friends.length || friends.includes(entry.by)) return no('invalid_value', 'friends are other members, each named once');
  for (const friend of friends) if (turn.state.members.get(friend)?.commons !== false) return no('unknown_member', `there is no member ${friend}`);
  if (!Number.isSafeInteger(approvals) || approvals < 1 || approvals > friends.length) return no('invalid_value', `approvals must be 1 to the number of friends (${friends.length})`);
  turn.emit({ fact: 'friends', member: entry.by, friends: [...friends].sort(), approvals });
  return null;
}

/** Without whose own yes it can't be carried: new parties, and those whom an entrenched cap protects or who would no longer be the party that it does. */
export function mustAgree(state: KernelState, change: Change): string[] {
  return [...new Set([...newParties(state, change), ...protectedLeaving(state, change), ...(wayOf(state, change)?.consent ?? [])])];
}

export function hasAgreed(proposal: Proposal, member: string): boolean {
  const choice = proposal.ballots[member]?.choice;
  return choice === 'yes' || choice === 'concern';
}

// Opening

function draft(state: KernelState, id: string, by: string, proposing: Proposing): Result<Proposal> {
  const { change, reason, title = '', text = [], topic, effective = null } = proposing;
  const procedure = procedureOf(state, proposing, change);
  if (!procedure.ok) return procedure;
  const closes = closingOf(state, procedure.value, proposing, change);
  if (!closes.ok) return closes;
  if (effective !== null && procedure.value === null) return refuse('not_permitted', 'what concerns the log and its keys is so as soon as enough have agreed: leave the time out');
  const untimely = effectiveRefusal(state, effective);
  if (untimely !== null) return { ok: false, refusal: untimely };
  const way = wayOf(state, change);
  return ok({
    id, by, reason, topic: topic ?? null, procedure: procedure.value, opened: state.seq, openedAt: state.recordedAt, newcomerDays: decideRule(state).days, closes: closes.value,
    revision: { number: 1, digest: id, title, text, change, effective },
    ballots: {}, unconfirmed: [], entrenched: way === null ? null : { names: way.names, vote: 1, begins: state.recordedAt }, waits: null, winner: null,
  });
}

function open(turn: Turn, ports: ChangePorts, proposal: Proposal): Refusal | null {
  const { state } = turn;
  const { id, by, revision: { change } } = proposal;
  turn.emit({ fact: 'proposed', proposal });
  const isMember = state.members.has(by);
  const says = isProcedural(proposal) ? isMember && change.change !== 'choice' && isAsked(state, proposal, by) : isMember;
  if (says) turn.emit({ fact: 'balloted', proposal: id, member: by, choice: 'yes' });
  if (change.change === 'recover') turn.emit({ fact: 'notice', item: 0, because: null, to: change.member, code: 'recovery', data: { by, proposal: id } });
  return conclude(turn, ports, id);
}

function crowdRefusal({ proposals }: KernelState, by: string): Refusal | null {
  const own = [...proposals.values()].filter((proposal) => proposal.by === by).length;
  if (own >= proposalsEachMax) return no('limit_reached', `${by} has ${own} open proposals, and at most ${proposalsEachMax} are open of one at a time`);
  return own > 0 && proposals.size >= proposalsMax ? no('limit_reached', `at most ${proposalsMax} proposals are open at a time, but for one of each`) : null;
}

function wordsRefusal({ title = '', text = [], reason, topic }: Proposing): Refusal | null {
  if (title.length > titleLengthMax || reason.length > reasonLengthMax) return no('invalid_value', `a title has at most ${titleLengthMax} characters, a reason ${reasonLengthMax}`);
  if (topic !== undefined && !isId(topic)) return no('invalid_value', `a topic can't be called ${JSON.stringify(topic)}`);
  return textRefusal(text);
}

export function effectiveRefusal({ recordedAt }: KernelState, effective: Instant | null): Refusal | null {
  if (effective === null) return null;
  if (!Number.isSafeInteger(effective) || effective < 0) return no('invalid_value', 'the time from which it is to be in force is no instant');
  return effective > recordedAt + aheadDaysMax * dayMs ? no('invalid_value', `it comes into force ${aheadDaysMax} days from now at the latest`) : null;
}

export function textRefusal(text: readonly Paragraph[]): Refusal | null {
  if (text.length > paragraphsMax) return no('limit_reached', `a text has at most ${paragraphsMax} paragraphs`);
  const wrong = text.find(({ id }) => !isId(id));
  if (wrong !== undefined) return no('invalid_value', `a paragraph can't be called ${JSON.stringify(wrong.id)}`);
  return new Set(text.map(({ id }) => id)).size === text.length ? null : no('invalid_value', 'two paragraphs have the same name');
}

// Voting

function voterRefusal(state: KernelState, proposal: Proposal, by: string): Refusal | null {
  const member = state.members.get(by);
  if (member === undefined) return no('unknown_member', `there is no member ${by}`);
  if (member.since > proposal.opened) return no('not_permitted', `${by} became a member after this was proposed`);
  const { change } = proposal.revision;
  if (isProcedural(proposal)) {
    // A party or whom a cap protects has to be able to say yes, also where others are asked.
    if (isAsked(state, proposal, by) || (wasMember(member, proposal.opened) && mustAgree(state, change).includes(by))) return null;
    return no('not_permitted', `this isn't for ${by} to decide: asked is ${proposal.procedure.asked}`);
  }
  if (isOwnRuled(change) && mayVote(state, proposal, change, by)) return null;
  return no('not_permitted', `this isn't for ${by} to decide${isNewcomer(state, proposal, by) ? `, who came less than ${proposal.newcomerDays} days before it was proposed` : ''}`);
}

function momentRefusal(state: KernelState, proposal: Proposal, { revision = proposal.id }: EntryOf<'ballot'>['body']): Refusal | null {
  if (proposal.waits !== null && isProcedural(proposal)) return no('too_late', `it has been agreed to, and comes into force at ${formatInstant(proposal.waits)}`);
  if (proposal.entrenched !== null && proposal.entrenched.begins > state.recordedAt) return no('not_permitted', `vote ${proposal.entrenched.vote} on it begins at ${formatInstant(proposal.entrenched.begins)}`);
  return revision === proposal.revision.digest ? null : no('stale_revision', `revision ${proposal.revision.number} is open, named ${proposal.revision.digest}`);
}

function sayRefusal(proposal: Proposal, by: string, choice: Choice, reason: string | undefined): Refusal | null {
  const { change } = proposal.revision;
  if (!isProcedural(proposal)) {
    if (choice !== 'yes' && choice !== 'no') return no('invalid_value', 'in this matter one says yes or no');
  } else {
    const options = optionsOf(change);
    const wrong = choiceRefusal(proposal.procedure.rule, choice, options);
    if (wrong !== null) return no(namesUnknown(choice, options) ? 'unknown_option' : 'invalid_value', wrong);
    if (choice === 'object' && (reason ?? '').trim() === '') return no('missing_value', 'an objection needs its reason');
  }
  if ((reason ?? '').length > reasonLengthMax) return no('invalid_value', `a reason has at most ${reasonLengthMax} characters`);
  const before = proposal.ballots[by];
  const same = before !== undefined && JSON.stringify(before.choice) === JSON.stringify(choice) && before.reason === reason;
  return same ? no('already_said', `${by} has said this already`) : null;
}

function namesUnknown(choice: Choice, options: readonly string[]): boolean {
  if (typeof choice === 'string') return false;
  const named = 'approve' in choice ? choice.approve : 'scores' in choice ? Object.keys(choice.scores) : choice.ranking.flat();
  return named.some((option) => !options.includes(option));
}

// Counting

function proceduralOutlook(state: KernelState, proposal: Procedural): Outlook {
  if (!proposal.procedure.early || (proposal.entrenched !== null && proposal.entrenched.begins > state.recordedAt)) return 'open';
  const outlook = outlookOf(state, proposal);
  const needed = mustAgree(state, proposal.revision.change);
  if (outlook === 'lost' || needed.some((member) => refuses(proposal, member))) return 'lost';
  return outlook === 'passes' && needed.every((member) => hasAgreed(proposal, member)) && keepsLogRules(state, proposal, proposal.revision.change) ? 'passes' : 'open';
}

function refuses(proposal: Proposal, member: string): boolean {
  const choice = proposal.ballots[member]?.choice;
  return choice === 'no' || choice === 'object';
}

/** Its time is over: this is what it comes to. */
function closeCount(turn: Turn, ports: ChangePorts, proposal: Procedural): void {
  const { state } = turn;
  const count = countProposal(state, proposal);
  // Several places go to words alone (matters.ts): their names together say what it came to.
  const winner = winnersOf(count).length === 0 ? undefined : winnersOf(count).join(', ');
  if (isTied(count)) end(turn, proposal.id, 'tied', count);
  else if (winner === undefined) end(turn, proposal.id, 'expired', count);
  // What is carried as soon as it can be wasn't lost either: its time is over.
  else if (winner === 'no' || winner === asItIs) end(turn, proposal.id, proposal.procedure.early ? 'expired' : 'rejected', count, winner);
  else if (!mustAgree(state, winningChange(proposal, winner)).every((member) => agreesTo(proposal, member, winner))) end(turn, proposal.id, 'rejected', count);
  else if (!keepsLogRules(state, proposal, winningChange(proposal, winner))) end(turn, proposal.id, 'rejected', count);
  else agreed(turn, ports, proposal, winner, count);
}

/**
 * By `decide` and `recovery` members replace an operator and give each other keys: these change only with as many as that takes now, by their own
 * yes, whatever matter of the charter is for it.
 */
function keepsLogRules(state: KernelState, proposal: Proposal, change: Change): boolean {
  if (change.change !== 'charter' || !('decide' in change.set || 'recovery' in change.set)) return true;
  return isMajority(state, proposal, Object.keys(proposal.ballots).filter((member) => hasAgreed(proposal, member)));
}

/** Of a party: a yes; of several options, one that has the one that won before leaving all as it is. */
function agreesTo(proposal: Proposal, member: string, winner: string): boolean {
  const choice = proposal.ballots[member]?.choice;
  if (choice === undefined || typeof choice === 'string') return hasAgreed(proposal, member);
  if ('approve' in choice) return choice.approve.includes(winner);
  if ('scores' in choice) return (choice.scores[winner] ?? 0) > (choice.scores[asItIs] ?? 0);
  const placeOf = (option: string): number => choice.ranking.findIndex((place) => place.includes(option));
  return placeOf(winner) >= 0 && (placeOf(asItIs) < 0 || placeOf(winner) < placeOf(asItIs));
}

function winningChange(proposal: Proposal, winner: string | null): Change {
  const { change } = proposal.revision;
  return change.change === 'choice' ? (change.options.find(({ id }) => id === winner)?.change ?? { change: 'resolution' }) : change;
}

/** It was carried: to be voted on again, to wait for its time, or to be done. */
function agreed(turn: Turn, ports: ChangePorts, proposal: Proposal, winner: string, counted?: Counted): null {
  const { state } = turn;
  const count = counted ?? countOf(state, proposal);
  const way = wayOf(state, proposal.revision.change);
  if (count !== undefined && way !== null && proposal.entrenched !== null && proposal.entrenched.vote < way.votes && isProcedural(proposal)) {
    const begins = state.recordedAt + way.apartDays * dayMs;
    turn.onItsOwn(() => turn.emit({ fact: 'proposal.again', proposal: proposal.id, vote: (proposal.entrenched?.vote ?? 1) + 1, begins, closes: begins + proposal.procedure.days * dayMs, count }));
    return lapse(turn, proposal.id);
  }
  const option = proposal.revision.change.change === 'choice' ? { winner } : {};
  const change = winningChange(proposal, winner);
  const until = isProcedural(proposal) ? effectiveAt(state, change, proposal.revision.effective) : state.recordedAt;
  if (until <= state.recordedAt) return carry(turn, ports, { ...proposal, winner: option.winner ?? null }, count);
  turn.onItsOwn(() => turn.emit({ fact: 'proposal.waits', proposal: proposal.id, until, ...option, ...(count === undefined ? {} : { count }) }));
  return lapse(turn, proposal.id);
}

function countOf(state: KernelState, proposal: Proposal): Counted | undefined {
  return isProcedural(proposal) ? countProposal(state, proposal) : undefined;
}

function carry(turn: Turn, ports: ChangePorts, proposal: Proposal, count?: Counted): null {
  const point = turn.savepoint();
  const change = winningChange(proposal, proposal.winner);
  const refusal = assentRefusal(turn.state, proposal, change) ?? endedRefusal(turn.state, proposal, change) ?? turn.onItsOwn(() => perform(turn, ports, change, proposal.id, proposal.by));
  if (refusal === null) return end(turn, proposal.id, 'carried', count, proposal.winner ?? undefined);
  turn.rollback(point);
  turn.emit({ fact: 'decided', proposal: proposal.id, how: 'failed', code: refusal.code, ...(count === undefined ? {} : { count }) });
  return lapse(turn, proposal.id);
}

/** Another version of what has ended since it was proposed would be a new agreement, for which others may have to be asked. */
function endedRefusal(state: KernelState, { opened, topic, procedure }: Proposal, change: Change): Refusal | null {
  if (change.change !== 'adopt' || (state.retired.get(change.subcontract) ?? -1) < opened) return null;
  const now = procedureOf(state, topic === null ? {} : { topic }, change);
  if (now.ok && now.value?.matter === procedure?.matter) return null;
  return no('ending', `${change.subcontract} has ended since this was proposed: as a new agreement it is proposed anew`);
}

/** Who must agree is asked as of when it is done: since it was agreed to there may be another party, or another cap. */
function assentRefusal(state: KernelState, proposal: Proposal, change: Change): Refusal | null {
  if (!isProcedural(proposal)) return null;
  const missing = mustAgree(state, change).find((member) => !agreesTo(proposal, member, proposal.winner ?? 'yes'));
  return missing === undefined ? wayRefusal(state, change, proposal.entrenched?.names ?? []) : no('not_permitted', `${missing} would have to agree, and hasn't`);
}

function end(turn: Turn, id: string, how: ProposalEnd, count?: Counted, winner?: string): null {
  turn.onItsOwn(() => turn.emit({ fact: 'decided', proposal: id, how, ...(winner === undefined ? {} : { winner }), ...(count === undefined ? {} : { count }) }));
  return lapse(turn, id);
}

/** With a proposal all amendments to it are over; also once it was agreed to, since it is agreed to as it is. */
function lapse(turn: Turn, id: string): null {
  const over = [...turn.state.amendments.values()].filter(({ proposal }) => proposal === id).map((amendment) => amendment.id).sort();
  for (const amendment of over) turn.emit({ fact: 'amendment.decided', amendment, how: 'lapsed' });
  return null;
}

// What concerns the log and its keys

function ownOutlook(state: KernelState, policies: PolicyReader, proposal: Proposal): Outlook {
  if (isCarried(state, policies, proposal)) return 'passes';
  return isLost(state, proposal) ? 'lost' : 'open';
}

function isCarried(state: KernelState, policies: PolicyReader, proposal: Proposal): boolean {
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
function isMajority(state: KernelState, proposal: Proposal, yes: readonly string[]): boolean {
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

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
