/** An agreement in figures, and each agreement in short: as JSON values for page, API and command line. */
import type { Day } from '../vocabulary/time.ts';
import type { StandingShown } from './charter-shown.ts';

/** What it moved in a time, in one unit: of all members, or of one. Amounts are decimal text. */
export type MovedShown = {
  readonly unit: string; readonly paid: string; readonly received: string;
  /** Taken and put back, where the agreement counts pieces. */
  readonly pieces: number; readonly returned: number; readonly postings: number;
};

/** An account of the agreement by week: what lay there as the week ended, or by now. */
export type PotShown = {
  /** A party whose account all hold in common, or a purse of which each holder has one: then of all together. */
  readonly what: 'party' | 'purse';
  readonly name: string;
  /** The party's member; null for a purse. */
  readonly member: string | null;
  readonly unit: string; readonly balances: readonly string[];
};

export type WeekShown = { readonly from: Day; readonly to: Day; readonly all: readonly MovedShown[]; readonly mine: readonly MovedShown[] };

export type FiguresShown = {
  readonly subcontract: string;
  /** Null where nobody said who looks: then nothing is `mine`. */
  readonly member: string | null;
  /** The last weeks, from Monday to Sunday, also those in which nothing happened; the oldest first, this one last. */
  readonly weeks: readonly WeekShown[];
  readonly pots: readonly PotShown[];
};

/** One agreement in a list. */
export type AgreementShown = {
  readonly id: string; readonly kit: string; readonly version: string; readonly title: string;
  /** Its first sentence, with the terms filled in. */
  readonly says: string;
  readonly standing: StandingShown;
  /** Null where nobody said who looks. */
  readonly bound: boolean | null;
  /** Since the first of this month, a line for each unit; the first is that of the agreement, also where nothing moved. */
  readonly all: readonly MovedShown[]; readonly mine: readonly MovedShown[];
};

export type AgreementsShown = { readonly month: Day; readonly agreements: readonly AgreementShown[] };
