import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inPeriod, periodStart } from './days.ts';
import { forDays, pieces } from './shares.ts';

test('by the month: whole months count whole, of a part each day is one of the days of its month', () => {
  assert.equal(forDays(3100, '2026-03-02', '2026-05-01', 1), 3000 + 3100, '30 of 31 days, and April');
  assert.equal(forDays(3100, '2026-02-01', '2026-03-01', 1), 3100, 'a short month too');
  assert.equal(forDays(280, '2026-01-31', '2026-02-14', 31), 140, '14 of the 28 days from 31 January to 28 February');
  assert.equal(forDays(310, '2026-01-20', '2026-01-20', 15), 0);
  assert.equal(forDays(310, '2026-01-20', '2026-01-10', 15), 0);
  // Each month is rounded by itself: 1 × 15 ÷ 31 is 0.48, 1 × 14 ÷ 28 is 0.5, and half goes up.
  assert.equal(forDays(1, '2026-01-17', '2026-02-15', 1), 0 + 1);
});

test('in pieces: as few as there can be, and as even', () => {
  assert.deepEqual(pieces(100, 40), [34, 33, 33]);
  assert.deepEqual(pieces(80, 40), [40, 40]);
  assert.deepEqual(pieces(0, 40), []);
});

test('what falls into a period adds up, and the first of the next begins anew', () => {
  const day = 86_400_000;
  assert.equal(periodStart(61 * day + 5, 30), 60 * day);
  const first = inPeriod(null, 60 * day, 30, 7);
  assert.deepEqual(first, { period: 60 * day, amount: 7 });
  assert.deepEqual(inPeriod(first, 90 * day - 1, 30, 5), { period: 60 * day, amount: 12 });
  assert.deepEqual(inPeriod(first, 90 * day, 30, 5), { period: 90 * day, amount: 5 });
});
