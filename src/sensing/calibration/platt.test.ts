import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom } from '../../testing/random.ts';
import { applyPlatt, fitPlatt, type ScoredCase } from './platt.ts';

/** So wide that the cases alone decide. */
const wide = { slopeDeviation: 1e5, offsetDeviation: 1e5 };

const near = (actual: number, expected: number, tolerance = 1e-6): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const repeated = (count: number, score: number, truths: number): ScoredCase[] => Array.from({ length: count }, (_, place) => ({ score, truth: place < truths }));

test('without a case the score is believed', () => {
  assert.deepEqual(fitPlatt([]), { slope: 1, offset: 0 });
  near(applyPlatt({ slope: 1, offset: 0 }, Math.log(4)), 0.8, 1e-15);
});

test('without a prior it is the greatest likelihood: what came true of each score', () => {
  // 3 of 4 at +1 and 1 of 4 at −1: log-odds ±ln 3.
  const even = fitPlatt([...repeated(4, 1, 3), ...repeated(4, -1, 1)], wide);
  near(even.slope, Math.log(3));
  near(even.offset, 0);
  // 9 of 10 at 2 and 1 of 2 at 0: offset 0, slope ln 9 / 2.
  const uneven = fitPlatt([...repeated(10, 2, 9), ...repeated(2, 0, 1)], wide);
  near(uneven.slope, Math.log(9) / 2);
  near(uneven.offset, 0);
});

test('with a prior, slope and offset lie where its pull is as great as that of the cases', () => {
  const cases = [...repeated(6, 1.5, 2), ...repeated(3, -0.5, 1)];
  const { slope, offset } = fitPlatt(cases, { slopeDeviation: 0.5, offsetDeviation: 0.25 });
  const errors = cases.map(({ score, truth }) => ({ score, error: 1 / (1 + Math.exp(-(slope * score + offset))) - (truth ? 1 : 0) }));
  near(4 * (slope - 1) + errors.reduce((sum, { score, error }) => sum + error * score, 0), 0, 1e-8);
  near(16 * offset + errors.reduce((sum, { error }) => sum + error, 0), 0, 1e-8);
  assert.ok(slope < 1 && offset < 0);
});

test('one surprise moves what is said by a little, a hundred by much', () => {
  const score = Math.log(9); // 0.90
  near(applyPlatt(fitPlatt([{ score, truth: false }]), score), 0.9, 0.1);
  near(applyPlatt(fitPlatt(repeated(100, score, 50)), score), 0.5, 0.1);
});

test('a weight of two is two cases', () => {
  const twice = fitPlatt([{ score: 1, truth: true, weight: 2 }, { score: -2, truth: true }]);
  const both = fitPlatt([{ score: 1, truth: true }, { score: 1, truth: true }, { score: -2, truth: true }]);
  near(twice.slope, both.slope, 1e-9);
  near(twice.offset, both.offset, 1e-9);
});

test('scores that point the wrong way say nothing: the slope is never below 0', () => {
  const { slope, offset } = fitPlatt([...repeated(40, 3, 4), ...repeated(40, -3, 36)], wide);
  assert.equal(slope, 0);
  near(offset, 0);
});

test('cases that a score tells apart perfectly, and scores out of all measure, stay finite', () => {
  fc.assert(fc.property(fc.array(fc.record({ score: fc.double({ min: -1e6, max: 1e6, noNaN: true }), truth: fc.boolean() }), { maxLength: 40 }), (cases) => {
    const { slope, offset } = fitPlatt(cases);
    return Number.isFinite(slope) && Number.isFinite(offset) && slope >= 0;
  }), { seed: 5 });
  const apart = fitPlatt([...repeated(50, 2, 50), ...repeated(50, -2, 0)]);
  assert.ok(apart.slope > 1 && apart.slope < 4);
});

test('what was miscalibrated in a known way is found again', () => {
  const random = createRandom(11);
  const cases = Array.from({ length: 20_000 }, () => {
    const score = random.bell() * 2;
    return { score, truth: random.chance(1 / (1 + Math.exp(-(0.4 * score - 1)))) };
  });
  const { slope, offset } = fitPlatt(cases);
  near(slope, 0.4, 0.03);
  near(offset, -1, 0.05);
});
