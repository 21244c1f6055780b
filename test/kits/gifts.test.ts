// What the scenarios of gifts can't show: what is answered, that whoever is anonymous is named nowhere, that no order makes a difference, and that nothing is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collective } from '../../src/host/collective.ts';
import { createRandom } from '../../src/testing/random.ts';
import { isObject } from '../../src/vocabulary/json.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 6;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;
const asks = (by: string, action: string, values: string): string => `request: { by: ${by}, subcontract: gifts, action: ${action}, with: { ${values} } }`;

/** Three months of gifts, pledges that are collected, changes of mind; at noon of each day. */
function story(seed: number): Saying[] {
  const random = createRandom(seed);
  return Array.from({ length: 90 }, (_, place): Saying => {
    const [who, other, crowns, cents] = [random.int(0, people - 1), random.int(0, people - 1), random.int(0, 60), random.int(10, 99)];
    switch (random.int(0, 5)) {
      case 0: return ({ idOf }) => asks(idOf(who), 'recognise', `shown: ${random.chance(0.5) ? 'name' : 'anonymous'}`);
      case 1: return ({ idOf }) => `income: { to: ${idOf(who)}, unit: crown, amount: "${crowns}.${cents}", reference: "r${place}" }`;
      case 2: return ({ idOf }) => asks(idOf(who), 'give', `to: ola, amount: "${crowns}.${cents}"`);
      default: return ({ idOf }) => asks(idOf(who), 'give', `to: ${idOf(other)}, amount: "${crowns}.${cents}"`);
    }
  });
}

function scenario({ idOf, inOrder }: Telling, says: readonly string[]): string {
  const members = ['ola', ...inOrder(everyone).map((who) => `${idOf(who)}, opening: { crown: "90.00" }`)];
  const steps = says.map((say, place) => `  - at: ${addDays('2026-01-02', place)}T12:00:00+00:00\n    ${say}`);
  return `collective: { name: Court, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((id) => `  - { id: ${id} }`).join('\n')}
subcontracts:
  - { id: gifts, kit: gifts, parties: { host: ola }, terms: { host_fee_percent: 7, gift_max: "50.00", gifts_per_period: 3 } }
  - { id: tenth, kit: pledge, parties: { giver: ${idOf(0)} }, terms: { recipients: { ola: 1 } } }
timeline:\n${steps.join('\n')}\n`;
}

type Answer = { readonly [name: string]: unknown };
type Thanks = { readonly named: { readonly [member: string]: number }; readonly others: number };

function answer(collective: Collective, question: string, by: string): Answer {
  const asked = collective.ask('gifts', question, by, {});
  assert.ok(asked.ok && isObject(asked.value), JSON.stringify(asked));
  return asked.value;
}

/** In smallest parts: what was given by those who are named and by all others, as the postings have it. */
function ends(telling: Telling, says: readonly Saying[]): unknown {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  const given = new Map<string, number>();
  const heard = new Set<Collective>();
  return play(scenario(telling, says.map((say) => say(telling))), (collective) => {
    if (!heard.has(collective)) {
      heard.add(collective);
      collective.listen(({ outcome: { facts } }) => {
        for (const fact of facts) if (fact.fact === 'posting' && ['gift', 'fee', 'pledged'].includes(fact.why.code)) given.set(fact.from, (given.get(fact.from) ?? 0) + fact.amount);
      });
    }
    const { named, others } = answer(collective, 'thanks', 'ola') as unknown as Thanks;
    const hidden = [...given].filter(([member]) => !Object.hasOwn(named, member));
    for (const [member, sum] of Object.entries(named)) assert.equal(sum, given.get(member) ?? 0, member);
    assert.equal(others, hidden.reduce((sum, [, each]) => sum + each, 0));
    return [...balances(collective)].map(([account, balance]) => [names.get(account) ?? account, balance]).sort();
  });
}

