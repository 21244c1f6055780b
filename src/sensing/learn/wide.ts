/**
 * The linear discriminant of linear.ts where there are more features than rows: by the products of the n rows with each other in the stead of those of
 * the p features, n² · p steps and n² numbers for what would take p³ and p².
 *
 * With Z the rows about the centres of their classes, in deviations, the covariance is S = ZᵀZ / n, and with G = ZZᵀ both have the same trace and the
 * same Frobenius norm but for n and n². What is shrunk is c · ZᵀZ + λ · I, and by the identity of M. A. Woodbury, Inverting modified matrices (1950),
 * (c · ZᵀZ + λ · I)⁻¹ b = (b − Zᵀ (λ / c · I + G)⁻¹ Z b) / λ.
 */
import { at } from './arrays.ts';
import { centre, discriminantOf, intensity, ridge, type Centred } from './linear.ts';
import { cholesky, solve, type Matrix } from './matrix.ts';
import type { LinearDiscriminant } from './model.ts';
import { addProducts, panelRows, type Moments, type Scaling } from './moments.ts';
import type { Table } from './table.ts';

/** @param rows to learn from */
export function fitWide(table: Table, rows: Int32Array, scaling: Scaling): LinearDiscriminant {
  const sums = sumsOf(table, rows, scaling);
  const centred = centre(sums, sums.squares);
  const z = restsOf(table, rows, scaling, centred);
  const gram = gramOf(z, rows.length, table.columns.length);
  const { mean, shrinkage } = shrinkageOf(gram, table.columns.length);
  const share = (1 - shrinkage) / rows.length;
  const least = shrinkage * mean + ridge;
  if (share === 0) return discriminantOf(sums, centred, scaling, shrinkage, (b) => b.map((each) => each / least));
  for (let i = 0; i < gram.width; i += 1) gram.values[i * gram.width + i] = at(gram.values, i * gram.width + i) + least / share;
  const factor = cholesky(gram);
  return discriminantOf(sums, centred, scaling, shrinkage, (b) => {
    const own = fromRows(z, solve(factor, toRows(z, b, rows.length)), b.length);
    return b.map((each, j) => (each - at(own, j)) / least);
  });
}

type Sums = Omit<Moments, 'products'> & { readonly squares: Float64Array };

function sumsOf({ columns, classes, labels }: Table, rows: Int32Array, scaling: Scaling): Sums {
  const width = columns.length;
  const [counts, sums, squares] = [new Float64Array(classes.length), new Float64Array(classes.length * width), new Float64Array(width)];
  for (const row of rows) counts[at(labels, row)] = at(counts, at(labels, row)) + 1;
  columns.forEach((column, feature) => {
    for (const row of rows) {
      const x = scaled(column, row, feature, scaling);
      const place = at(labels, row) * width + feature;
      sums[place] = at(sums, place) + x;
      squares[feature] = at(squares, feature) + x * x;
    }
  });
  return { rows: rows.length, counts, sums, squares };
}

/** What is missing stands at the centre. */
function scaled(column: Float32Array, row: number, feature: number, { centres, spreads }: Scaling): number {
  const value = at(column, row);
  return value === value ? (value - at(centres, feature)) / at(spreads, feature) : 0;
}

/** Z, one row of features after the other. */
function restsOf({ columns, labels }: Table, rows: Int32Array, scaling: Scaling, { scales, classMeans }: Centred): Float64Array {
  const width = columns.length;
  const z = new Float64Array(rows.length * width);
  columns.forEach((column, feature) => {
    const offsets = classMeans.map((own) => at(own, feature));
    rows.forEach((row, place) => { z[place * width + feature] = (scaled(column, row, feature, scaling) - (offsets[at(labels, row)] ?? 0)) / at(scales, feature); });
  });
  return z;
}

/** The lower triangle of ZZᵀ. */
function gramOf(z: Float64Array, rows: number, width: number): Matrix {
  const values = new Float64Array(rows * rows);
  const panel = new Float64Array(rows * panelRows);
  for (let from = 0; from < width; from += panelRows) {
    const until = Math.min(width, from + panelRows);
    panel.fill(0);
    for (let row = 0; row < rows; row += 1) panel.set(z.subarray(row * width + from, row * width + until), row * panelRows);
    addProducts(values, panel, rows);
  }
  return { width: rows, values };
}

/** ‖S‖² and m by G, ‖S − m·I‖² = ‖S‖² − p · m², and ‖z‖⁴ by its diagonal. */
function shrinkageOf({ width: rows, values }: Matrix, features: number): { readonly mean: number; readonly shrinkage: number } {
  let [trace, squares, fourth] = [0, 0, 0];
  for (let i = 0; i < rows; i += 1) {
    const own = at(values, i * rows + i);
    trace += own;
    fourth += own * own;
    squares += own * own;
    for (let j = 0; j < i; j += 1) squares += 2 * at(values, i * rows + j) ** 2;
  }
  const mean = trace / rows / features;
  const norm = squares / rows / rows;
  return { mean, shrinkage: intensity({ norm, apart: norm - features * mean * mean, fourth, rows }) };
}

/** Z · b. */
function toRows(z: Float64Array, b: Float64Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let j = 0; j < b.length; j += 1) sum += at(z, row * b.length + j) * at(b, j);
    return sum;
  });
}

/** Zᵀ · u. */
function fromRows(z: Float64Array, u: Float64Array, width: number): Float64Array {
  const all = new Float64Array(width);
  u.forEach((each, row) => {
    for (let j = 0; j < width; j += 1) all[j] = at(all, j) + each * at(z, row * width + j);
  });
  return all;
}
