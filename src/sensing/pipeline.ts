/**
 * The way from readings to observations, put together: each reading goes, in stored order, through the methods of all bindings of its
 * stream; what they find is calibrated, numbered, and committed to the readings that it rests on. It decides nothing and keeps nothing:
 * what it needs to go on is in {@link changedStates}, to be stored together with what it made.
 */
import type { Observation } from '../vocabulary/entries.ts';
import { deviceObservationId } from '../vocabulary/ids.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Binding, Evidence, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import { calibrated, type Calibrated, type Calibrator } from './calibration/calibration.ts';
import { commitReadings } from './commitment.ts';
import { digest } from './formats/names.ts';
import type { Model } from './learn/model.ts';
import { rounded } from './mathematics.ts';
import type { Finding, Found, PastCase, Step, Surroundings } from './methods/method.ts';
import type { Offered, Running } from './methods/running.ts';
import type { Reading } from './reading.ts';
import { begunAnew, type BindingState, type CasesChange, type Made, type StateChange } from './store.ts';

export type PipelinePorts = {
  readonly hasher: Hasher;
  /** The methods by name. */
  readonly methods: ReadonlyMap<string, Offered>;
};

/** What is so while a reading is taken. */
export type PipelineAround = {
  /** Undefined while the file isn't there. */
  readonly models: (hash: string) => Model | undefined;
  /** Whether everyone whom a stream measures permits something with it. */
  readonly mayUse: (stream: StreamName) => boolean;
  /** For an event that a binding finds, or for who it was; null while too few cases are decided. */
  readonly calibratorOf: (binding: string, event: string, of: Calibrated) => Calibrator | null;
  /** A reading that was stored before. */
  readonly find: (stream: StreamName, id: string) => Reading | undefined;
  /** The number under which something that a binding found has been made already. */
  readonly numberOf: (binding: string, found: string) => number | undefined;
  /** What the log decided of an observation, by its id; undefined: nobody has. */
  readonly decided: (observation: string) => boolean | undefined;
  /** 16 random bytes in hex, others each time. */
  readonly salt: () => string;
};

/** Why a binding gives nothing: its settings can't be read, its model isn't there, or its method failed and began anew. */
export type Fault = { readonly binding: string; readonly detail: string };

export type Taken = { readonly made: readonly Made[]; readonly findings: readonly (Finding & { readonly binding: string })[]; readonly faults: readonly Fault[] };

type Part = {
  readonly binding: Binding; readonly fingerprint: string; readonly running: Running;
  state: Json;
  changed: boolean;
  /** The cases in its state as they were put down last. */
  putDown: readonly PastCase[];
};

export type Pipeline = {
  readonly parts: ReadonlyMap<string, Part>;
  readonly streams: ReadonlyMap<StreamName, readonly Part[]>;
  /** Bindings whose settings can't be read, with what is wrong. */
  readonly refused: ReadonlyMap<string, Refusal>;
  /** The numbers that the bindings' next observations get. */
  readonly numbers: Map<string, number>;
  /** What was made since the last {@link changedStates}: numbers by binding and name. */
  readonly fresh: Map<string, number>;
  readonly ports: PipelinePorts;
};

/**
 * Puts the methods of the bindings in force together. A binding goes on from its state where it is still the same one, else anew.
 * @param states as they were stored, or those of the pipeline before
 * @param lowest the least number that a binding's next observation may have
 * @param before where the states are those of a pipeline: what is bound as it was there needn't be read again
 */
export function openPipeline(bindings: Iterable<Binding>, ports: PipelinePorts, states: Iterable<BindingState>, lowest: (binding: string) => number, before?: Pipeline): Pipeline {
  const known = new Map([...states].map((state) => [state.binding, state]));
  const parts = new Map<string, Part>();
  const refused = new Map<string, Refusal>();
  const numbers = new Map([...known.values()].map(({ binding, next }) => [binding, next]));
  for (const binding of bindings) {
    const same = before?.parts.get(binding.id);
    if (same?.binding === binding) {
      parts.set(binding.id, same);
      continue;
    }
    const opened = ports.methods.get(binding.method)?.open(binding) ?? unknownMethod(binding, ports);
    if (!opened.ok) {
      refused.set(binding.id, opened.refusal);
      continue;
    }
    const fingerprint = fingerprintOf(ports.hasher, binding);
    const was = known.get(binding.id);
    const goesOn = was?.fingerprint === fingerprint;
    parts.set(binding.id, goesOn ? goingOn(binding, opened.value, was) : { binding, fingerprint, running: opened.value, state: opened.value.initial, changed: true, putDown: [] });
    numbers.set(binding.id, Math.max(was?.next ?? 1, lowest(binding.id)));
  }
  return { parts, streams: byStream(parts.values()), refused, numbers, fresh: new Map(), ports };
}

