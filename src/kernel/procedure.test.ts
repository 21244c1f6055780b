// How the charter says that things are decided: whom it asks, by which rule, until when, and when it comes into force.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { tallyOf } from './tally.ts';

const resolution: Change = { change: 'resolution' };

function bench(count: number, matters: readonly Matter[], rules: Partial<Charter> = {}): KernelBench {
  return new KernelBench(Array.from({ length: count }, (_, i) => ({ id: `m${i}`, opening: { crown: '100.00' } })), undefined, {}, { matters, ...rules });
}

function matter(rule: DecisionRule, more: Partial<Matter> = {}): Matter {
  return { name: 'words', changes: ['resolution'], asked: 'all', rule, days: 7, ...more };
}

function votes(house: KernelBench, proposal: string, choice: 'yes' | 'no' | 'abstain', from: number, to: number): void {
  for (let i = from; i <= to; i++) assert.equal(house.vote(`m${i}`, proposal, choice), 'open', `m${i}`);
}

/** How it ended by the time. */
function ended(outcomes: readonly Outcome[], proposal: string): string | undefined {
  const fact = outcomes.flatMap(({ facts }) => facts).find((each) => each.fact === 'decided' && each.proposal === proposal);
  return fact?.fact === 'decided' ? (fact.code ?? fact.how) : undefined;
}

const majority: DecisionRule = { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 20 };

test('a district of fifty: 26 approvals of 31 votes with a quorum of 20 carry it at the deadline, not before; nobody from outside votes', () => {
  const north = Array.from({ length: 50 }, (_, i) => `m${i}`);
  const house = bench(60, [matter(majority, { asked: 'chosen' })], { groups: { north } });
  const park = house.propose('m0', resolution, 'member', { asked: 'group:north', title: 'A park' });
  assert.equal(house.vote('m50', park), 'not_permitted');
  votes(house, park, 'yes', 1, 25);
  votes(house, park, 'no', 26, 30);
  assert.equal(house.vote('m26', park, 'yes'), 'open', 'one changes their mind');
  assert.equal(house.vote('m26', park, 'no'), 'open', 'and again');
  const state = house.kernel.state;
  const proposal = state.proposals.get(park);
  assert.ok(proposal !== undefined);
  const tally = tallyOf(state, proposal);
  assert.deepEqual([tally.yes, tally.no, tally.of, tally.outlook], [26, 5, 50, 'passes']);
  assert.equal(ended(house.until(proposal.closes), park), 'carried');
});

test('with one vote fewer than the quorum nothing is decided', () => {
  const house = bench(50, [matter(majority)]);
  const park = house.propose('m0', resolution);
  votes(house, park, 'yes', 1, 17);
  assert.equal(house.vote('m18', park, 'abstain'), 'open');
  assert.equal(ended(house.until(house.now + 7 * dayMs), park), 'expired', '19 have come');
  const again = house.propose('m0', resolution);
  votes(house, again, 'yes', 1, 17);
  votes(house, again, 'abstain', 18, 19);
  assert.equal(ended(house.until(house.now + 7 * dayMs), again), 'carried', '20 have come');
});

test('consensus of eight: no objection and six assents at the end; one objection with its reason stops it', () => {
  const rule: DecisionRule = { rule: 'consensus', assents: 6 };
  const house = bench(8, [matter(rule)]);
  const five = house.propose('m0', resolution);
  votes(house, five, 'yes', 1, 4);
  assert.equal(ended(house.until(house.now + 7 * dayMs), five), 'rejected', 'five assents');
  const six = house.propose('m0', resolution);
  votes(house, six, 'yes', 1, 4);
  assert.equal(house.vote('m5', six, 'concern', { reason: 'it is early' }), 'open');
  assert.equal(ended(house.until(house.now + 7 * dayMs), six), 'carried');
  const blocked = house.propose('m0', resolution);
  votes(house, blocked, 'yes', 1, 6);
  assert.equal(house.vote('m7', blocked, 'object'), 'missing_value', 'an objection carries its reason');
  assert.equal(house.vote('m7', blocked, 'object', { reason: 'it takes the light' }), 'open');
  assert.equal(ended(house.until(house.now + 7 * dayMs), blocked), 'rejected');
});

