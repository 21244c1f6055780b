// Steps of money from outside and to outside, as they are read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act } from './acts.ts';
import { readScenario } from './read.ts';

function read(...steps: string[]): ReturnType<typeof readScenario> {
  return readScenario(`collective: { name: House, zone: UTC, units: { crown: { decimals: 2 } }, bank: [bo] }
members: [ { id: ana }, { id: bo }, { id: kitty, commons: true } ]
timeline:
${steps.map((step) => `  - { at: 2026-01-05T18:00:00Z, ${step} }\n`).join('')}`, { kits: new Map(), zones: ['UTC'] });
}

function last(...steps: string[]): Act | undefined {
  const scenario = read(...steps);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return scenario.value.timeline.at(-1)?.act;
}

const payout = 'payout: { id: rent, by: ana, unit: crown, amount: "4.00", reason: "rent" }';

test('each step is read with what it says and what it leaves out', () => {
  assert.deepEqual(last('income: { to: kitty, unit: crown, amount: "12.00", reference: 17 }'), { kind: 'income', by: null, to: 'kitty', unit: 'crown', amount: '12.00', from: '', reference: '17' });
  assert.deepEqual(last('income: { by: ana, to: ana, unit: crown, amount: 12, from: "Baker & Co", reference: B-1, day: 2026-01-04 }'),
    { kind: 'income', by: 'ana', to: 'ana', unit: 'crown', amount: '12', from: 'Baker & Co', reference: 'B-1', day: '2026-01-04' });
  assert.deepEqual(last(payout), { kind: 'payout', by: 'ana', id: 'rent', unit: 'crown', amount: '4.00', reason: 'rent' });
  assert.deepEqual(last(payout, 'withdraw: { by: ana, payout: rent }'), { kind: 'cancel', by: 'ana', payout: 'rent' });
  assert.deepEqual(last(payout, 'settle: { payout: rent, how: sent }'), { kind: 'settle', by: null, payout: 'rent', settled: { how: 'sent' } });
  assert.deepEqual(last(payout, 'settle: { payout: rent, how: paid, reference: B-2, by: bo }'), { kind: 'settle', by: 'bo', payout: 'rent', settled: { how: 'paid', reference: 'B-2' } });
  assert.deepEqual(last(payout, 'settle: { payout: rent, how: returned, reason: "closed", reference: B-3 }'), { kind: 'settle', by: null, payout: 'rent', settled: { how: 'returned', reason: 'closed', reference: 'B-3' } });
  assert.deepEqual(last('reverse: { unit: crown, reference: B-1, reason: "called back", return_reference: B-4 }'), { kind: 'reverse', by: null, unit: 'crown', reference: 'B-1', reason: 'called back', returning: 'B-4' });
});

test('what the file can know to be wrong is said with its place', () => {
  const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
    [['income: { to: cy, unit: crown, amount: "1.00", reference: r }'], 'income.to', /no member "cy"/],
    [['income: { to: ana, unit: crown, amount: "1.001", reference: r }'], 'income.amount', /more than 2 decimals/],
    [['income: { to: ana, unit: crown, amount: "1.00" }'], 'income', /reference/],
    [[payout, payout], 'payout.id', /two payouts called "rent"/],
    [[payout.replace('ana', 'kitty')], 'payout.by', /nobody speaks for it/],
    [['settle: { payout: rent, how: sent }'], 'settle.payout', /no payout "rent"/],
    [[payout, 'settle: { payout: rent, how: sent, reason: x }'], 'settle.reason', /that is sent has none/],
    [[payout, 'settle: { payout: rent, how: paid, reference: r, reason: x }'], 'settle.reason', /that is paid has none/],
    [[payout, 'settle: { payout: rent, how: returned }'], 'settle', /reason/],
    [['withdraw: { by: ana, payout: rent }'], 'withdraw.payout', /no payout "rent"/],
    [['expect: { payouts: { rent: paid } }'], 'expect.payouts.rent', /no payout "rent"/],
    [[payout, 'expect: { payouts: { rent: gone } }'], 'expect.payouts.rent', /"gone"/],
  ];
  for (const [steps, path, message] of cases) {
    const scenario = read(...steps);
    const problems = scenario.ok ? [] : scenario.problems;
    assert.ok(problems.some((each) => each.path.endsWith(path) && message.test(each.message)), `${steps.at(-1)}: ${JSON.stringify(problems)}`);
  }
});