/** Takes the next reading in stored order. */
export function takeReading(pipeline: Pipeline, around: PipelineAround, reading: Reading): Taken {
  const parts = pipeline.streams.get(reading.stream) ?? [];
  return joined(parts.map((part) => stepOf(pipeline, around, part, reading.received, (surroundings) => part.running.take(part.state, reading, surroundings))));
}

/** What has become certain by `now`, once every reading that was received before has been taken. */
export function letPass(pipeline: Pipeline, around: PipelineAround, now: Instant): Taken {
  const due = [...pipeline.parts.values()].filter((part) => isDue(part, now));
  return joined(due.map((part) => stepOf(pipeline, around, part, now, (surroundings) => part.running.wait(part.state, now, surroundings))));
}

/** When to let time pass though no reading came. */
export function nextDue(pipeline: Pipeline): Instant | undefined {
  let next: Instant | undefined;
  for (const { running, state } of pipeline.parts.values()) {
    const due = running.due(state);
    if (due !== undefined && (next === undefined || due < next)) next = due;
  }
  return next;
}

/** States that have changed since the last call, with the numbers that come next. */
export function changedStates(pipeline: Pipeline): StateChange[] {
  const changed = [...pipeline.parts.values()].filter((part) => part.changed);
  pipeline.fresh.clear();
  return changed.map((part) => {
    const { cases, ...state } = stateOf(pipeline, part);
    const change = changeOf(part.putDown, cases);
    part.changed = false;
    part.putDown = cases;
    return { ...state, cases: change };
  });
}

/** All states, to open the pipeline anew with other bindings; numbers of bindings that have ended are among them. */
export function allStates(pipeline: Pipeline): BindingState[] {
  return [...pipeline.numbers].map(([binding, next]) => {
    const part = pipeline.parts.get(binding);
    return part === undefined ? { binding, next, ...begunAnew } : stateOf(pipeline, part);
  });
}

/** The binding begins anew, since what its state was made of is gone. */
export function beginAnew(pipeline: Pipeline, binding: string): void {
  const part = pipeline.parts.get(binding);
  if (part === undefined) return;
  part.state = part.running.initial;
  part.changed = true;
}

/** From a state as it was stored. Cases that it still held itself haven't been put down yet. */
function goingOn(binding: Binding, running: Running, { fingerprint, state: stored, cases }: BindingState): Part {
  const state = running.cases === undefined ? stored : running.cases.restored(stored, cases);
  return { binding, fingerprint, running, state, changed: false, putDown: cases.length === 0 ? [] : casesIn(running, state) };
}

function stateOf({ numbers }: Pipeline, { binding: { id }, fingerprint, running, state }: Part): BindingState {
  return { binding: id, fingerprint, state: running.cases === undefined ? state : running.cases.without(state), next: numbers.get(id) ?? 1, cases: casesIn(running, state) };
}

function casesIn({ cases }: Running, state: Json): readonly PastCase[] {
  return cases === undefined ? [] : cases.of(state);
}

/** What has come and what is another one; numbers are without gaps, so that a case is found by its number. */
function changeOf(before: readonly PastCase[], now: readonly PastCase[]): CasesChange {
  const first = before[0]?.number ?? 0;
  return { from: now[0]?.number ?? 0, until: (now.at(-1)?.number ?? -1) + 1, put: now.filter((each) => before[each.number - first] !== each) };
}

function isDue({ running, state }: Part, now: Instant): boolean {
  const due = running.due(state);
  return due !== undefined && due <= now;
}

/**
 * One binding's fault is nobody else's: its method begins anew, and the others go on. Where the store can't be read nothing was taken: that
 * goes on to whoever opened it.
 */
