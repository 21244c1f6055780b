/**
 * What every version must do with passkeys' seals: from WebAuthn Level 3 (7.2, Verifying an Authentication Assertion), FIPS 186-5 and the
 * port's own promises. The signatures are made here from open parts, so that each thing can be wrong by itself.
 */
import { p256 } from '@noble/curves/nist.js';
import type { Assertion, Hasher } from '../../vocabulary/ports.ts';
import type { KeyCase, KeyPorts } from './conformance.ts';

const order = p256.Point.Fn.ORDER;
const secret = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const point = p256.getPublicKey(secret, false);
const publicKey = base64(point);
const message = '{"by":"ana","kind":"ballot"}';

/** Present and verified; and what else authenticators say of themselves. */
const present = 0x01;
const verified = 0x04;
const backupEligible = 0x08;
const backedUp = 0x10;

type Said = {
  readonly rpId?: string; readonly flags?: number; readonly behind?: readonly number[];
  readonly client?: { readonly [name: string]: unknown }; readonly clientText?: string | Uint8Array; readonly challengeOf?: string;
};

type Made = { readonly signature: string; readonly assertion: Assertion };

/** As an authenticator and a browser make it; whatever is given is another than it should be. */
function made(hasher: Hasher, said: Said = {}): Made {
  const { rpId = 'linden.example', flags = present | verified, behind = [], client = {}, challengeOf = message } = said;
  const authenticator = Uint8Array.of(...hasher.sha256(rpId), flags, 0, 0, 0, 7, ...behind);
  const challenge = base64(hasher.sha256(challengeOf)).replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
  const { clientText = JSON.stringify({ type: 'webauthn.get', challenge, origin: 'https://linden.example', crossOrigin: false, ...client }) } = said;
  const clientBytes = typeof clientText === 'string' ? new TextEncoder().encode(clientText) : clientText;
  const signature = p256.sign(Uint8Array.of(...authenticator, ...hasher.sha256(clientBytes)), secret, { prehash: true, lowS: true });
  return { signature: base64(signature), assertion: { rpId: 'linden.example', origins: ['https://linden.example', 'https://books.linden.example:8443'], authenticatorData: base64(authenticator), clientDataJSON: base64(clientBytes) } };
}

function fits({ verifier }: KeyPorts, { signature, assertion }: Made, key = publicKey, of = message): boolean {
  return verifier.verify(key, of, signature, assertion);
}

function sideOf(signature: string): readonly [bigint, bigint] {
  const bytes = unbase64(signature);
  return [numberOf(bytes.subarray(0, 32)), numberOf(bytes.subarray(32))];
}

function signatureOf(r: bigint, s: bigint): string {
  return base64(Uint8Array.of(...bigEndian(r), ...bigEndian(s)));
}

