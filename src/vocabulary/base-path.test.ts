import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressNameFor, basePathOf, isAddressName } from './base-path.ts';

test('a name in addresses is made of what people call the collective', () => {
  assert.equal(addressNameFor('Lindenstraße 12'), 'lindenstrasse-12');
  assert.equal(addressNameFor('  Café & Cía.  '), 'cafe-cia');
  assert.equal(addressNameFor('共同'), '');
  assert.equal(addressNameFor(`${'a'.repeat(39)} b`), 'a'.repeat(39), 'no dash at the end where it was cut');
  for (const name of ['Lindenstraße 12', 'Café & Cía.', 'x'.repeat(80)]) assert.ok(isAddressName(addressNameFor(name)), name);
});

test('names that would lead elsewhere are none', () => {
  for (const name of ['', '..', '.', 'a/b', 'A', '-a', 'a-', 'a.b', 'a b', `${'a'.repeat(41)}`, 'ä', undefined, null]) assert.equal(isAddressName(name), false, String(name));
});

test('the base of an address is the collective\'s, or none', () => {
  assert.equal(basePathOf('/c/linden/join'), '/c/linden');
  assert.equal(basePathOf('/c/linden'), '/c/linden');
  assert.equal(basePathOf('/c/linden/c/other/'), '/c/linden');
  for (const path of ['/', '/join', '/c/', '/c', '/c/../x', '/c/%2e%2e/x', '/api/c/linden']) assert.equal(basePathOf(path), '', path);
});
