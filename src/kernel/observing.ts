/**
 * Observations: which are new, which are too late, which subcontracts they wake in which version, and what these propose.
 */
import type { Entry, Observation } from '../vocabulary/entries.ts';
import { deviceObservationId, isId } from '../vocabulary/ids.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { ItemOutcome, ReviewItem } from '../vocabulary/outcomes.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import type { Call, ContractRunner } from '../vocabulary/runner.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { StreamName } from '../vocabulary/sensing.ts';
import { certain, readFields, readProbability } from '../vocabulary/values.ts';
import { makeCall, occasion } from './calls.ts';
import { wakeOnItsOwn } from './chain.ts';
import { ContractCalls } from './contracts.ts';
import { disputableOf } from './disputable.ts';
import { deliveryRefusal } from './permits.ts';
import { restsRefusal, streamsBehind } from './sensing.ts';
import { beginsRefusal } from './standing.ts';
import type { KernelState, Subcontract } from './state.ts';
import { contextOf } from './terms.ts';
import type { Turn } from './turn-state.ts';
import { listenersAt } from './versions.ts';

/** Days for which an undecided late observation waits. */
const lateReviewDays = 30;

/** Why an item waits that came later than the charter lets it act by itself. */
export const lateReason = 'late';

/** `streams`: those of what it rests on that measure members. */
type Fresh = { readonly id: string; readonly observation: Observation; readonly late: boolean; readonly woken: readonly Subcontract[]; readonly streams: readonly StreamName[] };
type Read = { readonly item: ItemOutcome } | { readonly fresh: Fresh };

/**
 * Takes all observations of an entry through; one outcome each.
 * @param done told after each item with all that it woke, with the subcontracts whose own effects were refused
 */
export function observe(turn: Turn, runner: ContractRunner, entry: Entry & { kind: 'observe' }, done: (refused: readonly string[]) => void): ItemOutcome[] {
  const { observations } = entry.body;
  const reads = observations.map((observation) => read(turn, entry.by, observation));
  const calls = new Map<Subcontract, ContractCalls>();
  const early = new Map<string, Refusal>(); // what can't even be put to the code
  const mixed = inSeveralVersions(reads);
  for (const [item, each] of reads.entries()) {
    if (!('fresh' in each) || each.fresh.late) continue;
    for (const version of each.fresh.woken) {
      if (deliveryRefusal(turn.state, each.fresh.streams, version.id) !== null) continue;
      const call = observedCall(turn.state, version, each.fresh.id, each.fresh.observation);
      if (!call.ok) {
        early.set(`${item} ${version.id}`, call.refusal);
        continue;
      }
      let batch = calls.get(version);
      if (batch === undefined) calls.set(version, batch = new ContractCalls(turn, runner, version, { oneByOne: mixed.has(version.id) }));
      batch.add(item, call.value);
    }
  }
  return reads.map((each, item) => {
    if (!('fresh' in each)) return each.item;
    const { fresh } = each;
    const act = fresh.late
      ? (version: Subcontract): null => waitBecauseLate(turn, item, version, fresh)
      : (version: Subcontract): Refusal | null => early.get(`${item} ${version.id}`) ?? calls.get(version)?.apply(item) ?? null;
    const outcome = outcomeOf(fresh.woken, (version) => deliveryRefusal(turn.state, fresh.streams, version.id) ?? beginsRefusal(turn.state, version.id) ?? act(version));
    wakeOnItsOwn(turn, runner);
    done((outcome.faults ?? []).map(({ subcontract }) => subcontract));
    return outcome;
  });
}

/** Subcontracts that hear some items of an entry in one version and some in another, which share their cells. */
function inSeveralVersions(reads: readonly Read[]): ReadonlySet<string> {
  const versions = new Set(reads.flatMap((each) => ('fresh' in each && !each.fresh.late ? each.fresh.woken : [])));
  const ids = [...versions].map(({ id }) => id);
  return new Set(ids.filter((id, place) => ids.indexOf(id) < place));
}

/** Acts on an observation that came late and that a person has confirmed. */
export function observeConfirmed(turn: Turn, runner: ContractRunner, version: Subcontract, review: ReviewItem): Refusal | null {
  const { record: asOf } = review;
  const unwanted = deliveryRefusal(turn.state, (review.data['streams'] ?? []) as readonly StreamName[], version.id);
  if (unwanted !== null) return unwanted;
  const call = observedCall(turn.state, version, review.id, review.data['observation'] as unknown as Observation, asOf);
  if (!call.ok) return call.refusal;
  const calls = new ContractCalls(turn, runner, version, { asOf });
  calls.add(0, call.value);
  return calls.apply(0);
}

