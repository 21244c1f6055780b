/**
 * How many pieces a mass is.
 *
 * Error model: of a piece's mass its mean, its standard deviation and its limits are known; what assumes no more than that is the distribution of greatest
 * entropy, e^(a·u + b·u²) between the limits (E. T. Jaynes, Information theory and statistical mechanics, 1957): a normal one without limits, nearly
 * level where the limits are near. Pieces are independent, so that the mass of n is the n-fold convolution, here on a grid. The measurement adds a
 * normal error. Before it is weighed, a shift is nothing at all as likely as not; every count up to the most that one takes at once is alike; and
 * two times in a thousand it is something else, of any mass (Bayes' rule).
 */
import { exp, ln } from '../mathematics.ts';
import { normalCdf, normalDensity } from '../normal.ts';
import type { pieceFields } from './load-cell-settings.ts';
import type { ReadOf } from './settings.ts';

export type Pieces = {
  /** Of one piece, grams. */
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  /** Of n pieces at place n − 1: probabilities of cells of one width, from n times the least mass on. */
  readonly sums: readonly Float64Array[];
  readonly cell: number;
};

export type Counted = {
  /** The likeliest number of pieces. */
  readonly count: number;
  readonly p: number;
  /** Before it was weighed. */
  readonly prior: number;
  /** Probabilities that it was nothing, and that it was something else. */
  readonly nothing: number;
  readonly other: number;
};

const nothingPrior = 0.5;
const otherPrior = 0.002;
/** Cells to a standard deviation of a piece. */
const cellsPerDeviation = 12;
/** Deviations from the mean at which a distribution is cut that isn't cut before. */
const tails = 4;

/** @param most pieces that are told apart */
export function piecesOf({ piece_g, piece_spread, piece_least_g = 0, piece_most_g = Infinity }: ReadOf<typeof pieceFields>, most: number): Pieces {
  const deviation = piece_g * piece_spread;
  const cell = deviation / cellsPerDeviation;
  const least = Math.max(piece_least_g, piece_g - tails * deviation, 0);
  const count = Math.max(1, Math.round((Math.min(piece_most_g, piece_g + tails * deviation) - least) / cell));
  const one = leastAssuming(Float64Array.from({ length: count }, (_, place) => (least + (place + 0.5) * cell - piece_g) / deviation));
  const sums = [one];
  for (let pieces = 2; pieces <= most; pieces += 1) sums.push(convolved(sums.at(-1) ?? one, one));
  const centre = (place: number): number => least + (place + 0.5) * cell;
  const mean = one.reduce((sum, p, place) => sum + p * centre(place), 0);
  const variance = one.reduce((sum, p, place) => sum + p * (centre(place) - mean) * (centre(place) - mean), 0);
  return { mean, deviation: Math.sqrt(variance), least, sums, cell };
}

/** The distribution of greatest entropy over these places that has mean 0 and variance 1, or, where they are too near for that, as much as a level one. */
function leastAssuming(places: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const both = newton(places, { a: 0, b: -0.5 }, false);
  // More than level would be two kinds of pieces, heavy ones and light ones: nobody said that.
  const { a, b } = both.b <= 0 ? both : newton(places, { a: 0, b: 0 }, true);
  return shares(places, a, b);
}

/** Newton's method on a and b, whose steps are halved until they go down (the dual is convex); `level` leaves b at 0. */
function newton(places: Float64Array, start: { readonly a: number; readonly b: number }, level: boolean): { readonly a: number; readonly b: number } {
  let { a, b } = start;
  for (let round = 0; round < roundsMax; round += 1) {
    const p = shares(places, a, b);
    const [m1, m2, m3, m4] = [1, 2, 3, 4].map((power) => p.reduce((sum, each, place) => sum + each * (places[place] ?? 0) ** power, 0)) as [number, number, number, number];
    const [aa, ab, bb] = [m2 - m1 * m1, level ? 0 : m3 - m1 * m2, level ? 1 : m4 - m2 * m2];
    const [ga, gb] = [m1, level ? 0 : m2 - 1];
    const determinant = aa * bb - ab * ab;
    const [da, db] = [(bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant];
    if (Math.abs(da) + Math.abs(db) < 1e-12) break;
    let part = 1;
    while (part > 1e-6 && dual(places, a - part * da, b - part * db) > dual(places, a, b)) part /= 2;
    a -= part * da;
    b -= part * db;
  }
  return { a, b };
}

const roundsMax = 50;

/** ln Σ e^(a·u + b·u²) − b: least where mean and variance are 0 and 1. */
function dual(places: Float64Array, a: number, b: number): number {
  const logs = places.map((u) => a * u + b * u * u);
  const most = logs.reduce((top, each) => Math.max(top, each), -Infinity);
  return most + ln(logs.reduce((sum, each) => sum + exp(each - most), 0)) - b;
}

function shares(places: Float64Array, a: number, b: number): Float64Array<ArrayBuffer> {
  const logs = Float64Array.from(places, (u) => a * u + b * u * u);
  const most = logs.reduce((top, each) => Math.max(top, each), -Infinity);
  const weights = logs.map((each) => exp(each - most));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
}

/** @param variance of the measurement of this mass, g² */
export function countOf({ sums, least, cell }: Pieces, mass: number, variance: number): Counted {
  const prior = (1 - nothingPrior - otherPrior) / sums.length;
  const heaviest = sums.length * least + (sums.at(-1)?.length ?? 0) * cell;
  const likelihoods = sums.map((sum, place) => densityAt(sum, (place + 1) * least + (place * cell) / 2, cell, mass, variance));
  const nothing = nothingPrior * normalDensity(mass, 0, variance);
  const other = otherPrior / heaviest;
  const all = nothing + other + likelihoods.reduce((sum, each) => sum + prior * each, 0);
  const best = likelihoods.reduce((top, each, place) => (each > (likelihoods[top] ?? 0) ? place : top), 0);
  return { count: best + 1, p: (prior * (likelihoods[best] ?? 0)) / all, prior, nothing: nothing / all, other: other / all };
}

/** Density of a measured mass where the true one has a piecewise constant density, `from` on. */
function densityAt(cells: Float64Array, from: number, cell: number, mass: number, variance: number): number {
  const deviation = Math.sqrt(variance);
  const first = Math.max(0, Math.floor((mass - 8 * deviation - from) / cell));
  const last = Math.min(cells.length - 1, Math.ceil((mass + 8 * deviation - from) / cell));
  let sum = 0;
  for (let place = first; place <= last; place += 1) {
    const low = from + place * cell - mass;
    sum += ((cells[place] ?? 0) * (normalCdf((low + cell) / deviation) - normalCdf(low / deviation))) / cell;
  }
  return sum;
}

function convolved(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a.length + b.length - 1);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) sum[i + j] = (sum[i + j] ?? 0) + x * y;
  return sum;
}
