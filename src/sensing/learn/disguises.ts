/** Features that tell the class by themselves: seldom a good sensor, often the label under another name. */
import type { Table } from './table.ts';

export type Disguise = { readonly feature: string; readonly accuracy: number };

/** Above it a single feature is suspicious. */
export const disguiseMin = 0.999;
/** Ranges of a feature that each say one class: so many that a label under another name is found, so few that each holds many rows. */
const rangesMax = 64;
const rowsPerRangeMin = 20;
/** A feature must beat the commonest class by as much of what that one gets wrong. */
const explainedMin = 0.9;

/** Those whose value alone, in ranges that each stand for their commonest class, is right in more than 99.9 % of the rows. */
export function disguises(table: Table): Disguise[] {
  const rows = table.labels.length;
  const ranges = Math.min(rangesMax, Math.floor(rows / rowsPerRangeMin));
  const commonest = Math.max(...table.classes.map((_, place) => table.labels.filter((label) => label === place).length));
  if (ranges < 2) return [];
  return table.columns.flatMap((column, feature) => {
    const accuracy = rightByRanges(table, column, limitsOf(column, ranges)) / rows;
    const isSuspicious = accuracy > disguiseMin && 1 - accuracy <= (1 - explainedMin) * (1 - commonest / rows);
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
