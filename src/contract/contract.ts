/**
 * The shape of a contract: handlers in groups, each a pure function of what is agreed, what was kept, what happened and what it may see.
 */
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { Effect } from '../vocabulary/effects.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Day, Instant } from '../vocabulary/time.ts';

/** What the kernel adds to every event. Instants are whole milliseconds since 1970; days are `YYYY-MM-DD` in the collective's zone. */
export type Occasion = {
  /** When it happened, by whoever says so, and that day. */
  readonly at: Instant;
  readonly day: Day;
  /** First instant of `day`. */
  readonly dayStart: Instant;
  /** When it was recorded, and that day. */
  readonly now: Instant;
  readonly today: Day;
};

/** An observation: its declared fields stand beside these. Probabilities count in 10^-9. */
export type Observed<Values> = Occasion & Values & {
  readonly id: string;
  readonly subject: string;
  readonly p: { readonly event: number; readonly person: number };
};

/** A request: of a member, or, where it was decided, of all together, whom `by` calls `collective`; its declared fields stand beside these. */
export type Requested<Values> = Occasion & Values & { readonly id: string; readonly by: string };

/** A decision on a review item that this contract opened: `by` is the item's person, `decidedBy` who decided (null: nobody in time). */
export type Reviewed<Data> = Occasion & {
  readonly id: string;
  readonly by: string | null;
  readonly reason: string;
  readonly data: Data;
  readonly decidedBy: string | null;
  /** A person whom the decision names instead of `by`. */
  readonly named: string | null;
};

/** A timer that this contract set; `at` is the instant that it was set for. */
export type Woke<Data> = Occasion & { readonly key: string; readonly data: Data };

/** A posting that this contract waits for, of anyone's making. `at` is when it was recorded. */
export type Posted = Occasion & {
  /** Accounts: members, or purses of theirs. */
  readonly from: string;
  readonly to: string;
  /** Whose accounts these are. */
  readonly payer: string;
  readonly payee: string;
  readonly unit: string;
  readonly amount: number;
  readonly ref: string;
  /** The code of its why. */
  readonly code: string;
  /** The subcontract that made it; null: a person, or the kernel itself. */
  readonly because: string | null;
  /** The debt that it pays, if it does. */
  readonly pays: string | null;
};

/** A debt that fell due; `at` is when. `left` is what is still owed after what was there has paid. */
export type FellDue = Occasion & {
  readonly id: string;
  readonly debtor: string;
  readonly creditor: string;
  readonly unit: string;
  readonly amount: number;
  readonly left: number;
  readonly since: Instant;
  readonly due: Instant;
  readonly ref: string;
  readonly because: string | null;
};

export type Marked = Occasion & { readonly on: string; readonly code: string; readonly ref: string; readonly because: string | null };

/** A proposal that was carried: `by` made it, `about` is the subcontract or member that it is about, if it is about one. */
export type Decided = Occasion & {
  readonly id: string;
  readonly change: ChangeKind;
  readonly by: string;
  readonly about: string | null;
};

/** A consent to a part of this subcontract that was given, or taken back. */
export type Consented = Occasion & { readonly member: string; readonly part: string };

/** What the kernel shows about each event field of type `agent` or `member`, about the requester as `by`, and about whom a waking, or a timer's data, names. */
export type AgentView = {
  readonly member: boolean;
  /** Places in attested tables; a name is missing when nothing was attested. */
  readonly attested: { readonly [name: string]: number };
};

/** `Balances`, `Members` and `Purses` are the aliases of what the handler reads, as its `reads` in kit.yaml name them. */
export type View<Balances extends string = never, Members extends string = never, Purses extends string = never> = {
  readonly agents: { readonly [field: string]: AgentView };
  /** What can be spent there, in the subcontract's unit, as of when the call begins. */
  readonly balances: { readonly [alias in Balances]: number };
  /** Who has consented to a part, or which of the accounts in a cell can be paid into, ascending. */
  readonly members: { readonly [alias in Members]: readonly string[] };
  /** What can be spent from the purses of the keys, or the holders, in a cell. */
  readonly purses: { readonly [alias in Purses]: { readonly [key: string]: number } };
};

export type Now<Terms, Parties, State, Event, Balances extends string = never, Members extends string = never, Purses extends string = never> = {
  readonly terms: Terms;
  readonly parties: Parties;
  /** Declared cells by alias; where nothing is kept, null or what the contract says under `empty`. */
  readonly state: State;
  readonly event: Event;
  readonly view: View<Balances, Members, Purses>;
};

/** Cells that change (null deletes; left out: unchanged), and what is proposed. */
export type Decision = { readonly state?: { readonly [alias: string]: Json | undefined }; readonly effects?: readonly Effect[] };

export type Answer = { readonly answer: Json };

// Handlers differ in what they take; the compiler of a kit's own types checks each against its use.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Handler<R> = (now: never) => R;
type Handlers<R> = { readonly [name: string]: Handler<R> };

export type Contract = {
  /** What a handler finds in a cell, by alias, where nothing is kept; left out: null. */
  readonly empty?: { readonly [alias: string]: Json };
  /** Once, when the kit is adopted: sets the first timers. */
  readonly adopted?: Handler<Decision>;
  readonly observed?: Handlers<Decision>;
  readonly requested?: Handlers<Decision>;
  readonly reviewed?: { readonly confirm: Handler<Decision>; readonly drop: Handler<Decision>; readonly expired: Handler<Decision> };
  readonly woke?: Handlers<Decision>;
  readonly posted?: Handlers<Decision>;
  readonly due?: Handlers<Decision>;
  readonly marked?: Handlers<Decision>;
  readonly decided?: Handlers<Decision>;
  readonly consented?: Handlers<Decision>;
  readonly asked?: Handlers<Answer>;
};

/** Marks a kit's default export; returns it unchanged. */
export function contract(parts: Contract): Contract {
  return parts;
}
