/**
 * Sensing while it runs: readings that arrive are stored before they are acknowledged; they go through the pipeline in stored order; what it
 * makes is stored in the same transaction as how far it has come, offered to the log until that has it, and only then forgotten as
 * waiting. So after a fall at whatever point everything is there once: readings by their names, observations by their numbers.
 */
import { JournalError } from '../journal/journal.ts';
import type { Taken as Answered } from '../adapters/mqtt/intake.ts';
import { allStates, beginAnew, changedStates, letPass, nextDue, openPipeline, takeReading, type Fault, type Pipeline, type PipelineAround, type PipelinePorts, type Taken } from '../sensing/pipeline.ts';
import type { Finding } from '../sensing/methods/method.ts';
import type { Reading } from '../sensing/reading.ts';
import { madeId, type Arrived, type Made, type ReadingStore } from '../sensing/store.ts';
import type { Observation } from '../vocabulary/entries.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Binding, StreamName } from '../vocabulary/sensing.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { Clock } from './clock.ts';

/** Readings that the pipeline takes as one; what came in meanwhile follows. */
const readingsAtOnce = 512;
/** Readings that may wait to be stored; what comes beyond must be sent again. */
const arrivingMax = 50_000;
/** Observations that may be on their way to the log; the pipeline waits beyond. */
const offeredMax = 10_000;
/** How long a store that failed is left alone, or an observation that couldn't be taken. */
const retryMs = 1000;
/** Where nobody lets a reading be kept, it is gone after so long: what it leads to is found by then. */
const keptLeastMs = 3_600_000;
/** How often it is looked for what may be kept no longer, besides at every change of a permit. */
const retainMs = 3_600_000;
/** Names of what a binding found whose numbers are remembered, besides in the store: methods ask for those of their last cases with each new one. */
const namesMax = 1000;
/** The same fault of a binding is told again after so long. */
const tellAgainMs = 3_600_000;

/** What the log says of streams now. */
export type SensingRules = {
  readonly bindings: () => Iterable<Binding>;
  readonly mayUse: (stream: StreamName) => boolean;
  /** 0: nobody lets it be kept, or nothing binds it. */
  readonly keepDaysOf: (stream: StreamName) => number;
  readonly isBound: (stream: StreamName) => boolean;
  /** What was gathered before is of somebody whom the stream measures no more, and who permitted it then: it isn't kept. */
  readonly closedUntil: (stream: StreamName) => Instant;
  /** The highest number that the log has of a binding's observations. */
  readonly highest: (binding: string) => number;
};

export type SensingPorts = {
  /** Opens the store; called again after a failure. @throws JournalError */
  readonly open: () => ReadingStore;
  readonly pipeline: PipelinePorts;
  readonly rules: SensingRules;
  readonly models: PipelineAround['models'];
  readonly calibratorOf: PipelineAround['calibratorOf'];
  readonly decided: PipelineAround['decided'];
  /** 16 random bytes in hex, others each time. */
  readonly salt: () => string;
  /** Puts an observation to the log under the gateway's seal. */
  readonly offer: (observation: Observation) => Promise<Answered>;
  readonly clock: Clock;
  readonly tell: (message: string) => void;
};

export type BindingHealth = { readonly refusal: Refusal | undefined; readonly fault: (Fault & { readonly at: Instant }) | undefined };

type Arriving = { readonly arrived: Arrived; readonly answer: (isKept: boolean) => void };

export class Sensing {
  readonly #ports: SensingPorts;
  #store: ReadingStore | undefined;
  #pipeline: Pipeline | undefined;
  #arriving: Arriving[] = [];
  #arrivingCount = 0;
  #position = 0;
  /** On their way to the log, and those that it has and that the store needn't keep as waiting. */
  readonly #offered = new Set<string>();
  #said: string[] = [];
  /** By binding, what couldn't be taken and what came after it: the log is to have them in their order. */
  readonly #held = new Map<string, Made['observation'][]>();
  /** What the store answers, by binding and name; undefined: it has made nothing of that name. */
  readonly #numbers = new Map<string, Map<string, number | undefined>>();
  readonly #findings = new Map<StreamName, Finding>();
  readonly #faults = new Map<string, Fault & { readonly at: Instant }>();
  readonly #told = new Map<string, Instant>();
  readonly #open = new Set<Promise<unknown>>();
  #isScheduled = false;
  #isDirty = false;
  #retainAt = 0;
  #cancelWake: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Takes up what is stored, and goes on with it. A store that can't be opened is told and tried again. */
  constructor(ports: SensingPorts) {
    this.#ports = ports;
    this.#guarded(() => this.#opened());
    this.#schedule();
  }

