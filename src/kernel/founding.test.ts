import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';

test('an envelope whose amounts the unit can\'t hold is refused, and stops nothing', () => {
  for (const [amount, code] of [['9007199254740992', 'overflow'], ['0.001', 'too_many_decimals']] as const) {
    const bench = new KernelBench([{ id: 'ana' }]);
    const wide = testManifest({ envelope: [{ debit: 'members', per_event: '1.00', per_person: { amount, days: 30 } }] });
    const [item] = bench.adopt('it', () => ({}), wide).items;
    assert.deepEqual([item?.status, item?.code], ['refused', code]);
    assert.equal(bench.adopt('it', () => ({})).items[0]?.status, 'done');
  }
});
