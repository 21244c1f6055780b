/**
 * A kit's manifest: what `kit.yaml` says after parsing. It goes into the log whole when a kit is adopted; the code goes by hash.
 */
import type { SurveyItem } from './survey-items.ts';
import type { JsonObject } from './json.ts';

/** The type of a value in terms, observations, requests. The kernel reads people's text into exact integers by it. */
export type ValueType =
  | { readonly type: 'integer'; readonly min?: number; readonly max?: number }
  /** Held as an integer of 10^-decimals: 15.2 with 6 decimals is 15200000. `min` and `max` are decimal text. */
  | { readonly type: 'decimal'; readonly decimals: number; readonly min?: string; readonly max?: string }
  /** 0 to 1, held in 10^-9. */
  | { readonly type: 'probability' }
  /** Decimal text of the subcontract's unit (the term named `unit`), held in its smallest part. */
  | { readonly type: 'amount'; readonly min?: string; readonly max?: string }
  | { readonly type: 'unit' }
  | { readonly type: 'member' }
  /** A member, or a purse of one, as `ana/cover/own`. */
  | { readonly type: 'account' }
  /** A short name that people choose, which can be part of a purse's name. */
  | { readonly type: 'id' }
  /** Of the calendar, as `2026-05-31`. */
  | { readonly type: 'day' }
  /** Whoever a device believes to have seen: any text, or null. */
  | { readonly type: 'agent' }
  | { readonly type: 'subject' }
  | { readonly type: 'observation' }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'text'; readonly lengthMax: number }
  | { readonly type: 'list'; readonly of: ValueType; readonly countMin?: number; readonly countMax: number }
  | { readonly type: 'map'; readonly keys: ValueType; readonly of: ValueType; readonly countMax: number }
  | { readonly type: 'record'; readonly fields: Fields };

export type Field = ValueType & {
  /** What people call it, where its name doesn't say enough: `A house is cold below`. */
  readonly label?: string;
  /** What a number counts or measures: `pieces`, `°C`. An amount is in the subcontract's unit. */
  readonly unit?: string;
  /** What it means, for people. */
  readonly says?: string;
  /** What stands when it is left out; `"first"` for a unit is the collective's first. */
  readonly default?: unknown;
  /** May be left out without a default. */
  readonly optional?: boolean;
};

export type Fields = { readonly [name: string]: Field };

/** A piece of a subcontract's state, read and written only where declared. */
export type CellRule = {
  /**
   * Key with `{field}` of the event, `{subject}`, `{observation}` (its id), `{day}` (local day of `at`), `{slot}` (see below), in braces.
   * A field that isn't a plain id is written with its other characters as `%hex;`, nothing as `-`.
   */
  readonly key: string;
  /** Days after its last write for which the cell is kept; left out: for ever. */
  readonly keep_days?: number;
  /** Length of the slots that `{slot}` counts, in minutes (a number or a term's name; at least one minute). */
  readonly slot_minutes?: number | string;
  /** The value is a list of cells: one for each local day, or slot, from `at`'s back over this many minutes (a number or a term's name). */
  readonly back_minutes?: number | string;
  /** The value is a list of cells: one for each local day from `at`'s through the day of recording. */
  readonly through?: 'now';
};

export type ObservationRule = {
  readonly says?: string;
  /** Which subjects wake it: the name of a term that holds one, or of a term that is a map keyed by them. */
  readonly subject: string;
  readonly fields: Fields;
  readonly cells?: readonly string[];
  readonly reads?: readonly string[];
};

/**
 * Something of the ledger that a handler is shown, as of when its call begins, in the subcontract's unit: what can be spent from a purse of, or
 * the own account of, whom a field of the event names; what a party can spend; or who has consented to a part, ascending, at most {@link readMembersMax}.
 * Or, by the record that one of the handler's cells holds: with `keys`, what can be spent from the purse of each name in it; with `holders`, what
 * can be spent from the purse, or without one from the own account, of each member whom it names, or those of them who have consented to a part; with `accounts`, those under `at` in its entries that can be paid into. These are at most so
 * many too.
 */
export type ReadRule =
  | { readonly purse: string; readonly of: string; readonly key?: string }
  | { readonly purse: string; readonly of: string; readonly keys: string }
  | { readonly purse?: string; readonly holders: string }
  | { readonly accounts: string; readonly at: string }
  | { readonly member: string }
  | { readonly party: string }
  | { readonly part: string }
  | { readonly part: string; readonly holders: string };

/** With more a handler could not do one thing for each of them in an item; it is refused. */
export const readMembersMax = 240;

/** A sub-account that each member has within the subcontract; `keyed`: one for each of several things. */
export type PurseRule = { readonly says: string; readonly keyed?: boolean };

/** What a member may ask, of the same shape for questions and actions. */
export type AskRule = { readonly says?: string; readonly fields: Fields; readonly cells?: readonly string[]; readonly reads?: readonly string[] };

/** Who may ask for an action: each member (left out), the members together by a proposal that is carried, or both. */
export type AskedBy = 'members' | 'decision' | 'both';
export const askedBy: readonly AskedBy[] = ['members', 'decision', 'both'];