  /** Whoever reads what is kept; undefined while it can't be. */
  get store(): ReadingStore | undefined {
    return this.#store;
  }

  /** What is known of a stream's sensor itself. */
  finding(stream: StreamName): Finding | undefined {
    return this.#findings.get(stream);
  }

  health(binding: string): BindingHealth {
    return { refusal: this.#pipeline?.refused.get(binding), fault: this.#faults.get(binding) };
  }

  /**
   * Resolves to whether it is durable, or concerns nothing that is kept; false: it must be sent again, because it stops or too much waits.
   * A store that fails is waited for. Readings that nothing binds, that who is measured doesn't permit, or that are older than they may be
   * kept, are passed over.
   */
  keep(arrived: Arrived): Promise<boolean> {
    const now = this.#ports.clock.now();
    const readings = arrived.readings.map(notAhead).filter(({ stream, at }) => this.#isWanted(stream, at, now));
    const { descriptions = [], filters } = arrived;
    if (readings.length === 0 && descriptions.length === 0 && filters === undefined) return Promise.resolve(true);
    if (this.#isClosed || this.#arrivingCount >= arrivingMax) return Promise.resolve(false);
    this.#arrivingCount += readings.length + descriptions.length;
    const { deliveries, ...rest } = arrived;
    const kept = readings.length > 0 && deliveries !== undefined ? { ...rest, readings, deliveries } : { ...rest, readings };
    return new Promise((answer) => {
      this.#arriving.push({ arrived: kept, answer });
      this.#schedule();
    });
  }

  /** The log has changed what is bound, or what somebody permits. */
  rulesChanged(): void {
    this.#isDirty = true;
    this.#retainAt = 0;
    this.#schedule();
  }

  /** Takes nothing more; resolves when the log has what was found, or must be offered again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWake?.();
    clearTimeout(this.#retry);
    for (const { answer } of this.#arriving.splice(0)) answer(false);
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
    const store = this.#store;
    if (store !== undefined && this.#said.length > 0) this.#guarded(() => this.#advance(store, []));
    this.#store?.close();
    this.#store = undefined;
  }

  #isWanted(stream: StreamName, at: Instant, now: Instant): boolean {
    const { rules } = this.#ports;
    return rules.isBound(stream) && rules.mayUse(stream) && at >= Math.max(now - keptMs(rules.keepDaysOf(stream)), rules.closedUntil(stream));
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (!this.#isClosed) this.#guarded(() => this.#work());
    });
  }

  #opened(): void {
    const { open, pipeline, rules } = this.#ports;
    const store = open();
    this.#numbers.clear();
    try {
      const { position, states } = store.resume();
      this.#pipeline = openPipeline(rules.bindings(), pipeline, states, (binding) => rules.highest(binding) + 1);
      this.#position = position;
      this.#store = store;
      this.#isDirty = false;
    } catch (error) {
      store.close();
      throw error;
    }
    for (const observation of store.waiting(Number.MAX_SAFE_INTEGER)) this.#offer(observation);
  }

  #work(): void {
    const store = this.#store;
    const pipeline = this.#pipeline;
    if (store === undefined || pipeline === undefined) return;
    this.#append(store);
    if (this.#isDirty) this.#rebind(pipeline);
    const isMore = this.#offered.size < offeredMax && this.#process(store);
    if (!isMore) this.#retain(store);
    if (isMore || this.#arriving.length > 0) this.#schedule();
    else this.#scheduleWake();
  }

  #append(store: ReadingStore): void {
    if (this.#arriving.length === 0) return;
    store.append(together(this.#arriving.map(({ arrived }) => arrived)));
    const arriving = this.#arriving.splice(0);
    this.#arrivingCount = 0;
    for (const { answer } of arriving) answer(true);
  }

  /** Whatever is bound otherwise begins anew; the rest goes on. */
  #rebind(before: Pipeline): void {
    const { rules, pipeline } = this.#ports;
    this.#isDirty = false;
    this.#pipeline = openPipeline(rules.bindings(), pipeline, allStates(before), (binding) => rules.highest(binding) + 1, before);
    for (const id of this.#faults.keys()) if (!this.#pipeline.parts.has(id)) this.#faults.delete(id);
    for (const [binding, { detail }] of this.#pipeline.refused) this.#tellOnce(binding, `${binding} observes nothing: ${detail}`);
  }

  /** @returns whether there may be more */
  #process(store: ReadingStore): boolean {
    const pipeline = this.#pipeline;
    if (pipeline === undefined) return false;
    const readings = store.after(this.#position, readingsAtOnce);
    const around = this.#around(store);
    const taken = readings.map((reading) => takeReading(pipeline, around, reading));
    const isMore = readings.length === readingsAtOnce;
    const now = this.#ports.clock.now();
    // Time passes for the methods once nothing that was received before is left.
    if (!isMore && (nextDue(pipeline) ?? Infinity) <= now) taken.push(letPass(pipeline, around, now));
    this.#position = readings.at(-1)?.position ?? this.#position;
    if (taken.length > 0) this.#advance(store, taken);
    return isMore;
  }

  #advance(store: ReadingStore, taken: readonly Taken[]): void {
    const made = taken.flatMap((each) => each.made);
    const said = this.#said;
    store.advance({ position: this.#position, states: this.#pipeline === undefined ? [] : changedStates(this.#pipeline), made, said });
    this.#said = [];
    for (const { found, observation } of made) this.#remember(observation.device, found, observation.seq);
    for (const { observation } of made) this.#offer(observation);
    for (const { findings, faults } of taken) {
      for (const finding of findings) this.#note(finding);
      for (const fault of faults) this.#noteFault(fault);
    }
  }

  #around(store: ReadingStore): PipelineAround {
    const { rules: { mayUse }, models, calibratorOf, decided, salt } = this.#ports;
    return { mayUse, models, calibratorOf, decided, salt, find: (stream, id) => store.find(stream, id), numberOf: (binding, found) => this.#numberOf(store, binding, found) };
  }

  /** Nobody else makes observations: what is remembered stays so until something of that name is made. */
  #numberOf(store: ReadingStore, binding: string, found: string): number | undefined {
    const names = this.#numbers.get(binding);
    return names?.has(found) === true ? names.get(found) : this.#remember(binding, found, store.numberOf(binding, found));
  }

  #remember(binding: string, found: string, seq: number | undefined): number | undefined {
    const names = this.#numbers.get(binding) ?? new Map<string, number | undefined>();
    this.#numbers.set(binding, names.set(found, seq));
    const [oldest] = names.size > namesMax ? names.keys() : [];
    if (oldest !== undefined) names.delete(oldest);
    return seq;
  }

  #offer(observation: Made['observation']): void {
    const id = madeId(observation);
    if (this.#offered.has(id)) return;
    this.#offered.add(id);
    const held = this.#held.get(observation.device);
    if (held === undefined) this.#put(observation);
    else held.push(observation);
  }

  #put(observation: Made['observation']): void {
    const offering = this.#ports.offer(observation).then((answer) => this.#answered(observation, answer), (error: unknown) => {
      this.#tellOnce('offer', `nothing can be put to the log: ${error instanceof Error ? error.message : String(error)}`);
      this.#answered(observation, { acknowledge: false });
    });
    this.#open.add(offering);
    void offering.finally(() => this.#open.delete(offering));
  }

  #answered(observation: Made['observation'], answer: Answered): void {
    if (!answer.acknowledge) return this.#hold(observation);
    const id = madeId(observation);
    this.#offered.delete(id);
    this.#said.push(id);
    this.#findSpace();
    for (const { refusal } of answer.refused) this.#tellOnce(observation.device, `the log refuses what ${observation.device} observes: ${refusal.detail} [${refusal.code}]`);
  }

