/** Limits that kit.yaml states by terms: they follow what is agreed, and what was taken before still counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { EnvelopeRule, Fields } from '../vocabulary/kit.ts';

const terms: Fields = {
  unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' },
  price: { type: 'amount', default: '0.50' }, pieces: { type: 'integer', default: 3 }, days: { type: 'integer', default: 1 },
};
const rule: EnvelopeRule = { debit: 'members', per_event: 'price * pieces', per_person: { amount: 'price * pieces * 2', days: 'days' } };

/** Takes from ana what an observation says. */
function house(): { readonly bench: KernelBench; readonly take: (amount: number) => string } {
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '100.00' } }, { id: 'bo' }]);
  bench.adopt('box', ({ event }) => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: Number(event['note']), ref: 'r', why: { code: 'test' } }] }),
    testManifest({ terms, envelope: [rule] }));
  return { bench, take: (amount) => bench.observe({ values: { note: String(amount) } }).items[0]?.code ?? 'done' };
}

test('a limit by terms is what they come to', () => {
  const { take } = house();
  // 0.50 × 3 = 1.50 at a time, twice that a day.
  assert.deepEqual([take(151), take(150), take(150), take(1)], ['outside_envelope', 'done', 'done', 'outside_envelope']);
});

test('it follows what is agreed; what was taken before still counts', () => {
  const { bench, take } = house();
  assert.equal(take(150), 'done');
  assert.equal(bench.kernel.assume({ ...adoption(bench), terms: { price: '1.00' } }, bench.now).items[0]?.status, 'done');
  // Now 3.00 at a time and 6.00 a day, of which 1.50 are gone.
  assert.deepEqual([take(301), take(300), take(151), take(150)], ['outside_envelope', 'done', 'outside_envelope', 'done']);
});

test('terms under which it comes to no amount, to less in a period than at a time, or to no period can\'t be agreed', () => {
  const { bench } = house();
  const agree = (values: { readonly [term: string]: string | number }, envelope = rule): string | undefined =>
    bench.kernel.assume({ ...adoption(bench), manifest: testManifest({ terms, envelope: [envelope] }), terms: values }, bench.now).items[0]?.code;
  // 90,071,992,547,409.91 crowns are as many hundredths as a safe integer can have.
  assert.equal(agree({ price: '90071992547409.91' }), 'overflow');
  assert.equal(agree({ days: 0 }), 'invalid_value');
  assert.equal(agree({ price: '1.00' }, { ...rule, per_person: { amount: '2.99', days: 'days' } }), 'outside_envelope');
  assert.equal(agree({ price: '1.00' }, { ...rule, per_person: { amount: '3.00', days: 'days' } }), undefined);
});

function adoption(bench: KernelBench): { readonly subcontract: string; readonly manifest: ReturnType<typeof testManifest>; readonly code: string; readonly parties: { readonly [party: string]: string } } {
  const { manifest, code, parties } = bench.kernel.state.subcontracts.get('box') ?? assert.fail('it is adopted');
  return { subcontract: 'box', manifest, code, parties };
}

for (const [kind, owed] of [['reserve', []], ['owe', ['ana>bo: 1000']], ['charge', ['ana>bo: 1000']]] as const) {
  test(`what a consent lets through counts when it begins: ${kind}`, () => {
    // At most 15.00 in 30 days: of three times 10.00 the first fits, and nothing is there to pay it with.
    const bench = new KernelBench([{ id: 'ana', opening: { crown: kind === 'reserve' ? '100.00' : '0.00' } }, { id: 'bo' }]);
    const due = { day: '2026-06-01' };
    const money = (id: string): object => ({ do: kind, from: 'ana', to: 'bo', unit: 'crown', amount: 1000, ref: id, id, part: 'help', since: 0, due, expires: due, why: { code: 'test' } });
    bench.adopt('box', ({ event }) => ({ effects: [money(String(event['id']))] }), testManifest({ parts: { help: { says: 'helps' } }, envelope: [{ debit: 'part:help', per_event: '10.00', per_person: { amount: '15.00', days: 30 } }] }));
    bench.consent('ana', 'box', 'help');
    const ask = (): string => bench.request('bo', 'box', 'ask').items[0]?.code ?? 'done';
    assert.deepEqual([ask(), ask(), ask()], ['done', 'outside_envelope', 'outside_envelope']);
    assert.deepEqual([...bench.restored().state.spent.values()], [1000], 'whoever takes up the log counts the same');
    assert.deepEqual(bench.owed(), owed);
    // The debt is paid from what comes in, and counts no second time.
    bench.say('operator-1', 'operator', { kind: 'income', body: { to: 'ana', unit: 'crown', amount: '50.00', from: 'work', reference: 'b1', day: '2026-01-05' } });
    assert.deepEqual([...bench.kernel.state.spent.values()], [1000]);
  });
}

test('a contract can\'t call what it takes what the ledger itself has counted already', () => {
  for (const [code, effect] of [['reserved', { do: 'transfer' }], ['guaranteed', { do: 'charge' }]] as const) {
    const bench = new KernelBench([{ id: 'ana', opening: { crown: '100.00' } }, { id: 'bo' }]);
    const once = { debit: 'members', per_event: '1.00', per_person: { amount: '1.00', days: 30 } } as const;
    bench.adopt('s', () => ({ effects: [{ ...effect, from: 'ana', to: 'bo', unit: 'crown', amount: 100, ref: 'r', why: { code } }] }), testManifest({ envelope: [once], words: { [code]: 'a test' } }));
    assert.equal(bench.request('ana', 's', 'ask').items[0]?.code, 'bad_effect', code);
    assert.equal(bench.balance('bo'), 0);
  }
});
