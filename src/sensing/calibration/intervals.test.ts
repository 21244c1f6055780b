import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clopperPearson, intervalWords, sharePercent } from './intervals.ts';

const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const tabled = (count: number, of: number, low: number, high: number): void => {
  const found = clopperPearson({ count, of });
  near(found.low, low, 0.00005);
  near(found.high, high, 0.00005);
};

test('the tables\' values (95 %, Geigy Scientific Tables; R\'s binom.test gives the same)', () => {
  tabled(5, 10, 0.1871, 0.8129);
  tabled(1, 10, 0.0025, 0.445);
  tabled(2, 20, 0.0123, 0.317);
  tabled(20, 30, 0.4719, 0.8271);
});

test('none and all in closed form: 1 − (α / 2)^(1 / n)', () => {
  for (const count of [1, 7, 30, 2000]) {
    near(clopperPearson({ count: 0, of: count }).high, 1 - Math.pow(0.025, 1 / count), 1e-9);
    near(clopperPearson({ count, of: count }).low, Math.pow(0.025, 1 / count), 1e-9);
  }
  assert.deepEqual(clopperPearson({ count: 0, of: 0 }), { low: 0, high: 1 });
});

test('at its ends, half the miss rate lies beyond what was seen', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), (of, seen) => {
    const count = Math.min(seen, of);
    const { low, high } = clopperPearson({ count, of });
    const tail = (from: number, until: number, p: number): number =>
      Array.from({ length: of + 1 }, (_, k) => (k >= from && k <= until ? choose(of, k) * p ** k * (1 - p) ** (of - k) : 0)).reduce((sum, x) => sum + x, 0);
    return low <= count / of && count / of <= high
      && (count === 0 || Math.abs(tail(count, of, low) - 0.025) < 1e-9) && (count === of || Math.abs(tail(0, count, high) - 0.025) < 1e-9);
  }), { seed: 8 });
});

test('in words, outwards to whole per cent', () => {
  assert.equal(intervalWords({ count: 20, of: 30 }), '47 to 83 %');
  assert.equal(intervalWords({ count: 0, of: 10 }), '0 to 31 %'); // 0.3085
  assert.deepEqual([sharePercent({ count: 20, of: 30 }), sharePercent({ count: 1, of: 200 }), sharePercent({ count: 0, of: 0 })], [67, 1, 0]);
});
