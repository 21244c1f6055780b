/** Linear equations with a symmetric, positive definite matrix. */
import { at } from './arrays.ts';

/** Square, in rows. */
export type Matrix = { readonly width: number; readonly values: Float64Array };

/** Below it a pivot is rounding. */
const pivotMin = 1e-18;

/** L of L · Lᵀ, in the lower triangle; of the matrix the lower triangle is read. */
export function cholesky({ width, values }: Matrix): Matrix {
  const factor = new Float64Array(values.length);
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(values, i * width + j);
      for (let k = 0; k < j; k += 1) sum -= at(factor, i * width + k) * at(factor, j * width + k);
      factor[i * width + j] = i === j ? Math.sqrt(Math.max(sum, pivotMin)) : sum / at(factor, j * width + j);
    }
  }
  return { width, values: factor };
}

/** x of L · Lᵀ · x = b. */
export function solve({ width, values }: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < width; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = at(x, i) - at(values, i * width + k) * at(x, k);
    x[i] = at(x, i) / at(values, i * width + i);
  }
  for (let i = width - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < width; k += 1) x[i] = at(x, i) - at(values, k * width + i) * at(x, k);
    x[i] = at(x, i) / at(values, i * width + i);
  }
  return x;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += at(a, i) * at(b, i);
  return sum;
}
