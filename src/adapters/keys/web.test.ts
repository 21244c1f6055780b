import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import { softPasskey } from '../../testing/passkey.ts';
import { createRandom, type Random } from '../../testing/random.ts';
import { keyCases } from './conformance.ts';
import { passkeyCases } from './passkey.conformance.ts';
import * as node from './node.ts';
import { createHasher } from './web-hasher.ts';
import * as web from './web.ts';

type Point = InstanceType<typeof ed25519.Point>;
const { BASE, Fn } = ed25519.Point;

for (const { name, run } of [...keyCases, ...passkeyCases]) {
  test(name, () => run({ hasher: createHasher(), verifier: web.createSealVerifier(), createSealer: web.createSealer }));
}

/** A key pair whose parts are known, so that signatures can be made that no sealer would make. */
function openPair(random: Random): { readonly scalar: bigint; readonly point: Point } {
  const scalar = (BigInt(random.int(1, 2 ** 31)) << 128n) + BigInt(random.int(1, 2 ** 31));
  return { scalar, point: BASE.multiply(scalar) };
}

/** RFC 8032 s5.1.6 with R and the public key as given: S answers for the part of both that lies in the base point's group. */
function signedAs(message: string, publicKey: Point, scalar: bigint, R: Point, r: bigint): string {
  const rBytes = R.toBytes();
  const digest = createHash('sha512').update(rBytes).update(publicKey.toBytes()).update(message).digest();
  const k = BigInt(`0x${digest.reverse().toString('hex')}`) % Fn.ORDER;
  const s = Buffer.from(((r + k * scalar) % Fn.ORDER).toString(16).padStart(64, '0'), 'hex').reverse();
  return Buffer.concat([rBytes, s]).toString('base64');
}

test('seals with a part of small order, in the key or in R: taken and refused as OpenSSL does, not as the cofactor would have it', () => {
  const random = createRandom(7);
  const [byNode, byWeb] = [node.createSealVerifier(), web.createSealVerifier()];
  const order8 = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
  const counts = { taken: 0, refused: 0, byCofactor: 0 };
  for (let i = 0; i < 160; i++) {
    const { scalar, point } = openPair(random);
    const torsion = order8.multiplyUnsafe(BigInt(i % 8));
    const inKey = i % 3 !== 0;
    const publicKey = inKey ? point.add(torsion) : point;
    const r = BigInt(random.int(1, 2 ** 31));
    const R = inKey ? BASE.multiply(r) : BASE.multiply(r).add(torsion);
    const message = `message ${i}`;
    const signature = signedAs(message, publicKey, scalar, R, r);
    const key = Buffer.from(publicKey.toBytes()).toString('base64');
    const fits = byWeb.verify(key, message, signature);
    assert.equal(fits, byNode.verify(key, message, signature), `key ${key}, signature ${signature}, "${message}"`);
    counts[fits ? 'taken' : 'refused'] += 1;
    if (ed25519.verify(Buffer.from(signature, 'base64'), Buffer.from(message), publicKey.toBytes())) counts.byCofactor += 1;
  }
  assert.equal(counts.byCofactor, 160); // RFC 8032's other equation takes them all: it is the wrong one here
  assert.ok(counts.taken > 20, 'some are taken');
  assert.ok(counts.refused > 20, 'some are refused');
});

test('random seals, and each with something changed: as Node has it', () => {
  const random = createRandom(11);
  const [byNode, byWeb] = [node.createSealVerifier(), web.createSealVerifier()];
  const seed = (): Uint8Array => Uint8Array.from({ length: 32 }, () => random.int(0, 255));
  const counts = { taken: 0, refused: 0 };
  for (let i = 0; i < 60; i++) {
    const own = seed();
    const message = String.fromCharCode(...Array.from({ length: random.int(0, 40) }, () => random.int(0, 0xffff)));
    const sealable = message.toWellFormed();
    const [sealer, other] = [node.createSealer(own), web.createSealer(own)];
    const signature = sealer.sign(sealable);
    assert.deepEqual([other.publicKey, other.sign(sealable)], [sealer.publicKey, signature]);
    for (const [key, words, sig] of [
      [sealer.publicKey, sealable, signature], [sealer.publicKey, message, signature], [sealer.publicKey, sealable, flipped(signature, random)],
      [flipped(sealer.publicKey, random), sealable, signature], [respelt(sealer.publicKey, random), sealable, signature],
      [sealer.publicKey, sealable, respelt(signature, random)], [Buffer.from(seed()).toString('base64'), sealable, signature],
    ] as const) {
      const fits = byWeb.verify(key, words, sig);
      assert.equal(fits, byNode.verify(key, words, sig), `seed 11, round ${i}: key ${key}, signature ${sig}, ${JSON.stringify(words)}`);
      counts[fits ? 'taken' : 'refused'] += 1;
    }
  }
  assert.ok(counts.taken >= 60, 'every true seal is taken');
  assert.ok(counts.refused >= 200, 'most changed ones are refused');
});