  /** It waits in the store as well: whoever opens that offers it again. */
  #hold(observation: Made['observation']): void {
    const { device } = observation;
    const held = this.#held.get(device);
    if (held !== undefined) return void held.push(observation);
    this.#held.set(device, [observation]);
    setTimeout(() => {
      const all = this.#held.get(device) ?? [];
      this.#held.delete(device);
      if (!this.#isClosed) for (const each of all.sort((a, b) => a.seq - b.seq)) this.#put(each);
    }, retryMs).unref();
  }

  /** What the pipeline waited for, or, when nothing more comes, what is still to be put down. */
  #findSpace(): void {
    if (this.#offered.size === offeredMax - 1) this.#schedule();
    else if (this.#offered.size === 0) this.#scheduleWake();
  }

  /** What nobody lets be kept any longer goes, with the states that were made of it alone. */
  #retain(store: ReadingStore): void {
    const now = this.#ports.clock.now();
    if (now < this.#retainAt) return;
    this.#retainAt = now + retainMs;
    const { rules } = this.#ports;
    const pipeline = this.#pipeline;
    for (const { stream, count, oldest } of store.streams()) {
      const before = Math.max(now - keptMs(rules.mayUse(stream) ? rules.keepDaysOf(stream) : -1), rules.closedUntil(stream));
      if (oldest >= before) continue;
      const bindings = (pipeline?.streams.get(stream) ?? []).map(({ binding }) => binding.id);
      const isGone = store.erase(stream, before, bindings) === count;
      if (pipeline !== undefined && isGone) for (const binding of bindings) beginAnew(pipeline, binding);
    }
  }

  #scheduleWake(): void {
    this.#cancelWake?.();
    if (this.#isClosed || this.#pipeline === undefined) return;
    const { clock } = this.#ports;
    const due = this.#offered.size < offeredMax ? nextDue(this.#pipeline) : undefined;
    const putDown = this.#said.length > 0 && this.#offered.size === 0 ? clock.now() + retryMs : Infinity;
    this.#cancelWake = clock.at(Math.min(due ?? Infinity, putDown, this.#retainAt), () => this.#guarded(() => {
      if (this.#isClosed || this.#store === undefined) return;
      if (this.#said.length > 0) this.#advance(this.#store, []);
      this.#work();
    }));
  }

