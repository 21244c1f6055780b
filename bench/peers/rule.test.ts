// The rule by hand-made examples; that the peers keep to it is checked by every run of theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firewoodLoad } from './load.ts';
import { fold, initialState, observe, terms } from './rule.ts';

const sure = { massG: 8400, at: 1_767_600_000, pEvent: 990_000_000, pPerson: 980_000_000 };

test('takers of 800, 3000 and 9000 pay 4, 8 and 20 for four pieces; the bounds are inclusive', () => {
  const means: [means: number, price: number][] = [
    [80_000, 400], [300_000, 800], [900_000, 2000], [99_999, 400], [100_000, 800], [499_999, 800], [500_000, 2000],
  ];
  for (const [declared, price] of means) {
    const state = initialState([{ id: 'ana', means: declared, balance: 10_000 }]);
    assert.deepEqual(observe(state, terms, { id: '1', by: 'ana', count: 4, ...sure }), {
      id: '1', kind: 'posting', charged: price, owed: 0,
    });
    assert.equal(state.providerBalance, price);
  }
});

test('what the balance does not hold is owed', () => {
  const state = initialState([{ id: 'ana', means: 0, balance: 250 }]);
  assert.deepEqual(observe(state, terms, { id: '1', by: 'ana', count: 4, ...sure }), {
    id: '1', kind: 'posting', charged: 250, owed: 150,
  });
});

test('the same observation again changes nothing, an unsure one goes to review', () => {
  const state = initialState([{ id: 'ana', means: 0, balance: 1000 }]);
  const seen = { id: '1', by: 'ana', count: 4, ...sure };
  observe(state, terms, seen);
  const before = structuredClone(state.accounts);
  assert.equal(observe(state, terms, seen).kind, 'known');
  assert.equal(observe(state, terms, { ...seen, id: '2', pPerson: 899_999_999 }).kind, 'review');
  assert.equal(observe(state, terms, { ...seen, id: '3', pEvent: 899_999_999 }).kind, 'review');
  assert.deepEqual(state.accounts, before);
});

test('takings are kept for the return window', () => {
  const state = initialState([{ id: 'ana', means: 0, balance: 1000 }]);
  for (const [id, laterS] of [['1', 0], ['2', 600], ['3', 601]] as const) {
    observe(state, terms, { id, by: 'ana', count: 1, ...sure, at: sure.at + laterS });
  }
  assert.deepEqual(Object.values(state.accounts['ana']?.takings ?? {}).flat().map(({ id }) => id), ['2', '3']);
});

test('the load is the same for the same seed and holds every case', () => {
  const load = firewoodLoad({ observations: 2000, seed: 1 });
  assert.deepEqual(load, firewoodLoad({ observations: 2000, seed: 1 }));
  assert.notDeepEqual(load, firewoodLoad({ observations: 2000, seed: 2 }));
  const state = initialState(load.members);
  const outcomes = load.observations.map((seen) => observe(state, terms, seen));
  for (const kind of ['posting', 'review', 'known']) assert.ok(outcomes.some((outcome) => outcome.kind === kind), kind);
  assert.ok(outcomes.some((outcome) => outcome.kind === 'posting' && outcome.owed > 0));
  assert.deepEqual(fold(load.members, load.observations), state);
});
