/** What an agreement can do to a member at the most, what they consented to, and how they get out: as one JSON value for page, API and command line. */
import type { Instant } from '../vocabulary/time.ts';
import type { StandingShown } from './charter-shown.ts';

/** A right to debit the member, at the very most; the kernel lets nothing through above it. */
export type AtMostShown = {
  /** By which it is: everyone bound, a party, or who consented to a part. */
  readonly as: 'member' | 'party' | 'part' | 'purse';
  /** The party's or the part's name. */
  readonly name: string | null;
  readonly unit: string; readonly perEvent: string;
  readonly perPerson: { readonly amount: string; readonly days: number };
  /** Of all together. */
  readonly inTotal: { readonly amount: string; readonly days: number } | null;
  /** By a version that they consented to, narrower than the one in force. */
  readonly held: boolean;
  /** `at most 30.00 crown at a time and 400.00 crown in 30 days`. */
  readonly words: string;
};

/** What someone said yes to: which version, in which record, when. */
export type AcceptedShown = {
  readonly how: 'founding' | 'member' | 'party' | 'accepted' | 'volunteered' | 'part';
  /** The part's or the party's name. */
  readonly name: string | null;
  readonly record: number; readonly recordedAt: Instant;
  /** The version in force then; null where none was. */
  readonly version: string | null;
  readonly words: string;
};

export type WayOutShown = {
  /** `withdraw`: from the part that is named, else from the trial; `leave` names the party that somebody else then has to be. */
  readonly how: 'left' | 'leave' | 'withdraw' | 'trial_ends' | 'retire' | 'not_bound';
  readonly name: string | null;
  /** When a trial ends. */
  readonly at: Instant | null;
  readonly words: string;
};

/** What goes on whatever one does: debts, and what waits for a decision. */
export type LeftShown = {
  /** What they owe and are owed there: unit → decimal text. */
  readonly owes: { readonly [unit: string]: string }; readonly isOwed: { readonly [unit: string]: string };
  /** Debts on which they, as guarantors, may have to pay: the most for each unit. */
  readonly guarantees: { readonly [unit: string]: string };
  readonly reviews: number;
  readonly words: string;
};

/** One subcontract, for one member. */
export type BoundBy = {
  readonly subcontract: string; readonly kit: string; readonly version: string; readonly title: string;
  readonly standing: StandingShown;
  readonly bound: boolean;
  readonly accepted: readonly AcceptedShown[];
  /** Empty: nothing can be taken from them. */
  readonly atMost: readonly AtMostShown[];
  /** What it could take besides, were they to accept it or take up a part. */
  readonly offered: readonly AtMostShown[];
  /** The whole in a sentence. */
  readonly words: string;
  readonly waysOut: readonly WayOutShown[];
  readonly left: LeftShown;
};

export type BoundShown = {
  readonly member: string; readonly name: string;
  /** In order of id. */
  readonly by: readonly BoundBy[];
  /** Subcontracts that they have yet to accept. */
  readonly toAccept: readonly string[];
  /** What would be left if they left the collective now. */
  readonly leaving: LeftShown;
};

/** How far a proposal would change what can be taken from the member. */
export type BoundChangeShown = {
  readonly member: string; readonly proposal: string;
  /** One; of a choice one for each option. */
  readonly cases: readonly BoundCaseShown[];
};

export type BoundCaseShown = {
  readonly option: string | null; readonly subcontract: string | null;
  readonly before: readonly AtMostShown[]; readonly after: readonly AtMostShown[]; readonly offered: readonly AtMostShown[];
  readonly differs: 'more' | 'less' | 'both' | 'same';
  /** Parts the consent to which would end, and those that would go on by the narrower limits that were consented to. */
  readonly ended: readonly string[]; readonly kept: readonly string[];
  /** Nothing new would begin: with the member, who would belong no more, or under it at all. */
  readonly over: 'excluded' | 'ending' | null;
  /** A sentence for each limit that would be another one, and for what happens to their consents. */
  readonly words: readonly string[];
};
