import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, type Random } from '../../testing/random.ts';
import { dayMs } from '../../vocabulary/time.ts';
import { calibrated, calibrationWords, calibratorOf, recentCases, windowCasesMax, windowDays, type DecidedCase } from './calibration.ts';
import { driftOf } from './drift.ts';
import { expectedCalibrationError, type Pair } from './scores.ts';

const start = 1_700_000_000_000;
const decided = (place: number, raw: number, truth: boolean, at = start + place * 1000): DecidedCase => ({ at, raw, p: raw, truth });
const many = (count: number, of: (place: number) => DecidedCase): DecidedCase[] => Array.from({ length: count }, (_, place) => of(place));
const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('too few cases leave what is said as it is', () => {
  const ten = many(10, (place) => decided(place, 0.9, false));
  assert.equal(calibratorOf(ten.slice(1), 5), null);
  assert.equal(calibrated(null, 0.9), 0.9);
  assert.match(calibrationWords(null), /^not calibrated: fewer than 10 cases/);
  assert.notEqual(calibratorOf(ten, 5), null);
});

test('the window: the newest cases, of the last days', () => {
  assert.deepEqual(recentCases(many(windowCasesMax + 5, (place) => decided(place, 0.5, true))).map(({ at }) => at), many(windowCasesMax, (place) => decided(place + 5, 0.5, true)).map(({ at }) => at));
  const last = start + windowDays * dayMs;
  assert.deepEqual(recentCases([decided(0, 0.5, true), decided(1, 0.5, true), decided(0, 0.5, true, last)]).map(({ at }) => at), [start + 1000, last]);
  // Nine of the ten are too old by then.
  assert.equal(calibratorOf([...many(9, (place) => decided(place, 0.5, true)), decided(0, 0.5, true, last + dayMs)], 1), null);
});

test('isotonic with a thousand cases of which a hundred went the rarer way, else Platt\'s scaling', () => {
  const of = (count: number, rare: number): string | undefined => calibratorOf(many(count, (place) => decided(place, 0.8, place >= rare)), 1)?.curve.kind;
  assert.deepEqual([of(999, 200), of(1000, 99), of(1000, 100)], ['platt', 'platt', 'isotonic']);
});

test('it says on what it rests', () => {
  const calibrator = calibratorOf(many(20, (place) => decided(place, 0.5, place % 2 === 0, start + place * dayMs)), 812);
  assert.deepEqual([calibrator?.cases, calibrator?.record, calibrator?.from, calibrator?.until], [20, 812, start, start + 19 * dayMs]);
  assert.equal(calibrationWords(calibrator), 'calibrated on 20 decided cases of 19 days (Platt\'s scaling, slope 1, offset 0)'); // half came true of what was said with a half
});

/** Sensors that say `slope · s + offset` where the log-odds are s. */
function overconfident(random: Random, slope: number, offset: number): { raw: number; truth: boolean } {
  const logOdds = random.bell() * 1.5;
  return { raw: 1 / (1 + Math.exp(-(slope * logOdds + offset))), truth: random.chance(1 / (1 + Math.exp(-logOdds))) };
}

for (const [count, kind] of [[300, 'platt'], [1500, 'isotonic']] as const) {
  test(`later days: after ${count} cases (${kind}) what is said means what it says, and when the sensors change the alarm is raised`, () => {
    const random = createRandom(count);
    const calibrator = calibratorOf(many(count, (place) => { const { raw, truth } = overconfident(random, 2.5, 1); return decided(place, raw, truth); }), 1);
    assert.equal(calibrator?.curve.kind, kind);
    const later = Array.from({ length: 4000 }, () => overconfident(random, 2.5, 1));
    const after: Pair[] = later.map(({ raw, truth }) => ({ p: calibrated(calibrator, raw), truth }));
    assert.ok(expectedCalibrationError(later.map(({ raw, truth }) => ({ p: raw, truth }))) > 0.12);
    // One that is calibrated comes to about √(2 / π) · Σ √(nᵢ p(1 − p)) / 4000 < 0.025 by chance; learned from so few, as much again.
    assert.ok(expectedCalibrationError(after) < 0.05);
    assert.equal(driftOf(after.slice(0, 100)).drifts, false);
    // Something is moved in front of the sensors: their log-odds are 3 too high.
    const moved = Array.from({ length: 100 }, () => overconfident(random, 2.5, 8.5)).map(({ raw, truth }) => ({ p: calibrated(calibrator, raw), truth }));
    const { drifts, z, says } = driftOf(moved);
    assert.ok(drifts && z < -4);
    assert.match(says, /surer than they should be/);
  });
}

test('Platt\'s scaling finds what was wrong: said 2.5 times too strongly', () => {
  const random = createRandom(21);
  const calibrator = calibratorOf(many(900, (place) => { const { raw, truth } = overconfident(random, 2.5, 0); return decided(place, raw, truth); }), 1);
  near(calibrated(calibrator, 1 / (1 + Math.exp(-2.5))), 1 / (1 + Math.exp(-1)), 0.05);
});
