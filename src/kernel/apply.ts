/**
 * Applies one fact to the state: the only way in which state moves. With `undo`, each change leaves what takes it back,
 * so that an item that is refused half-way leaves no trace.
 */
import { outside } from '../vocabulary/ids.ts';
import type { Fact, Obligation, Posting } from '../vocabulary/outcomes.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { invariant } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { MemberGrant } from '../vocabulary/grants.ts';
import { applyDeciding } from './apply-deciding.ts';
import { endedLight, paidLight } from './apply-light.ts';
import { applySensing, isSensing } from './apply-sensing.ts';
import { applyStanding, isStanding, unlisten } from './apply-standing.ts';
import { beginsAnew } from './bound.ts';
import { readEnvelope, spentKeys, unitOf } from './envelope.ts';
import { inOrder, routesOf, wakesOf } from './routes.ts';
import { account, decimalsOf, monthOf, type Account, type KernelState } from './state.ts';
import { takingOf } from './takings.ts';
import { keepAttested, keepVersion } from './versions.ts';
import { remove, set, type Undo } from './undo.ts';

/** Why of what was issued by decision; the opening balances of a founding aren't. */
export const issued = 'issued';

export function apply(state: KernelState, fact: Fact, undo: Undo | null): void {
  switch (fact.fact) {
    case 'founded':
      state.origin = fact.origin;
      state.charter = fact.charter;
      state.sandbox = fact.sandbox;
      for (const unit of fact.charter.units) set(state.units, unit.id, unit, undo);
      return;
    case 'zone': return; // the rules themselves come with the entry's blob; see kernel.ts
    case 'admitted': return admit(state, fact.member, undo);
    case 'key':
      if (fact.key.role === 'member') comes(state, fact.key.owner, undo);
      set(state.publicKeys, fact.key.public_key, fact.key.id, undo);
      if (fact.key.role === 'device') set(state.keyedDevices, fact.key.owner, true, undo);
      if (fact.key.passkey !== undefined) set(state.passkeys, fact.key.owner, [...(state.passkeys.get(fact.key.owner) ?? []), fact.key.id], undo);
      return set(state.keys, fact.key.id, { grant: fact.key, revokedAt: null }, undo);
    case 'key.revoked': {
      const key = state.keys.get(fact.key);
      invariant(key !== undefined, `a key that isn't known was revoked: ${fact.key}`);
      return set(state.keys, fact.key, { grant: key.grant, revokedAt: state.seq }, undo);
    }
    case 'light': return paidLight(state, fact, undo);
    case 'adopted': return adopt(state, fact, undo);
    case 'consent': return consent(state, fact, undo);
    case 'attested': return set(state.attested, `${fact.subcontract} ${fact.member}`, fact.values, undo);
    case 'posting': return postingApplied(state, fact, undo);
    case 'owed': return owed(state, fact, undo);
    case 'owed.less': return owedLess(state, fact.id, fact.left, undo);
    case 'owed.due': {
      const debt = state.obligations.get(fact.id);
      invariant(debt !== undefined, 'an obligation fell due that is not open');
      return set(state.fallen, fact.id, true, undo);
    }
    case 'reserved': {
      const reserved = { id: fact.id, from: fact.from, to: fact.to, unit: fact.unit, amount: fact.amount, expires: fact.expires, because: fact.because };
      hold(state, fact.from, fact.unit, fact.amount, undo);
      spend(state, fact, undo);
      set(state.reserved, fact.id, reserved, undo);
      countOpen(state, fact.because, 1, undo);
      if (fact.expires !== null) state.alarms.push({ at: fact.expires, kind: 'reserved', id: fact.id, of: reserved });
      return;
    }
    case 'released': {
      const reserved = state.reserved.get(fact.id);
      invariant(reserved !== undefined, `a reservation ended that isn't open: ${fact.id}`);
      hold(state, reserved.from, reserved.unit, -reserved.amount, undo);
      countOpen(state, reserved.because, -1, undo);
      endedLight(state, reserved, fact.how, undo);
      return remove(state.reserved, fact.id, undo);
    }
    case 'payout.sent': {
      const reserved = state.reserved.get(fact.payout);
      invariant(reserved !== undefined, `a payout is on its way that isn't open: ${fact.payout}`);
      return set(state.reserved, fact.payout, { ...reserved, sent: true }, undo);
    }
    case 'booked': {
      const key = `${fact.unit} ${fact.reference}`;
      invariant(!state.booked.has(key), `a reference was put down twice: ${key}`);
      return set(state.booked, key, { what: fact.what, agent: fact.agent, amount: fact.amount, at: state.recordedAt, reversed: false }, undo);
    }
    case 'booked.reversed': {
      const key = `${fact.unit} ${fact.reference}`;
      const booked = state.booked.get(key);
      invariant(booked !== undefined, `what was never put down was taken back: ${key}`);
      return set(state.booked, key, { ...booked, reversed: true }, undo);
    }
    case 'review': {
      const key = `${fact.review.subcontract} ${fact.review.id}`;
      set(state.reviews, key, fact.review, undo);
      countOpen(state, fact.review.subcontract, 1, undo);
      state.alarms.push({ at: fact.review.expires, kind: 'review', id: key, of: fact.review });
      return;
    }
    case 'review.closed':
      invariant(state.reviews.has(`${fact.subcontract} ${fact.id}`), `a review ended that isn't open: ${fact.id}`);
      countOpen(state, fact.subcontract, -1, undo);
      return remove(state.reviews, `${fact.subcontract} ${fact.id}`, undo);
    case 'notice': return;
    case 'timer': {
      const key = `${fact.timer.subcontract} ${fact.timer.key}`;
      set(state.timers, key, fact.timer, undo);
      state.alarms.push({ at: fact.timer.at, kind: 'timer', id: key, of: fact.timer });
      return;
    }
    case 'timer.gone': return remove(state.timers, `${fact.subcontract} ${fact.key}`, undo);
    case 'mark': {
      const key = `${String(fact.because)} ${fact.code} ${fact.on}`;
      return set(state.marks, key, [...(state.marks.get(key) ?? []), { at: state.recordedAt, ref: fact.ref }], undo);
    }
    case 'cell': {
      const key = `${fact.subcontract} ${fact.key}`;
      if (fact.value === null) return remove(state.cells, key, undo);
      const expires = fact.keep === null ? null : state.recordedAt + fact.keep * dayMs;
      return set(state.cells, key, { value: fact.value, expires }, undo);
    }
    case 'policy': {
      const before = state.policy;
      undo?.push(() => { state.policy = before; });
      state.policy = fact.policy;
      return;
    }
    case 'friends': return set(state.friends, fact.member, { friends: fact.friends, approvals: fact.approvals }, undo);
    case 'attested.void':
      keepAttested(state, fact.subcontract, undo);
      for (const key of state.attested.keys()) if (key.startsWith(`${fact.subcontract} `)) remove(state.attested, key, undo);
      return;
    case 'settling': {
      const { settling, settlingVia } = state;
      undo?.push(() => Object.assign(state, { settling, settlingVia }));
      state.settling = fact.accounts;
      state.settlingVia = fact.via ?? [];
      return;
    }
    case 'untold': {
      const before = state.untold;
      undo?.push(() => { state.untold = before; });
      state.untold = fact.deeds;
      return;
    }
    case 'untold.more': {
      const before = state.untold;
      undo?.push(() => { state.untold = before; });
      state.untold = [...before, fact.deed];
      return;
    }
    default:
      if (isStanding(fact)) return applyStanding(state, fact, undo);
      return isSensing(fact) ? applySensing(state, fact, undo) : applyDeciding(state, fact, undo);
  }
}

