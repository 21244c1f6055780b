import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFuzz, type Edge } from './campaign-fuzz.ts';

/** What takes about a second each. */
const cases: { readonly [edge in Edge]: number } = { http: 300, mqtt: 100, scenario: 300, kit: 60, settings: 100, bank: 2000 };

for (const [edge, count] of Object.entries(cases) as [Edge, number][]) {
  test(`whatever comes to the edge ${edge}, it is answered clearly, and nothing is lost`, async () => {
    const { faults, cases: had } = await runFuzz(edge, 1, (done) => done < count);
    assert.deepEqual(faults, [], `again with: npm run campaign:fuzz -- --edge ${edge} --seed 1 --cases ${count}`);
    assert.equal(had, count);
  });
}
