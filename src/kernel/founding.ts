/**
 * Entries that make and change the collective itself: its founding, members, keys, consents, attestations, adopted kits.
 * Each check reads as one line; the order is the order of the refusal codes.
 */
import type { AmountsByUnit, Entry, KeyGrant, MemberGrant } from '../vocabulary/entries.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { isId, outside } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import { issued } from './apply.ts';
import { ContractCalls, makeCall, occasion } from './contracts.ts';
import { readEnvelope, unitOf } from './envelope.ts';
import { move } from './money.ts';
import { settleIncome } from './settlement.ts';
import { account, available, decimalsOf, monthOf, sayAmount, type KernelState } from './state.ts';
import { readParties, readTerms } from './terms.ts';
import type { Turn } from './turn-state.ts';

/** The most members, units, subcontracts: far above any collective, so that a mistake can't fill a disk. */
export const membersMax = 100_000;
export const unitsMax = 100;
export const subcontractsMax = 10_000;

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

export function found(turn: Turn, entry: EntryOf<'found'>): Refusal | null {
  const { charter, members, keys, zone_rules, sandbox } = entry.body;
  if (charter.units.length === 0 || charter.units.length > unitsMax) return no('invalid_value', `a collective needs 1 to ${unitsMax} units`);
  const unitIds = charter.units.map((unit) => unit.id);
  if (new Set(unitIds).size !== unitIds.length) return no('invalid_value', 'two units have the same id');
  for (const unit of charter.units) {
    if (!isId(unit.id)) return no('invalid_value', `a unit can't be called ${JSON.stringify(unit.id)}`);
    if (!Number.isInteger(unit.decimals) || unit.decimals < 0 || unit.decimals > decimalsMax) return no('invalid_value', `unit ${unit.id}: decimals must be 0 to ${decimalsMax}`);
  }
  if (!keys.some((key) => key.role === 'operator')) return no('missing_value', 'a collective needs an operator\'s key');
  turn.emit({ fact: 'founded', origin: entry.origin, charter, zone_rules, sandbox });
  const refusal = foundingMembers(turn, members);
  if (refusal !== null) return refusal;
  return grantKeys(turn, keys);
}

