/** What Today shows one member: what waits for them, what happened to them, what comes next. Amounts are decimal text, instants milliseconds since 1970. */
import type { Instant } from '../vocabulary/time.ts';
import type { NoticeShown } from './shown.ts';

/** One movement on a member's account, or what became owed to them or by them. */
export type LatelyShown = {
  readonly kind: 'posting' | 'owed';
  /** A posting's, or an obligation's number. */
  readonly id: string;
  readonly at: Instant; readonly record: number;
  readonly because: string | null; readonly ref: string; readonly code: string; readonly words: string;
  readonly unit: string; readonly amount: string;
  /** On the other side. */
  readonly other: string;
  /** `owed`: by the member; `lent`: to the member. */
  readonly way: 'in' | 'out' | 'owed' | 'lent';
  /** Whether it pays a debt. */
  readonly debt: boolean;
};

/** What of one kind happened, summed. */
export type HappenedShown = {
  /** The agreement; null: payments between members, and what the collective's own rules do. */
  readonly because: string | null;
  readonly code: string;
  readonly way: LatelyShown['way'] | 'told';
  readonly debt: boolean;
  readonly count: number;
  /** Null: nothing moved. The sum of them all. */
  readonly moved: { readonly unit: string; readonly amount: string } | null;
  /** On the other side, by as many times as they stand there: the first few, and how many there are. */
  readonly others: readonly string[]; readonly otherCount: number;
  /** Of the latest. */
  readonly words: string; readonly at: Instant;
  /** Single ones, the latest first, as many as are listed; what moved nothing is a notice. */
  readonly lines: readonly LatelyShown[]; readonly notices: readonly NoticeShown[];
};

/** Something that waits for the member. */
export type AskedOfShown = {
  readonly what: 'sign' | 'vote' | 'confirm' | 'recover' | 'review' | 'judge' | 'debt' | 'accept' | 'settle';
  /** What it is about: a proposal, an observation in review or in dispute, a debt, an agreement, a payout. */
  readonly id: string;
  readonly subcontract: string | null;
  readonly words: string;
  /** Whether `words` are what somebody wrote, and no sentence of a kit or of the rules. */
  readonly own: boolean;
  /** How many there are of it, as debts to the same one under the same agreement. */
  readonly count: number;
  /** Until when; null: there is no end to it. */
  readonly until: Instant | null;
  readonly moved: { readonly unit: string; readonly amount: string } | null;
  /** Whom it concerns besides. */
  readonly who: string | null;
};

/** Something that comes by itself. */
export type NextShown = {
  readonly what: 'owes' | 'is_owed' | 'closes' | 'in_force' | 'trial_ends' | 'dropped' | 'planned';
  readonly id: string;
  readonly subcontract: string | null;
  readonly words: string;
  readonly at: Instant;
  readonly moved: { readonly unit: string; readonly amount: string; readonly to: string | null } | null;
  readonly who: string | null;
};

/** What the agreements say that they will move for a member. */
export type PlannedShown = {
  readonly member: string; readonly now: Instant; readonly until: Instant;
  /** From the present day on, the nearest first. */
  readonly planned: readonly NextShown[];
  /** Agreements that couldn't say it, by id: there may be more to come. */
  readonly unsaid: readonly string[];
};

export type TodayShown = {
  /** Null: it is of the collective. */
  readonly member: string | null;
  /** From the first instant of this day on. */
  readonly since: Instant; readonly now: Instant;
  /** By when it ends, what has no end last. */
  readonly asked: readonly AskedOfShown[];
  /** The latest first. */
  readonly happened: readonly HappenedShown[];
  /** Whether more happened than is kept: the ledger has all of it. */
  readonly more: boolean;
  /** Of the days to come, the nearest first. */
  readonly next: readonly NextShown[];
};
