/**
 * What a forecast shows: what the agreements in force will do in the months ahead, if what is assumed comes true, as one JSON value for page, API
 * and command line. Amounts are decimal text in the unit's decimals.
 */
import type { Day, Instant } from '../vocabulary/time.ts';

export type ForecastShown = {
  readonly origin: string; readonly name: string; readonly zone: string;
  /** The last record's time, and the end of what is forecast. */
  readonly from: Instant; readonly until: Instant;
  /** Whom it is about; null: everyone. */
  readonly member: string | null;
  readonly assumed: { readonly words: string; readonly entries: number };
  /** Those behind that were asked for, and those ahead. */
  readonly months: readonly MonthAhead[];
  /** What was assumed and would be refused by then. */
  readonly refused: readonly RefusedAhead[];
  /** What agreements answer now to the question what is covered, and until when. */
  readonly covered: readonly CoveredShown[];
};

/** A calendar month in the collective's zone, as `2026-03`; of the present one what has been and what is to come stand apart. */
export type MonthAhead = {
  readonly month: string;
  /** Whether it is yet to come. */
  readonly ahead: boolean;
  readonly movements: readonly MovementAhead[];
  readonly told: readonly ToldAhead[];
  readonly accounts: readonly AccountAhead[];
};

export type MovementAhead = {
  readonly at: Instant; readonly day: Day;
  /** `owed`: there isn't enough, and it stays owed. */
  readonly what: 'paid' | 'owed';
  readonly from: string; readonly fromName: string; readonly to: string; readonly toName: string;
  readonly unit: string; readonly amount: string;
  /** The agreement; null: the collective itself, or a person. */
  readonly subcontract: string | null;
  readonly code: string; readonly words: string;
  /** It is said, or assumed to be, or follows in the same breath; all else comes by itself. */
  readonly assumed: boolean;
};

export type ToldAhead = { readonly day: Day; readonly to: string; readonly subcontract: string | null; readonly words: string };

/** An account that something moved in the month. */
export type AccountAhead = { readonly account: string; readonly name: string; readonly unit: string; readonly in: string; readonly out: string; readonly end: string };

export type RefusedAhead = { readonly day: Day; readonly by: string; readonly what: string; readonly code: string; readonly detail: string };

/** `until` null: no end is known. */
export type CoveredShown = { readonly subcontract: string; readonly what: string; readonly until: Day | null };