  #note(finding: Finding): void {
    if (finding.what === 'back') this.#findings.delete(finding.stream);
    else this.#findings.set(finding.stream, finding);
    this.#tellOnce(`${finding.stream} ${finding.what}`, finding.says);
  }

  #noteFault(fault: Fault): void {
    this.#faults.set(fault.binding, { ...fault, at: this.#ports.clock.now() });
    this.#tellOnce(fault.binding, `${fault.binding}: ${fault.detail}`);
  }

  #tellOnce(about: string, message: string): void {
    const now = this.#ports.clock.now();
    if (now < (this.#told.get(about) ?? -Infinity) + tellAgainMs) return;
    this.#told.set(about, now);
    this.#ports.tell(`sensing: ${message}`);
  }

  /** A store that failed is opened anew: what the pipeline did and the store didn't take is done again. */
  #guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      const isStore = error instanceof JournalError;
      this.#ports.tell(`sensing is stopped: ${error instanceof Error ? error.message : String(error)}. ${isStore ? error.hint : 'This is a fault of the program.'}`);
      this.#store?.close();
      this.#store = undefined;
      this.#cancelWake?.();
      if (this.#isClosed) return;
      this.#retry = setTimeout(() => this.#reopen(), retryMs);
    }
  }

  #reopen(): void {
    this.#guarded(() => {
      this.#opened();
      this.#ports.tell('sensing goes on: the readings can be stored again');
      this.#schedule();
    });
  }
}

/** @param days negative: not at all */
function keptMs(days: number): number {
  return days < 0 ? -Infinity : Math.max(days * dayMs, keptLeastMs);
}

/** A device's clock that is ahead keeps nothing longer, and lets nothing happen in the future. */
function notAhead(reading: Reading): Reading {
  return reading.at <= reading.received ? reading : { ...reading, at: reading.received };
}

function together(all: readonly Arrived[]): Arrived {
  const filters = all.findLast((each) => each.filters !== undefined)?.filters;
  return {
    readings: all.flatMap(({ readings }) => readings), deliveries: all.flatMap(({ deliveries = [] }) => deliveries), descriptions: all.flatMap(({ descriptions = [] }) => descriptions),
    ...(filters === undefined ? {} : { filters }),
  };
}
