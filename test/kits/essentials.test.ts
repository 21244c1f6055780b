// What the scenarios of essentials can't show: that no order makes a difference, that nothing is lost in any stream of events, more households
// than could be read at once, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/testing/random.ts';
import { isObject, type JsonObject } from '../../src/vocabulary/json.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 7;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;

const listOf = ({ idOf, inOrder }: Telling, those: readonly number[]): string => inOrder(those).map(idOf).join(', ');
const asks = (by: string, action: string, values = ''): string => `request: { by: ${by}, subcontract: basics, action: ${action}, with: { ${values} } }`;

/** Half a year of incomes, comings and goings, substitutes; at noon of each second day. */
function story(seed: number): Saying[] {
  const random = createRandom(seed);
  const some = (): number[] => everyone.filter(() => random.chance(0.5));
  return Array.from({ length: 90 }, (_, place): Saying => {
    const [who, those, amount] = [random.int(0, people - 1), some(), `${random.int(0, 900)}.${random.int(10, 99)}`];
    const price = `${random.int(0, 110)}.00`;
    switch (random.int(0, 9)) {
      case 0: return those.length === 0 ? () => '' : (telling) => `consent: { by: [${listOf(telling, those)}], subcontract: basics, part: basket }`;
      case 1: return ({ idOf }) => `withdraw: { by: ${idOf(who)}, subcontract: basics, part: basket }`;
      case 2: return ({ idOf }) => asks(idOf(who), 'leave');
      case 3: return () => asks('grocer', 'substitute', `item: milk, instead: oats, price: "${price}"`);
      case 4: return ({ idOf }) => asks(idOf(who), 'decline', 'item: milk');
      default: return ({ idOf }) => `income: { to: ${idOf(who)}, unit: crown, amount: "${amount}", reference: "r${place}" }`;
    }
  });
}

function scenario(telling: Telling, says: readonly Saying[]): string {
  const { idOf, inOrder } = telling;
  const members = ['pool, commons: true, opening: { crown: "150.00" }', 'grocer', ...inOrder(everyone).map((who) => idOf(who))];
  const steps = says.map((say, place) => `  - at: ${addDays('2026-01-02', 2 * place)}T12:00:00+00:00\n    ${say(telling)}`);
  return `collective: { name: Court, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((id) => `  - { id: ${id} }`).join('\n')}
subcontracts:
  - id: basics
    kit: essentials
    parties: { pool: pool, provider: grocer }
    terms: { basket: { bread: "70.00", milk: "110.00" }, pay_day: 31, notice_days: 20 }
    consents: [${listOf(telling, everyone.slice(2))}]
timeline:\n${steps.join('\n')}\n`;
}

/** What each has in the end, by who they are in the story. */
function ends(telling: Telling, says: readonly Saying[]): ReadonlyMap<string, number> {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  return play(scenario(telling, says), (collective) => new Map([...balances(collective)].map(([account, balance]) => [names.get(account) ?? account, balance] as const).sort()));
}

