/**
 * What a backtest shows: the recorded past beside the same past under other terms or code, as one JSON value for page, API and command line.
 * Amounts are decimal text in the unit's decimals; `was` is what was recorded, `now` what the change would have made of it.
 */
import type { AmountsShown, TermChangeShown, TermLabels } from './shown.ts';
import type { Day, Instant } from '../vocabulary/time.ts';

export type Both<T> = { readonly was: T; readonly now: T };

export type BacktestShown = {
  readonly origin: string; readonly name: string; readonly zone: string;
  /** From the first instant of this day on the change is in force. */
  readonly from: Day; readonly since: Instant;
  /** The last record's time. */
  readonly until: Instant;
  /** Records that were decided anew. */
  readonly records: number;
  /** What was tried, in the order in which it was given: each on a past of its own. */
  readonly versions: readonly VersionTried[];
  readonly caveats: readonly CaveatShown[];
};

export type VersionTried = {
  readonly label: string; readonly subcontract: string; readonly kit: string; readonly version: string;
  /** As of which record it came into force; null: it says what was in force anyway. */
  readonly inForce: number | null;
  readonly terms: readonly TermChangeShown[]; readonly labels: TermLabels;
  readonly totals: readonly UnitTried[];
  /** Those for whom something was recorded or would have been, in order of id. */
  readonly members: readonly MemberTried[];
  /** Why something was paid or owed, by the codes of the kits' words. */
  readonly reasons: readonly ReasonTried[];
  /** Items refused or faulted, by code. */
  readonly refusals: readonly RefusalTried[];
  readonly turns: TurnsTried;
};

/** Of all members together, in one unit. */
export type UnitTried = {
  readonly unit: string;
  readonly paid: Both<string>;
  /** Debts that began since that day, and what of all debts is open at the end. */
  readonly owedNew: Both<string>; readonly owed: Both<string>;
  /** How many gain and lose by the change, and what those who lose lose together. */
  readonly gaining: number; readonly losing: number; readonly lost: string;
  /** How unevenly what members paid is spread, and how unevenly their results are. */
  readonly spread: { readonly paid: SpreadShown; readonly net: SpreadShown };
  /** The best and the worst month that anybody had. */
  readonly best: Both<MonthOf | null>; readonly worst: Both<MonthOf | null>;
};

export type SpreadShown = {
  /** Gini coefficient, 0 (all alike) to 1, with four decimals; null where there is nothing to share or somebody's part is negative. */
  readonly gini: Both<string | null>;
  /** Gini's mean difference: how far two members, drawn at random, lie apart. */
  readonly apart: Both<string>;
};

/** A calendar month in the collective's zone, as `2026-01`, and what it brought. */
export type MonthShown = { readonly month: string; readonly net: string };
export type MonthOf = MonthShown & { readonly member: string };

export type MemberTried = {
  readonly member: string; readonly name: string;
  /** Items that were refused or faulted and that they made or are named in. */
  readonly refused: Both<number>;
  readonly units: readonly MemberUnitTried[];
};

export type MemberUnitTried = {
  readonly unit: string;
  readonly paid: Both<string>; readonly received: Both<string>;
  /** Debts that began since that day; what they owe at the end, and what is owed to them. */
  readonly owedNew: Both<string>; readonly owes: Both<string>; readonly isOwed: Both<string>;
  /** Received less paid, with what became owed to them and by them. */
  readonly net: Both<string>;
  /** How much better off the change leaves them; negative: worse. */
  readonly gain: string;
  readonly best: Both<MonthShown | null>; readonly worst: Both<MonthShown | null>;
};

export type ReasonTried = {
  /** Null: the kernel's own. */
  readonly subcontract: string | null;
  readonly code: string; readonly unit: string;
  /** How often; what is half paid, half owed counts once. */
  readonly times: Both<number>;
  readonly paid: Both<string>; readonly owed: Both<string>;
};

export type RefusalTried = { readonly subcontract: string | null; readonly code: string; readonly times: Both<number> };

export type TurnsTried = {
  readonly rerun: number; readonly differing: number;
  /** The first of those that differ, in order: at most {@link turnsShownMax}. */
  readonly shown: readonly TurnTried[];
};

export const turnsShownMax = 200;
/** Lines of one turn and side; a batch of observations may have hundreds. */
export const linesShownMax = 20;

/** A turn with other consequences: those that only the one side has. */
export type TurnTried = {
  /** Null: of that moment there is no record, as the change came into force or something fell due by it alone. */
  readonly record: number | null;
  readonly recordedAt: Instant; readonly day: Day; readonly kind: string; readonly by: string;
  readonly was: TurnLines; readonly now: TurnLines;
};

export type TurnLines = { readonly count: number; readonly shown: readonly LineShown[] };

export type LineShown = {
  readonly what: 'paid' | 'owed' | 'lessened' | 'reserved' | 'released' | 'review' | 'review_closed' | 'notice' | 'mark' | 'decided' | 'refused';
  /** One sentence, in the kit's words where it has some. */
  readonly words: string;
  readonly subcontract: string | null; readonly code: string;
  readonly from?: string; readonly to?: string;
  readonly amounts?: AmountsShown;
};

export type CaveatCode = keyof typeof caveatWords;
export type CaveatShown = { readonly code: CaveatCode; readonly words: string };

/** What the past can't tell. */
export const caveatWords = {
  acted_otherwise: 'under other rules people would have acted otherwise; here they do exactly what they did',
  known_beforehand: 'who knows a price or a limit beforehand chooses by it; here nobody knew',
  never_observed: 'what nobody measured then isn\'t there now: a rule that asks for other readings finds only those that were made',
  never_recorded: 'what was turned away before it became a record can\'t be tried again',
  due_later: 'what fell due while nothing ran happens here with the next thing that was recorded, as it did then',
  consent_assumed: 'whoever had consented to a part is taken to have consented to the new version as well',
} as const;
