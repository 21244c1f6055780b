/**
 * Adopting kits: at the founding, and later as the members decided, then also as another version of what there is, or on trial. A new version
 * keeps the subcontract's state, timers and debts; what it asks for anew is asked anew: a wider right to debit ends the consents that were given
 * to the narrower one, or leaves them at it, as the part says; and places in a table that has changed mean nothing any more.
 */
import type { Adoption } from '../vocabulary/changes.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { saysSame, type JsonObject } from '../vocabulary/json.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import { makeCall, occasion } from './calls.ts';
import { ContractCalls } from './contracts.ts';
import { readEnvelope, unitOf } from './envelope.ts';
import { crowdedRoute } from './routes.ts';
import { decimalsOf, type EnvelopeLimit, type KernelState, type Subcontract } from './state.ts';
import { readParties, readTerms } from './terms.ts';
import { partyGone, resume } from './standing.ts';
import type { Turn } from './turn-state.ts';

/** The most subcontracts: far above any collective, so that a mistake can't fill a disk. */
export const subcontractsMax = 10_000;

export type AdoptionPorts = {
  readonly runner: ContractRunner;
  /** Only a backtest sets these. What comes into force in its stead, on a state that nobody lives by. */
  readonly whatIf?: (adoption: Adoption) => Adoption;
  /** Whether another version is in force there than was recorded: what changes nothing now may have changed something then. */
  readonly isTried?: (subcontract: string) => boolean;
};

/** At the founding: always a new one. */
export function adopt(turn: Turn, ports: AdoptionPorts, { body }: Entry & { kind: 'adopt' }): Refusal | null {
  if (turn.state.subcontracts.has(body.subcontract)) return no('already_adopted', `there is a subcontract ${body.subcontract} already`);
  return adoptVersion(turn, ports, body);
}

/** As the members decided: a new one, or another version of the one that has this name. */
export function adoptTogether(turn: Turn, ports: AdoptionPorts, adoption: Adoption): Refusal | null {
  const before = turn.state.subcontracts.get(adoption.subcontract);
  if (before === undefined) return adoptVersion(turn, ports, adoption);
  if (before.manifest.name !== adoption.manifest.name) return no('already_adopted', `${before.id} is of the kit ${before.manifest.name}, not of ${adoption.manifest.name}`);
  if (turn.state.pilots.has(before.id)) turn.emit({ fact: 'pilot.ended', subcontract: before.id, how: 'called_off' });
  const refusal = adoptVersion(turn, ports, adoption);
  const now = turn.state.subcontracts.get(adoption.subcontract);
  if (refusal !== null || now === undefined) return refusal;
  for (const part of Object.keys(before.manifest.parts ?? {})) {
    const fate = consentAfter(before, now, part);
    if (fate === 'ends') endConsents(turn, before.id, part);
    if (fate === 'held') holdConsents(turn, before.id, part, before.envelope);
  }
  if (Object.entries(before.manifest.attested ?? {}).some(([name, { table }]) => now.manifest.attested?.[name]?.table !== table || !isSame(before.terms[table], now.terms[table]))) {
    turn.emit({ fact: 'attested.void', subcontract: before.id });
  }
  return turn.state.stopped.get(now.id) === 'party_left' && partyGone(turn.state, now) === undefined ? resume(turn, now.id) : null;
}

/** On trial: in force for its volunteers, and its code is told once it begins. What the code would refuse by then, it refuses now. */
export function adoptOnTrial(turn: Turn, ports: AdoptionPorts, proposed: Adoption): Refusal | null {
  const refusal = putInForce(turn, ports, proposed, { pilot: true });
  if (refusal !== null) return refusal;
  const point = turn.savepoint();
  const wouldRefuse = tellAdopted(turn, ports, proposed.subcontract);
  turn.rollback(point);
  return wouldRefuse;
}

/** The parties and exact terms of an adoption, if it can be done as it stands. */
export function readAdoption(state: KernelState, runner: ContractRunner, adoption: Adoption): Result<{ readonly parties: { readonly [party: string]: string }; readonly terms: JsonObject }> {
  const { subcontract: id, manifest, code } = adoption;
  if (!isId(id)) return refuse('invalid_value', `a subcontract can't be called ${JSON.stringify(id)}`);
  if (!state.subcontracts.has(id) && state.subcontracts.size >= subcontractsMax) return refuse('limit_reached', `at most ${subcontractsMax} subcontracts`);
  if (!runner.has(code)) return refuse('unknown_code', `the code ${code} was not handed in`);
  const parties = readParties(state, adoption);
  if (!parties.ok) return parties;
  const terms = readTerms(state, manifest, adoption.terms);
  if (!terms.ok) return terms;
  const envelope = readEnvelope(manifest, terms.value, decimalsOf(state, unitOf(state, terms.value)));
  return envelope.ok ? ok({ parties: parties.value, terms: terms.value }) : envelope;
}