test('both all members and those bound must be for it', () => {
  const yes = { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 } as const;
  const house = bench(5, [matter({ rule: 'each', of: { all: yes, circle: yes } })], { groups: { circle: ['m3', 'm4'] } });
  const one = house.propose('m0', resolution);
  votes(house, one, 'yes', 1, 2);
  votes(house, one, 'no', 3, 4);
  assert.equal(ended(house.until(house.now + 7 * dayMs), one), 'rejected', 'three of five, and none of the circle');
  const both = house.propose('m0', resolution);
  votes(house, both, 'yes', 3, 4);
  votes(house, both, 'no', 1, 2);
  assert.equal(ended(house.until(house.now + 7 * dayMs), both), 'carried');
});

test('a matter decides by who is asked, not by how it is put: another version goes by the rule for terms, one of several by none', () => {
  const unanimous: DecisionRule = { rule: 'unanimous' };
  const house = bench(3, [{ name: 'rules', changes: ['terms'], asked: 'all', rule: unanimous, days: 7 }]);
  house.adopt('wood', () => ({}), testManifest());
  const manifest = testManifest();
  const version: Change = { change: 'adopt', subcontract: 'wood', manifest, code: 'other', parties: {}, terms: {} };
  const proposal = house.propose('m0', version);
  assert.equal(house.vote('m1', proposal), 'open', 'two of three are not all');
  assert.equal(house.vote('m2', proposal), 'carried');
  const terms: Change = { change: 'terms', subcontract: 'wood', terms: { here: 'there' } };
  const outcome = house.say('member-m0', 'm0', { kind: 'propose', body: { reason: '', change: { change: 'choice', options: [{ id: 'a', says: 'a', change: terms }, { id: 'b', says: 'b' }] } } });
  assert.equal(outcome.items[0]?.code, 'not_permitted');
});

test('what is decided on the third comes into force on the first: monthly update windows', () => {
  const house = bench(3, [], { windows: { every: 'month', on: 1 } });
  house.adopt('wood', () => ({}), testManifest());
  house.until(Date.UTC(2026, 2, 3, 12));
  const proposal = house.propose('m0', { change: 'terms', subcontract: 'wood', terms: { here: 'there' } });
  assert.equal(house.vote('m1', proposal), 'open');
  assert.equal(house.kernel.state.proposals.get(proposal)?.waits, Date.UTC(2026, 3, 1));
  assert.equal(house.vote('m2', proposal, 'no'), 'too_late');
  house.until(Date.UTC(2026, 3, 1) - 1);
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'here');
  assert.equal(ended(house.until(Date.UTC(2026, 3, 1)), proposal), 'carried');
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'there');
  const words = house.propose('m0', resolution);
  assert.equal(house.vote('m1', words), 'carried', 'words wait for no window');
});

test('a window that begins at the instant of the decision counts; a date that is asked for waits for the window after it', () => {
  const house = bench(3, [], { windows: { every: 'week', on: 4 } });
  house.adopt('wood', () => ({}), testManifest());
  const thursday = Date.UTC(2026, 0, 8);
  house.until(thursday);
  const now = house.propose('m0', { change: 'terms', subcontract: 'wood', terms: { here: 'now' } });
  assert.equal(house.vote('m1', now), 'carried');
  const later = house.propose('m0', { change: 'terms', subcontract: 'wood', terms: { here: 'later' } }, 'member', { effective: thursday + 8 * dayMs });
  house.vote('m1', later);
  assert.equal(house.kernel.state.proposals.get(later)?.waits, thursday + 14 * dayMs);
});

test('a rule that is changed meanwhile doesn\'t change what is open: a collective changes its own quorum by its own rule', () => {
  const first = matter({ rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 3 }, { changes: ['resolution', 'charter'], days: 2 });
  const house = bench(5, [first]);
  const set = { matters: [{ ...first, rule: { ...first.rule, quorum: 4 } as DecisionRule }] };
  const open = house.propose('m1', resolution, 'member', { closes: house.now + 5 * dayMs });
  const change = house.propose('m0', { change: 'charter', set });
  votes(house, change, 'yes', 1, 2);
  assert.equal(ended(house.until(house.now + 2 * dayMs), change), 'carried');
  assert.deepEqual(house.kernel.state.charter?.matters, set.matters);
  const after = house.propose('m0', resolution);
  votes(house, after, 'yes', 1, 2);
  assert.equal(ended(house.until(house.now + 2 * dayMs), after), 'expired', 'three came, and four are asked for now');
  votes(house, open, 'yes', 2, 3);
  assert.equal(ended(house.until(house.now + 3 * dayMs), open), 'carried', 'it was opened when three were enough');
});

