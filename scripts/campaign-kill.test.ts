import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCampaign } from './campaign-kill.ts';

test('a server that is killed under load loses nothing that it acknowledged, and does nothing twice', async () => {
  const { faults, sent, acknowledged } = await runCampaign({ kills: 3, seed: 1, rate: 500 });
  assert.deepEqual(faults, [], 'again with: node scripts/campaign-kill.ts --kills 3 --seed 1');
  assert.ok(sent > 0);
  assert.equal(acknowledged, sent);
});