/** Whether it is in force already, in every respect. @param read its exact parties and terms */
export function isInForce({ subcontracts }: KernelState, { subcontract, manifest, code }: Pick<Adoption, 'subcontract' | 'manifest' | 'code'>, read: Pick<Subcontract, 'parties' | 'terms'>): boolean {
  const now = subcontracts.get(subcontract);
  return now !== undefined && now.code === code && saysSame(now.manifest, manifest) && saysSame(now.parties, read.parties) && saysSame(now.terms, read.terms);
}

/** As if it had been agreed: nobody is asked, consents to a narrower version are taken to have been given again, and a trial stays one. Changes no log. */
export function assumeVersion(turn: Turn, { runner }: AdoptionPorts, adoption: Adoption): Refusal | null {
  const trial = turn.state.pilots.get(adoption.subcontract);
  const refusal = putInForce(turn, { runner }, adoption, trial === undefined ? {} : { pilot: true });
  // One that hasn't begun is told when it does.
  return refusal !== null || trial?.began === null ? refusal : tellAdopted(turn, { runner }, adoption.subcontract);
}

function adoptVersion(turn: Turn, ports: AdoptionPorts, proposed: Adoption): Refusal | null {
  return putInForce(turn, ports, proposed) ?? tellAdopted(turn, ports, proposed.subcontract);
}

function putInForce(turn: Turn, { runner, whatIf = (as) => as }: AdoptionPorts, proposed: Adoption, trial: { readonly pilot?: true } = {}): Refusal | null {
  const adoption = whatIf(proposed);
  const { subcontract: id, manifest, code } = adoption;
  const read = readAdoption(turn.state, runner, adoption);
  if (!read.ok) return read.refusal;
  turn.emit({ fact: 'adopted', subcontract: id, manifest, code, ...read.value, ...trial });
  const subcontract = turn.state.subcontracts.get(id);
  return subcontract === undefined ? null : crowdedRoute(turn.state, subcontract);
}

/** Its code is told that it is in force, and may set its first timers. */
export function tellAdopted(turn: Turn, { runner }: AdoptionPorts, id: string): Refusal | null {
  const subcontract = turn.state.subcontracts.get(id);
  if (subcontract === undefined) return null;
  const call = makeCall(turn.state, subcontract, 'adopted', '', { ...occasion(turn.state, turn.state.recordedAt) }, {}, []);
  if (!call.ok) return call.refusal;
  const calls = new ContractCalls(turn, runner, subcontract);
  calls.add(0, call.value);
  return calls.apply(0);
}

type Version = Pick<Subcontract, 'manifest' | 'unit' | 'envelope'>;

/** What becomes of consents to a part under another version: they stay, are held to what was agreed to, or end until they are given again. */
export function consentAfter(before: Version, now: Version, part: string): 'stays' | 'held' | 'ends' {
  // A part that is left out may come back, as another one; limits in another unit can't be held.
  if (!Object.hasOwn(now.manifest.parts ?? {}, part) || before.unit !== now.unit) return 'ends';
  if (!isWider(before, now, part)) return 'stays';
  return before.manifest.parts?.[part]?.widened === 'old' ? 'held' : 'ends';
}

/**
 * Whether the new version may take more under a part than those who consented to it agreed to. Each limit is held against the one in its own
 * place: what was taken is counted by place, so in another one it would begin at zero, and two within one old limit would add up.
 */
function isWider(before: Version, now: Version, part: string): boolean {
  return now.envelope.some((limit, place) => limit.debit === `part:${part}` && !within(limit, before.envelope[place]));
}

function within(limit: EnvelopeLimit, old: EnvelopeLimit | undefined): boolean {
  if (old?.debit !== limit.debit) return false;
  const total = old.inTotal === null || (limit.inTotal !== null && limit.inTotal.days === old.inTotal.days && limit.inTotal.amount <= old.inTotal.amount);
  return total && limit.perEvent <= old.perEvent && limit.perPerson.days === old.perPerson.days && limit.perPerson.amount <= old.perPerson.amount;
}

function endConsents(turn: Turn, subcontract: string, part: string): void {
  for (const member of turn.state.consenting.get(`${subcontract} ${part}`) ?? []) {
    turn.emit({ fact: 'consent', subcontract, part, member, given: false });
    turn.emit({ fact: 'notice', item: 0, because: null, to: member, code: 'consent_again', data: { subcontract, part } });
  }
}

/** They stay at the limits that they agreed to until they consent anew; who was left at narrower ones before stays at those. */
function holdConsents(turn: Turn, subcontract: string, part: string, limits: readonly EnvelopeLimit[]): void {
  for (const member of turn.state.consenting.get(`${subcontract} ${part}`) ?? []) {
    if (!turn.state.heldConsents.has(`${subcontract} ${part} ${member}`)) turn.emit({ fact: 'consent.held', subcontract, part, member, limits });
    turn.emit({ fact: 'notice', item: 0, because: null, to: member, code: 'consent_held', data: { subcontract, part } });
  }
}

/** Terms are made in the order of the manifest's names: the same terms have the same text. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
