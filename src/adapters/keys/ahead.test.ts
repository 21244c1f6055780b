import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAheadVerifier } from './ahead.ts';
import { keyCases } from './conformance.ts';
import { createHasher, createSealer } from './node.ts';
import { passkeyCases } from './passkey.conformance.ts';
import { sealAhead } from './findings.ts';
import { softPasskey } from '../../testing/passkey.ts';
import { sealFits } from '../../vocabulary/seals.ts';

for (const each of [...keyCases, ...passkeyCases]) {
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

test('a passkey\'s seal is checked ahead too, and counts for what it asserts only', async () => {
  const verifier = createAheadVerifier();
  const { grant, seal } = softPasskey('ana');
  const [good, other] = [seal('four pieces'), seal('four pieces', { extra: 1 })];
  await sealAhead(verifier, grant, 'four pieces', good);
  assert.equal(sealFits(verifier, grant, 'four pieces', { ...good, clientDataJSON: other.clientDataJSON ?? '' }), false);
  await sealAhead(verifier, grant, 'four pieces', good);
  assert.equal(sealFits(verifier, grant, 'forty pieces', good), false);
  await sealAhead(verifier, grant, 'four pieces', good);
  assert.equal(sealFits(verifier, grant, 'four pieces', good), true);
  await sealAhead(verifier, grant, 'forty pieces', good);
  assert.equal(sealFits(verifier, grant, 'forty pieces', good), false);
  await sealAhead(verifier, undefined, 'four pieces', good);
  await sealAhead(verifier, grant, 'four pieces', { key: good.key, sig: good.sig });
  assert.equal(sealFits(verifier, grant, 'four pieces', { key: good.key, sig: good.sig }), false);
});
