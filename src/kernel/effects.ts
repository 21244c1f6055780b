/**
 * Effects become facts here, one by one and all or none: each is read as untrusted data, checked against what may be debited,
 * and then posted, owed, noted.
 */
import type { Why } from '../vocabulary/effects.ts';
import { effectsPerItemMax } from '../vocabulary/effects.ts';
import { isId } from '../vocabulary/ids.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import type { Obligation, ReviewItem } from '../vocabulary/outcomes.ts';
import { holderOf, isPurse } from '../vocabulary/purses.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { instantMax, isDay, type Instant } from '../vocabulary/time.ts';
import { capacityOf, mayDebit, type Capacity } from './envelope.ts';
import { chargeUpTo, lessen, move, openDebt, restingOn, type Movement } from './money.ts';
import { accountMeant, accountNow, isAccount, setFree } from './purses.ts';
import { available, debtsOf, sayAmount, type KernelState, type Subcontract } from './state.ts';
import { ownWhys, reservedWhy } from './takings.ts';
import type { Place, Turn } from './turn-state.ts';

/**
 * A timer fires this long after it was set at the earliest, so that one that sets itself again can't flood the log. The same goes for what else
 * wakes later, where a contract sets it that the kernel itself called: by a timer or another waking.
 */
export const timerDelayMinMs = 1000;

/** Effects by which something may go out of a purse: all of it is there, or nothing happens. */
const fromPurse: readonly string[] = ['transfer', 'reserve'];

const done = ok(null);
type Done = Result<null>;

/** Where effects come from: which version proposes them, in which place, and as of which record it is asked whom it binds (left out: now). */
type Source = { readonly version: Subcontract; readonly place: Place; readonly asOf: number | undefined };

/** Applies a contract's proposals for one item; on a refusal the caller takes back what was applied. */
export function applyEffects(turn: Turn, version: Subcontract, item: number, effects: readonly unknown[], asOf?: number): Done {
  if (effects.length > effectsPerItemMax) return refuse('too_many_effects', `${effects.length} effects; at most ${effectsPerItemMax} are allowed`);
  const source: Source = { version, place: { item, because: version.id }, asOf };
  const short = shortOf(turn.state, effects);
  for (const effect of effects) {
    const result = applyEffect(turn, source, effect, short);
    if (!result.ok) return result;
  }
  // What falls due at one instant shares what is there, like income.
  turn.income.push(...short);
  return done;
}

/** Accounts that several charges of one item would debit by more than there is. */
function shortOf(state: KernelState, effects: readonly unknown[]): ReadonlySet<string> {
  const sums = new Map<string, { count: number; sum: number }>();
  for (const effect of effects) {
    if (!isObject(effect) || effect['do'] !== 'charge' || typeof effect['amount'] !== 'number') continue;
    const key = `${String(effect['from'])} ${String(effect['unit'])}`;
    const before = sums.get(key) ?? { count: 0, sum: 0 };
    sums.set(key, { count: before.count + 1, sum: before.sum + effect['amount'] });
  }
  const short = [...sums].filter(([key, { count, sum }]) => count > 1 && sum > available(state, ...splitKey(key)));
  return new Set(short.map(([key]) => key));
}

function splitKey(key: string): [string, string] {
  const space = key.indexOf(' ');
  return [key.slice(0, space), key.slice(space + 1)];
}

function applyEffect(turn: Turn, source: Source, effect: unknown, short: ReadonlySet<string>): Done {
  const { place, version } = source;
  if (!isObject(effect)) return bad('an effect must be a record');
  switch (effect['do']) {
    case 'transfer': return withMoney(turn, source, effect, (money) => transfer(turn, place, money));
    case 'charge': return withMoney(turn, source, effect, (money) => { chargeUpTo(turn, place, money, short.has(`${money.from} ${money.unit}`)); return done; });
    case 'refund': return withMoney(turn, source, effect, (money) => refund(turn, place, money));
    case 'owe': return withMoney(turn, source, effect, (money) => owe(turn, place, money, effect));
    case 'discharge': return withMoney(turn, source, effect, (money) => discharge(turn, source, money, effect));
    case 'repay': return withMoney(turn, source, effect, (money) => repay(turn, place, money));
    case 'reserve': return withMoney(turn, source, { ...effect, ref: effect['id'] }, (money) => reserve(turn, place, money, effect));
    case 'post': return release(turn, source, effect['id'], 'posted');
    case 'void': return release(turn, source, effect['id'], 'voided');
    case 'notice': return notice(turn, place, effect);
    case 'review': return openReview(turn, source, effect['id'], effect);
    case 'timer': return timer(turn, version, effect);
    case 'cancel': return cancel(turn, version, effect['key']);
    case 'mark': return mark(turn, place, effect);
    default: return bad(`there is no effect ${JSON.stringify(effect['do'])}`);
  }
}

