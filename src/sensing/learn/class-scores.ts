/** How well probabilities of classes turned out, for two classes and for more. */
import { expectedCalibrationError, type Pair } from '../calibration/scores.ts';

export type ClassScores = {
  /** The share of rows whose most probable class is the true one. */
  readonly accuracy: number;
  /** The mean of ½ Σ (p_c − y_c)² over the classes c, from 0 to 1: for two classes the usual score. G. W. Brier (1950), who has no ½. */
  readonly brier: number;
  /** Expected calibration error of the most probable class, in 15 bins. C. Guo et al., On calibration of modern neural networks (2017). */
  readonly ece: number;
};

/** Scores rows as they come, so that their probabilities needn't be kept. Of no rows all are NaN. */
export class ClassScorer {
  readonly #pairs: Pair[] = [];
  #brier = 0;

  /** @param truth the place of the true class; −1 where it is none of those that have a probability */
  add(p: readonly number[], truth: number): void {
    const best = mostProbable(p);
    this.#pairs.push({ p: p[best] ?? 0, truth: best === truth });
    this.#brier += (p.reduce((sum, each) => sum + each * each, 1) - 2 * (p[truth] ?? 0)) / 2;
  }

  scores(): ClassScores {
    const rows = this.#pairs.length;
    return { accuracy: this.#pairs.filter(({ truth }) => truth).length / rows, brier: this.#brier / rows, ece: expectedCalibrationError(this.#pairs) };
  }
}

/** The first of the most probable. */
export function mostProbable(p: readonly number[]): number {
  return p.reduce((best, each, place) => (each > (p[best] ?? 0) ? place : best), 0);
}
