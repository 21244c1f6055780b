/** What a model says of a feature vector. */
import { conformalSet as placesOf } from '../calibration/conformal.ts';
import { clamp, ln, logitMax } from '../mathematics.ts';
import { applyCalibration, softmax } from './class-calibration.ts';
import type { ExtraTrees, LinearDiscriminant, Model } from './model.ts';
import { childOf } from './trees.ts';

/** Of linear scores; between two of them lies more than any probability can tell. */
const scoreMax = 1e6;

/**
 * @param vector the model's features, in its order; NaN, or an infinite number, where one is missing
 * @returns calibrated probabilities, one for each of the model's classes, which sum to 1
 */
export function predict(model: Model, vector: readonly number[]): { readonly p: number[] } {
  return { p: applyCalibration(model.calibration, logsOf(model.learner, vector)) };
}

/**
 * The classes that can't be ruled out at a rate of errors; more than one, or none, is "unsure".
 * @param rate of errors that are agreed, as 0.1
 */
export function conformalSet(model: Model, vector: readonly number[], rate: number): string[] {
  return setOf(model, predict(model, vector).p, rate);
}

/** The same of what `predict` gave. */
export function setOf({ classes, calibration }: Model, p: readonly number[], rate: number): string[] {
  return placesOf(p.map((each) => 1 - each), calibration.conformal, rate).flatMap((place) => classes[place] ?? []);
}

/** The logarithm of each class's probability before calibration; of one that is out of the question −34. */
export function logsOf(learner: LinearDiscriminant | ExtraTrees, vector: readonly number[]): number[] {
  // As single precision, which is what it learned from: else a value that is a threshold could fall on its other side.
  const read = vector.map((value) => { const single = Math.fround(value); return Number.isFinite(single) ? single : NaN; });
  return (learner.kind === 'shrinkage-lda' ? linear(learner, read) : voted(learner, read)).map((p) => Math.max(ln(p), -logitMax));
}

/** A missing value stands at the mean of the training. */
function linear({ means, scales, weights, biases }: LinearDiscriminant, vector: readonly number[]): number[] {
  const z = vector.map((value, feature) => (value === value ? (value - (means[feature] ?? 0)) / (scales[feature] ?? 1) : 0));
  return softmax(weights.map((own, place) => within(own.reduce((sum, weight, feature) => sum + weight * (z[feature] ?? 0), biases[place] ?? 0))));
}

/** Scores so far out of what was learned that they have no value are kept where they have one. */
function within(score: number): number {
  return score === score ? clamp(score, -scoreMax, scoreMax) : 0;
}

/** The mean of the leaves' distributions, with one vote that knows nothing, so that no class is ever impossible. */
function voted({ trees }: ExtraTrees, vector: readonly number[]): number[] {
  const sums: number[] = [];
  for (const tree of trees) {
    let node = 0;
    for (let feature = tree.features[0] ?? -1; feature >= 0; feature = tree.features[node] ?? -1) node = childOf(tree, node, vector[feature] ?? NaN);
    const leaf = tree.leaves[tree.left[node] ?? 0] ?? [];
    for (let place = 0; place < leaf.length; place += 1) sums[place] = (sums[place] ?? 0) + (leaf[place] ?? 0);
  }
  return sums.map((sum) => (sum + 1 / sums.length) / (trees.length + 1));
}
