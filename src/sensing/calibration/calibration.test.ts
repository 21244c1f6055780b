import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, type Random } from '../../testing/random.ts';
import { dayMs } from '../../vocabulary/time.ts';
import { calibrated, calibrationWords, calibratorOf, initialCalibration, learnCase, windowCasesMax, windowDays, type CalibrationState, type DecidedCase } from './calibration.ts';
import { driftOf } from './drift.ts';
import { expectedCalibrationError, type Pair } from './scores.ts';

const start = 1_700_000_000_000;
const decided = (record: number, raw: number, truth: boolean, more: Partial<DecidedCase> = {}): DecidedCase => ({ id: `case-${record}`, at: start + record * 1000, record, raw, p: raw, truth, ...more });
const learned = (cases: readonly DecidedCase[]): CalibrationState => cases.reduce(learnCase, initialCalibration);
const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('too few cases leave what is said as it is', () => {
  const nine = learned(Array.from({ length: 9 }, (_, record) => decided(record, 0.9, false)));
  assert.equal(calibratorOf(nine), null);
  assert.equal(calibrated(null, 0.9), 0.9);
  assert.match(calibrationWords(null), /^not calibrated: fewer than 10 cases/);
  assert.notEqual(calibratorOf(learnCase(nine, decided(9, 0.9, true))), null);
});

test('the window: the newest cases of the last days, in the order in which they were decided', () => {
  const many = learned(Array.from({ length: windowCasesMax + 5 }, (_, record) => decided(record, 0.5, true)));
  assert.deepEqual([many.cases.length, many.cases[0]?.record], [windowCasesMax, 5]);
  const later = learnCase(learned([decided(1, 0.5, true), decided(2, 0.5, true, { at: start + dayMs })]), decided(3, 0.5, true, { at: start + 1500 + windowDays * dayMs }));
  assert.deepEqual(later.cases.map(({ record }) => record), [2, 3]);
  assert.deepEqual(learned([decided(5, 0.5, true), decided(2, 0.5, true)]).cases.map(({ record }) => record), [2, 5]);
});

test('what is decided anew replaces what was decided before', () => {
  const state = learned([decided(1, 0.5, true), decided(2, 0.5, true), decided(3, 0.5, false, { id: 'case-1' })]);
  assert.deepEqual(state.cases.map(({ id, truth }) => [id, truth]), [['case-2', true], ['case-1', false]]);
});

test('isotonic with a thousand cases of which a hundred went the rarer way, else Platt\'s scaling', () => {
  const of = (count: number, rare: number): string | undefined => calibratorOf(learned(Array.from({ length: count }, (_, record) => decided(record, 0.8, record >= rare))))?.curve.kind;
  assert.deepEqual([of(999, 200), of(1000, 99), of(1000, 100)], ['platt', 'platt', 'isotonic']);
});

test('it says on what it rests', () => {
  const calibrator = calibratorOf(learned(Array.from({ length: 20 }, (_, record) => decided(record, 0.5, record % 2 === 0, { at: start + record * dayMs }))));
  assert.deepEqual([calibrator?.cases, calibrator?.record, calibrator?.from, calibrator?.until], [20, 19, start, start + 19 * dayMs]);
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
    const state = learned(Array.from({ length: count }, (_, record) => { const { raw, truth } = overconfident(random, 2.5, 1); return decided(record, raw, truth); }));
    const calibrator = calibratorOf(state);
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
  const calibrator = calibratorOf(learned(Array.from({ length: 900 }, (_, record) => { const { raw, truth } = overconfident(random, 2.5, 0); return decided(record, raw, truth); })));
  near(calibrated(calibrator, 1 / (1 + Math.exp(-2.5))), 1 / (1 + Math.exp(-1)), 0.05);
});
