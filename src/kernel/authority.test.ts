import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { EntryBody, Observation } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { dayMs } from '../vocabulary/time.ts';

const members = [{ id: 'ana', opening: { crown: '10.00' } }, { id: 'bo' }];
const pay: EntryBody = { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } };
const clock: EntryBody = { kind: 'clock', body: {} };
const seen = (changes: Partial<Observation> = {}): EntryBody => ({ kind: 'observe', body: { observations: [{ seq: 1, subject: 'here', event: 'said', at: 0, values: {}, ...changes }] } });

function gateOf(bench: KernelBench, key: string, by: string, said: EntryBody, changes: object = {}, later = 0): RefusalCode | 'duplicate' | 'pass' {
  const sealed = bench.seal(key, by, said);
  const gate = bench.kernel.gate({ ...sealed, entry: { ...sealed.entry, ...changes } } as typeof sealed, '', bench.now + later);
  return gate.pass ? 'pass' : gate.duplicate ? 'duplicate' : gate.refusal.code;
}

const cases: readonly [string, string, string, EntryBody, object, RefusalCode | 'pass'][] = [
  ['a member pays', 'member-ana', 'ana', pay, {}, 'pass'],
  ['another collective\'s entry', 'member-ana', 'ana', pay, { origin: 'elsewhere' }, 'wrong_origin'],
  ['an unknown key', 'nobody', 'ana', pay, {}, 'unknown_key'],
  ['another\'s name', 'member-bo', 'ana', pay, {}, 'wrong_role'],
  ['a device pays', 'device-1', 'device', pay, {}, 'wrong_role'],
  ['the operator pays', 'operator-1', 'operator', pay, {}, 'wrong_role'],
  ['a member lets time pass', 'member-ana', 'ana', clock, {}, 'wrong_role'],
  ['a member admits, where the operator may', 'member-ana', 'ana', { kind: 'admit', body: { member: { id: 'cy' }, keys: [] } }, {}, 'not_permitted'],
  ['a member adds a key for another', 'member-ana', 'ana', { kind: 'key.add', body: { key: { id: 'k', role: 'member', owner: 'bo', public_key: 'k' } } }, {}, 'not_permitted'],
  ['a member adds a key for herself', 'member-ana', 'ana', { kind: 'key.add', body: { key: { id: 'k', role: 'member', owner: 'ana', public_key: 'k' } } }, {}, 'pass'],
  ['a member revokes another\'s key', 'member-ana', 'ana', { kind: 'key.revoke', body: { key: 'member-bo' } }, {}, 'not_permitted'],
  ['a member says what a sensor should', 'member-ana', 'ana', seen(), {}, 'wrong_role'],
  ['a device speaks for another', 'device-1', 'device', seen({ device: 'other' }), {}, 'wrong_role'],
  ['an observation without id or number', 'device-1', 'device', { kind: 'observe', body: { observations: [{ subject: 'here', event: 'said', at: 0, values: {} }] } }, {}, 'malformed'],
  ['an observation without a time', 'device-1', 'device', seen({ at: -1 }), {}, 'malformed'],
  ['no observation', 'device-1', 'device', { kind: 'observe', body: { observations: [] } }, {}, 'malformed'],
  ['number zero', 'device-1', 'device', seen({ seq: 0 }), {}, 'malformed'],
  ['a clock 121 s ahead', 'member-ana', 'ana', pay, { at: Date.UTC(2026, 0, 5, 12, 2, 1) }, 'from_the_future'],
  ['a clock 120 s ahead', 'member-ana', 'ana', pay, { at: Date.UTC(2026, 0, 5, 12, 2, 0) }, 'pass'],
  ['an entry of 31 days ago', 'member-ana', 'ana', pay, { at: Date.UTC(2025, 11, 5, 12) }, 'too_late'],
  ['a second founding', 'operator-1', 'operator', { kind: 'found', body: { protocol: 1 } } as unknown as EntryBody, {}, 'already_founded'],
];

for (const [name, key, by, said, changes, expected] of cases) {
  test(`gate: ${name} → ${expected}`, () => {
    assert.equal(gateOf(new KernelBench(members), key, by, said, changes), expected);
  });
}

