/** How well probabilities turned out: proper scores, and the gap between what was promised and what happened. Of no cases they are NaN. */
import { clamp, ln } from '../mathematics.ts';

/** What was said, and what was so. */
export type Pair = { readonly p: number; readonly truth: boolean };

/** Cases whose probability lay between two limits, as a line of a reliability diagram. */
export type ReliabilityBin = { readonly from: number; readonly until: number; readonly count: number; readonly said: number; readonly happened: number };

/** Probabilities are kept so far from 0 and 1 when they are scored: one that was sure and wrong costs 34.5, not everything. */
const edge = 1e-15;

/** The mean of (p − y)². G. W. Brier, Verification of forecasts expressed in terms of probability (1950). */
export function brier(pairs: readonly Pair[]): number {
  return mean(pairs, ({ p, truth }) => (p - outcome(truth)) ** 2);
}

/** The mean of −ln of the probability that was given to what happened. */
export function logLoss(pairs: readonly Pair[]): number {
  return mean(pairs, ({ p, truth }) => -ln(clamp(truth ? p : 1 - p, edge, 1)));
}

/**
 * Σ count/n · |said − happened| over bins of equal width; what lies on a limit belongs to the lower bin.
 * M. P. Naeini, G. F. Cooper, M. Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning (2015); 15 bins as C. Guo et al. (2017).
 */
export function expectedCalibrationError(pairs: readonly Pair[], bins = 15): number {
  if (pairs.length === 0) return NaN;
  return reliability(pairs, bins).reduce((sum, { count, said, happened }) => sum + (count / pairs.length) * Math.abs(said - happened), 0);
}

/** The bins that have cases, ascending, with the mean of what was said and the share of what happened. */
export function reliability(pairs: readonly Pair[], bins = 15): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, said: 0, happened: 0 }));
  for (const { p, truth } of pairs) {
    const sum = sums[clamp(Math.ceil(p * bins) - 1, 0, bins - 1)];
    if (sum === undefined) continue;
    sum.count += 1;
    sum.said += p;
    sum.happened += outcome(truth);
  }
  return sums.flatMap(({ count, said, happened }, bin) =>
    (count === 0 ? [] : [{ from: bin / bins, until: (bin + 1) / bins, count, said: said / count, happened: happened / count }]));
}

function mean<T>(list: readonly T[], of: (each: T) => number): number {
  return list.length === 0 ? NaN : list.reduce((sum, each) => sum + of(each), 0) / list.length;
}

function outcome(truth: boolean): number {
  return truth ? 1 : 0;
}
