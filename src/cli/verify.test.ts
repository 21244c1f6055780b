import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sayClock } from './verify.ts';

const now = Date.UTC(2026, 0, 5, 12);

test('a log whose clock ran ahead by more than two minutes is said to be written ahead of time', () => {
  assert.deepEqual(sayClock(now - 1, now), []);
  assert.deepEqual(sayClock(now + 120_000, now), []);
  const [line = ''] = sayClock(Date.UTC(2026, 2, 6), now);
  assert.match(line, /^ {2}WRITTEN AHEAD OF TIME: the last record says 2026-03-06T00:00.*, and here it is 2026-01-05T12:00/);
});
