/**
 * Which of several sensors of the same quantity lies beside the others: by the median and the median absolute deviation (MAD), which up to half of the sensors
 * can't pull away. B. Iglewicz, D. C. Hoaglin, How to detect and handle outliers (1993): 0.6745 · |x − median| / MAD > 3.5.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Finding } from '../methods/method.ts';
import { rounded } from '../mathematics.ts';

export type Measured = { readonly stream: StreamName; readonly value: number };

export type Agreement = {
  readonly median: number;
  /** Beside the others: left out. */
  readonly out: readonly Measured[];
  /** Two alone that contradict each other: nobody can say which of them is wrong, so that neither counts. */
  readonly unsure: boolean;
};

const scoreMax = 3.5;
/** A normal distribution's deviation is so many times its MAD. */
const madToDeviation = 1 / 0.6745;

/** @param deviation of a sensor of this kind that works: what is nearer together than that is no disagreement, however alike the others are */
export function agreement(measured: readonly Measured[], deviation: number): Agreement {
  const middle = median(measured.map(({ value }) => value));
  if (measured.length < 3) {
    const [a = middle, b = middle] = measured.map(({ value }) => value);
    return { median: middle, out: [], unsure: Math.abs(a - b) > scoreMax * Math.SQRT2 * deviation };
  }
  const scale = Math.max(deviation, madToDeviation * median(measured.map(({ value }) => Math.abs(value - middle))));
  return { median: middle, out: measured.filter(({ value }) => Math.abs(value - middle) > scoreMax * scale), unsure: false };
}

/** For those who look after the sensors; one finding for each that doesn't fit. */
export function disagreements(measured: readonly Measured[], deviation: number, at: Instant, unit = ''): Finding[] {
  const { median: middle, out, unsure } = agreement(measured, deviation);
  const say = (value: number): string => `${rounded(value)}${unit === '' ? '' : ` ${unit}`}`;
  if (!unsure) return out.map(({ stream, value }) => ({ stream, at, what: 'disagrees', says: `${stream} says ${say(value)} where the middle of ${measured.length} is ${say(middle)}: it is left out` }));
  const both = measured.map(({ stream, value }) => `${stream} says ${say(value)}`).join(', ');
  return measured.map(({ stream }) => ({ stream, at, what: 'disagrees', says: `${both}: one of them must be wrong, and nothing tells which` }));
}

/** Of an even number, the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const half = ordered.length >> 1;
  return ordered.length % 2 === 1 ? (ordered[half] ?? NaN) : ((ordered[half - 1] ?? NaN) + (ordered[half] ?? NaN)) / 2;
}