test('one of several: Schulze over preferences, with all as it is among them; a tie is told as one', () => {
  const rule: DecisionRule = { rule: 'schulze', quorum: 2 };
  const house = bench(3, [matter(rule, { changes: ['choice', 'terms'] })]);
  house.adopt('wood', () => ({}), testManifest());
  const option = (id: string): { id: string; says: string; change: Change & { change: 'terms' } } => ({ id, says: id, change: { change: 'terms', subcontract: 'wood', terms: { here: id } } });
  const choice: Change = { change: 'choice', options: [option('a'), option('b'), option('c')] };
  const proposal = house.propose('m0', choice);
  assert.equal(house.vote('m0', proposal, 'yes'), 'invalid_value');
  assert.equal(house.vote('m0', proposal, { ranking: [['a'], ['z']] }), 'unknown_option');
  assert.equal(house.vote('m0', proposal, { ranking: [['a'], ['b'], ['c']] }), 'open');
  assert.equal(house.vote('m1', proposal, { ranking: [['b'], ['c'], ['as_it_is'], ['a']] }), 'open');
  assert.equal(house.vote('m2', proposal, { ranking: [['b'], ['a'], ['c']] }), 'open');
  assert.equal(ended(house.until(house.now + 7 * dayMs), proposal), 'carried');
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'b', 'two of three prefer b to each other one');
  const others: Change = { change: 'choice', options: [option('a'), option('c')] };
  const tied = house.propose('m0', others);
  house.vote('m0', tied, { ranking: [['a'], ['c']] });
  house.vote('m1', tied, { ranking: [['c'], ['a']] });
  assert.equal(ended(house.until(house.now + 7 * dayMs), tied), 'tied');
  const stays = house.propose('m0', others);
  for (const member of ['m0', 'm1']) house.vote(member, stays, { ranking: [['as_it_is']] });
  assert.equal(ended(house.until(house.now + 7 * dayMs), stays), 'rejected');
});

test('two places for one of three: both that most approve of win, as words; what would follow from several at once is no choice', () => {
  const house = bench(3, [matter({ rule: 'approval', winners: 2, quorum: 2 }, { changes: ['choice', 'terms'] })]);
  house.adopt('wood', () => ({}), testManifest());
  const words: Change = { change: 'choice', options: ['ivy', 'jo', 'kit'].map((id) => ({ id, says: id })) };
  const proposal = house.propose('m0', words);
  house.vote('m0', proposal, { approve: ['ivy', 'kit'] });
  house.vote('m1', proposal, { approve: ['kit', 'ivy'] });
  house.vote('m2', proposal, { approve: ['jo'] });
  const decided = house.until(house.now + 7 * dayMs).flatMap(({ facts }) => facts).find((fact) => fact.fact === 'decided');
  assert.deepEqual(decided?.fact === 'decided' && [decided.how, decided.winner], ['carried', 'ivy, kit']);
  const change: Change = { change: 'choice', options: [{ id: 'a', says: 'a', change: { change: 'terms', subcontract: 'wood', terms: { here: 'a' } } }, { id: 'b', says: 'b' }] };
  assert.equal(house.say('member-m0', 'm0', { kind: 'propose', body: { change, reason: '' } }).items[0]?.code, 'not_permitted');
});

test('a lax matter for the charter doesn\'t loosen by whom an operator is replaced: that changes with as many as it takes now', () => {
  const lax = matter({ rule: 'threshold', yes: { people: 1 } }, { changes: ['charter'] });
  const house = bench(5, [lax]);
  const renamed = house.propose('m0', { change: 'charter', set: { name: 'Elsewhere' } });
  assert.equal(house.kernel.state.proposals.has(renamed), false, 'one is enough for a name');
  const decide = { more_than: { numerator: 0, denominator: 1 }, days: 1 };
  const looser = house.propose('m0', { change: 'charter', set: { decide } });
  assert.equal(house.vote('m1', looser), 'open');
  assert.equal(house.vote('m2', looser), 'carried', 'three of five, as for an operator');
  assert.deepEqual(house.kernel.state.charter?.decide, decide);
  const alone = bench(5, [lax]);
  const expired = alone.propose('m0', { change: 'charter', set: { recovery: { approvals: 1, wait_hours: 0 } } });
  assert.equal(ended(alone.until(alone.now + 7 * dayMs), expired), 'rejected');
});

