/** A member's handful for today, as one JSON value for page, API and command line. Amounts, instants and null are as in shown.ts. */
import type { Choice } from '../vocabulary/deciding.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { ProposalShown } from './deciding-shown.ts';
import type { AmountsShown } from './shown.ts';

/** At most so many decisions are asked of a member in a day. */
export const handfulMax = 5;
/** What ends within so many hours comes first. */
export const soonHours = 24;
/** Over so many days it is reckoned what could be taken. */
export const stakeDays = 30;

/** What a proposal can move for the member. */
export type StakeShown = {
  /**
   * The largest of its changes, 0 to 1000: in thousandths of what all agreements together could take from the member, or of what they hold, where it
   * would move something by itself; each with it or without, whichever is more. What is anything at all is at least 1.
   */
  readonly perMille: number;
  /** By how much the most that could be taken from them in {@link stakeDays} days would be more, or less; unit → decimal text. */
  readonly atMost: AmountsShown;
  /** Of an act: what would come to them, or go from them, were it done now; unit → decimal text. */
  readonly moves: AmountsShown;
  /** Whether it is about an agreement that binds them. */
  readonly binds: boolean;
};

/** Why it stands where it stands: it ends soon, it isn't carried without their yes, by its stake, by an agreement that binds them, by its deadline. */
export type HandfulWhy = 'soon' | 'yours' | 'stake' | 'binds' | 'deadline';

export type HandfulItem = { readonly proposal: ProposalShown; readonly stake: StakeShown; readonly why: HandfulWhy };

/** What the member said on a day. */
export type SaidShown = {
  readonly proposal: string; readonly title: string; readonly choice: Choice; readonly words: string;
  readonly record: number; readonly recordedAt: Instant;
};

export type HandfulShown = {
  readonly member: string;
  /** The collective's. */
  readonly day: Day;
  readonly dayMax: number; readonly soonHours: number; readonly stakeDays: number;
  /** Asked of them, unanswered, and left to nobody else. */
  readonly waiting: number;
  /** In order, at most as many as are left of the day's. */
  readonly handful: readonly HandfulItem[];
  /** The rest, by deadline. */
  readonly later: readonly HandfulItem[];
  /** Asked of them and left to somebody whom they trust with it, by deadline. */
  readonly delegated: readonly { readonly proposal: ProposalShown; readonly to: string }[];
  /** What they said today, the latest of each proposal, the latest first. */
  readonly said: readonly SaidShown[];
};
