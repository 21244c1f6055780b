import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoneRules } from '../zones/zones.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { clockAt, lastSlot, nextSlot, quietUntil } from './calendar.ts';

const zone = (name: string): ZoneRules => zoneRules(name) ?? assert.fail(name);
const berlin = zone('Europe/Berlin');
const newYork = zone('America/New_York');
const at = (text: string): number => Date.parse(text);

test('quiet hours over midnight hold until the morning, by the reader\'s clock', () => {
  const quiet = { from: 22 * 60, until: 7 * 60 };
  assert.equal(quietUntil(berlin, quiet, at('2026-01-05T22:00:00+01:00')), at('2026-01-06T07:00:00+01:00'));
  assert.equal(quietUntil(berlin, quiet, at('2026-01-06T06:59:59+01:00')), at('2026-01-06T07:00:00+01:00'));
  assert.equal(quietUntil(berlin, quiet, at('2026-01-06T07:00:00+01:00')), null);
  assert.equal(quietUntil(berlin, quiet, at('2026-01-05T21:59:59+01:00')), null);
  assert.equal(quietUntil(newYork, quiet, at('2026-01-06T07:30:00+01:00')), at('2026-01-06T07:00:00-05:00'));
});

test('quiet hours within a day, none, and the night in which clocks go forward', () => {
  assert.equal(quietUntil(berlin, { from: 13 * 60, until: 15 * 60 }, at('2026-01-05T14:00:00+01:00')), at('2026-01-05T15:00:00+01:00'));
  assert.equal(quietUntil(berlin, { from: 13 * 60, until: 15 * 60 }, at('2026-01-05T15:00:00+01:00')), null);
  assert.equal(quietUntil(berlin, null, at('2026-01-05T03:00:00+01:00')), null);
  assert.equal(quietUntil(berlin, { from: 60, until: 60 }, at('2026-01-05T01:00:00+01:00')), null);
  assert.equal(quietUntil(berlin, { from: 22 * 60, until: 7 * 60 }, at('2026-03-29T01:30:00+01:00')), at('2026-03-29T07:00:00+02:00'));
});

test('a weekly digest on Monday at eight speaks of Monday to Sunday, a daily one of yesterday', () => {
  const digest = { hour: 8, weekday: 1 };
  const slot = { due: at('2026-01-12T08:00:00-05:00'), before: at('2026-01-12T00:00:00-05:00'), period: { from: '2026-01-05', to: '2026-01-11' } };
  for (const now of ['2026-01-12T08:00:00-05:00', '2026-01-14T23:00:00-05:00', '2026-01-19T07:59:59-05:00']) assert.deepEqual(lastSlot(newYork, 'weekly', digest, at(now)), slot, now);
  assert.equal(lastSlot(newYork, 'weekly', digest, at('2026-01-12T07:59:59-05:00')).before, at('2026-01-05T00:00:00-05:00'));
  assert.equal(nextSlot(newYork, 'weekly', digest, at('2026-01-12T08:00:00-05:00')).due, at('2026-01-19T08:00:00-05:00'));
  assert.deepEqual(lastSlot(newYork, 'daily', digest, at('2026-01-12T07:00:00-05:00')), {
    due: at('2026-01-11T08:00:00-05:00'), before: at('2026-01-11T00:00:00-05:00'), period: { from: '2026-01-10', to: '2026-01-10' },
  });
  // The reader lives elsewhere: their Sunday ends earlier.
  assert.equal(lastSlot(berlin, 'weekly', digest, at('2026-01-12T08:00:00-05:00')).before, at('2026-01-12T00:00:00+01:00'));
});

test('a day of 23 hours and one of 25 have their digest at eight too; at an hour that is skipped, it comes after', () => {
  assert.equal(lastSlot(berlin, 'daily', { hour: 8, weekday: 1 }, at('2026-03-29T20:00:00+02:00')).due, at('2026-03-29T08:00:00+02:00'));
  assert.equal(lastSlot(berlin, 'daily', { hour: 8, weekday: 1 }, at('2026-10-25T20:00:00+01:00')).due, at('2026-10-25T08:00:00+01:00'));
  assert.equal(clockAt(berlin, '2026-03-29', 150), at('2026-03-29T03:30:00+02:00'));
  const before = lastSlot(berlin, 'daily', { hour: 8, weekday: 1 }, at('2026-03-30T08:00:00+02:00'));
  assert.equal(before.before - lastSlot(berlin, 'daily', { hour: 8, weekday: 1 }, at('2026-03-29T08:00:00+02:00')).before, 23 * 3_600_000);
});