function stepOf(pipeline: Pipeline, surroundings: PipelineAround, part: Part, now: Instant, step: (surroundings: Surroundings) => Step<Json>): Taken {
  const { binding } = part;
  const { around, failed } = watched(surroundings);
  const model = binding.model === undefined ? undefined : around.models(binding.model);
  if (binding.model !== undefined && model === undefined) return faulty(binding.id, `the model ${binding.model} is not here, or its file was altered`);
  const numberOf = (found: string): number | undefined => pipeline.fresh.get(`${binding.id} ${found}`) ?? around.numberOf(binding.id, found);
  const decided = (found: string): boolean | undefined => {
    const seq = numberOf(found);
    return seq === undefined ? undefined : around.decided(deviceObservationId(binding.id, seq));
  };
  try {
    const { state, found, findings } = step({ binding, model, mayUse: around.mayUse, decided });
    part.state = state;
    part.changed = true;
    const fresh = found.filter((each) => numberOf(each.id) === undefined);
    const made = fresh.flatMap((each) => make(pipeline, around, binding, each, now) ?? []);
    const faults = made.length < fresh.length ? [{ binding: binding.id, detail: restsOnNothing }] : [];
    return { made, findings: findings.map((finding) => ({ ...finding, binding: binding.id })), faults };
  } catch (error) {
    if (failed()) throw error;
    part.state = part.running.initial;
    part.changed = true;
    return faulty(binding.id, `${binding.method} failed and begins anew: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Tells whether the store of what was said and made has failed. */
function watched(around: PipelineAround): { readonly around: PipelineAround; readonly failed: () => boolean } {
  let hasFailed = false;
  const asking = <Asked extends readonly unknown[], Answer>(ask: (...asked: Asked) => Answer) => (...asked: Asked): Answer => {
    try {
      return ask(...asked);
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  };
  return { around: { ...around, find: asking(around.find), numberOf: asking(around.numberOf) }, failed: () => hasFailed };
}

const restsOnNothing = 'the readings of what it found are erased already, so that nothing is said of it: have them kept for longer than its method waits';

/**
 * @param now a device's clock that is ahead makes nothing happen in the future
 * @returns undefined: every reading that it rests on is gone, and there is nothing left to commit to
 */
function make({ numbers, fresh, ports: { hasher } }: Pipeline, around: PipelineAround, { id: device, subject }: Binding, found: Found, now: Instant): Made | undefined {
  const readings = found.readings.flatMap(({ stream, id }) => around.find(stream, id) ?? []);
  if (readings.length === 0) return undefined;
  const seq = numbers.get(device) ?? 1;
  const salt = around.salt();
  const calibrator = around.calibratorOf(device, found.event, 'event');
  const ofPerson = found.raw.person === undefined ? null : around.calibratorOf(device, found.event, 'person');
  const raw = { event: rounded(found.raw.event), ...(found.raw.person === undefined ? {} : { person: rounded(found.raw.person) }) };
  const from: Evidence = {
    readings: commitReadings(hasher, salt, readings), count: readings.length, sensors: found.sensors, prior: rounded(found.prior), raw,
    calibration: calibrator === null ? null : { record: calibrator.record, cases: calibrator.cases },
    ...(ofPerson === null ? {} : { person_calibration: { record: ofPerson.record, cases: ofPerson.cases } }),
  };
  const p: Observation['p'] = { event: rounded(calibrated(calibrator, raw.event)), ...(raw.person === undefined ? {} : { person: rounded(calibrated(ofPerson, raw.person)) }) };
  numbers.set(device, seq + 1);
  fresh.set(`${device} ${found.id}`, seq);
  return {
    found: found.id, observation: { device, seq, subject, event: found.event, at: Math.min(found.at, now), p, values: found.values, from },
    salt, readings: readings.map(({ stream, id }) => ({ stream, id })),
  };
}

function joined(taken: readonly Taken[]): Taken {
  const [only] = taken;
  if (taken.length === 1 && only !== undefined) return only;
  return { made: taken.flatMap(({ made }) => made), findings: taken.flatMap(({ findings }) => findings), faults: taken.flatMap(({ faults }) => faults) };
}

function faulty(binding: string, detail: string): Taken {
  return { made: [], findings: [], faults: [{ binding, detail }] };
}

function unknownMethod({ method }: Binding, { methods }: PipelinePorts): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code: 'unknown_value', detail: `there is no method ${method}; there are ${[...methods.keys()].join(', ')}` } };
}

/** Of all that the binding says: it is the same text in every copy of the log. */
function fingerprintOf(hasher: Hasher, binding: Binding): string {
  return digest(hasher, JSON.stringify(binding), 32);
}

function byStream(parts: Iterable<Part>): Map<StreamName, Part[]> {
  const streams = new Map<StreamName, Part[]>();
  for (const part of parts) {
    for (const stream of new Set(part.binding.streams.map((each) => each.stream))) {
      const there = streams.get(stream);
      if (there === undefined) streams.set(stream, [part]);
      else there.push(part);
    }
  }
  return streams;
}
