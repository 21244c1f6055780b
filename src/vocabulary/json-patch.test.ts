import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import type { Json } from './json.ts';
import { patchBetween } from './json-patch.ts';

/** By another's implementation of the standard. */
function applied(before: Json, after: Json): Json {
  const document = { at: structuredClone(before) };
  const operations = patchBetween(before, after).map((operation) => ({ ...operation, path: `/at${operation.path}` }));
  assert.deepEqual(applyPatch(document, structuredClone(operations) as never).filter((error) => error !== null), []);
  return document.at;
}

test('what went on at one end and was dropped at the other is told in two operations', () => {
  const list = Array.from({ length: 100 }, (_, i) => ({ id: `${i}`, amount: '1.00' }));
  const next = [{ id: 'new', amount: '2.00' }, ...list.slice(0, -1)];
  assert.deepEqual(patchBetween({ postings: list, records: 4 }, { postings: next, records: 5 }), [
    { op: 'remove', path: '/postings/99' }, { op: 'add', path: '/postings/0', value: { id: 'new', amount: '2.00' } }, { op: 'replace', path: '/records', value: 5 },
  ]);
});

test('of one item that changed only what changed is told; names are escaped as RFC 6901 says', () => {
  assert.deepEqual(patchBetween([{ id: 'a', 'n/m~': 1, same: [1] }, { id: 'b' }], [{ id: 'a', 'n/m~': 2, same: [1] }, { id: 'b' }]), [{ op: 'replace', path: '/0/n~1m~0', value: 2 }]);
  assert.deepEqual(patchBetween({ a: 1 }, { a: 1 }), []);
});

test('of several items that changed where they stand only what changed is told; what is another altogether is told whole', () => {
  const things = (a: number, b: number): Json => ['a', 'b', 'c'].map((id) => ({ id, latest: id === 'a' ? a : id === 'b' ? b : 0, series: Array.from({ length: 20 }, (_, i) => i) }));
  assert.deepEqual(patchBetween(things(1, 2), things(3, 4)), [{ op: 'replace', path: '/0/latest', value: 3 }, { op: 'replace', path: '/1/latest', value: 4 }]);
  assert.deepEqual(patchBetween({ list: [{ a: 1 }, { b: 2 }] }, { list: [{ c: 3 }, { d: 4 }] }), [{ op: 'replace', path: '/list', value: [{ c: 3 }, { d: 4 }] }]);
});

test('whoever applies what is told has the new value', () => {
  const value = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.parse(JSON.stringify(json)) as Json);
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
  fc.assert(fc.property(value, value, (before, after) => { assert.deepEqual(applied(before, after), after); }), { seed: 20, numRuns: 500 });
  fc.assert(fc.property(list, list, (before, after) => { assert.deepEqual(applied({ list: before }, { list: after }), { list: after }); }), { seed: 21, numRuns: 1000 });
  const items = fc.array(fc.record({ id: fc.integer({ min: 0, max: 8 }), parts: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }) }, { noNullPrototype: true }), { minLength: 4, maxLength: 6 });
  fc.assert(fc.property(items, items, (before, after) => { assert.deepEqual(applied({ list: before }, { list: after }), { list: after }); }), { seed: 23, numRuns: 1000 });
  fc.assert(fc.property(list, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 100, max: 200 }), (before, at, item) => {
    const after = [...before.slice(0, at), item, ...before.slice(at, -1)];
    assert.deepEqual(applied({ list: before }, { list: after }), { list: after });
  }), { seed: 22, numRuns: 1000 });
});
