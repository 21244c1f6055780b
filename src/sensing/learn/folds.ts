/**
 * Folds: which rows are held back together while a learner is judged. Neighbouring rows are alike, and so are rows of one session, so that a split of
 * shuffled rows would promise what the next session doesn't keep. Whole groups are held back, or without groups whole blocks of time.
 */
import type { Table } from './table.ts';

/** `class-blocks`: the time of each class in blocks of its own, since some class lies in one block of the whole time alone. */
export type FoldsBy = 'groups' | 'blocks' | 'class-blocks';

export type Folds = {
  readonly by: FoldsBy;
  readonly count: number;
  /** The fold that each row is held back with. */
  readonly of: Int32Array;
  /** Classes that lie in one fold alone: judged by a learner that has never seen them. */
  readonly unseen: readonly string[];
};

/** Five: each learner is judged on rows that four fifths of the rest taught it. */
export const foldsMax = 5;

/** @param table with at least two rows */
export function foldsOf(table: Table, most = foldsMax): Folds {
  const { groups } = table;
  if (groups !== undefined) {
    const sizes = groupSizes(groups);
    if (sizes.size >= 2) return finished(table, 'groups', Math.min(most, sizes.size), byGroup(groups, sizes, Math.min(most, sizes.size)));
  }
  const count = Math.min(most, table.labels.length);
  const blocks = finished(table, 'blocks', count, blocked(table.order, count));
  return blocks.unseen.length === 0 ? blocks : finished(table, 'class-blocks', count, blockedByClass(table, count));
}

function finished({ labels, classes }: Table, by: FoldsBy, count: number, of: Int32Array): Folds {
  const seenIn = classes.map(() => new Set<number>());
  labels.forEach((label, row) => seenIn[label]?.add(of[row] ?? 0));
  return { by, count, of, unseen: classes.filter((_, place) => seenIn[place]?.size === 1) };
}

/** By group, in the order in which they appear. */
function groupSizes(groups: Int32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return sizes;
}

/** The largest groups first, each into the fold that has fewest rows as yet. */
function byGroup(groups: Int32Array, sizes: ReadonlyMap<number, number>, count: number): Int32Array {
  const filled = Array.from({ length: count }, () => 0);
  const foldOf = new Map<number, number>();
  for (const [group, size] of [...sizes].sort(([, a], [, b]) => b - a)) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOf.set(group, fold);
    filled[fold] = (filled[fold] ?? 0) + size;
  }
  return groups.map((group) => foldOf.get(group) ?? 0);
}

function blocked(rows: Int32Array | readonly number[], count: number, of = new Int32Array(rows.length)): Int32Array {
  rows.forEach((row, place) => { of[row] = Math.floor((place * count) / rows.length); });
  return of;
}

function blockedByClass({ classes, labels, order }: Table, count: number): Int32Array {
  const of = new Int32Array(labels.length);
  const rows = classes.map((): number[] => []);
  for (const row of order) rows[labels[row] ?? 0]?.push(row);
  for (const own of rows) blocked(own, count, of);
  return of;
}
