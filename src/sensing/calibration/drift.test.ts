import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { driftOf } from './drift.ts';
import type { Pair } from './scores.ts';

const cases = (count: number, p: number, happened: number): Pair[] => Array.from({ length: count }, (_, place) => ({ p, truth: place < happened }));

test('z, by hand: of 100 with 0.8 there are 72: 8 fewer, over √16', () => {
  const drift = driftOf(cases(100, 0.8, 72));
  assert.ok(Math.abs(drift.z + 2) < 1e-12);
  assert.ok(Math.abs(drift.promised - 80) < 1e-9);
  assert.equal(drift.drifts, false);
});

test('the alarm, by hand: t² ≥ 2 (V + t / 3) ln 20 000', () => {
  // V = 100 · ¼: t = 24 gives 576 < 653.6, t = 26 gives 676 ≥ 666.8.
  assert.equal(driftOf(cases(100, 0.5, 26)).drifts, false);
  assert.equal(driftOf(cases(100, 0.5, 24)).drifts, true);
  assert.equal(driftOf(cases(100, 0.5, 76)).drifts, true);
});

test('it says which way, and what to do', () => {
  assert.match(driftOf(cases(100, 0.9, 60)).says, /^the sensors are surer than they should be: of the last 100 decided cases 60 were so where 90 were promised; look /);
  assert.match(driftOf(cases(100, 0.2, 70)).says, /^the sensors are less sure than they could be/);
  assert.equal(driftOf(cases(50, 0.9, 45)).says, 'it holds: of the last 50 decided cases 45 were so where 45 were promised');
});

test('few cases raise no alarm, and only the last hundred count', () => {
  assert.deepEqual(driftOf(cases(19, 0.99, 0)), { cases: 19, promised: driftOf(cases(19, 0.99, 0)).promised, happened: 0, z: 0, drifts: false, says: 'too few cases to tell whether it still holds: 19 of 20' });
  assert.equal(driftOf([...cases(500, 0.9, 0), ...cases(100, 0.9, 90)]).drifts, false);
  assert.equal(driftOf(cases(30, 1, 0)).drifts, true);
});

test('a calibration that holds raises no alarm, also where it is nearly certain', () => {
  for (const p of [0.5, 0.9, 0.99, 0.001]) {
    const random = createRandom(Math.round(p * 1000));
    const pairs = Array.from({ length: 2000 }, () => ({ p, truth: random.chance(p) }));
    const alarms = pairs.filter((_, place) => driftOf(pairs.slice(Math.max(0, place - 99), place + 1)).drifts);
    assert.equal(alarms.length, 0); // 2000 looks of 1 in 10 000 at the most: the chance of one is below 0.2 for each of the four
  }
});
