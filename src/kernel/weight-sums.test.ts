/** What counts as paid without the passkey: all that leaves a member by what they say with another key, and each of it once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import { passkeyGrant } from '../testing/passkey.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';

const why = { code: 'test' };
const rich = [{ id: 'ana', opening: { crown: '1000.00' } }, { id: 'bo' }, { id: 'cy' }];
const move = (from: string, to: string, amount: number): object => ({ do: 'transfer', from, to, unit: 'crown', amount, ref: 'r', why });
const owe = (bench: KernelBench, amount: number): object => ({ do: 'owe', from: 'ana', to: 'cy', unit: 'crown', amount, ref: 'r', why, since: bench.now, due: { at: bench.now + hourMs } });

/** From now on what ana's first key says counts. */
function takesPasskey(bench: KernelBench): void {
  assert.equal(bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } }).items[0]?.status, 'done');
}

function say(bench: KernelBench, said: EntryBody, key = 'member-ana'): string {
  return bench.say(key, 'ana', said).items[0]?.code ?? 'done';
}

function gateOf(bench: KernelBench, said: EntryBody): string {
  const gate = bench.kernel.gate(bench.seal('member-ana', 'ana', said), '', bench.now);
  return gate.pass ? 'pass' : gate.duplicate ? 'duplicate' : gate.refusal.code;
}

const ask = (action = 'ask', subcontract = 's', values: { readonly [name: string]: string } = {}): EntryBody => ({ kind: 'request', body: { subcontract, action, with: values } });

/** What counts of ana's day, in hundredths. */
function counted(bench: KernelBench): number {
  return bench.kernel.state.light.get('ana crown')?.sum ?? 0;
}

const ofAmount = { fields: { amount: { type: 'amount' } }, weighs: false } as const;
const fund: Partial<KitManifest> = {
  purses: { fund: { says: 'set aside' } }, actions: { put: ofAmount, draw: ofAmount, give: ofAmount },
  envelope: ['members', 'purse:fund'].map((debit) => ({ debit: debit as 'members', per_event: '1000.00', per_person: { amount: '5000.00', days: 30 } })),
};

/** A purse of ana's with 900.00, of which each action moves so much. */
function withPurse(): KernelBench {
  const bench = new KernelBench(rich);
  const ends: { readonly [action: string]: readonly [string, string] } = { put: ['ana', 'ana//fund'], draw: ['ana//fund', 'ana'], give: ['ana//fund', 'bo'] };
  bench.adopt('s', ({ name, event }) => ({ effects: [move(...ends[name] ?? ['', ''], event['amount'] as number)] }), testManifest(fund));
  takesPasskey(bench);
  assert.equal(say(bench, ask('put', 's', { amount: '900.00' }), 'passkey-ana'), 'done');
  return bench;
}

test('what goes out of a member\'s purse to somebody else counts as if it went from their account', () => {
  const bench = withPurse();
  assert.equal(say(bench, ask('give', 's', { amount: '100.01' })), 'needs_passkey');
  assert.equal(say(bench, ask('give', 's', { amount: '60.00' })), 'done');
  assert.deepEqual([counted(bench), bench.balance('bo')], [6000, 6000]);
  assert.equal(say(bench, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '40.00' } }), 'done');
  assert.equal(say(bench, ask('give', 's', { amount: '0.01' })), 'needs_passkey');
});

test('what stays with a member, between their account and their purses, counts for nothing', () => {
  const bench = withPurse();
  assert.deepEqual([say(bench, ask('draw', 's', { amount: '900.00' })), say(bench, ask('put', 's', { amount: '200.00' })), counted(bench)], ['done', 'done', 0]);
});

test('what is charged beyond what is there counts once: what is owed, and not again what is paid of it', () => {
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '70.00' } }, { id: 'bo' }, { id: 'cy' }]);
  bench.adopt('s', () => ({ effects: ['bo', 'cy'].map((to) => ({ do: 'charge', from: 'ana', to, unit: 'crown', amount: 4000, ref: 'r', why })) }));
  takesPasskey(bench);
  assert.deepEqual([say(bench, ask()), counted(bench), bench.balance('ana'), bench.owed()], ['done', 8000, 0, ['ana>bo: 500', 'ana>cy: 500']]);
});

test('what was reserved counts when it is, and not again when it is posted', () => {
  const bench = new KernelBench(rich);
  const expires = { at: bench.now + dayMs };
  const effects: object[][] = [[{ do: 'reserve', id: 'x', from: 'ana', to: 'bo', unit: 'crown', amount: 6000, expires, why }], [{ do: 'post', id: 'x' }], [move('ana', 'bo', 4001)]];
  bench.adopt('s', () => ({ effects: effects.shift() ?? [] }));
  takesPasskey(bench);
  assert.deepEqual([say(bench, ask()), counted(bench)], ['done', 6000]);
  assert.deepEqual([say(bench, ask()), counted(bench), bench.balance('bo')], ['done', 6000, 6000]);
  assert.equal(say(bench, ask()), 'needs_passkey');
});

