import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import type { Answers } from '../dawid-skene.ts';
import { fuseAnswers } from './answers.ts';

function answersOf(rows: readonly (readonly number[])[], labels: number): Answers {
  const all = rows.flatMap((row, task) => row.map((label, worker) => ({ task, worker, label })));
  return {
    tasks: rows.length, workers: Math.max(...rows.map((row) => row.length)), labels,
    task: Int32Array.from(all, ({ task }) => task), worker: Int32Array.from(all, ({ worker }) => worker), label: Int32Array.from(all, ({ label }) => label),
  };
}
const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test('the majority\'s scores by hand: a tie goes to the first label and is counted apart', () => {
  // Shares for label 1: 1, ½, 0, ¾; the truth of the fifth isn't known.
  const { majority } = fuseAnswers(answersOf([[1, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1]], 2), Int32Array.from([1, 1, 1, 1, -1]));
  assert.equal(majority.n, 4);
  assert.equal(majority.ties, 1);
  near(majority.accuracy, 2 / 4);
  near(majority.brier, (0 + 1 / 4 + 1 + 1 / 16) / 4);
  near(majority.logLoss, (0 - Math.log(0.5) - Math.log(1e-15) - Math.log(0.75)) / 4);
  assert.deepEqual(majority.confident, { from: 0.99, n: 2, wrong: 1 });
});

test('workers who copy each other make Dawid and Skene far too sure; calibration by other tasks takes it back', () => {
  const { next } = createRandom(5);
  const truth = Int32Array.from({ length: 600 }, () => Number(next() < 0.5));
  // Seven of eight workers repeat one who is right in 75 %.
  const rows = Array.from(truth, (label) => { const said = next() < 0.75 ? label : 1 - label; return [...Array.from({ length: 7 }, () => said), next() < 0.75 ? label : 1 - label]; });
  const { dawidSkene, calibrated } = fuseAnswers(answersOf(rows, 2), truth);
  assert.ok(dawidSkene.confident.wrong > 50 && dawidSkene.ece > 0.15, JSON.stringify(dawidSkene));
  assert.ok(calibrated.confident.wrong === 0 && calibrated.ece < 0.05, JSON.stringify(calibrated));
  assert.ok(calibrated.logLoss < dawidSkene.logLoss && calibrated.slope < 0.5);
});

test('no task is calibrated by its own truth: labels by chance don\'t look known', () => {
  const { next } = createRandom(6);
  const truth = Int32Array.from({ length: 40 }, () => Number(next() < 0.5));
  const { calibrated } = fuseAnswers(answersOf(Array.from(truth, () => [Number(next() < 0.5), Number(next() < 0.5)]), 2), truth);
  assert.ok(calibrated.brier > 0.23, String(calibrated.brier)); // knowing nothing is 0.25
});

test('more than two labels', () => {
  const { next, int } = createRandom(7);
  const truth = Int32Array.from({ length: 500 }, () => int(0, 3));
  const { majority, dawidSkene, calibrated } = fuseAnswers(answersOf(Array.from(truth, (label) => [0.8, 0.8, 0.5, 0.5].map((skill) => (next() < skill ? label : int(0, 3)))), 4), truth);
  assert.ok(dawidSkene.accuracy >= majority.accuracy);
  assert.equal(calibrated.offsets.length, 4);
  assert.ok(calibrated.ece < 0.05, String(calibrated.ece));
});

test('of two tasks each is calibrated by the other alone', () => {
  // Nobody knows anything of either, and their truths differ: each leads the other astray. With its own truth it would be a half, and 0.25.
  const { calibrated } = fuseAnswers(answersOf([[0, 1], [0, 1]], 2), Int32Array.from([0, 1]));
  assert.ok(calibrated.brier > 0.26, String(calibrated.brier));
});
