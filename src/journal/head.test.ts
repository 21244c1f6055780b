import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headConformance } from './head.conformance.ts';
import { createMemoryHeadStore, headFault, type MemoryHead } from './head.ts';

headConformance({
  name: 'in memory',
  test,
  createStore() {
    const shared: MemoryHead = { text: undefined };
    return { open: () => createMemoryHeadStore(shared) };
  },
});

/** The root of each prefix, by its size. */
const rootAt = (size: number): string => `root-${size}`;

test('a journal that holds what was signed may be signed, however many records follow', () => {
  for (const records of [7, 8, 100]) assert.equal(headFault({ size: 7, root: 'root-7' }, records, rootAt), undefined);
  assert.equal(headFault(undefined, 0, rootAt), undefined, 'before the founding');
});

test('a journal that ends before the signed size is behind, and the way back is named', () => {
  const fault = headFault({ size: 7, root: 'root-7' }, 4, () => assert.fail('there is no such root'));
  assert.equal(fault?.code, 'behind');
  assert.match(fault.message, /ends after 4 records, but 7 are signed: 3 are missing/);
  assert.match(fault.hint, /Fetch the missing records from a member's copy, which checks them: .*catch-up --data DIR --from/);
  assert.match(headFault({ size: 7, root: 'root-7' }, 6, rootAt)?.message ?? '', /1 is missing/);
  assert.equal(headFault({ size: 7, root: 'root-7' }, 0, rootAt)?.code, 'behind', 'an emptied disk');
});

test('a journal with another root at the signed size differs', () => {
  for (const records of [7, 9]) {
    const fault = headFault({ size: 7, root: 'root-6' }, records, rootAt);
    assert.equal(fault?.code, 'differs');
    assert.match(fault.message, /first 7 records have the root root-7, but root-6 is signed/);
  }
});

test('records without a signed head are no founding', () => {
  const fault = headFault(undefined, 3, rootAt);
  assert.equal(fault?.code, 'unsigned');
  assert.match(fault.message, /holds 3 records, but the last signed head is missing/);
});
