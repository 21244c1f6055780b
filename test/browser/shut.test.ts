// A session that is over: begun again by the key that is here as often as it has to be, and left when it doesn't open anything.
import './fake-browser.ts';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { opened, renewBy, shut, type Renewed } from '../../web/src/api/shut.ts';

const left: string[] = [];
location.replace = (address: string | URL) => { left.push(String(address)); };

beforeEach(() => {
  left.length = 0;
  opened();
});

/** What comes of each beginning, in turn. */
function beginning(...comes: readonly Renewed[]): { readonly begun: () => number } {
  let count = 0;
  renewBy(() => Promise.resolve(comes[count++] ?? 'none'));
  return { begun: () => count };
}

test('a server that ends twice in a row throws nobody out: what was begun has opened something in between', async () => {
  const { begun } = beginning('begun', 'begun');
  assert.equal(await shut(), true);
  opened();
  assert.equal(await shut(), true);
  assert.deepEqual([begun(), left], [2, []]);
});

test('a session that opens nothing isn’t begun over and over', async () => {
  const { begun } = beginning('begun', 'begun');
  assert.equal(await shut(), true);
  assert.equal(await shut(), false);
  assert.deepEqual([begun(), left], [1, ['/?closed']]);
});

test('where nobody can answer just now all stays, and it is tried again', async () => {
  const { begun } = beginning('later', 'begun');
  assert.equal(await shut(), false);
  assert.deepEqual(left, []);
  assert.equal(await shut(), true);
  assert.deepEqual([begun(), left], [2, []]);
});

test('whose key is no longer in force is shown the way in', async () => {
  beginning('none');
  assert.equal(await shut(), false);
  assert.deepEqual(left, ['/?closed']);
});
