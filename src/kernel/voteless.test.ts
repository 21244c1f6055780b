// Who takes part without a vote: a shop, a school.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Matter } from '../vocabulary/charter.ts';

const half = { numerator: 1, denominator: 2 };
const matters: readonly Matter[] = [
  { name: 'words', changes: ['resolution'], asked: 'all', rule: { rule: 'threshold', yes: { more_than: half } }, days: 7 },
  { name: 'agreements', changes: ['adopt', 'terms'], asked: 'all', rule: { rule: 'threshold', yes: { more_than: half } }, days: 7 },
];
const house = (): KernelBench => new KernelBench([{ id: 'ana' }, { id: 'bo' }, { id: 'cy' }, { id: 'shop', votes: false }], undefined, {}, { matters });
const words: Change = { change: 'resolution' };

test('who has no vote isn\'t counted, can\'t say anything to a proposal, and nobody can delegate to them', () => {
  const bench = house();
  const proposal = bench.propose('ana', words);
  assert.equal(bench.vote('shop', proposal), 'not_permitted');
  assert.equal(bench.vote('bo', proposal), 'carried', 'two of three');
  assert.equal(bench.say('member-ana', 'ana', { kind: 'delegate', body: { topic: null, to: 'shop' } }).items[0]?.code, 'unknown_member');
  assert.equal(bench.restored().state.members.get('shop')?.voteless, true, 'a snapshot keeps it');
});

test('they pay and are paid, may propose, and an agreement that makes them a party takes their yes', () => {
  const bench = house();
  const adopt: Change = { change: 'adopt', subcontract: 'wood', manifest: testManifest({ parties: { seller: { says: 'sells' } } }), code: 'wood', parties: { seller: 'shop' }, terms: {} };
  const proposal = bench.propose('shop', adopt);
  for (const member of ['ana', 'bo']) assert.equal(bench.vote(member, proposal), 'open', 'the seller has said nothing');
  assert.equal(bench.vote('shop', proposal), 'carried');
});
