/** What sensing is shown as: what is bound to what, what measures whom and by whose leave, who looked, what is disputed, where harm was. */
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Binding, Incident, Look, Permit, Severity, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { ProposalRef } from './charter-shown.ts';
import type { ObservationShown } from './shown.ts';

export type BindingVersionShown = {
  readonly record: number; readonly recordedAt: Instant;
  /** Whose entry it was, or by which the proposal was carried that decided it. */
  readonly by: string; readonly proposal: ProposalRef | null;
  /** Null: it ended. */
  readonly binding: Binding | null;
  readonly words: string;
};

export type BindingShown = {
  readonly id: string;
  /** Null: it has ended. */
  readonly binding: Binding | null;
  readonly words: string;
  /** The latest first. */
  readonly versions: readonly BindingVersionShown[];
};

export type PermitShown = {
  readonly member: string; readonly permit: Permit; readonly words: string;
  readonly record: number; readonly recordedAt: Instant;
  /** Null: it holds. */
  readonly ended: { readonly record: number; readonly recordedAt: Instant } | null;
};

export type LookShown = {
  readonly record: number; readonly recordedAt: Instant; readonly by: string; readonly look: Look;
  /** Whom the stream measures. */
  readonly of: readonly string[];
  /** What of the readings was shown; null: all of it. Of a look that was refused nothing was. */
  readonly fields: readonly string[] | null;
  /** Null: it was allowed. */
  readonly refused: RefusalCode | null;
  readonly words: string;
};

/** What measures a member, what for, how long it is kept, who looked. */
export type MeasuringShown = {
  readonly streams: readonly {
    readonly stream: StreamName;
    /** The bindings that use it, with what they observe. */
    readonly bindings: readonly { readonly id: string; readonly subject: string; readonly method: string; readonly as: string }[];
    /** Others whom it measures too. */
    readonly others: readonly string[];
    readonly permits: readonly PermitShown[];
  }[];
  /** The latest first. */
  readonly ended: readonly PermitShown[];
  readonly looks: readonly LookShown[];
};

export type DisputeShown = {
  readonly observation: string; readonly by: string; readonly reason: string; readonly record: number; readonly recordedAt: Instant; readonly expires: Instant;
  /** What is disputed; null when it lies too far back. */
  readonly disputed: ObservationShown | null;
  /** Who may judge it; null: any third member. */
  readonly deciders: readonly string[] | null;
  /** Null: it is open. */
  readonly end: { readonly how: 'held' | 'dropped' | 'expired'; readonly by: string | null; readonly reason: string | null; /** Who it was instead of whom it names. */ readonly was?: string; readonly record: number; readonly recordedAt: Instant } | null;
  readonly words: string;
};

export type IncidentShown = { readonly record: number; readonly recordedAt: Instant; readonly by: string; readonly incident: Incident };

export type HarmShown = {
  readonly place: string; readonly count: number;
  /** How many of each severity. */
  readonly severities: { readonly [severity in Severity]: number };
};

export type IncidentsShown = {
  /** The latest first. */
  readonly incidents: readonly IncidentShown[];
  /** All that were ever reported: places with the most severe ones first. */
  readonly places: readonly HarmShown[];
};

/** How the truth of a case is known: decided on in a review, judged in a dispute, or acted on and left uncontested for as long as it could be disputed. */
export type CaseHow = 'confirmed' | 'dropped' | 'held' | 'uncontested';

/** An observation that was made from readings, and what became of it: what calibration learns from. */
export type CaseShown = {
  readonly observation: string; readonly binding: string; readonly event: string;
  /** As fusion gave it, and as it was said after calibration. */
  readonly raw: { readonly event: number; readonly person?: number };
  readonly p: { readonly event: number; readonly person: number };
  readonly at: Instant; readonly record: number;
  /** Null, both: not decided. */
  readonly truth: boolean | null; readonly how: CaseHow | null;
  /** Whether it was the person whom it names; null: that isn't decided, or it names nobody. */
  readonly person: boolean | null;
};
