import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyCases } from './conformance.ts';
import { passkeyCases } from './passkey.conformance.ts';
import { createHasher, createSealer, createSealVerifier, isPublicKey, newSeed } from './node.ts';

for (const { name, run } of [...keyCases, ...passkeyCases]) {
  test(name, () => run({ hasher: createHasher(), verifier: createSealVerifier(), createSealer }));
}

test('many keys, more than are kept', () => {
  const verifier = createSealVerifier();
  const sealers = Array.from({ length: 4200 }, () => createSealer(newSeed()));
  for (const round of [0, 1]) {
    for (const [i, sealer] of sealers.entries()) {
      if (i % 70 === 0) assert.equal(verifier.verify(sealer.publicKey, `m${round}`, sealer.sign(`m${round}`)), true);
      else verifier.verify(sealer.publicKey, '', `${'A'.repeat(86)}==`);
    }
  }
});

test('isPublicKey', () => {
  assert.equal(isPublicKey(createSealer(newSeed()).publicKey), true);
  for (const bad of [undefined, 5, '', `${'A'.repeat(43)}=`]) assert.equal(isPublicKey(bad), false);
});
