import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gini, meanDifference } from './spread.ts';

test('the Gini coefficient of small groups, by hand', () => {
  // Σ|xᵢ − xⱼ| / (2 n Σxᵢ): 1, 2, 3, 4 differ by 2·(1+2+3+1+2+1) = 20, over 2·4·10 = 80.
  assert.equal(gini([4, 1, 3, 2]), '0.2500');
  assert.equal(gini([7, 7, 7]), '0.0000');
  assert.equal(gini([0, 0, 0, 4]), '0.7500'); // one of n has all: (n − 1) / n
  assert.equal(gini([0, 1]), '0.5000');
  // 1, 2, 6: 2·(1 + 5 + 4) = 20 over 2·3·9 = 54 is 0.37037…; 0, 1, 2: 2·4 = 8 over 18 is 0.44444…; 0, 0, 1: 0.66666… is rounded up.
  assert.deepEqual([gini([1, 2, 6]), gini([0, 1, 2]), gini([0, 0, 1])], ['0.3704', '0.4444', '0.6667']);
});

test('exact beyond what a double holds', () => {
  const most = Number.MAX_SAFE_INTEGER;
  assert.equal(gini(Array.from({ length: 1000 }, () => most)), '0.0000');
  assert.equal(gini([most, 0]), '0.5000');
  assert.equal(meanDifference([most, -most]), most); // 2·2·most over 4
});

test('nothing to share, or less than nothing, has no Gini coefficient', () => {
  assert.deepEqual([gini([]), gini([0, 0]), gini([-1, 3])], [null, null, null]);
});

test('the mean difference takes negative parts, and is rounded half up', () => {
  assert.equal(meanDifference([0, 10]), 5);
  assert.equal(meanDifference([-10, 10]), 10);
  assert.equal(meanDifference([]), 0);
  // 0, 0, 0, 1: 2·3 = 6 over 16 is 0.375; 0, 0, 1, 1: 2·4 = 8 over 16 is one half.
  assert.deepEqual([meanDifference([0, 0, 0, 1]), meanDifference([0, 0, 1, 1])], [0, 1]);
});

test('the order of the people does not matter, and a unit of a hundredth changes nothing', () => {
  assert.equal(gini([5, 1, 9, 3]), gini([9, 5, 3, 1]));
  assert.equal(gini([500, 100, 900, 300]), gini([9, 5, 3, 1]));
});