test('a revoked key opens no gate, and the last operator\'s key stays', () => {
  const bench = new KernelBench(members);
  assert.equal(gateOf(bench, 'operator-1', 'operator', { kind: 'key.revoke', body: { key: 'member-ana' } }), 'not_permitted', 'the operator silences nobody');
  bench.say('member-ana', 'ana', { kind: 'key.revoke', body: { key: 'member-ana' } });
  assert.equal(gateOf(bench, 'member-ana', 'ana', pay), 'revoked_key');
  const outcome = bench.say('operator-1', 'operator', { kind: 'key.revoke', body: { key: 'operator-1' } });
  assert.equal(outcome.items[0]?.code, 'not_permitted');
});

test('the same public key can\'t serve two roles', () => {
  const bench = new KernelBench(members);
  const outcome = bench.say('operator-1', 'operator', { kind: 'key.add', body: { key: { id: 'k', role: 'device', owner: 'thermo', public_key: 'of ana' } } });
  assert.equal(outcome.items[0]?.code, 'already_known_key');
});

test('an entry word for word again is acknowledged; other words under its id are refused', () => {
  const bench = new KernelBench(members);
  const sealed = bench.seal('member-ana', 'ana', pay, 'once');
  bench.kernel.decide(sealed, bench.now);
  assert.deepEqual(bench.kernel.gate(sealed, '', bench.now), { pass: false, duplicate: true });
  const other = { entry: sealed.entry, seal: { ...sealed.seal, sig: 'other' } };
  const gate = bench.kernel.gate(other, '', bench.now);
  assert.ok(!gate.pass && !gate.duplicate && gate.refusal.code === 'duplicate_entry');
});

test('a device\'s numbers act once in any order; far behind the highest they are stale', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: 1, ref: 'r', why: { code: 'test' } }] }));
  const { items } = bench.observe(...[5000, 4999, 5000, 4999, 905, 904].map((seq) => ({ seq })));
  assert.deepEqual(items.map((item) => item.code ?? item.status), ['done', 'done', 'duplicate', 'duplicate', 'done', 'stale_sequence']);
  assert.equal(bench.balance('bo'), 3);
});

test('an observation later than the charter allows waits for a person, and acts once confirmed', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: 1, ref: 'r', why: { code: 'test' } }] }));
  bench.observe({ id: 'late', at: bench.now - 30 * dayMs - 1 }, { id: 'just', at: bench.now - 30 * dayMs });
  assert.equal(bench.balance('bo'), 1);
  assert.deepEqual([...bench.kernel.state.reviews.keys()], ['s late']);
  bench.request('ana', 's', 'confirm', { observation: 'late' });
  assert.equal(bench.balance('bo'), 2);
});

test('issuing keeps to the charter\'s sum per month', () => {
  const bench = new KernelBench(members);
  const issue = (amount: string): unknown => bench.say('operator-1', 'operator', { kind: 'issue', body: { to: 'bo', unit: 'crown', amount, reason: 'dues' } }).items[0]?.code;
  assert.deepEqual([issue('60.00'), issue('40.01'), issue('40.00')], [undefined, 'limit_reached', undefined]);
  bench.until(Date.UTC(2026, 1, 1));
  assert.equal(issue('100.00'), undefined);
  assert.equal(bench.balance('bo'), 20000);
});

test('a gateway speaks for devices without keys of their own, and never for one that has had a key', () => {
  const bench = new KernelBench(members);
  bench.say('operator-1', 'operator', { kind: 'key.add', body: { key: { id: 'gateway-1', role: 'gateway', owner: 'hub', public_key: 'hub' } } });
  assert.equal(gateOf(bench, 'gateway-1', 'hub', seen({ device: 'thermo' })), 'pass');
  assert.equal(gateOf(bench, 'gateway-1', 'hub', seen({ device: 'device' })), 'wrong_role');
  bench.say('operator-1', 'operator', { kind: 'key.revoke', body: { key: 'device-1' } });
  assert.equal(gateOf(bench, 'gateway-1', 'hub', seen({ device: 'device' })), 'wrong_role');
});

