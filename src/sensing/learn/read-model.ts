/** Reads a model from a file that anyone may have written: whatever it takes can be asked without a fault, an endless loop or a number that is none. */
import { isObject } from '../../vocabulary/json.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import { featuresMax } from '../reading.ts';
import { counted } from '../words.ts';
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

/** In words, with where it is, as `learner.weights[1][0] is null, and should be a number`; undefined: nothing is wrong. */
type Problem = string | undefined;

function problemOf(value: unknown): Problem {
  if (!isObject(value) || value['format'] !== modelFormat) return `its format isn't ${modelFormat}`;
  const { classes, features, learner, calibration } = value;
  if (!isNames(classes, classesMax) || classes.length < 2) return `classes are 2 to ${classesMax} different names`;
  if (!isNames(features, featuresMax) || features.length < 1) return `features are 1 to ${featuresMax} different names`;
  return calibrationProblem(calibration, classes.length) ?? learnerProblem(learner, classes.length, features.length);
}

function learnerProblem(learner: unknown, classes: number, features: number): Problem {
  if (!isObject(learner)) return 'there is no learner';
  if (learner['kind'] === 'shrinkage-lda') return linearProblem(learner, classes, features);
  if (learner['kind'] === 'extra-trees') return forestProblem(learner, classes, features);
  return 'its learner is neither shrinkage-lda nor extra-trees';
}

function linearProblem({ means, scales, weights, biases, shrinkage }: Partial<Record<keyof LinearDiscriminant, unknown>>, classes: number, features: number): Problem {
  return numbersProblem('learner.means', means, anyNumber, features) ?? numbersProblem('learner.scales', scales, aboveZero, features)
    ?? listProblem('learner.weights', weights, (path, own) => numbersProblem(path, own, anyNumber, features), classes)
    ?? numbersProblem('learner.biases', biases, anyNumber, classes) ?? numberProblem('learner.shrinkage', shrinkage, aShare);
}

function forestProblem({ trees }: Partial<Record<keyof ExtraTrees, unknown>>, classes: number, features: number): Problem {
  if (!Array.isArray(trees) || trees.length < 1 || trees.length > treesMax) return `learner.trees are 1 to ${treesMax} trees`;
  return listProblem('learner.trees', trees, (path, tree) => treeProblem(path, tree, classes, features));
}

function treeProblem(path: string, tree: unknown, classes: number, featureCount: number): Problem {
  if (!isObject(tree)) return `${path} is ${shown(tree)}, and should be a tree`;
  const { features, thresholds, left, right, leaves } = tree;
  const nodes = Array.isArray(features) ? features.length : 0;
  const wrong = numbersProblem(`${path}.features`, features, anyNumber) ?? numbersProblem(`${path}.thresholds`, thresholds, anyNumber, nodes)
    ?? numbersProblem(`${path}.left`, left, anyNumber, nodes) ?? numbersProblem(`${path}.right`, right, anyNumber, nodes)
    ?? listProblem(`${path}.leaves`, leaves, (at, leaf) => numbersProblem(at, leaf, aShare, classes));
  if (wrong !== undefined) return wrong;
  if (nodes === 0) return `${path} has no nodes`;
  return nodesProblem(path, tree as Nodes, featureCount);
}

type Nodes = { readonly features: readonly number[]; readonly left: readonly number[]; readonly right: readonly number[]; readonly leaves: readonly unknown[] };

/** Children come after their node, so that every way ends. */
function nodesProblem(path: string, { features, left, right, leaves }: Nodes, featureCount: number): Problem {
  const placeProblem = (name: string, value: number | undefined, from: number, until: number): Problem =>
    isPlace(value, from, until) ? undefined : `${path}.${name} is ${shown(value)}, and should be a whole number from ${from} to ${until - 1}`;
  for (const [node, feature] of features.entries()) {
    const wrong = feature === -1 ? placeProblem(`left[${node}]`, left[node], 0, leaves.length)
      : placeProblem(`features[${node}]`, feature, 0, featureCount) ?? placeProblem(`left[${node}]`, left[node], node + 1, features.length)
        ?? placeProblem(`right[${node}]`, right[node], node + 1, features.length);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function calibrationProblem(value: unknown, classes: number): Problem {
  if (!isObject(value)) return 'there is no calibration';
  const { slope, offsets, stray, shares, conformal } = value as Partial<Record<keyof ClassCalibration, unknown>>;
  return numberProblem('calibration.slope', slope, anyNumber) ?? numbersProblem('calibration.offsets', offsets, anyNumber, classes) ?? numberProblem('calibration.stray', stray, aShare)
    ?? numbersProblem('calibration.shares', shares, aShare, classes) ?? sumProblem(shares as readonly number[])
    ?? listProblem('calibration.conformal', conformal, (path, list) => numbersProblem(path, list, aShare) ?? orderProblem(path, list as readonly number[]), classes);
}

function sumProblem(shares: readonly number[]): Problem {
  const sum = shares.reduce((all, share) => all + share, 0);
  return Math.abs(sum - 1) < 1e-9 ? undefined : `calibration.shares sum to ${sum}, and should to 1`;
}

function orderProblem(path: string, list: readonly number[]): Problem {
  const place = list.findIndex((each, at) => each < (list[at - 1] ?? 0));
  return place < 0 ? undefined : `${path}[${place}] is ${list[place]}, and less than the one before it`;
}

type Kind = { readonly is: (value: number) => boolean; readonly says: string };
const anyNumber: Kind = { is: (value) => Math.abs(value) <= numberMax, says: `a number between -${numberMax} and ${numberMax}` };
const aboveZero: Kind = { is: (value) => value > 0 && value <= numberMax, says: `a number above 0 and up to ${numberMax}` };
const aShare: Kind = { is: (value) => value >= 0 && value <= 1, says: 'a number from 0 to 1' };

function numberProblem(path: string, value: unknown, { is, says }: Kind): Problem {
  return typeof value === 'number' && is(value) ? undefined : `${path} is ${shown(value)}, and should be ${says}`;
}

function numbersProblem(path: string, value: unknown, kind: Kind, length?: number): Problem {
  return listProblem(path, value, (at, each) => numberProblem(at, each, kind), length);
}

/** The first of its items that something is wrong with; names are made for that one alone, since a forest has millions. */
function listProblem(path: string, value: unknown, problem: (path: string, item: unknown) => Problem, length?: number): Problem {
  if (!Array.isArray(value)) return `${path} is ${shown(value)}, and should be a list`;
  if (length !== undefined && value.length !== length) return `${path} has ${counted(value.length, 'item')}, and should have ${length}`;
  const place = value.findIndex((item) => problem('', item) !== undefined);
  return place < 0 ? undefined : problem(`${path}[${place}]`, value[place]);
}

function shown(value: unknown): string {
  return value === undefined ? 'left out' : Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : String(JSON.stringify(value)).slice(0, 40);
}

function isNames(value: unknown, most: number): value is readonly string[] {
  return Array.isArray(value) && value.length <= most && value.every((name) => typeof name === 'string') && new Set(value).size === value.length;
}

function isPlace(value: number | undefined, from: number, until: number): boolean {
  return Number.isInteger(value) && (value ?? -1) >= from && (value ?? -1) < until;
}
