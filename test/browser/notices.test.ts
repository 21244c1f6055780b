/** From Today and the notices to where things are done, and what of them is new, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSeen } from '../../web/src/notices/first-seen.ts';
import { placeOf } from '../../web/src/notices/place-of.ts';
import { placeOfAsked, placeOfNext } from '../../web/src/today/places.ts';

test('what waits leads to the page on which it can be done: payouts to the bank\'s, where who keeps the books settles them', () => {
  const asked = ['settle', 'debt', 'vote', 'review', 'accept', 'sign'] as const;
  assert.deepEqual(asked.map((what) => placeOfAsked({ what, id: 'x' })), ['#/money/bank', '#/money', '#/decide/x', '#/things/doubts', '#/agreements/x', '#/charter']);
  assert.deepEqual((['owes', 'closes', 'planned'] as const).map((what) => placeOfNext({ what, id: 'x', subcontract: 'fund' })), ['#/money', '#/decide/x', '#/agreements/fund']);
  const none = { proposal: null, review: null };
  assert.deepEqual(['@bank', '@bank/income', '@debt/wood', '@review/wood', 'wood/taken'].map((topic) => placeOf({ topic, ...none })), ['#/money/bank', '#/money/bank', '#/money', '#/things/doubts', null]);
  assert.equal(placeOf({ topic: '@vote', review: null, proposal: 'p1' }), '#/decide/p1');
});

/** Notices from one to another, the latest first; up to `read` they are read. */
const listed = (from: number, to: number, read: number) => Array.from({ length: from - to + 1 }, (_, place) => ({ n: from - place, read: from - place <= read }));

test('what was new when it was first seen stays new after it is marked as read, and no more than that', () => {
  const first = withSeen(null, { items: listed(5, 1, 3), unread: 2 });
  assert.deepEqual([...first.news], [[5, true], [4, true], [3, false], [2, false], [1, false]]);
  // All are marked as read by now, and another one has come.
  const later = withSeen(first, { items: [{ n: 6, read: false }, ...listed(5, 1, 5)], unread: 1 });
  assert.deepEqual([6, 5, 4, 3].map((n) => later.news.get(n)), [true, true, true, false]);
  assert.equal(withSeen(later, { items: listed(6, 1, 6), unread: 0 }), later);
});

test('of those behind the first page as many are new as were unread, and the older ones aren\'t', () => {
  // 100 notices, of which 53 are unread: 48 and later. The first 50 are listed.
  const first = withSeen(null, { items: listed(100, 51, 47), unread: 53 });
  assert.deepEqual([[...first.news.values()].every((isNew) => isNew), first.beyond], [true, 3]);
  const all = withSeen(first, { items: listed(100, 1, 100), unread: 0 });
  assert.deepEqual([51, 50, 48, 47, 1].map((n) => all.news.get(n)), [true, true, true, false, false]);
  assert.equal(all.beyond, 0);
});
