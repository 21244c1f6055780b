/**
 * Extremely randomised trees: each node draws a few features and a threshold for each at random, and takes the best of them; many such trees vote.
 * Nothing is sorted.
 *
 * Source: P. Geurts, D. Ernst, L. Wehenkel, Extremely randomized trees (2006). Splits are judged by Gini's impurity in the stead of the information
 * gain there, which needs no logarithm and ranks them nearly alike.
 *
 * A missing value goes the way of the side that more rows of the training took. That side is written first, so that it is the child with the
 * smaller number, and needs no mark of its own.
 */
import { seeded, type Random } from './random.ts';
import type { ExtraTrees } from './model.ts';
import type { Table } from './table.ts';

export type TreeOptions = { readonly trees: number; readonly seed: number };

export const treesDefault = 100;
const depthMax = 40;
/** A node with fewer rows is a leaf; five is what Geurts, Ernst and Wehenkel found best where labels err. */
const splitMin = 5;
/** A tree has at most about this many leaves, so that a model of 100 trees stays below 20 MB however many rows taught it. */
const leavesAbout = 2048;

type Tree = ExtraTrees['trees'][number];

/** @param progress is told the share that is done */
export function growTrees(table: Table, rows: Int32Array, { trees, seed }: TreeOptions, progress: (part: number) => void): ExtraTrees {
  const grower = new Grower(table, rows);
  return {
    kind: 'extra-trees',
    trees: Array.from({ length: trees }, (_, place) => {
      const tree = grower.grow(seeded(seed, place));
      progress((place + 1) / trees);
      return tree;
    }),
  };
}

/** Part of the rows that still wants a node, and where that node is to be named. */
type Waiting = { readonly from: number; readonly until: number; readonly depth: number; readonly parent: number; readonly side: 'left' | 'right' };

type Split = { readonly feature: number; readonly threshold: number; readonly missingLeft: boolean; readonly score: number };

/** Holds what all trees of a forest share, so that it is made once. */
class Grower {
  readonly #columns: readonly Float32Array[];
  readonly #classes: number;
  readonly #start: Int32Array;
  readonly #rows: Int32Array;
  readonly #aside: Int32Array;
  readonly #labels: Int32Array;
  readonly #drawn: Int32Array;
  readonly #leastRows: number;
  readonly #candidates: number;
  /** Rows by side and class, of the split that is looked at. */
  readonly #counts: Int32Array;

  constructor({ columns, classes, labels }: Table, rows: Int32Array) {
    this.#columns = columns;
    this.#classes = classes.length;
    this.#start = rows;
    this.#rows = new Int32Array(rows.length);
    this.#aside = new Int32Array(rows.length);
    this.#labels = labels;
    this.#drawn = new Int32Array(columns.length);
    this.#leastRows = Math.max(splitMin, Math.ceil((2 * rows.length) / leavesAbout));
    this.#candidates = Math.max(1, Math.round(Math.sqrt(columns.length)));
    this.#counts = new Int32Array(3 * classes.length);
  }

