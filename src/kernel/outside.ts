/**
 * Money from outside and to outside, put down by who keeps the books as the bank booked it: each reference of the bank once in a unit.
 * The other side of every posting is the account `outside`, so that each unit sums to zero. A payout is reserved when a member asks for it
 * (pending, then sent) and posted or let go when it is settled. What the bank has booked is a fact: whoever wakes on it can't refuse it.
 * Each check reads as one line; the order is the order of the refusal codes.
 */
import type { Entry } from '../vocabulary/entries.ts';
import { outside } from '../vocabulary/ids.ts';
import type { Booking } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { daysBetween, isDay } from '../vocabulary/time.ts';
import { chargeUpTo, move, type Movement } from './money.ts';
import { isAccount } from './purses.ts';
import { settleIncome } from './settlement.ts';
import { available, sayAmount, type Booked, type KernelState, type Reserved } from './state.ts';
import { fitsUnit, readAmount } from './sums.ts';
import type { Place, Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

/** Why of what came in from outside: kits that wait for income wait for this. What is issued by decision, or opens an account, has whys of its own. */
export const incomeWhy = 'income';
export const paidOutWhy = 'paid_out';
/** Whys of what is taken back: income that the bank took back, and a payment out that came back. */
export const reversedWhy = 'reversed';
export const cameBackWhy = 'came_back';
/** Why of what is reserved for a payout. */
export const payoutWhy = 'payout';

/** A bank's own reference has at most 35 characters (ISO 20022, Max35Text); what stands in for one may be a hash. */
const referenceLengthMax = 64;
const payerLengthMax = 64;
const reasonLengthMax = 280;
/** How far back a line of the bank may lie: a debit that nobody authorised can be taken back for 13 months (Directive (EU) 2015/2366, art. 71). */
const bookingDaysMax = 400;
/** Longer than a line may lie back: by the time at which its reference is forgotten, the line is too old to be put down again. */
export const bookedKeptDays = 410;
/** Payouts that one member may have waiting. */
export const payoutsPendingMax = 100;

const place: Place = { item: 0, because: null };

export function income(turn: Turn, { id, by, body }: EntryOf<'income'>): Refusal | null {
  const { state } = turn;
  const { to, unit, amount, from, reference, day } = body;
  if (!isAccount(state, to)) return no('unknown_member', `there is no account ${JSON.stringify(to)}`);
  if (!state.units.has(unit)) return no('unknown_unit', `there is no unit ${unit}`);
  const wrong = referenceRefusal(state, unit, reference) ?? payerRefusal(from) ?? dayRefusal(state, day);
  if (wrong !== null) return wrong;
  const exact = readAmount(state, unit, amount);
  if (!exact.ok) return exact.refusal;
  if (exact.value <= 0) return no('invalid_value', `the amount must be more than nothing, not ${amount}`);
  if (!fitsUnit(state, unit, exact.value)) return no('overflow', `with this there would be more ${unit} than the ledger can hold exactly`);
  book(turn, unit, reference, { what: 'income', agent: to, amount: exact.value });
  onItsOwn(turn, { from: outside, to, unit, amount: exact.value, ref: id, why: { code: incomeWhy, by, payer: from, reference, day } });
  return null;
}

export function payout(turn: Turn, { by, body }: EntryOf<'payout'>): Refusal | null {
  const { state } = turn;
  const { unit, amount, reason } = body;
  if (!state.units.has(unit)) return no('unknown_unit', `there is no unit ${unit}`);
  const exact = readAmount(state, unit, amount);
  if (!exact.ok) return exact.refusal;
  if (exact.value <= 0) return no('invalid_value', `the amount must be more than nothing, not ${amount}`);
  if (reason !== undefined && reason.length > reasonLengthMax) return no('invalid_value', `a reason has at most ${reasonLengthMax} characters`);
  if (pendingOf(state, by).length >= payoutsPendingMax) return no('limit_reached', `${by} has ${payoutsPendingMax} payouts waiting`);
  const there = available(state, by, unit);
  if (there < exact.value) return no('insufficient_balance', `${by} has ${sayAmount(state, there, unit)} to spend, not ${sayAmount(state, exact.value, unit)}`);
  turn.emit({
    fact: 'reserved', ...place, id: `payout-${state.seq}`, from: by, to: outside, unit, amount: exact.value, expires: null,
    why: { code: payoutWhy, ...(reason === undefined ? {} : { reason }) },
  });
  return null;
}

export function cancelPayout(turn: Turn, { by, body }: EntryOf<'payout.cancel'>): Refusal | null {
  const pending = payoutNamed(turn.state, body.payout);
  if (pending === undefined) return unknownPayout(body.payout);
  if (pending.from !== by) return no('not_permitted', `${body.payout} is ${pending.from}'s`);
  if (pending.sent === true) return no('too_late', `${body.payout} is on its way: ask who keeps the books`);
  letGo(turn, pending);
  return null;
}

export function settle(turn: Turn, { by, body }: EntryOf<'settle'>): Refusal | null {
  const pending = payoutNamed(turn.state, body.payout);
  if (pending === undefined) return unknownPayout(body.payout);
  switch (body.how) {
    case 'sent': return send(turn, pending);
    case 'paid': return paid(turn, pending, by, body.reference);
    case 'returned': return returned(turn, pending, by, body.reason, body.reference);
  }
}

function send(turn: Turn, { id, sent }: Reserved): Refusal | null {
  if (sent === true) return no('already_so', `${id} is on its way already`);
  turn.emit({ fact: 'payout.sent', payout: id });
  return null;
}

function paid(turn: Turn, { id, from, unit, amount }: Reserved, by: string, reference: string): Refusal | null {
  const wrong = referenceRefusal(turn.state, unit, reference);
  if (wrong !== null) return wrong;
  book(turn, unit, reference, { what: 'paid_out', agent: from, amount });
  turn.emit({ fact: 'released', ...place, id, how: 'posted' });
  onItsOwn(turn, { from, to: outside, unit, amount, ref: id, why: { code: paidOutWhy, by, reference } });
  return null;
}

function returned(turn: Turn, pending: Reserved, by: string, reason: string, reference: string | undefined): Refusal | null {
  const { id, from, unit, amount } = pending;
  const wrong = reference === undefined ? null : referenceRefusal(turn.state, unit, reference);
  if (wrong !== null) return wrong;
  const unsaid = reasonRefusal(reason);
  if (unsaid !== null) return unsaid;
  if (reference !== undefined) book(turn, unit, reference, { what: 'returned', agent: from, amount });
  letGo(turn, pending);
  tell(turn, from, 'payout_returned', { by, payout: id, amount: sayAmount(turn.state, amount, unit), reason });
  return null;
}

/** Takes back the whole of it. Of income, what isn't there any more is owed to the outside world, and paid from what comes next. */
export function reverse(turn: Turn, { id, by, body }: EntryOf<'reverse'>): Refusal | null {
  const { state } = turn;
  const { unit, reference, reason, return_reference: returning } = body;
  if (!state.units.has(unit)) return no('unknown_unit', `there is no unit ${unit}`);
  const booked = state.booked.get(`${unit} ${reference}`);
  if (booked === undefined || !canReverse(booked)) return no('unknown_reference', `nothing that could be taken back is recorded in ${unit} under ${JSON.stringify(reference)}`);
  if (booked.reversed) return no('already_so', `what is recorded under ${reference} was taken back already`);
  const wrong = returning === undefined ? null : referenceRefusal(state, unit, returning);
  if (wrong !== null) return wrong;
  const unsaid = reasonRefusal(reason);
  if (unsaid !== null) return unsaid;
  const { agent, amount } = booked;
  const holder = holderOf(agent);
  const isIncome = booked.what === 'income';
  if (isIncome && !Number.isSafeInteger((state.owing.get(`${holder} ${unit}`) ?? 0) + amount)) return no('overflow', `${holder} would owe more than the ledger can hold exactly`);
  if (!isIncome && !fitsUnit(state, unit, amount)) return no('overflow', `with this there would be more ${unit} than the ledger can hold exactly`);
  turn.emit({ fact: 'booked.reversed', unit, reference });
  if (returning !== undefined) book(turn, unit, returning, { what: 'reversal', agent, amount });
  const why = { code: isIncome ? reversedWhy : cameBackWhy, by, reference, reason };
  const between = isIncome ? { from: holder, to: outside } : { from: outside, to: holder };
  onItsOwn(turn, { ...between, unit, amount, ref: id, why }, isIncome);
  tell(turn, holder, isIncome ? 'income_reversed' : 'payout_came_back', { by, amount: sayAmount(state, amount, unit), reason });
  return null;
}

function canReverse({ what }: Booked): boolean {
  return what === 'income' || what === 'paid_out';
}

/** Moves what the bank has moved, or as much of it as is there, and lets debts be paid from it; whoever wakes on it can't stop it. */
function onItsOwn(turn: Turn, moved: Omit<Movement, 'adopted' | 'consent'>, upTo = false): void {
  const movement: Movement = { ...moved, adopted: null, consent: null };
  turn.onItsOwn(() => { if (upTo) chargeUpTo(turn, place, movement); else move(turn, place, movement); });
  settleIncome(turn, place.item);
}

function book(turn: Turn, unit: string, reference: string, booking: Booking): void {
  turn.emit({ fact: 'booked', unit, reference, ...booking });
}

/** What is free again pays what is owed. */
function letGo(turn: Turn, { id, from, unit }: Reserved): void {
  turn.emit({ fact: 'released', ...place, id, how: 'voided' });
  turn.income.push(`${from} ${unit}`);
  settleIncome(turn, place.item);
}

function tell(turn: Turn, to: string, code: string, data: { readonly [name: string]: string }): void {
  turn.emit({ fact: 'notice', ...place, to, code, data });
}

/** Payouts of a member that wait to be settled. */
function pendingOf({ reserved }: KernelState, member: string): Reserved[] {
  return [...reserved.values()].filter(({ from, to }) => from === member && to === outside);
}

function payoutNamed({ reserved }: KernelState, id: string): Reserved | undefined {
  const found = reserved.get(id);
  return found?.to === outside ? found : undefined;
}

function unknownPayout(id: string): Refusal {
  return no('unknown_payout', `no payout ${JSON.stringify(id)} waits to be settled`);
}

function referenceRefusal({ booked }: KernelState, unit: string, reference: string): Refusal | null {
  if (booked.has(`${unit} ${reference}`)) return no('already_booked', `the bank's reference ${reference} is recorded in ${unit} already`);
  if (reference.trim() === '') return no('missing_value', 'give the bank\'s reference');
  return reference.length <= referenceLengthMax ? null : no('invalid_value', `a reference has at most ${referenceLengthMax} characters`);
}

function payerRefusal(from: string): Refusal | null {
  return from.length <= payerLengthMax ? null : no('invalid_value', `who paid it is said in at most ${payerLengthMax} characters`);
}

function reasonRefusal(reason: string): Refusal | null {
  if (reason.trim() === '') return no('missing_value', 'say why: the member will read it');
  return reason.length <= reasonLengthMax ? null : no('invalid_value', `a reason has at most ${reasonLengthMax} characters`);
}

function dayRefusal({ calendar, recordedAt }: KernelState, day: string): Refusal | null {
  if (!isDay(day)) return no('invalid_value', `the day on which the bank booked it is one such as 2026-01-31, not ${JSON.stringify(day)}`);
  const today = calendar.dayOf(recordedAt);
  if (day > today) return no('from_the_future', `the bank can't have booked it on ${day}: today is ${today}`);
  return daysBetween(day, today) <= bookingDaysMax ? null : no('too_late', `${day} is more than ${bookingDaysMax} days ago`);
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
