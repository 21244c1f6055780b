/**
 * Calibration of several classes together. For what a learner says of them, q,
 *
 *   p_c = (1 − stray) · s_c + stray · share_c    with    s_c ∝ e^(slope · ln q_c + offset_c)
 *
 * The slope takes back what it says too surely, the offsets what it says of a class too often; `stray` is the part of the rows that the learner, however
 * sure, knows nothing of, as when a sensor was moved: there a class is as probable as it is frequent. Without it a few rows that were sure and wrong
 * would make all others unsure.
 *
 * Sources: temperature scaling (C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, 2017) with offsets for the classes
 * (A. Alexandari, A. Kundaje, A. Shrikumar, Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift adaptation, 2020); with two
 * classes and no stray rows it is Platt's scaling. The mixture is fitted by expectation and maximisation (A. Dempster, N. Laird, D. Rubin, 1977). A Gaussian
 * prior around slope 1 and offsets 0, and rows that aren't stray, leave few cases nearly as they were.
 */
import { exp, ln } from '../mathematics.ts';
import { at } from './arrays.ts';
import { cholesky, dot, solve } from './matrix.ts';
import { seeded } from './random.ts';

export type Scaling = { readonly slope: number; readonly offsets: readonly number[] };
export type Calibration = Scaling & { readonly stray: number; readonly shares: readonly number[] };

/** What was said of each class, as natural logarithms, and the place of the class that was so. */
export type ClassCase = { readonly logs: readonly number[]; readonly truth: number };

/** Of more cases the few numbers that are fitted would be known no better than anyone could notice. */
const casesMax = 10_000;
/** Of slope and offsets; the same as for one probability (sensing/calibration/platt.ts). */
const deviation = 1 / 3;
/** Rows that count as not stray before any is seen. */
const steadyRows = 20;
const strayFirst = 0.2;
const roundsMax = 60;
/** Rounds go on while the stray part moves by as much. */
const strayMoveMin = 1e-5;
/** Of Newton's method, in all and in each round but the last. */
const stepsMax = 100;
const roundSteps = 2;
/** The fit is done when the gradient is so small beside the number of cases: of p it moves nothing that is shown. */
const gradientMin = 1e-9;
/** Armijo's constant and the shortest step. */
const decrease = 1e-4;
const stepMin = 1e-10;

/** @param classes how many there are; of no cases it is slope 1, offsets 0 and nothing stray */
export function fitCalibration(all: readonly ClassCase[], classes: number): Calibration {
  const cases = drawn(all);
  const shares = sharesOf(cases, classes);
  const plain: Calibration = { ...scaled(cases, new Float64Array(cases.length).fill(1), identity(classes), stepsMax), stray: 0, shares };
  if (plain.slope < 0) return { ...uninformed(cases, classes), stray: 0, shares };
  const mixed = mixture(cases, { ...identity(classes), stray: strayFirst, shares });
  return mixed.slope >= 0 && lossOf(cases, mixed) < lossOf(cases, plain) ? mixed : plain;
}

export function applyCalibration({ slope, offsets, stray, shares }: Calibration, logs: readonly number[]): number[] {
  const p = softmax(logs.map((log, place) => slope * log + (offsets[place] ?? 0)));
  return stray === 0 ? p : p.map((own, place) => (1 - stray) * own + stray * (shares[place] ?? 0));
}

