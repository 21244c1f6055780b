import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCuts } from './campaign-cut.ts';

test('cuts at each of the last bytes and flips all over a journal: a beginning of it is recovered, or it refuses', () => {
  const lines: string[] = [];
  const { complete, cuts, flips, faults, whole, behind, refused } = runCuts({ bytes: 300, flips: 300, seed: 1, goOn: () => true, tell: (line) => lines.push(line) });
  assert.deepEqual(faults, [], 'again with: npm run campaign:cut -- --bytes 300 --flips 300 --seed 1');
  assert.equal(complete, true);
  assert.deepEqual([cuts, flips], [900, 300]);
  for (const count of [whole, behind, refused]) assert.ok(count > 0);
});

test('a campaign that is stopped says that it is not complete', () => {
  let left = 10;
  const { complete, cuts } = runCuts({ bytes: 300, flips: 0, seed: 1, goOn: () => left-- > 0, tell: () => undefined });
  assert.deepEqual([complete, cuts], [false, 10]);
});
