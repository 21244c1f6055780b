import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { dayMs } from '../vocabulary/time.ts';

const why = { code: 'test' };
const money = (changes: object = {}): object => ({ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: 100, ref: 'r', why, ...changes });
const members = [{ id: 'ana', opening: { crown: '10.00' } }, { id: 'bo', opening: { crown: '0.00' } }];
const review = { at: 0, by: 'ana', reason: 'test', parties: [], expires: { at: 1 }, data: {} };

// Each is dropped whole, together with a sound transfer that stands before it.
const refused: readonly [string, unknown, RefusalCode][] = [
  ['no record', 'transfer', 'bad_effect'],
  ['an unknown effect', { do: 'print', amount: 1 }, 'bad_effect'],
  ['a negative amount', money({ amount: -1 }), 'bad_effect'],
  ['a fraction', money({ amount: 1.5 }), 'bad_effect'],
  ['NaN, which crosses as null', money({ amount: null }), 'bad_effect'],
  ['an amount as text', money({ amount: '100' }), 'bad_effect'],
  ['an amount beyond exact numbers', money({ amount: 2 ** 53 }), 'bad_effect'],
  ['an unknown unit', money({ unit: 'ducat' }), 'unknown_unit'],
  ['an unknown payer', money({ from: 'mallory' }), 'unknown_member'],
  ['an unknown payee', money({ to: 'mallory' }), 'unknown_member'],
  ['the world outside as payer', money({ from: 'outside' }), 'unknown_member'],
  ['more than there is', money({ amount: 1001 }), 'insufficient_balance'],
  ['no why', money({ why: undefined }), 'bad_effect'],
  ['a why without words', money({ why: { code: 'because' } }), 'bad_effect'],
  ['more than the envelope at once', money({ do: 'charge', amount: 100001 }), 'outside_envelope'],
  ['a part that the kit has not', money({ part: 'nothing' }), 'bad_effect'],
  ['a part that nobody took up', money({ part: 'guarantee' }), 'outside_envelope'],
  ['a loan without its day', money({ do: 'owe', since: 0 }), 'bad_effect'],
  ['a loan due on no day', money({ do: 'owe', since: 0, due: { day: '2026-02-30' } }), 'bad_effect'],
  ['a repayment of nothing', money({ do: 'repay' }), 'nothing_owed'],
  ['a notice to nobody', { do: 'notice', to: 'mallory', code: 'test', data: {} }, 'unknown_member'],
  ['a timer that the kit does not declare', { do: 'timer', name: 'never', key: 'k', when: { at: 1 }, data: {} }, 'bad_effect'],
  ['a timer at no instant', { do: 'timer', name: 'later', key: 'k', when: { at: 0.5 }, data: {} }, 'bad_effect'],
  ['posting what is not reserved', { do: 'post', id: 'x' }, 'bad_effect'],
  ['a mark on nobody', { do: 'mark', on: 'mallory', code: 'late', ref: 'r' }, 'unknown_member'],
  ['a review item twice', { do: 'review', id: 'twice', ...review }, 'already_in_review'],
];

for (const [name, effect, code] of refused) {
  test(`an item with ${name} is refused whole`, () => {
    const bench = new KernelBench(members);
    bench.adopt('s', () => ({ effects: [money(), { do: 'review', id: 'twice', ...review, expires: { at: bench.now + 1 } }, effect] }));
    const outcome = bench.observe({});
    assert.equal(outcome.items[0]?.status, 'refused');
    assert.equal(outcome.items[0]?.code, code);
    assert.equal(bench.balance('ana'), 1000);
    assert.equal(bench.kernel.state.reviews.size, 0);
    assert.deepEqual(outcome.facts, []);
  });
}

test('a thousand effects are too many', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ effects: Array.from({ length: 1000 }, () => money({ amount: 1 })) }));
  assert.equal(bench.observe({}).items[0]?.code, 'too_many_effects');
  assert.equal(bench.balance('ana'), 1000);
});

test('one subcontract\'s fault leaves the other\'s effects alone', () => {
  const bench = new KernelBench(members);
  bench.adopt('good', () => ({ effects: [money()] }));
  bench.adopt('bad', () => ({ effects: [money({ amount: -1 })] }));
  const outcome = bench.observe({});
  assert.equal(outcome.items[0]?.status, 'done');
  assert.deepEqual(outcome.items[0]?.faults?.map((fault) => [fault.subcontract, fault.code]), [['bad', 'bad_effect']]);
  assert.equal(bench.balance('bo'), 100);
});

