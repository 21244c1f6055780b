import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSealer, createSealVerifier } from '../../adapters/keys/node.ts';
import { around, origin, scaleSealer } from '../../testing/catalogue.ts';
import { isCompactJws, openSignedSenml, signSenml } from './signed-senml.ts';

const header = { kid: 'scale-1', origin, seq: 412 };
const pack = [{ bn: 'scale:', n: 'weight', u: 'kg', v: 8.4, bt: 1767654000 }];

function refusal(jws: string): string {
  const opened = openSignedSenml(around(), origin, jws);
  return opened.ok ? 'taken' : `${opened.refusal.code}: ${opened.refusal.detail}`;
}

/** A JWS with any header, signed by the scale's key. */
function signedBy(sealer: typeof scaleSealer, anyHeader: unknown, payload = JSON.stringify(pack)): string {
  const signed = [JSON.stringify(anyHeader), payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  return `${signed}.${Buffer.from(sealer.sign(signed), 'base64').toString('base64url')}`;
}

test('what a device signs is taken, and says whose it is and its number', () => {
  assert.deepEqual(openSignedSenml(around(), origin, signSenml(scaleSealer, header, pack)), { ok: true, value: { device: 'scale', seq: 412, pack } });
});

test('Ed25519 over the signing input, as in the example of RFC 8037, appendix A.4', () => {
  const signed = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
  const signature = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
  const publicKey = Buffer.from('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', 'base64url').toString('base64');
  assert.ok(createSealVerifier().verify(publicKey, signed, Buffer.from(signature, 'base64url').toString('base64')));
  // The seed of that appendix, through our own signing: the same key, and the signature in base64url.
  const sealer = createSealer(Buffer.from('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', 'base64url'));
  assert.equal(Buffer.from(sealer.sign(signed), 'base64').toString('base64url'), signature);
  const jws = signSenml(sealer, header, pack);
  assert.equal(jws, signedBy(sealer, { alg: 'EdDSA', kid: 'scale-1', cty: 'senml+json', crit: ['origin', 'seq'], origin, seq: 412 }));
});

test('other algorithms, keys, collectives and headers are refused, each with what is wrong', () => {
  const whole = { alg: 'EdDSA', kid: 'scale-1', cty: 'senml+json', crit: ['origin', 'seq'], origin, seq: 412 };
  assert.equal(refusal(signedBy(scaleSealer, whole)), 'taken');
  assert.equal(refusal(signedBy(scaleSealer, { ...whole, x: 'ignored' })), 'taken');
  assert.equal(refusal(signedBy(scaleSealer, { ...whole, crit: ['seq', 'origin'] })), 'taken');
  for (const [change, expected] of [
    [{ alg: 'none' }, 'bad_seal: "alg" is "none"; devices sign with EdDSA'], [{ alg: 'HS256' }, 'bad_seal: "alg" is "HS256"; devices sign with EdDSA'],
    [{ alg: undefined }, 'bad_seal: "alg" is missing; devices sign with EdDSA'], [{ kid: 'scale-2' }, 'unknown_key: no device has the key "scale-2" here'],
    [{ origin: 'elsewhere' }, `wrong_origin: "origin" is "elsewhere"; here it is ${origin}`], [{ seq: 0 }, 'malformed: "seq" is 0, and should count from 1'],
    [{ seq: '1' }, 'malformed: "seq" is "1", and should count from 1'], [{ seq: 2 ** 53 }, 'malformed: "seq" is 9007199254740992, and should count from 1'],
    [{ crit: ['seq'] }, 'malformed: "crit" is ["seq"], and should be ["origin","seq"]'], [{ crit: ['origin', 'seq', 'exp'] }, 'malformed: "crit" is ["origin","seq","exp"], and should be ["origin","seq"]'],
    [{ crit: undefined }, 'malformed: "crit" is missing, and should be ["origin","seq"]'], [{ cty: 'JWT' }, 'malformed: "cty" is "JWT", and should be senml+json'],
    [{ b64: false }, 'malformed: "b64" has to be left out'],
  ] as const) assert.equal(refusal(signedBy(scaleSealer, { ...whole, ...change })), expected);
  assert.equal(refusal(signedBy(createSealer(new Uint8Array(32).fill(8)), whole)), 'bad_seal: it isn\'t signed by "scale-1"');
  assert.equal(refusal(signedBy(scaleSealer, whole, 'no json')), 'malformed: what is signed is no JSON in UTF-8');
  assert.equal(refusal(signedBy(scaleSealer, [])), 'malformed: the header of the JWS is no JSON object');
  const [encodedHeader, , signature] = signSenml(scaleSealer, header, pack).split('.');
  assert.equal(refusal(`${encodedHeader}.${Buffer.from('[{"n":"scale","v":99}]').toString('base64url')}.${signature}`), 'bad_seal: it isn\'t signed by "scale-1"');
  assert.equal(refusal(`${encodedHeader}..`), 'bad_seal: it isn\'t signed by "scale-1"');
});

test('no change of a single character passes', () => {
  const jws = signSenml(scaleSealer, header, pack);
  fc.assert(fc.property(fc.nat(jws.length - 1), fc.constantFrom(...'AZaz09-_.=!'), (place, char) => {
    const changed = jws.slice(0, place) + char + jws.slice(place + 1);
    if (changed !== jws && isCompactJws(changed)) assert.notEqual(refusal(changed), 'taken', `character ${place} as ${char}`);
  }), { seed: 8, numRuns: 2000 });
});

test('any text is no JWS, or one clear refusal', () => {
  const part = fc.oneof(fc.string({ maxLength: 20 }), fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text).toString('base64url')));
  fc.assert(fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
    const opened = openSignedSenml(around(), origin, parts.join('.'));
    assert.ok(!opened.ok && opened.refusal.detail.length < 400);
  }), { seed: 9, numRuns: 2000 });
});
