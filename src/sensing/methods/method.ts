/**
 * Methods: from the readings of a binding's streams to what has been observed. A method is a pure reducer over its readings in the order
 * in which they were stored; its state is JSON, so that it can be put away and taken up again. Where it doesn't know, it says so, or nothing.
 */
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { Fields } from '../../vocabulary/kit.ts';
import type { Result } from '../../vocabulary/result.ts';
import type { Binding, Saying, StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Model } from '../learn/model.ts';
import type { Reading } from '../reading.ts';

/** Something that was observed, before it is calibrated. */
export type Found = {
  /** Names it within its binding, made of the readings alone, so that the same readings never make two of it. */
  readonly id: string;
  readonly event: string;
  readonly at: Instant;
  readonly values: JsonObject;
  /** Readings that it rests on, by stream and name, each once, in an order that depends on the readings alone. */
  readonly readings: readonly { readonly stream: StreamName; readonly id: string }[];
  readonly sensors: readonly Saying[];
  readonly prior: number;
  /** Probabilities before calibration; `person` where somebody is named. */
  readonly raw: { readonly event: number; readonly person?: number };
};

/** What people should know of the sensors themselves: left out as dead or stuck, disagreeing, drifting. */
export type Finding = { readonly stream: StreamName; readonly at: Instant; readonly what: 'dead' | 'stuck' | 'back' | 'disagrees' | 'drifts'; readonly says: string };

export type Step<State> = { readonly state: State; readonly found: readonly Found[]; readonly findings: readonly Finding[] };

/** What a method is given besides its readings. */
export type Surroundings = {
  readonly binding: Binding;
  readonly model: Model | undefined;
  /** Whether whom a stream measures permits anything with it; of the others nothing is used. */
  readonly mayUse: (stream: StreamName) => boolean;
  /** What the log decided of something that was found earlier, by its id within the binding; undefined: nobody has decided. */
  readonly decided?: (found: string) => boolean | undefined;
};

/** What a method sees while it runs: of a stream that is dead or stuck by its own past (fusion/health.ts), nothing is used. */
export type Around = Surroundings & { readonly health: (stream: StreamName) => 'well' | 'dead' | 'stuck' };

/** What a stream may be for a method (`as`), what it is for, and what may be set for it alone. */
export type Part = {
  readonly says: string;
  /** Whether there may be several of them. */
  readonly many: boolean;
  readonly required: boolean;
  /** Whether several of it measure the same, so that one that stands still beside others that move is stuck. */
  readonly redundant: boolean;
  /** Whether it speaks by itself, so that silence longer than ever means that it is dead; a badge reader waits for somebody. */
  readonly steady: boolean;
  readonly fields: Fields;
};
export type Parts = { readonly [as: string]: Part };

/** A case that a method learns from, under its number: counted up, and given once for as long as the method goes on. */
export type PastCase = { readonly number: number } & JsonObject;

export type Method<Settings, State extends Json> = {
  readonly name: string;
  /** For people, in a sentence. */
  readonly says: string;
  readonly parts: Parts;
  /** What is set for the binding as a whole. */
  readonly fields: Fields;
  /** Reads the binding's settings and those of its streams; refuses with what is wrong, by name. */
  readonly settings: (binding: Binding) => Result<Settings>;
  /** Names of the events that it can find. */
  readonly events: (settings: Settings) => readonly string[];
  readonly initial: (settings: Settings) => State;
  /** The cases in its state, where it learns from any: there are many, and few change at a time, so that they are put down one by one. */
  readonly cases?: CasesIn<State>;
  readonly step: (settings: Settings, state: State, reading: Reading, around: Around) => Step<State>;
  /** When to look again though no reading came, as whatever still waits for another sensor. */
  readonly due: (settings: Settings, state: State) => Instant | undefined;
  /**
   * What has become certain by then, as no reading of an earlier time is waited for any more. It is called with what `due` said, before any
   * reading is stepped that was received later (running.ts): so what is found depends on the readings alone.
   */
  readonly wake: (settings: Settings, state: State, now: Instant, around: Around) => Step<State>;
};

export type CasesIn<State> = {
  /** The oldest first; one that has changed is another object. */
  readonly of: (state: State) => readonly PastCase[];
  readonly without: (state: State) => State;
  /** A state that was put down without its cases, or with them by an earlier release. */
  readonly restored: (state: State, cases: readonly PastCase[]) => State;
};
