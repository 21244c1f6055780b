import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, dayInMonth, dayOfMonth, lastDate, monthLength, nextDate } from './time.ts';

test('months by the calendar: a date that a month lacks is its last day, leap years counted', () => {
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28');
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29');
  assert.equal(addMonths('2026-01-31', 2), '2026-03-31', 'counted from the first, not from February');
  assert.equal(addMonths('2026-12-15', 1), '2027-01-15');
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28');
  assert.equal(addMonths('2026-01-01', -13), '2024-12-01');
  assert.equal(dayInMonth('2026-02-10', 31), '2026-02-28');
  assert.equal(dayInMonth('2026-02-10', 0), '2026-02-01');
  assert.equal(dayInMonth('2026-04-30', 15), '2026-04-15');
  assert.deepEqual([monthLength('2100-02-01'), monthLength('2000-02-01'), monthLength('2026-09-30')], [28, 29, 30]);
  assert.equal(dayOfMonth('2026-09-07'), 7);
});

test('the next and the last day with a date: never the day itself, and it may be', () => {
  assert.deepEqual(['2026-01-30', '2026-01-31', '2026-02-27', '2026-02-28'].map((day) => nextDate(day, 31)), ['2026-01-31', '2026-02-28', '2026-02-28', '2026-03-31']);
  assert.deepEqual(['2026-01-31', '2026-02-27', '2026-02-28', '2026-03-30'].map((day) => lastDate(day, 31)), ['2026-01-31', '2026-01-31', '2026-02-28', '2026-02-28']);
  assert.deepEqual([nextDate('2025-12-15', 15), lastDate('2026-01-14', 15)], ['2026-01-15', '2025-12-15']);
});
