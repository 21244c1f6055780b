import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { Change, Edit } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import { collective, outside } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { AskedBy, KitManifest } from '../vocabulary/kit.ts';
import type { Call } from '../vocabulary/runner.ts';
import { dayMs } from '../vocabulary/time.ts';

const members = ['ana', 'bo', 'cy'].map((id) => ({ id, opening: { crown: '10.00' } }));
const pot = { id: 'kitty', commons: true as const, opening: { crown: '100.00' } };
const parties = { pot: 'kitty' };

/** Pays out of the kitty by decision; tells it to anyone who asks, alone or together; takes fees of those who ask themselves. */
function manifest(changes: Partial<KitManifest> = {}): KitManifest {
  const action = (by?: AskedBy): NonNullable<KitManifest['actions']>[string] => ({ fields: { to: { type: 'member' }, amount: { type: 'amount', min: '0.01' } }, ...(by === undefined ? {} : { by }) });
  return testManifest({
    parties: { pot: { says: 'holds it' } }, actions: { grant: action('decision'), tell: action('both'), fee: action(), own: action('members') },
    envelope: [{ debit: 'party:pot', per_event: '1000.00', per_person: { amount: '1000.00', days: 30 } }], ...changes,
  });
}

/** Moves what is asked for, when there is so much: what a contract may do with `transfer`. */
const pays: Behaviour = ({ group, event }) => (group === 'requested' ? { effects: [{ do: 'transfer', from: 'kitty', to: event['to'], unit: 'crown', amount: event['amount'], ref: event['id'], why: { code: 'test' } }] } : {});

function house(behaviour: Behaviour = pays, rules: Partial<Charter> = {}): KernelBench {
  const bench = new KernelBench([...members, pot], undefined, {}, rules);
  bench.adopt('fund', behaviour, manifest(), parties);
  return bench;
}

function act(said: JsonObject = { to: 'bo', amount: '25.00' }, action = 'grant'): Change {
  return { change: 'act', subcontract: 'fund', action, with: said };
}

function proposed(bench: KernelBench, change: Change): unknown {
  return bench.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: 'a test' } }).items[0]?.code;
}

function asked(bench: KernelBench): readonly Call[] {
  return bench.batches.flatMap(({ calls }) => calls.filter(({ group }) => group === 'requested'));
}

test('with the second of three yes the subcontract is asked in the name of the collective, which is no member: 25.00 of the kitty\'s 100.00 go to Bo', () => {
  const bench = house();
  const proposal = bench.propose('ana', act());
  assert.deepEqual([asked(bench).length, bench.balance('kitty')], [0, 10_000], 'nothing before it is carried');
  assert.equal(bench.vote('bo', proposal), 'carried');
  assert.deepEqual([bench.balance('kitty'), bench.balance('bo')], [7500, 3500]);
  const [call] = asked(bench);
  const noon = Date.UTC(2026, 0, 5, 12);
  assert.deepEqual(call?.event, { to: 'bo', amount: 2500, id: proposal, by: 'collective', at: noon, day: '2026-01-05', dayStart: noon - dayMs / 2, now: noon, today: '2026-01-05' });
  assert.deepEqual(call?.view, { agents: { to: { member: true, attested: {} }, by: { member: false, attested: {} } } });
});

test('its postings are the subcontract\'s, named after the proposal, and of no item of the record in which they come', () => {
  const bench = house();
  const proposal = bench.propose('ana', act());
  const { facts } = bench.say('member-bo', 'bo', { kind: 'ballot', body: { proposal, choice: 'yes' } });
  assert.deepEqual(facts.filter(({ fact }) => fact === 'posting'), [
    { fact: 'posting', item: -1, because: 'fund', from: 'kitty', to: 'bo', unit: 'crown', amount: 2500, ref: proposal, why: { code: 'test' }, adopted: 1, consent: null },
  ]);
});

