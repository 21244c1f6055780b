/**
 * What becomes of what is open: it is voted on, counted, and what was carried is done, at once or in its update window. Who is asked and how it
 * is counted the charter says (matters.ts); only what concerns the log and its keys has rules of its own (own-rules.ts).
 *
 * Nobody becomes a party without saying yes themselves, and what is entrenched needs the yes of those whom it protects.
 */
import { choiceRefusal } from '../decisions/refusals.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { Counted, Proposal, ProposalEnd } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs, formatInstant, hourMs, type Instant } from '../vocabulary/time.ts';
import { voteEnded } from './apply-deciding.ts';
import { newParties, perform, type ChangePorts } from './changes.ts';
import { reasonLengthMax } from './content.ts';
import { countProposal, isAsked, isProcedural, isTied, outlookOf, winnersOf, type Outlook, type Procedural } from './counting.ts';
import { protectedLeaving, wayOf, wayRefusal } from './entrenched.ts';
import { asItIs, optionsOf, procedureOf } from './matters.ts';
import { isCarried, isMajority, isOwnRuled, ownOutlook } from './own-rules.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { isNewcomer, mayVote, recoveryRule, wasMember } from './voters.ts';
import { effectiveAt } from './windows.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

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
  return overRefusal(turn.state, proposal) ?? end(turn, body.proposal, 'withdrawn');
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

/** Without whose own yes it can't be carried: new parties, and those whom an entrenched cap protects or who would no longer be the party that it does. */
export function mustAgree(state: KernelState, change: Change): string[] {
  return [...new Set([...newParties(state, change), ...protectedLeaving(state, change), ...(wayOf(state, change)?.consent ?? [])])];
}

export function hasAgreed(proposal: Proposal, member: string): boolean {
  const choice = proposal.ballots[member]?.choice;
  return choice === 'yes' || choice === 'concern';
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
  const over = proposal.waits === null ? overRefusal(state, proposal) : null;
  if (over !== null) return over;
  if (proposal.entrenched !== null && proposal.entrenched.begins > state.recordedAt) return no('not_permitted', `vote ${proposal.entrenched.vote} on it begins at ${formatInstant(proposal.entrenched.begins)}`);
  return revision === proposal.revision.digest ? null : no('stale_revision', `revision ${proposal.revision.number} is open, named ${proposal.revision.digest}`);
}

/** Where more is due at once than one record brings about, the count may come a record later than the end of the vote. */
export function overRefusal({ recordedAt }: KernelState, { closes }: { readonly closes: Instant }): Refusal | null {
  return closes <= recordedAt ? no('too_late', `its vote ended at ${formatInstant(closes)}`) : null;
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
  const ended = voteEnded(state, proposal);
  if (count !== undefined && way !== null && proposal.entrenched !== null && proposal.entrenched.vote < way.votes && isProcedural(proposal)) {
    const begins = ended + way.apartDays * dayMs;
    const closes = Math.max(begins, state.recordedAt) + proposal.procedure.days * dayMs;
    turn.onItsOwn(() => turn.emit({ fact: 'proposal.again', proposal: proposal.id, vote: (proposal.entrenched?.vote ?? 1) + 1, begins, closes, count }));
    return lapse(turn, proposal.id);
  }
  const option = proposal.revision.change.change === 'choice' ? { winner } : {};
  const change = winningChange(proposal, winner);
  const until = isProcedural(proposal) ? effectiveAt(state, change, proposal.revision.effective, ended) : ended;
  // What should have been in force before now waits too: its alarm fires in this record, in its order among what waited for that time already.
  if (until <= ended) return carry(turn, ports, { ...proposal, winner: option.winner ?? null }, count);
  turn.onItsOwn(() => turn.emit({ fact: 'proposal.waits', proposal: proposal.id, until, ...option, ...(count === undefined ? {} : { count }) }));
  return lapse(turn, proposal.id);
}

function countOf(state: KernelState, proposal: Proposal): Counted | undefined {
  return isProcedural(proposal) ? countProposal(state, proposal) : undefined;
}

function carry(turn: Turn, ports: ChangePorts, proposal: Proposal, count?: Counted): null {
  const point = turn.savepoint();
  const change = winningChange(proposal, proposal.winner);
  const refusal = assentRefusal(turn.state, proposal, change) ?? endedRefusal(turn.state, proposal, change) ?? done(turn, change, () => perform(turn, ports, change, proposal.id, proposal.by));
  if (refusal === null) return end(turn, proposal.id, 'carried', count, proposal.winner ?? undefined);
  turn.rollback(point);
  turn.emit({ fact: 'decided', proposal: proposal.id, how: 'failed', ...refusal, ...(count === undefined ? {} : { count }) });
  tellUndone(turn, proposal, refusal);
  return lapse(turn, proposal.id);
}

/** What is asked of a contract is one chain with what it wakes, as with a member's request; all else stands whatever those say whom it wakes. */
function done(turn: Turn, { change }: Change, act: () => Refusal | null): Refusal | null {
  return change === 'act' ? act() : turn.onItsOwn(act);
}

/** By its code alone: the words are beside it, and no part of what the log's hashes cover. */
function tellUndone(turn: Turn, { id, by }: Proposal, { code }: Refusal): void {
  if (turn.state.members.get(by)?.left === null) turn.emit({ fact: 'notice', item: 0, because: null, to: by, code: 'not_done', data: { proposal: id, code } });
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

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
