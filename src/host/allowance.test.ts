import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowance } from './allowance.ts';

test('so many within a minute, and as many again in the next', () => {
  let now = 59_000;
  const may = allowance(2, () => now);
  assert.deepEqual([may(), may(), may()], [true, true, false]);
  now = 60_000;
  assert.deepEqual([may(), may(), may()], [true, true, false]);
});
