/**
 * Isotonic regression: the non-decreasing curve with the least squared error, by pooling adjacent violators. It takes any shape, so that it needs
 * many cases: calibration.ts says how many.
 *
 * Sources: M. Ayer et al., An empirical distribution function for sampling with incomplete information (1955); B. Zadrozny, C. Elkan, Transforming
 * classifier scores into accurate multiclass probability estimates (2002).
 */
import type { ScoredCase } from './platt.ts';

/** Corners of the curve, by score ascending; straight between them, level beyond the outer ones. */
export type Isotonic = { readonly scores: readonly number[]; readonly values: readonly number[] };

/** A run of places with one value: the mean of what stood there. */
export type Pooled = { readonly value: number; readonly weight: number; readonly first: number; readonly last: number };

/**
 * One case more that came true at the lowest score, and one that didn't at the highest, so that the curve never says that something can't be or must be:
 * of n cases that all came true it makes n / (n + 1). Of no cases it is ½.
 */
export function fitIsotonic(cases: readonly ScoredCase[]): Isotonic {
  const first = cases.reduce((least, { score }) => Math.min(least, score), Infinity);
  const last = cases.reduce((most, { score }) => Math.max(most, score), -Infinity);
  if (first > last) return { scores: [0], values: [0.5] };
  const points = byScore([...cases, { score: first, truth: true }, { score: last, truth: false }]);
  const blocks = pooledAdjacentViolators(points.map(({ sum, weight }) => ({ value: sum / weight, weight })));
  const corners = blocks.flatMap((block) => {
    const [from, until] = [points[block.first]?.score ?? 0, points[block.last]?.score ?? 0];
    return from === until ? [{ score: from, value: block.value }] : [{ score: from, value: block.value }, { score: until, value: block.value }];
  });
  return { scores: corners.map(({ score }) => score), values: corners.map(({ value }) => value) };
}

export function applyIsotonic({ scores, values }: Isotonic, score: number): number {
  const above = firstAbove(scores, score);
  const [lower, upper] = [values[above - 1], values[above]];
  if (lower === undefined) return upper ?? 0.5;
  if (upper === undefined) return lower;
  const [from, until] = [scores[above - 1] ?? score, scores[above] ?? score];
  return lower + ((upper - lower) * (score - from)) / (until - from);
}

/**
 * Pools neighbours for as long as one lies above the next; the blocks' values ascend strictly.
 * @example pooledAdjacentViolators([1, 3, 2].map((value) => ({ value, weight: 1 }))) has the values 1 and 2.5
 */
export function pooledAdjacentViolators(points: readonly { readonly value: number; readonly weight: number }[]): Pooled[] {
  const blocks: Pooled[] = [];
  for (const [place, { value, weight }] of points.entries()) {
    let block: Pooled = { value, weight, first: place, last: place };
    for (let before = blocks.at(-1); before !== undefined && before.value >= block.value; before = blocks.at(-1)) {
      blocks.pop();
      const sum = before.weight + block.weight;
      block = { value: (before.value * before.weight + block.value * block.weight) / sum, weight: sum, first: before.first, last: block.last };
    }
    blocks.push(block);
  }
  return blocks;
}

/** Cases of one score as one point, ascending. */
function byScore(cases: readonly ScoredCase[]): { score: number; sum: number; weight: number }[] {
  const points: { score: number; sum: number; weight: number }[] = [];
  for (const { score, truth, weight = 1 } of cases.toSorted((a, b) => a.score - b.score)) {
    let point = points.at(-1);
    if (point?.score !== score) points.push(point = { score, sum: 0, weight: 0 });
    point.sum += truth ? weight : 0;
    point.weight += weight;
  }
  return points;
}

/** The place of the first of ascending numbers that is greater. */
function firstAbove(ascending: readonly number[], x: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
