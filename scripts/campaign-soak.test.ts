import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSoak } from './campaign-soak.ts';

test('under an even load everything that is acknowledged is there once, and memory stays bounded', async () => {
  const { faults, sent, acknowledged, records } = await runSoak({ seconds: 2, rate: 200, seed: 1 });
  assert.deepEqual(faults, []);
  assert.ok(sent > 100 && records > 10);
  assert.equal(acknowledged, sent);
});