test('after a refusal the rest of the entry is run on the state that came to be', () => {
  const bench = new KernelBench(members);
  // Counts its calls in a cell; the second item's effects are refused, so its count must not stand.
  bench.adopt('s', (call, state) => {
    const count = (typeof state['kept'] === 'number' ? state['kept'] : 0) + 1;
    return { state: { kept: count }, effects: [money({ amount: call.event['note'] === 'bad' ? -1 : count })] };
  });
  const outcome = bench.observe({ values: { note: 'a' } }, { values: { note: 'bad' } }, { values: { note: 'c' } });
  assert.deepEqual(outcome.items.map((item) => item.status), ['done', 'refused', 'done']);
  assert.equal(bench.balance('bo'), 1 + 2, 'the third item is the second that counts');
  assert.deepEqual(bench.kernel.state.cells.get('s kept')?.value, 2);
  assert.deepEqual(bench.batches.map((batch) => batch.calls.length), [1, 3, 1], 'adoption, the batch, the third item anew');
});

test('a cell that was not declared is refused', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ state: { other: 1 }, effects: [money()] }));
  assert.equal(bench.observe({}).items[0]?.code, 'bad_effect');
  assert.equal(bench.balance('bo'), 0);
});

test('the envelope\'s sum per person and period ends with the period', () => {
  const manifest = testManifest({ envelope: [{ debit: 'members', per_event: '1.00', per_person: { amount: '2.00', days: 1 } }] });
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ effects: [money()] }), manifest);
  assert.deepEqual([bench.observe({}), bench.observe({}), bench.observe({})].map((outcome) => outcome.items[0]?.status), ['done', 'done', 'refused']);
  bench.until(bench.now + dayMs);
  assert.equal(bench.observe({}).items[0]?.status, 'done');
});

test('a reservation holds money until it is posted, voided or expires', () => {
  const bench = new KernelBench(members);
  const steps: object[][] = [
    [money({ do: 'reserve', id: 'one', amount: 600, expires: { at: bench.now + 1000 } }), money({ do: 'reserve', id: 'two', amount: 400, expires: { at: bench.now + 1000 } })],
    [money({ amount: 1 })],
    [{ do: 'post', id: 'one' }],
  ];
  bench.adopt('s', () => ({ effects: steps.shift() ?? [] }));
  bench.observe({});
  assert.equal(bench.observe({}).items[0]?.code, 'insufficient_balance', 'all is reserved');
  bench.observe({});
  assert.deepEqual([bench.balance('ana'), bench.balance('bo')], [400, 600]);
  assert.equal(bench.pay('ana', 'bo', '0.01').items[0]?.code, 'insufficient_balance');
  bench.until(bench.now + 1000);
  assert.equal(bench.pay('ana', 'bo', '4.00').items[0]?.status, 'done');
  assert.deepEqual([bench.balance('ana'), bench.balance('bo')], [0, 1000]);
});

test('a refund shrinks the debt before money is paid back', () => {
  const bench = new KernelBench(members);
  const steps = [[money({ do: 'charge', from: 'ana', to: 'bo', amount: 1300 })], [money({ do: 'refund', from: 'bo', to: 'ana', amount: 500 })]];
  bench.adopt('s', () => ({ effects: steps.shift() ?? [] }));
  bench.observe({});
  assert.deepEqual(bench.owed(), ['ana>bo: 300']);
  bench.observe({}); // 3.00 of the debt, then 2.00 in money
  assert.deepEqual(bench.owed(), []);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo')], [200, 800]);
});