test('public entries sent again add nothing: observations with given names, stale batches, clock entries', () => {
  const bench = new KernelBench(members);
  bench.adopt('s', () => ({ effects: [] }));
  bench.observe({ id: 'once' });
  bench.observe({ seq: 9000 });
  const again = (said: EntryBody): RefusalCode | 'duplicate' | 'pass' => gateOf(bench, 'device-1', 'device', said);
  assert.equal(again(seen({ id: 'once', seq: undefined } as unknown as Partial<Observation>)), 'duplicate');
  assert.equal(again(seen({ seq: 1 })), 'stale_sequence');
  assert.equal(gateOf(bench, 'operator-1', 'operator', clock), 'duplicate', 'nothing is due');
});

test('who may admit can\'t give credit, and the operator can\'t make keys that speak for a member who has one', () => {
  const bench = new KernelBench(members);
  const key = { id: 'k', role: 'member', owner: 'ana', public_key: 'fresh' } as const;
  assert.equal(gateOf(bench, 'operator-1', 'operator', { kind: 'key.add', body: { key } }), 'not_permitted');
  assert.equal(gateOf(bench, 'member-ana', 'ana', { kind: 'key.add', body: { key } }), 'pass');
  // The bench's charter leaves admitting and issuing to the operator, who may therefore give credit.
  const outcome = bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'cy', floor: { crown: '-5.00' } }, keys: [] } });
  assert.equal(outcome.items[0]?.status, 'done');
  const called = new KernelBench([...members, { id: 'operator' }], undefined, { admit: ['operator'], issue: [] });
  assert.equal(gateOf(called, 'member-operator', 'operator', { kind: 'admit', body: { member: { id: 'sock', floor: { crown: '-1.00' } }, keys: [] } }), 'not_permitted', 'a member called operator is none');
  const admitting = new KernelBench(members, undefined, { admit: ['ana'], issue: [] });
  const said: EntryBody = { kind: 'admit', body: { member: { id: 'sock', floor: { crown: '-1000000.00' } }, keys: [] } };
  assert.equal(gateOf(admitting, 'member-ana', 'ana', said), 'not_permitted');
  assert.equal(admitting.say('member-ana', 'ana', { kind: 'admit', body: { member: { id: 'sock' }, keys: [] } }).items[0]?.status, 'done');
});

test('agreements come with the founding; afterwards the operator can bring in none', () => {
  const bench = new KernelBench(members);
  const adopt = (id: string): EntryBody => ({ kind: 'adopt', body: { subcontract: id, manifest: testManifest(), code: id, parties: {}, terms: {} } });
  bench.adopt('one', () => ({}));
  assert.equal(gateOf(bench, 'operator-1', 'operator', adopt('two')), 'pass');
  bench.pay('ana', 'bo', '1.00');
  assert.equal(gateOf(bench, 'operator-1', 'operator', adopt('two')), 'not_permitted');
});

test('a key of limited scope seals what it names, a key of limited time until then', () => {
  const bench = new KernelBench(members);
  const add = (key: KeyGrant): unknown => bench.say('operator-1', 'operator', { kind: 'key.add', body: { key } }).items[0]?.code ?? 'done';
  assert.equal(add({ id: 'thermo', role: 'device', owner: 'thermo', public_key: 't', scope: { subjects: ['house-a'] } }), 'done');
  const says = (subject: string): RefusalCode | 'duplicate' | 'pass' => gateOf(bench, 'thermo', 'thermo', seen({ subject, at: bench.now }));
  assert.deepEqual([says('house-a'), says('house-b')], ['pass', 'outside_scope']);
  bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: { id: 'phone', role: 'member', owner: 'ana', public_key: 'p', scope: { kinds: ['ballot'] } } } });
  assert.equal(gateOf(bench, 'phone', 'ana', pay), 'outside_scope');
  assert.equal(add({ id: 'guest', role: 'device', owner: 'guest', public_key: 'g', expires: bench.now + 60_000 }), 'done');
  assert.equal(gateOf(bench, 'guest', 'guest', seen(), {}, 59_999), 'pass');
  assert.equal(gateOf(bench, 'guest', 'guest', seen(), {}, 60_000), 'expired_key');
  assert.equal(add({ id: 'late', role: 'device', owner: 'late', public_key: 'l', expires: bench.now }), 'invalid_value');
});
