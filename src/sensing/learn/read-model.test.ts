import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { modelFormat, type Model } from './model.ts';
import { conformalSet, predict } from './predict.ts';
import { readModel } from './read-model.ts';

const linear: Model = {
  format: modelFormat, classes: ['a', 'b'], features: ['x', 'y'],
  learner: { kind: 'shrinkage-lda', means: [0, 0], scales: [1, 1], weights: [[0, 1], [1, 0]], biases: [0, 0], shrinkage: 0.5 },
  calibration: { slope: 1, offsets: [0, 0], stray: 0.1, shares: [0.5, 0.5], conformal: [[0.1, 0.2], [0.3]] },
};
const forest: Model = {
  ...linear,
  learner: { kind: 'extra-trees', trees: [{ features: [0, 1, -1, -1, -1], thresholds: [1, 2, 0, 0, 0], left: [1, 2, 0, 1, 1], right: [4, 3, 0, 0, 0], leaves: [[1, 0], [0.25, 0.75]] }] },
};

test('a model that is one is taken', () => {
  for (const model of [linear, forest]) assert.deepEqual(readModel(model), { ok: true, value: model });
});

/** Each a way to a value, and what is put there. */
const faults: readonly (readonly [Model, readonly (string | number)[], unknown])[] = [
  [linear, ['format'], 'frankpledge-model/2'], [linear, ['classes'], ['a']], [linear, ['classes'], ['a', 'a']], [linear, ['features'], []], [linear, ['features', 0], 7],
  [linear, ['learner'], null], [linear, ['learner', 'kind'], 'oracle'], [linear, ['learner', 'scales', 0], 0], [linear, ['learner', 'weights', 1], [1]],
  [linear, ['learner', 'means', 0], null], [linear, ['learner', 'biases'], [0]], [linear, ['learner', 'shrinkage'], 2],
  [linear, ['calibration', 'slope'], 'steep'], [linear, ['calibration', 'offsets'], [0]], [linear, ['calibration', 'stray'], 1.1], [linear, ['calibration', 'shares'], [1]], [linear, ['calibration', 'shares', 0], 0.9], [linear, ['calibration', 'conformal', 0], [0.2, 0.1]], [linear, ['calibration', 'conformal', 1], [1.5]],
  [forest, ['learner', 'trees'], []], [forest, ['learner', 'trees', 0, 'left', 1], 0], [forest, ['learner', 'trees', 0, 'right', 0], 5], [forest, ['learner', 'trees', 0, 'left', 0], 0.5],
  [forest, ['learner', 'trees', 0, 'features', 0], 2], [forest, ['learner', 'trees', 0, 'features', 0], -2], [forest, ['learner', 'trees', 0, 'left', 2], 2],
  [forest, ['learner', 'trees', 0, 'leaves', 0], [1]], [forest, ['learner', 'trees', 0, 'leaves', 0], [2, -1]], [forest, ['learner', 'trees', 0, 'thresholds'], [1]],
];

for (const [model, path, value] of faults) {
  test(`refused: ${path.join('.')} = ${JSON.stringify(value)}`, () => {
    const read = readModel(changed(model, path, value));
    assert.ok(!read.ok && read.refusal.code === 'malformed');
  });
}

test('what is wrong is said, with where it is and what it should be', () => {
  const said = (model: Model, path: readonly (string | number)[], value: unknown): string => {
    const read = readModel(changed(model, path, value));
    return read.ok ? 'taken' : read.refusal.detail.replace('the model can\'t be used: ', '');
  };
  assert.equal(said(linear, ['learner', 'weights', 1, 0], 1e200), 'learner.weights[1][0] is 1e+200, and should be a number between -1e+100 and 1e+100');
  assert.equal(said(linear, ['learner', 'means', 1], null), 'learner.means[1] is null, and should be a number between -1e+100 and 1e+100');
  assert.equal(said(linear, ['learner', 'scales', 0], -3), 'learner.scales[0] is -3, and should be a number above 0 and up to 1e+100');
  assert.equal(said(linear, ['learner', 'biases'], [0]), 'learner.biases has 1 item, and should have 2');
  assert.equal(said(linear, ['calibration', 'shares', 0], 0.75), 'calibration.shares sum to 1.25, and should to 1');
  assert.equal(said(linear, ['calibration', 'conformal', 0], [0.2, 0.1]), 'calibration.conformal[0][1] is 0.1, and less than the one before it');
  assert.equal(said(forest, ['learner', 'trees', 0, 'leaves', 1, 0], 1.5), 'learner.trees[0].leaves[1][0] is 1.5, and should be a number from 0 to 1');
  assert.equal(said(forest, ['learner', 'trees', 0, 'left', 1], 0), 'learner.trees[0].left[1] is 0, and should be a whole number from 2 to 4');
});

test('whatever is taken answers with probabilities, whatever it is asked', () => {
  const places = [...pathsIn(linear).map((path) => [linear, path] as const), ...pathsIn(forest).map((path) => [forest, path] as const)];
  const value = fc.oneof(fc.constantFrom(-1, 0, 1, 2, 4, 1e308, -0.5, null, 'a', [], {}), fc.double());
  fc.assert(fc.property(fc.constantFrom(...places), value, fc.array(fc.double(), { maxLength: 3 }), ([model, path], put, vector) => {
    const read = readModel(changed(model, path, put));
    if (!read.ok) return;
    const { p } = predict(read.value, vector);
    assert.ok(Math.abs(p.reduce((sum, each) => sum + each, 0) - 1) < 1e-9, JSON.stringify([path, put, vector, p]));
    assert.ok(conformalSet(read.value, vector, 0.1).every((name) => read.value.classes.includes(name)));
  }), { seed: 1, numRuns: 3000 });
});

function changed(model: unknown, [first, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  const copy = structuredClone(model) as { [name: string | number]: unknown };
  copy[first] = changed(copy[first], rest, value);
  return copy;
}

function pathsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, own]) => pathsIn(own, [...path, name]))];
}