export function softmax(scores: readonly number[]): number[] {
  const most = scores.reduce((highest, score) => (score > highest ? score : highest), -Infinity);
  const powers = scores.map((score) => exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function identity(classes: number): Scaling {
  return { slope: 1, offsets: Array.from({ length: classes }, () => 0) };
}

/** At most about {@link casesMax}, by chance, since every so-many-th could be of one class; the same of the same number of cases. */
function drawn(cases: readonly ClassCase[]): readonly ClassCase[] {
  if (cases.length <= casesMax) return cases;
  const random = seeded(1, cases.length);
  return cases.filter(() => random.unit() * cases.length <= casesMax);
}

/** How frequent each class is, with one row more of each. */
function sharesOf(cases: readonly ClassCase[], classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 1);
  for (const { truth } of cases) counts[truth] = (counts[truth] ?? 0) + 1;
  return counts.map((count) => count / (cases.length + classes));
}

/** A learner that points the wrong way is no reason to turn it around: then it says nothing, and what is left is how frequent each class is. */
function uninformed(cases: readonly ClassCase[], classes: number): Scaling {
  const blank = cases.map(({ truth }) => ({ logs: Array.from({ length: classes }, () => 0), truth }));
  return { slope: 0, offsets: scaled(blank, new Float64Array(cases.length).fill(1), identity(classes), stepsMax).offsets };
}

/** In turns: how probably each row isn't stray, and what fits those that aren't. */
function mixture(cases: readonly ClassCase[], start: Calibration): Calibration {
  let own = start;
  for (let round = 0; round < roundsMax; round += 1) {
    const steady = Float64Array.from(cases, (each) => steadiness(own, each));
    const stray = steady.reduce((sum, each) => sum + 1 - each, 0) / (cases.length + steadyRows);
    const isDone = Math.abs(stray - own.stray) < strayMoveMin || round === roundsMax - 1;
    own = { ...scaled(cases, steady, own, isDone ? stepsMax : roundSteps), stray, shares: own.shares };
    if (isDone) break;
  }
  return own;
}

/** The probability that a row isn't stray, given what was so. */
function steadiness({ slope, offsets, stray, shares }: Calibration, { logs, truth }: ClassCase): number {
  const steady = (1 - stray) * (softmax(logs.map((log, place) => slope * log + (offsets[place] ?? 0)))[truth] ?? 0);
  return steady / (steady + stray * (shares[truth] ?? 0));
}

/** The negative logarithm of the posterior of all that is fitted. */
function lossOf(cases: readonly ClassCase[], calibration: Calibration): number {
  const { slope, offsets, stray } = calibration;
  return cases.reduce((sum, { logs, truth }) => sum - ln(applyCalibration(calibration, logs)[truth] ?? 0), prior(Float64Array.of(slope, ...offsets)) - steadyRows * ln(1 - stray));
}

/** The scaling that fits weighted cases best, by Newton's method. */
function scaled(cases: readonly ClassCase[], weights: Float64Array, { slope, offsets }: Scaling, steps: number): Scaling {
  let parameters = Float64Array.of(slope, ...offsets);
  for (let step = 0; step < steps; step += 1) {
    const { value, gradient, curvature } = derivatives(cases, weights, parameters);
    if (gradient.every((each) => Math.abs(each) < gradientMin * (cases.length + 1))) break;
    const direction = solve(cholesky({ width: parameters.length, values: curvature }), gradient).map((each) => -each);
    const next = shortened(cases, weights, parameters, { value, direction, descent: dot(gradient, direction) });
    if (next === undefined) break; // rounding is all that is left
    parameters = next;
  }
  const [newSlope = 1, ...newOffsets] = parameters;
  return { slope: newSlope, offsets: newOffsets };
}

/** The negative logarithm of the posterior, its gradient, and the lower triangle of its second derivatives; the slope is the first parameter. */
function derivatives(cases: readonly ClassCase[], weights: Float64Array, parameters: Float64Array): { readonly value: number; readonly gradient: Float64Array; readonly curvature: Float64Array } {
  const width = parameters.length;
  const precision = 1 / deviation ** 2;
  const gradient = parameters.map((own, place) => precision * (own - (place === 0 ? 1 : 0)));
  const curvature = new Float64Array(width * width);
  for (let place = 0; place < width; place += 1) curvature[place * width + place] = precision;
  let value = prior(parameters);
  cases.forEach(({ logs, truth }, row) => {
    const weight = at(weights, row);
    const p = probabilities(logs, parameters);
    value -= weight * ln(p[truth] ?? 0);
    const mean = p.reduce((sum, each, place) => sum + each * (logs[place] ?? 0), 0);
    gradient[0] = at(gradient, 0) + weight * (mean - (logs[truth] ?? 0));
    p.forEach((each, place) => addClass(curvature, gradient, { p, place, weight, apart: (logs[place] ?? 0) - mean, error: each - (place === truth ? 1 : 0) }));
  });
  return { value, gradient, curvature };
}

type ClassTerm = { readonly p: readonly number[]; readonly place: number; readonly weight: number; readonly apart: number; readonly error: number };

function addClass(curvature: Float64Array, gradient: Float64Array, { p, place, weight, apart, error }: ClassTerm): void {
  const own = p[place] ?? 0;
  const row = (place + 1) * gradient.length;
  gradient[place + 1] = at(gradient, place + 1) + weight * error;
  curvature[0] = at(curvature, 0) + weight * own * apart * apart;
  curvature[row] = at(curvature, row) + weight * own * apart;
  for (let other = 0; other < place; other += 1) curvature[row + other + 1] = at(curvature, row + other + 1) - weight * own * (p[other] ?? 0);
  curvature[row + place + 1] = at(curvature, row + place + 1) + weight * own * (1 - own);
}

function valueOf(cases: readonly ClassCase[], weights: Float64Array, parameters: Float64Array): number {
  return cases.reduce((sum, { logs, truth }, row) => sum - at(weights, row) * ln(probabilities(logs, parameters)[truth] ?? 0), prior(parameters));
}

function prior(parameters: Float64Array): number {
  return parameters.reduce((sum, own, place) => sum + (own - (place === 0 ? 1 : 0)) ** 2 / (2 * deviation ** 2), 0);
}

function probabilities(logs: readonly number[], parameters: Float64Array): number[] {
  const slope = at(parameters, 0);
  return softmax(logs.map((log, place) => slope * log + at(parameters, place + 1)));
}

/** The longest of the steps 1, ½, ¼, … that goes down far enough. */
function shortened(cases: readonly ClassCase[], weights: Float64Array, from: Float64Array, { value, direction, descent }: { value: number; direction: Float64Array; descent: number }): Float64Array<ArrayBuffer> | undefined {
  for (let step = 1; step >= stepMin; step /= 2) {
    const tried = Float64Array.from(from, (own, place) => own + step * at(direction, place));
    if (valueOf(cases, weights, tried) < value + decrease * step * descent) return tried;
  }
  return undefined;
}
