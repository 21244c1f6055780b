import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exp, expit, ln, logit, rounded } from './mathematics.ts';

test('exponential and logarithm: values of the tables, to the last digits', () => {
  assert.equal(exp(0), 1);
  assert.ok(Math.abs(exp(1) / 2.718281828459045 - 1) < 3e-16);
  assert.ok(Math.abs(exp(-20) / 2.061153622438558e-9 - 1) < 1e-15); // Abramowitz & Stegun, table 4.4
  assert.ok(Math.abs(exp(700) / 1.0142320547350045e304 - 1) < 1e-14);
  assert.equal(exp(710), Infinity);
  assert.equal(exp(-746), 0);
  assert.equal(ln(1), 0);
  assert.equal(ln(2), 0.6931471805599453);
  assert.equal(ln(10), 2.302585092994046);
  assert.ok(Math.abs(ln(5e-324) + 744.4400719213812) < 1e-12);
  assert.equal(ln(0), -Infinity);
  assert.ok(Number.isNaN(ln(-1)));
});

test('they agree with the engine\'s own within a few units in the last place, which it doesn\'t promise, and undo each other', () => {
  fc.assert(fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => Math.abs(exp(x) / Math.exp(x) - 1) < 1e-15), { seed: 1 });
  fc.assert(fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => Math.abs(ln(x) - Math.log(x)) <= 4e-16 * Math.max(1, Math.abs(Math.log(x)))), { seed: 2 });
  fc.assert(fc.property(fc.double({ min: -30, max: 15, noNaN: true }), (x) => Math.abs(logit(expit(x)) - x) < 1e-8), { seed: 3 });
});

test('log-odds: of one half 0, of 3 to 1 three quarters; certainty is bounded', () => {
  assert.equal(logit(0.5), 0);
  assert.ok(Math.abs(expit(ln(3)) - 0.75) < 1e-15);
  assert.equal(logit(1), 34);
  assert.equal(logit(0), -34);
  assert.equal(expit(-800), 0);
  assert.equal(rounded(0.123_45), 0.1235);
});
