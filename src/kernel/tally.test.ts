import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import { tallyOf, type Tally } from './tally.ts';

const operator: Change = {
  change: 'operator', keys: [{ id: 'operator-2', role: 'operator', owner: 'operator', public_key: 'o2' }, { id: 'log-2', role: 'log', owner: 'operator', public_key: 'l2' }],
};

function house(count: number, rules: ConstructorParameters<typeof KernelBench>[3] = {}, rights: ConstructorParameters<typeof KernelBench>[2] = {}): KernelBench {
  return new KernelBench(Array.from({ length: count }, (_, i) => ({ id: `m${i}` })), undefined, rights, rules);
}

function tally({ kernel: { state } }: KernelBench, id: string): Tally | undefined {
  const proposal = state.proposals.get(id);
  return proposal === undefined ? undefined : tallyOf(state, proposal);
}

test('so many as it says are still needed carry a proposal, and not one fewer: for every size of house and every part', () => {
  for (let count = 2; count <= 9; count++) {
    for (const [numerator, denominator] of [[0, 1], [1, 3], [1, 2], [2, 3], [3, 4], [8, 9]] as const) {
      const bench = house(count, { decide: { more_than: { numerator, denominator }, days: 30 } });
      const id = bench.propose('m0', operator);
      let yes = 1;
      for (let left = tally(bench, id)?.needed ?? 0; left > 0; left--) {
        assert.equal(tally(bench, id)?.needed, left, `${count} members, more than ${numerator}/${denominator}, ${yes} yes`);
        assert.equal(bench.vote(`m${yes}`, id), left === 1 ? 'carried' : 'open', `${count} members, more than ${numerator}/${denominator}, ${yes + 1} yes`);
        yes += 1;
      }
      assert.equal(bench.kernel.state.proposals.size, 0);
    }
  }
});

test('of a house of five three are needed, of whom one has said so; a no is counted apart', () => {
  const bench = house(5);
  const id = bench.propose('m0', operator);
  bench.vote('m1', id, 'no');
  assert.deepEqual(tally(bench, id), { yes: 1, no: 1, of: 5, needed: 2, mustAgree: [], voters: null, orWitnesses: [], count: null, outlook: 'open', via: {} });
});

test('who would become a party has to agree, even when enough others do', () => {
  const bench = house(3);
  const id = bench.propose('m0', { change: 'adopt', subcontract: 'box', manifest: testManifest({ parties: { provider: { says: 'brings it' } } }), code: 'box', parties: { provider: 'm2' }, terms: {} });
  assert.deepEqual([tally(bench, id)?.needed, tally(bench, id)?.mustAgree], [1, ['m2']]);
  assert.equal(bench.vote('m1', id), 'open');
  assert.deepEqual([tally(bench, id)?.needed, tally(bench, id)?.mustAgree], [1, ['m2']]);
  assert.equal(bench.vote('m2', id), 'carried');
});

test('friends are counted for a new key; then nobody is needed, and it waits', () => {
  const bench = house(7);
  bench.say('member-m6', 'm6', { kind: 'friends', body: { friends: ['m0', 'm1', 'm2', 'm3', 'm4'], approvals: 3 } });
  const id = bench.propose('m0', { change: 'recover', member: 'm6', key: { id: 'new', role: 'member', owner: 'm6', public_key: 'new' } });
  assert.deepEqual(tally(bench, id), { yes: 1, no: 0, of: 5, needed: 2, mustAgree: [], voters: ['m0', 'm1', 'm2', 'm3', 'm4'], orWitnesses: [], count: null, outlook: 'open', via: {} });
  bench.vote('m1', id);
  bench.vote('m2', id);
  assert.equal(tally(bench, id)?.needed, 0);
});

test('a second person for a larger issue: any other member, or of those who may issue the others', () => {
  const change: Change = { change: 'issue', to: 'm1', unit: 'crown', amount: '1.00', reason: 'roof' };
  const any = house(3);
  const open = any.propose('operator', change, 'operator');
  assert.deepEqual([tally(any, open)?.needed, tally(any, open)?.voters], [1, null]);
  const named = house(4, {}, { issue: ['m0', 'm1', 'm2'] });
  const id = named.propose('m0', change);
  assert.deepEqual([tally(named, id)?.needed, tally(named, id)?.voters], [1, ['m2']]);
  assert.equal(named.vote('m2', id), 'carried');
});
