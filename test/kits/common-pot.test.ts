// What the scenarios of common-pot can't show: that no order makes a difference but to an odd cent, that nothing is lost in any stream of events,
// and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/testing/random.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 7;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;

const listOf = ({ idOf, inOrder }: Telling, those: readonly number[]): string => inOrder(those).map(idOf).join(', ');
const amountOf = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Half a year of incomes, comings and goings; what is decided is proposed by one and carried by the others, at noon and after. */
function story(seed: number): (readonly [Saying, Saying])[] {
  const random = createRandom(seed);
  const some = (): number[] => everyone.filter(() => random.chance(0.4));
  const nothing: Saying = () => '';
  return Array.from({ length: 90 }, (_, place): readonly [Saying, Saying] => {
    const [who, those, cents, percent] = [random.int(0, people - 1), some(), random.int(1, 90_000), random.int(0, 40)];
    const part = random.pick(['pledge', 'subscription']);
    const say = (verb: string): Saying => (those.length === 0 ? nothing : (telling) => `${verb}: { by: [${listOf(telling, those)}], subcontract: purse, part: ${part} }`);
    const decided = (action: string, values: (idOf: Telling['idOf']) => string): readonly [Saying, Saying] => [
      ({ idOf }) => `propose: { id: d${place}, by: ${idOf(0)}, reason: "x", act: { subcontract: purse, action: ${action}, with: { ${values(idOf)}, what: "x" } } }`,
      (telling) => `vote: { by: [${listOf(telling, everyone.slice(1, 4))}], proposal: d${place}, choice: yes }`,
    ];
    switch (random.int(0, 9)) {
      case 0: case 1: return [say('consent'), nothing];
      case 2: return [say('withdraw'), nothing];
      case 3: return [({ idOf }) => `request: { by: ${idOf(who)}, subcontract: purse, action: pledge, with: { percent: "${percent}" } }`, nothing];
      case 4: return decided('spend', (idOf) => `line: ${cents % 2 === 0 ? 'repairs' : 'parties'}, to: ${idOf(who)}, amount: "${amountOf(cents % 20_000 + 1)}"`);
      case 5: return decided('surplus', () => `amount: "${amountOf(cents % 30_000 + 1)}"`);
      default: return [({ idOf }) => `income: { to: ${idOf(who)}, unit: crown, amount: "${amountOf(cents)}", reference: "r${place}" }`, nothing];
    }
  });
}

function scenario(telling: Telling, says: readonly (readonly [Saying, Saying])[]): string {
  const { idOf, inOrder } = telling;
  const members = ['kitty, commons: true, opening: { crown: "500.00" }', ...inOrder(everyone).map((who) => `${idOf(who)}, opening: { crown: "200.00" }`)];
  const steps = says.flatMap((both, place) => both.map((say, after) => `  - at: ${addDays('2026-01-02', 2 * place)}T${12 + after}:00:00+00:00\n    ${say(telling)}`));
  return `collective: { name: Hof, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((id) => `  - { id: ${id} }`).join('\n')}
subcontracts:
  - id: purse
    kit: common-pot
    parties: { pot: kitty }
    terms: { budget: { repairs: "400.00", parties: "250.00" }, fee_day: 31, notice_days: 12, leaver_percent: "62.5", counted_months: 3 }
    consents: [${listOf(telling, everyone.slice(2))}]
timeline:\n${steps.join('\n')}\n`;
}

/** What each has in the end, by who they are in the story. */
function ends(telling: Telling, says: readonly (readonly [Saying, Saying])[]): ReadonlyMap<string, number> {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  return play(scenario(telling, says), (collective) => new Map([...balances(collective)].map(([account, balance]) => [names.get(account) ?? account, balance] as const).sort()));
}