export type ActionRule = AskRule & {
  readonly by?: AskedBy;
  /** Whether it arranges that whoever asks pays later: a member who has a passkey asks for it with that alone. Left out: see weighs.ts. */
  readonly weighs?: boolean;
};

/** Whose accounts, debts or marks a subcontract may hear of: every member's, or one party's. */
export type HeardOf = 'members' | `party:${string}`;

/** Also: purses of its own. */
export type PostedOf = HeardOf | `purse:${string}`;

/** What all wakings say. */
type WakeRule = {
  readonly says?: string;
  /** Only what this subcontract itself brought about, or only what it didn't; left out: both. */
  readonly because?: 'own' | 'others';
  readonly cells?: readonly string[];
  readonly reads?: readonly string[];
};

/** A posting into or out of an account, in the subcontract's unit or that of another term; `code`: only those with this code of their why, as `income`. */
export type PostedRule = WakeRule & { readonly of: PostedOf; readonly direction: 'in' | 'out'; readonly unit?: string; readonly code?: string };
/** A debt that falls due; one that begins due counts when something of it is left. */
export type DueRule = WakeRule & { readonly of: HeardOf; readonly side: 'debtor' | 'creditor'; readonly unit?: string };
/** `code`: that of the marks, or `term:NAME` with a term of type subject that holds it. */
export type MarkedRule = WakeRule & { readonly of: HeardOf; readonly code: string };
/** A proposal that was carried; `change` is its kind, left out: any. */
export type DecidedRule = Omit<WakeRule, 'because'> & { readonly change?: string };

/** A consent to one of its own parts, or the end of one. */
export type ConsentedRule = Omit<WakeRule, 'because'> & { readonly part: string; readonly given: boolean };

/** What the kernel does that wakes the handlers of the same group and name. */
export type WakeRules = {
  readonly posted?: { readonly [name: string]: PostedRule };
  readonly due?: { readonly [name: string]: DueRule };
  readonly marked?: { readonly [name: string]: MarkedRule };
  readonly decided?: { readonly [name: string]: DecidedRule };
  readonly consented?: { readonly [name: string]: ConsentedRule };
};

/** A right to debit, at the very most. */
export type EnvelopeRule = {
  /** Whose account: every member's, one party's, those who consented to a part; or a purse of its own. */
  readonly debit: 'members' | `party:${string}` | `part:${string}` | `purse:${string}`;
  /**
   * Decimal text in the subcontract's unit, or the name of a term of type amount, or either times further numbers and terms, and sums of these:
   * `base_price * brackets.times * pieces_at_once` (envelope-amounts.ts).
   */
  readonly per_event: string;
  readonly per_person: PeriodRule;
  readonly in_total?: PeriodRule;
};

/** The most in a period of so many days: a number, or the name of a term of type integer. */
export type PeriodRule = { readonly amount: string; readonly days: number | string };

export type PartRule = {
  readonly says: string;
  /**
   * Where those who consented to a narrower version are left until they consent to the wider one: `outside` (unless it says otherwise), or at
   * the `old` limits.
   */
  readonly widened?: 'outside' | 'old';
};

/** A kit as adopted; every name in it is checked by `kit check`. */
export type KitManifest = {
  readonly name: string;
  /** major.minor.patch */
  readonly version: string;
  readonly title: string;
  readonly parties: { readonly [party: string]: { readonly says: string } };
  readonly terms: Fields;
  /** Parts that a member takes up by personal consent. */
  readonly parts?: { readonly [part: string]: PartRule };
  readonly observations?: { readonly [event: string]: ObservationRule };
  readonly actions?: { readonly [action: string]: ActionRule };
  /** Present when the kit opens review items: cells for the handlers `confirm`, `drop`, `expired`. */
  readonly reviews?: { readonly cells?: readonly string[]; readonly reads?: readonly string[] };
  /** `says`: what happens then, for whoever set it off; without it nobody is told of the timer. */
  readonly timers?: { readonly [timer: string]: { readonly says?: string; readonly cells?: readonly string[]; readonly reads?: readonly string[] } };
  readonly wakes?: WakeRules;
  /** What a member may ask without changing anything. */
  readonly questions?: { readonly [question: string]: AskRule };
  readonly cells?: { readonly [cell: string]: CellRule };
  readonly reads?: { readonly [read: string]: ReadRule };
  readonly purses?: { readonly [purse: string]: PurseRule };
  /** Present when terms depend on members' declared means: the place in `table` (a list of records with `from`). */
  readonly attested?: { readonly [name: string]: { readonly means: 'unit'; readonly table: string } };
  readonly envelope: readonly EnvelopeRule[];
  /** Types of names that the code gives to its words beside fields and terms, so that each is shown as people write it. */
  readonly values?: Fields;
  /** Templates for notices and whys, with `{field}` in braces; a question's answer is told by the words of its own name. */
  readonly words: { readonly [code: string]: string };
  /** The agreement in plain words, with `{term}` in braces. */
  readonly text: string;
  /** What members are asked, so that what they say themselves becomes what is proposed for terms. It changes nothing by itself. */
  readonly survey?: readonly SurveyItem[];
};

/** Terms as people wrote them, before they are read by the kit's types. */
export type RawTerms = JsonObject;
