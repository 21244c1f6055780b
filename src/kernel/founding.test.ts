import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import { hourMs } from '../vocabulary/time.ts';

test('an envelope whose amounts the unit can\'t hold is refused, and stops nothing', () => {
  for (const [amount, code] of [['9007199254740992', 'overflow'], ['0.001', 'too_many_decimals']] as const) {
    const bench = new KernelBench([{ id: 'ana' }]);
    const wide = testManifest({ envelope: [{ debit: 'members', per_event: '1.00', per_person: { amount, days: 30 } }] });
    const [item] = bench.adopt('it', () => ({}), wide).items;
    assert.deepEqual([item?.status, item?.code], ['refused', code]);
    assert.equal(bench.adopt('it', () => ({})).items[0]?.status, 'done');
  }
});

test('a charter by which a limit is none, or an old entry would be new again, founds nothing', () => {
  for (const [rules, code] of [
    [{ alone_max: { crown: 'ten' } }, 'invalid_value'], [{ alone_max: { crown: '0.001' } }, 'too_many_decimals'], [{ alone_max: { hour: '1.00' } }, 'unknown_unit'],
    [{ clock_ahead_s: 86_401 }, 'invalid_value'], [{ late_days: 3651 }, 'invalid_value'], [{ late_days: 0.5 }, 'invalid_value'],
  ] as const) {
    const bench = new KernelBench([{ id: 'ana' }], undefined, {}, rules);
    assert.equal(bench.kernel.state.charter, null, JSON.stringify(rules));
    assert.equal(bench.founded.items[0]?.code, code, JSON.stringify(rules));
  }
});

test('zone rules by which the operator could begin another month, and issue anew, aren\'t taken', () => {
  const bench = new KernelBench([{ id: 'ana' }]);
  const gate = (seconds: number): unknown => {
    const answer = bench.kernel.gate(bench.seal('operator-1', 'operator', { kind: 'zone', body: { zone_rules: String(seconds) } }), '', bench.now);
    return answer.pass ? 'pass' : answer.duplicate ? 'duplicate' : answer.refusal.code;
  };
  assert.deepEqual([31 * 86_400, -57_601, 57_601, 3600.5].map(gate), ['invalid_value', 'invalid_value', 'invalid_value', 'invalid_value']);
  assert.deepEqual([3600, -57_600, 57_600].map(gate), ['pass', 'pass', 'pass']);
});

test('an hour after its last word a founding is over, also when nothing else has been said', () => {
  const bench = new KernelBench([{ id: 'ana' }]);
  const gateOf = (): string => {
    const gate = bench.kernel.gate(bench.seal('operator-1', 'operator', { kind: 'adopt', body: { subcontract: 'late', manifest: testManifest(), code: 'late', parties: {}, terms: {} } }), '', bench.now);
    return gate.pass ? 'passes' : gate.duplicate ? 'duplicate' : gate.refusal.code;
  };
  bench.until(bench.now + hourMs);
  assert.equal(gateOf(), 'passes');
  bench.adopt('wood', () => ({}));
  bench.until(bench.now + hourMs + 1);
  assert.equal(gateOf(), 'not_permitted');
  bench.until(bench.now + 5 * hourMs);
  assert.equal(gateOf(), 'not_permitted');
});