export const passkeyCases: readonly KeyCase[] = [
  {
    name: 'a passkey\'s seal is taken: over the SHA-256 of the message, from each of the pages that are named',
    run(ports) {
      check(fits(ports, made(ports.hasher)), true, 'the usual one');
      check(fits(ports, made(ports.hasher, { client: { origin: 'https://books.linden.example:8443' } })), true, 'the other page');
      check(fits(ports, made(ports.hasher, { client: { crossOrigin: undefined } })), true, 'an older browser, which says nothing of frames');
      check(fits(ports, made(ports.hasher, { client: { other_keys_can_be_added_here: 'do not compare clientDataJSON against a template' } })), true, 'what browsers add');
      check(fits(ports, made(ports.hasher, { flags: present | verified | backupEligible | backedUp })), true, 'one that is shared by several devices');
      check(fits(ports, made(ports.hasher, { flags: present | verified | backupEligible })), true, 'one that could be');
    },
  },
  {
    name: 'what isn\'t as it must be is not taken, each thing by itself',
    run(ports) {
      const wrong: { readonly [what: string]: Said } = {
        'another message': { challengeOf: `${message} ` }, 'another domain': { rpId: 'linden.example.org' }, 'a part of the domain': { rpId: 'example' }, 'nobody was there': { flags: verified },
        'nobody was verified': { flags: present }, 'neither': { flags: 0 }, 'backed up, though it can\'t be': { flags: present | verified | backedUp }, 'a new key comes along': { flags: present | verified | 0x40, behind: [0] },
        'extensions come along': { flags: present | verified | 0x80, behind: [0xa0] }, 'bytes behind': { behind: [0] }, 'the making of a key': { client: { type: 'webauthn.create' } }, 'a payment': { client: { type: 'payment.get' } },
        'no type': { client: { type: undefined } }, 'another page': { client: { origin: 'https://linden.example.org' } }, 'the page over plain HTTP': { client: { origin: 'http://linden.example' } },
        'a path': { client: { origin: 'https://linden.example/' } }, 'no page': { client: { origin: undefined } }, 'pages in a list': { client: { origin: ['https://linden.example'] } }, 'in another page\'s frame': { client: { crossOrigin: true } },
        'what isn\'t false': { client: { crossOrigin: null } }, 'a page around it': { client: { topOrigin: 'https://evil.example' } }, 'another challenge': { client: { challenge: 'AAAA' } }, 'no challenge': { client: { challenge: undefined } },
        'no JSON': { clientText: 'webauthn.get' }, 'JSON of another sort': { clientText: 'null' }, 'a list': { clientText: '[]' }, 'no text': { clientText: Uint8Array.of(0xff, 0xfe) },
      };
      for (const [what, said] of Object.entries(wrong)) check(fits(ports, made(ports.hasher, said)), false, what);
      const usual = new TextDecoder().decode(unbase64(made(ports.hasher).assertion.clientDataJSON));
      check(fits(ports, made(ports.hasher, { clientText: usual })), true, 'the same text');
      check(fits(ports, made(ports.hasher, { clientText: `\ufeff${usual}` })), false, 'with a mark before it');
      check(fits(ports, made(ports.hasher, { clientText: `${usual}x` })), false, 'with something behind it');
      check(fits(ports, made(ports.hasher, { client: { more: 'x'.repeat(2000) } })), false, 'more than a browser says');
    },
  },
  {
    name: 'what was taken once doesn\'t fit another message, key, signature, or other words about it',
    run(ports) {
      const good = made(ports.hasher);
      check(fits(ports, good, publicKey, `${message} `), false, 'another message');
      check(fits(ports, good, base64(p256.getPublicKey(Uint8Array.from(secret).reverse(), false))), false, 'another key');
      check(fits(ports, { ...good, signature: made(ports.hasher, { client: { crossOrigin: undefined } }).signature }), false, 'the signature of another one');
      check(fits(ports, { ...good, assertion: { ...good.assertion, clientDataJSON: made(ports.hasher, { client: { crossOrigin: undefined } }).assertion.clientDataJSON } }), false, 'client data of another one');
      check(fits(ports, { ...good, assertion: { ...good.assertion, authenticatorData: made(ports.hasher, { flags: present | verified | backupEligible }).assertion.authenticatorData } }), false, 'authenticator data of another one');
      check(fits(ports, { ...good, assertion: { ...good.assertion, rpId: 'books.linden.example' } }), false, 'a grant for another domain');
      check(fits(ports, { ...good, assertion: { ...good.assertion, origins: [] } }), false, 'a grant for no page');
    },
  },
  {
    name: 'FIPS 186-5: r and s from 1 to below the order; of the two s that fit, the lower one alone',
    run(ports) {
      const good = made(ports.hasher);
      const [r, s] = sideOf(good.signature);
      check(s <= order / 2n, true, 'the library signs with the lower one');
      const sides: readonly (readonly [string, bigint, bigint])[] = [
        ['the higher s', r, order - s], ['r of 0', 0n, s], ['s of 0', r, 0n], ['both 0', 0n, 0n], ['r of the order', order, s], ['s of the order', r, order], ['s and the order', r, s + order < 2n ** 256n ? s + order : order],
        ['r negated', order - r, s], ['exchanged', s, r], ['the largest', 2n ** 256n - 1n, 2n ** 256n - 1n], ['1 and 1', 1n, 1n],
      ];
      for (const [what, ...side] of sides) check(fits(ports, { ...good, signature: signatureOf(...side) }), false, what);
      check(fits(ports, { ...good, signature: signatureOf(r, s) }), true, 'as it was');
    },
  },
  {
    name: 'each changed bit of a passkey\'s signature is noticed',
    run(ports) {
      const good = made(ports.hasher);
      for (let bit = 0; bit < 512; bit += 7) {
        const changed = unbase64(good.signature);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        check(fits(ports, { ...good, signature: base64(changed) }), false, `bit ${bit}`);
      }
    },
  },
  {
    name: 'keys that are no point of P-256, or spelled otherwise, verify nothing; nor does DER',
    run(ports) {
      const good = made(ports.hasher);
      const offCurve = Uint8Array.from(point);
      offCurve[64] = (offCurve[64] ?? 0) ^ 1;
      // x and y have to be below p = 2^256 - 2^224 + 2^192 + 2^96 - 1.
      const keys: { readonly [what: string]: Uint8Array } = {
        'not on the curve': offCurve, 'compressed': p256.getPublicKey(secret, true), 'hybrid': Uint8Array.of(6 + ((point[64] ?? 0) & 1), ...point.subarray(1)), 'without its first byte': point.subarray(1), 'nothing': new Uint8Array(0),
        'infinity': Uint8Array.of(0), 'all 0': Uint8Array.of(4, ...new Uint8Array(64)), 'all 1': Uint8Array.of(4, ...new Uint8Array(64).fill(255)), 'one byte more': Uint8Array.of(...point, 0),
      };
      for (const [what, key] of Object.entries(keys)) check(fits(ports, good, base64(key)), false, what);
      const der = Uint8Array.of(0x30, 0x44, 0x02, 0x20, ...unbase64(good.signature).subarray(0, 32), 0x02, 0x20, ...unbase64(good.signature).subarray(32));
      check(fits(ports, { ...good, signature: base64(der) }), false, 'DER');
    },
  },
  {
    name: 'a passkey\'s parts have one spelling, and what is malformed is false, never an exception',
    run(ports) {
      const good = made(ports.hasher);
      const spellings = (text: string): string[] => [
        '', ' ', 'x', text.slice(0, -1), text.slice(1), `${text}=`, ` ${text}`, `${text}\n`, text.replaceAll('=', ''), `${text}AAAA`, `*${text.slice(1)}`, text.replace(/^./, '-'), 'ä'.repeat(88), 'A'.repeat(100_000),
        `${text.slice(0, 8)} ${text.slice(8)}`, `${text.slice(0, 8)}\n${text.slice(8)}`,
      ];
      for (const text of spellings(publicKey)) check(fits(ports, good, text), false, `key ${text.slice(0, 40)}`);
      for (const text of spellings(good.signature)) check(fits(ports, { ...good, signature: text }), false, `signature ${text.slice(0, 40)}`);
      for (const part of ['authenticatorData', 'clientDataJSON'] as const) {
        for (const text of spellings(good.assertion[part]).filter((each) => each !== good.assertion[part])) check(fits(ports, { ...good, assertion: { ...good.assertion, [part]: text } }), false, `${part} ${text.slice(0, 40)}`);
      }
      check(fits(ports, good, publicKey, '\ud800'), false, 'a message without UTF-8');
    },
  },
  {
    name: 'a plain key takes no assertion, and a passkey takes nothing without one',
    run(ports) {
      const sealer = ports.createSealer(secret);
      const good = made(ports.hasher);
      check(ports.verifier.verify(sealer.publicKey, message, sealer.sign(message)), true, 'the plain one');
      check(ports.verifier.verify(sealer.publicKey, message, sealer.sign(message), good.assertion), false, 'the plain one with an assertion');
      check(ports.verifier.verify(publicKey, message, good.signature), false, 'the passkey without one');
      const bare = base64(p256.sign(new TextEncoder().encode(message), secret, { prehash: true, lowS: true }));
      check(ports.verifier.verify(publicKey, message, bare), false, 'the passkey\'s key over the message itself');
    },
  },
];

function check(actual: boolean, expected: boolean, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual ? 'taken' : 'refused'}`);
}

function base64(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data));
}

function unbase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function numberOf(data: Uint8Array): bigint {
  return data.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function bigEndian(value: bigint): number[] {
  return Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 255n));
}
