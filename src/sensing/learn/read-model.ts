/** Reads a model from a file that anyone may have written: whatever it takes can be asked without a fault, an endless loop or a number that is none. */
import { isObject } from '../../vocabulary/json.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import { featuresMax } from '../reading.ts';
import { modelFormat, type ClassCalibration, type ExtraTrees, type LinearDiscriminant, type Model } from './model.ts';

/** Bytes of a model's file; 100 trees of the greatest size take about 20 MB. */
export const modelBytesMax = 64 * 1_048_576;
/** Classes of a model; a column with more values is a measurement. */
export const classesMax = 256;
const treesMax = 1000;
/** No feature of any sensor is so large; with greater ones sums would leave the range of numbers. */
const numberMax = 1e100;

/** @param value parsed JSON; refuses with `malformed` and what is wrong, by name */
export function readModel(value: unknown): Result<Model> {
  const wrong = problemOf(value);
  return wrong === undefined ? ok(value as Model) : refuse('malformed', `the model can't be used: ${wrong}`);
}

function problemOf(value: unknown): string | undefined {
  if (!isObject(value) || value['format'] !== modelFormat) return `its format isn't ${modelFormat}`;
  const { classes, features, learner, calibration } = value;
  if (!isNames(classes, classesMax) || classes.length < 2) return `classes are 2 to ${classesMax} different names`;
  if (!isNames(features, featuresMax) || features.length < 1) return `features are 1 to ${featuresMax} different names`;
  if (!isCalibration(calibration, classes.length)) return 'calibration has a slope and a stray part, and for each class an offset, a share and an ascending list';
  if (!isObject(learner)) return 'there is no learner';
  if (learner['kind'] === 'shrinkage-lda') return isLinear(learner, classes.length, features.length) ? undefined : 'its linear discriminant has other numbers than classes × features';
  if (learner['kind'] === 'extra-trees') return isForest(learner, classes.length, features.length) ? undefined : 'one of its trees isn\'t a tree';
  return 'its learner is neither shrinkage-lda nor extra-trees';
}

function isLinear({ means, scales, weights, biases, shrinkage }: Partial<Record<keyof LinearDiscriminant, unknown>>, classes: number, features: number): boolean {
  return isNumbers(means, features) && isNumbers(scales, features) && scales.every((scale) => scale > 0)
    && Array.isArray(weights) && weights.length === classes && weights.every((own) => isNumbers(own, features)) && isNumbers(biases, classes) && isShare(shrinkage);
}

function isForest({ trees }: Partial<Record<keyof ExtraTrees, unknown>>, classes: number, features: number): boolean {
  return Array.isArray(trees) && trees.length >= 1 && trees.length <= treesMax && trees.every((tree) => isTree(tree, classes, features));
}

/** Children come after their node, so that every way ends. */
function isTree(tree: unknown, classes: number, featureCount: number): boolean {
  if (!isObject(tree)) return false;
  const { features, thresholds, left, right, leaves } = tree;
  if (!isNumbers(features) || features.length === 0 || !isNumbers(thresholds, features.length) || !isNumbers(left, features.length) || !isNumbers(right, features.length)) return false;
  if (!Array.isArray(leaves) || !leaves.every((leaf) => isNumbers(leaf, classes) && leaf.every(isShare))) return false;
  const nodes = features.length;
  return features.every((feature, node) => (feature === -1 ? isPlace(left[node], 0, leaves.length)
    : isPlace(feature, 0, featureCount) && isPlace(left[node], node + 1, nodes) && isPlace(right[node], node + 1, nodes)));
}

function isCalibration(value: unknown, classes: number): boolean {
  if (!isObject(value)) return false;
  const { slope, offsets, stray, shares, conformal } = value as Partial<Record<keyof ClassCalibration, unknown>>;
  return isNumbers([slope]) && isNumbers(offsets, classes) && isShare(stray) && isNumbers(shares, classes) && shares.every(isShare) && Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9
    && Array.isArray(conformal) && conformal.length === classes
    && conformal.every((list) => isNumbers(list) && list.every((each, place) => isShare(each) && each >= (list[place - 1] ?? 0)));
}

function isNames(value: unknown, most: number): value is readonly string[] {
  return Array.isArray(value) && value.length <= most && value.every((name) => typeof name === 'string') && new Set(value).size === value.length;
}

function isNumbers(value: unknown, length?: number): value is readonly number[] {
  return Array.isArray(value) && (length === undefined || value.length === length) && value.every((each) => typeof each === 'number' && Math.abs(each) <= numberMax);
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isPlace(value: number | undefined, from: number, until: number): boolean {
  return Number.isInteger(value) && (value ?? -1) >= from && (value ?? -1) < until;
}
