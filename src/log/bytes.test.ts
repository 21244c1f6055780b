import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8Length } from '../vocabulary/text-bytes.ts';
import { fromBase64, fromHex, hasAtMostBytes, isHashHex, joinBytes, sameBytes, toBase64, toHex, utf8Bytes } from './bytes.ts';

test('base64: the vectors of RFC 4648 s10', () => {
  const vectors = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', fooba: 'Zm9vYmE=', foobar: 'Zm9vYmFy' };
  for (const [plain, text] of Object.entries(vectors)) {
    const bytes = new TextEncoder().encode(plain);
    assert.equal(toBase64(bytes), text);
    assert.deepEqual(fromBase64(text), bytes);
  }
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.equal(toBase64(all), Buffer.from(all).toString('base64'));
  assert.deepEqual(fromBase64(toBase64(all)), all);
});

test('base64 has one text for one value', () => {
  for (const text of ['Zg', 'Zg=', 'Zh==', 'Zm9=', 'Zg==\n', 'Z g=', '=', '====', 'Zg==Zg==', '_-8=', 'A']) {
    assert.equal(fromBase64(text), undefined, text);
  }
});

test('hex', () => {
  assert.equal(toHex(new Uint8Array([0, 10, 255])), '000aff');
  assert.deepEqual(fromHex('000aff'), new Uint8Array([0, 10, 255]));
  for (const text of ['0', '0g', '0A']) assert.equal(fromHex(text), undefined);
  assert.equal(isHashHex('a'.repeat(64)), true);
  for (const text of ['a'.repeat(63), 'A'.repeat(64), 5, undefined]) assert.equal(isHashHex(text), false);
});

test('UTF-8 and its length', () => {
  for (const text of ['', 'a', 'ä', '€', '\ud7ff\ue000', '😀x', '\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}']) {
    assert.deepEqual(utf8Bytes(text), new TextEncoder().encode(text), text);
    assert.equal(utf8Length(text), new TextEncoder().encode(text).length, text);
  }
});

test('a limit in bytes', () => {
  for (const [text, bytes] of [['', 0], ['abc', 3], ['ää', 4], ['€€', 6], ['😀', 4]] as const) {
    assert.equal(hasAtMostBytes(text, bytes), true, text);
    assert.equal(hasAtMostBytes(text, bytes - 1), false, text);
  }
});

test('joinBytes', () => {
  assert.deepEqual(joinBytes(), new Uint8Array());
  assert.deepEqual(joinBytes(new Uint8Array([1, 2]), new Uint8Array(), new Uint8Array([3])), new Uint8Array([1, 2, 3]));
});

test('sameBytes', () => {
  assert.equal(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1, 2])), true);
  assert.equal(sameBytes(new Uint8Array([1, 2]), new Uint8Array([1])), false);
  assert.equal(sameBytes(new Uint8Array([1]), new Uint8Array([2])), false);
});
