import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyCalibration, fitCalibration, softmax, type ClassCase } from './class-calibration.ts';

const near = (actual: number | undefined, expected: number, within: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < within, `${actual} is not ${expected}`);
const cases = (count: number, logs: readonly number[], truth: number): ClassCase[] => Array.from({ length: count }, () => ({ logs, truth }));
const said = (p: readonly number[]): number[] => p.map(Math.log);
const expit = (x: number): number => 1 / (1 + Math.exp(-x));

test('of no cases what is said is believed', () => {
  const none = fitCalibration([], 3);
  assert.deepEqual(none, { slope: 1, offsets: [0, 0, 0], stray: 0, shares: [1 / 3, 1 / 3, 1 / 3] });
  applyCalibration(none, said([0.2, 0.3, 0.5])).forEach((p, place) => near(p, [0.2, 0.3, 0.5][place] ?? NaN, 1e-12));
});

test('who says odds of e³ and is right at odds of e is three times too sure', () => {
  // With log-odds ±3 the likelihood of slope a is greatest where expit(3a) is the share that was right, expit(1).
  const right = Math.round(5000 * expit(1));
  const sure = (place: number): number[] => [place === 0 ? 0 : -3, place === 1 ? 0 : -3];
  const fitted = fitCalibration([0, 1].flatMap((place) => [...cases(right, sure(place), place), ...cases(5000 - right, sure(place), 1 - place)]), 2);
  near(fitted.slope, 1 / 3, 0.001);
  near(applyCalibration(fitted, sure(0))[0], expit(1), 0.001);
});

test('a class that is said too often is taken back by its offset', () => {
  // Three classes, said to be equally likely, that come in 6 : 3 : 1.
  const logs = said([1 / 3, 1 / 3, 1 / 3]);
  const fitted = fitCalibration([...cases(6000, logs, 0), ...cases(3000, logs, 1), ...cases(1000, logs, 2)], 3);
  applyCalibration(fitted, logs).forEach((p, place) => near(p, [0.6, 0.3, 0.1][place] ?? NaN, 0.001));
});

test('a learner that points the wrong way says nothing: how frequent each class is stays', () => {
  const logs = said([0.9, 0.1]);
  const fitted = fitCalibration([...cases(1000, logs, 1), ...cases(1000, [...logs].reverse(), 0), ...cases(1000, said([0.5, 0.5]), 0)], 2);
  assert.equal(fitted.slope, 0);
  near(applyCalibration(fitted, logs)[0], 2 / 3, 0.005);
});

test('a part of the rows that the learner knows nothing of is told from how sure it is of the others', () => {
  // Of 10,000 rows it is sure, at odds of e⁶ or e², and that is what it is worth; of 2,500 more it is as sure, and right by chance, in a half.
  const at = (logOdds: number): number[] => said([expit(logOdds), expit(-logOdds)]);
  const rows = (logOdds: number, count: number, right: number): ClassCase[] => [...cases(Math.round(count * right), at(logOdds), 0), ...cases(Math.round(count * (1 - right)), at(logOdds), 1)];
  const fitted = fitCalibration([6, 2].flatMap((logOdds) => [...rows(logOdds, 2500, expit(logOdds)), ...rows(-logOdds, 2500, expit(-logOdds)), ...rows(logOdds, 625, 0.5), ...rows(-logOdds, 625, 0.5)]), 2);
  near(fitted.stray, 0.2, 0.02);
  near(fitted.slope, 1, 0.08);
  near(applyCalibration(fitted, at(6))[0], 0.8 * expit(6) + 0.1, 0.01);
  near(applyCalibration(fitted, at(2))[0], 0.8 * expit(2) + 0.1, 0.01);
});

test('with 36 clear cases one is still near what was said', () => {
  // The prior of the slope weighs 9; thirty-six cases at log-odds 0 say nothing of it.
  near(fitCalibration(cases(36, said([0.5, 0.5]), 0), 2).slope, 1, 1e-9);
});

test('probabilities sum to 1, however far apart their logarithms are', () => {
  for (const scores of [[0, -1000, 5], [700, 710, -700], [-34, -34, -34]]) near(softmax(scores).reduce((sum, p) => sum + p, 0), 1, 1e-12);
});

test('of very many cases some are drawn, which say the same', () => {
  const sure = [said([expit(2), expit(-2)]), said([expit(-2), expit(2)])] as const;
  const right = Math.round(20_000 * expit(1));
  const fitted = fitCalibration([0, 1].flatMap((place) => [...cases(right, sure[place === 0 ? 0 : 1], place), ...cases(20_000 - right, sure[place === 0 ? 0 : 1], 1 - place)]), 2);
  near(applyCalibration(fitted, sure[0])[0], expit(1), 5 * Math.sqrt((expit(1) * expit(-1)) / 10_000)); // five deviations of those drawn
});
