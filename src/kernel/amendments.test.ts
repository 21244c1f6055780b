import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change, Edit } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { dayMs } from '../vocabulary/time.ts';

const text = [{ id: 'p1', text: 'A park with trees.' }, { id: 'p2', text: 'A small playground.' }, { id: 'p3', text: 'Benches.' }];
const rules: Partial<Charter> = {
  matters: [{ name: 'parks', changes: ['resolution', 'terms'], asked: 'all', rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 2 }, days: 14 }],
  amending: { rule: { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 20 }, days: 7, confirm_days: 3 },
};

function town(count = 60, more: Partial<Charter> = {}): KernelBench {
  return new KernelBench(Array.from({ length: count }, (_, i) => ({ id: `m${i}` })), undefined, {}, { ...rules, ...more });
}

function park(house: KernelBench): string {
  return house.propose('m0', { change: 'resolution' }, 'member', { title: 'A park', text });
}

/** Makes an amendment; its name, or the refusal's code. */
function amend(house: KernelBench, by: string, proposal: string, edits: readonly Edit[], revision = house.kernel.state.proposals.get(proposal)?.revision.digest ?? ''): string {
  const outcome = house.say(`member-${by}`, by, { kind: 'amend', body: { proposal, revision, edits, reason: '' } });
  const fact = outcome.facts.find((each) => each.fact === 'amended');
  return fact?.fact === 'amended' ? fact.amendment.id : (outcome.items[0]?.code ?? '');
}

function paragraph(id: string, before: string | null, after: string | null, behind?: string): Edit {
  return { edit: 'paragraph', id, before, after, ...(behind === undefined ? {} : { behind }) };
}

function votes(house: KernelBench, on: string, choice: 'yes' | 'no', from: number, to: number): void {
  for (let i = from; i <= to; i++) assert.equal(house.vote(`m${i}`, on, choice), 'open', `m${i}`);
}

function ends(outcomes: readonly Outcome[]): { readonly [amendment: string]: string } {
  const facts = outcomes.flatMap((outcome): readonly Fact[] => outcome.facts);
  return Object.fromEntries(facts.flatMap((fact) => (fact.fact === 'amendment.decided' ? [[fact.amendment, fact.how]] : [])));
}

test('garden 6 to 22 stays out, playground 31 to 4 comes in: revision 2, and who approved of the first is asked again', () => {
  const house = town();
  const proposal = park(house);
  votes(house, proposal, 'yes', 1, 17);
  votes(house, proposal, 'no', 18, 19);
  const garden = amend(house, 'm20', proposal, [paragraph('p1', 'A park with trees.', 'A community garden.')]);
  const equipment = amend(house, 'm21', proposal, [paragraph('p2', 'A small playground.', 'A playground with more equipment.')]);
  votes(house, garden, 'yes', 21, 25); // with m20 six
  votes(house, garden, 'no', 26, 47);
  votes(house, equipment, 'yes', 22, 51); // with m21 thirty-one
  votes(house, equipment, 'no', 52, 55);
  const outcomes = house.until(house.now + 7 * dayMs);
  assert.deepEqual(ends(outcomes), { [garden]: 'rejected', [equipment]: 'adopted' });
  const now = house.kernel.state.proposals.get(proposal);
  assert.equal(now?.revision.number, 2);
  assert.deepEqual(now?.revision.text.map((each) => each.text), ['A park with trees.', 'A playground with more equipment.', 'Benches.']);
  assert.equal(now?.unconfirmed.length, 18, 'm0 to m17');
  assert.deepEqual(Object.keys(now?.ballots ?? {}), ['m18', 'm19'], 'who was against it still is');
  const asked = outcomes.flatMap(({ facts }) => facts).filter((fact) => fact.fact === 'notice' && fact.code === 'confirm_again');
  assert.equal(asked.length, 18);
  assert.equal(house.vote('m1', proposal), 'stale_revision', 'a vote for the first revision');
  assert.equal(house.vote('m1', proposal, 'yes', { revision: now?.revision.digest ?? '' }), 'open');
  assert.equal(house.kernel.state.proposals.get(proposal)?.unconfirmed.length, 17);
});

