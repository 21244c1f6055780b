import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { keyCases } from './conformance.ts';
import { softPasskey } from '../../testing/passkey.ts';
import { sealFits } from '../../vocabulary/seals.ts';
import { sealAhead } from './findings.ts';
import { createSealer, createSealVerifier } from './web.ts';
import { createHasher } from './web-hasher.ts';
import { createWebVerifier, temptations, type Subtle } from './web-ahead.ts';

const subtle = crypto.subtle as Subtle;
const sealer = createSealer(new Uint8Array(32).fill(3));
const bytes = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

for (const { name, run } of keyCases) {
  test(`on the spot: ${name}`, async () => run({ hasher: createHasher(), verifier: await createWebVerifier(subtle), createSealer }));
}

test('what the browser took ahead is taken without a second check, for the same words and key alone', async () => {
  let asked = 0;
  const counting: Subtle = { importKey: (...key) => subtle.importKey(...key), verify: (...seal) => { asked += 1; return subtle.verify(...seal); } };
  const verifier = await createWebVerifier(counting);
  assert.ok(verifier.native);
  asked = 0;
  const signature = sealer.sign('pay');
  await verifier.ahead(sealer.publicKey, 'pay', signature);
  assert.equal(asked, 1);
  assert.equal(verifier.verify(sealer.publicKey, 'pay', signature), true);
  await verifier.ahead(sealer.publicKey, 'pay', signature);
  assert.equal(verifier.verify(sealer.publicKey, 'pay more', signature), false);
  await verifier.ahead(sealer.publicKey, 'pay', signature);
  assert.equal(verifier.verify(createSealer(new Uint8Array(32).fill(4)).publicKey, 'pay', signature), false);
});

test('what the browser refuses, wrongly or rightly, is decided on the spot', async () => {
  let says = true;
  const moody: Subtle = { importKey: (...key) => subtle.importKey(...key), verify: async (...seal) => says && subtle.verify(...seal) };
  const verifier = await createWebVerifier(moody);
  assert.ok(verifier.native);
  says = false;
  const signature = sealer.sign('pay');
  await verifier.ahead(sealer.publicKey, 'pay', signature);
  assert.equal(verifier.verify(sealer.publicKey, 'pay', signature), true);
  await verifier.ahead(sealer.publicKey, 'pay', sealer.sign('pray'));
  assert.equal(verifier.verify(sealer.publicKey, 'pay', sealer.sign('pray')), false);
});

test('each temptation fits RFC 8032 with the cofactor and read as points (ZIP 215), and not bytes without: ours refuses it', () => {
  for (const [publicKey, message, signature] of temptations) {
    assert.ok(ed25519.verify(bytes(signature), Buffer.from(message), bytes(publicKey), { zip215: true }), message);
    assert.equal(createSealVerifier().verify(publicKey, message, signature), false, message);
  }
  assert.equal(temptations.length, 2);
});

test('a browser that falls for one of them, that has no Ed25519, or that fails is not asked', async () => {
  const lax: Subtle = {
    importKey: async (_format, key) => key,
    verify: async (_name, key, signature, data) => ed25519.verify(signature, data, key as Uint8Array, { zip215: true }),
  };
  const without: Subtle = { importKey: () => Promise.reject(new Error('NotSupportedError')), verify: () => Promise.reject(new Error('not reached')) };
  for (const given of [lax, without, undefined]) {
    const verifier = await createWebVerifier(given);
    assert.equal(verifier.native, false);
    await verifier.ahead(sealer.publicKey, 'pay', sealer.sign('pray'));
    assert.equal(verifier.verify(sealer.publicKey, 'pay', sealer.sign('pray')), false);
    assert.equal(verifier.verify(sealer.publicKey, 'pay', sealer.sign('pay')), true);
  }
});

test('keys and signatures that we refuse are refused, whatever the browser says', async () => {
  let yes = false;
  const verifier = await createWebVerifier({ importKey: (...key) => subtle.importKey(...key), verify: async (...seal) => yes || subtle.verify(...seal) });
  yes = true;
  const signature = sealer.sign('pay');
  const weak = Buffer.from(`01${'00'.repeat(31)}`, 'hex').toString('base64');
  for (const [key, message, given] of [[weak, 'pay', signature], [`${sealer.publicKey} `, 'pay', signature], [sealer.publicKey, 'pay', signature.slice(0, -2)], [sealer.publicKey, '\ud800', signature]] as const) {
    await verifier.ahead(key, message, given);
    assert.equal(verifier.verify(key, message, given), false, key);
  }
});

test('a passkey\'s seal is taken from the browser when it fits, and else checked on the spot', async () => {
  let asked = 0;
  let refused = 0;
  const verifier = await createWebVerifier({
    importKey: (...key) => subtle.importKey(...key),
    verify: async (...seal) => {
      asked += 1;
      const fits = await subtle.verify(...seal);
      if (!fits) refused += 1;
      return fits;
    },
  });
  asked = 0;
  refused = 0;
  const { grant, seal } = softPasskey('ana');
  const good = seal('pay');
  await sealAhead(verifier, grant, 'pay', good);
  assert.equal(sealFits(verifier, grant, 'pay', good), true);
  assert.equal(asked, 1);
  // What doesn't say what it must isn't even asked about.
  await sealAhead(verifier, grant, 'pray', good);
  assert.equal(sealFits(verifier, grant, 'pray', good), false);
  assert.equal(asked, 1);
  const forged = { ...seal('pray'), sig: good.sig };
  await sealAhead(verifier, grant, 'pray', forged);
  assert.equal(sealFits(verifier, grant, 'pray', forged), false);
  assert.deepEqual([asked, refused], [2, 1]);
});
