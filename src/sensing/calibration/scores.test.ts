import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brier, expectedCalibrationError, logLoss, reliability } from './scores.ts';

const pairs = [{ p: 0.9, truth: true }, { p: 0.9, truth: false }, { p: 0.2, truth: false }, { p: 0.4, truth: true }];
const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

test('Brier score and logarithmic loss, by hand', () => {
  near(brier(pairs), (0.01 + 0.81 + 0.04 + 0.36) / 4);
  near(logLoss(pairs), -(Math.log(0.9) + Math.log(0.1) + Math.log(0.8) + Math.log(0.4)) / 4);
});

test('sure and wrong costs much, not everything', () => {
  near(logLoss([{ p: 1, truth: false }]), 15 * Math.log(10));
  assert.equal(logLoss([{ p: 1, truth: true }]), 0);
});

test('expected calibration error, by hand', () => {
  // Two bins: (0.2, 0.4) said 0.3, happened 0.5; (0.9, 0.9) said 0.9, happened 0.5.
  near(expectedCalibrationError(pairs, 2), 0.5 * 0.2 + 0.5 * 0.4);
  // Fifteen bins keep 0.2 and 0.4 apart: ¼ · 0.2 + ¼ · 0.6 + ½ · 0.4.
  near(expectedCalibrationError(pairs), 0.4);
});

test('the lines of a reliability diagram: limits belong to the lower bin, empty bins are left out', () => {
  assert.deepEqual(reliability([{ p: 0, truth: false }, { p: 0.5, truth: true }, { p: 1, truth: true }], 4), [
    { from: 0, until: 0.25, count: 1, said: 0, happened: 0 },
    { from: 0.25, until: 0.5, count: 1, said: 0.5, happened: 1 },
    { from: 0.75, until: 1, count: 1, said: 1, happened: 1 },
  ]);
});

test('of no cases nothing can be said', () => {
  assert.deepEqual([brier([]), logLoss([]), expectedCalibrationError([])], [NaN, NaN, NaN]);
});