test('what is for a decision no member asks alone; what is for members isn\'t put to the vote; what is for both is asked either way', () => {
  const bench = house();
  const said = { to: 'bo', amount: '1.00' };
  assert.deepEqual(bench.request('ana', 'fund', 'grant', said).items, [{ status: 'refused', code: 'needs_decision', detail: 'grant of fund is asked by the members together' }]);
  assert.equal(bench.request('ana', 'fund', 'tell', said).items[0]?.status, 'done');
  assert.equal(bench.request('ana', 'fund', 'fee', said).items[0]?.status, 'done');
  assert.deepEqual([proposed(bench, act(said, 'fee')), proposed(bench, act(said, 'own'))], ['not_permitted', 'not_permitted']);
  assert.equal(bench.vote('bo', bench.propose('ana', act(said, 'tell'))), 'carried');
  assert.deepEqual(asked(bench).map(({ name, event }) => [name, event['by']]), [['tell', 'ana'], ['fee', 'ana'], ['tell', 'collective']]);
});

test('what couldn\'t be asked isn\'t put to the vote', () => {
  const bench = house();
  const codes = [
    { ...act(), subcontract: 'none' } as Change, act({}, 'nonsense'), act({}, 'toString'), act({ to: 'bo' }), act({ to: 'eve', amount: '1.00' }), act({ to: 'collective', amount: '1.00' }),
    act({ to: 'bo', amount: '1.001' }), act({ to: 'bo', amount: '0.00' }), act({ to: 'bo', amount: '1.00', more: 1 }),
  ].map((change) => proposed(bench, change));
  assert.deepEqual(codes, ['unknown_subcontract', 'unknown_action', 'unknown_action', 'missing_value', 'unknown_member', 'unknown_member', 'too_many_decimals', 'invalid_value', 'unknown_value']);
  assert.equal(bench.kernel.state.proposals.size, 0);
});

test('what the kernel refuses by then was carried and could not be done: nothing moves, and whoever proposed it is told', () => {
  const bench = house();
  const proposal = bench.propose('ana', act({ to: 'bo', amount: '100.01' }));
  const { facts, items } = bench.say('member-bo', 'bo', { kind: 'ballot', body: { proposal, choice: 'yes' } });
  assert.equal(items[0]?.status, 'done', 'the vote itself stands');
  const [ballot, decided, notice, ...more] = facts;
  assert.deepEqual([ballot?.fact, more], ['balloted', []]);
  assert.ok(decided?.fact === 'decided');
  assert.deepEqual([decided.how, decided.code, decided.detail], ['failed', 'insufficient_balance', 'kitty has 100.00 crown to spend, not 100.01 crown']);
  assert.deepEqual(notice, { fact: 'notice', item: 0, because: null, to: 'ana', code: 'not_done', data: { proposal, code: 'insufficient_balance' } });
  assert.deepEqual([bench.balance('kitty'), bench.balance('bo')], [10_000, 1000]);
});

test('what it wakes belongs to it: when a subcontract that waits for the posting refuses, nothing of it is done', () => {
  const bench = house();
  const listens = testManifest({ observations: {}, actions: {}, wakes: { posted: { came: { of: 'members', direction: 'in' } } } });
  bench.adopt('share', ({ group }) => (group === 'posted' ? { effects: [{ do: 'nonsense' }] } : {}), listens);
  assert.equal(bench.vote('bo', bench.propose('ana', act())), 'bad_effect');
  assert.equal(bench.balance('kitty'), 10_000);
});

