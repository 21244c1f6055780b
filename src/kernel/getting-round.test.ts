// What somebody could try in order to get their way past the others: each way is shut, and what it would have come to is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Adoption, Change, Edit, Option } from '../vocabulary/changes.ts';
import type { Charter, Entrenched, Matter } from '../vocabulary/charter.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import { dayMs } from '../vocabulary/time.ts';

const five = ['ana', 'bo', 'cy', 'dee', 'eve'].map((id) => ({ id, opening: { crown: '10.00' } }));

function house(rules: Partial<Charter> = {}): KernelBench {
  return new KernelBench(five, undefined, {}, rules);
}

/** The code with which a proposal is refused, and undefined where it is taken. */
function codeOf(bench: KernelBench, change: Change, more: Partial<Proposing> = {}, by = 'ana'): string | undefined {
  return bench.say(`member-${by}`, by, { kind: 'propose', body: { change, reason: '', ...more } }).items[0]?.code;
}

test('what the charter can\'t be without is changed and not taken away: nothing could be issued, and nobody would have a right', () => {
  const bench = house({ windows: { every: 'day' } });
  for (const part of ['name', 'rights', 'issue_per_month'] as const) assert.equal(codeOf(bench, { change: 'charter', set: { [part]: null } }), 'missing_value', part);
  assert.equal(codeOf(bench, { change: 'charter', set: { windows: null } }), undefined);
});

test('a group that there isn\'t is nobody, also one that is called like something every object has', () => {
  const bench = house({ groups: { kids: ['dee'] }, matters: [{ name: 'words', changes: ['resolution'], asked: 'chosen', rule: { rule: 'unanimous' }, days: 3 }] });
  for (const name of ['cats', 'constructor', '__proto__']) assert.equal(codeOf(bench, { change: 'resolution' }, { asked: `group:${name}` }), 'not_permitted', name);
  assert.equal(codeOf(bench, { change: 'resolution' }, { asked: 'group:kids' }), undefined);
});

// By another rule than the one for it

const anybody: DecisionRule = { rule: 'threshold', yes: { people: 1 } };
const everybody: DecisionRule = { rule: 'unanimous' };
const matter = (name: string, changes: Matter['changes'], rule: DecisionRule, more: Partial<Matter> = {}): Matter => ({ name, changes, asked: 'all', rule, days: 3, ...more });
const adoption = (subcontract: string, more: Partial<Adoption> = {}): Adoption => ({ subcontract, manifest: testManifest(), code: subcontract, parties: {}, terms: {}, ...more });
const terms: Change = { change: 'terms', subcontract: 'wood', terms: { here: 'there' } };

/** The matter by which a proposal goes, or the code with which it is refused. */
function matterOf(bench: KernelBench, change: Change, more: Partial<Proposing> = {}): string | null | undefined {
  const outcome = bench.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: '', ...more } });
  const fact = outcome.facts.find((each) => each.fact === 'proposed');
  return fact?.fact === 'proposed' ? fact.proposal.procedure?.matter : outcome.items[0]?.code;
}

test('new code goes by the rule for agreements though the one for prices stands before it, and by that where there is no other', () => {
  const bench = house({ matters: [matter('prices', ['terms'], anybody), matter('agreements', ['adopt'], everybody)] });
  bench.adopt('wood', () => ({}));
  const version: Change = { change: 'adopt', ...adoption('wood', { code: 'other' }) };
  assert.equal(matterOf(bench, version), 'agreements');
  assert.equal(bench.kernel.state.subcontracts.get('wood')?.code, 'wood', 'one of five wanted it');
  const without = house({ matters: [matter('prices', ['terms'], everybody)] });
  without.adopt('wood', () => ({}));
  assert.deepEqual([matterOf(without, version), matterOf(without, { change: 'adopt', ...adoption('box') })], ['prices', null], 'a new one changes no terms');
});