test('one key often, with and without its table of multiples: the same answers', () => {
  const sealer = node.createSealer(new Uint8Array(32).fill(9));
  const verifier = web.createSealVerifier();
  for (let i = 0; i < 40; i++) {
    const signature = sealer.sign(`m${i}`);
    assert.equal(verifier.verify(sealer.publicKey, `m${i}`, signature), true);
    assert.equal(verifier.verify(sealer.publicKey, `m${i + 1}`, signature), false);
  }
});

test('hashes: as Node has them, of text and bytes of every length around a block', () => {
  const [byNode, byWeb] = [node.createHasher(), createHasher()];
  for (let length = 0; length < 200; length++) {
    const text = 'ä€😀x'.repeat(50).slice(0, length).toWellFormed();
    assert.deepEqual(byWeb.sha256(text), new Uint8Array(byNode.sha256(text)));
    const bytes = new Uint8Array(length).fill(length);
    assert.deepEqual(byWeb.sha256(bytes), new Uint8Array(byNode.sha256(bytes)));
  }
});

test('a seed that is changed after its sealer was made changes nothing; a fresh one is another each time', () => {
  const seed = web.newSeed();
  assert.equal(seed.length, 32);
  assert.notDeepEqual(seed, web.newSeed());
  const sealer = web.createSealer(seed);
  const signature = sealer.sign('pay');
  seed.fill(0);
  assert.equal(sealer.sign('pay'), signature);
});

/** With one bit of its bytes changed. */
function flipped(text: string, random: Random): string {
  const bytes = Buffer.from(text, 'base64');
  const bit = random.int(0, bytes.length * 8 - 1);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString('base64');
}

/** With one character changed. */
function respelt(text: string, random: Random): string {
  const at = random.int(0, text.length - 1);
  return `${text.slice(0, at)}${random.pick(['A', 'B', 'z', '/', '=', '-', ' '])}${text.slice(at + 1)}`;
}

test('passkeys\' seals made by OpenSSL, and each with something changed: as Node has it', () => {
  const random = createRandom(13);
  const [byNode, byWeb] = [node.createSealVerifier(), web.createSealVerifier()];
  const counts = { taken: 0, refused: 0 };
  for (let i = 0; i < 25; i++) {
    const { grant, seal } = softPasskey('ana', `passkey-${i}`);
    const message = `message ${i}`;
    const { sig, authenticatorData = '', clientDataJSON = '' } = seal(message);
    const assertion = { rpId: 'linden.example', origins: ['https://linden.example'], authenticatorData, clientDataJSON };
    const flipped = (text: string): string => {
      const bytes = Buffer.from(text, 'base64');
      const at = random.int(0, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
      return bytes.toString('base64');
    };
    const tries: Parameters<typeof byNode.verify>[] = [
      [grant.public_key, message, sig, assertion], [flipped(grant.public_key), message, sig, assertion], [grant.public_key, message, flipped(sig), assertion],
      [grant.public_key, message, sig, { ...assertion, authenticatorData: flipped(authenticatorData) }], [grant.public_key, message, sig, { ...assertion, clientDataJSON: flipped(clientDataJSON) }],
    ];
    for (const each of tries) {
      const fits = byWeb.verify(...each);
      assert.equal(fits, byNode.verify(...each), JSON.stringify(each));
      counts[fits ? 'taken' : 'refused'] += 1;
    }
  }
  assert.deepEqual(counts, { taken: 25, refused: 100 });
});
