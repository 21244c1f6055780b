// All of a household's kits in one collective: in whatever order they were adopted, and whoever is named first, everyone ends with the same; and
// twelve months of it, held against sums by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths } from '../../src/vocabulary/time.ts';
import { balances, plain, play, sameOrder, type Telling } from './telling.ts';

const everyone = [0, 1, 2, 3] as const;
const months = 12;

/** Under the same names: only the order in which they stand in the file differs. */
const agreements: readonly ((people: string) => string)[] = [
  () => '{ id: fund, kit: personal-fund, terms: { short: owed } }',
  (people) => `{ id: food, kit: essentials, parties: { pool: pool, provider: grocer }, terms: { share: "0.12", basket: { bread: "60.00" } }, consents: [${people}] }`,
  (people) => `{ id: kitty, kit: common-pot, parties: { pot: pot }, terms: { percent: "5" }, consents: [${people}] }`,
  (people) => `{ id: cover, kit: mutual-cover, terms: { dues: "20.00", dues_day: 1 }, consents: [${people}] }`,
  () => '{ id: aid, kit: stipend, parties: { pot: aid-pot, steward: grocer }, terms: { admitted_by: steward, amount: "90.00" } }',
];

type Order = { readonly says: string; readonly places: readonly number[] };
const orders: readonly Order[] = [
  { says: 'as written', places: [0, 1, 2, 3, 4] }, { says: 'backwards', places: [4, 3, 2, 1, 0] }, { says: 'the cover first', places: [3, 0, 4, 1, 2] },
];

/** Each has 1,000.00 into the fund each month, and takes 500.00 from it, with 100.00 of rent on top and a fifth of the draw into the cover. */
function scenario({ idOf, inOrder }: Telling, { places }: Order): string {
  const people = inOrder(everyone).map(idOf).join(', ');
  const steps: string[] = [];
  const say = (at: string, said: string): void => { steps.push(`  - { at: ${at}, ${said} }`); };
  for (const who of inOrder(everyone)) {
    say('2026-01-02T12:00:00+00:00', `request: { by: ${idOf(who)}, subcontract: fund, action: allocate, with: { name: rent, to: landlord, mode: on_top, fixed: "100.00" } }`);
    say('2026-01-02T12:00:00+00:00', `request: { by: ${idOf(who)}, subcontract: fund, action: allocate, with: { name: cover, to: ${idOf(who)}/cover/own, mode: out_of, share_percent: "20" } }`);
  }
  say('2026-01-02T13:00:00+00:00', `consent: { by: ${idOf(0)}, subcontract: aid, part: giver }`);
  say('2026-01-02T13:01:00+00:00', `request: { by: ${idOf(0)}, subcontract: aid, action: pledge, with: { monthly: "90.00", income: "1000.00" } }`);
  say('2026-01-02T13:02:00+00:00', `consent: { by: ${idOf(3)}, subcontract: aid, part: recipient }`);
  say('2026-01-02T13:03:00+00:00', `request: { by: grocer, subcontract: aid, action: admit, with: { member: ${idOf(3)} } }`);
  for (let month = 0; month < months; month++) {
    for (const who of inOrder(everyone)) say(`${addMonths('2026-01-10', month)}T12:00:00+00:00`, `income: { to: ${idOf(who)}/fund/fund, unit: crown, amount: "1000.00", from: work, reference: r${month}-${who} }`);
    for (const who of inOrder(everyone)) say(`${addMonths('2026-01-12', month)}T12:00:00+00:00`, `request: { by: ${idOf(who)}, subcontract: fund, action: take, with: { amount: "500.00" } }`);
  }
  say('2026-12-31T12:00:00+00:00', 'expect: { owed: [] }');
  const members = ['{ id: pool, commons: true }', '{ id: pot, commons: true }', '{ id: aid-pot, commons: true }', '{ id: grocer }', '{ id: landlord }', ...inOrder(everyone).map((who) => `{ id: ${idOf(who)}, opening: { crown: "200.00" } }`)];
  return `title: Together
collective: { name: Hof, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((each) => `  - ${each}`).join('\n')}
subcontracts:\n${places.map((place) => `  - ${agreements[place]?.(people) ?? ''}`).join('\n')}
timeline:\n${steps.join('\n')}\n`;
}

function ends(telling: Telling, order: Order): { readonly [account: string]: number } {
  const names = new Map(everyone.map((who) => [telling.idOf(who), `p${who}`]));
  return play(scenario(telling, order), (collective) => Object.fromEntries([...balances(collective)].map(([account, balance]) => [account.split('/').map((part) => names.get(part) ?? part).join('/'), balance] as const).sort()));
}

test('the order of adoption, and of members and consents, changes nobody\'s end', () => {
  const first = ends(plain, orders[0] as Order);
  for (const order of orders) for (const telling of [plain, ...sameOrder]) assert.deepEqual(ends(telling, order), first, `${order.says}, ${telling.says}`);
});

test('a year of it, by hand', () => {
  const last = ends(plain, orders[0] as Order);
  // Each month: 1000.00 in, 500.00 and 100.00 of rent out of the fund.
  assert.equal(last['p1/fund/fund'], 12 * 400_00);
  assert.equal(last['landlord'], 4 * 12 * 100_00);
  // Of the 500.00 drawn, 100.00 go into one's own purse of the cover before they are income; that takes no more than 600.00 by its own dues, and others may put more in.
  assert.equal(last['outside'], -(4 * 200_00 + 4 * 12 * 1000_00));
  // 400.00 of income: 48.00 to the pool of the baskets and 20.00 to the pot, from each of four in each of twelve months; and the pot's fee of 10.00 on the first
  // of February to December.
  assert.equal(last['pot'], 4 * (12 * 20_00 + 11 * 10_00));
  assert.equal((last['pool'] ?? 0) + (last['grocer'] ?? 0), 4 * 12 * 48_00);
});
