/** Accounts as people are shown them. Amounts are decimal text. */
export type AccountShown = {
  /** A member, a purse as `ana/household/fund`, or `outside`. */
  readonly account: string;
  readonly name: string;
  /** Whose it is. */
  readonly holder: string;
  /** Within which agreement it lies; null: an account of its own. */
  readonly subcontract: string | null;
  readonly unit: string;
  readonly balance: string;
  /** Set aside for what is on its way. */
  readonly held: string;
  /** What must stay, or, below zero, how far it may be overdrawn. */
  readonly floor: string;
  readonly available: string;
};

export type UnitBooks = {
  readonly unit: string;
  /** The largest first; those in which nothing lies aren't listed. */
  readonly accounts: readonly AccountShown[];
  /** Those that the list has no room for. */
  readonly others: { readonly count: number; readonly balance: string };
  /** Of all of them, with the outside: nothing, unless something is wrong. */
  readonly sum: string;
};

export type BooksShown = { readonly records: number; readonly units: readonly UnitBooks[] };
