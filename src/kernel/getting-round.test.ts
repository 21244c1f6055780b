// What somebody could try in order to get their way past the others: each way is shut, and what it would have come to is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Adoption, Change } from '../vocabulary/changes.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';
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
  const bench = house();
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
