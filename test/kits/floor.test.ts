// What the scenarios of floor can't show: that no order makes a difference but to an odd cent, that nothing is lost in any stream of events, that as many
// as there may be are served, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/testing/random.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 7;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;

const listOf = ({ idOf, inOrder }: Telling, those: readonly number[]): string => inOrder(those).map(idOf).join(', ');
const asks = (by: string, subcontract: string, action: string, values: string): string => `request: { by: ${by}, subcontract: ${subcontract}, action: ${action}, with: { ${values} } }`;

/** Half a year of what is declared, paid in, reported, of comings and goings; at noon of each second day. Six floor days. */
function story(seed: number): Saying[] {
  const random = createRandom(seed);
  const some = (): number[] => everyone.filter(() => random.chance(0.5));
  return Array.from({ length: 90 }, (_, place): Saying => {
    const [who, those, crowns, cents] = [random.int(0, people - 1), some(), random.int(0, 400), random.int(10, 99)];
    switch (random.int(0, 8)) {
      case 0: return those.length === 0 ? () => '' : (telling) => `consent: { by: [${listOf(telling, those)}], subcontract: base, part: floor }`;
      case 1: return ({ idOf }) => `withdraw: { by: ${idOf(who)}, subcontract: base, part: floor }`;
      case 2: case 3: case 4: return ({ idOf }) => asks(idOf(who), 'base', 'declare', `has: "${crowns}.${cents}"`);
      case 5: return ({ idOf }) => asks('eve', 'base', 'declare', `has: "${crowns}.${cents}", member: ${idOf(who)}`);
      case 6: return ({ idOf }) => asks('eve', 'rules', 'report', `member: ${idOf(who)}, reason: x`);
      default: return () => `income: { to: treasury, unit: crown, amount: "${crowns}.${cents}", reference: "r${place}" }`;
    }
  });
}

function scenario(telling: Telling, says: readonly Saying[]): string {
  const { idOf, inOrder } = telling;
  const members = ['treasury, commons: true, opening: { crown: "500.00" }', 'eve', ...inOrder(everyone).map((who) => idOf(who))];
  const steps = says.map((say, place) => `  - at: ${addDays('2026-01-02', 2 * place)}T12:00:00+00:00\n    ${say(telling)}`);
  return `collective: { name: Court, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((id) => `  - { id: ${id} }`).join('\n')}
subcontracts:
  - { id: rules, kit: conduct, parties: { warden: eve }, terms: { marks_max: 1, window_days: 35, notice_days: 0 } }
  - { id: base, kit: floor, parties: { treasury: treasury, steward: eve }, terms: { floor: "350.00", floor_day: 31, declared_days: 40, floor_survives: "no" }, consents: [${listOf(telling, everyone.slice(1))}] }
timeline:\n${steps.join('\n')}\n`;
}

/** What each has in the end, by who they are in the story. */
function ends(telling: Telling, says: readonly Saying[]): ReadonlyMap<string, number> {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  return play(scenario(telling, says), (collective) => new Map([...balances(collective)].map(([account, balance]) => [names.get(account) ?? account, balance] as const).sort()));
}

/** At most one odd cent on each floor day. */
const oddCentsMax = 6;

for (const seed of [1, 2, 3, 4]) {
  test(`no order of ids, members or consents changes who gets what but for odd cents, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    assert.ok(everyone.filter((who) => (told.get(String(who)) ?? 0) > 0).length > 3, 'most are topped up at some time');
    for (const telling of sameOrder) assert.deepEqual(ends(telling, says), told, telling.says);
    for (const telling of otherOrder) {
      for (const [who, balance] of ends(telling, says)) assert.ok(Math.abs(balance - (told.get(who) ?? NaN)) <= oddCentsMax, `${telling.says}: ${who} has ${balance}, and not ${told.get(who)}`);
    }
  });
}

const founding = (members: readonly string[], treasury: string, terms = ''): string => `collective: { name: Court, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: treasury, commons: true, opening: { crown: "${treasury}" } }, { id: eve }, ${members.map((id) => `{ id: ${id} }`).join(', ')} ]
subcontracts:
  - { id: base, kit: floor, parties: { treasury: treasury, steward: eve }, terms: { ${terms} } }
timeline:
  - { at: 2026-03-01T00:00:00Z, consent: { by: [${members.join(', ')}], subcontract: base, part: floor } }
`;
const step = (at: string, what: string): string => `  - { at: ${at}, ${what} }\n`;
const says = (by: string, has: string): string => step('2026-03-01T09:00:00Z', asks(by, 'base', 'declare', `has: "${has}"`));

test('as many as there may be are served on one day, or told that nothing is known', () => {
  const ids = Array.from({ length: 200 }, (_, i) => `h${100 + i}`);
  const text = founding(ids, '20000.00', 'members_max: 200, declared_days: 31') + ids.map((id) => says(id, '600.00')).join('')
    + step('2026-04-01T00:01:00Z', 'expect: { refused: [], faults: [], balances: { treasury: { crown: "20000.00" } } }') // 31 days after 1 March are over
    + ids.map((id) => step('2026-04-02T00:01:00Z', asks(id, 'base', 'declare', 'has: "600.00"'))).join('')
    + step('2026-05-01T00:01:00Z', 'expect: { refused: [], faults: [], balances: { treasury: { crown: "0.00" } } }');
  const all = play(text, balances);
  assert.deepEqual(ids.map((id) => all.get(id)), ids.map(() => 10_000));
});

const house = (treasury: string): string => founding(['ada', 'bo', 'gil'], treasury) + says('ada', '40.00') + says('bo', '40.00') + says('gil', '520.00');

test('how long the treasury lasts is answered', () => {
  const runway = (treasury: string): unknown => play(house(treasury), (collective) => collective.ask('base', 'runway', 'eve', {}));
  // 660.00 + 660.00 + 180.00 are missing each month.
  assert.deepEqual(runway('9000.00'), { ok: true, value: { there: 900_000, monthly: 150_000, months: 6 } });
  assert.deepEqual(runway('8999.99'), { ok: true, value: { there: 899_999, monthly: 150_000, months: 5 } });
  assert.deepEqual(runway('1499.99'), { ok: true, value: { there: 149_999, monthly: 150_000, months: 0 } });
});

test('what comes next, and until when it is covered, is answered', () => {
  const ask = (question: string, treasury: string, by: string): unknown => play(house(treasury), (collective) => collective.ask('base', question, by, {}));
  const comes = (amount: number) => ({ ok: true, value: { ahead: [{ day: '2026-04-01', what: 'top_up', to: 'gil', amount }] } });
  assert.deepEqual(ask('ahead', '9000.00', 'gil'), comes(18_000));
  assert.deepEqual(ask('ahead', '150.00', 'gil'), comes(1800), 'a tenth of what is missing is there');
  assert.deepEqual(ask('ahead', '9000.00', 'eve'), { ok: true, value: { ahead: [] } });
  // Six months: on 1 April, May, June, July, August and September.
  assert.deepEqual(ask('covered', '9000.00', 'gil'), { ok: true, value: { covered: [{ what: 'floor', until: '2026-09-01' }] } });
  assert.deepEqual(ask('covered', '9000.00', 'eve'), { ok: true, value: { covered: [] } }, 'who takes no part isn\'t covered');
  assert.deepEqual(ask('covered', '1499.99', 'gil'), { ok: true, value: { covered: [] } });
});
