import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAheadVerifier } from './ahead.ts';
import { keyCases } from './conformance.ts';
import { createHasher, createSealer } from './node.ts';

for (const each of keyCases) {
  test(`checked on the spot: ${each.name}`, () => {
    each.run({ hasher: createHasher(), verifier: createAheadVerifier(), createSealer });
  });
}

test('what was checked ahead is the same answer, for these words and this key only', async () => {
  const verifier = createAheadVerifier();
  const ana = createSealer(new Uint8Array(32).fill(1));
  const bo = createSealer(new Uint8Array(32).fill(2));
  const good = ana.sign('four pieces');
  const forged = bo.sign('four pieces');
  await verifier.ahead(ana.publicKey, 'four pieces', good);
  assert.equal(verifier.verify(ana.publicKey, 'forty pieces', good), false);
  await verifier.ahead(ana.publicKey, 'four pieces', good);
  assert.equal(verifier.verify(bo.publicKey, 'four pieces', good), false);
  await verifier.ahead(ana.publicKey, 'four pieces', good);
  assert.equal(verifier.verify(ana.publicKey, 'four pieces', good), true);
  await verifier.ahead(ana.publicKey, 'four pieces', forged);
  assert.equal(verifier.verify(ana.publicKey, 'four pieces', forged), false);
});

test('malformed keys, words and signatures are left to the check on the spot', async () => {
  const verifier = createAheadVerifier();
  for (const [key, words, seal] of [['', 'x', ''], ['no key', 'x', 'no seal'], [createSealer(new Uint8Array(32)).publicKey, '\ud800', 'AA==']] as const) {
    await verifier.ahead(key, words, seal);
    assert.equal(verifier.verify(key, words, seal), false);
  }
});
