/** Devices, what makes observations of what they say, and what became of these, as people are shown them. */
import type { Json } from '../vocabulary/json.ts';
import type { Fields } from '../vocabulary/kit.ts';
import type { Saying, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { BindingShown, CaseHow } from './sensing-shown.ts';
import type { ObservationShown } from './shown.ts';

export type StreamShown = {
  readonly stream: StreamName; readonly label: string;
  /** As SenML writes it, else as the device does. */
  readonly unit: string | null;
  /** Home Assistant's word for what is measured, as `temperature`. */
  readonly deviceClass: string | null;
  /** Speaks of the device itself: battery, signal. */
  readonly diagnostic: boolean;
  /** Null: the device doesn't say. */
  readonly available: boolean | null;
  /** Null: nothing, or it is hidden; `at` null: it was said before the server listened. */
  readonly last: { readonly value: Json; readonly at: Instant | null } | null;
  /** It measures somebody else than who asks; or nothing binds it, and who asks is neither a member nor runs devices: then `of` names nobody. */
  readonly hidden: boolean;
  readonly of: readonly string[];
  readonly bound: readonly { readonly binding: string; readonly subject: string; readonly as: string }[];
  readonly health: { readonly what: 'dead' | 'stuck' | 'back' | 'disagrees' | 'drifts'; readonly says: string; readonly at: Instant } | null;
};

export type DeviceShown = {
  readonly id: string; readonly name: string; readonly manufacturer: string | null; readonly model: string | null;
  /** Where it is, as its owner says. */
  readonly area: string | null;
  /** The device that it speaks through. */
  readonly via: string | null;
  /** With a key of its own. */
  readonly signs: boolean;
  readonly conventions: readonly string[];
  readonly streams: readonly StreamShown[];
  /** What gives no readings, and why not where some could be expected. */
  readonly others: readonly { readonly label: string; readonly component: string; readonly reason: string | null }[];
};

export type ThingsShown = { readonly devices: readonly DeviceShown[] };

export type ReadingsShown = {
  readonly stream: StreamName;
  /** What of a reading may be shown; null: all of it. */
  readonly fields: readonly string[] | null;
  readonly readings: readonly { readonly [name: string]: unknown }[];
  readonly kept: { readonly days: number; readonly oldest: Instant | null };
};

export type ExplainedShown = {
  readonly observation: ObservationShown;
  /** Null: it wasn't made from readings. */
  readonly explained: {
    readonly summary: string;
    readonly sensors: readonly (Saying & { readonly direction: 'for' | 'against' | 'neither' | null; readonly says: string })[];
    readonly lines: readonly string[];
    /** What earlier cases made of what the sensors said together. */
    readonly calibration: string;
  } | null;
  /** Whether what it rests on is still there, and what the record commits to. */
  readonly readings: { readonly state: 'kept' | 'erased' | 'altered'; readonly words: string } | null;
};

export type CalibrationShown = {
  readonly event: string; readonly words: string; readonly record: number | null; readonly cases: number | null; readonly from: Instant | null; readonly until: Instant | null;
  readonly drift: { readonly cases: number; readonly promised: number; readonly happened: number; readonly drifts: boolean; readonly says: string };
};

export type MethodShown = {
  readonly name: string; readonly says: string;
  readonly parts: { readonly [part: string]: { readonly says: string; readonly many: boolean; readonly required: boolean; readonly redundant: boolean; readonly steady: boolean; readonly fields: Fields } };
  readonly fields: Fields;
};

export type SensingShown = {
  readonly bindings: readonly (BindingShown & {
    /** Why it observes nothing. */
    readonly fault: { readonly says: string; readonly at: Instant | null } | null;
    readonly calibrations: readonly CalibrationShown[];
  })[];
  readonly methods: readonly MethodShown[];
  /** Whether readings can be stored. */
  readonly readings: { readonly stored: boolean; readonly says: string };
};

/** A trained model that is kept where the server runs. */
export type ModelShown = {
  /** SHA-256 of its file, in hex: its name in the log. */
  readonly hash: string;
  readonly bytes: number;
  readonly classes: readonly string[];
  /** How many numbers a vector has. */
  readonly features: number;
  readonly learner: 'shrinkage-lda' | 'extra-trees';
  readonly bindings: readonly string[];
};

/** A case of the past with how sure it was said to be; a cut-off can be held against it. */
export type PastCaseShown = {
  readonly observation: string; readonly binding: string; readonly event: string; readonly at: Instant;
  /** `person` null: it named nobody. */
  readonly p: { readonly event: number; readonly person: number | null };
  /** Null, both: not decided. */
  readonly truth: boolean | null; readonly how: CaseHow | null;
  /** Whether it was the person whom it names; null: that isn't decided, or it names nobody. */
  readonly person: boolean | null;
};

export type PastCasesShown = {
  /** How many there are; the latest of them are shown, in order of time. */
  readonly count: number;
  readonly cases: readonly PastCaseShown[];
};
