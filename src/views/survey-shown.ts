/** A kit's survey with what its answers come to, as one JSON value for page, API and command line. Nobody's own answers are in it. */
import type { Json } from '../vocabulary/json.ts';
import type { SurveyItem } from '../vocabulary/survey-items.ts';

export type SurveyShown = {
  readonly kit: string;
  /** With their rules; empty: the kit asks nothing. */
  readonly items: readonly SurveyItem[];
  /** How many members answered anything, and how many each item. */
  readonly answered: number; readonly answers: { readonly [item: string]: number };
  /** So many answers an item needs before anything is said of it. */
  readonly needed: number;
  readonly proposed: readonly SurveyTermShown[];
  readonly offers: readonly SurveyOfferShown[];
};

/** What the answers to an item propose for a term. */
export type SurveyTermShown = {
  readonly item: string; readonly by: SurveyItem['by']; readonly answers: number;
  readonly term: string; readonly label: string;
  /** What its number is in; null: in nothing. */
  readonly unit: string | null;
  /** As people write it. */
  readonly value: Json;
  /** The words of the table's row; null: it is a median. */
  readonly says: string | null;
  /** What the agreement has instead, or too; null where no agreement is asked about. */
  readonly agreed: Json;
};

export type SurveyOfferShown = { readonly item: string; readonly answers: number; readonly says: string; readonly offers: string; /** One that is for it; null: none is named. */ readonly kit: string | null };