test('held, it isn\'t asked; ending, nothing new begins', () => {
  const held = house();
  held.vote('bo', held.propose('ana', { change: 'stop', subcontract: 'fund' }));
  assert.equal(held.vote('bo', held.propose('ana', act())), 'suspended', 'it can be proposed: it may go on by then');
  assert.equal(asked(held).length, 0);
  const ending = house(({ group, event }) => (group !== 'requested' ? {} : {
    effects: [{ do: 'owe', from: 'kitty', to: event['to'], unit: 'crown', amount: 100, ref: 'loan', why: { code: 'test' }, since: event['now'], due: { at: Number(event['now']) + dayMs } }],
  }));
  assert.equal(ending.vote('bo', ending.propose('ana', act())), 'carried');
  ending.vote('bo', ending.propose('ana', { change: 'retire', subcontract: 'fund' }));
  assert.equal(ending.vote('bo', ending.propose('ana', act({ to: 'cy', amount: '2.00' }))), 'ending');
  assert.deepEqual(ending.owed(), ['kitty>bo: 100'], 'only the loan of before');
});

test('a trial that waits for volunteers isn\'t asked', () => {
  const bench = new KernelBench([...members, pot]);
  const pilot: Change = { change: 'pilot', subcontract: 'fund', manifest: manifest(), code: 'fund', parties, terms: {}, days: 10, volunteers_min: 2, stop: [] };
  bench.vote('bo', bench.propose('ana', pilot));
  assert.equal(bench.vote('bo', bench.propose('ana', act())), 'suspended');
});

test('values are read anew when it is done: who has left by then is still known, another version may take others', () => {
  const bench = house();
  const proposal = bench.propose('ana', act());
  const other = manifest({ version: '2.0.0', actions: { grant: { by: 'decision', fields: { whom: { type: 'member' } } } } });
  bench.vote('bo', bench.propose('ana', { change: 'adopt', subcontract: 'fund', manifest: other, code: 'fund', parties, terms: {} }));
  assert.equal(bench.vote('bo', proposal), 'unknown_value');
  assert.equal(asked(bench).length, 0);
});

test('the matter that decides on acts may be about some subcontracts: others go by the next that fits', () => {
  const byAll = { rule: 'unanimous' } as const;
  const bench = house(pays, { matters: [{ name: 'fund', changes: ['act'], subcontracts: ['fund'], asked: 'all', rule: byAll, days: 7 }, { name: 'acts', changes: ['act'], asked: 'group:few', rule: byAll, days: 7 }], groups: { few: ['cy'] } });
  bench.adopt('box', pays, manifest(), parties);
  const [fund, box] = [bench.propose('ana', act()), bench.propose('ana', { ...act(), subcontract: 'box' } as Change)];
  const procedures = [fund, box].map((id) => bench.kernel.state.proposals.get(id)?.procedure);
  assert.deepEqual(procedures.map((procedure) => [procedure?.matter, procedure?.voters]), [['fund', null], ['acts', ['cy']]]);
  assert.equal(bench.vote('bo', fund), 'open', 'all three');
  assert.equal(bench.vote('cy', fund), 'carried');
  assert.equal(bench.vote('cy', box), 'carried');
});

test('asked can be those whom the subcontract binds, or its parties', () => {
  const rule = { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 } as const;
  const bench = new KernelBench([...members, pot], undefined, {}, { matters: [{ name: 'fund', changes: ['act'], asked: 'bound', rule, days: 7 }] });
  bench.adopt('fund', pays, manifest(), parties);
  bench.pay('ana', 'bo', '1.00'); // the founding is over: who comes now has yet to accept it
  bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'dee' }, keys: [] } });
  const id = bench.propose('ana', act());
  assert.deepEqual(bench.kernel.state.proposals.get(id)?.procedure?.voters, ['ana', 'bo', 'cy'], 'neither the kitty, which has no vote, nor who came later');
});

