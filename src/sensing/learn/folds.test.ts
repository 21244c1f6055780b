import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldsOf } from './folds.ts';
import type { Table } from './table.ts';

const table = (labels: readonly number[], more: Partial<Table> = {}): Table => ({
  features: [], columns: [], classes: ['a', 'b', 'c'].slice(0, Math.max(...labels) + 1), labels: Int32Array.from(labels), order: Int32Array.from(labels.keys()), ...more,
});
const repeat = (times: number, ...labels: number[]): number[] => Array.from({ length: times }, () => labels).flat();

test('a group is held back as a whole, and folds are about equally large', () => {
  const groups = Int32Array.from([7, 7, 7, 7, 3, 3, 3, 9, 9, 9, 1, 1]); // 4, 3, 3 and 2 rows
  const { by, count, of } = foldsOf(table(repeat(6, 0, 1), { groups }), 2);
  assert.deepEqual([by, count], ['groups', 2]);
  for (const group of groups) assert.equal(new Set([...of].filter((_, row) => groups[row] === group)).size, 1);
  assert.deepEqual([0, 1].map((fold) => of.filter((own) => own === fold).length), [6, 6]); // 4 and 2, 3 and 3
});

test('with fewer groups than folds each group is one', () => {
  assert.equal(foldsOf(table(repeat(3, 0, 1), { groups: Int32Array.from([0, 0, 1, 1, 2, 2]) })).count, 3);
});

test('without groups it is blocks of rows in time, not in the file\'s order', () => {
  const order = Int32Array.from([8, 9, 6, 7, 4, 5, 2, 3, 0, 1]);
  const { by, of, unseen } = foldsOf(table(repeat(5, 0, 1), { order }));
  assert.equal(by, 'blocks');
  assert.deepEqual([...of], [4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
  assert.deepEqual(unseen, []);
});

test('one group alone is no split: then it is blocks', () => {
  assert.equal(foldsOf(table(repeat(5, 0, 1), { groups: new Int32Array(10) })).by, 'blocks');
});

test('where a class lies in one block alone, each class is split in its own time', () => {
  const { by, of } = foldsOf(table([0, 0, 0, 0, 0, 0, 1, 1, 1, 1]), 2);
  assert.equal(by, 'class-blocks');
  assert.deepEqual([...of], [0, 0, 0, 1, 1, 1, 0, 0, 1, 1]);
});

test('a class that one group alone has is named: it is judged by who has never seen it', () => {
  assert.deepEqual(foldsOf(table([0, 1, 0, 1, 2, 2], { groups: Int32Array.from([0, 0, 1, 1, 2, 2]) })).unseen, ['c']);
});
