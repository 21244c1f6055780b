/**
 * What weighs: where a member has a passkey, some things are said with it alone. All else, and smaller payments, any of their keys may say; so a
 * stolen device can neither vote, nor make or revoke keys, nor empty an account, at once or by what an agreement is told to pay later. Who has
 * no passkey says all with the key that they have.
 */
import type { ChangeKind } from '../vocabulary/changes.ts';
import { charterDefaults, lightADay } from '../vocabulary/charter.ts';
import type { Entry, EntryKind } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { weighs } from '../vocabulary/weighs.ts';
import { isReviewing } from './requests.ts';
import { sayAmount, type KernelState, type LightDay } from './state.ts';
import { readAmount } from './sums.ts';
import type { Taking } from './takings.ts';
import type { Turn } from './turn-state.ts';

/** Whatever a charter says: who could do one of these with a stolen device could do everything after it. */
const always: readonly EntryKind[] = ['key.add', 'key.revoke', 'friends'];

/** By these who keeps the books says what a bank has done: what is due then is collected, and they pay nobody by it. */
const bookkeeping: readonly EntryKind[] = ['income', 'settle', 'reverse'];

/** Why this key of the member's can't say it, where another one of theirs, a passkey, must. */
export function weightRefusal(state: KernelState, entry: Entry, key: KeyGrant, recordedAt: Instant): Refusal | null {
  if (!isLight(state, key, recordedAt)) return null;
  if (entry.kind === 'request' && arranges(state, entry)) return needsPasskey(`${entry.by} has a passkey, and asks ${entry.body.subcontract} for ${entry.body.action} with it: ${key.id} may not`);
  if (isGrave(state, entry) && !isMeantFor(state, entry, key)) return needsPasskey(`${entry.by} has a passkey, and says ${entry.kind} with it: ${key.id} may not`);
  if (entry.kind !== 'pay' && entry.kind !== 'payout') return null;
  const { unit, amount } = entry.body;
  const exact = state.units.has(unit) ? readAmount(state, unit, amount) : null;
  return exact?.ok === true ? sumRefusal(state, key, unit, exact.value, recordedAt) : null;
}

/**
 * Counts what an act has taken from the member by a key that isn't their passkey, also by way of agreements. What they owed already, and what
 * was reserved before, is collected as ever: it counted when it began.
 * @param from the taking of the turn with which the act begins
 */
export function countLight(turn: Turn, { kind }: Entry, key: KeyGrant, from: number): Refusal | null {
  const { state } = turn;
  if (bookkeeping.includes(kind) || !isLight(state, key, state.recordedAt)) return null;
  const gone = goneFrom(key.owner, turn.takings.slice(from));
  const units = [...new Set(gone.map(({ unit }) => unit))].sort();
  for (const unit of units) {
    const refusal = sumRefusal(state, key, unit, sumOf(gone, unit), state.recordedAt);
    if (refusal !== null) return refusal;
  }
  for (const unit of units) turn.emit({ fact: 'light', member: key.owner, unit, ...grown(state, key.owner, unit, sumOf(gone, unit), state.recordedAt), ...stillReserved(state, gone, unit) });
  return null;
}

/** A member's key that is no passkey, of one who has such. */
function isLight(state: KernelState, { role, owner, passkey }: KeyGrant, now: Instant): boolean {
  return role === 'member' && passkey === undefined && hasPasskey(state, owner, now);
}

/** One in force. */
function hasPasskey({ keys, passkeys }: KernelState, member: string, now: Instant): boolean {
  return passkeys.get(member)?.some((id) => {
    const key = keys.get(id);
    return key?.revokedAt === null && (key.grant.expires ?? Infinity) > now;
  }) === true;
}

/** Taking back what one has agreed to is nothing that anyone could gain by. */
function isGrave(state: KernelState, entry: Entry): boolean {
  const { kind, body } = entry;
  if ((kind === 'consent' || kind === 'accept') && body.given === false) return false;
  return always.includes(kind) || isOnKeys(state, entry) || (state.charter?.weighty ?? charterDefaults.weighty).kinds.includes(kind);
}

