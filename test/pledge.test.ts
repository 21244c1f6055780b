// What the pledge's scenarios can't ask: what would be given of an income, before it is there; and what is kept when all is over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodeSandbox } from '../src/host/codes.ts';
import type { Collective } from '../src/host/collective.ts';
import { loadKits } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';

const kits = loadKits();
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();

/** A third of each income in the proportion of 1 to 2, at most 20.00 at a time and 25.00 in a period; no notice. */
const founding = `collective: { name: House, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: mill, opening: { crown: "500.00" } }, { id: ana }, { id: bo }, { id: cy } ]
subcontracts:
  - id: promise
    kit: pledge
    parties: { giver: ana }
    terms: { share: "0.333333", recipients: { bo: 1, cy: 2 }, most_at_once: "20.00", most_per_period: "25.00", notice_days: 0 }
timeline:
`;

/** What `look` sees after the last step. */
function after<T>(text: string, look: (collective: Collective) => T): T | undefined {
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  let seen: T | undefined;
  const played = playScenario(scenario.value, text, kits, sandbox, (collective) => { seen = look(collective); });
  assert.deepEqual(played.refused, []);
  return seen;
}

/** The answers to `incomes`, asked by Cy after the steps. */
function asked(steps: string, incomes: readonly string[], text: string = founding): unknown {
  return after(text + steps, (collective) => incomes.map((income) => collective.ask('promise', 'of_income', 'cy', { income })));
}

const answer = (income: number, given: number, shares: { readonly [member: string]: number }) => ({ ok: true, value: { income, given, shares } });
const pay = '  - { at: 2026-03-10T09:00:00Z, request: { by: mill, action: pay, with: { to: ana, unit: crown, amount: "30.00" } } }\n';
const end = '  - { at: 2026-03-10T10:00:00Z, request: { by: ana, subcontract: promise, action: end, with: {} } }\n';

test('of an income so much would be given, split to the cent, and never more than at a time', () => {
  // 10.00 × 0.333333 = 3.33333, so 3.33: 1.11 and 2.22. 90.00 would give 29.99997, so 20.00: 6.66 2/3 and 13.33 1/3, the odd cent to Bo.
  assert.deepEqual(asked('  - { at: 2026-03-10T09:00:00Z }\n', ['10.00', '90.00', '0.00', '0.01']), [
    answer(1000, 333, { bo: 111, cy: 222 }), answer(9000, 2000, { bo: 667, cy: 1333 }), answer(0, 0, {}), answer(1, 0, {}),
  ]);
});

test('what was given before in the period counts, and of nothing else', () => {
  // 30.00 × 0.333333 = 9.99999, so 10.00 went: 15.00 are left of the period's 25.00.
  assert.deepEqual(asked(pay, ['30.00', '90.00']), [answer(3000, 1000, { bo: 333, cy: 667 }), answer(9000, 1500, { bo: 500, cy: 1000 })]);
});

test('what was ended without a notice is over at once', () => assert.deepEqual(asked(pay + end, ['30.00']), [answer(3000, 0, {})]));

test('what tops a month up counts in the period, and goes by no more than at a time', () => {
  const least = founding.replace('notice_days: 0', 'notice_days: 0, least_per_month: "24.00"').replace('id: ana', 'id: ana, opening: { crown: "100.00" }');
  // March was whole and gave nothing. Of 24.00 only 20.00 go on 1 April, so that 5.00 are left of the period from 8 March to 7 April.
  assert.deepEqual(asked('  - { at: 2026-03-01T00:00:00Z }\n  - { at: 2026-04-01T00:00:00Z }\n', ['90.00'], least), [answer(9000, 500, { bo: 167, cy: 333 })]);
});

test('when it is over nothing wakes any more, and no month is left unsettled', () => {
  const text = `${founding}${pay}${end}  - { at: 2026-04-01T00:00:00Z }\n`;
  assert.deepEqual(after(text, (collective) => [collective.nextWake(), collective.state.cells.get('promise given')?.value]), [undefined, { inPeriod: 1000, months: {}, period: Date.UTC(2026, 2, 8) }]);
});
