import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyIsotonic, fitIsotonic, pooledAdjacentViolators } from './isotonic.ts';

const curve = (values: readonly number[], weights: readonly number[] = []): number[] =>
  pooledAdjacentViolators(values.map((value, place) => ({ value, weight: weights[place] ?? 1 })))
    .flatMap(({ value, first, last }) => Array.from({ length: last - first + 1 }, () => value));

test('pooling adjacent violators: the example that scikit-learn tests with', () => {
  assert.deepEqual(curve([3, 7, 5, 9, 8, 7, 10]), [3, 6, 6, 8, 8, 8, 10]);
  assert.deepEqual(curve([10, 0, 2]), [4, 4, 4]);
});

test('weights count, blocks are pooled backwards, and what ascends stays', () => {
  assert.deepEqual(curve([4, 1], [1, 2]), [2, 2]);
  assert.deepEqual(curve([1, 5, 4, 0]), [1, 3, 3, 3]); // (5 + 4) / 2 lies above 0: all three
  assert.deepEqual(curve([1, 2, 3]), [1, 2, 3]);
  assert.deepEqual(curve([]), []);
});

test('it has the least squared error: the min–max formula of R. E. Barlow and others (1972) gives the same', () => {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 }), (values) => {
    const found = curve(values);
    return values.every((_, i) => {
      const best = Math.max(...values.slice(0, i + 1).map((__, from) => Math.min(...values.slice(i).map((___, more) => mean(values.slice(from, i + more + 1))))));
      return Math.abs(best - (found[i] ?? NaN)) < 1e-9;
    });
  }), { seed: 6 });
});

test('fitted to cases: by hand, with one case more at either end', () => {
  // At 0: two false and the added true one, 1/3. At 1: true, false, 1/2. At 2: two true and the added false one, 2/3.
  const fitted = fitIsotonic([0, 0, 1, 1, 2, 2].map((score, place) => ({ score, truth: place > 2 })));
  assert.deepEqual(fitted, { scores: [0, 1, 2], values: [1 / 3, 1 / 2, 2 / 3] });
  assert.deepEqual([-5, 0, 1, 2, 9].map((score) => applyIsotonic(fitted, score)), [1 / 3, 1 / 3, 1 / 2, 2 / 3, 2 / 3]);
  assert.ok(Math.abs(applyIsotonic(fitted, 0.5) - 5 / 12) < 1e-12);
});

test('where all came true it says n / (n + 1), and knows nothing of no case', () => {
  assert.deepEqual(fitIsotonic([3, 3, 3].map((score) => ({ score, truth: true }))), { scores: [3], values: [0.8] }); // the added ones lie there too: 4 of 5
  const ascending = fitIsotonic([1, 2, 3].map((score) => ({ score, truth: true })));
  assert.deepEqual(ascending, { scores: [1, 3], values: [0.8, 0.8] });
  assert.equal(applyIsotonic(fitIsotonic([]), 7), 0.5);
});

test('never descends, never certain, level within a block', () => {
  fc.assert(fc.property(
    fc.array(fc.record({ score: fc.integer({ min: -8, max: 8 }), truth: fc.boolean(), weight: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 60 }),
    (cases) => {
      const fitted = fitIsotonic(cases);
      const values = Array.from({ length: 41 }, (_, place) => applyIsotonic(fitted, (place - 20) / 2));
      return values.every((p, place) => p > 0 && p < 1 && p >= (values[place - 1] ?? 0) - 1e-12);
    }), { seed: 7 });
});
