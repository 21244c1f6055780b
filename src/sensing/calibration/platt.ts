/**
 * Platt's scaling: p = 1 / (1 + e^−(slope · score + offset)), fitted to cases that were decided. Scores are log-odds.
 *
 * Sources: J. Platt, Probabilistic outputs for support vector machines (1999); the minimisation is Newton's with backtracking as in H.-T. Lin,
 * C.-J. Lin, R. C. Weng, A note on Platt's probabilistic outputs for support vector machines (2007). In the stead of Platt's smoothed targets
 * stands a Gaussian prior around slope 1 and offset 0, that is, around believing the score: few cases leave it nearly as it is.
 */
import { exp, expit, ln } from '../mathematics.ts';

export type Platt = { readonly slope: number; readonly offset: number };

/** A score in log-odds, and what was so; a case of weight 2 counts as two. */
export type ScoredCase = { readonly score: number; readonly truth: boolean; readonly weight?: number };

/**
 * Standard deviations of the prior. A case says at most ¼ · score² of the slope and ¼ of the offset (Fisher's information), the prior 1 / deviation²:
 * at a third, 36 cases with p near ½ weigh as much as the prior, of clearer ones more.
 */
export type PlattOptions = { readonly slopeDeviation?: number; readonly offsetDeviation?: number };

const deviation = 1 / 3;
const stepsMax = 100;
/** The fit is done when the gradient is so small beside the number of cases: of p it moves nothing that is shown. */
const gradientMin = 1e-10;
/** Armijo's constant and the shortest step, as in Lin, Lin and Weng. */
const decrease = 1e-4;
const stepMin = 1e-10;

/** @param cases their scores are finite numbers; of none it is slope 1, offset 0 */
export function fitPlatt(cases: readonly ScoredCase[], { slopeDeviation = deviation, offsetDeviation = deviation }: PlattOptions = {}): Platt {
  const objective = new Objective(cases, 1 / slopeDeviation ** 2, 1 / offsetDeviation ** 2);
  const fitted = minimum(objective, { slope: 1, offset: 0 }, false);
  // A score that points the wrong way is no reason to turn it around: then it says nothing.
  return fitted.slope >= 0 ? fitted : minimum(objective, { slope: 0, offset: 0 }, true);
}

export function applyPlatt({ slope, offset }: Platt, score: number): number {
  return expit(slope * score + offset);
}

/** The negative logarithm of the posterior, which is strictly convex. */
class Objective {
  readonly cases: readonly ScoredCase[];
  readonly slopePrecision: number;
  readonly offsetPrecision: number;

  constructor(cases: readonly ScoredCase[], slopePrecision: number, offsetPrecision: number) {
    this.cases = cases;
    this.slopePrecision = slopePrecision;
    this.offsetPrecision = offsetPrecision;
  }

  value({ slope, offset }: Platt): number {
    let sum = (this.slopePrecision * (slope - 1) ** 2 + this.offsetPrecision * offset ** 2) / 2;
    for (const { score, truth, weight = 1 } of this.cases) sum += weight * softplus((truth ? -1 : 1) * (slope * score + offset));
    return sum;
  }

  derivatives({ slope, offset }: Platt): { gradient: Platt; curvature: { slope: number; both: number; offset: number } } {
    const gradient = { slope: this.slopePrecision * (slope - 1), offset: this.offsetPrecision * offset };
    const curvature = { slope: this.slopePrecision, both: 0, offset: this.offsetPrecision };
    for (const { score, truth, weight = 1 } of this.cases) {
      const p = applyPlatt({ slope, offset }, score);
      const error = weight * (p - (truth ? 1 : 0));
      const spread = weight * p * (1 - p);
      gradient.slope += error * score;
      gradient.offset += error;
      curvature.slope += spread * score * score;
      curvature.both += spread * score;
      curvature.offset += spread;
    }
    return { gradient, curvature };
  }
}

/** @param flat leaves the slope as it is */
function minimum(objective: Objective, start: Platt, flat: boolean): Platt {
  let at = start;
  let value = objective.value(at);
  const enough = gradientMin * (objective.cases.length + 1);
  for (let step = 0; step < stepsMax; step += 1) {
    const { gradient, curvature } = objective.derivatives(at);
    if (Math.abs(gradient.offset) < enough && (flat || Math.abs(gradient.slope) < enough)) return at;
    const direction = flat ? { slope: 0, offset: -gradient.offset / curvature.offset } : newton(gradient, curvature);
    const descent = gradient.slope * direction.slope + gradient.offset * direction.offset;
    const next = shortened(objective, at, value, direction, descent);
    if (next === undefined) return at; // rounding is all that is left
    ({ at, value } = next);
  }
  return at;
}

function newton(gradient: Platt, { slope, both, offset }: { slope: number; both: number; offset: number }): Platt {
  const determinant = slope * offset - both * both;
  return { slope: (both * gradient.offset - offset * gradient.slope) / determinant, offset: (both * gradient.slope - slope * gradient.offset) / determinant };
}

/** The longest of the steps 1, ½, ¼, … that goes down far enough. */
function shortened(objective: Objective, at: Platt, value: number, direction: Platt, descent: number): { at: Platt; value: number } | undefined {
  for (let step = 1; step >= stepMin; step /= 2) {
    const tried = { slope: at.slope + step * direction.slope, offset: at.offset + step * direction.offset };
    const lower = objective.value(tried);
    if (lower < value + decrease * step * descent) return { at: tried, value: lower };
  }
  return undefined;
}

/** ln(1 + e^x), without leaving the range of numbers. */
function softplus(x: number): number {
  return x > 0 ? x + ln(1 + exp(-x)) : ln(1 + exp(x));
}
