import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import { bundleEntryBytesMax, decodeBundle, encodeBundle, openBundle } from './bundle.ts';
import { joinBytes } from './bytes.ts';
import { leafHash } from './merkle.ts';

const hasher = createHasher();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const entries = [bytes('{"seq":0}'), bytes(''), bytes('ä'), new Uint8Array(300).fill(7)];

test('each entry comes after its length, two bytes, the higher first', () => {
  const bundle = encodeBundle(entries);
  assert.equal(Buffer.from(bundle.subarray(0, 19)).toString('hex'), `0009${Buffer.from('{"seq":0}').toString('hex')}0000${'0002c3a4'}012c`);
  assert.equal(bundle.length, 2 + 9 + 2 + 2 + 2 + 2 + 300);
  const decoded = decodeBundle(bundle, 4);
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.value, entries);
  assert.deepEqual(decodeBundle(Uint8Array.of(0, 1, 65, 0, 0), 2), { ok: true, value: [Uint8Array.of(65), new Uint8Array()] }, 'an empty entry at the end');
});

test('the longest entry fits, a longer one not; a bundle has from 1 to 256 entries', () => {
  const longest = encodeBundle([new Uint8Array(bundleEntryBytesMax)]);
  assert.equal(Buffer.from(longest.subarray(0, 2)).toString('hex'), 'ffff');
  assert.ok(decodeBundle(longest, 1).ok);
  assert.throws(() => encodeBundle([new Uint8Array(bundleEntryBytesMax + 1)]), { name: 'InvariantError' });
  assert.throws(() => encodeBundle([]), { name: 'InvariantError' });
  assert.ok(decodeBundle(encodeBundle(Array.from({ length: 256 }, () => bytes('x'))), 256).ok);
  assert.throws(() => encodeBundle(Array.from({ length: 257 }, () => bytes('x'))), { name: 'InvariantError' });
});

test('every cut and every addition is refused', () => {
  const bundle = encodeBundle(entries);
  for (let length = 0; length < bundle.length; length++) assert.equal(decodeBundle(bundle.subarray(0, length), 4).ok, false, `cut at ${length}`);
  assert.equal(decodeBundle(joinBytes(bundle, Uint8Array.of(0)), 4).ok, false);
  assert.equal(decodeBundle(joinBytes(bundle, Uint8Array.of(0, 0)), 4).ok, false, 'an empty entry too many');
  assert.equal(decodeBundle(bundle, 3).ok, false);
  assert.equal(decodeBundle(bundle, 5).ok, false);
});

test('an entry that isn\'t the one in the tree is named by its place in the log', () => {
  const leaves = joinBytes(...entries.map((entry) => leafHash(hasher, entry)));
  const place = { index: 2, width: 4 };
  assert.ok(openBundle(hasher, encodeBundle(entries), place, leaves).ok);
  const changed = openBundle(hasher, encodeBundle(entries.with(2, bytes('Ä'))), place, leaves);
  assert.deepEqual(changed, { ok: false, problem: { code: 'not_in_log', detail: 'entry 514 in tile/entries/002.p/4 is not the one in the signed tree' } });
  const swapped = openBundle(hasher, encodeBundle([...entries.slice(1, 2), ...entries.slice(0, 1), ...entries.slice(2)]), place, leaves);
  assert.match(swapped.ok ? '' : swapped.problem.detail, /^entry 512 /);
  const cut = openBundle(hasher, encodeBundle(entries.slice(0, 3)), place, leaves);
  assert.equal(!cut.ok && cut.problem.code, 'malformed');
});