test('a trial isn\'t made the rule of all by a change of its terms, nor by the vote of those who tried it', () => {
  const bench = house({ matters: [matter('prices', ['terms'], anybody), matter('agreements', ['adopt'], everybody, { asked: 'bound' }), matter('trials', ['pilot'], anybody)] });
  bench.propose('ana', { change: 'pilot', ...adoption('tax'), days: 5, volunteers_min: 1, stop: [] });
  bench.say('member-eve', 'eve', { kind: 'accept', body: { subcontract: 'tax' } });
  assert.equal(matterOf(bench, { ...terms, subcontract: 'tax' }), 'not_permitted');
  bench.until(bench.now + 5 * dayMs);
  const [vote] = bench.kernel.state.proposals.values();
  assert.deepEqual([vote?.procedure?.matter, vote?.procedure?.voters], ['agreements', ['ana', 'bo', 'cy', 'dee', 'eve']], 'all whom it would bind');
});

test('what is ending doesn\'t begin again by a change of its terms', () => {
  const bench = house({ matters: [matter('prices', ['terms'], anybody)] });
  bench.adopt('wood', () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 2000, ref: 'r', why: { code: 'test' } }] }));
  bench.observe({});
  assert.equal(bench.owed().length, 1);
  const away = bench.propose('ana', { change: 'retire', subcontract: 'wood' });
  for (const member of ['bo', 'cy']) bench.vote(member, away);
  assert.ok(bench.kernel.state.retiring.has('wood'));
  assert.equal(matterOf(bench, terms), 'ending');
});

test('parties alone adopt nothing that may debit everyone', () => {
  const bench = house({ matters: [matter('own', ['adopt'], everybody, { asked: 'parties' })] });
  const between = (debit: 'members' | 'party:lender'): Change => ({
    change: 'adopt', ...adoption('loan', { manifest: testManifest({ parties: { lender: { says: 'lends' } }, parts: {}, envelope: [{ debit, per_event: '1.00', per_person: { amount: '1.00', days: 1 } }] }), parties: { lender: 'ana' } }),
  });
  assert.deepEqual([matterOf(bench, between('members')), matterOf(bench, between('party:lender'))], ['not_permitted', 'own']);
});

test('what the charter has a rule for by name can\'t be had by another one as one of several', () => {
  const rule: DecisionRule = { rule: 'schulze', quorum: 1 };
  const bench = house({ matters: [matter('wood', ['terms'], everybody, { subcontracts: ['wood'] }), matter('prices', ['terms'], anybody), matter('several', ['choice', 'terms'], rule)] });
  for (const id of ['wood', 'box']) bench.adopt(id, () => ({}));
  const choice = (subcontract: string): Change => ({ change: 'choice', options: [{ id: 'a', says: '', change: { ...terms, subcontract } }, { id: 'b', says: '' }] });
  assert.deepEqual([matterOf(bench, choice('wood')), matterOf(bench, choice('box'))], ['not_permitted', 'several']);
});

test('newcomers who take themselves among those bound don\'t outvote the others there', () => {
  const bench = house({ matters: [matter('prices', ['terms'], { rule: 'threshold', yes: { more_than: { numerator: 1, denominator: 2 } } }, { asked: 'bound' })] });
  bench.adopt('wood', () => ({}));
  for (let i = 0; i < 6; i++) {
    bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: `x${i}` }, keys: [{ id: `member-x${i}`, role: 'member', owner: `x${i}`, public_key: `of x${i}` }] } });
    bench.say(`member-x${i}`, `x${i}`, { kind: 'accept', body: { subcontract: 'wood' } });
  }
  const proposal = bench.propose('x0', terms);
  for (let i = 1; i < 6; i++) assert.equal(bench.vote(`x${i}`, proposal), 'open', 'six of eleven, and none of the five who were there');
  for (const member of ['ana', 'bo']) assert.equal(bench.vote(member, proposal), 'open');
  assert.equal(bench.vote('cy', proposal), 'carried');
});

// Round what is entrenched

const guarded = (more: Partial<Entrenched['way']> = {}): NonNullable<Charter['entrenched']> => ({
  named: { says: 'the name stays', cap: { charter: ['name'] }, way: { consent: ['dee'], votes: 2, apart_days: 30, ...more } },
});
const renamed: Change = { change: 'charter', set: { name: 'Elsewhere' } };