/** Whether more than what is taken at once may come of the request. What decides on a review is no action. */
function arranges({ subcontracts }: KernelState, { body: { subcontract, action } }: Entry & { kind: 'request' }): boolean {
  const manifest = subcontracts.get(subcontract)?.manifest;
  if (manifest === undefined || !Object.hasOwn(manifest.actions ?? {}, action) || isReviewing(manifest, action)) return false;
  const rule = manifest.actions?.[action];
  return rule !== undefined && weighs(manifest, rule);
}

/** On who speaks for a member, or for the collective: who had a say in that with a stolen device would have taken over its owner, or keep them out. */
function isOnKeys(state: KernelState, entry: Entry): boolean {
  const change = changeMeant(state, entry);
  return change === 'recover' || change === 'operator';
}

function changeMeant({ proposals }: KernelState, entry: Entry): ChangeKind | undefined {
  if (entry.kind === 'propose') return entry.body.change.change;
  return entry.kind === 'ballot' ? proposals.get(entry.body.proposal)?.revision.change.change : undefined;
}

/**
 * Whether the key is for this alone, and was made for a machine at which nobody lifts a finger: that of a member's node, which says who is to
 * write the log when the writer fails, or one that puts down what the bank's statement says.
 */
function isMeantFor(state: KernelState, entry: Entry, { scope }: KeyGrant): boolean {
  const isFor = (kinds: readonly string[]): boolean => scope?.kinds?.every((kind) => kinds.includes(kind)) === true;
  return (isFor(['propose', 'ballot']) && changeMeant(state, entry) === 'operator') || (isFor(bookkeeping) && bookkeeping.includes(entry.kind));
}

function sumRefusal(state: KernelState, { id, owner }: KeyGrant, unit: string, amount: number, now: Instant): Refusal | null {
  const most = mostOf(state, unit);
  const { sum } = grown(state, owner, unit, amount, now);
  return sum <= most ? null : needsPasskey(`without their passkey ${owner} pays at most ${sayAmount(state, most, unit)} a day, and with this it would be ${sayAmount(state, sum, unit)}: ${id} may not`);
}

/** In the unit's smallest part. */
function mostOf(state: KernelState, unit: string): number {
  const given = state.charter?.weighty?.a_day?.[unit];
  const amount = readAmount(state, unit, given ?? lightADay);
  return amount.ok ? amount.value : 0;
}

/** A day begins with the first of its payments. */
function grown({ light }: KernelState, member: string, unit: string, amount: number, now: Instant): { readonly since: Instant; readonly sum: number } {
  const before = light.get(`${member} ${unit}`);
  return before === undefined || now >= before.since + dayMs ? { since: now, sum: amount } : { since: before.since, sum: before.sum + amount };
}

/** From all that is theirs to anybody else: between a member's account and their purses nothing leaves them. */
function goneFrom(member: string, takings: readonly Taking[]): Taking[] {
  return takings.filter(({ from, to }) => holderOf(from) === member && holderOf(to) !== member);
}

function sumOf(takings: readonly Taking[], of: string): number {
  return takings.reduce((sum, { unit, amount }) => (unit === of ? sum + amount : sum), 0);
}

/** What of it may still come to nothing. */
function stillReserved({ reserved }: KernelState, takings: readonly Taking[], of: string): Pick<LightDay, 'reserved'> {
  const waiting = takings.flatMap(({ unit, amount, reserved: id }) => (unit === of && id !== undefined && reserved.has(id) ? [[id, amount] as const] : []));
  return waiting.length === 0 ? {} : { reserved: Object.fromEntries(waiting) };
}

function needsPasskey(detail: string): Refusal {
  return { code: 'needs_passkey' satisfies RefusalCode, detail };
}
