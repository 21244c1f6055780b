// A founding that its founders sign, all over the same hash.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';

const five = ['ana', 'bo', 'cy', 'dee', 'eve'];

function founding(): KernelBench {
  const bench = new KernelBench(five.map((id) => ({ id, opening: { crown: '10.00' } })), undefined, {}, { founders: five });
  bench.adopt('wood', () => ({}), testManifest());
  return bench;
}

function gateOf(bench: KernelBench, key: string, by: string, said: Parameters<KernelBench['seal']>[2]): string {
  const gate = bench.kernel.gate(bench.seal(key, by, said), '', bench.now);
  return gate.pass ? 'passes' : gate.duplicate ? 'duplicate' : `${gate.refusal.code}: ${gate.refusal.detail}`;
}

function sign(bench: KernelBench, by: string, hash = bench.kernel.state.foundingHash): string | undefined {
  return bench.say(`member-${by}`, by, { kind: 'sign', body: { founding: hash } }).items[0]?.code;
}

const pay = { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } } as const;

test('with four of five signatures nothing is founded; with the fifth it is', () => {
  const bench = founding();
  const hash = bench.kernel.state.foundingHash;
  for (const by of five.slice(0, 4)) assert.equal(sign(bench, by), undefined);
  assert.equal(gateOf(bench, 'member-ana', 'ana', pay), 'not_founded: the founding waits for the signatures of eve');
  assert.equal(sign(bench, 'eve'), undefined);
  assert.equal(bench.kernel.state.foundingHash, hash, 'all five signed this');
  assert.equal(gateOf(bench, 'member-ana', 'ana', pay), 'passes');
});

test('what somebody has signed stays as it is; another hash isn\'t signed, nor is anything twice or by who is no founder', () => {
  const bench = founding();
  const earlier = bench.kernel.state.foundingHash;
  bench.adopt('box', () => ({}), testManifest());
  assert.equal(sign(bench, 'ana', earlier), 'stale_revision', 'an agreement has been added');
  assert.equal(sign(bench, 'ana'), undefined);
  assert.equal(sign(bench, 'ana'), 'already_said');
  const adopt = { kind: 'adopt', body: { subcontract: 'more', manifest: testManifest(), code: 'more', parties: {}, terms: {} } } as const;
  assert.match(gateOf(bench, 'operator-1', 'operator', adopt), /^already_founded: ana signed the founding as it is/);
  const other = new KernelBench([{ id: 'ana' }, { id: 'bo' }], undefined, {}, { founders: ['ana'] });
  assert.equal(sign(other, 'bo'), 'not_permitted');
});

test('after the last signature the founding is over: the operator adopts nothing more', () => {
  const bench = founding();
  for (const by of five) sign(bench, by);
  assert.equal(bench.kernel.state.founding, false);
  const adopt = { kind: 'adopt', body: { subcontract: 'more', manifest: testManifest(), code: 'more', parties: {}, terms: {} } } as const;
  assert.match(gateOf(bench, 'operator-1', 'operator', adopt), /^already_founded|^not_permitted/);
});

test('a founder who is no member can\'t sign, and so nothing is founded', () => {
  const bench = new KernelBench([{ id: 'ana' }], undefined, {}, { founders: ['ana', 'zed'] });
  assert.equal(sign(bench, 'ana'), 'unknown_member');
});

test('what is due before the last founder has signed waits for that, and asks for no clock', () => {
  const bench = new KernelBench([{ id: 'ana' }, { id: 'bo' }], undefined, {}, { founders: ['ana', 'bo'] });
  const due = bench.now + 1000;
  bench.adopt('wood', () => ({ effects: [{ do: 'notice', to: 'ana', code: 'test', data: {} }] }), testManifest(), {}, [{ do: 'timer', name: 'later', key: 'k', when: { at: due }, data: {} }]);
  assert.equal(sign(bench, 'ana'), undefined);
  assert.equal(bench.kernel.nextWake(), undefined);
  bench.until(due + 1000);
  const last = bench.say('member-bo', 'bo', { kind: 'sign', body: { founding: bench.kernel.state.foundingHash } });
  assert.deepEqual(last.facts.map(({ fact }) => fact), ['signed', 'constituted', 'timer.gone', 'notice']);
});

test('a restored and a resumed kernel wait for the same signatures', () => {
  const bench = founding();
  for (const by of five.slice(0, 2)) sign(bench, by);
  for (const kernel of [bench.restored(), bench.resumed()]) assert.equal(kernel.digest(), bench.kernel.digest());
});
