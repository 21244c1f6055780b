// What a key that isn't its owner's passkey can't ask of the product's kits, and what it can't do with a fund by asking in several steps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodeSandbox } from '../../src/host/codes.ts';
import { loadKits } from '../../src/host/kits.ts';
import { KernelBench } from '../../src/testing/kernel-bench.ts';
import { passkeyGrant } from '../../src/testing/passkey.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { weighs } from '../../src/vocabulary/weighs.ts';

const kits = loadKits();

test('of the product\'s kits those actions weigh by which one pays later what one doesn\'t now', () => {
  const weighty = [...kits.values()].flatMap(({ manifest }) => Object.entries(manifest.actions ?? {}).flatMap(([name, rule]) => (weighs(manifest, rule) ? [`${manifest.name} ${name}`] : [])));
  assert.deepEqual(weighty.sort(), [
    'common-pot pledge', 'essentials substitute', 'mutual-cover decide_claim', 'mutual-cover switch_to', 'personal-fund allocate', 'personal-fund move', 'pledge resume', 'stipend admit', 'stipend pledge',
  ]);
});

test('a stolen device empties no fund: neither by what it allocates, nor by what it draws', async () => {
  const kit = kits.get('personal-fund');
  assert.ok(kit !== undefined);
  const sandbox = await createCodeSandbox();
  sandbox.add(kit.codeHash, kit.code);
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '5000.00' } }, { id: 'bo' }, { id: 'cy' }]);
  const adopted = bench.adopt('home', (call, state) => {
    const batch = bench.batches.at(-1);
    assert.ok(batch !== undefined);
    const [result] = sandbox.runner.run({ ...batch, code: kit.codeHash, state, calls: [call] });
    assert.ok(result?.ok === true, JSON.stringify(result));
    return result;
  }, kit.manifest);
  assert.equal(adopted.items[0]?.status, 'done');
  assert.equal(bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } }).items[0]?.status, 'done');
  const asking = (action: string, said: JsonObject): EntryBody => ({ kind: 'request', body: { subcontract: 'home', action, with: said } });
  const ask = (key: string, action: string, said: JsonObject): string => {
    const gate = bench.kernel.gate(bench.seal(key, 'ana', asking(action, said)), '', bench.now);
    return gate.pass ? bench.say(key, 'ana', asking(action, said)).items[0]?.code ?? 'done' : gate.duplicate ? 'duplicate' : gate.refusal.code;
  };
  assert.deepEqual([ask('passkey-ana', 'put_in', { amount: '4000.00' }), ask('member-ana', 'put_in', { amount: '200.00' })], ['done', 'done']);
  const gone = { name: 'gone', to: 'bo', mode: 'on_top', fixed: '3999.00' };
  assert.equal(ask('member-ana', 'allocate', gone), 'needs_passkey');
  assert.equal(ask('member-ana', 'allocate', { name: 'rent', to: 'bo', mode: 'out_of', cost: '5000.00' }), 'needs_passkey');
  // What its owner allocated, too, leaves them only as far as they may pay by that key; a draw for themselves is theirs.
  assert.deepEqual([ask('passkey-ana', 'allocate', gone), ask('member-ana', 'take', { amount: '0.01' })], ['done', 'needs_passkey']);
  assert.deepEqual([ask('passkey-ana', 'take', { amount: '1.00' }), ask('passkey-ana', 'stop', { name: 'gone' }), bench.balance('bo')], ['done', 'done', 399_900]);
});