// Money

function withMoney(turn: Turn, source: Source, effect: { readonly [key: string]: unknown }, act: (money: Movement) => Done): Done {
  const { version } = source;
  const { state } = turn;
  const subcontract = state.subcontracts.get(version.id) ?? version; // what it may do is of now
  const { unit, amount, ref, why } = effect;
  const [from, to] = [effect['from'], effect['to']].map((account) => (typeof account === 'string' ? accountMeant(version, account) : undefined));
  if (from === undefined || to === undefined || typeof ref !== 'string' || ref.length > 130) return bad('a movement needs from, to and ref');
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) return bad(`an amount must be a whole number of smallest parts, not ${JSON.stringify(amount)}`);
  if (typeof unit !== 'string' || !turn.state.units.has(unit)) return refuse('unknown_unit', `there is no unit ${JSON.stringify(unit)}`);
  for (const agent of [from, to]) if (!isAccount(state, agent)) return refuse('unknown_member', `there is no ${isPurse(agent) ? 'purse' : 'member'} ${JSON.stringify(agent)}`);
  if (isPurse(from) && !fromPurse.includes(String(effect['do']))) return bad(`a purse owes nothing: from ${from} there can be a transfer or a reservation`);
  const reason = readWhy(version, why);
  if (!reason.ok) return reason;
  if (amount === 0 || from === to) return done;
  for (const { id, unit: own } of [version, subcontract]) if (unit !== own) return refuse('outside_envelope', `${id} deals in ${own}, not in ${unit}`);
  // Giving back in kind debits nobody; all else must be within the envelope.
  const part = effect['part'];
  if (part !== undefined && !(typeof part === 'string' && Object.hasOwn(version.manifest.parts ?? {}, part))) return bad(`the kit has no part ${JSON.stringify(part)}`);
  const consent = effect['do'] === 'discharge' ? ok(null) : mayDebit(state, subcontract, from, amount, part ?? null, capacityIn(state, source, subcontract, from, effect['do']));
  if (!consent.ok) return consent;
  const owing = (turn.state.owing.get(`${from} ${unit}`) ?? 0) + amount;
  if (!Number.isSafeInteger(owing)) return refuse('overflow', `${from} would owe more than the ledger can hold exactly`);
  return act({ from, to, unit, amount, ref, why: reason.value, adopted: version.adopted, consent: consent.value });
}

/** What runs is settled between those whom it bound when it began; whoever owes may always pay. */
function capacityIn(state: KernelState, { version, asOf }: Source, subcontract: Subcontract, from: string, effect: unknown): Capacity {
  const capacity = asOf === undefined ? capacityOf(state, subcontract, from) : capacityOf(state, version, from, asOf);
  return effect === 'repay' ? { ...capacity, bound: true } : capacity;
}

function transfer(turn: Turn, place: Place, money: Movement): Done {
  const there = available(turn.state, money.from, money.unit);
  if (there < money.amount) return refuse('insufficient_balance', `${money.from} has ${sayAmount(turn.state, there, money.unit)} to spend, not ${sayAmount(turn.state, money.amount, money.unit)}`);
  move(turn, place, money);
  return done;
}

function refund(turn: Turn, place: Place, money: Movement): Done {
  const open = debtsOf(turn.state, money.to, money.unit).filter((debt) =>
    debt.creditor === money.from && debt.because === place.because && debt.ref === money.ref);
  const rest = shrink(turn, place, open, money.amount, 'forgiven');
  chargeUpTo(turn, place, { ...money, amount: rest });
  return done;
}

function owe(turn: Turn, place: Place, money: Movement, effect: { readonly [key: string]: unknown }): Done {
  const due = readWhen(turn.state, effect['due']);
  if (!due.ok) return due;
  const since = effect['since'];
  if (!isInstant(since)) return bad('a loan needs the instant since which it runs');
  const guarantee = effect['guarantee'];
  if (guarantee !== undefined && !(isObject(guarantee) && typeof guarantee['part'] === 'string' && Number.isSafeInteger(guarantee['max']) && (guarantee['max'] as number) >= 0)) {
    return bad('a guarantee needs its part and the most that one guarantor gives');
  }
  if (guarantee === undefined && due.value <= turn.state.recordedAt) {
    chargeUpTo(turn, place, money);
    return done;
  }
  const terms = guarantee === undefined ? null : { part: guarantee['part'] as string, max: guarantee['max'] as number, before: turn.state.seq };
  openDebt(turn, place, money, { since, due: notAtOnce(turn, place, due.value), guarantee: terms });
  return done;
}

