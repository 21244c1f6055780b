import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldsOf } from './folds.ts';
import { fitLinear, ledoitWolf } from './linear.ts';
import { momentsBut, momentsByFold, scalingOf } from './moments.ts';
import { logsOf } from './predict.ts';
import { seeded } from './random.ts';
import type { Table } from './table.ts';

function table(columns: readonly (readonly number[])[], labels: readonly number[]): Table {
  return {
    features: columns.map((_, place) => `f${place}`), columns: columns.map((own) => Float32Array.from(own)), classes: ['a', 'b'],
    labels: Int32Array.from(labels), order: Int32Array.from(labels.keys()),
  };
}

function fitted(own: Table): ReturnType<typeof fitLinear> {
  const scaling = scalingOf(own);
  return fitLinear(own, own.order, momentsBut(momentsByFold(own, foldsOf(own, 2), scaling, () => undefined), undefined), scaling);
}

const near = (actual: number | undefined, expected: number, within = 1e-6): void => assert.ok(Math.abs((actual ?? NaN) - expected) < within, `${actual} is not ${expected}`);

test('the shrinkage is Ledoit and Wolf\'s', () => {
  // Of (±1, 0) and (0, ±2): S = diag(½, 2), m = 1¼, d² = 2 · ¾², Σ‖z‖⁴ = 1 + 1 + 16 + 16, b² = (34/4 − 4¼) / 4.
  near(ledoitWolf({ width: 2, values: Float64Array.from([0.5, 0, 0, 2]) }, 4, 34), 1.0625 / 1.125);
  near(ledoitWolf({ width: 2, values: Float64Array.from([1, 0, 0, 1]) }, 4, 8), 1); // it is a multiple of the identity already
});

test('of two classes around −1 and 1 with variance 1 the log-odds are 2x', () => {
  const learner = fitted(table([[-2, 0, 0, 2]], [0, 0, 1, 1])); // means −1 and 1, each row 1 away
  for (const x of [-3, 0, 0.5, 1]) {
    const [a = 0, b = 0] = logsOf(learner, [x]);
    near(b - a, 2 * x);
  }
});

test('a class three times as frequent has three times the odds', () => {
  const [a = 0, b = 0] = logsOf(fitted(table([[-2, 0, -2, 0, -2, 0, 0, 2]], [0, 0, 0, 0, 0, 0, 1, 1])), [0]);
  near(b - a, -Math.log(3));
});

test('a missing value says nothing: it stands at the mean', () => {
  const learner = fitted(table([[-2, 0, 0, 2], [1, 2, 2, 1]], [0, 0, 1, 1]));
  assert.deepEqual(logsOf(learner, [NaN, 1.5]), logsOf(learner, [0, 1.5]));
});

test('sums over folds are those of all rows, of any width and number of rows', () => {
  const random = seeded(11, 0);
  for (const [rows, width] of [[7, 1], [300, 5], [513, 9]] as const) {
    const own = table(Array.from({ length: width }, () => Array.from({ length: rows }, () => random.unit() * 10 - 3)), Array.from({ length: rows }, () => random.below(2)));
    const scaling = { centres: new Float64Array(width).fill(2), spreads: new Float64Array(width).fill(0.5) };
    const sums = momentsBut(momentsByFold(own, foldsOf(own, 3), scaling, () => undefined), undefined);
    const scaled = own.columns.map((column) => [...column].map((value) => (value - 2) / 0.5));
    for (let i = 0; i < width; i += 1) {
      for (let j = 0; j <= i; j += 1) near(sums.products[i * width + j], scaled[i]?.reduce((sum, value, row) => sum + value * (scaled[j]?.[row] ?? 0), 0) ?? NaN, 1e-6);
    }
    near(sums.sums[width], scaled[0]?.reduce((sum, value, row) => sum + (own.labels[row] === 1 ? value : 0), 0) ?? NaN);
  }
});

test('all folds but one are what the other rows teach', () => {
  const random = seeded(5, 0);
  const own = table([0, 1, 2].map(() => Array.from({ length: 60 }, () => random.unit())), Array.from({ length: 60 }, (_, row) => row % 2));
  const folds = foldsOf(own, 3);
  const scaling = scalingOf(own);
  const rest = own.order.filter((row) => folds.of[row] !== 1);
  const left = fitLinear(own, rest, momentsBut(momentsByFold(own, folds, scaling, () => undefined), 1), scaling);
  const alone = table(own.columns.map((column) => [...rest].map((row) => column[row] ?? NaN)), [...rest].map((row) => own.labels[row] ?? 0));
  const apart = fitted(alone);
  near(left.shrinkage, apart.shrinkage);
  left.weights.flat().forEach((weight, place) => near(weight, apart.weights.flat()[place] ?? NaN));
  left.biases.forEach((bias, place) => near(bias, apart.biases[place] ?? NaN));
});

test('more features than rows, and features that say the same, have an answer', () => {
  const random = seeded(9, 0);
  const columns = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => random.unit()));
  const learner = fitted(table([...columns, ...columns], Array.from({ length: 12 }, (_, row) => row % 2)));
  assert.ok([...learner.weights.flat(), ...learner.biases].every(Number.isFinite));
});
