import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter, Entrenched } from '../vocabulary/charter.ts';
import { dayMs } from '../vocabulary/time.ts';

const manifest = testManifest({
  name: 'pledge', parties: { giver: { says: 'gives' } },
  terms: { ...testManifest().terms, share: { type: 'decimal', decimals: 6, min: '0', max: '1', default: '0.20' } },
});

const cap = (most: string): Entrenched => ({
  says: 'nobody takes more than this of what a giver earns', cap: { term: 'share', kit: 'pledge', at_most: most },
  way: { consent: 'party:giver', votes: 2, apart_days: 30 },
});

function house(rules: Partial<Charter> = {}): KernelBench {
  const bench = new KernelBench(['gil', 'ana', 'bo', 'cy', 'dee'].map((id) => ({ id })), undefined, {}, { entrenched: { 'giver-cap': cap('0.30') }, decide: { more_than: { numerator: 1, denominator: 2 }, days: 10 }, ...rules });
  bench.adopt('gift', () => ({}), manifest, { giver: 'gil' });
  return bench;
}

const share = (of: string): Change & { change: 'terms' } => ({ change: 'terms', subcontract: 'gift', terms: { share: of } });
const raised: Change = { change: 'charter', set: { entrenched: { 'giver-cap': cap('0.50') } } };

test('a share of 40 % against a cap of 30 % is out of order however many want it; 30 % is not, and the way is named', () => {
  const bench = house();
  const { items: [item] } = bench.say('member-ana', 'ana', { kind: 'propose', body: { change: share('0.40'), reason: '' } });
  assert.equal(item?.code, 'out_of_order');
  assert.match(item?.detail ?? '', /at most 0\.30, not 0\.40.*with the consent of the giver, and 2 votes 30 days apart/);
  const allowed = bench.propose('ana', share('0.30'));
  bench.vote('bo', allowed);
  assert.equal(bench.vote('cy', allowed), 'carried');
  assert.equal(bench.kernel.state.subcontracts.get('gift')?.terms['share'], 300_000);
});

test('the entrenched way: the giver\'s consent and two votes thirty days apart; then an ordinary vote sets 40 %', () => {
  const bench = house();
  const proposal = bench.propose('ana', raised);
  for (const member of ['bo', 'cy', 'dee']) assert.equal(bench.vote(member, proposal), 'open', 'four of five, and the giver has said nothing');
  assert.equal(bench.vote('gil', proposal), 'open', 'carried for the first time');
  const again = bench.kernel.state.proposals.get(proposal);
  assert.deepEqual([again?.entrenched?.vote, again?.entrenched?.begins, again?.ballots], [2, bench.now + 30 * dayMs, {}]);
  bench.until(bench.now + 30 * dayMs - 1);
  assert.equal(bench.vote('ana', proposal), 'not_permitted', 'the second vote has yet to begin');
  bench.until(bench.now + 1);
  for (const member of ['ana', 'bo', 'cy']) assert.equal(bench.vote(member, proposal), 'open');
  assert.equal(bench.vote('gil', proposal), 'carried');
  const forty = bench.propose('ana', share('0.40'));
  bench.vote('bo', forty);
  assert.equal(bench.vote('cy', forty), 'carried');
});

test('the giver\'s no ends it, and without the giver\'s yes it expires', () => {
  const bench = house();
  const refused = bench.propose('ana', raised);
  assert.equal(bench.vote('gil', refused, 'no'), 'rejected');
  const silent = bench.propose('ana', raised);
  for (const member of ['bo', 'cy', 'dee']) bench.vote(member, silent);
  const outcomes = bench.until(bench.now + 10 * dayMs);
  const decided = outcomes.flatMap(({ facts }) => facts).find((fact) => fact.fact === 'decided');
  assert.equal(decided?.fact === 'decided' ? decided.how : '', 'rejected', 'four of five want it, but the giver hasn\'t agreed');
});

test('a cap can\'t be got round: by another version without the term, by a choice, by a pilot of the same kit, at the founding', () => {
  const bench = house();
  const codeOf = (change: Change): unknown => bench.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: '' } }).items[0]?.code;
  const without = { ...manifest, terms: testManifest().terms };
  assert.equal(codeOf({ change: 'adopt', subcontract: 'gift', manifest: without, code: 'x', parties: { giver: 'gil' }, terms: {} }), 'out_of_order');
  assert.equal(codeOf({ change: 'choice', options: [{ id: 'a', says: '', change: share('0.40') }, { id: 'b', says: '' }] }), 'out_of_order');
  assert.equal(codeOf({ change: 'adopt', subcontract: 'second', manifest, code: 'x', parties: { giver: 'gil' }, terms: { share: '0.31' } }), 'out_of_order');
  const founding = new KernelBench([{ id: 'gil' }], undefined, {}, { entrenched: { 'giver-cap': cap('0.10') } });
  assert.equal(founding.adopt('gift', () => ({}), manifest, { giver: 'gil' }).items[0]?.code, 'out_of_order');
});

test('parts of the charter can be entrenched, and a cap protects itself; another cap is set by an ordinary vote', () => {
  const bench = house({ entrenched: { names: { says: 'the name stays', cap: { charter: ['name'] }, way: { consent: ['dee'], votes: 1, apart_days: 0 } } } });
  const renamed = bench.propose('ana', { change: 'charter', set: { name: 'Elsewhere' } });
  bench.vote('bo', renamed);
  assert.equal(bench.vote('cy', renamed), 'open', 'three of five, and dee has yet to agree');
  assert.equal(bench.vote('dee', renamed), 'carried');
  const gone = bench.propose('ana', { change: 'charter', set: { entrenched: null } });
  bench.vote('bo', gone);
  assert.equal(bench.vote('cy', gone), 'open');
  const more = bench.propose('bo', { change: 'charter', set: { entrenched: { ...bench.kernel.state.charter?.entrenched, 'giver-cap': cap('0.30') } } });
  bench.vote('ana', more);
  assert.equal(bench.vote('cy', more), 'carried', 'the cap that there is stays as it was');
});

test('a cap that protects whoever has taken up a part asks each of them, whoever they are by then', () => {
  const most = (of: string): Entrenched => ({ ...cap(of), way: { consent: 'part:guarantee', votes: 1, apart_days: 0 } });
  const bench = house({ entrenched: { most: most('0.30') } });
  const change: Change = { change: 'charter', set: { entrenched: { most: most('0.50') } } };
  const { items: [item] } = bench.say('member-ana', 'ana', { kind: 'propose', body: { change: share('0.40'), reason: '' } });
  assert.match(item?.detail ?? '', /with the consent of each who has taken up the part guarantee, and a vote/);
  for (const giver of ['gil', 'dee']) bench.consent(giver, 'gift');
  const refused = bench.propose('ana', change);
  assert.equal(bench.vote('gil', refused, 'no'), 'rejected', 'one of them is enough');
  const proposal = bench.propose('ana', change);
  bench.consent('bo', 'gift');
  for (const member of ['cy', 'gil', 'dee']) assert.equal(bench.vote(member, proposal), 'open', 'four of five, and Bo, who has taken it up meanwhile, has said nothing');
  assert.equal(bench.vote('bo', proposal), 'carried');
});
