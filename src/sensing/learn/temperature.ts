/**
 * Calibration of several classes together: p_c ∝ e^(slope · ln q_c + offset_c) for what a learner says, q. The slope takes back what it says too surely,
 * the offsets what it says of a class too often. With two classes it is Platt's scaling of their log-odds.
 *
 * Source: temperature scaling (C. Guo, G. Pleiss, Y. Sun, K. Weinberger, On calibration of modern neural networks, 2017) with offsets for the classes
 * (A. Alexandari, A. Kundaje, A. Shrikumar, Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift adaptation, 2020).
 * A Gaussian prior around slope 1 and offsets 0 leaves few cases nearly as they were, as in sensing/calibration/platt.ts.
 */
import { exp, ln } from '../mathematics.ts';
import { at } from './arrays.ts';
import { cholesky, dot, solve } from './matrix.ts';

export type Temperature = { readonly slope: number; readonly offsets: readonly number[] };

/** What was said of each class, as natural logarithms, and the place of the class that was so. */
export type ClassCase = { readonly logs: readonly number[]; readonly truth: number };

/** Of slope and offsets; the same as for one probability. */
const deviation = 1 / 3;
const stepsMax = 100;
/** The fit is done when the gradient is so small beside the number of cases: of p it moves nothing that is shown. */
const gradientMin = 1e-9;
/** Armijo's constant and the shortest step. */
const decrease = 1e-4;
const stepMin = 1e-10;

/** @param classes how many there are; of no cases it is slope 1 and offsets 0 */
export function fitTemperature(cases: readonly ClassCase[], classes: number): Temperature {
  const fitted = minimum(cases, classes);
  if (fitted.slope >= 0) return fitted;
  // A learner that points the wrong way is no reason to turn it around: then it says nothing, and what is left is how frequent each class is.
  return { slope: 0, offsets: minimum(cases.map(({ truth }) => ({ logs: Array.from({ length: classes }, () => 0), truth })), classes).offsets };
}

/** By Newton's method. */
function minimum(cases: readonly ClassCase[], classes: number): Temperature {
  let parameters = new Float64Array(classes + 1);
  parameters[0] = 1;
  for (let step = 0; step < stepsMax; step += 1) {
    const { value, gradient, curvature } = derivatives(cases, parameters);
    if (gradient.every((each) => Math.abs(each) < gradientMin * (cases.length + 1))) break;
    const direction = solve(cholesky({ width: classes + 1, values: curvature }), gradient).map((each) => -each);
    const next = shortened(cases, parameters, { value, direction, descent: dot(gradient, direction) });
    if (next === undefined) break; // rounding is all that is left
    parameters = next;
  }
  const [slope = 1, ...offsets] = parameters;
  return { slope, offsets };
}

export function applyTemperature({ slope, offsets }: Temperature, logs: readonly number[]): number[] {
  return softmax(logs.map((log, place) => slope * log + (offsets[place] ?? 0)));
}

export function softmax(scores: readonly number[]): number[] {
  const most = scores.reduce((highest, score) => (score > highest ? score : highest), -Infinity);
  const powers = scores.map((score) => exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** The negative logarithm of the posterior, its gradient, and the lower triangle of its second derivatives; the slope is the first parameter. */
function derivatives(cases: readonly ClassCase[], parameters: Float64Array): { readonly value: number; readonly gradient: Float64Array; readonly curvature: Float64Array } {
  const width = parameters.length;
  const precision = 1 / deviation ** 2;
  const gradient = parameters.map((own, place) => precision * (own - (place === 0 ? 1 : 0)));
  const curvature = new Float64Array(width * width);
  for (let place = 0; place < width; place += 1) curvature[place * width + place] = precision;
  let value = prior(parameters);
  for (const { logs, truth } of cases) {
    const p = probabilities(logs, parameters);
    value -= ln(p[truth] ?? 0);
    const mean = p.reduce((sum, each, place) => sum + each * (logs[place] ?? 0), 0);
    gradient[0] = at(gradient, 0) + mean - (logs[truth] ?? 0);
    p.forEach((each, place) => {
      const apart = (logs[place] ?? 0) - mean;
      const row = (place + 1) * width;
      gradient[place + 1] = at(gradient, place + 1) + each - (place === truth ? 1 : 0);
      curvature[0] = at(curvature, 0) + each * apart * apart;
      curvature[row] = at(curvature, row) + each * apart;
      for (let other = 0; other < place; other += 1) curvature[row + other + 1] = at(curvature, row + other + 1) - each * (p[other] ?? 0);
      curvature[row + place + 1] = at(curvature, row + place + 1) + each * (1 - each);
    });
  }
  return { value, gradient, curvature };
}

function valueOf(cases: readonly ClassCase[], parameters: Float64Array): number {
  return cases.reduce((sum, { logs, truth }) => sum - ln(probabilities(logs, parameters)[truth] ?? 0), prior(parameters));
}

function prior(parameters: Float64Array): number {
  return parameters.reduce((sum, own, place) => sum + (own - (place === 0 ? 1 : 0)) ** 2 / (2 * deviation ** 2), 0);
}

function probabilities(logs: readonly number[], parameters: Float64Array): number[] {
  const slope = at(parameters, 0);
  return softmax(logs.map((log, place) => slope * log + at(parameters, place + 1)));
}

/** The longest of the steps 1, ½, ¼, … that goes down far enough. */
function shortened(cases: readonly ClassCase[], from: Float64Array, { value, direction, descent }: { value: number; direction: Float64Array; descent: number }): Float64Array<ArrayBuffer> | undefined {
  for (let step = 1; step >= stepMin; step /= 2) {
    const tried = Float64Array.from(from, (own, place) => own + step * at(direction, place));
    if (valueOf(cases, tried) < value + decrease * step * descent) return tried;
  }
  return undefined;
}
