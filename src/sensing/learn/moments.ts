/**
 * Sums of which means and covariances are made, for each fold: those of all rows but a fold's are the sums of the other folds, so that the
 * covariance, which is nearly all of the work, is gone through once for all folds.
 */
import { at } from './arrays.ts';
import type { Folds } from './folds.ts';
import type { Table } from './table.ts';

/** Sums of rows whose features were centred and scaled beforehand, so that no digits are lost in them. A missing value stands at the centre. */
export type Moments = {
  readonly rows: number;
  /** By class. */
  readonly counts: Float64Array;
  /** Σ x by class, one row of features after the other. */
  readonly sums: Float64Array;
  /** Σ x xᵀ, its lower triangle, in rows. */
  readonly products: Float64Array;
};

/** How features were centred and scaled beforehand: mean and deviation of what is known of them in all rows. */
export type Scaling = { readonly centres: Float64Array; readonly spreads: Float64Array };

/** Rows that are gone through at a time: with 512 features 1 MB, which stays near the processor. */
export const panelRows = 256;

/** @param progress is told the share that is done */
export function momentsByFold(table: Table, folds: Folds, scaling: Scaling, progress: (part: number) => void): Moments[] {
  const rowsOf = Array.from({ length: folds.count }, (): number[] => []);
  for (const row of table.order) rowsOf[folds.of[row] ?? 0]?.push(row);
  let done = 0;
  return rowsOf.map((rows) => momentsOf(table, rows, scaling, (count) => progress((done += count) / table.labels.length)));
}

export function scalingOf(table: Table): Scaling {
  const centres = new Float64Array(table.columns.length);
  const spreads = new Float64Array(table.columns.length);
  table.columns.forEach((column, feature) => {
    let known = 0;
    let sum = 0;
    for (const value of column) if (value === value) { known += 1; sum += value; }
    const centre = known === 0 ? 0 : sum / known;
    let squares = 0;
    for (const value of column) if (value === value) squares += (value - centre) * (value - centre);
    centres[feature] = centre;
    spreads[feature] = squares > 0 ? Math.sqrt(squares / known) : 1;
  });
  return { centres, spreads };
}

/** Of all folds but one. */
export function momentsBut(folds: readonly Moments[], left: number | undefined): Moments {
  const [first] = folds;
  const sum = { rows: 0, counts: new Float64Array(first?.counts.length ?? 0), sums: new Float64Array(first?.sums.length ?? 0), products: new Float64Array(first?.products.length ?? 0) };
  folds.forEach((fold, place) => {
    if (place === left) return;
    sum.rows += fold.rows;
    addTo(sum.counts, fold.counts);
    addTo(sum.sums, fold.sums);
    addTo(sum.products, fold.products);
  });
  return sum;
}

function addTo(sum: Float64Array, more: Float64Array): void {
  for (let i = 0; i < more.length; i += 1) sum[i] = at(sum, i) + at(more, i);
}

function momentsOf({ columns, classes, labels }: Table, rows: readonly number[], scaling: Scaling, done: (rows: number) => void): Moments {
  const width = columns.length;
  const counts = new Float64Array(classes.length);
  const sums = new Float64Array(classes.length * width);
  const products = new Float64Array(width * width);
  const panel = new Float64Array(width * panelRows);
  for (let from = 0; from < rows.length; from += panelRows) {
    const part = rows.slice(from, from + panelRows);
    fillPanel(panel, columns, part, scaling);
    part.forEach((row, place) => {
      const label = at(labels, row);
      counts[label] = at(counts, label) + 1;
      for (let feature = 0; feature < width; feature += 1) sums[label * width + feature] = at(sums, label * width + feature) + at(panel, feature * panelRows + place);
    });
    addProducts(products, panel, width);
    done(part.length);
  }
  return { rows: rows.length, counts, sums, products };
}

/** One row of `panelRows` for each feature; what a last, shorter part leaves empty is 0 and adds nothing. */
function fillPanel(panel: Float64Array, columns: readonly Float32Array[], rows: readonly number[], { centres, spreads }: Scaling): void {
  panel.fill(0);
  columns.forEach((column, feature) => {
    const centre = at(centres, feature);
    const spread = at(spreads, feature);
    rows.forEach((row, place) => {
      const value = at(column, row);
      if (value === value) panel[feature * panelRows + place] = (value - centre) / spread;
    });
  });
}

/** Adds panel · panelᵀ, of `width` rows of {@link panelRows} numbers, to the lower triangle, in squares of 4 × 4, whose 16 sums stay in registers. */
export function addProducts(products: Float64Array, panel: Float64Array, width: number): void {
  const whole = width - (width % 4);
  for (let i = 0; i < whole; i += 4) {
    for (let j = 0; j <= i; j += 4) addSquare(products, panel, width, i, j);
  }
  for (let i = whole; i < width; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let place = 0; place < panelRows; place += 1) sum += of(panel, i * panelRows + place) * of(panel, j * panelRows + place);
      products[i * width + j] = at(products, i * width + j) + sum;
    }
  }
}

function addSquare(products: Float64Array, panel: Float64Array, width: number, i: number, j: number): void {
  let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
  let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
  for (let a = i * panelRows, b = j * panelRows, end = a + panelRows; a < end; a += 1, b += 1) {
    const a0 = of(panel, a), a1 = of(panel, a + panelRows), a2 = of(panel, a + 2 * panelRows), a3 = of(panel, a + 3 * panelRows);
    const b0 = of(panel, b), b1 = of(panel, b + panelRows), b2 = of(panel, b + 2 * panelRows), b3 = of(panel, b + 3 * panelRows);
    s00 += a0 * b0; s01 += a0 * b1; s02 += a0 * b2; s03 += a0 * b3;
    s10 += a1 * b0; s11 += a1 * b1; s12 += a1 * b2; s13 += a1 * b3;
    s20 += a2 * b0; s21 += a2 * b1; s22 += a2 * b2; s23 += a2 * b3;
    s30 += a3 * b0; s31 += a3 * b1; s32 += a3 * b2; s33 += a3 * b3;
  }
  addRow(products, i * width + j, s00, s01, s02, s03);
  addRow(products, (i + 1) * width + j, s10, s11, s12, s13);
  addRow(products, (i + 2) * width + j, s20, s21, s22, s23);
  addRow(products, (i + 3) * width + j, s30, s31, s32, s33);
}

/** On the diagonal it also writes a few places above it, which nobody reads. */
function addRow(products: Float64Array, place: number, s0: number, s1: number, s2: number, s3: number): void {
  products[place] = at(products, place) + s0;
  products[place + 1] = at(products, place + 1) + s1;
  products[place + 2] = at(products, place + 2) + s2;
  products[place + 3] = at(products, place + 3) + s3;
}

/** As `at`, of the one kind of array that the innermost loop reads. */
function of(list: Float64Array, place: number): number {
  return list[place] as number;
}