test('a debt that an earlier day brought is collected whatever it comes to, also from what a request brings in', () => {
  const bench = new KernelBench([{ id: 'ana' }, { id: 'bo', opening: { crown: '1000.00' } }, { id: 'cy' }]);
  bench.adopt('loan', () => ({ effects: [owe(bench, 30_000)] }));
  bench.adopt('s', () => ({ effects: [move('bo', 'ana', 30_000)] }));
  assert.equal(say(bench, ask('ask', 'loan')), 'done');
  bench.until(bench.now + 2 * hourMs);
  takesPasskey(bench);
  assert.deepEqual([say(bench, ask()), counted(bench), bench.owed(), bench.balance('cy')], ['done', 0, [], 30_000]);
});

function facts(outcome: Outcome): string[] {
  return outcome.facts.map(({ fact }) => fact);
}

test('who keeps the books pays nothing by what they put down: their own payout is settled once, and their income pays what they owe', () => {
  const bench = new KernelBench(rich, undefined, { bank: ['ana'] }, { weighty: { kinds: [] } });
  bench.adopt('loan', () => ({ effects: [owe(bench, 30_000)] }));
  takesPasskey(bench);
  const asked = bench.say('member-ana', 'ana', { kind: 'payout', body: { unit: 'crown', amount: '60.00' } });
  assert.deepEqual([facts(asked), counted(bench)], [['reserved', 'light'], 6000]);
  assert.equal(say(bench, { kind: 'settle', body: { payout: `payout-${bench.kernel.state.seq - 1}`, how: 'paid', reference: 'B1' } }), 'done');
  assert.deepEqual([counted(bench), bench.balance('ana')], [6000, 94_000]);
  assert.equal(say(bench, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '940.00' } }, 'passkey-ana'), 'done');
  assert.equal(say(bench, ask('ask', 'loan'), 'passkey-ana'), 'done');
  bench.until(bench.now + 2 * hourMs);
  const income: EntryBody = { kind: 'income', body: { to: 'ana', unit: 'crown', amount: '500.00', from: 'Mill', reference: 'B2', day: '2026-01-05' } };
  assert.deepEqual([say(bench, income), counted(bench), bench.balance('ana'), bench.balance('cy')], ['done', 6000, 20_000, 30_000]);
  assert.equal(say(bench, { kind: 'reverse', body: { unit: 'crown', reference: 'B2', reason: 'it was somebody else\'s' } }), 'done');
  assert.deepEqual([counted(bench), bench.owed()], [6000, ['ana>outside: 30000']]);
});

test('what an agreement takes because of a payment, woken by it, counts with the payment, and is refused with it', () => {
  const bench = new KernelBench(rich);
  const amounts = [10_000, 9_999];
  bench.adopt('s', () => ({ effects: [move('ana', 'cy', amounts.shift() ?? 0)] }), testManifest({ wakes: { posted: { went: { of: 'members', direction: 'out', because: 'others' } } } }));
  takesPasskey(bench);
  const cent: EntryBody = { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } };
  assert.deepEqual([say(bench, cent), counted(bench), bench.balance('ana')], ['needs_passkey', 0, 100_000]);
  assert.deepEqual([say(bench, cent), counted(bench), bench.balance('ana')], ['done', 10_000, 90_000]);
});

test('what was reserved without the passkey and comes to nothing leaves as much to pay as before; what the passkey had reserved leaves no more', () => {
  const bench = new KernelBench(rich, undefined, { bank: ['cy'] });
  takesPasskey(bench);
  const cent: EntryBody = { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } };
  const payout = (amount: string, key = 'member-ana'): string => {
    assert.equal(say(bench, { kind: 'payout', body: { unit: 'crown', amount } }, key), 'done');
    return `payout-${bench.kernel.state.seq - 1}`;
  };
  const cancelled = (id: string): string => say(bench, { kind: 'payout.cancel', body: { payout: id } });
  const first = payout('100.00');
  assert.equal(gateOf(bench, cent), 'needs_passkey');
  assert.deepEqual([cancelled(first), counted(bench), say(bench, cent), counted(bench)], ['done', 0, 'done', 1]);
  const second = payout('60.00');
  assert.equal(bench.say('member-cy', 'cy', { kind: 'settle', body: { payout: second, how: 'returned', reason: 'no such account' } }).items[0]?.status, 'done');
  assert.deepEqual([counted(bench), cancelled(payout('900.00', 'passkey-ana')), counted(bench)], [1, 'done', 1]);
  // What was reserved on one day gives nothing back on the next, and what was paid nothing at all.
  const third = payout('50.00');
  const fourth = payout('30.00');
  assert.equal(bench.say('member-cy', 'cy', { kind: 'settle', body: { payout: fourth, how: 'paid', reference: 'B1' } }).items[0]?.status, 'done');
  bench.sleepUntil(bench.now + dayMs);
  assert.deepEqual([say(bench, cent), counted(bench), cancelled(third), counted(bench)], ['done', 1, 'done', 1]);
  for (const other of [bench.resumed(), bench.restored()]) assert.equal(other.digest(), bench.kernel.digest());
});
