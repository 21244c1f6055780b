/**
 * What is said about sensing in the log: which streams of devices become which observations, what an observation rests on, and what
 * whoever is measured allows. Readings themselves stay out of the log (sensing/reading.ts).
 */
import { isId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Instant } from './time.ts';

/** What one device says about one thing: `device`, or `device/channel`; each part an id. */
export type StreamName = string;

export function isStreamName(text: unknown): text is StreamName {
  if (typeof text !== 'string') return false;
  const parts = text.split('/');
  return parts.length <= 2 && parts.every(isId);
}

/** Splits `device/channel`. */
export function deviceOf(stream: StreamName): string {
  const slash = stream.indexOf('/');
  return slash < 0 ? stream : stream.slice(0, slash);
}

/** A stream in the part that it plays for a method, as `weight` or `door`. */
export type BoundStream = {
  readonly stream: StreamName;
  readonly as: string;
  /** Members whom it measures: nothing that rests on it reaches an agreement that one of them doesn't permit. */
  readonly of?: readonly string[];
  /** What the method must know of this one stream, as a calibration or how often it errs. */
  readonly settings?: JsonObject;
};

/** Makes observations of a subject from streams. Its name is the `device` of these observations. */
export type Binding = {
  readonly id: string;
  readonly subject: string;
  /** How readings become observations: a name in sensing/methods/methods.ts. */
  readonly method: string;
  readonly streams: readonly BoundStream[];
  readonly settings: JsonObject;
  /** SHA-256 in hex of the file of a trained model, where the method uses one. */
  readonly model?: string;
  /** Days for which the readings are kept, where nobody is measured; of who is measured, what they permit counts. */
  readonly keep_days: number;
};

/** Streams of one binding, and bytes of its canonical JSON: it must fit into a record beside others. */
export const boundStreamsMax = 64;
export const bindingBytesMax = 16_384;
export const keepDaysMax = 3660;
/** Bindings of one collective: a village's worth of devices, and no flood. */
export const bindingsMax = 10_000;
/** Permits of one member, those that are over included until they are replaced or taken back. */
export const permitsEachMax = 1000;
/** Names of fields in one permit. */
export const permitFieldsMax = 100;
/** Logarithm of a likelihood ratio: beyond e^1000 to one nothing is learned. */
export const llrMax = 1000;
/** Days for which a dispute waits for somebody to judge it. */
export const disputeDays = 30;
/** Open disputes of one member: more than anybody can have seen for themselves, and too few to keep a house from learning. */
export const disputesEachMax = 100;

/** What one sensor contributed to an observation. */
export type Saying = {
  readonly stream: StreamName;
  /** `silent`: it said nothing, which is no evidence; `dead`, `stuck`: left out; `not_permitted`: whom it measures doesn't permit it. */
  readonly state: 'said' | 'silent' | 'dead' | 'stuck' | 'not_permitted';
  /** Natural logarithm of how much more likely its reading is if the event happened than if not; four decimals at the most. */
  readonly llr?: number;
  /** What it says concerns not whether it happened, but that it was the person who is named. */
  readonly about?: 'person';
  /** Between 0 and 1: what it counts beside sensors that say the same. */
  readonly weight?: number;
  /** Whether the device signed its reading, or the gateway vouches for it. */
  readonly by: 'signed' | 'gateway';
};

export type Calibration = { readonly record: number; readonly cases: number };

/** Why an observation is as sure as it says. Numbers have four decimals at the most. */
export type Evidence = {
  /** SHA-256 in hex of the readings that it rests on, with their salt (sensing/commitment.ts). */
  readonly readings: string;
  /** How many they are. */
  readonly count: number;
  readonly sensors: readonly Saying[];
  /** Probability of the event before any sensor spoke. */
  readonly prior: number;
  /** Before calibration: what fusion alone gives. */
  readonly raw: { readonly event: number; readonly person?: number };
  /** Over the cases that the log had decided up to a record; null while there are too few. */
  readonly calibration: Calibration | null;
  /** That of who it was, over the cases of which that was decided; left out while there are too few, and where nobody is named. */
  readonly person_calibration?: Calibration;
};

/** Sensors named in one observation's evidence: as many as a binding has streams. */
export const sayingsMax = 64;

/** What a member allows with a stream that measures them. */
export type Permit = {
  readonly stream: StreamName;
  /** The subcontract that may hear what rests on it, or in a word what else it is for. */
  readonly purpose: string;
  /** Who may look at the readings for it; left out: nobody, they serve the agreement alone. */
  readonly to?: string;
  /** What of a reading may be shown; left out: all of it. */
  readonly fields?: readonly string[];
  /** Days for which the readings may be kept. */
  readonly keep_days: number;
  /** From then on it holds no more; left out: until it is taken back. */
  readonly until?: Instant;
};

/** Asking for readings, said before they are shown. */
export type Look = {
  readonly stream: StreamName;
  readonly purpose: string;
  readonly reason: string;
  /** Of this time, its end not included. */
  readonly from: Instant;
  readonly until: Instant;
};

/** How bad: 1 is a nuisance, 5 cost health or home. */
export type Severity = 1 | 2 | 3 | 4 | 5;

/** Harm that somebody reports. */
export type Incident = { readonly place: string; readonly severity: Severity; readonly happened: Instant; readonly reason?: string };
