import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDecimal, parseDecimal } from './decimals.ts';

function parsed(raw: unknown, decimals: number, cut?: boolean): number | string {
  const result = parseDecimal(raw, decimals, cut);
  return result.ok ? result.value : result.refusal.code;
}

test('decimals are read exactly, as text and as numbers', () => {
  assert.deepEqual([parsed('15.20', 2), parsed(15.2, 2), parsed('-0.05', 2), parsed('7', 3), parsed('1.500', 2), parsed(1e-7, 9), parsed('2e2', 0)], [1520, 1520, -5, 7000, 150, 100, 200]);
  assert.deepEqual([parsed('1.239', 2, true), parsed('-1.239', 2, true)], [123, -123], 'cut toward zero');
});

test('what can\'t be held exactly, or is no number, is refused with its code', () => {
  assert.deepEqual([parsed('1.234', 2), parsed(0.5, 0)], ['too_many_decimals', 'too_many_decimals']);
  assert.deepEqual([parsed('9007199254740992', 0), parsed(2 ** 53, 0), parsed(1e300, 0), parsed('1'.repeat(41), 0)], ['overflow', 'overflow', 'invalid_value', 'overflow']);
  for (const raw of ['', ' 1', '1.', '.5', '0x10', '1_000', Number.NaN, Infinity, null, undefined, true, [], {}, 1n]) assert.equal(parsed(raw, 0), 'invalid_value', String(raw));
});

test('a whole number is read as its text is, and nothing is minus zero', () => {
  assert.ok(Object.is(parsed(-0, 0), 0) && Object.is(parsed('-0', 0), 0) && Object.is(parsed('-0.00', 2), 0));
  fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer()), fc.constantFrom(0, 0, 2), (value, decimals) => {
    assert.deepEqual(parseDecimal(value, decimals), parseDecimal(String(value), decimals));
  }), { seed: 20260211, numRuns: 1000 });
});

test('what is written is read back', () => {
  assert.deepEqual([formatDecimal(-450, 2), formatDecimal(5, 3), formatDecimal(12, 0)], ['-4.50', '0.005', '12']);
  fc.assert(fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 }), (value, decimals) => assert.equal(parsed(formatDecimal(value, decimals), decimals), value)), { seed: 20260212, numRuns: 1000 });
});