  grow(random: Random): Tree {
    this.#rows.set(this.#start);
    this.#drawn.forEach((_, place, drawn) => { drawn[place] = place; }); // so that a tree is a function of its own random numbers
    const tree = { features: [] as number[], thresholds: [] as number[], left: [] as number[], right: [] as number[], leaves: [] as number[][] };
    const leafOf = new Map<string, number>();
    const waiting: Waiting[] = [{ from: 0, until: this.#rows.length, depth: 0, parent: -1, side: 'left' }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { from, until, depth, parent, side } = next;
      const node = tree.features.length;
      if (parent >= 0) tree[side][parent] = node;
      const counts = this.#classCounts(from, until);
      const split = depth >= depthMax || until - from < this.#leastRows || counts.includes(until - from) ? undefined : this.#best(from, until, random);
      tree.features.push(split?.feature ?? -1);
      tree.thresholds.push(split?.threshold ?? 0);
      tree.left.push(split === undefined ? leafPlace(tree.leaves, leafOf, counts) : 0);
      tree.right.push(0);
      if (split === undefined) continue;
      const middle = this.#part(from, until, split);
      const left: Waiting = { from, until: middle, depth: depth + 1, parent: node, side: 'left' };
      const right: Waiting = { from: middle, until, depth: depth + 1, parent: node, side: 'right' };
      waiting.push(...(split.missingLeft ? [right, left] : [left, right]));
    }
    return tree;
  }

  #classCounts(from: number, until: number): number[] {
    const counts = Array.from({ length: this.#classes }, () => 0);
    for (let place = from; place < until; place += 1) {
      const label = this.#labels[this.#rows[place] as number] as number;
      counts[label] = (counts[label] as number) + 1;
    }
    return counts;
  }

  /** The best of a few random splits; undefined where no feature differs. */
  #best(from: number, until: number, random: Random): Split | undefined {
    let best: Split | undefined;
    const drawn = this.#drawn;
    for (let tried = 0, left = drawn.length; tried < this.#candidates && left > 0; left -= 1) {
      const place = random.below(left);
      const feature = drawn[place] as number;
      drawn[place] = drawn[left - 1] as number;
      drawn[left - 1] = feature;
      const range = this.#range(this.#columns[feature] as Float32Array, from, until);
      if (range === undefined) continue; // it is the same for all of these rows: not one of the few that are tried
      tried += 1;
      const split = this.#judged(feature, shortBetween(range.least, range.most, random.unit()), from, until);
      if (best === undefined || split.score > best.score) best = split;
    }
    return best;
  }

  #range(column: Float32Array, from: number, until: number): { readonly least: number; readonly most: number } | undefined {
    const rows = this.#rows;
    let least = Infinity;
    let most = -Infinity;
    for (let place = from; place < until; place += 1) {
      const value = column[rows[place] as number] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    return least < most ? { least, most } : undefined;
  }

  /** Its score is Σ n_side,class² / n_side, which is the greater the less impure both sides are. */
  #judged(feature: number, threshold: number, from: number, until: number): Split {
    const column = this.#columns[feature] as Float32Array;
    const rows = this.#rows;
    const labels = this.#labels;
    const counts = this.#counts.fill(0);
    const classes = this.#classes;
    for (let place = from; place < until; place += 1) {
      const row = rows[place] as number;
      const value = column[row] as number;
      const side = value < threshold ? 0 : value >= threshold ? classes : 2 * classes; // right and missing lie behind left
      const slot = (labels[row] as number) + side;
      counts[slot] = (counts[slot] as number) + 1;
    }
    const missingLeft = sum(counts, 0, classes) >= sum(counts, classes, 2 * classes);
    const toSide = missingLeft ? 0 : classes;
    for (let place = 0; place < classes; place += 1) counts[toSide + place] = (counts[toSide + place] as number) + (counts[2 * classes + place] as number);
    return { feature, threshold, missingLeft, score: purity(counts, 0, classes) + purity(counts, classes, 2 * classes) };
  }

  /** Puts the rows that go left before the others, each side in its order; returns where the right side begins. */
  #part(from: number, until: number, { feature, threshold, missingLeft }: Split): number {
    const column = this.#columns[feature] as Float32Array;
    const rows = this.#rows;
    let left = from;
    let right = 0;
    for (let place = from; place < until; place += 1) {
      const row = rows[place] as number;
      const value = column[row] as number;
      if (value < threshold || (missingLeft && value !== value)) rows[left++] = row;
      else this.#aside[right++] = row;
    }
    rows.set(this.#aside.subarray(0, right), left);
    return left;
  }
}

/** Where a value goes that is missing, and where the others go. */
export function childOf({ thresholds, left, right }: Tree, node: number, value: number): number {
  const [toLeft, toRight] = [left[node] as number, right[node] as number];
  if (value !== value) return Math.min(toLeft, toRight);
  return value < (thresholds[node] as number) ? toLeft : toRight;
}

/** Above `least` and at most `most`, with six digits where so many tell it from both: a shorter file. */
function shortBetween(least: number, most: number, share: number): number {
  const drawn = least + share * (most - least);
  const short = Number(drawn.toPrecision(6));
  if (short > least && short <= most) return short;
  return drawn > least ? Math.min(drawn, most) : most;
}

/** Leaves of the same distribution are one. */
function leafPlace(leaves: number[][], known: Map<string, number>, counts: readonly number[]): number {
  const all = counts.reduce((total, count) => total + count, 0);
  const shares = counts.map((count) => count / all);
  const name = shares.join(' ');
  const place = known.get(name) ?? leaves.length;
  if (place === leaves.length) {
    leaves.push(shares);
    known.set(name, place);
  }
  return place;
}

function sum(counts: Int32Array, from: number, until: number): number {
  let total = 0;
  for (let place = from; place < until; place += 1) total += counts[place] as number;
  return total;
}

function purity(counts: Int32Array, from: number, until: number): number {
  let squares = 0;
  let total = 0;
  for (let place = from; place < until; place += 1) {
    const count = counts[place] as number;
    total += count;
    squares += count * count;
  }
  return total === 0 ? 0 : squares / total;
}