test('two amendments on one line are decided together, and the one with more votes for it is taken in; a third one elsewhere too', () => {
  const house = town(40, { amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 3 }, days: 5, confirm_days: 3 } });
  const proposal = park(house);
  const first = amend(house, 'm1', proposal, [paragraph('p2', 'A small playground.', 'Swings.')]);
  const elsewhere = amend(house, 'm2', proposal, [paragraph('p4', null, 'A fountain.', 'p3')]);
  house.until(house.now + 2 * dayMs);
  const rival = amend(house, 'm3', proposal, [paragraph('p2', 'A small playground.', 'A slide.')]);
  votes(house, first, 'yes', 4, 8);
  votes(house, rival, 'yes', 9, 14);
  votes(house, elsewhere, 'yes', 4, 8);
  assert.equal(house.kernel.state.amendments.get(first)?.closes, house.kernel.state.amendments.get(rival)?.closes, 'held against each other at one time');
  assert.deepEqual(ends(house.until(house.now + 3 * dayMs)), { [elsewhere]: 'adopted' });
  assert.deepEqual(ends(house.until(house.now + 2 * dayMs)), { [rival]: 'adopted', [first]: 'rival' });
  const { revision } = house.kernel.state.proposals.get(proposal) ?? {};
  assert.deepEqual([revision?.number, revision?.text.map((each) => each.text)], [3, ['A park with trees.', 'A slide.', 'Benches.', 'A fountain.']]);
});

test('rivals with equally many votes are tied, and neither is taken in', () => {
  const house = town(10, { amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 2 }, days: 5, confirm_days: 3 } });
  const proposal = park(house);
  const [a, b] = [amend(house, 'm1', proposal, [paragraph('p3', 'Benches.', null)]), amend(house, 'm2', proposal, [paragraph('p3', 'Benches.', 'Chairs.')])];
  house.vote('m3', a);
  house.vote('m4', b);
  assert.deepEqual(ends(house.until(house.now + 5 * dayMs)), { [a]: 'tied', [b]: 'tied' });
  assert.equal(house.kernel.state.proposals.get(proposal)?.revision.number, 1);
});

test('a rival that fewer are for isn\'t taken in because two that more are for are tied; one that only touches what is out is', () => {
  const house = town(20, { amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 2 }, days: 5, confirm_days: 3 } });
  const proposal = park(house);
  const [swings, slide, sand] = ['Swings.', 'A slide.', 'A sandpit.'].map((after, i) => amend(house, `m${i + 1}`, proposal, [paragraph('p2', 'A small playground.', after)])) as [string, string, string];
  votes(house, swings, 'yes', 4, 7);
  votes(house, slide, 'yes', 8, 11);
  votes(house, sand, 'yes', 12, 13);
  assert.deepEqual(ends(house.until(house.now + 5 * dayMs)), { [swings]: 'tied', [slide]: 'tied', [sand]: 'rival' });
  const first = amend(house, 'm1', proposal, [paragraph('p1', 'A park with trees.', 'A meadow.')]);
  const both = amend(house, 'm2', proposal, [paragraph('p1', 'A park with trees.', 'A pond.'), paragraph('p3', 'Benches.', 'A jetty.')]);
  const third = amend(house, 'm3', proposal, [paragraph('p3', 'Benches.', 'Chairs.')]);
  votes(house, first, 'yes', 4, 9);
  votes(house, both, 'yes', 10, 13);
  votes(house, third, 'yes', 14, 17);
  assert.deepEqual(ends(house.until(house.now + 5 * dayMs)), { [first]: 'adopted', [both]: 'rival', [third]: 'adopted' });
});

test('what is refused: a difference that doesn\'t apply, one on an earlier revision, one line twice, too late, by nobody who is asked, on nothing', () => {
  const house = town(10);
  const proposal = park(house);
  assert.equal(amend(house, 'm1', proposal, [paragraph('p2', 'Another playground.', 'Swings.')]), 'does_not_apply');
  assert.equal(amend(house, 'm1', proposal, [paragraph('p9', null, 'Swings.', 'p8')]), 'does_not_apply');
  assert.equal(amend(house, 'm1', proposal, [{ edit: 'term', term: 'price', before: null, after: '1.00' }]), 'does_not_apply');
  assert.equal(amend(house, 'm1', proposal, [paragraph('p3', 'Benches.', 'Chairs.'), paragraph('p3', 'Benches.', null)]), 'does_not_apply');
  assert.equal(amend(house, 'm1', proposal, []), 'missing_value');
  assert.equal(amend(house, 'm1', proposal, [paragraph('p3', 'Benches.', null)], 'f'.repeat(64)), 'stale_revision');
  assert.equal(amend(house, 'm1', 'nothing', [paragraph('p3', 'Benches.', null)], ''), 'unknown_proposal');
  house.until(house.now + 8 * dayMs);
  assert.equal(amend(house, 'm1', proposal, [paragraph('p3', 'Benches.', null)]), 'too_late', 'seven days don\'t fit into six');
});

