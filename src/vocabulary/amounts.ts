/**
 * Exact amounts: safe integers in a unit's smallest part, with checked arithmetic and one rounding rule.
 * Every function here throws {@link OverflowError} rather than leave the range of safe integers.
 */

/** Most decimals of a unit: with 9, the largest exact amount is still nine million. */
export const decimalsMax = 9;

export class OverflowError extends Error {
  override readonly name = 'OverflowError';
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new OverflowError('a number left the range of safe integers');
  return value === 0 ? 0 : value; // no negative zero: it would be written differently
}

export function add(a: number, b: number): number {
  return safe(safe(a) + safe(b));
}

export function sub(a: number, b: number): number {
  return safe(safe(a) - safe(b));
}

export function mul(a: number, b: number): number {
  return safe(safe(a) * safe(b));
}

/**
 * `a × b ÷ c` exactly, rounded half away from zero. The product may pass the safe range; the quotient may not.
 * @throws OverflowError when the result is no safe integer, RangeError when `c` is zero
 * @example mulDiv(100, 15, 10) === 150
 */
export function mulDiv(a: number, b: number, c: number): number {
  if (c === 0) throw new RangeError('mulDiv: division by zero');
  const product = a * b;
  if (Number.isSafeInteger(product) && product % c === 0) return safe(product / c);
  const numerator = BigInt(safe(a)) * BigInt(safe(b));
  const denominator = BigInt(safe(c));
  const sign = numerator < 0n !== denominator < 0n ? -1n : 1n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  return safe(Number(sign * ((n * 2n + d) / (d * 2n))));
}

/**
 * Splits `total` (not negative) by weights so that the parts sum to it: each its floor, then one smallest part more for the
 * largest remainders, ties to the earlier place. Order the weights by id to break ties by id.
 * @example splitByWeights(200, [1,1,1,1,1,1,1,1,1]) → [23, 23, 22, 22, 22, 22, 22, 22, 22]
 */
export function splitByWeights(total: number, weights: readonly number[]): number[] {
  if (total < 0) throw new RangeError('splitByWeights: the total is negative');
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0) throw new RangeError('splitByWeights: a weight is negative');
    sum += BigInt(safe(weight));
  }
  if (sum === 0n) throw new RangeError('splitByWeights: the weights sum to zero');
  const whole = BigInt(safe(total));
  const parts = weights.map((weight, place) => {
    const product = whole * BigInt(weight);
    return { place, floor: Number(product / sum), remainder: product % sum };
  });
  let left = total;
  for (const part of parts) left -= part.floor;
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1);
  const result = parts.map((part) => part.floor);
  for (const part of byRemainder.slice(0, left)) result[part.place] = part.floor + 1;
  return result;
}

/** Splits `total` into `n` parts that differ by at most one smallest part, the larger ones first. */
export function splitEvenly(total: number, n: number): number[] {
  if (total < 0) throw new RangeError('splitEvenly: the total is negative');
  if (n < 1) throw new RangeError('splitEvenly: nobody to split over');
  const floor = Math.floor(safe(total) / n);
  const larger = total - floor * n;
  const parts: number[] = [];
  for (let i = 0; i < n; i++) parts.push(i < larger ? floor + 1 : floor);
  return parts;
}
