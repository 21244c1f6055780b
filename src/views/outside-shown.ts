/** What is shown of money from outside and to outside. Amounts are decimal text. `src/adapters/http/schemas.ts` says the same to the OpenAPI document. */
import type { Instant } from '../vocabulary/time.ts';

/** A payout that waits to be settled. */
export type PayoutShown = {
  readonly id: string; readonly member: string; readonly unit: string; readonly amount: string;
  readonly reason: string | null;
  /** The transfer has been ordered: it can't be taken back any more. */
  readonly sent: boolean;
  readonly record: number; readonly recordedAt: Instant;
};

/** One unit and the world outside: what came and went since the founding. */
export type OutsideUnitShown = {
  readonly unit: string;
  /** What members had at the founding, and what was issued by decision: neither came through the bank as far as the log knows. */
  readonly opening: string; readonly issued: string;
  /** As the bank booked it; of it was taken back; and paid out, less what came back. */
  readonly income: string; readonly takenBack: string; readonly paidOut: string;
  /** Reserved for payouts. */
  readonly pending: string;
  /** Of the account `outside`: what the members hold together, with the other sign. */
  readonly balance: string;
};

export type OutsideShown = {
  /** Who keeps the books: members, or (empty) the operator. */
  readonly keepers: readonly string[];
  readonly units: readonly OutsideUnitShown[];
  /** The oldest first. */
  readonly payouts: readonly PayoutShown[];
};

/** What is recorded under a reference of the bank. */
export type BookingShown = {
  readonly unit: string; readonly reference: string; readonly what: 'income' | 'paid_out' | 'returned' | 'reversal'; readonly agent: string; readonly amount: string;
  readonly reversed: boolean; readonly record: number; readonly recordedAt: Instant;
};
