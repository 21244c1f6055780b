/** Versions that a backtest puts into force, at a moment between two records and in the stead of those adopted later; and what a wider version asks anew. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matter } from '../vocabulary/charter.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { dayMs } from '../vocabulary/time.ts';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import { mostDebit } from './envelope.ts';

const manifest = testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' }, price: { type: 'amount', default: '1.00' } } });

const adoption = (terms: RawTerms, version = '1.0.0') => ({ subcontract: 'box', manifest: { ...manifest, version }, code: 'box', parties: {}, terms });

/** Ana pays Bo the price that is in the terms of the call's batch. */
const house = (): KernelBench => {
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '10.00' } }, { id: 'bo' }]);
  const charge: Behaviour = () => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: Number(bench.batches.at(-1)?.terms['price']), ref: 'r', why: { code: 'test' } }] });
  bench.adopt('box', charge, manifest);
  return bench;
};

test('what is assumed is in force from then on, and takes no place in the log', () => {
  const bench = house();
  bench.observe({});
  const { seq } = bench.kernel.state;
  const outcome = bench.kernel.assume(adoption({ price: '2.50' }), bench.now);
  assert.deepEqual(outcome.items, [{ status: 'done' }]);
  assert.deepEqual(outcome.facts.map(({ fact }) => fact), ['adopted']);
  assert.equal(bench.kernel.state.seq, seq);
  bench.observe({});
  assert.equal(bench.balance('bo'), 350); // 1.00 + 2.50
});

test('what can\'t be in force is refused, and all stays as it was', () => {
  const bench = house();
  const before = JSON.stringify(bench.kernel.snapshot());
  assert.deepEqual(bench.kernel.assume(adoption({ price: '2.505' }), bench.now).items.map(({ status, code }) => [status, code]), [['refused', 'too_many_decimals']]);
  assert.equal(JSON.stringify(bench.kernel.snapshot()), before);
});

test('nothing is assumed in the past', () => {
  const bench = house();
  assert.throws(() => bench.kernel.assume(adoption({}), bench.now - 1), /never goes back/);
});

test('a version that is adopted later comes into force as the backtest changes it', () => {
  const bench = house();
  bench.whatIf = (later) => ({ ...later, terms: { ...later.terms, price: '4.00' } });
  bench.vote('bo', bench.propose('ana', { change: 'adopt', ...adoption({ price: '2.00' }, '1.1.0') }));
  bench.until(bench.now + dayMs);
  bench.observe({});
  assert.equal(bench.kernel.state.subcontracts.get('box')?.manifest.version, '1.1.0');
  assert.equal(bench.balance('bo'), 400);
});

// Who consented to less than a new version may take

/** Takes from ana under her guarantee as much as is said; `widened` says where a wider version leaves her. */
function surety(widened: 'outside' | 'old' | undefined): { readonly bench: KernelBench; readonly take: (amount: number) => string; readonly widen: (perEvent: string, perPerson: string, days?: number) => void } {
  const part = { says: 'stands surety', ...(widened === undefined ? {} : { widened }) };
  const version = (perEvent: string, perPerson: string, days = 30): KitManifest => testManifest({
    parts: { guarantee: part }, envelope: [{ debit: 'part:guarantee', per_event: perEvent, per_person: { amount: perPerson, days } }],
  });
  const alone: Matter = { name: 'any', changes: ['adopt'], asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 };
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '100.00' } }, { id: 'bo' }], undefined, {}, { matters: [alone] });
  let next = 0;
  bench.adopt('box', () => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: next, part: 'guarantee', ref: 'r', why: { code: 'test' } }] }), version('2.00', '5.00'));
  bench.consent('ana', 'box');
  return {
    bench,
    take: (amount) => {
      next = amount;
      const [item] = bench.observe({}).items;
      return item?.code ?? item?.status ?? '';
    },
    widen: (perEvent, perPerson, days) => {
      bench.propose('bo', { change: 'adopt', subcontract: 'box', manifest: version(perEvent, perPerson, days), code: 'box', parties: {}, terms: {} });
    },
  };
}

test('unless the part says otherwise, a wider version ends the consents to the narrower one', () => {
  for (const { bench, take, widen } of [surety(undefined), surety('outside')]) {
    widen('3.00', '5.00');
    assert.deepEqual([bench.kernel.state.consents.size, bench.kernel.state.heldConsents.size], [0, 0]);
    assert.equal(take(100), 'outside_envelope');
  }
});

test('a part may leave them at the old limits instead: of each event, and of the period, in which what was taken before counts', () => {
  const { take, widen, bench } = surety('old');
  assert.equal(take(150), 'done');
  widen('9.00', '50.00');
  assert.equal(take(201), 'outside_envelope', 'she agreed to 2.00 at a time');
  assert.equal(take(200), 'done');
  assert.equal(take(151), 'outside_envelope', '1.50 and 2.00 of 5.00 are taken');
  assert.equal(take(150), 'done');
  assert.equal(take(1), 'outside_envelope');
  assert.equal(bench.balance('bo'), 500);
});

test('consenting anew is to the version of now', () => {
  const { take, widen, bench } = surety('old');
  widen('9.00', '50.00');
  bench.consent('ana', 'box');
  assert.equal(bench.kernel.state.heldConsents.size, 0);
  assert.equal(take(900), 'done');
});

test('who is held stays at the first limits when it widens once more, and is held to a narrower one as everybody', () => {
  const { take, widen } = surety('old');
  widen('9.00', '50.00');
  widen('20.00', '50.00');
  assert.equal(take(201), 'outside_envelope');
  widen('1.00', '50.00');
  assert.equal(take(101), 'outside_envelope', 'the present version takes at most 1.00');
  assert.equal(take(100), 'done');
});

test('a period of another length is another limit: the old one is kept by its own days', () => {
  const { take, widen, bench } = surety('old');
  assert.equal(take(200), 'done');
  widen('2.00', '5.00', 1);
  assert.deepEqual([take(200), take(100), take(1)], ['done', 'done', 'outside_envelope']);
  // Periods of thirty days since 1970: 2026-01-05 is day 20,458, and the next one begins with day 20,460.
  bench.until(bench.now + dayMs);
  assert.equal(take(1), 'outside_envelope', 'the day is over, the thirty days aren\'t');
  bench.until(bench.now + dayMs);
  assert.equal(take(200), 'done');
});

test('guarantors who were left at less are asked for no more', () => {
  const { bench, widen } = surety('old');
  widen('9.00', '50.00');
  const { state } = bench.kernel;
  const box = state.subcontracts.get('box');
  assert.ok(box !== undefined);
  assert.equal(mostDebit(state, box, 'ana', 'guarantee'), 200);
});

test('a snapshot, and stored outcomes, keep what they were left at', () => {
  const { bench, widen } = surety('old');
  widen('9.00', '50.00');
  const held = [{ debit: 'part:guarantee', perEvent: 200, perPerson: { amount: 500, days: 30 }, inTotal: null }];
  assert.deepEqual(bench.resumed().state.heldConsents.get('box guarantee ana'), held);
  assert.equal(bench.restored().digest(), bench.kernel.digest());
});