function admit(state: KernelState, member: MemberGrant, undo: Undo | null): void {
  // Whoever is of the founding was there at its first record: its agreements bind them all, in whatever order they were said.
  set(state.members, member.id, { id: member.id, name: member.name ?? member.id, since: state.founding ? 0 : state.seq, left: null, commons: member.commons === true, ...(member.votes === false ? { voteless: true } : {}) }, undo);
  comes(state, member.id, undo);
  for (const [unit, text] of Object.entries(member.floor ?? {})) {
    const floor = parseDecimal(text, decimalsOf(state, unit));
    invariant(floor.ok, `a floor that can't be read passed the checks: ${text}`);
    set(state.accounts, `${member.id} ${unit}`, { ...account(state, member.id, unit), floor: floor.value }, undo);
    set(state.credit, unit, (state.credit.get(unit) ?? 0) - floor.value, undo);
  }
}

/** Who has no key yet can't speak: whoever gives them the first one later could speak for them, as for somebody made up. */
function comes(state: KernelState, member: string, undo: Undo | null): void {
  if (state.seq === 0 || state.founding) return;
  const hasHadKey = [...state.keys.values()].some(({ grant }) => grant.role === 'member' && grant.owner === member);
  if (!hasHadKey) set(state.newcomers, member, state.recordedAt, undo);
}

