/**
 * Effects: what a contract proposes. The kernel makes each a posting, obligation, notice, review item, timer or mark, or refuses it,
 * and with it the whole item.
 */
import type { JsonObject } from './json.ts';
import type { Day, Instant } from './time.ts';

/** An instant, or the first instant of a day in the collective's zone. */
export type When = { readonly at: Instant } | { readonly day: Day };

/** Why an amount is what it is: a code of the kit's `words`, and the numbers for its template. */
export type Why = { readonly code: string } & JsonObject;

/** `part` names the part that `from` has consented to, when the debit rests on that and not on membership. */
type Money = { readonly from: string; readonly to: string; readonly unit: string; readonly amount: number; readonly part?: string };

export type Effect =
  /** Moves all of it or refuses the item. */
  | (Money & { readonly do: 'transfer'; readonly ref: string; readonly why: Why })
  /** Moves what is there above the payer's floor; the rest is owed, due now. */
  | (Money & { readonly do: 'charge'; readonly ref: string; readonly why: Why })
  /**
   * Undoes up to `amount` of what was charged or lent under `ref`: first what `to` still owes `from` for it shrinks,
   * then the rest is charged from `from` to `to`.
   */
  | (Money & { readonly do: 'refund'; readonly ref: string; readonly why: Why })
  /**
   * `from` owes `to`, due later, begun at `since`. At its due time it is collected from `from`'s balance; what is missing is taken from
   * those who consented to the guarantee's part, each up to `max`.
   */
  | (Money & {
    readonly do: 'owe'; readonly ref: string; readonly why: Why; readonly since: Instant; readonly due: When;
    readonly guarantee?: { readonly part: string; readonly max: number };
  })
  /**
   * Counts `amount` against what `from` owes `to` under this subcontract, oldest first, with no posting (it was given back in kind).
   * More than is owed opens a review item named `ref` with the rest under `excess` in its data.
   */
  | (Money & { readonly do: 'discharge'; readonly ref: string; readonly why: Why; readonly review: ReviewOffer })
  /** Pays `amount` now against what `from` owes `to` under this subcontract, oldest first; refused if more than is owed or there. */
  | (Money & { readonly do: 'repay'; readonly ref: string; readonly why: Why })
  /** Reserves `amount` until it is posted, voided or expires. */
  | (Money & { readonly do: 'reserve'; readonly id: string; readonly expires: When; readonly why: Why })
  | { readonly do: 'post'; readonly id: string }
  | { readonly do: 'void'; readonly id: string }
  | { readonly do: 'notice'; readonly to: string; readonly code: string; readonly data: JsonObject }
  | ({ readonly do: 'review'; readonly id: string } & ReviewOffer)
  /** Wakes the contract's `woke[name]`; one timer per `key`: setting it again moves it. */
  | { readonly do: 'timer'; readonly name: string; readonly key: string; readonly when: When; readonly data: JsonObject }
  | { readonly do: 'cancel'; readonly key: string }
  | { readonly do: 'mark'; readonly on: string; readonly code: string; readonly ref: string };

export type ReviewOffer = {
  /** The instant that the item speaks of, and the person, as the observation had them. */
  readonly at: Instant;
  readonly by: string | null;
  /** A code of the kit's `words`. */
  readonly reason: string;
  /** Who may not decide it, besides `by`. */
  readonly parties: readonly string[];
  /** Undecided by then, it is dropped by the contract's `expired`. */
  readonly expires: When;
  /** Handed back to the contract with the decision. */
  readonly data: JsonObject;
};

/** Effects that one item may have for one subcontract: far above any kit's need, far below what floods a record's outcome. */
export const effectsPerItemMax = 256;
