import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runNodes } from './campaign-nodes.ts';

test('nodes on a bad network: a few runs longer than the test beside it plays', () => {
  const { runs, heads, terms, crashes, faults } = runNodes({ seed: 1001, runs: 20, steps: 1500, goOn: () => true, tell: () => undefined });
  assert.deepEqual(faults, []);
  assert.equal(runs, 20);
  for (const count of [heads, terms, crashes]) assert.ok(count > 0);
});

test('a campaign that is stopped has played fewer runs', () => {
  let left = 3;
  assert.equal(runNodes({ seed: 1, runs: 10, steps: 10, goOn: () => left-- > 0, tell: () => undefined }).runs, 3);
});
