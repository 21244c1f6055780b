/**
 * Entries that make and change the collective itself: its founding, members, consents, attestations; what is issued and paid by hand.
 * Each check reads as one line; the order is the order of the refusal codes.
 */
import type { Issuing } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { AmountsByUnit, MemberGrant } from '../vocabulary/grants.ts';
import { isId, outside, reservedIds } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { hourMs, type Instant } from '../vocabulary/time.ts';
import { issued } from './apply.ts';
import { charterRefusal, membersMax } from './charter-rules.ts';
import { grantKeys } from './keys.ts';
import { move } from './money.ts';
import { settleIncome } from './settlement.ts';
import { consentRefusal } from './standing.ts';
import { available, monthOf, sayAmount, type KernelState } from './state.ts';
import { fitsUnit, readAmount, readIssued, readMoney } from './sums.ts';
import type { Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

export function found(turn: Turn, digestOf: (value: unknown) => string, entry: EntryOf<'found'>): Refusal | null {
  const { charter, members, keys, zone_rules, sandbox } = entry.body;
  const ruled = charterRefusal(turn.state, charter) ?? foundersRefusal(charter);
  if (ruled !== null) return ruled;
  if (!keys.some((key) => key.role === 'operator')) return no('missing_value', 'a collective needs an operator\'s key');
  turn.emit({ fact: 'founded', origin: entry.origin, charter, zone_rules, sandbox });
  const refusal = foundingMembers(turn, members);
  if (refusal !== null) return refusal;
  noteFounding(turn, digestOf, entry);
  return grantKeys(turn, keys);
}

function foundersRefusal({ founders = [] }: Charter): Refusal | null {
  if (new Set(founders).size !== founders.length) return no('invalid_value', 'a founder is named twice');
  return founders.every(isId) ? null : no('invalid_value', 'founders are members, by their ids');
}

/** Each entry of a founding that founders sign changes what they sign; see {@link sign}. */
export function noteFounding(turn: Turn, digestOf: (value: unknown) => string, entry: Entry): void {
  const { charter, foundingHash } = turn.state;
  if ((charter?.founders ?? []).length > 0) turn.emit({ fact: 'founding', hash: digestOf([foundingHash, entry]) });
}

/**
 * Whether what belongs to a founding may still be said at this time: until something else is recorded, and for an hour after the last of it; where
 * founders sign, until the first of them has. Whoever runs the machine must not have agreements adopted later by their word alone.
 */
export function isFounding(state: KernelState, at: Instant): boolean {
  return state.founding && (unsigned(state).length > 0 || at - state.recordedAt <= hourMs);
}

/** Founders who have yet to sign; empty where the collective exists. */
export function unsigned({ charter, signed }: KernelState): string[] {
  return (charter?.founders ?? []).filter((founder) => !signed.has(founder));
}

/** A founder's yes to charter, members and agreements as they stand: a hash over each entry of the founding and the hash of those before it. */
export function sign(turn: Turn, { by, body: { founding } }: EntryOf<'sign'>): Refusal | null {
  const { state } = turn;
  if (!unsigned(state).includes(by)) return no(state.signed.has(by) ? 'already_said' : 'not_permitted', state.signed.has(by) ? `${by} has signed already` : `${by} is no founder`);
  if (founding !== state.foundingHash) return no('stale_revision', `the founding has the hash ${state.foundingHash}, not ${founding}`);
  const stranger = unsigned(state).find((founder) => !state.members.has(founder));
  if (stranger !== undefined) return no('unknown_member', `the founder ${stranger} is no member: nothing can be founded with them`);
  turn.emit({ fact: 'signed', founder: by });
  if (unsigned(state).length === 0) turn.emit({ fact: 'constituted' });
  return null;
}

export function foundMore(turn: Turn, digestOf: (value: unknown) => string, entry: EntryOf<'found.more'>): Refusal | null {
  noteFounding(turn, digestOf, entry);
  return foundingMembers(turn, entry.body.members) ?? grantKeys(turn, entry.body.keys);
}

function foundingMembers(turn: Turn, members: readonly MemberGrant[]): Refusal | null {
  for (const member of members) {
    const refusal = admitMember(turn, member) ?? openBalances(turn, member);
    if (refusal !== null) return refusal;
  }
  return null;
}

export function admit(turn: Turn, entry: EntryOf<'admit'>): Refusal | null {
  const { member, keys } = entry.body;
  if (member.opening !== undefined) return no('unknown_value', 'opening balances are issued at the founding; use an issue');
  for (const key of keys) if (key.role !== 'member' || key.owner !== member.id) return no('invalid_value', `the key ${key.id} does not speak for ${member.id}`);
  return admitMember(turn, member) ?? grantKeys(turn, keys);
}

export function consent(turn: Turn, entry: EntryOf<'consent'>): Refusal | null {
  const { subcontract: id, part, given } = entry.body;
  const subcontract = turn.state.subcontracts.get(id);
  if (subcontract === undefined) return no('unknown_subcontract', `there is no subcontract ${id}`);
  if (!Object.hasOwn(subcontract.manifest.parts ?? {}, part)) return no('unknown_part', `${id} has no part ${part} to consent to`);
  const refusal = given ? consentRefusal(turn.state, subcontract, entry.by) : null;
  if (refusal !== null) return refusal;
  turn.emit({ fact: 'consent', subcontract: id, part, member: entry.by, given });
  return null;
}

export function attest(turn: Turn, entry: EntryOf<'attest'>): Refusal | null {
  const { member, commitment, values } = entry.body;
  if (!turn.state.members.has(member)) return no('unknown_member', `there is no member ${member}`);
  if (!/^[0-9a-f]{64}$/.test(commitment)) return no('invalid_value', 'a commitment is a SHA-256 in hex');
  for (const [id, places] of Object.entries(values)) {
    const subcontract = turn.state.subcontracts.get(id);
    if (subcontract === undefined) return no('unknown_subcontract', `there is no subcontract ${id}`);
    for (const [name, place] of Object.entries(places)) {
      const rule = subcontract.manifest.attested?.[name];
      const table = rule === undefined ? undefined : subcontract.terms[rule.table];
      if (!Array.isArray(table)) return no('unknown_value', `${id} attests no ${name}`);
      if (!Number.isInteger(place) || place < 0 || place >= table.length) return no('invalid_value', `${id}.${name} must be a place in its table`);
    }
    turn.emit({ fact: 'attested', member, commitment, subcontract: id, values: places });
  }
  return null;
}

/** What more than one person alone may issue needs a second; see own-rules.ts. */
export function issue(turn: Turn, entry: EntryOf<'issue'>): Refusal | null {
  const { unit, amount } = entry.body;
  const { state } = turn;
  const most = state.charter?.alone_max?.[unit];
  const [exact, alone] = [readAmount(state, unit, amount), readAmount(state, unit, most ?? '0')];
  if (most !== undefined && exact.ok && alone.ok && exact.value > alone.value) {
    return no('needs_second', `the charter lets one person alone issue at most ${most} ${unit} at a time, not ${amount}`);
  }
  return issueChecked(turn, entry.body, entry.by, entry.id);
}

/** Issues what has been agreed to, within what the charter lets be issued in a month. */
export function issueChecked(turn: Turn, { to, unit, amount, reason }: Issuing, by: string, ref: string): Refusal | null {
  const { state } = turn;
  const exact = readIssued(state, to, unit, amount);
  if (!exact.ok) return exact.refusal;
  const cap = readAmount(state, unit, state.charter?.issue_per_month[unit] ?? '0');
  const month = monthOf(state);
  const before = state.issued.get(`${unit} ${month}`) ?? 0;
  if (!cap.ok || before + exact.value > cap.value) {
    return no('limit_reached', `the charter lets ${state.charter?.issue_per_month[unit] ?? '0'} ${unit} be issued in a month; ${month} has seen ${sayAmount(state, before, unit)}`);
  }
  move(turn, { item: 0, because: null }, {
    from: outside, to, unit, amount: exact.value, ref, why: { code: issued, by, reason }, adopted: null, consent: null,
  });
  settleIncome(turn, 0);
  return null;
}

export function pay(turn: Turn, entry: EntryOf<'pay'>): Refusal | null {
  const { to, unit, amount, reason } = entry.body;
  const { state } = turn;
  if (to === entry.by) return no('invalid_value', 'one can\'t pay oneself');
  const exact = readMoney(state, to, unit, amount);
  if (!exact.ok) return exact.refusal;
  const there = available(state, entry.by, unit);
  if (there < exact.value) return no('insufficient_balance', `${entry.by} has ${sayAmount(state, there, unit)} to spend, not ${sayAmount(state, exact.value, unit)}`);
  move(turn, { item: 0, because: null }, {
    from: entry.by, to, unit, amount: exact.value, ref: entry.id, why: { code: 'paid', ...(reason === undefined ? {} : { reason }) }, adopted: null, consent: null,
  });
  settleIncome(turn, 0);
  return null;
}

/** Whoever reads a member's private text says so first, and the member is told who, what and why. */
export function opened(turn: Turn, entry: EntryOf<'opened'>): Refusal | null {
  const { member, commitment, reason } = entry.body;
  if (!turn.state.members.has(member)) return no('unknown_member', `there is no member ${member}`);
  if (reason.trim() === '') return no('missing_value', 'say why: the member will read it');
  turn.emit({ fact: 'notice', item: 0, because: null, to: member, code: 'opened', data: { by: entry.by, what: commitment, reason } });
  return null;
}

/** Spends what all hold in common, as it was agreed. */
export function spendChecked(turn: Turn, change: Spending, ref: string): Refusal | null {
  const refusal = spendRefusal(turn.state, change);
  const { from, to, unit } = change;
  const amount = readMoney(turn.state, to, unit, change.amount);
  if (refusal !== null || !amount.ok) return refusal;
  const there = available(turn.state, from, unit);
  if (there < amount.value) return no('insufficient_balance', `${from} has ${sayAmount(turn.state, there, unit)} to spend, not ${sayAmount(turn.state, amount.value, unit)}`);
  move(turn, { item: 0, because: null }, { from, to, unit, amount: amount.value, ref, why: { code: 'spent' }, adopted: null, consent: null });
  settleIncome(turn, 0);
  return null;
}

type Spending = { readonly from: string; readonly to: string; readonly unit: string; readonly amount: string };

/** Whether it could be spent; whether it is there shows when it is done. */
export function spendRefusal(state: KernelState, { from, to, unit, amount }: Spending): Refusal | null {
  if (state.members.get(from)?.commons !== true) return no('unknown_member', `${from} is no account held in common`);
  if (to === from) return no('invalid_value', 'it is there already');
  const exact = readMoney(state, to, unit, amount);
  if (!exact.ok) return exact.refusal;
  return exact.value === 0 ? no('invalid_value', 'nothing would be spent') : null;
}

export function admitMember(turn: Turn, member: MemberGrant): Refusal | null {
  const refusal = memberRefusal(turn.state, member);
  if (refusal === null) turn.emit({ fact: 'admitted', member });
  return refusal;
}

export function memberRefusal(state: KernelState, member: MemberGrant): Refusal | null {
  if (!isId(member.id) || reservedIds.includes(member.id)) return no('invalid_value', `a member can't be called ${JSON.stringify(member.id)}`);
  if (state.members.has(member.id)) return no('already_member', `there is a member ${member.id} already`);
  if (state.bindings.has(member.id)) return no('already_member', `a binding is called ${member.id}: choose another id`);
  if (state.members.size >= membersMax) return no('limit_reached', `at most ${membersMax} members`);
  for (const [unit, text] of Object.entries(member.floor ?? {})) {
    const floor = readAmount(state, unit, text);
    if (!floor.ok) return floor.refusal;
    if (floor.value > 0) return no('invalid_value', `the floor of ${member.id} must be zero or below`);
    if (!fitsUnit(state, unit, -floor.value)) return no('overflow', `with this credit more ${unit} could come to be than the ledger can hold exactly`);
  }
  return null;
}

function openBalances(turn: Turn, member: MemberGrant): Refusal | null {
  for (const [unit, text] of Object.entries(member.opening ?? ({} as AmountsByUnit))) {
    const amount = readIssued(turn.state, member.id, unit, text);
    if (!amount.ok) return amount.refusal;
    move(turn, { item: 0, because: null }, {
      from: outside, to: member.id, unit, amount: amount.value, ref: 'founding', why: { code: 'opening' }, adopted: null, consent: null,
    });
  }
  turn.income = [];
  return null;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}

