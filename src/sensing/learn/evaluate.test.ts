import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from './evaluate.ts';
import { modelFormat, type Model } from './model.ts';
import { conformalSet, predict } from './predict.ts';

/** p(b) = expit(x); of each class nine calibration rows, the strangest of which was 0.4 off. */
const list = [0.1, 0.1, 0.2, 0.2, 0.2, 0.3, 0.3, 0.3, 0.4];
const model: Model = {
  format: modelFormat, classes: ['a', 'b'], features: ['x'],
  learner: { kind: 'shrinkage-lda', means: [0], scales: [1], weights: [[0], [1]], biases: [0, 0], shrinkage: 0 },
  calibration: { slope: 1, offsets: [0, 0], stray: 0, shares: [0.5, 0.5], conformal: [list, list] },
};
const near = (actual: number | null, expected: number): void => assert.ok(actual !== null && Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
const logit = (p: number): number => Math.log(p / (1 - p));
const x = (...p: number[]): Float32Array => Float32Array.from(p, logit);

test('probabilities and sets are those of the model', () => {
  near(predict(model, [logit(0.8)]).p[1] ?? null, 0.8);
  assert.deepEqual(conformalSet(model, [logit(0.8)], 0.1), ['b']); // (9 + 1) · 0.9 = 9: the ninth, 0.4
  assert.deepEqual(conformalSet(model, [logit(0.5)], 0.1), []); // half is stranger than that
  assert.deepEqual(conformalSet(model, [logit(0.8)], 0.05), ['a', 'b']); // with nine rows nothing is ruled out at one in twenty
});

test('each figure is what its definition gives, by hand', () => {
  // p(b) of five rows, and what is so: three right, one wrong, one half and half that counts as a.
  const { result, rightWhenActed } = evaluate(model, { columns: [x(0.9, 0.8, 0.1, 0.7, 0.5)], classes: ['a', 'b'], labels: Int32Array.from([1, 1, 0, 0, 0]) }, { coverage: 0.9, cutoff: 0.75 });
  assert.equal(result.rows, 5);
  near(result.accuracy, 4 / 5);
  near(result.brier, (0.01 + 0.04 + 0.01 + 0.49 + 0.25) / 5);
  // Bins of 1/15: 0.5 said, 1 so; 0.7 said, 0 so; 0.8 said, 1 so; twice 0.9 said, both so.
  near(result.ece, (0.5 + 0.7 + 0.2 + 2 * 0.1) / 5);
  assert.deepEqual(result.perClass['a'], { rows: 3, precision: 1, recall: 2 / 3, f1: 4 / 5 });
  assert.deepEqual(result.perClass['b'], { rows: 2, precision: 2 / 3, recall: 1, f1: 4 / 5 });
  near(result.coverage, 3 / 5); // the fourth's set is {b}, the fifth's is empty
  assert.equal(result.cutoff, 0.75);
  near(result.unsure, 2 / 5); // the fourth is below the cut-off, the fifth has no class
  near(rightWhenActed, 1);
});

test('a class that the model doesn\'t know is never right and never covered', () => {
  const { result } = evaluate(model, { columns: [x(0.9, 0.9)], classes: ['b', 'z'], labels: Int32Array.from([0, 1]) }, { coverage: 0.9, cutoff: 0.9 });
  near(result.accuracy, 0.5);
  near(result.coverage, 0.5);
  near(result.brier, (0.01 + (0.81 + 0.01 + 1) / 2) / 2);
  assert.deepEqual(result.perClass['z'], { rows: 1, precision: null, recall: 0, f1: 0 });
  assert.deepEqual(result.perClass['a'], { rows: 0, precision: null, recall: null, f1: null });
});

test('where several classes can\'t be ruled out nothing is acted on, however probable the first is', () => {
  const wide: Model = { ...model, calibration: { ...model.calibration, conformal: [list.map(() => 0.95), list.map(() => 0.95)] } };
  const { result, rightWhenActed } = evaluate(wide, { columns: [x(0.2)], classes: ['a', 'b'], labels: Int32Array.from([0]) }, { coverage: 0.9, cutoff: 0.75 });
  assert.deepEqual([result.unsure, result.coverage, rightWhenActed], [1, 1, null]);
});
test('groups are told apart', () => {
  const { groups } = evaluate(model, { columns: [x(0.9, 0.9, 0.1)], classes: ['a', 'b'], labels: Int32Array.from([1, 0, 0]), groups: Int32Array.from([4, 2, 2]) }, { coverage: 0.9, cutoff: 0.9 });
  assert.deepEqual(groups, [{ group: 4, rows: 1, accuracy: 1, coverage: 1 }, { group: 2, rows: 2, accuracy: 0.5, coverage: 0.5 }]);
});
