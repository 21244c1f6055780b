import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesIn, isAddresses } from './addresses.ts';

test('single addresses and networks hold what lies in them, and nothing else', () => {
  const isIn = addressesIn(['172.18.0.0/16', '192.0.2.7', '2001:db8::/32', 'nonsense']);
  for (const address of ['172.18.0.2', '172.18.255.255', '192.0.2.7', '2001:db8:1::2']) assert.equal(isIn(address), true, address);
  for (const address of ['172.19.0.1', '192.0.2.8', '2001:db9::1', '::1', '', 'nonsense', '172.18.0.2, 1.2.3.4']) assert.equal(isIn(address), false, address);
  assert.equal(addressesIn([])('127.0.0.1'), false);
});

test('what names no address, or a network longer than one, is told', () => {
  for (const good of ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0', '10.0.0.1/32']) assert.equal(isAddresses(good), true, good);
  for (const bad of ['', 'caddy', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', '::1/129', '10.0.0.0/8.5']) assert.equal(isAddresses(bad), false, bad);
});