/** How a proposal ended with the yes of these. */
function agreedBy(bench: KernelBench, proposal: string, members: readonly string[]): string | undefined {
  const revision = bench.kernel.state.proposals.get(proposal)?.revision.digest ?? '';
  return members.map((member) => bench.vote(member, proposal, 'yes', { revision })).at(-1);
}

test('what is entrenched isn\'t one of several: its votes are days apart, and the consent is to it alone', () => {
  const bench = house({ entrenched: guarded() });
  assert.equal(codeOf(bench, { change: 'choice', options: [{ id: 'a', says: '', change: renamed }, { id: 'b', says: '' }] }), 'out_of_order');
});

test('a harmless change of the charter isn\'t amended into one across a cap, nor carried across one that came meanwhile', () => {
  const amending = { rule: { rule: 'majority', yes: { at_least: { numerator: 1, denominator: 1 } }, quorum: 1 }, days: 2, confirm_days: 3 } as const;
  const bench = house({ entrenched: guarded({ consent: [] }), amending });
  const harmless = bench.propose('ana', { change: 'charter', set: { late_days: 20 } });
  const edits: readonly Edit[] = [{ edit: 'part', part: 'name', before: 'Test', after: 'Elsewhere' }];
  assert.equal(bench.say('member-ana', 'ana', { kind: 'amend', body: { proposal: harmless, revision: harmless, edits, reason: '' } }).items[0]?.code, 'out_of_order');
  const before = house();
  const [rename, cap] = [before.propose('ana', renamed), before.propose('bo', { change: 'charter', set: { entrenched: guarded({ consent: [] }) } })];
  assert.equal(agreedBy(before, cap, ['ana', 'cy']), 'carried');
  assert.equal(agreedBy(before, rename, ['bo', 'cy']), 'out_of_order');
  assert.equal(before.kernel.state.charter?.name, 'Test');
});

test('nobody is put out of the group whose consent a cap asks for but by the way of that cap; other groups are changed as ever', () => {
  const bench = house({ groups: { elders: ['dee', 'eve'], cooks: ['ana'] }, entrenched: guarded({ consent: 'group:elders', votes: 1, apart_days: 0 }) });
  const without = bench.propose('ana', { change: 'charter', set: { groups: { elders: [], cooks: ['ana'] } } });
  assert.equal(agreedBy(bench, without, ['bo', 'cy', 'eve']), 'open', 'four of five, and dee has yet to agree');
  assert.equal(bench.vote('dee', without, 'no'), 'rejected');
  const cooks = bench.propose('ana', { change: 'charter', set: { groups: { cooks: ['bo'], elders: ['eve', 'dee'] } } });
  assert.equal(agreedBy(bench, cooks, ['bo', 'cy']), 'carried');
});

test('the party whom a cap protects isn\'t replaced by another one who would give it up, and the unit of a cap isn\'t another', () => {
  const manifest = testManifest({ parties: { giver: { says: 'gives' } }, terms: { ...testManifest().terms, most: { type: 'amount', default: '5.00' } } });
  const entrenched: Charter['entrenched'] = { most: { says: 'no more of a giver', cap: { term: 'most', kit: 'test', at_most: '5.00' }, way: { consent: 'party:giver', votes: 1, apart_days: 0 } } };
  const bench = house({ entrenched, units: [{ id: 'crown', decimals: 2 }, { id: 'gold', decimals: 2 }] });
  bench.adopt('gift', () => ({}), manifest, { giver: 'dee' });
  const swap = bench.propose('eve', { change: 'terms', subcontract: 'gift', terms: {}, parties: { giver: 'eve' } });
  assert.equal(agreedBy(bench, swap, ['ana', 'bo', 'cy']), 'open', 'all but dee');
  assert.equal(bench.vote('dee', swap), 'carried');
  assert.equal(codeOf(bench, { change: 'terms', subcontract: 'gift', terms: { unit: 'gold' } }), 'out_of_order');
});