test('giving back in kind counts against the oldest loan; more goes to review', () => {
  const bench = new KernelBench(members);
  const later = { at: bench.now + 30 * dayMs };
  const steps = [
    [money({ do: 'owe', amount: 300, since: bench.now, due: later })],
    [money({ do: 'owe', amount: 200, since: bench.now - 1000, due: later })],
    [money({ do: 'discharge', amount: 250, ref: 'back', review: { ...review, expires: later } })],
    [money({ do: 'discharge', amount: 300, ref: 'more', review: { ...review, expires: later } })],
  ];
  bench.adopt('s', () => ({ effects: steps.shift() ?? [] }));
  bench.observe({});
  bench.observe({});
  bench.observe({});
  assert.deepEqual(bench.owed(), ['ana>bo: 250'], 'the loan that began earlier is gone, 0.50 of the other');
  bench.observe({});
  assert.deepEqual(bench.owed(), []);
  assert.equal(bench.kernel.state.reviews.get('s more')?.data['excess'], 50);
  assert.equal(bench.balance('ana'), 1000, 'no token moved');
});

test('a timer that sets itself again for at once wakes once a second at the most', () => {
  const bench = new KernelBench(members);
  let woken = 0;
  bench.adopt('s', (call) => {
    if (call.group === 'woke') woken += 1;
    return { effects: [{ do: 'timer', name: 'later', key: 'k', when: { at: bench.now }, data: {} }] };
  });
  bench.observe({});
  bench.until(bench.now + 10_000);
  assert.equal(woken, 10);
});

test('timers fire at their own instants, in the order of instant, subcontract and key', () => {
  const bench = new KernelBench(members);
  const start = bench.now;
  const fired: string[] = [];
  const timer = (key: string, seconds: number): object => ({ do: 'timer', name: 'later', key, when: { at: start + seconds * 1000 }, data: {} });
  for (const id of ['b', 'a']) {
    bench.adopt(id, (call) => {
      if (call.group === 'woke') fired.push(`${id} ${String(call.event['key'])} ${(Number(call.event['at']) - start) / 1000}`);
      return { effects: call.group === 'woke' ? [] : [timer('y', 5), timer('x', 5), timer('z', 3), timer('gone', 4), { do: 'cancel', key: 'gone' }] };
    });
  }
  bench.observe({});
  bench.until(start + 60_000);
  assert.deepEqual(fired, ['a z 3', 'b z 3', 'a x 5', 'a y 5', 'b x 5', 'b y 5']);
});

test('what one record can\'t fire follows in the next', () => {
  const bench = new KernelBench(members);
  let woken = 0;
  bench.adopt('s', (call) => {
    if (call.group === 'woke') woken += 1;
    return { effects: call.group === 'woke' ? [] : Array.from({ length: 200 }, (_, i) => ({ do: 'timer', name: 'later', key: `${String(call.event['id'])}-${i}`, when: { at: bench.now + 5000 }, data: {} })) };
  });
  for (let i = 0; i < 4; i++) bench.observe({}); // 800 timers; a record fires 256 before its entry and 256 after it
  const outcomes = bench.until(bench.now + 5000);
  assert.equal(woken, 800);
  assert.equal(outcomes.length, 2);
});

test('what is reserved counts against the envelope when it is reserved', () => {
  const manifest = testManifest({ envelope: [{ debit: 'members', per_event: '1.00', per_person: { amount: '2.00', days: 30 } }] });
  const bench = new KernelBench(members);
  let count = 0;
  bench.adopt('s', () => ({ effects: [money({ do: 'reserve', id: `r${++count}`, expires: { at: bench.now + 1000 } })] }), manifest);
  assert.deepEqual([bench.observe({}), bench.observe({}), bench.observe({})].map((outcome) => outcome.items[0]?.code), [undefined, undefined, 'outside_envelope']);
});

test('a fault at a timer stands with the record, and an observation refused in the same record is taken when its time has come', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', (call) => ({ effects: call.group === 'woke' ? [money({ amount: -1 })] : [{ do: 'timer', name: 'later', key: 'k', when: { at: bench.now + 5000 }, data: {} }] }));
  bench.observe({});
  const early = { id: 'early', at: bench.now + 600_000 };
  const later = bench.now + 5000;
  const sealed = bench.seal('device-1', 'device', { kind: 'observe', body: { observations: [{ subject: 'here', event: 'said', values: {}, ...early }] } });
  const outcome = bench.kernel.decide(sealed, later);
  assert.deepEqual([outcome.items[0]?.code, outcome.items[0]?.faults, outcome.faults?.map((fault) => fault.code)], ['from_the_future', undefined, ['bad_effect']]);
  const again = new KernelBench(members);
  again.kernel.restore(sealed, later, outcome);
  assert.equal(again.kernel.state.seen.isGiven('early'), false);
});