test('with a time from which it is in force it is asked then, once, and by a choice only what won', () => {
  const bench = house();
  const later = bench.now + 3 * dayMs;
  const proposal = bench.propose('ana', act(), 'member', { effective: later });
  bench.vote('bo', proposal);
  assert.equal(asked(bench).length, 0);
  bench.until(later);
  assert.deepEqual(asked(bench).map(({ event }) => [event['id'], event['at']]), [[proposal, later]]);
  const option = (id: string, to: string) => ({ id, says: id, change: act({ to, amount: '5.00' }) as Exclude<Change, { change: 'choice' }> });
  const choice = bench.propose('ana', { change: 'choice', options: [option('a', 'bo'), option('b', 'cy')] });
  for (const member of ['ana', 'bo', 'cy']) bench.vote(member, choice, { ranking: [['b'], ['a'], ['as_it_is']] });
  bench.until(bench.now + 31 * dayMs);
  assert.deepEqual(asked(bench).map(({ event }) => event['to']), ['bo', 'cy']);
});

function amend(bench: KernelBench, by: string, proposal: string, edits: readonly Edit[]): string {
  const revision = bench.kernel.state.proposals.get(proposal)?.revision.digest ?? '';
  const { facts, items } = bench.say(`member-${by}`, by, { kind: 'amend', body: { proposal, revision, edits, reason: '' } });
  const made = facts.find((fact) => fact.fact === 'amended');
  return made?.fact === 'amended' ? made.amendment.id : String(items[0]?.code);
}

test('an amendment changes one value of what is asked; two of the same value are rivals, and one that can\'t be asked is refused', () => {
  const half = { numerator: 1, denominator: 2 };
  const rule = { rule: 'majority', yes: { more_than: half }, quorum: 1 } as const;
  const bench = house(pays, { matters: [{ name: 'acts', changes: ['act'], asked: 'all', rule, days: 14 }], amending: { rule, days: 7, confirm_days: 3 } });
  const proposal = bench.propose('ana', act());
  const value = (before: string, after: string | null): Edit => ({ edit: 'value', value: 'amount', before, after });
  assert.equal(amend(bench, 'bo', proposal, [value('24.00', '20.00')]), 'does_not_apply');
  assert.equal(amend(bench, 'bo', proposal, [value('25.00', null)]), 'missing_value');
  assert.equal(amend(bench, 'bo', proposal, [{ edit: 'term', term: 'amount', before: '25.00', after: '20.00' }]), 'does_not_apply');
  const less = amend(bench, 'bo', proposal, [value('25.00', '20.00')]);
  const more = amend(bench, 'cy', proposal, [value('25.00', '30.00')]);
  bench.vote('ana', less);
  bench.until(bench.now + 7 * dayMs);
  const { revision } = bench.kernel.state.proposals.get(proposal) ?? {};
  assert.deepEqual([bench.kernel.state.amendments.has(more), revision?.number, revision?.change], [false, 2, act({ to: 'bo', amount: '20.00' })]);
  for (const member of ['ana', 'bo']) bench.vote(member, proposal, 'yes', { revision: revision?.digest ?? '' });
  bench.until(bench.now + 7 * dayMs);
  assert.equal(bench.balance('bo'), 3000);
});

test('nobody is called as the collective calls itself, or the world outside', () => {
  for (const id of [collective, outside]) {
    const bench = house();
    assert.equal(bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id }, keys: [] } }).items[0]?.code, 'invalid_value', id);
    assert.equal(proposed(bench, { change: 'admit', member: { id }, keys: [] }), 'invalid_value', id);
    assert.equal(new KernelBench([{ id }]).founded.items[0]?.code, 'invalid_value', id);
  }
});