test('who is asked for their consent to one of several has to have it before leaving all as it is; ranked behind that it is none', () => {
  const manifest = testManifest({ parties: { giver: { says: 'gives' } } });
  const bench = house({ matters: [matter('several', ['choice', 'terms'], { rule: 'schulze', quorum: 1 })] });
  bench.adopt('gift', () => ({}), manifest, { giver: 'ana' });
  const named = (id: string): Option => ({ id, says: id, change: { change: 'terms', subcontract: 'gift', terms: {}, parties: { giver: id } } });
  for (const [ranking, giver] of [[[['as_it_is'], ['dee'], ['eve']], 'ana'], [[['eve'], ['dee'], ['as_it_is']], 'dee']] as const) {
    const choice = bench.propose('ana', { change: 'choice', options: [named('dee'), named('eve')] });
    for (const member of ['ana', 'bo', 'cy']) bench.vote(member, choice, { ranking: [['dee']] });
    bench.vote('dee', choice, { ranking });
    bench.until(bench.now + 3 * dayMs);
    assert.equal(bench.kernel.state.subcontracts.get('gift')?.parties['giver'], giver);
  }
});

test('who has agreed to be a party is who is one: whoever was replaced while it waited is asked anew', () => {
  const manifest = testManifest({ parties: { giver: { says: 'gives' } } });
  const bench = house();
  bench.adopt('gift', () => ({}), manifest, { giver: 'dee' });
  const back = bench.propose('ana', { change: 'terms', subcontract: 'gift', terms: { here: 'there' }, parties: { giver: 'dee' } }, 'member', { effective: bench.now + 9 * dayMs });
  assert.equal(agreedBy(bench, back, ['bo', 'cy']), 'open', 'it waits; dee is the giver, and wasn\'t asked');
  const other = bench.propose('ana', { change: 'terms', subcontract: 'gift', terms: {}, parties: { giver: 'eve' } });
  assert.equal(agreedBy(bench, other, ['bo', 'eve']), 'carried');
  const ends = bench.until(bench.now + 9 * dayMs).flatMap(({ facts }) => facts).filter((fact) => fact.fact === 'decided');
  assert.deepEqual(ends.map((fact) => (fact.fact === 'decided' ? [fact.proposal, fact.how, fact.code] : [])), [[back, 'failed', 'not_permitted']]);
  assert.equal(bench.kernel.state.subcontracts.get('gift')?.parties['giver'], 'eve');
});

// By filling what there is

test('an amendment isn\'t copied to tie it, not taken to the end of time, and one member doesn\'t take all places for them', () => {
  const bench = house();
  const text = Array.from({ length: 9 }, (_, i) => ({ id: `p${i}`, text: 'old' }));
  const proposal = bench.propose('ana', { change: 'resolution' }, 'member', { text });
  const amend = (by: string, ...edits: readonly Edit[]): string | undefined => bench.say(`member-${by}`, by, { kind: 'amend', body: { proposal, revision: proposal, edits, reason: '' } }).items[0]?.code;
  const line = (i: number): Edit => ({ edit: 'paragraph', id: `p${i}`, before: 'old', after: 'new' });
  assert.equal(amend('bo', line(0), line(1)), undefined);
  assert.equal(amend('cy', line(1), line(0)), 'already_so');
  for (const after of [bench.now + 367 * dayMs, -1, 0.5]) assert.equal(amend('cy', { edit: 'effective', before: null, after }), 'invalid_value');
  for (let i = 2; i < 6; i++) assert.equal(amend('bo', line(i)), undefined);
  assert.deepEqual([amend('bo', line(6)), amend('cy', line(6))], ['limit_reached', undefined]);
});

test('an invitation by decision is for whom the members named, whatever it is called', () => {
  const bench = house();
  const invited = (id: string): Change => ({ change: 'admit', member: { id: 'fay' }, keys: [{ id, role: 'invitation', owner: 'fay', public_key: `of ${id}` }] });
  assert.deepEqual([codeOf(bench, invited('fay')), codeOf(bench, invited('door-fay'))], ['invalid_value', undefined]);
});
