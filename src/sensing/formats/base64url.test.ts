import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromBase64url, textFromBase64url, textToBase64url } from './base64url.ts';

test('the test vectors of RFC 4648, section 10, without their padding', () => {
  for (const [text, encoded] of [['', ''], ['f', 'Zg'], ['fo', 'Zm8'], ['foo', 'Zm9v'], ['foob', 'Zm9vYg'], ['fooba', 'Zm9vYmE'], ['foobar', 'Zm9vYmFy']] as const) {
    assert.equal(textToBase64url(text), encoded);
    assert.equal(textFromBase64url(encoded), text);
  }
  assert.deepEqual(fromBase64url('-_8'), Uint8Array.of(0xfb, 0xff));
});

test('it agrees with Node on texts and bytes', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
    assert.equal(textToBase64url(text), Buffer.from(text).toString('base64url'));
    assert.equal(textFromBase64url(textToBase64url(text)), text);
  }), { seed: 6, numRuns: 1000 });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
    const encoded = Buffer.from(bytes).toString('base64url');
    assert.deepEqual(fromBase64url(encoded), bytes);
    let expected: string | undefined;
    try {
      expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      expected = undefined;
    }
    assert.equal(textFromBase64url(encoded), expected);
  }), { seed: 7, numRuns: 5000 });
});

test('padding, other alphabets, bits that say nothing, and what is no UTF-8 (RFC 3629) are refused', () => {
  for (const encoded of ['Zg==', 'Z', 'Zh', 'Zm9', '+/8', 'Zg\n', 'Zm 8']) assert.equal(fromBase64url(encoded), undefined, encoded);
  for (const bytes of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xff], [0xf0, 0x80, 0x80, 0xaf]]) {
    assert.equal(textFromBase64url(Buffer.from(bytes).toString('base64url')), undefined, String(bytes));
  }
});