function discharge(turn: Turn, source: Source, money: Movement, effect: { readonly [key: string]: unknown }): Done {
  const { place } = source;
  const rest = shrink(turn, place, openHere(turn, place, money), money.amount, 'in_kind');
  const offer = effect['review'];
  if (rest === 0) return done;
  if (!isObject(offer) || !isObject(offer['data'])) return bad('giving back in kind needs an offer of review for what is too much');
  return openReview(turn, source, money.ref, { ...offer, data: { ...offer['data'], excess: rest } });
}

function repay(turn: Turn, place: Place, money: Movement): Done {
  const open = openHere(turn, place, money);
  const owed = open.reduce((sum, debt) => sum + debt.left, 0);
  if (owed === 0) return refuse('nothing_owed', `${money.from} owes ${money.to} nothing here`);
  if (owed < money.amount) return refuse('more_than_owed', `${money.from} owes ${money.to} ${sayAmount(turn.state, owed, money.unit)}, not ${sayAmount(turn.state, money.amount, money.unit)}`);
  const there = available(turn.state, money.from, money.unit);
  if (there < money.amount) return refuse('insufficient_balance', `${money.from} has ${sayAmount(turn.state, there, money.unit)} to spend, not ${sayAmount(turn.state, money.amount, money.unit)}`);
  let rest = money.amount;
  for (const debt of open) {
    const paid = Math.min(rest, debt.left);
    if (paid === 0) break;
    rest -= paid;
    move(turn, place, { ...money, amount: paid, ref: debt.ref }, debt.id);
    lessen(turn, place, debt, paid, 'paid');
  }
  return done;
}

/** Open debts of this subcontract between the two, oldest first. */
function openHere(turn: Turn, place: Place, money: Movement): Obligation[] {
  return debtsOf(turn.state, money.from, money.unit)
    .filter((debt) => debt.creditor === money.to && debt.because === place.because)
    .sort((a, b) => a.since - b.since || a.id - b.id);
}

/** Lowers debts by up to `amount` in their order; returns what no debt took. */
function shrink(turn: Turn, place: Place, debts: readonly Obligation[], amount: number, how: 'forgiven' | 'in_kind'): number {
  let rest = amount;
  for (const debt of debts) {
    const less = Math.min(rest, debt.left);
    lessen(turn, place, debt, less, how);
    rest -= less;
  }
  return rest;
}

function reserve(turn: Turn, place: Place, money: Movement, effect: { readonly [key: string]: unknown }): Done {
  const expires = readWhen(turn.state, effect['expires']);
  if (!expires.ok) return expires;
  const id = `${String(place.because)} ${money.ref}`;
  if (turn.state.reserved.has(id)) return bad(`there is a reservation ${money.ref} already`);
  const there = available(turn.state, money.from, money.unit);
  if (there < money.amount) return refuse('insufficient_balance', `${money.from} has ${sayAmount(turn.state, there, money.unit)} to spend, and ${sayAmount(turn.state, money.amount, money.unit)} can't be reserved`);
  turn.emit({ fact: 'reserved', ...place, id, from: money.from, to: money.to, unit: money.unit, amount: money.amount, expires: notAtOnce(turn, place, expires.value), why: money.why, ...restingOn(money) });
  return done;
}

function release(turn: Turn, { place, version: { adopted } }: Source, id: unknown, how: 'posted' | 'voided'): Done {
  const reserved = turn.state.reserved.get(`${String(place.because)} ${String(id)}`);
  if (reserved === undefined) return bad(`there is no reservation ${JSON.stringify(id)}`);
  turn.emit({ fact: 'released', ...place, id: reserved.id, how });
  if (how === 'voided') setFree(turn, reserved);
  if (how === 'posted') {
    const { from, to, unit, amount } = reserved;
    move(turn, place, { from, to: accountNow(turn.state, to), unit, amount, ref: String(id), why: { code: reservedWhy }, adopted, consent: null });
  }
  return done;
}

// Notes

function notice(turn: Turn, place: Place, effect: { readonly [key: string]: unknown }): Done {
  const { code, data } = effect;
  const { to: named, ...rest } = effect;
  const part = typeof named === 'string' && named.startsWith('part:') ? named.slice('part:'.length) : undefined;
  if (part !== undefined) return noticeToAll(turn, place, part, rest);
  const to = typeof named === 'string' ? holderOf(named) : named;
  if (typeof to !== 'string' || !turn.state.members.has(to)) return refuse('unknown_member', `there is no member ${JSON.stringify(to)} to notify`);
  if (typeof code !== 'string' || !isObject(data)) return bad('a notice needs a code and data');
  turn.emit({ fact: 'notice', ...place, to, code, data: data as JsonObject });
  return done;
}

