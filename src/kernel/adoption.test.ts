/** Versions that a backtest puts into force: at a moment between two records, and in the stead of those adopted later. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawTerms } from '../vocabulary/kit.ts';
import { dayMs } from '../vocabulary/time.ts';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';

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
