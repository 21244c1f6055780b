import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seeded, xoshiro128 } from './random.ts';

test('the numbers are those of xoshiro128** from the state 1, 2, 3, 4', () => {
  const { bits } = xoshiro128([1, 2, 3, 4]);
  assert.deepEqual(Array.from({ length: 10 }, bits), [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804]);
});

test('streams of one seed differ, and the same stream is the same', () => {
  const first = (seed: number, stream: number): number[] => { const { bits } = seeded(seed, stream); return Array.from({ length: 4 }, bits); };
  assert.deepEqual(first(1, 0), first(1, 0));
  assert.notDeepEqual(first(1, 0), first(1, 1));
  assert.notDeepEqual(first(1, 0), first(2, 0));
});

test('shares are above 0 and at most 1, whole numbers below their count, all about equally often', () => {
  const random = seeded(3, 0);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i += 1) {
    const share = random.unit();
    assert.ok(share > 0 && share <= 1);
    const place = random.below(4);
    counts[place] = (counts[place] ?? NaN) + 1;
  }
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 5 * Math.sqrt(750), String(count)); // five deviations of a binomial
});
