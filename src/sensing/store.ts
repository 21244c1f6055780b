/**
 * The port to the durable store of readings, with its in-memory version. It keeps what devices said until nobody permits that any longer,
 * how far the pipeline has come with it, and what the pipeline made of it until the log has it.
 * Every adapter passes `testing/reading-store.conformance.ts`, with two instances over one store. All methods are synchronous.
 */
import type { Observation } from '../vocabulary/entries.ts';
import { deviceObservationId } from '../vocabulary/ids.ts';
import type { Json } from '../vocabulary/json.ts';
import { invariant } from '../vocabulary/result.ts';
import type { StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { PastCase } from './methods/method.ts';
import type { Reading } from './reading.ts';

/** With its place in the order in which readings were stored: counted from 1, and never given twice. */
export type StoredReading = Reading & { readonly position: number };

/** A message as it came, so that the same one is known when it is sent again after a fall. */
export type Delivery = {
  /** Who handed it over: a broker's session, or a device's. */
  readonly peer: string;
  /** MQTT's packet identifier. */
  readonly number: number;
  /** SHA-256 in hex of topic and payload. */
  readonly digest: string;
  /** When it came first, and its count within that millisecond: the readings' ids are made of them. */
  readonly at: Instant;
  readonly count: number;
};

/** A message that describes devices, to be heard again after a restart; null: it describes nothing any more. */
export type Description = { readonly topic: string; readonly payload: string | null };

export type Arrived = {
  readonly readings: readonly Reading[];
  readonly deliveries?: readonly Delivery[];
  readonly descriptions?: readonly Description[];
  /** What is listened to from now on: a broker that keeps the session goes on with what was asked for before. */
  readonly filters?: readonly string[];
};

/** What a binding's method knew after the last reading. */
export type BindingState = {
  readonly binding: string;
  /** Of the binding as it was agreed and of its method: another one begins anew. */
  readonly fingerprint: string;
  readonly state: Json;
  /** The number that its next observation gets. It stays when the binding begins anew: numbers are never used twice. */
  readonly next: number;
  /** What its method learns from, the oldest first; they aren't within `state`. */
  readonly cases: readonly PastCase[];
};

/** A state to be put down, with what is another of its cases. */
export type StateChange = Omit<BindingState, 'cases'> & { readonly cases: CasesChange };
/** Cases with numbers below `from`, or of `until` and above, go; those of `put` come, or take the place of those that they are now. */
export type CasesChange = { readonly from: number; readonly until: number; readonly put: readonly PastCase[] };

/** An observation that the pipeline has made; its id in the log is `device:seq`. */
export type Made = {
  /** What its method calls it: a name made of the readings alone, so that it is never made twice. */
  readonly found: string;
  readonly observation: Observation & { readonly device: string; readonly seq: number };
  /** With the readings, what the observation's commitment is the hash of. */
  readonly salt: string;
  readonly readings: readonly { readonly stream: StreamName; readonly id: string }[];
};

/** How far the pipeline has come. States of bindings that aren't named stay as they are. */
export type Advance = {
  readonly position: number;
  readonly states: readonly StateChange[];
  readonly made: readonly Made[];
  /** Ids of observations that the log has by now, or has refused for good. */
  readonly said: readonly string[];
};

/** What an observation's commitment is the hash of: the readings that it rests on, in their order. */
export type Rest = { readonly salt: string; readonly readings: readonly Reading[] };

export type StreamKept = { readonly stream: StreamName; readonly count: number; readonly oldest: Instant };

export type ReadingStore = {
  /** Whether what was acknowledged outlives the process and a power cut. */
  readonly durable: boolean;
  /**
   * Stores what has arrived: all of it or nothing, durable when it returns. A reading of the same stream and id is there already; one that its device
   * numbered (a signed one) was there, where one of that number or a higher one has been erased. @returns the new ones
   */
  append(arrived: Arrived): readonly StoredReading[];
  /** Readings behind a position, in stored order. */
  after(position: number, limit: number): readonly StoredReading[];
  find(stream: StreamName, id: string): Reading | undefined;
  /** The highest of its device's own numbers of which a reading of the stream was erased; 0: none was. */
  erasedUpTo(stream: StreamName): number;
  /** Readings of a stream by their time, its end not included; the latest `limit` of them, in order. */
  between(stream: StreamName, from: Instant, until: Instant, limit: number): readonly Reading[];
  /** Streams of which something is kept. */
  streams(): readonly StreamKept[];
  /** The last message under a number, if it is one of the {@link deliveriesMax} latest. */
  delivery(peer: string, number: number): Delivery | undefined;
  descriptions(): readonly (Description & { readonly payload: string })[];
  filters(): readonly string[];

  /** Where the pipeline goes on. */
  resume(): { readonly position: number; readonly states: readonly BindingState[] };
  /** Durable when it returns: all of it or nothing. */
  advance(advance: Advance): void;
  /** The number of what a binding's method calls so; undefined for what it hasn't found, or not among the {@link foundMax} latest. */
  numberOf(binding: string, found: string): number | undefined;
  /** What was made and isn't known to be in the log yet, in the order in which it was made. */
  waiting(limit: number): readonly (Made['observation'])[];
  /** Undefined for what wasn't made here, and from the moment on at which one of the readings is erased. */
  restOf(id: string): Rest | undefined;

  /**
   * Removes the readings of a stream that are from before an instant, from the store's files
   * too, and the salts of what rests on them once the log has that. Where nothing of the stream is left, the states of `bindings` go with it: they hold what they
   * were made of. Their numbers stay.
   * @returns how many they were
   */
  erase(stream: StreamName, before: Instant, bindings: readonly string[]): number;
  close(): void;
};

/** Of one binding: as many as cases are kept to learn from. */
export const foundMax = 2000;

/** Messages that are recognised when they come again. A broker has far fewer in flight, and goes through 65,535 numbers before it uses one again. */
export const deliveriesMax = 16_384;

/** What instances over one in-memory store share. */
export type ReadingMemory = {
  /** By stream and id, in stored order. */
  readonly readings: Map<string, StoredReading>;
  /** By stream: the highest of its devices' own numbers that was erased. */
  readonly erased: Map<StreamName, number>;
  last: number;
  position: number;
  readonly states: Map<string, BindingState>;
  readonly made: Map<string, { readonly made: Made; waits: boolean }>;
  /** By binding: name and number, the oldest first. */
  readonly found: Map<string, Map<string, number>>;
  readonly deliveries: Map<string, Delivery>;
  readonly descriptions: Map<string, string>;
  filters: readonly string[];
};

export function createReadingMemory(): ReadingMemory {
  return { readings: new Map(), erased: new Map(), last: 0, position: 0, states: new Map(), made: new Map(), found: new Map(), deliveries: new Map(), descriptions: new Map(), filters: [] };
}

/** A store for demonstrations, scenarios and tests. */
export function createMemoryReadings(memory: ReadingMemory = createReadingMemory()): ReadingStore {
  const find = (stream: StreamName, id: string): StoredReading | undefined => memory.readings.get(nameOf(stream, id));
  const forget = (id: string): void => {
    const { made, waits } = memory.made.get(id) ?? {};
    if (made !== undefined && waits === false && made.readings.some((each) => find(each.stream, each.id) === undefined)) memory.made.delete(id);
  };
  const name = ({ found, observation: { device, seq } }: Made): void => {
    const known = memory.found.get(device) ?? new Map<string, number>();
    memory.found.set(device, known.set(found, seq));
    const [oldest] = known.size > foundMax ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
  };
  const note = ({ deliveries = [], descriptions = [], filters = memory.filters }: Arrived): void => {
    memory.filters = [...filters];
    for (const delivery of deliveries) {
      const name = `${delivery.number} ${delivery.peer}`;
      memory.deliveries.delete(name);
      memory.deliveries.set(name, delivery);
    }
    for (const name of [...memory.deliveries.keys()].slice(0, Math.max(0, memory.deliveries.size - deliveriesMax))) memory.deliveries.delete(name);
    for (const { topic, payload } of descriptions) {
      if (payload === null) memory.descriptions.delete(topic);
      else memory.descriptions.set(topic, payload);
    }
  };
  return {
    durable: false,
    append(arrived) {
      const fresh: StoredReading[] = [];
      for (const reading of arrived.readings) {
        if (find(reading.stream, reading.id) !== undefined || numberIn(reading) <= (memory.erased.get(reading.stream) ?? 0)) continue;
        const stored = { ...reading, position: memory.last += 1 };
        memory.readings.set(nameOf(reading.stream, reading.id), stored);
        fresh.push(stored);
      }
      note(arrived);
      return fresh;
    },
    after: (position, limit) => (position >= memory.last ? [] : [...memory.readings.values()].filter((reading) => reading.position > position).slice(0, limit)),
    find: (stream, id) => withoutPosition(find(stream, id)),
    erasedUpTo: (stream) => memory.erased.get(stream) ?? 0,
    between: (stream, from, until, limit) => [...memory.readings.values()].filter((reading) => reading.stream === stream && reading.at >= from && reading.at < until)
      .sort((a, b) => a.at - b.at || a.position - b.position).slice(-limit).map(({ position: _, ...reading }) => reading),
    streams: () => [...Map.groupBy(memory.readings.values(), ({ stream }) => stream)].map(([stream, readings]): StreamKept =>
      ({ stream, count: readings.length, oldest: readings.reduce((oldest, { at }) => Math.min(oldest, at), Infinity) })).sort((a, b) => (a.stream < b.stream ? -1 : 1)),
    delivery: (peer, number) => memory.deliveries.get(`${number} ${peer}`),
    descriptions: () => [...memory.descriptions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([topic, payload]) => ({ topic, payload })),
    filters: () => memory.filters,
    resume: () => ({ position: memory.position, states: [...memory.states.values()].sort((a, b) => (a.binding < b.binding ? -1 : 1)) }),
    advance({ position, states, made, said }) {
      requireForward(memory.position, position);
      memory.position = position;
      for (const { cases, ...state } of states) memory.states.set(state.binding, { ...state, cases: changedCases(memory.states.get(state.binding)?.cases ?? [], cases) });
      for (const each of made) {
        memory.made.set(madeId(each.observation), { made: each, waits: true });
        name(each);
      }
      for (const id of said) {
        const there = memory.made.get(id);
        if (there === undefined) continue;
        there.waits = false;
        forget(id);
      }
    },
    numberOf: (binding, found) => memory.found.get(binding)?.get(found),
    waiting: (limit) => [...memory.made.values()].filter(({ waits }) => waits).slice(0, limit).map(({ made }) => made.observation),
    restOf(id) {
      const there = memory.made.get(id)?.made;
      if (there === undefined) return undefined;
      const readings = there.readings.flatMap(({ stream, id: name }) => withoutPosition(find(stream, name)) ?? []);
      return readings.length < there.readings.length ? undefined : { salt: there.salt, readings };
    },
    erase(stream, before, bindings) {
      const of = [...memory.readings.values()].filter((reading) => reading.stream === stream);
      const gone = of.filter(({ at }) => at < before);
      for (const { id } of gone) memory.readings.delete(nameOf(stream, id));
      memory.erased.set(stream, highestNumber(gone, memory.erased.get(stream)));
      if (gone.length > 0) for (const id of memory.made.keys()) forget(id);
      for (const binding of gone.length === of.length ? bindings : []) {
        const state = memory.states.get(binding);
        if (state !== undefined) memory.states.set(binding, { ...state, ...begunAnew });
      }
      return gone.length;
    },
    close: () => undefined,
  };
}

/** A state that fits no binding: its method begins anew. */
export const begunAnew: Pick<BindingState, 'fingerprint' | 'state' | 'cases'> = { fingerprint: '', state: null, cases: [] };

function changedCases(before: readonly PastCase[], { from, until, put }: CasesChange): readonly PastCase[] {
  const kept = new Map(before.filter(({ number }) => number >= from && number < until).map((each) => [each.number, each]));
  for (const each of put) kept.set(each.number, each);
  return [...kept.values()].sort((a, b) => a.number - b.number);
}

/** An observation's id in the log. */
export function madeId({ device, seq }: Made['observation']): string {
  return deviceObservationId(device, seq);
}

/** The device's own number of a signed reading (formats/catalogue.ts); Infinity for others. */
export function numberIn({ id }: Pick<Reading, 'id'>): number {
  const number = /^s(\d{1,16})\./.exec(id)?.[1];
  return number === undefined ? Infinity : Number(number);
}

export function highestNumber(readings: readonly Pick<Reading, 'id'>[], before = 0): number {
  return readings.map(numberIn).reduce((highest, number) => (number === Infinity ? highest : Math.max(highest, number)), before);
}

export function requireForward(from: number, to: number): void {
  invariant(to >= from, 'the pipeline goes forward');
}

/** An id may hold what a stream's name may not. */
function nameOf(stream: StreamName, id: string): string {
  return `${stream} ${id}`;
}

function withoutPosition(stored: StoredReading | undefined): Reading | undefined {
  if (stored === undefined) return undefined;
  const { position: _, ...reading } = stored;
  return reading;
}
