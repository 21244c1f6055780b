/** What a kit asks those who are to agree on it; how answers become a proposal stands in survey.ts. */

/** A number of a survey: a whole number, or decimal text of at most {@link surveyDecimals} decimals. */
export type SurveyNumber = number | string;
/** What a number of a survey is held in: 10^-6. */
export const surveyDecimals = 6;

/** What one answers with: a number from `min` on in steps, or one of several named values, each of which counts as a number. */
export type SurveyAnswerType =
  | { readonly type: 'number'; readonly unit?: string; readonly min: SurveyNumber; readonly max: SurveyNumber; readonly step: SurveyNumber }
  | { readonly type: 'choice'; readonly of: { readonly [name: string]: { readonly says: string; readonly counts: SurveyNumber } } };

/** From a number on, inclusive, up to the next row's. */
export type SurveyRow = {
  readonly at_least: SurveyNumber;
  /** What is so then, for people: `cautious on average`. */
  readonly says: string;
  /** What is proposed then for which terms, as people write it. */
  readonly terms?: { readonly [term: string]: SurveyNumber };
  /** What is offered then, and the kit that is for it. */
  readonly offers?: { readonly says: string; readonly kit?: string };
};

/** How answers become a proposal: their median as a term's value; or the row of a table, by their mean or by how many of them count as more than zero (survey.ts). */
export type SurveyRule = { readonly by: 'median'; readonly sets: string } | { readonly by: 'mean' | 'count'; readonly rows: readonly SurveyRow[] };

/** A question of a kit's survey. */
export type SurveyItem = { readonly id: string; readonly question: string; readonly help?: string; readonly answer: SurveyAnswerType } & SurveyRule;

/** So that it stays short. */
export const surveyItemsMax = 10;
