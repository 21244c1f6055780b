/**
 * Log-odds pooling: what several sensors say of one event as one probability,
 *
 *   logit p = logit prior + Σ wᵢ · ln LRᵢ,
 *
 * with the likelihood ratio LRᵢ = P(what i says | event) / P(what i says | no event). Weights of 1 are Bayes' rule for sensors that err independently
 * (I. J. Good, Probability and the weighing of evidence, 1950); smaller ones keep what is said twice from counting twice (weights.ts; for pools of this form
 * C. Genest, J. V. Zidek, Combining probability distributions, 1986). Who says nothing isn't in the sum: silence is no evidence.
 */
import type { Saying } from '../../vocabulary/sensing.ts';
import { clamp, expit, ln, logit, logitMax } from '../mathematics.ts';

export type Pooled = { readonly p: number; readonly logOdds: number };

/** The most that one sensor can say for or against: e^±12, 160,000 to 1; more than any test of it could show. */
export const sensorLlrMax = 12;

/** @example pooled(0.2, …) with the ratios 4, 3 and 0.5, weights 1: odds ¼ · 6, which is 0.60 */
export function pooled(prior: number, sayings: readonly Pick<Saying, 'state' | 'llr' | 'weight'>[]): Pooled {
  const heard = sayings.filter(({ state }) => state === 'said');
  const sum = heard.reduce((all, { llr = 0, weight = 1 }) => all + weight * clamp(llr, -sensorLlrMax, sensorLlrMax), logit(prior));
  const logOdds = clamp(sum, -logitMax, logitMax);
  return { p: expit(logOdds), logOdds };
}

/** The logarithm of a likelihood ratio, within ±{@link sensorLlrMax}. */
export function llrOf(ratio: number): number {
  return clamp(ln(ratio), -sensorLlrMax, sensorLlrMax);
}

/** The sayings that contradict each other: some at least nine to one for it, others at least nine to one against it; none where they don't. */
export function contradicting<T extends Pick<Saying, 'state' | 'llr'>>(sayings: readonly T[]): readonly T[] {
  const strong = sayings.filter(({ state, llr = 0 }) => state === 'said' && Math.abs(llr) >= strongLlr);
  const isOneSided = strong.every(({ llr = 0 }) => llr > 0) || strong.every(({ llr = 0 }) => llr < 0);
  return isOneSided ? [] : strong;
}

/** ln 9, a little below so that nine to one at four decimals counts. */
const strongLlr = 2.1972;
