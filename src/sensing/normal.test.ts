import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalCdf, normalDensity, within } from './normal.ts';

const near = (actual: number, expected: number, tolerance = 1e-14): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('the distribution function, as tables give it', () => {
  // M. Abramowitz, I. Stegun, Handbook of mathematical functions (1964), table 26.1
  for (const [z, p] of [[0, 0.5], [0.5, 0.691462461274013], [1, 0.841344746068543], [1.96, 0.975002104851780], [3, 0.998650101968370], [5, 0.999999713348428]] as const) {
    near(normalCdf(z), p);
    near(normalCdf(-z), 1 - p);
  }
  assert.deepEqual([normalCdf(-40), normalCdf(40)], [0, 1]);
});

test('the density, and how likely an error stays within a tolerance', () => {
  near(normalDensity(0, 0, 1), 0.398942280401433);
  near(normalDensity(7, 5, 4), 0.241970724519143 / 2);
  near(within(1, 1), 0.682689492137086);
  near(within(3, 1), 0.997300203936740);
  assert.equal(within(0.1, 0), 1);
});
