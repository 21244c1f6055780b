/**
 * Linear discriminant analysis with a shrunk covariance: classes are taken to be clouds of one shape about different centres.
 *
 * Sources: R. A. Fisher, The use of multiple measurements in taxonomic problems (1936); the shrinkage is the analytic one of O. Ledoit, M. Wolf,
 * A well-conditioned estimator for large-dimensional covariance matrices (2004), lemmas 3.2 to 3.4, of the rows about the centres of their classes.
 */
import { ln } from '../mathematics.ts';
import { at } from './arrays.ts';
import { cholesky, dot, solve, type Matrix } from './matrix.ts';
import type { LinearDiscriminant } from './model.ts';
import type { Moments, Scaling } from './moments.ts';
import type { Table } from './table.ts';

/** Added to each variance, in a unit in which a feature's whole variance is 1: without it features that determine the class exactly have no inverse. */
export const ridge = 1e-9;

/** What a class scores that no row of the training had. */
const unseenScore = -1e6;

/** @param rows those that `moments` were made of */
export function fitLinear(table: Table, rows: Int32Array, moments: Moments, scaling: Scaling): LinearDiscriminant {
  const width = table.columns.length;
  const centred = centre(moments, Float64Array.from(table.columns, (_, j) => at(moments.products, j * width + j)));
  const covariance = withinClasses(moments, centred);
  const shrinkage = ledoitWolf(covariance, moments.rows, fourthMoments(table, rows, scaling, centred));
  shrink(covariance, shrinkage);
  const factor = cholesky(covariance);
  return discriminantOf(moments, centred, scaling, shrinkage, (b) => solve(factor, b));
}

/** @param solved x of S · x = b, with S the shrunk covariance within the classes */
export function discriminantOf({ rows, counts }: Pick<Moments, 'rows' | 'counts'>, centred: Centred, scaling: Scaling, shrinkage: number, solved: (b: Float64Array) => Float64Array): LinearDiscriminant {
  const weights = Array.from(counts, (count, place) => (count === 0 ? centred.mean.map(() => 0) : solved(standardised(centred, place))));
  const biases = weights.map((own, place) => {
    const count = counts[place] ?? 0;
    return count === 0 ? unseenScore : ln(count / rows) - dot(own, standardised(centred, place)) / 2;
  });
  return {
    kind: 'shrinkage-lda',
    means: Array.from(centred.mean, (mean, feature) => (scaling.centres[feature] ?? 0) + mean * (scaling.spreads[feature] ?? 1)),
    scales: Array.from(centred.scales, (scale, feature) => scale * (scaling.spreads[feature] ?? 1)),
    weights: weights.map((own) => Array.from(own)), biases, shrinkage,
  };
}

/** Means over all rows and by class, and deviations, of features scaled beforehand. */
export type Centred = { readonly mean: Float64Array; readonly scales: Float64Array; readonly classMeans: readonly Float64Array[] };

/** @param squares Σ x² of each feature */
export function centre({ rows, counts, sums }: Omit<Moments, 'products'>, squares: Float64Array): Centred {
  const width = squares.length;
  const mean = new Float64Array(width);
  const classMeans = Array.from(counts, (count, place) => {
    const own = sums.subarray(place * width, (place + 1) * width);
    for (let j = 0; j < width; j += 1) mean[j] = at(mean, j) + at(own, j) / rows;
    return own.map((sum) => (count === 0 ? 0 : sum / count));
  });
  const scales = mean.map((own, j) => Math.sqrt(Math.max(0, at(squares, j) / rows - own * own)));
  return { mean, scales: scales.map((scale) => (scale > ridge ? scale : 1)), classMeans };
}

/** A class's centre beside the one of all rows, in deviations. */
function standardised({ mean, scales, classMeans }: Centred, place: number): Float64Array {
  return (classMeans[place] ?? mean).map((own, j) => (own - at(mean, j)) / at(scales, j));
}

/** (Σ x xᵀ − Σ n_c μ_c μ_cᵀ) / n, each feature in deviations. */
function withinClasses({ rows, counts, products }: Moments, { scales, classMeans }: Centred): Matrix {
  const width = scales.length;
  const values = new Float64Array(width * width);
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(products, i * width + j);
      classMeans.forEach((own, place) => { sum -= at(counts, place) * at(own, i) * at(own, j); });
      const covariance = sum / (rows * at(scales, i) * at(scales, j));
      values[i * width + j] = covariance;
      values[j * width + i] = covariance;
    }
  }
  return { width, values };
}

/** Σ ‖z‖⁴ over the rows about the centres of their classes, in deviations. */
function fourthMoments({ columns, labels }: Table, rows: Int32Array, { centres, spreads }: Scaling, { scales, classMeans }: Centred): number {
  const squares = new Float64Array(rows.length);
  columns.forEach((column, feature) => {
    const offsets = classMeans.map((own) => at(own, feature));
    const [centred, spread, scale] = [at(centres, feature), at(spreads, feature), at(scales, feature)];
    for (let place = 0; place < rows.length; place += 1) {
      const row = at(rows, place);
      const value = at(column, row);
      const z = ((value === value ? (value - centred) / spread : 0) - (offsets[at(labels, row)] ?? 0)) / scale;
      squares[place] = at(squares, place) + z * z;
    }
  });
  return squares.reduce((sum, square) => sum + square * square, 0);
}

/**
 * How far the covariance S of n rows goes towards m·I, where m is its mean variance: b² / d² with d² = ‖S − m·I‖² and
 * b² = min(d², (Σ ‖z‖⁴ / n − ‖S‖²) / n). Norms are Frobenius's.
 */
export function ledoitWolf({ width, values }: Matrix, rows: number, fourth: number): number {
  const mean = trace({ width, values }) / width;
  let norm = 0;
  let apart = 0;
  for (let i = 0; i < width; i += 1) {
    for (let j = 0; j < width; j += 1) {
      const value = at(values, i * width + j);
      norm += value * value;
      apart += (value - (i === j ? mean : 0)) * (value - (i === j ? mean : 0));
    }
  }
  return intensity({ norm, apart, fourth, rows });
}

/** By ‖S‖², ‖S − m·I‖² and Σ ‖z‖⁴. */
export function intensity({ norm, apart, fourth, rows }: { readonly norm: number; readonly apart: number; readonly fourth: number; readonly rows: number }): number {
  if (apart <= 0) return 1;
  return Math.min(1, Math.max(0, (fourth / rows - norm) / rows / apart));
}

function shrink(matrix: Matrix, shrinkage: number): void {
  const { width, values } = matrix;
  const mean = trace(matrix) / width;
  for (let i = 0; i < values.length; i += 1) values[i] = at(values, i) * (1 - shrinkage);
  for (let i = 0; i < width; i += 1) values[i * width + i] = at(values, i * width + i) + shrinkage * mean + ridge;
}

function trace({ width, values }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < width; i += 1) sum += at(values, i * width + i);
  return sum;
}
