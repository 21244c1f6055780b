import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { signatureFromDer } from './der.ts';
import { isLow, p256Order } from './passkey.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const hexOf = (value: Uint8Array | undefined): string | undefined => (value === undefined ? undefined : Buffer.from(value).toString('hex'));
const padded = (value: bigint): string => value.toString(16).padStart(64, '0');

test('signatures of Node come out as r and s that fit, always with the lower s', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (let i = 0; i < 40; i++) {
    const data = Buffer.from(`message ${i}`);
    const raw = signatureFromDer(sign('sha256', data, privateKey));
    assert.ok(raw !== undefined && isLow(raw));
    assert.ok(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw));
  }
});

test('an s in the upper half is turned into the lower one', () => {
  assert.equal(hexOf(signatureFromDer(bytes(`3025 020101 0220${padded(p256Order / 2n)}`))), padded(1n) + padded(p256Order / 2n));
  assert.equal(hexOf(signatureFromDer(bytes(`3026 020101 022100${padded(p256Order - 7n)}`))), padded(1n) + padded(7n));
});

test('what is no DER of two such integers is refused', () => {
  const good = '3006 020101 020102';
  assert.equal(hexOf(signatureFromDer(bytes(good))), padded(1n) + padded(2n));
  const bad: { readonly [what: string]: string } = {
    'empty': '', 'another tag': '3106 020101 020102', 'a length too long': '3007 020101 020102', 'a length in the long form': '308106 020101 020102', 'bytes behind': '3006 020101 020102 00',
    'bytes within': '3007 020101 020102 00', 'no integer': '3006 030101 020102', 'an integer of no bytes': '3005 0200 020102', 'a byte more than needed': '3007 02020001 020102', 'a negative': '3006 020181 020102',
    'zero': '3006 020100 020102', 's is zero': '3006 020101 020100', 'the order': `3026 020101 022100${padded(p256Order)}`, 'cut off': '3006 020101 0201', 'three': '3009 020101 020102 020103',
  };
  for (const [what, hex] of Object.entries(bad)) assert.equal(signatureFromDer(bytes(hex)), undefined, what);
});