for (const seed of [1, 2, 3]) {
  test(`thanks are what was given, in no order of ids or members another, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    for (const telling of [...sameOrder, ...otherOrder]) assert.deepEqual(ends(telling, says), told, telling.says);
  });
}

const village = `collective: { name: Village, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: zebedee, opening: { crown: "6000.00" } }, { id: ada, opening: { crown: "100.00" } }, { id: john }, { id: ola }, { id: well, commons: true } ]
subcontracts:
  - { id: gifts, kit: gifts, parties: { host: ola }, terms: { host_fee_percent: 5, gift_max: "5000.00" } }
  - { id: aid, kit: stipend, parties: { pot: well, steward: ola }, terms: { admitted_by: steward } }
timeline:
  - { at: 2026-03-01T09:00:00Z, consent: { by: [zebedee, john], subcontract: aid, part: giver } }
  - { at: 2026-03-01T09:00:00Z, consent: { by: john, subcontract: aid, part: recipient } }
  - { at: 2026-03-01T09:00:00Z, request: { by: zebedee, subcontract: aid, action: pledge, with: { monthly: "300.00", income: "1000.00" } } }
  - { at: 2026-03-01T09:00:00Z, request: { by: ola, subcontract: aid, action: admit, with: { member: john } } }
`;
const at = (day: number, what: string): string => `  - { at: 2026-03-${day}T09:00:00Z, ${what} }\n`;
const nothing = (at_: string): string => `  - { at: ${at_}, expect: { refused: [], faults: [] } }\n`;

/** The id of the gift that John got last. */
function giftOf(collective: Collective): string {
  return [...collective.state.cells.keys()].filter((key) => key.startsWith('gifts gift/')).map((key) => key.slice('gifts gift/'.length)).at(-1) ?? '';
}

test('the way of a gift is answered to both, with every hop and fee, and to nobody else', () => {
  const text = village + at(10, asks('ada', 'give', 'to: john, amount: "20.00"'));
  const hops = [{ to: 'john', amount: 1900, what: 'gift' }, { to: 'ola', amount: 100, what: 'fee' }];
  const way = { amount: 2000, arrived: 1900, fee: 100, to: 'john', hops };
  const ask = (by: string, more = ''): unknown => play(text + more, (collective) => collective.ask('gifts', 'gift', by, { observation: giftOf(collective) }));
  assert.deepEqual(ask('ada'), { ok: true, value: { from: 'ada', ...way } });
  assert.deepEqual(ask('john'), { ok: true, value: way });
  assert.deepEqual(ask('zebedee'), { ok: true, value: null });
  const shown = at(11, asks('ada', 'recognise', 'shown: name'));
  assert.deepEqual(ask('john', shown), { ok: true, value: { from: 'ada', ...way } });
  assert.deepEqual(ask('john', shown + at(12, asks('ada', 'recognise', 'shown: anonymous'))), { ok: true, value: way });
});

test('a gift without a fee has one hop', () => {
  const text = village.replace('host_fee_percent: 5, ', '') + at(10, asks('ada', 'give', 'to: john, amount: "20.00"'));
  const gift = play(text, (collective) => collective.ask('gifts', 'gift', 'john', { observation: giftOf(collective) }));
  assert.deepEqual(gift, { ok: true, value: { amount: 2000, arrived: 2000, fee: 0, to: 'john', hops: [{ to: 'john', amount: 2000, what: 'gift' }] } });
});

test('whoever gave five thousand stands there if they wish it, with what was collected of their pledge, and else among the others', () => {
  const given = village + at(10, asks('zebedee', 'give', 'to: well, amount: "5000.00"')) + at(11, asks('ada', 'give', 'to: john, amount: "20.00"'));
  const thanks = (more: string): unknown => play(given + more, (collective) => answer(collective, 'thanks', 'john'));
  const shown = at(12, asks('zebedee', 'recognise', 'shown: name'));
  assert.deepEqual(thanks(''), { named: {}, others: 502_000 });
  assert.deepEqual(thanks(shown), { named: { zebedee: 500_000 }, others: 2000 });
  assert.deepEqual(thanks(shown + at(13, asks('zebedee', 'recognise', 'shown: anonymous'))), { named: {}, others: 502_000 });
  // In the well lie 4750.00 of his gift, more than the 600.00 that John gets on 1 April: nothing is collected. Before, without that gift, 300.00 are.
  const collected = village + nothing('2026-04-01T00:01:00Z') + `  - { at: 2026-04-02T09:00:00Z, ${asks('zebedee', 'recognise', 'shown: name')} }\n`;
  assert.deepEqual(play(collected, (collective) => answer(collective, 'thanks', 'john')), { named: { zebedee: 30_000 }, others: 0 });
});

test('whoever is anonymous is named in no notice, no reason of a posting and no answer, of gifts or of stipends', () => {
  const text = village + at(10, asks('zebedee', 'give', 'to: john, amount: "20.00"')) + at(11, asks('zebedee', 'give', 'to: well, amount: "50.00"'))
    + nothing('2026-04-01T00:01:00Z') + '  - { at: 2026-04-02T09:00:00Z, request: { by: zebedee, subcontract: aid, action: pledge, with: { monthly: "1.00", income: "1000.00" } } }\n'
    + '  - { at: 2026-04-03T09:00:00Z, withdraw: { by: zebedee, subcontract: aid, part: giver } }\n';
  const said: unknown[] = [];
  const heard = new Set<Collective>();
  play(text, (collective) => {
    if (!heard.has(collective)) {
      heard.add(collective);
      collective.listen(({ outcome: { facts } }) => {
        for (const fact of facts) {
          if (fact.fact === 'notice' && fact.to !== 'zebedee') said.push(fact.data);
          if (fact.fact === 'posting') said.push(fact.why);
        }
      });
    }
    for (const by of ['ada', 'john', 'ola']) {
      said.push(answer(collective, 'thanks', by), answer(collective, 'given', by), collective.ask('gifts', 'gift', by, { observation: giftOf(collective) }), collective.ask('aid', 'ahead', by, {}));
    }
  });
  assert.ok(said.length > 30);
  assert.ok(!JSON.stringify(said).includes('zebedee'));
  assert.ok(JSON.stringify(said).includes('"arrived":1900'));
});

test('no more names are shown than fit into one answer; whoever comes later gives all the same', () => {
  const ids = Array.from({ length: 501 }, (_, i) => `g${1000 + i}`);
  const text = `collective: { name: Village, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: ola }, ${ids.map((id) => `{ id: ${id}, opening: { crown: "1.00" } }`).join(', ')} ]
subcontracts:
  - { id: gifts, kit: gifts, parties: { host: ola } }
timeline:
${ids.map((id) => `  - { at: 2026-03-01T09:00:00Z, ${asks(id, 'recognise', 'shown: name')} }\n`).join('')}  - { at: 2026-03-01T09:01:00Z, ${asks('g1500', 'give', 'to: ola, amount: "1.00"')} }
  - { at: 2026-03-01T09:02:00Z, expect: { balances: { ola: { crown: "1.00" } }, refused: [ { step: 501, code: limit_reached } ] } }\n`;
  const { named, others } = play(text, (collective) => answer(collective, 'thanks', 'ola')) as unknown as Thanks;
  assert.deepEqual([Object.keys(named).length, others], [500, 100]);
});
