import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clopperPearson } from './calibration/intervals.ts';
import { previewMeasures, type PastClaim } from './measures.ts';

/** 0, 0.005, …, 0.995; the last twenty are decided, and of these the upper ten were so. */
const claims: PastClaim[] = Array.from({ length: 200 }, (_, place) => ({ p: place / 200, ...(place < 180 ? {} : { truth: place >= 190 }) }));

test('200 past claims: 4 reports by one measure, 19 by the other', () => {
  const [strict, mild] = previewMeasures([{ label: 'strict', cutoff: 0.98 }, { label: 'mild', cutoff: 0.905 }], claims);
  assert.deepEqual([strict?.reports, mild?.reports, strict?.claims], [4, 19, 200]);
  // From 0.98 on: 196 to 199, all of them so, and six of the ten missed. From 0.905 on: 181 to 199, nine of them not so.
  assert.deepEqual([strict?.wrongly, strict?.missed], [0, 6].map((count) => ({ count, interval: clopperPearson({ count, of: 20 }) })));
  assert.deepEqual([mild?.wrongly.count, mild?.missed.count, mild?.decided], [9, 0, 20]);
  assert.equal(strict?.says, 'strict: 4 reports of 200 claims; of 20 decided ones 0 wrongly, 6 missed');
});

test('a cut-off for each clause; a clause without one is never reported', () => {
  const past: PastClaim[] = [{ p: 0.6, clause: 'noise', truth: false }, { p: 0.6, clause: 'fire', truth: true }, { p: 0.99, clause: 'toString' }, { p: 0.99 }];
  const [preview] = previewMeasures([{ label: 'by clause', cutoff: { noise: 0.9, fire: 0.2 } }], past);
  assert.deepEqual([preview?.reports, preview?.wrongly.count, preview?.missed.count], [1, 0, 0]);
});

test('at the cut-off it is reported; without decided claims nothing is said of errors', () => {
  const [preview] = previewMeasures([{ label: 'x', cutoff: 0.9 }], [{ p: 0.9 }, { p: 0.899 }]);
  assert.equal(preview?.says, 'x: 1 report of 2 claims; none of them is decided');
  assert.deepEqual(preview?.wrongly, { count: 0, interval: { low: 0, high: 1 } });
});