test('an amendment to terms: what is proposed becomes what the votes make of it, and that is what comes into force', () => {
  const house = town(6, { amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 2 }, days: 2, confirm_days: 3 } });
  house.adopt('wood', () => ({}), testManifest());
  const terms: Change = { change: 'terms', subcontract: 'wood', terms: { here: 'yard' } };
  const proposal = house.propose('m0', terms);
  assert.equal(amend(house, 'm1', proposal, [{ edit: 'term', term: 'here', before: 'shed', after: 'barn' }]), 'does_not_apply');
  const barn = amend(house, 'm1', proposal, [{ edit: 'term', term: 'here', before: 'yard', after: 'barn' }]);
  votes(house, barn, 'yes', 2, 3);
  assert.deepEqual(ends(house.until(house.now + 2 * dayMs)), { [barn]: 'adopted' });
  const revision = house.kernel.state.proposals.get(proposal)?.revision.digest ?? '';
  for (const member of ['m0', 'm1', 'm2', 'm3']) assert.equal(house.vote(member, proposal, 'yes', { revision }), 'open');
  house.until(house.now + 12 * dayMs);
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'barn');
});

test('a revision made shortly before the end leaves time to confirm it; with the proposal its amendments are over', () => {
  const house = town(6, { amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 7, confirm_days: 3 } });
  const proposal = park(house);
  const end = house.kernel.state.proposals.get(proposal)?.closes ?? 0;
  house.until(end - 7 * dayMs);
  amend(house, 'm1', proposal, [paragraph('p3', 'Benches.', 'Chairs.')]);
  house.until(end);
  assert.equal(house.kernel.state.proposals.get(proposal)?.closes, end + 3 * dayMs);
  const early = park(house);
  const open = amend(house, 'm1', early, [paragraph('p3', 'Benches.', 'Chairs.')]);
  assert.deepEqual(ends([house.say('member-m0', 'm0', { kind: 'withdraw', body: { proposal: early } })]), { [open]: 'lapsed' });
});

test('what was agreed to stays as it was agreed: with that its amendments are over, whether it waits for its time or for a second vote', () => {
  const decided: Partial<Charter> = {
    decide: { more_than: { numerator: 1, denominator: 2 }, days: 10 }, matters: [],
    amending: { rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 2, confirm_days: 3 },
    entrenched: { named: { says: 'the name stays', cap: { charter: ['name'] }, way: { consent: ['m0'], votes: 2, apart_days: 20 } } },
  };
  const house = town(4, decided);
  house.adopt('wood', () => ({}), testManifest());
  const proposal = house.propose('m0', { change: 'terms', subcontract: 'wood', terms: { here: 'yard' } }, 'member', { effective: house.now + 5 * dayMs });
  const barn = amend(house, 'm3', proposal, [{ edit: 'term', term: 'here', before: 'yard', after: 'barn' }]);
  assert.equal(house.vote('m1', proposal), 'open');
  assert.deepEqual(ends([house.say('member-m2', 'm2', { kind: 'ballot', body: { proposal, choice: 'yes' } })]), { [barn]: 'lapsed' });
  house.until(house.now + 5 * dayMs);
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'yard', 'three of four agreed to the yard, and one wanted the barn');
  const renamed = house.propose('m0', { change: 'charter', set: { name: 'Elsewhere' } });
  const elm = amend(house, 'm3', renamed, [{ edit: 'part', part: 'name', before: 'Elsewhere', after: 'Elm' }]);
  house.vote('m1', renamed);
  assert.deepEqual(ends([house.say('member-m2', 'm2', { kind: 'ballot', body: { proposal: renamed, choice: 'yes' } })]), { [elm]: 'lapsed' });
});
