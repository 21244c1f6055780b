/**
 * Measures side by side before a vote: how many reports each would have made of the past's claims, and how many of those that are decided by now would have
 * been wrong or missed.
 */
import { clopperPearson, type Interval } from './calibration/intervals.ts';
import { counted } from './words.ts';

/** A claim with what the sensors (or whoever judges) made of it. */
export type PastClaim = {
  readonly p: number;
  /** Which clause it falls under; left out where a measure knows only one. */
  readonly clause?: string;
  /** Left out: nobody has decided it. */
  readonly truth?: boolean;
};

export type Measure = {
  readonly label: string;
  /** A cut-off for all clauses, or one for each; a clause without one is never reported. */
  readonly cutoff: number | { readonly [clause: string]: number };
};

export type MeasurePreview = {
  readonly label: string;
  readonly claims: number;
  readonly reports: number;
  /** Of the decided claims: how many there are, and how many would have been reported wrongly, or missed, with what so few allow. */
  readonly decided: number;
  readonly wrongly: { readonly count: number; readonly interval: Interval };
  readonly missed: { readonly count: number; readonly interval: Interval };
  /** @example 'strict: 4 reports of 200 claims' */
  readonly says: string;
};

export function previewMeasures(measures: readonly Measure[], claims: readonly PastClaim[]): MeasurePreview[] {
  const decided = claims.filter(({ truth }) => truth !== undefined);
  return measures.map((measure) => {
    const reports = claims.filter((claim) => isReported(measure, claim)).length;
    const share = (count: number): { readonly count: number; readonly interval: Interval } => ({ count, interval: clopperPearson({ count, of: decided.length }) });
    const wrongly = share(decided.filter((claim) => isReported(measure, claim) && claim.truth === false).length);
    const missed = share(decided.filter((claim) => !isReported(measure, claim) && claim.truth === true).length);
    const judged = decided.length === 0 ? 'none of them is decided' : `of ${decided.length} decided ones ${wrongly.count} wrongly, ${missed.count} missed`;
    return { label: measure.label, claims: claims.length, reports, decided: decided.length, wrongly, missed, says: `${measure.label}: ${counted(reports, 'report')} of ${counted(claims.length, 'claim')}; ${judged}` };
  });
}

function isReported({ cutoff }: Measure, { p, clause }: PastClaim): boolean {
  const least = typeof cutoff === 'number' ? cutoff : clause === undefined || !Object.hasOwn(cutoff, clause) ? undefined : cutoff[clause];
  return least !== undefined && p >= least;
}