for (const seed of [1, 2, 3, 4]) {
  test(`no order of members or consents changes who gets what, ids but an odd cent, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    for (const telling of sameOrder) assert.deepEqual(ends(telling, says), told, telling.says);
    // A cent by id for each surplus, and for those who leave on one day.
    const cents = says.filter((both) => /surplus|withdraw/.test(both[0](plain))).length;
    for (const telling of otherOrder) {
      for (const [who, balance] of ends(telling, says)) assert.ok(Math.abs(balance - (told.get(who) ?? NaN)) <= cents, `${telling.says}: ${who} has ${balance}, not ${told.get(who)}`);
    }
  });
}

const founding = `collective: { name: Hof, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: kitty, commons: true }, { id: ana, opening: { crown: "10.00" } }, { id: bo } ]
subcontracts:
  - { id: purse, kit: common-pot, parties: { pot: kitty }, terms: { budget: { roof: "70.00", garden: "20.00" }, notice_days: 10 }, consents: [ana] }
timeline:
  - at: 2026-03-01T12:00:00Z
  - { at: 2026-03-02T12:00:00Z, income: { to: ana, unit: crown, amount: "800.00", reference: "r1" } }
`;
const spend = `  - { at: 2026-03-03T12:00:00Z, propose: { id: s, by: ana, reason: "x", act: { subcontract: purse, action: spend, with: { line: roof, to: bo, amount: "60.00", what: "tiles" } } } }
  - { at: 2026-03-03T13:00:00Z, vote: { by: bo, proposal: s, choice: yes } }
`;
const asked = (text: string, question: string, by: string, values = {}): unknown => play(text, (collective) => collective.ask('purse', question, by, values));

test('what was spent from which line, and what is left, is answered', () => {
  // Of the 80.00 that were pledged 60.00 went for the roof.
  assert.deepEqual(asked(founding + spend, 'budget', 'bo'), { ok: true, value: {
    year: '2026', shared: 0, lies: 2000, lines: [{ line: 'garden', budget: 2000, spent: 0, left: 2000 }, { line: 'roof', budget: 7000, spent: 6000, left: 1000 }],
  } });
  // A year later the line is whole again; the fees of twelve months, of which Ana had the money, lie there beside it.
  assert.deepEqual(asked(`${founding}${spend}  - at: 2027-01-01T00:00:00Z\n`, 'budget', 'bo'), { ok: true, value: {
    year: '2027', shared: 0, lies: 12_000, lines: [{ line: 'garden', budget: 2000, spent: 0, left: 2000 }, { line: 'roof', budget: 7000, spent: 0, left: 7000 }],
  } });
});

test('what somebody gave, and would get if they left now, is answered', () => {
  const pledges = (text: string, who: string) => asked(text, 'pledges', 'bo', { who });
  assert.deepEqual(pledges(founding, 'ana'), { ok: true, value: { who: 'ana', percent: 1000, given: 8000, amount: 4000 } });
  // 20.00 of 80.00 are unspent, and half of that is hers.
  assert.deepEqual(pledges(founding + spend, 'ana'), { ok: true, value: { who: 'ana', percent: 1000, given: 8000, amount: 1000 } });
  assert.deepEqual(pledges(founding, 'bo'), { ok: true, value: { who: 'bo', percent: 0, given: 0, amount: 0 } });
});

test('what comes next for whom asks is answered: the fee, and what the notice ends with', () => {
  const fee = { day: '2026-04-01', what: 'fee', to: 'kitty', amount: 1000 };
  assert.deepEqual(asked(founding, 'ahead', 'ana'), { ok: true, value: { ahead: [fee] } });
  assert.deepEqual(asked(founding, 'ahead', 'bo'), { ok: true, value: { ahead: [] } });
  assert.deepEqual(asked(`${founding}  - { at: 2026-03-10T12:00:00Z, withdraw: { by: ana, subcontract: purse, part: subscription } }\n`, 'ahead', 'ana'), { ok: true, value: { ahead: [] } });
  const leaves = `${founding}${spend}  - { at: 2026-03-10T12:00:00Z, withdraw: { by: ana, subcontract: purse, part: pledge } }\n`;
  assert.deepEqual(asked(leaves, 'ahead', 'ana'), { ok: true, value: { ahead: [fee, { day: '2026-03-20', what: 'leaver', to: 'ana', amount: 1000 }] } });
});