/** What all concerned subcontracts said: refused when none took it, done with faults listed when some did. */
function outcomeOf(woken: readonly Subcontract[], act: (subcontract: Subcontract) => Refusal | null): ItemOutcome {
  const faults: { subcontract: string; code: Refusal['code']; detail: string }[] = [];
  for (const subcontract of woken) {
    const refusal = act(subcontract);
    if (refusal !== null) faults.push({ subcontract: subcontract.id, ...refusal });
  }
  const first = faults[0];
  if (first === undefined) return { status: 'done' };
  if (faults.length === woken.length) return { status: 'refused', code: first.code, detail: first.detail, faults };
  return { status: 'done', faults };
}

/** Tells new from seen and sound from malformed, and remembers what was seen. */
function read(turn: Turn, by: string, observation: Observation): Read {
  const { state } = turn;
  const device = observation.device ?? by;
  const id = observation.id ?? deviceObservationId(device, observation.seq ?? 0);
  if (observation.id === undefined) {
    const known = state.seen.sequence(device, observation.seq ?? 0);
    if (known === 'seen') return { item: { status: 'duplicate' } };
    if (known === 'stale') return refused('stale_sequence', `${device} sent number ${String(observation.seq)}, far behind its highest`);
  } else if (state.seen.isGiven(id)) {
    return { item: { status: 'duplicate' } };
  }
  const ahead = (state.charter?.clock_ahead_s ?? 0) * 1000;
  if (observation.at > state.recordedAt + ahead) return refused('from_the_future', `${id} speaks of a time that has not come`);
  if (observation.from === undefined && state.bindings.has(device)) return refused('wrong_role', `${device} is a binding: what it observes rests on readings, and says on which`);
  const { event, subject, from } = observation;
  const wrong = from === undefined ? null : restsRefusal(state, observation, from);
  rememberObservation(state, by, observation, wrong === null);
  const late = observation.at < state.recordedAt - (state.charter?.late_days ?? 0) * dayMs;
  if (wrong !== null) return refused(wrong.code, wrong.detail);
  return { fresh: { id, observation, late, streams: streamsBehind(state, observation, device), woken: listenersAt(state, event, subject, late ? state.recordedAt : observation.at) } };
}

/**
 * Marks an observation as seen; also when a stored log is taken up again.
 * @param isTakenIn false: it doesn't rest on what it says, so that there is nothing to dispute
 */
export function rememberObservation(state: KernelState, by: string, observation: Observation, isTakenIn: boolean): void {
  if (observation.id === undefined) state.seen.addSequence(observation.device ?? by, observation.seq ?? 0);
  else state.seen.addGiven(observation.id);
  const kept = isTakenIn ? disputableOf(state, observation) : undefined;
  if (kept !== undefined) state.disputable.set(observation.id ?? deviceObservationId(observation.device ?? by, observation.seq ?? 0), kept);
}

/** Whether an observation with this id has been taken in. */
export function isKnownObservation(state: KernelState, id: string): boolean {
  const colon = id.lastIndexOf(':');
  if (colon < 0) return state.seen.isGiven(id);
  return state.seen.sequence(id.slice(0, colon), Number(id.slice(colon + 1))) !== 'new';
}

function observedCall(state: KernelState, subcontract: Subcontract, id: string, observation: Observation, asOf?: number): Result<Call> {
  const rule = subcontract.manifest.observations?.[observation.event];
  if (rule === undefined) return refuse('unknown_value', `${subcontract.id} does not listen to ${observation.event}`);
  const values = readFields(rule.fields, observation.values, contextOf(state, subcontract), observation.event);
  if (!values.ok) return values;
  const sure = readSureness(observation);
  if (!sure.ok) return sure;
  const event: JsonObject = { ...values.value, id, subject: observation.subject, p: sure.value, ...occasion(state, observation.at) };
  return makeCall(state, subcontract, 'observed', observation.event, event, rule.fields, rule.cells ?? [], [], asOf);
}

function readSureness(observation: Observation): Result<JsonObject> {
  const event = readProbability(observation.p?.event ?? 1, 'p.event');
  if (!event.ok) return event;
  const person = readProbability(observation.p?.person ?? 1, 'p.person');
  return person.ok ? ok({ event: event.value ?? certain, person: person.value ?? certain }) : person;
}

function waitBecauseLate(turn: Turn, item: number, { id: subcontract, parties, adopted }: Subcontract, { id, observation, streams }: Fresh): null {
  const by = observation.values['by'];
  const { recordedAt, seq } = turn.state;
  const review: ReviewItem = {
    id, subcontract, opened: recordedAt, at: observation.at, by: isId(by) ? by : null, reason: lateReason, parties: Object.values(parties),
    expires: recordedAt + lateReviewDays * dayMs, data: { observation: observation as unknown as Json, ...(streams.length === 0 ? {} : { streams }) }, record: seq, adopted,
  };
  turn.emit({ fact: 'review', item, because: subcontract, review });
  return null;
}

function refused(code: Refusal['code'], detail: string): Read {
  return { item: { status: 'refused', code, detail } };
}
