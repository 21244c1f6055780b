import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { conformalSet, conformalThreshold } from './conformal.ts';

const hundredths = (count: number): number[] => Array.from({ length: count }, (_, place) => (place + 1) / 100);

test('the threshold is the ⌈(n + 1)(1 − rate)⌉-th smallest', () => {
  assert.equal(conformalThreshold(hundredths(9), 0.1), 0.09); // ⌈10 · 0.9⌉ = 9
  assert.equal(conformalThreshold(hundredths(19), 0.1), 0.18); // ⌈20 · 0.9⌉ = 18
  assert.equal(conformalThreshold(hundredths(99), 0.05), 0.95); // ⌈100 · 0.95⌉ = 95
  assert.equal(conformalThreshold(hundredths(9), 0.7), 0.03); // ⌈10 · 0.3⌉ = 3, which floating point makes 3.0000000000000004
});

test('too few cases rule nothing out', () => {
  assert.equal(conformalThreshold(hundredths(8), 0.1), Infinity); // ⌈9 · 0.9⌉ = 9 of 8
  assert.deepEqual(conformalSet([0.99, 0.5], [[], hundredths(8)], 0.1), [0, 1]);
});

test('each class is judged by cases of its own', () => {
  const [easy, hard] = [hundredths(9), hundredths(9).map((x) => 0.8 + x)];
  assert.deepEqual(conformalSet([0.3, 0.7], [easy, hard], 0.1), [1]);
  assert.deepEqual(conformalSet([0.05, 0.95], [easy, hard], 0.1), [0]);
  assert.deepEqual(conformalSet([0.05, 0.85], [easy, hard], 0.1), [0, 1]);
});

test('over cases like those it learned from, the class that is so is ruled out as often as agreed', () => {
  const random = createRandom(3);
  const draws = Array.from({ length: 4000 }, () => random.next() ** 2 <= conformalThreshold(Array.from({ length: 19 }, () => random.next() ** 2).sort((a, b) => a - b), 0.1));
  // Exactly 18 of 20 by exchangeability; three standard errors of 4000 draws are 0.014.
  assert.ok(Math.abs(draws.filter(Boolean).length / draws.length - 0.9) < 0.015);
});
