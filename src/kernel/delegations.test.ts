import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import { dayMs } from '../vocabulary/time.ts';
import { tallyOf, type Tally } from './tally.ts';

const rules: Partial<Charter> = {
  matters: [{ name: 'words', changes: ['resolution'], asked: 'all', rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 7 }],
};

function house(count = 6): KernelBench {
  return new KernelBench(Array.from({ length: count }, (_, i) => ({ id: `m${i}` })), undefined, {}, rules);
}

function delegate(bench: KernelBench, by: string, to: string | null, topic: string | null = null): { readonly code?: string | undefined; readonly detail?: string | undefined } {
  const { items: [item] } = bench.say(`member-${by}`, by, { kind: 'delegate', body: { topic, to } });
  return { code: item?.code, detail: item?.detail };
}

function tally(bench: KernelBench, id: string): Tally {
  const proposal = bench.kernel.state.proposals.get(id);
  assert.ok(proposal !== undefined);
  return tallyOf(bench.kernel.state, proposal);
}

test('who says nothing votes through whom they trust, and so on; their own vote always counts before that, and it can be taken back', () => {
  const bench = house();
  assert.equal(delegate(bench, 'm1', 'm2').code, undefined);
  assert.equal(delegate(bench, 'm2', 'm3').code, undefined);
  const id = bench.propose('m0', { change: 'resolution' });
  bench.vote('m3', id, 'no');
  assert.deepEqual(tally(bench, id).via, { m1: ['m2', 'm3'], m2: ['m3'] });
  assert.deepEqual([tally(bench, id).yes, tally(bench, id).no], [1, 3]);
  bench.vote('m2', id, 'yes');
  assert.deepEqual([tally(bench, id).yes, tally(bench, id).no], [3, 1]);
  assert.equal(delegate(bench, 'm1', null).code, undefined);
  assert.deepEqual([tally(bench, id).yes, tally(bench, id).no, tally(bench, id).via], [2, 1, {}]);
  assert.equal(delegate(bench, 'm1', null).code, 'unknown_value');
});

test('on a topic of its own, else on all', () => {
  const bench = house();
  delegate(bench, 'm1', 'm2', 'food');
  delegate(bench, 'm1', 'm3');
  const food = bench.propose('m0', { change: 'resolution' }, 'member', { topic: 'food' });
  const other = bench.propose('m0', { change: 'resolution' }, 'member', { topic: 'roofs' });
  for (const id of [food, other]) {
    bench.vote('m2', id, 'no');
    bench.vote('m3', id, 'yes');
  }
  assert.deepEqual([tally(bench, food).via, tally(bench, other).via], [{ m1: ['m2'] }, { m1: ['m3'] }]);
});

test('never in a circle, also not one that a topic alone would close', () => {
  const bench = house();
  delegate(bench, 'm1', 'm2');
  delegate(bench, 'm2', 'm3');
  assert.deepEqual(delegate(bench, 'm3', 'm1'), { code: 'delegation_circle', detail: 'm3 → m1 → m2' });
  assert.equal(delegate(bench, 'm4', 'm4').code, 'delegation_circle');
  delegate(bench, 'm3', 'm4', 'food');
  const closing = delegate(bench, 'm4', 'm1');
  assert.deepEqual(closing, { code: 'delegation_circle', detail: 'on food: m4 → m1 → m2 → m3' });
  assert.equal(delegate(bench, 'm4', 'm5').code, undefined);
  assert.equal(delegate(bench, 'm4', 'nobody').code, 'unknown_member');
});

test('a party\'s own yes doesn\'t come through others', () => {
  const bench = new KernelBench(['m0', 'm1', 'm2'].map((id) => ({ id })));
  delegate(bench, 'm2', 'm0');
  const admitted = bench.propose('m0', { change: 'admit', member: { id: 'm9' }, keys: [] });
  assert.ok(!bench.kernel.state.proposals.has(admitted), 'two of three, by m0\'s yes and what comes through it');
  const adopt: Change = { change: 'adopt', subcontract: 'box', manifest: testManifest({ parties: { owner: { says: 'lends' } } }), code: 'box', parties: { owner: 'm2' }, terms: {} };
  const id = bench.propose('m0', adopt);
  assert.equal(bench.vote('m1', id), 'open', 'all three by the count, and m2 has said nothing');
  assert.equal(bench.vote('m2', id), 'carried');
});

test('with somebody who leaves their own delegations end: a vote doesn\'t go on through who isn\'t there', () => {
  const bench = house();
  delegate(bench, 'm1', 'm2');
  delegate(bench, 'm2', 'm3', 'food');
  delegate(bench, 'm2', 'm3');
  bench.say('member-m2', 'm2', { kind: 'leave', body: {} });
  assert.deepEqual([...bench.kernel.state.delegations], [['m1 *', 'm2']]);
  const id = bench.propose('m0', { change: 'resolution' });
  bench.vote('m3', id, 'no');
  assert.deepEqual(tally(bench, id).via, {});
});

test('delegations that are set while it is open count when it is counted, at its end', () => {
  const bench = house(3);
  const id = bench.propose('m0', { change: 'resolution' });
  bench.vote('m1', id, 'no');
  delegate(bench, 'm2', 'm1');
  const outcomes = bench.until(bench.now + 7 * dayMs);
  const decided = outcomes.flatMap(({ facts }) => facts).find((fact) => fact.fact === 'decided');
  assert.deepEqual(decided?.fact === 'decided' && [decided.how, decided.count?.bodies[0]?.via], ['rejected', { m2: ['m1'] }]);
});