for (const seed of [1, 2, 3, 4]) {
  test(`no order of ids, members or consents changes who gets what, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    for (const telling of [...sameOrder, ...otherOrder]) assert.deepEqual(ends(telling, says), told, telling.says);
  });
}

const founding = (members: string, terms: string, consents: string): string => `collective: { name: Court, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: pool, commons: true, opening: { crown: "1000.00" } }, { id: grocer }, ${members} ]
subcontracts:
  - { id: basics, kit: essentials, parties: { pool: pool, provider: grocer }, terms: { ${terms} }, consents: [${consents}] }
timeline:
`;

test('more households than can be read at once get their part, and each is told', () => {
  // 300 households, 1,000.00: 3.33 each on 25 March, 999.00; 1.00 stays. Three days before 25 April they are warned, and so is the grocer.
  const ids = Array.from({ length: 300 }, (_, i) => `h${100 + i}`);
  const told = (code: string): string => ids.map((id) => `{ to: ${id}, about: basics, code: ${code} }`).join(', ');
  const consents = `  - at: 2026-03-01T00:00:00Z\n  - { at: 2026-03-24T12:00:00Z, consent: { by: [${ids.join(', ')}], subcontract: basics, part: basket } }\n`;
  const text = `${founding(ids.map((id) => `{ id: ${id} }`).join(', '), 'households_max: 300, basket: { bread: "10.00" }, pay_day: 25, warn_days: 3', '')}${consents}
  - { at: 2026-03-25T00:00:00Z, expect: { balances: { pool: { crown: "1.00" }, grocer: { crown: "999.00" } }, owed: [], faults: [], notices: [
    ${ids.map(() => '{ to: grocer, code: joined }').join(', ')}, { to: grocer, code: order }, ${told('short')} ] } }
  - { at: 2026-04-22T00:00:00Z, expect: { notices: [ ${told('will_be_short')}, { to: grocer, code: will_be_short } ] } }\n`;
  play(text, () => undefined);
});

test('what comes next, what is covered and what is in reserve is answered', () => {
  // Both began on 2 March: 2 × 100.00 × 30/31 = 2 × 96.77 were paid, 806.46 lie there. That is 4 months of 200.00 and 6.46 more.
  const text = `${founding('{ id: ana }, { id: bo }, { id: cy }', 'basket: { bread: "100.00" }', 'ana, bo')}  - at: 2026-03-01T00:00:00Z\n  - at: 2026-03-10T12:00:00Z\n`;
  const ahead = (by: string) => play(text, (collective) => collective.ask('basics', 'ahead', by, {}));
  const answer = (covered: readonly object[]) => ({ ok: true, value: {
    ahead: [{ day: '2026-04-01', what: 'baskets', to: 'grocer', amount: 20_000 }], covered, lies: 80_646, needs: 20_000, beyond: 60_646, missing: 0,
  } });
  // April to July are paid for by what lies there: until the day before 1 August.
  assert.deepEqual(ahead('ana'), answer([{ what: 'basket', until: '2026-07-31' }]));
  assert.deepEqual(ahead('cy'), answer([]));
});

/** Until when the asker's basket is covered at the end of a story. */
function covered(text: string, by: string): unknown {
  return play(text, (collective) => {
    const answer = collective.ask('basics', 'ahead', by, {});
    assert.ok(answer.ok && isObject(answer.value));
    return (answer.value as JsonObject)['covered'];
  });
}

test('who goes is covered until the next pay day; a basket that was paid for in part isn\'t covered', () => {
  const went = `${founding('{ id: ana }, { id: bo }', 'basket: { bread: "100.00" }', 'ana, bo')}  - at: 2026-03-01T00:00:00Z
  - { at: 2026-03-10T12:00:00Z, withdraw: { by: ana, subcontract: basics, part: basket } }\n`;
  assert.deepEqual(covered(went, 'ana'), [{ what: 'basket', until: '2026-03-31' }]);
  // 806.46 are eight months of Bo's alone: April to November.
  assert.deepEqual(covered(went, 'bo'), [{ what: 'basket', until: '2026-11-30' }]);
  // On 1 April it is over; who came back before that has gone on all the time.
  assert.deepEqual(covered(`${went}  - at: 2026-04-01T12:00:00Z\n`, 'ana'), []);
  const back = `${went}  - { at: 2026-03-20T12:00:00Z, consent: { by: ana, subcontract: basics, part: basket } }\n`;
  assert.deepEqual(covered(back, 'ana'), [{ what: 'basket', until: '2026-07-31' }]);
  assert.deepEqual(play(back, (collective) => collective.ask('basics', 'household', 'bo', { who: 'ana' })), { ok: true, value: { who: 'ana', given: 0, from: '2026-03-02', to: '' } });
  // 600.00 were to be paid for each, 580.65 until 1 April, and 500.00 lay there.
  assert.deepEqual(covered(`${founding('{ id: ana }, { id: bo }', 'basket: { bread: "600.00" }', 'ana, bo')}  - at: 2026-03-01T00:00:00Z\n  - at: 2026-03-10T12:00:00Z\n`, 'ana'), []);
});

test('whose basket is covered shows at each way in: on a pay day, between two, and in a month that the pool paid for in part', () => {
  const said = (steps: string, by: string): unknown => covered(`${founding('{ id: ana }, { id: bo }', 'basket: { bread: "300.00" }', 'ana')}  - at: 2026-03-01T00:00:00Z\n${steps}`, by);
  const joins = (day: string): string => `  - { at: ${day}T12:00:00Z, consent: { by: bo, subcontract: basics, part: basket } }\n`;
  // Ana's first basket: 300.00 × 30/31 = 290.32. On 1 April both are paid for, 109.68 stay: covered until the day before 1 May.
  assert.deepEqual(said(`${joins('2026-03-31')}  - at: 2026-04-02T12:00:00Z\n`, 'bo'), [{ what: 'basket', until: '2026-04-30' }]);
  // Ana alone on 1 April, 409.68 stay; of them Bo's first basket from 16 April on, 15 of 30 days, 150.00. Both for May are 600.00, and 259.68 are there.
  assert.deepEqual(said(`${joins('2026-04-15')}  - at: 2026-04-16T12:00:00Z\n`, 'bo'), [{ what: 'basket', until: '2026-04-30' }]);
  assert.deepEqual(said(`${joins('2026-04-15')}  - at: 2026-04-16T12:00:00Z\n`, 'ana'), [{ what: 'basket', until: '2026-04-30' }]);
  assert.deepEqual(said(joins('2026-04-15'), 'bo'), [], 'it hasn\'t begun');
  // On 1 May each gets 129.84 of 300.00.
  assert.deepEqual(said(`${joins('2026-04-15')}  - at: 2026-05-01T12:00:00Z\n`, 'bo'), []);
});

test('what a household gave, and from when to when it gets the basket, is answered', () => {
  const text = `${founding('{ id: ana }, { id: bo }', 'share: "0.10"', 'ana')}  - at: 2026-03-01T00:00:00Z
  - { at: 2026-03-05T12:00:00Z, income: { to: ana, unit: crown, amount: "40.05", reference: "r1" } }
  - { at: 2026-03-05T13:00:00Z, income: { to: ana, unit: crown, amount: "10.00", reference: "r2" } }
  - { at: 2026-03-06T12:00:00Z, request: { by: ana, subcontract: basics, action: leave, with: {} } }\n`;
  const household = (who: string) => play(text, (collective) => collective.ask('basics', 'household', 'bo', { who }));
  // 4.005 are rounded to 4.01, and 1.00 is added; 30 days after 6 March is 5 April.
  assert.deepEqual(household('ana'), { ok: true, value: { who: 'ana', given: 501, from: '2026-03-02', to: '2026-04-05' } });
  assert.deepEqual(household('bo'), { ok: true, value: { who: 'bo', given: 0, from: '', to: '' } });
});