test('a proposal is open for as long as its matter says at the least, and whoever made it may take it back', () => {
  const house = bench(3, [matter(majority, { days: 7, days_min: 2 })]);
  const codeOf = (closes: number): unknown => house.say('member-m0', 'm0', { kind: 'propose', body: { change: resolution, reason: '', closes } }).items[0]?.code;
  assert.deepEqual([codeOf(house.now + 2 * dayMs - 1), codeOf(house.now + 367 * dayMs), codeOf(house.now + 2 * dayMs)], ['invalid_value', 'invalid_value', undefined]);
  const proposal = house.propose('m0', resolution);
  const back = (by: string): string | undefined => house.say(`member-${by}`, by, { kind: 'withdraw', body: { proposal } }).items[0]?.code;
  assert.deepEqual([back('m1'), back('m0'), back('m0')], ['not_permitted', undefined, 'unknown_proposal']);
});

test('bad input: late, twice, nobody\'s, of a kind that the rule doesn\'t count', () => {
  const house = bench(3, [matter({ ...majority, quorum: 1 })]);
  const proposal = house.propose('m0', resolution);
  assert.equal(house.vote('m0', proposal, 'yes'), 'already_said');
  assert.equal(house.vote('m1', proposal, { approve: ['yes'] }), 'invalid_value');
  assert.equal(house.vote('m1', proposal, 'yes', { revision: 'f'.repeat(64) }), 'stale_revision');
  const codeOf = (body: { readonly asked?: 'all' | 'bound'; readonly topic?: string }): unknown => house.say('member-m0', 'm0', { kind: 'propose', body: { change: resolution, reason: '', ...body } }).items[0]?.code;
  assert.deepEqual([codeOf({ asked: 'bound' }), codeOf({ topic: 'no id' })], ['not_permitted', 'invalid_value']);
  house.until(house.now + 7 * dayMs);
  assert.equal(house.vote('m1', proposal), 'unknown_proposal');
});

test('charters by which nothing could be decided are refused, at the founding and later', () => {
  const wrong: readonly Partial<Charter>[] = [
    { matters: [matter({ rule: 'consensus', assents: -1 })] },
    { matters: [matter(majority, { asked: 'group:none' })] },
    { matters: [matter(majority, { changes: ['choice'] })] },
    { matters: [matter(majority), matter(majority)] },
    { matters: [matter(majority, { changes: ['operator'] })] },
    { matters: [matter(majority, { days: 0 })] },
    { matters: [matter(majority, { early: true })] },
    { groups: { north: ['m9'] } },
    { windows: { every: 'month', on: 29 } },
    { entrenched: { cap: { says: '', cap: { term: 'share' }, way: { consent: [], votes: 1, apart_days: 0 } } } },
    { entrenched: { cap: { says: '', cap: { term: 'share', kit: 'pledge', at_most: '1' }, way: { consent: 'group:none', votes: 1, apart_days: 0 } } } },
  ];
  const house = bench(3, []);
  for (const set of wrong) {
    const { items: [item] } = house.say('member-m0', 'm0', { kind: 'propose', body: { change: { change: 'charter', set }, reason: '' } });
    assert.equal(item?.status, 'refused', JSON.stringify(set));
  }
  assert.equal(house.say('member-m0', 'm0', { kind: 'propose', body: { change: { change: 'charter', set: { zone: 'UTC' } as never }, reason: '' } }).items[0]?.code, 'unknown_value');
});

test('what waits for its time and fails by then is told so; a spent account of all holds what is there', () => {
  const house = new KernelBench([{ id: 'm0' }, { id: 'm1' }, { id: 'm2' }, { id: 'pot', commons: true, opening: { crown: '50.00' } }]);
  const spend = (amount: string): Change => ({ change: 'spend', from: 'pot', to: 'm2', unit: 'crown', amount });
  const first = house.propose('m0', spend('30.00'), 'member', { effective: house.now + hourMs });
  const second = house.propose('m0', spend('30.00'), 'member', { effective: house.now + 2 * hourMs });
  for (const proposal of [first, second]) assert.equal(house.vote('m1', proposal), 'open', 'two of three people: the pot has no vote');
  const outcomes = house.until(house.now + 2 * hourMs);
  assert.deepEqual([ended(outcomes, first), ended(outcomes, second)], ['carried', 'insufficient_balance']);
  assert.deepEqual([house.balance('pot'), house.balance('m2')], [2000, 3000]);
});

