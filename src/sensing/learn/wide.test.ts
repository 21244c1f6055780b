import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldsOf } from './folds.ts';
import { fitLinear } from './linear.ts';
import { momentsBut, momentsByFold, scalingOf } from './moments.ts';
import { seeded } from './random.ts';
import type { Table } from './table.ts';
import { fitWide } from './wide.ts';

function table(rows: number, width: number, missing: number): Table {
  const random = seeded(rows + width, 0);
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 3);
  return {
    features: Array.from({ length: width }, (_, place) => `f${place}`), classes: ['a', 'b', 'c'], labels, order: Int32Array.from(labels.keys()),
    columns: Array.from({ length: width }, (_, feature) => Float32Array.from(labels, (label) => (random.unit() < missing ? NaN : random.unit() * 4 + (feature % 3 === label ? 1 : 0) + feature))),
  };
}

test('by the products of rows it is what it is by those of features', () => {
  for (const [rows, width, missing] of [[20, 50, 0], [31, 33, 0.1], [60, 300, 0.05], [300, 20, 0]] as const) {
    const own = table(rows, width, missing);
    const scaling = scalingOf(own);
    const narrow = fitLinear(own, own.order, momentsBut(momentsByFold(own, foldsOf(own, 2), scaling, () => undefined), undefined), scaling);
    const wide = fitWide(own, own.order, scaling);
    const near = (one: readonly number[], other: readonly number[]): void => one.forEach((each, place) => assert.ok(Math.abs(each - (other[place] ?? NaN)) < 1e-7 * (1 + Math.abs(each)), `${rows} × ${width}: ${each} is not ${other[place]}`));
    near([wide.shrinkage, ...wide.biases, ...wide.means, ...wide.scales], [narrow.shrinkage, ...narrow.biases, ...narrow.means, ...narrow.scales]);
    near(wide.weights.flat(), narrow.weights.flat());
  }
});

test('a class without rows, columns that are constant and rows that are all the same have an answer', () => {
  const own = table(12, 40, 0);
  const constant = { ...own, classes: ['a', 'b', 'c', 'nobody'], columns: own.columns.map((column, place) => (place % 2 === 0 ? column.map(() => 5) : column)) };
  const same = { ...own, columns: own.columns.map((column) => column.map(() => 5)) };
  for (const each of [constant, same]) {
    const { weights, biases } = fitWide(each, each.order, scalingOf(each));
    assert.ok([...weights.flat(), ...biases].every(Number.isFinite));
  }
});