function adopt(state: KernelState, fact: Fact & { fact: 'adopted' }, undo: Undo | null): void {
  const unit = unitOf(state, fact.terms);
  const envelope = readEnvelope(fact.manifest, fact.terms, decimalsOf(state, unit));
  invariant(envelope.ok, 'an envelope that can\'t be read passed the checks');
  const earlier = state.subcontracts.get(fact.subcontract);
  const pilot = fact.pilot === true;
  const isAnew = earlier === undefined || beginsAnew(state, earlier.id);
  const subcontract = {
    id: fact.subcontract, manifest: fact.manifest, code: fact.code, parties: fact.parties, terms: fact.terms, unit, adopted: state.seq,
    since: isAnew ? state.seq : earlier.since, pilot, envelope: envelope.value,
  };
  if (isAnew) remove(state.versions, fact.subcontract, undo);
  else keepVersion(state, earlier, undo);
  remove(state.retiring, fact.subcontract, undo);
  remove(state.retired, fact.subcontract, undo);
  if (earlier !== undefined) unlisten(state, earlier, undo);
  set(state.subcontracts, fact.subcontract, subcontract, undo);
  for (const route of routesOf(subcontract)) {
    const listeners = state.routes.get(route) ?? [];
    set(state.routes, route, [...listeners, fact.subcontract].sort(), undo);
  }
  for (const { key, waiting } of wakesOf(subcontract)) set(state.wakes, key, inOrder([...(state.wakes.get(key) ?? []), waiting]), undo);
}

function consent(state: KernelState, fact: Fact & { fact: 'consent' }, undo: Undo | null): void {
  const part = `${fact.subcontract} ${fact.part}`;
  const others = (state.consenting.get(part) ?? []).filter((member) => member !== fact.member);
  set(state.consenting, part, fact.given ? [...others, fact.member].sort() : others, undo);
  remove(state.heldConsents, `${part} ${fact.member}`, undo);
  if (fact.given) set(state.consents, `${part} ${fact.member}`, state.seq, undo);
  else remove(state.consents, `${part} ${fact.member}`, undo);
}

function postingApplied(state: KernelState, posting: Posting, undo: Undo | null): void {
  invariant(Number.isSafeInteger(posting.amount) && posting.amount > 0, 'a posting must move a positive amount');
  invariant(posting.from !== posting.to, 'a posting needs two accounts');
  change(state, posting.from, posting.unit, -posting.amount, undo);
  change(state, posting.to, posting.unit, posting.amount, undo);
  spend(state, posting, undo);
  if (posting.from === outside && posting.why.code === issued) {
    const key = `${posting.unit} ${monthOf(state)}`;
    set(state.issued, key, (state.issued.get(key) ?? 0) + posting.amount, undo);
  }
}