test('terms whose effect would break the envelope are refused before anyone votes: more at a time than in thirty days', () => {
  const house = bench(3, []);
  const manifest = testManifest({
    terms: { ...testManifest().terms, most: { type: 'amount', default: '10.00' } },
    envelope: [{ debit: 'members', per_event: 'most', per_person: { amount: '50.00', days: 30 } }],
  });
  house.adopt('wood', () => ({}), manifest);
  const codeOf = (most: string): unknown => house.say('member-m0', 'm0', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { most } }, reason: '' } }).items[0]?.code;
  assert.deepEqual([codeOf('50.01'), codeOf('50.00'), codeOf('50.001')], ['outside_envelope', undefined, 'too_many_decimals']);
});

test('asked as bound are those whom it binds by now: whom the change would newly name as a party isn\'t counted among them', () => {
  const yes: DecisionRule = { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 };
  const house = bench(4, [{ name: 'rules', changes: ['terms'], asked: 'all', rule: { rule: 'each', of: { bound: yes, parties: yes } }, days: 7 }]);
  house.adopt('wood', () => ({}), testManifest({ parties: { provider: { says: 'brings it' } } }), { provider: 'm1' });
  house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'zoe' }, keys: [] } });
  const id = house.propose('m0', { change: 'terms', subcontract: 'wood', terms: {}, parties: { provider: 'zoe' } });
  assert.deepEqual(house.kernel.state.proposals.get(id)?.procedure?.classes, { bound: ['m0', 'm1', 'm2', 'm3'], parties: ['m1', 'zoe'] });
});

test('a choice between words goes by the matter of its own topic, like all else', () => {
  const several = (name: string, rule: DecisionRule): Matter => matter(rule, { name, changes: ['choice'], topics: [name] });
  const house = bench(3, [several('lists', { rule: 'approval', winners: 1, quorum: 1 }), several('pairs', { rule: 'schulze', quorum: 1 })]);
  const change: Change = { change: 'choice', options: [{ id: 'a', says: 'a' }, { id: 'b', says: 'b' }] };
  const matterUnder = (topic?: string): unknown => house.kernel.state.proposals.get(house.propose('m0', change, 'member', topic === undefined ? {} : { topic }))?.procedure?.matter;
  assert.deepEqual([matterUnder('lists'), matterUnder('pairs'), matterUnder('roofs'), matterUnder()], ['lists', 'pairs', null, null]);
});

test('what comes into force in one window follows in the order in which it was agreed to, whatever it is called', () => {
  const house = bench(3, [], { windows: { every: 'month', on: 1 } });
  house.adopt('wood', () => ({}), testManifest());
  const [first, second] = ['first', 'second'].map((here) => house.propose('m0', { change: 'terms', subcontract: 'wood', terms: { here } })) as [string, string];
  house.vote('m1', second);
  house.vote('m1', first);
  house.until(Date.UTC(2026, 1, 1));
  assert.equal(house.kernel.state.subcontracts.get('wood')?.terms['here'], 'first', 'agreed to last');
});

test('who is a newcomer to a proposal stays one, though the charter\'s days are others by then', () => {
  const house = bench(3, [], { decide: { more_than: { numerator: 1, denominator: 2 }, days: 10 } });
  house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'new' }, keys: [{ id: 'member-new', role: 'member', owner: 'new', public_key: 'of new' }] } });
  house.until(house.now + 3 * dayMs);
  const open = house.propose('m0', resolution, 'member', { effective: house.now + 20 * dayMs });
  const bodies = (): readonly number[] | undefined => {
    const proposal = house.kernel.state.proposals.get(open);
    return proposal === undefined ? undefined : tallyOf(house.kernel.state, proposal).count?.bodies.map(({ voters }) => voters);
  };
  assert.deepEqual(bodies(), [3, 4]);
  const shorter = house.propose('m0', { change: 'charter', set: { decide: { more_than: { numerator: 1, denominator: 2 }, days: 2 } } });
  house.vote('m1', shorter);
  assert.equal(house.vote('new', shorter), 'carried');
  assert.deepEqual(bodies(), [3, 4]);
});
