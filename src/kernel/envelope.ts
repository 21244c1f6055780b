/**
 * What a subcontract may do at the very most: whom it may debit, how much per event, per person and period, and in total.
 * The kernel checks every debit against it before anything moves, whatever the contract's code says.
 */
import { amountUnder, daysUnder } from '../vocabulary/envelope-amounts.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { EnvelopeRule, KitManifest, PeriodRule } from '../vocabulary/kit.ts';
import type { ConsentBasis } from '../vocabulary/outcomes.ts';
import { isPurse } from '../vocabulary/purses.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';
import { isBound } from './bound.ts';
import { isPurseOf } from './purses.ts';
import { sayAmount, type EnvelopeLimit, type KernelState, type Subcontract } from './state.ts';

/** The unit of a subcontract's amounts: that of its terms, or the collective's first. */
export function unitOf(state: KernelState, terms: JsonObject): string {
  return typeof terms['unit'] === 'string' ? terms['unit'] : (state.charter?.units[0]?.id ?? '');
}

/** The envelope in exact amounts, under the terms as agreed. Refuses amounts that the unit can't hold, and limits that break one another. */
export function readEnvelope(manifest: KitManifest, terms: JsonObject, decimals: number): Result<EnvelopeLimit[]> {
  let wrong: Refusal | undefined;
  const read = (result: Result<number>): number => {
    if (result.ok) return result.value;
    wrong ??= { code: result.refusal.code, detail: `envelope: ${result.refusal.detail}` };
    return 0;
  };
  const exact = (amount: string): number => read(amountUnder(manifest.terms, terms, decimals, amount));
  const period = ({ amount, days }: PeriodRule): EnvelopeLimit['perPerson'] => ({ amount: exact(amount), days: read(daysUnder(terms, days)) });
  const limits = manifest.envelope.map((rule): EnvelopeLimit => ({
    debit: rule.debit, perEvent: exact(rule.per_event), perPerson: period(rule.per_person), inTotal: rule.in_total === undefined ? null : period(rule.in_total),
  }));
  // Terms may make one limit of the envelope larger than another that holds it: what they promise could never happen.
  const broken = limits.find(({ perEvent, perPerson }) => perEvent > perPerson.amount);
  if (broken !== undefined) wrong ??= { code: 'outside_envelope', detail: `envelope: ${manifest.name} could take more at a time from ${broken.debit} than it may take from one person in ${broken.perPerson.days} days` };
  return wrong === undefined ? ok(limits) : { ok: false, refusal: wrong };
}

/** As what somebody is debited: bound as a member, and whoever the parties are. */
export type Capacity = { readonly bound: boolean; readonly parties: Subcontract['parties'] };

export function capacityOf(state: KernelState, subcontract: Subcontract, agent: string, asOf?: number): Capacity {
  return { bound: isBound(state, subcontract, agent, asOf), parties: subcontract.parties };
}

/**
 * Whether the subcontract may debit `agent` by `amount` now: as a member or party, or (with `part`) by personal consent to that part, and then
 * within the limits of the version that they consented to, where they were left at those.
 * @returns the consent that it rests on, or null when membership or being a party suffices
 */
export function mayDebit(
  state: KernelState, subcontract: Subcontract, agent: string, amount: number, part: string | null, as: Capacity = capacityOf(state, subcontract, agent),
): Result<ConsentBasis | null> {
  const now = permits(state, subcontract, subcontract.envelope, agent, amount, part, as);
  const held = part === null ? undefined : heldLimits(state, subcontract, agent, part);
  const result = now.ok && held !== undefined ? permits(state, subcontract, held, agent, amount, part, as) : now;
  if (!result.ok) return result;
  return ok(part === null ? null : { part, record: state.consents.get(`${subcontract.id} ${part} ${agent}`) ?? 0 });
}

function permits(
  state: KernelState, subcontract: Subcontract, limits: readonly EnvelopeLimit[], agent: string, amount: number, part: string | null, as: Capacity,
): Result<null> {
  let first: Result<null> | undefined;
  for (const [place, rule] of limits.entries()) {
    if (!covers(state, subcontract.id, rule.debit, agent, part, as)) continue;
    const result = within(state, subcontract, place, rule, agent, amount);
    if (result.ok) return result;
    first ??= result;
  }
  return first ?? refuse('outside_envelope', `${subcontract.id} may not debit ${agent}`);
}

