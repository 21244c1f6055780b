/** One quantity from several sensors, each with an error of its own. */
import type { StreamName } from '../../vocabulary/sensing.ts';

/** A sensor's own estimate, with the standard deviation of its error in the same unit. */
export type Estimate = { readonly stream: StreamName; readonly value: number; readonly deviation: number };

export type Fused = {
  readonly value: number;
  /** Standard deviation of its error. */
  readonly deviation: number;
  /** What each counts, in the order in which they were given; they sum to 1, and 0 is left out. */
  readonly weights: readonly number[];
};

/** Standard deviations from the median beyond which a sensor is left out, if most of the others agree. */
const outlierZ = 4;

/**
 * The inverse-variance mean of those that agree with the weighted median. Where they still scatter more than their errors allow, the error of the
 * mean is widened by the Birge ratio √(χ² / (n − 1)): two that contradict one another give a mean that nobody should trust, and it says so.
 *
 * Sources: P. J. Huber, Robust statistics (1981), on the median as the start; R. T. Birge, The calculation of errors by the method of least squares (1932).
 * @returns undefined where there is no estimate
 */
export function fuse(estimates: readonly Estimate[]): Fused | undefined {
  if (estimates.length === 0) return undefined;
  const middle = weightedMedian(estimates);
  const agreeing = estimates.filter((each) => Math.abs(each.value - middle) <= outlierZ * each.deviation);
  const kept = agreeing.length * 2 > estimates.length ? agreeing : estimates;
  const total = sum(kept, precision);
  const value = sum(kept, (each) => each.value * precision(each)) / total;
  const scatter = kept.length < 2 ? 0 : sum(kept, (each) => (each.value - value) * (each.value - value) * precision(each)) / (kept.length - 1);
  return { value, deviation: Math.sqrt(Math.max(1, scatter) / total), weights: estimates.map((each) => (kept.includes(each) ? precision(each) / total : 0)) };
}

/** The lower of two, where the weights balance. */
function weightedMedian(estimates: readonly Estimate[]): number {
  const ascending = estimates.toSorted((a, b) => a.value - b.value);
  const half = sum(ascending, precision) / 2;
  let passed = 0;
  for (const each of ascending) {
    passed += precision(each);
    if (passed >= half) return each.value;
  }
  return ascending.at(-1)?.value ?? NaN;
}

function precision({ deviation }: Estimate): number {
  return 1 / (deviation * deviation);
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0);
}
