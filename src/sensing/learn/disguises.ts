/** Features that tell the class by themselves: seldom a good sensor, often the label under another name. */
import type { Table } from './table.ts';

export type Disguise = { readonly feature: string; readonly accuracy: number };

/** Above it a single feature is suspicious. */
export const disguiseMin = 0.999;
/** A feature must also leave no more than a tenth of what the commonest class alone would get wrong. */
const leftMax = 0.1;
/** Rows of one class that follow each other, by the feature's value, tell it; fewer may be chance. */
const runMin = 20;
/** Ranges by which features are looked through before any is looked at closely. */
const rangesMax = 64;

/** Those by whose values alone rows fall into long runs of one class, so that more than 99.9 % of them are told. */
export function disguises(table: Table): Disguise[] {
  const rows = table.labels.length;
  const commonest = Math.max(...table.classes.map((_, place) => table.labels.filter((label) => label === place).length));
  const ranges = Math.min(rangesMax, Math.floor(rows / runMin));
  // A range that two classes share has at most half of its rows wrong.
  const enough = rows * (1 - table.classes.length / (2 * ranges));
  return table.columns.flatMap((column, feature) => {
    if (ranges < 2 || rightByRanges(table, column, limitsOf(column, ranges)) < enough) return [];
    const accuracy = toldByRuns(table, column) / rows;
    const isSuspicious = accuracy > disguiseMin && 1 - accuracy <= leftMax * (1 - commonest / rows);
    return isSuspicious ? [{ feature: table.features[feature] ?? '', accuracy }] : [];
  });
}

/** Where ranges begin: at each value where there are few, else so that each has about as many rows; equal values are never in two. */
function limitsOf(column: Float32Array, ranges: number): number[] {
  const sorted = column.slice().sort(); // NaN last
  const values: number[] = [];
  for (const value of sorted) if (value === value && value !== values.at(-1) && values.length <= rangesMax) values.push(value);
  if (values.length <= rangesMax) return values;
  const limits = Array.from({ length: ranges - 1 }, (_, place) => sorted[Math.floor(((place + 1) * sorted.length) / ranges)] ?? NaN);
  return limits.filter((limit, place) => limit === limit && limit !== limits[place - 1]);
}

/** Rows whose class is the commonest of their range. */
function rightByRanges({ classes, labels }: Table, column: Float32Array, limits: readonly number[]): number {
  const counts = Array.from({ length: limits.length + 1 }, () => classes.map(() => 0));
  column.forEach((value, row) => {
    const own = counts[rangeOf(limits, value)];
    const label = labels[row] ?? 0;
    if (own !== undefined) own[label] = (own[label] ?? 0) + 1;
  });
  return counts.reduce((right, own) => right + Math.max(...own), 0);
}

/** How many limits are at or below a value; a missing one is with the smallest. */
function rangeOf(limits: readonly number[], value: number): number {
  let low = 0;
  for (let high = limits.length; low < high;) {
    const middle = (low + high) >> 1;
    if (value >= (limits[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows in runs of one class, in the order of the feature; equal values stand together, for the class that most of them have. */
function toldByRuns({ classes, labels }: Table, column: Float32Array): number {
  const order = Array.from(labels.keys()).filter((row) => column[row] === column[row]).sort((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
  let told = 0;
  let run = { label: -1, rows: 0, right: 0 };
  const close = (): void => { if (run.rows >= runMin) told += run.right; };
  for (let from = 0, until = 0; from < order.length; from = until) {
    const counts = classes.map(() => 0);
    for (const value = column[order[from] ?? 0]; until < order.length && column[order[until] ?? 0] === value; until += 1) {
      const label = labels[order[until] ?? 0] ?? 0;
      counts[label] = (counts[label] ?? 0) + 1;
    }
    const right = Math.max(...counts);
    const label = counts.indexOf(right);
    if (label !== run.label) {
      close();
      run = { label, rows: 0, right: 0 };
    }
    run.rows += until - from;
    run.right += right;
  }
  close();
  return told;
}