/** The limits at which a member was left when the part became wider; undefined where they have consented to the present ones. */
function heldLimits({ heldConsents }: KernelState, { id }: Subcontract, agent: string, part: string): readonly EnvelopeLimit[] | undefined {
  return heldConsents.get(`${id} ${part} ${agent}`);
}

function within(state: KernelState, subcontract: Subcontract, place: number, rule: EnvelopeLimit, agent: string, amount: number): Result<null> {
  const say = (each: number): string => sayAmount(state, each, subcontract.unit);
  if (amount > rule.perEvent) return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.perEvent)} at a time, not ${say(amount)}`);
  const { person, total } = usageKeys(state, subcontract.id, place, rule, agent);
  if (spentUnder(state, person) + amount > rule.perPerson.amount) {
    return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.perPerson.amount)} from one person in ${rule.perPerson.days} days`);
  }
  if (rule.inTotal !== null && spentUnder(state, total) + amount > rule.inTotal.amount) {
    return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.inTotal.amount)} in all in ${rule.inTotal.days} days`);
  }
  return ok(null);
}

/** Where a debit counts, per person and in all: under the first rule that lets it through, else the first that is about it; and so also under held limits. */
export function spentKeys(state: KernelState, id: string, agent: string, amount: number, part: string | null): readonly string[] {
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return [];
  const held = part === null ? undefined : heldLimits(state, subcontract, agent, part);
  return [...new Set([subcontract.envelope, held ?? []].flatMap((limits) => countedUnder(state, subcontract, limits, agent, amount, part)))];
}

/** It has been let through, so that whoever was debited was bound, or was a party then. */
function countedUnder(state: KernelState, subcontract: Subcontract, limits: readonly EnvelopeLimit[], agent: string, amount: number, part: string | null): string[] {
  const as: Capacity = { bound: true, parties: subcontract.parties };
  const covering = [...limits.entries()].filter(([, rule]) => covers(state, subcontract.id, rule.debit, agent, part, as));
  const [place, rule] = covering.find(([index, each]) => within(state, subcontract, index, each, agent, amount).ok) ?? covering[0] ?? [];
  if (place === undefined || rule === undefined) return [];
  const { person, total } = usageKeys(state, subcontract.id, place, rule, agent);
  return total === null ? [person] : [person, total];
}

/** The most that may be debited now under personal consent to a part. */
export function mostDebit(state: KernelState, subcontract: Subcontract, agent: string, part: string): number {
  const as = capacityOf(state, subcontract, agent);
  const most = (limits: readonly EnvelopeLimit[]): number => Math.max(0, ...[...limits.entries()].filter(([, rule]) => covers(state, subcontract.id, rule.debit, agent, part, as)).map(([place, rule]) => {
    const { person, total } = usageKeys(state, subcontract.id, place, rule, agent);
    const inTotal = rule.inTotal === null ? Infinity : rule.inTotal.amount - spentUnder(state, total);
    return Math.min(rule.perEvent, rule.perPerson.amount - spentUnder(state, person), inTotal);
  }));
  const held = heldLimits(state, subcontract, agent, part);
  return Math.min(most(subcontract.envelope), held === undefined ? Infinity : most(held));
}

function covers({ consents }: KernelState, id: string, debit: EnvelopeRule['debit'], agent: string, part: string | null, { bound, parties }: Capacity): boolean {
  if (part !== null) return debit === `part:${part}` && consents.has(`${id} ${part} ${agent}`);
  if (debit.startsWith('purse:')) return isPurseOf({ id }, agent, debit.slice('purse:'.length));
  if (debit === 'members') return bound && !isPurse(agent);
  return debit.startsWith('party:') && parties[debit.slice('party:'.length)] === agent;
}

function spentUnder({ spent }: KernelState, key: string | null): number {
  return key === null ? 0 : (spent.get(key) ?? 0);
}

/** Sums are kept by the length of their period too: one that comes back with amended terms, or is held for somebody, goes on where it was. */
function usageKeys({ recordedAt }: KernelState, id: string, place: number, { perPerson, inTotal }: EnvelopeLimit, agent: string): { readonly person: string; readonly total: string | null } {
  const key = (whose: string, days: number): string => `${id} ${place} ${whose} ${days} ${Math.floor(recordedAt / (days * dayMs))}`;
  return { person: key(agent, perPerson.days), total: inTotal === null ? null : key('*', inTotal.days) };
}
