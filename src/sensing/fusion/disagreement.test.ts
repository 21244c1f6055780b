import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { agreement, disagreements, median } from './disagreement.ts';

const measured = (...values: number[]): { stream: string; value: number }[] => values.map((value, place) => ({ stream: `t${place}`, value }));

test('median, by hand', () => {
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])], [2, 2.5, 7]);
  assert.ok(Number.isNaN(median([])));
});

test('beside the others: 3.5 deviations by the MAD, by hand', () => {
  // Median 20.1, of which they are 0.2, 0, 0.1, 0.1 and 9.9 away: MAD 0.1, deviation 0.148, so that 0.52 is the limit.
  assert.deepEqual(agreement(measured(19.9, 20.1, 20, 20.2, 30), 0.01), { median: 20.1, out: [{ stream: 't4', value: 30 }], unsure: false });
  // Median 20.1, MAD 0.1: 20.6 lies within 0.52.
  assert.deepEqual(agreement(measured(19.9, 20.1, 20, 20.2, 20.6), 0.01).out, []);
});

test('sensors that are nearer together than such sensors are exact don\'t disagree', () => {
  assert.deepEqual(agreement(measured(20, 20, 20, 20.4), 0.2).out, []); // 0.4 < 0.7
  assert.equal(agreement(measured(20, 20, 20, 20.8), 0.2).out.length, 1);
});

test('of two, neither counts', () => {
  assert.equal(agreement(measured(20, 20.9), 0.2).unsure, false); // 3.5 · √2 · 0.2 = 0.99
  assert.equal(agreement(measured(20, 21), 0.2).unsure, true);
  assert.deepEqual(agreement(measured(20), 0.2), { median: 20, out: [], unsure: false });
});

test('never more than half are left out, and the middle is never', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 }), (values) => agreement(measured(...values), 0.1).out.length <= values.length / 2), { seed: 14 });
});

test('in words', () => {
  assert.deepEqual(disagreements(measured(20, 20.1, 35), 0.2, 7, 'Cel'), [{ stream: 't2', at: 7, what: 'disagrees', says: 't2 says 35 Cel where the middle of 3 is 20.1 Cel: it is left out' }]);
  assert.deepEqual(disagreements(measured(20, 30), 0.2, 7).map(({ stream, says }) => [stream, says]),
    [['t0', 't0 says 20, t1 says 30: one of them must be wrong, and nothing tells which'], ['t1', 't0 says 20, t1 says 30: one of them must be wrong, and nothing tells which']]);
});
