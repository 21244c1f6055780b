import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDigest, digestPeriods } from './digest.ts';
import { agreementsOf, figuresOf, notePots } from './figures.ts';
import type { MovedShown } from './figures-shown.ts';
import { viewOf, viewText } from './snapshot.ts';
import { initialView, type View } from './view.ts';

/** A Wednesday. */
const now = Date.parse('2026-03-11T12:00:00Z');

function view(): View {
  const made = initialView({ zoneRules: () => undefined });
  made.units.set('crown', { id: 'crown', decimals: 2 });
  for (const id of ['ana', 'bo']) made.members.set(id, { id, name: id, since: 0, sinceAt: 0, commons: false, left: null });
  for (const id of ['home', 'wood']) {
    const manifest = { name: id, version: '1.0.0', title: id, text: 'It is.', terms: {}, ...(id === 'home' ? { purses: { fund: {} } } : {}) };
    made.subcontracts.set(id, { id, unit: 'crown', parties: {}, terms: {}, manifest, types: new Map() } as never);
  }
  return made;
}

function pay(made: View, because: string, from: string, to: string, amount: number, why: { readonly [name: string]: number | string } = {}): void {
  addDigest(made, { record: 1, recordedAt: now, observations: new Map() }, { item: 0, because, from, to, unit: 'crown', amount, ref: '', why: { code: 'paid', ...why } }, new Set());
}

function moved(paid: string, received: string, postings: number, pieces = 0): MovedShown[] {
  return [{ unit: 'crown', paid, received, pieces, returned: 0, postings }];
}

test('what a purse pays or gets is its holder\'s; what somebody puts aside for themselves counts as nothing', () => {
  const made = view();
  pay(made, 'home', 'ana', 'ana/home/fund', 10_00);
  pay(made, 'home', 'ana/home/fund', 'bo', 4_00);
  pay(made, 'home', 'bo/home/fund', 'ana/home/fund', 2_00);
  pay(made, 'wood', 'ana/home/fund', 'bo', 3_00, { count: 2, by: 'ana' });
  const month = (member: string): unknown => agreementsOf(made, now, member, () => null).agreements.map(({ id, all, mine }) => [id, all, mine]);
  assert.deepEqual(month('ana'), [['home', moved('6.00', '6.00', 4), moved('4.00', '2.00', 2)], ['wood', moved('3.00', '3.00', 2, 2), moved('3.00', '0.00', 1, 2)]]);
  assert.deepEqual(month('bo'), [['home', moved('6.00', '6.00', 4), moved('2.00', '4.00', 2)], ['wood', moved('3.00', '3.00', 2, 2), moved('0.00', '3.00', 1)]]);
  assert.deepEqual(figuresOf(made, 'home', now, 'ana')?.weeks.at(-1), { from: '2026-03-09', to: '2026-03-15', all: moved('6.00', '6.00', 4), mine: moved('4.00', '2.00', 2) });
  const [week] = digestPeriods(made, { period: 'week', member: 'ana' });
  assert.deepEqual(week?.rows.map(({ subcontract, paid, received }) => [subcontract, paid, received]), [['home', '4.00', '2.00'], ['wood', '3.00', '0.00']]);
});

test('sums of a week, and of all purses of a name, may be larger than any amount, and come back from a text as they were', () => {
  const made = view();
  // The largest amount is 2^53 - 1: 90071992547409.91 crowns. Twice that is 180143985094819.82.
  const most = Number.MAX_SAFE_INTEGER;
  for (const [from, to] of [['ana', 'bo'], ['bo', 'ana'], ['ana', 'bo'], ['bo', 'ana']] as const) pay(made, 'wood', from, to, most, { count: most, by: 'ana' });
  for (const holder of ['ana', 'bo']) notePots(made, now, { from: holder, to: `${holder}/home/fund`, unit: 'crown', amount: most });
  for (const each of [made, viewOf(viewText(made), made.ports)]) {
    assert.deepEqual(agreementsOf(each, now, 'ana', () => null).agreements[1]?.mine, [{ unit: 'crown', paid: '180143985094819.82', received: '180143985094819.82', pieces: most, returned: most, postings: 4 }]);
    assert.equal(digestPeriods(each, { period: 'week' })[0]?.totals[0]?.paid, '360287970189639.64');
    assert.deepEqual(figuresOf(each, 'home', now, 'ana')?.pots.map(({ name, balances }) => [name, balances.at(-1)]), [['fund', '180143985094819.82']]);
  }
});