test('whatever votes and whatever time there are, what is carried acts once; a kernel resumed or restored is where it was', () => {
  const step = fc.oneof(
    fc.record({ by: fc.constantFrom('ana', 'bo', 'cy'), choice: fc.constantFrom('yes' as const, 'no' as const) }),
    fc.record({ hours: fc.integer({ min: 1, max: 200 }) }),
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 12 }), fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), (steps, effectiveDays) => {
    const bench = house();
    const proposal = bench.propose('ana', act(), 'member', effectiveDays === undefined ? {} : { effective: bench.now + effectiveDays * dayMs });
    let carried = 0;
    const count = (facts: readonly { readonly fact: string }[]): void => { carried += facts.filter((fact) => fact.fact === 'decided' && (fact as { how?: string }).how === 'carried').length; };
    for (const each of steps) {
      if ('hours' in each) for (const { facts } of bench.until(bench.now + each.hours * 3_600_000)) count(facts);
      else count(bench.say(`member-${each.by}`, each.by, { kind: 'ballot', body: { proposal, choice: each.choice } }).facts);
    }
    for (const { facts } of bench.until(bench.now + 60 * dayMs)) count(facts);
    assert.ok(carried <= 1);
    assert.deepEqual([asked(bench).length, bench.balance('bo')], [carried, 1000 + 2500 * carried]);
    assert.deepEqual([bench.resumed().digest(), bench.restored().digest()], [bench.kernel.digest(), bench.kernel.digest()]);
  }), { numRuns: 60, seed: 20_260_105 });
});

test('what an act would do now is foreseen with all that it wakes, and nothing of it stays: no posting, cell, timer or debt', () => {
  const all: Behaviour = (call, state) => ({
    state: { kept: Number(state['kept'] ?? 0) + 1 },
    effects: [
      ...(pays(call, state).effects ?? []), { do: 'timer', name: 'later', key: 'k', when: { at: Number(call.event['now']) + dayMs }, data: {} }, { do: 'mark', on: 'bo', code: 'helped', ref: 'x' },
      { do: 'owe', from: 'kitty', to: 'cy', unit: 'crown', amount: 7, ref: 'loan', why: { code: 'test' }, since: Number(call.event['now']), due: { at: Number(call.event['now']) + dayMs } },
    ],
  });
  const bench = new KernelBench([...members, pot]);
  const kept = manifest({ actions: { grant: { by: 'decision', fields: { to: { type: 'member' }, amount: { type: 'amount' } }, cells: ['kept'] } } });
  bench.adopt('fund', (call, state) => (call.group === 'requested' ? all(call, state) : {}), kept, parties);
  const asking = { subcontract: 'fund', action: 'grant', with: { to: 'bo', amount: '25.00' } };
  const [alarms, before, wake] = [bench.kernel.state.alarms.size, bench.kernel.digest(), bench.kernel.nextWake()];
  const [foreseen, again] = [bench.kernel.foresee(asking), bench.kernel.foresee(asking)];
  assert.deepEqual(foreseen.items, [{ status: 'done' }]);
  assert.deepEqual(foreseen.facts.map(({ fact }) => fact), ['cell', 'posting', 'timer', 'mark', 'owed']);
  assert.deepEqual(again, foreseen);
  assert.deepEqual([bench.kernel.state.alarms.size, bench.resumed().digest(), bench.kernel.nextWake()], [alarms, before, wake]);
  const { facts } = bench.say('member-bo', 'bo', { kind: 'ballot', body: { proposal: bench.propose('ana', { change: 'act', ...asking }), choice: 'yes' } });
  const done = facts.filter(({ fact }) => fact !== 'balloted' && fact !== 'decided');
  assert.deepEqual(done.map(({ fact }) => fact), foreseen.facts.map(({ fact }) => fact), 'as it then is');
});

test('foreseen is also why it could not be done, and whom it would wake to no effect', () => {
  const bench = house();
  const foresee = (amount: string, action = 'grant'): unknown => bench.kernel.foresee({ subcontract: 'fund', action, with: { to: 'bo', amount } }).items;
  assert.deepEqual(foresee('100.01'), [{ status: 'refused', code: 'insufficient_balance', detail: 'kitty has 100.00 crown to spend, not 100.01 crown' }]);
  assert.deepEqual(foresee('1.00', 'fee'), [{ status: 'refused', code: 'not_permitted', detail: 'fee of fund is for each member to ask, and not for a decision' }]);
  assert.deepEqual(bench.kernel.foresee({ subcontract: 'fund', action: 'grant', with: { to: 'bo', amount: '100.01' } }).facts, []);
});
