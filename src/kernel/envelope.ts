/**
 * What a subcontract may do at the very most: whom it may debit, how much per event, per person and period, and in total.
 * The kernel checks every debit against it before anything moves, whatever the contract's code says.
 */
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { EnvelopeRule, KitManifest } from '../vocabulary/kit.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';
import { sayAmount, type EnvelopeLimit, type KernelState, type Subcontract } from './state.ts';

/** The unit of a subcontract's amounts: that of its terms, or the collective's first. */
export function unitOf(state: KernelState, terms: JsonObject): string {
  return typeof terms['unit'] === 'string' ? terms['unit'] : (state.charter?.units[0]?.id ?? '');
}

/** The envelope in exact amounts: decimal text, or a term's agreed value. Refuses an amount that the unit can't hold. */
export function readEnvelope(manifest: KitManifest, terms: JsonObject, decimals: number): Result<EnvelopeLimit[]> {
  let wrong: Refusal | undefined;
  const exact = (text: string): number => {
    const term = Object.hasOwn(terms, text) ? terms[text] : undefined;
    if (typeof term === 'number') return term;
    const amount = parseDecimal(text, decimals);
    if (amount.ok) return amount.value;
    wrong ??= { code: amount.refusal.code, detail: `envelope: ${amount.refusal.detail}` };
    return 0;
  };
  const limits = manifest.envelope.map((rule): EnvelopeLimit => ({
    debit: rule.debit,
    perEvent: exact(rule.per_event),
    perPerson: { amount: exact(rule.per_person.amount), days: rule.per_person.days },
    inTotal: rule.in_total === undefined ? null : { amount: exact(rule.in_total.amount), days: rule.in_total.days },
  }));
  return wrong === undefined ? ok(limits) : { ok: false, refusal: wrong };
}

/** The personal consent that a debit rests on. */
export type ConsentBasis = { readonly part: string; readonly record: number };

/**
 * Whether the subcontract may debit `agent` by `amount` now: as a member or party, or (with `part`) by personal consent to that part.
 * @returns the consent that it rests on, or null when membership or being a party suffices
 */
export function mayDebit(state: KernelState, subcontract: Subcontract, agent: string, amount: number, part: string | null): Result<ConsentBasis | null> {
  let first: Result<null> = refuse('outside_envelope', `${subcontract.id} may not debit ${agent}`);
  let found = false;
  for (const [place, rule] of subcontract.envelope.entries()) {
    if (!covers(state, subcontract, rule.debit, agent, part)) continue;
    const result = within(state, subcontract, place, rule, agent, amount);
    if (result.ok) return ok(part === null ? null : { part, record: state.consents.get(`${subcontract.id} ${part} ${agent}`) ?? 0 });
    if (!found) first = result;
    found = true;
  }
  return first;
}

function within(state: KernelState, subcontract: Subcontract, place: number, rule: EnvelopeLimit, agent: string, amount: number): Result<null> {
  const say = (each: number): string => sayAmount(state, each, subcontract.unit);
  if (amount > rule.perEvent) return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.perEvent)} at a time, not ${say(amount)}`);
  const [person, total] = usageKeys(state, subcontract.id, place, rule, agent);
  if ((state.spent.get(person) ?? 0) + amount > rule.perPerson.amount) {
    return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.perPerson.amount)} from one person in ${rule.perPerson.days} days`);
  }
  if (rule.inTotal !== null && (state.spent.get(total) ?? 0) + amount > rule.inTotal.amount) {
    return refuse('outside_envelope', `${subcontract.id} may take at most ${say(rule.inTotal.amount)} in all in ${rule.inTotal.days} days`);
  }
  return ok(null);
}

/** Where a debit counts, per person and in all: under the first rule that lets it through, else the first that is about it. */
export function spentKeys(state: KernelState, id: string, agent: string, amount: number, part: string | null): readonly string[] {
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return [];
  const covering = [...subcontract.envelope.entries()].filter(([, rule]) => covers(state, subcontract, rule.debit, agent, part));
  const [place, rule] = covering.find(([index, each]) => within(state, subcontract, index, each, agent, amount).ok) ?? covering[0] ?? [];
  return place === undefined || rule === undefined ? [] : usageKeys(state, id, place, rule, agent);
}

/** The most that may be debited now under personal consent to a part. */
export function mostDebit(state: KernelState, subcontract: Subcontract, agent: string, part: string): number {
  const most = [...subcontract.envelope.entries()].filter(([, rule]) => covers(state, subcontract, rule.debit, agent, part)).map(([place, rule]) => {
    const [person, total] = usageKeys(state, subcontract.id, place, rule, agent);
    const inTotal = rule.inTotal === null ? Infinity : rule.inTotal.amount - (state.spent.get(total) ?? 0);
    return Math.min(rule.perEvent, rule.perPerson.amount - (state.spent.get(person) ?? 0), inTotal);
  });
  return Math.max(0, ...most);
}

function covers(state: KernelState, subcontract: Subcontract, debit: EnvelopeRule['debit'], agent: string, part: string | null): boolean {
  if (part !== null) return debit === `part:${part}` && state.consents.has(`${subcontract.id} ${part} ${agent}`);
  if (debit === 'members') return state.members.has(agent);
  return debit.startsWith('party:') && subcontract.parties[debit.slice('party:'.length)] === agent;
}

function usageKeys(state: KernelState, id: string, place: number, rule: EnvelopeLimit, agent: string): [string, string] {
  const period = (days: number): number => Math.floor(state.recordedAt / (days * dayMs));
  return [
    `${id} ${place} ${agent} ${period(rule.perPerson.days)}`,
    rule.inTotal === null ? `${id} ${place} * 0` : `${id} ${place} * ${period(rule.inTotal.days)}`,
  ];
}