/** To everyone who has consented to the part. */
function noticeToAll(turn: Turn, place: Place, part: string, effect: { readonly [key: string]: unknown }): Done {
  for (const to of turn.state.consenting.get(`${String(place.because)} ${part}`) ?? []) {
    const told = notice(turn, place, { ...effect, to });
    if (!told.ok) return told;
  }
  return done;
}

function openReview(turn: Turn, { place, version }: Source, id: unknown, offer: { readonly [key: string]: unknown }): Done {
  const { at, by, reason, parties, data } = offer;
  if (typeof id !== 'string' || id.length > 130) return bad('a review item needs the id of its observation');
  if (!isInstant(at) || !(by === null || typeof by === 'string') || typeof reason !== 'string' || !isObject(data)) return bad('a review item needs at, by, reason and data');
  if (!Array.isArray(parties) || !parties.every((party) => typeof party === 'string')) return bad('a review item needs its parties');
  const expires = readWhen(turn.state, offer['expires']);
  if (!expires.ok) return expires;
  const subcontract = String(place.because);
  if (turn.state.reviews.has(`${subcontract} ${id}`)) return refuse('already_in_review', `${id} waits for a decision already`);
  const review: ReviewItem = {
    id, subcontract, opened: turn.state.recordedAt, at, by, reason, parties: parties as string[], expires: notAtOnce(turn, place, expires.value), data: data as JsonObject,
    record: turn.state.seq, adopted: version.adopted,
  };
  turn.emit({ fact: 'review', ...place, review });
  return done;
}

function timer(turn: Turn, subcontract: Subcontract, effect: { readonly [key: string]: unknown }): Done {
  const { name, key, data } = effect;
  if (typeof name !== 'string' || !Object.hasOwn(subcontract.manifest.timers ?? {}, name)) return bad(`the kit declares no timer ${JSON.stringify(name)}`);
  if (typeof key !== 'string' || key.length > 130 || !isObject(data)) return bad('a timer needs a key and data');
  const at = readWhen(turn.state, effect['when']);
  if (!at.ok) return at;
  const earliest = turn.state.recordedAt + timerDelayMinMs;
  turn.emit({ fact: 'timer', timer: { subcontract: subcontract.id, name, key, at: Math.max(at.value, earliest), data: data as JsonObject } });
  return done;
}

function cancel(turn: Turn, subcontract: Subcontract, key: unknown): Done {
  if (turn.state.timers.has(`${subcontract.id} ${String(key)}`)) turn.emit({ fact: 'timer.gone', subcontract: subcontract.id, key: String(key) });
  return done;
}

function mark(turn: Turn, place: Place, effect: { readonly [key: string]: unknown }): Done {
  const { on, code, ref } = effect;
  if (typeof on !== 'string' || !turn.state.members.has(on)) return refuse('unknown_member', `there is no member ${JSON.stringify(on)} to mark`);
  if (!isId(code) || typeof ref !== 'string') return bad('a mark needs a code and what it refers to');
  turn.emit({ fact: 'mark', ...place, on, code, ref });
  return done;
}

/** What wakes later comes later by as much as a timer, where no entry but the kernel itself called the contract that sets it. */
function notAtOnce(turn: Turn, place: Place, at: Instant): Instant {
  return place.item >= 0 && turn.via.length === 0 ? at : Math.max(at, turn.state.recordedAt + timerDelayMinMs);
}

// Reading

/** An instant, or the first instant of a day in the collective's zone. */
export function readWhen(state: KernelState, raw: unknown): Result<Instant> {
  if (isObject(raw)) {
    const when = raw as Partial<{ at: unknown; day: unknown }>;
    if (isInstant(when.at)) return ok(when.at);
    if (isDay(when.day)) return ok(state.calendar.startOf(when.day));
  }
  return bad(`${JSON.stringify(raw)} is neither { at: instant } nor { day: YYYY-MM-DD }`);
}

function readWhy(subcontract: Subcontract, raw: unknown): Result<Why> {
  if (!isObject(raw) || typeof raw['code'] !== 'string') return bad('a movement needs its why');
  if (ownWhys.includes(raw['code'])) return bad(`the why ${JSON.stringify(raw['code'])} is the ledger's own: call it something else`);
  if (!Object.hasOwn(subcontract.manifest.words, raw['code'])) return bad(`the kit has no words for the why ${JSON.stringify(raw['code'])}`);
  return ok(raw as Why);
}

function isInstant(raw: unknown): raw is Instant {
  return typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0 && raw <= instantMax;
}

function bad(detail: string): { readonly ok: false; readonly refusal: { readonly code: 'bad_effect'; readonly detail: string } } {
  return { ok: false, refusal: { code: 'bad_effect', detail } };
}