function change(state: KernelState, agent: string, unit: string, by: number, undo: Undo | null): void {
  const before = account(state, agent, unit);
  const after: Account = { ...before, balance: before.balance + by };
  invariant(Number.isSafeInteger(after.balance), `the balance of ${agent} left the range of exact numbers`);
  invariant(by > 0 || agent === outside || after.balance - after.held >= after.floor, `the balance of ${agent} fell below its floor`);
  set(state.accounts, `${agent} ${unit}`, after, undo);
}

function hold(state: KernelState, agent: string, unit: string, by: number, undo: Undo | null): void {
  const before = account(state, agent, unit);
  const held = before.held + by;
  invariant(held >= 0, `more was released than ${agent} had reserved`);
  invariant(by < 0 || before.balance - held >= before.floor, `${agent} reserved more than there was`);
  set(state.accounts, `${agent} ${unit}`, { ...before, held }, undo);
}

function owed(state: KernelState, fact: Fact & { fact: 'owed' }, undo: Undo | null): void {
  const debt: Obligation = fact.obligation;
  invariant(debt.left > 0 && debt.left <= debt.amount, 'an obligation must be open when it begins');
  set(state.obligations, debt.id, debt, undo);
  indexDebt(state, debt, true);
  undo?.push(() => indexDebt(state, debt, false));
  owe(state, debt, debt.left, undo);
  countOpen(state, debt.because, 1, undo);
  const next = state.nextObligation;
  undo?.push(() => { state.nextObligation = next; });
  state.nextObligation = Math.max(next, debt.id + 1);
  if (debt.due > state.recordedAt || debt.guarantee !== null) {
    state.alarms.push({ at: debt.due, kind: 'due', id: String(debt.id).padStart(16, '0'), of: debt });
  }
  spend(state, fact, undo);
}

function owedLess(state: KernelState, id: number, left: number, undo: Undo | null): void {
  const debt = state.obligations.get(id);
  invariant(debt !== undefined && left >= 0 && left < debt.left, 'an obligation can only shrink');
  owe(state, debt, left - debt.left, undo);
  if (left > 0) return set(state.obligations, id, { ...debt, left }, undo);
  remove(state.obligations, id, undo);
  remove(state.fallen, id, undo);
  countOpen(state, debt.because, -1, undo);
  indexDebt(state, debt, false);
  undo?.push(() => indexDebt(state, debt, true));
}

/** A debtor may have thousands of debts: the index is changed in place. */
function indexDebt(state: KernelState, debt: Obligation, open: boolean): void {
  const key = `${debt.debtor} ${debt.unit}`;
  let ids = state.debts.get(key);
  if (ids === undefined) state.debts.set(key, ids = new Set());
  if (open) ids.add(debt.id);
  else ids.delete(debt.id);
  if (ids.size === 0) state.debts.delete(key);
}

function owe(state: KernelState, debt: Obligation, by: number, undo: Undo | null): void {
  const key = `${debt.debtor} ${debt.unit}`;
  set(state.owing, key, (state.owing.get(key) ?? 0) + by, undo);
}

/** Of a subcontract that isn't there any more nothing is open. */
function countOpen(state: KernelState, subcontract: string | null, by: number, undo: Undo | null): void {
  if (subcontract === null) return;
  const count = (state.open.get(subcontract) ?? 0) + by;
  if (count > 0) set(state.open, subcontract, count, undo);
  else remove(state.open, subcontract, undo);
}

/** Counts what an agreement takes. */
function spend(state: KernelState, fact: Extract<Fact, { fact: 'posting' | 'owed' | 'reserved' }>, undo: Undo | null): void {
  const taken = takingOf(state, fact);
  if (taken === null || fact.because === null) return;
  for (const key of spentKeys(state, fact.because, taken.from, taken.amount, fact.consent?.part ?? null)) set(state.spent, key, (state.spent.get(key) ?? 0) + taken.amount, undo);
}
