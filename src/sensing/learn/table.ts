/** Rows to learn from, held by column: 50,000 rows of 512 numbers are 100 MB so. */
import { invariant } from '../../vocabulary/result.ts';

export type Table = {
  readonly features: readonly string[];
  /** One value for each row; NaN where it is missing. */
  readonly columns: readonly Float32Array[];
  /** In ascending order. */
  readonly classes: readonly string[];
  /** The place of each row's class in `classes`. */
  readonly labels: Int32Array;
  /** A number for the group of each row, as a session or a day: what belongs together is never on both sides of a split. Left out: none are known. */
  readonly groups?: Int32Array;
  /** Rows from the earliest to the latest. */
  readonly order: Int32Array;
};

/** The values of one row, as a model reads them. */
export function vectorOf(columns: readonly Float32Array[], row: number): number[] {
  return columns.map((column) => column[row] ?? NaN);
}

/** @throws InvariantError where the parts of a table aren't equally long */
export function checkTable({ features, columns, classes, labels, groups, order }: Table): void {
  invariant(columns.length === features.length, 'a table has one column for each feature');
  invariant(columns.every((column) => column.length === labels.length), 'the columns of a table are as long as its labels');
  invariant(order.length === labels.length, 'a table orders each of its rows');
  invariant(groups === undefined || groups.length === labels.length, 'a table with groups has one for each row');
  invariant(labels.every((label) => label >= 0 && label < classes.length), 'the labels of a table are classes of it');
}
