/**
 * Makes what fusion says mean what it says, from cases that were decided: of those with 0.8, eight in ten. It learns from a rolling window, since a
 * calibration from one period can make later days worse, and leaves things as they are while there is too little to learn from.
 */
import { dayMs, type Instant } from '../../vocabulary/time.ts';
import { logit, rounded } from '../mathematics.ts';
import { applyIsotonic, fitIsotonic, type Isotonic } from './isotonic.ts';
import { applyPlatt, fitPlatt, type Platt } from './platt.ts';

/** An observation of which it is known whether it was so. */
export type DecidedCase = {
  readonly at: Instant;
  /** Before calibration; and what the observation said. */
  readonly raw: number;
  readonly p: number;
  readonly truth: boolean;
};

/** What is calibrated: whether it happened, or that it was the person who is named; each from the cases of which that was decided. */
export type Calibrated = 'event' | 'person';

/** The event's probability has one, and so has the person's. */
export type Calibrator = {
  readonly curve: { readonly kind: 'platt'; readonly platt: Platt } | { readonly kind: 'isotonic'; readonly isotonic: Isotonic };
  /** Learned from so many cases, as the log had decided them up to this record; the oldest and the newest of what they speak of. */
  readonly cases: number;
  readonly record: number;
  readonly from: Instant;
  readonly until: Instant;
};

/** As many as it looks back, in cases and in days. */
export const windowCasesMax = 2000;
export const windowDays = 180;
/** With fewer, the prior of {@link fitPlatt} would move by less than what is said is worth. */
export const casesMin = 10;
/**
 * Isotonic regression from here on: with fewer than about a thousand cases it is worse than Platt's scaling on eight learners' scores, with more it is as
 * good or better (A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, 2005, figure 7). Its steps are as good as
 * the rarer of the two outcomes allows, so a hundred of these as well.
 */
export const isotonicCasesMin = 1000;
export const isotonicRarerMin = 100;

/**
 * Null while there are too few cases in the window.
 * @param decided the oldest first
 * @param record of the log that they were taken from, its last
 */
export function calibratorOf(decided: readonly DecidedCase[], record: number): Calibrator | null {
  const cases = recentCases(decided);
  if (cases.length < casesMin) return null;
  const scored = cases.map(({ raw, truth }) => ({ score: logit(raw), truth }));
  const happened = cases.filter(({ truth }) => truth).length;
  const isPlenty = cases.length >= isotonicCasesMin && Math.min(happened, cases.length - happened) >= isotonicRarerMin;
  return {
    curve: isPlenty ? { kind: 'isotonic', isotonic: fitIsotonic(scored) } : { kind: 'platt', platt: fitPlatt(scored) },
    cases: cases.length, record,
    from: cases.reduce((first, { at }) => Math.min(first, at), Infinity), until: cases.reduce((last, { at }) => Math.max(last, at), 0),
  };
}

/** Those of the window: of what the newest speaks of, so many days back; and so many. */
export function recentCases<T extends { readonly at: Instant }>(cases: readonly T[]): readonly T[] {
  const newest = cases.reduce((latest, { at }) => Math.max(latest, at), 0);
  return cases.filter(({ at }) => at > newest - windowDays * dayMs).slice(-windowCasesMax);
}

/** What is said in the stead of `raw`; without a calibrator, itself. */
export function calibrated(calibrator: Calibrator | null, raw: number): number {
  if (calibrator === null) return raw;
  const { curve } = calibrator;
  return curve.kind === 'platt' ? applyPlatt(curve.platt, logit(raw)) : applyIsotonic(curve.isotonic, logit(raw));
}

/** How a calibrator came about, in a sentence. */
export function calibrationWords(calibrator: Calibrator | null): string {
  if (calibrator === null) return `not calibrated: fewer than ${casesMin} cases have been decided in the last ${windowDays} days`;
  const { curve, cases, from, until } = calibrator;
  const days = Math.ceil((until - from) / dayMs) || 1;
  const how = curve.kind === 'platt' ? `Platt's scaling, slope ${rounded(curve.platt.slope)}, offset ${rounded(curve.platt.offset)}` : 'isotonic regression';
  return days === 1 ? `calibrated on ${cases} decided cases of 1 day (${how})` : `calibrated on ${cases} decided cases of ${days} days (${how})`;
}