export function foundMore(turn: Turn, entry: EntryOf<'found.more'>): Refusal | null {
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

export function addKey(turn: Turn, entry: EntryOf<'key.add'>): Refusal | null {
  return grantKeys(turn, [entry.body.key]);
}

export function revokeKey(turn: Turn, entry: EntryOf<'key.revoke'>): Refusal | null {
  const key = turn.state.keys.get(entry.body.key);
  if (key === undefined) return no('unknown_key', `there is no key ${entry.body.key}`);
  if (key.revokedAt !== null) return no('revoked_key', `the key ${entry.body.key} is revoked already`);
  const operators = [...turn.state.keys.values()].filter((other) => other.grant.role === 'operator' && other.revokedAt === null);
  if (key.grant.role === 'operator' && operators.length === 1) return no('not_permitted', 'the last operator\'s key can\'t be revoked: add the next one first');
  turn.emit({ fact: 'key.revoked', key: entry.body.key });
  return null;
}

export function consent(turn: Turn, entry: EntryOf<'consent'>): Refusal | null {
  const { subcontract: id, part, given } = entry.body;
  const subcontract = turn.state.subcontracts.get(id);
  if (subcontract === undefined) return no('unknown_subcontract', `there is no subcontract ${id}`);
  if (!Object.hasOwn(subcontract.manifest.parts ?? {}, part)) return no('unknown_part', `${id} has no part ${part} to consent to`);
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

export function adopt(turn: Turn, runner: ContractRunner, entry: EntryOf<'adopt'>): Refusal | null {
  const { subcontract: id, manifest, code } = entry.body;
  if (!isId(id)) return no('invalid_value', `a subcontract can't be called ${JSON.stringify(id)}`);
  if (turn.state.subcontracts.has(id)) return no('already_adopted', `there is a subcontract ${id} already`);
  if (turn.state.subcontracts.size >= subcontractsMax) return no('limit_reached', `at most ${subcontractsMax} subcontracts`);
  if (!runner.has(code)) return no('unknown_code', `the code ${code} was not handed in`);
  const parties = readParties(turn.state, entry);
  if (!parties.ok) return parties.refusal;
  const terms = readTerms(turn.state, manifest, entry.body.terms);
  if (!terms.ok) return terms.refusal;
  const envelope = readEnvelope(manifest, terms.value, decimalsOf(turn.state, unitOf(turn.state, terms.value)));
  if (!envelope.ok) return envelope.refusal;
  turn.emit({ fact: 'adopted', subcontract: id, manifest, code, parties: parties.value, terms: terms.value });
  const subcontract = turn.state.subcontracts.get(id);
  if (subcontract === undefined) return null;
  const call = makeCall(turn.state, subcontract, 'adopted', '', { ...occasion(turn.state, turn.state.recordedAt) }, {}, []);
  if (!call.ok) return call.refusal;
  const calls = new ContractCalls(turn, runner, subcontract);
  calls.add(0, call.value);
  return calls.apply(0);
}

export function issue(turn: Turn, entry: EntryOf<'issue'>): Refusal | null {
  const { to, unit, amount, reason } = entry.body;
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
    from: outside, to, unit, amount: exact.value, ref: entry.id, why: { code: issued, by: entry.by, reason }, adopted: null, consent: null,
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

function admitMember(turn: Turn, member: MemberGrant): Refusal | null {
  const { state } = turn;
  if (!isId(member.id) || member.id === outside) return no('invalid_value', `a member can't be called ${JSON.stringify(member.id)}`);
  if (state.members.has(member.id)) return no('already_member', `there is a member ${member.id} already`);
  if (state.members.size >= membersMax) return no('limit_reached', `at most ${membersMax} members`);
  for (const [unit, text] of Object.entries(member.floor ?? {})) {
    const floor = readAmount(state, unit, text);
    if (!floor.ok) return floor.refusal;
    if (floor.value > 0) return no('invalid_value', `the floor of ${member.id} must be zero or below`);
    if (!fitsUnit(state, unit, -floor.value)) return no('overflow', `with this credit more ${unit} could come to be than the ledger can hold exactly`);
  }
  turn.emit({ fact: 'admitted', member });
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

function grantKeys(turn: Turn, keys: readonly KeyGrant[]): Refusal | null {
  for (const key of keys) {
    if (!isId(key.id) || !isId(key.owner)) return no('invalid_value', `a key can't be called ${JSON.stringify(key.id)}`);
    if (turn.state.keys.has(key.id) || turn.state.publicKeys.has(key.public_key)) return no('already_known_key', `the key ${key.id} is in the log already`);
    if (key.role === 'member' && !turn.state.members.has(key.owner)) return no('unknown_member', `the key ${key.id} is to speak for ${key.owner}, who is no member`);
    turn.emit({ fact: 'key', key });
  }
  return null;
}

/** An amount that can be moved to a member: known unit, positive, exact, and room for it. */
function readMoney(state: KernelState, to: string, unit: string, text: string): Result<number> {
  if (!state.members.has(to)) return refuse('unknown_member', `there is no member ${to}`);
  const amount = readAmount(state, unit, text);
  if (!amount.ok) return amount;
  return amount.value < 0 ? refuse('invalid_value', `the amount must not be negative, not ${text}`) : amount;
}

/** The same for what comes from outside: all that members could ever hold must stay exact. */
function readIssued(state: KernelState, to: string, unit: string, text: string): Result<number> {
  const amount = readMoney(state, to, unit, text);
  if (!amount.ok || fitsUnit(state, unit, amount.value)) return amount;
  return refuse('overflow', `with this more ${unit} would be issued than the ledger can hold exactly`);
}

/** Whether the unit bears `more`: nobody can hold more than all that is issued and all credit together. */
function fitsUnit(state: KernelState, unit: string, more: number): boolean {
  return Number.isSafeInteger(more - account(state, outside, unit).balance + (state.credit.get(unit) ?? 0));
}

function readAmount(state: KernelState, unit: string, text: string): Result<number> {
  if (!state.units.has(unit)) return refuse('unknown_unit', `there is no unit ${unit}`);
  return parseDecimal(text, decimalsOf(state, unit));
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}

