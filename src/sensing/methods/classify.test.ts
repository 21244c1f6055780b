import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingOf, openMethod, readings, sense, type Said } from '../../testing/sensing/bench.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import { modelFormat, type Model } from '../learn/model.ts';

/** Scores ±x, so that two classes have e^x / (e^x + e^−x); calibrated as they are. Of either class, nine earlier cases were between 0.05 and 0.45 off. */
const model: Model = {
  format: modelFormat, classes: ['0', '1'], features: ['x'],
  learner: { kind: 'shrinkage-lda', means: [0], scales: [1], weights: [[-1], [1]], biases: [0, 0], shrinkage: 0 },
  calibration: {
    slope: 1, offsets: [0, 0], stray: 0, shares: [0.5, 0.5],
    conformal: [[0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45], [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]],
  },
};
const radar = { stream: 'radar/features', as: 'features' };
const binding = (settings: Binding['settings'] = {}): Binding => ({ ...bindingOf('classify', [radar], { event: 'counted', value: 'count', whole: 'yes', ...settings }), model: 'a'.repeat(64) });
const says = (list: readonly (readonly [number, Said['value']])[], settings: Binding['settings'] = {}, of: Model = model) =>
  sense(binding(settings), readings(list.map(([at, value]) => ({ at: at * 1000, stream: radar.stream, value }))), { model: of });
const near = (actual: number | undefined, expected: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

test('the class, as the event and the field that are set, with the model\'s own probability', () => {
  const { found: [found] } = says([[0, [1]]]);
  assert.deepEqual([found?.event, found?.values, found?.prior], ['counted', { count: 1 }, 0.5]);
  near(found?.raw.event, 1 / (1 + Math.exp(-2))); // 0.88: 0.12 off, where 0.45 is the most of nine
  assert.deepEqual(says([[0, [1]]], { whole: 'no', value: 'class' }).found[0]?.values, { class: '1' });
});

test('where more classes than one can\'t be ruled out, p is their share', () => {
  const wide: Model = { ...model, calibration: { ...model.calibration, conformal: [[0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], model.calibration.conformal[1] ?? []] } };
  assert.equal(says([[0, [1]]], {}, wide).found[0]?.raw.event, 0.5); // class 0 with its 0.12 is 0.88 off, which it has been
});

test('what is unlike anything learned, isn\'t as many numbers, or isn\'t a number, is nothing', () => {
  assert.deepEqual(says([[0, [0]]]).found, []); // 0.5 off for both
  assert.deepEqual(says([[0, [1, 2]], [1, [NaN]], [2, null], [3, 'on']]).found, []);
  assert.equal(sense(binding(), readings([{ at: 0, stream: radar.stream, value: [1] }])).found.length, 0); // the model's file isn't there
});

test('it is said when it changes, when that many in a row say so, and not for quiet classes', () => {
  const counts = (list: Parameters<typeof says>[0], settings: Binding['settings'] = {}) => says(list, settings).found.map(({ at, values }) => [at / 1000, values['count']]);
  assert.deepEqual(counts([[0, [1]], [1, [1]], [2, [-1]], [3, [1]], [30_000, [1]]]), [[0, 1], [2, 0], [3, 1], [30_000, 1]]);
  assert.deepEqual(counts([[0, [1]], [1, [1]], [2, [-1]], [3, [1]], [4, [1]]], { in_a_row: 2 }), [[1, 1]]);
  assert.deepEqual(counts([[0, [1]], [1, [-1]], [2, [1]]], { quiet: ['0'] }), [[0, 1], [2, 1]]);
  assert.deepEqual(counts([[0, [1]], [0, [1]], [5, [-1]], [10, [-1]]], { every_s: 10 }), [[0, 1], [10, 0]]);
});

test('settings are refused by name, and a person\'s name most of all', () => {
  const refusal = (given: Binding): string => {
    const opened = openMethod(given);
    return opened.ok ? 'ok' : `${opened.refusal.code}: ${opened.refusal.detail}`;
  };
  assert.equal(refusal(binding()), 'ok');
  assert.match(refusal(binding({ value: 'by' })), /^invalid_value: settings\.value: a model of feature vectors can't say by whom/);
  assert.match(refusal(bindingOf('classify', [radar], { event: 'counted' })), /^missing_value: classify needs a trained model/);
  assert.match(refusal(binding({ errors: 0 })), /^invalid_value: settings\.errors/);
  assert.match(refusal(binding({ event: 'so many words' })), /^invalid_value: settings\.event/);
});
