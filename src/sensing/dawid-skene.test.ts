import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../testing/random.ts';
import { estimate, votes, type Answers } from './dawid-skene.ts';

/** Dawid and Skene (1979), table 1: patients 1 to 45, each by observer 1 three times and then by observers 2 to 5. */
const anaesthetists = `1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212 1211111
1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 1111111 1121121
1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222`.split(/\s+/);

/** @param rows of each task its answers, by worker and label */
function answersOf(rows: readonly (readonly (readonly [worker: number, label: number])[])[], workers: number, labels: number): Answers {
  const all = rows.flatMap((row, task) => row.map(([worker, label]) => ({ task, worker, label })));
  return {
    tasks: rows.length, workers, labels,
    task: Int32Array.from(all, ({ task }) => task), worker: Int32Array.from(all, ({ worker }) => worker), label: Int32Array.from(all, ({ label }) => label),
  };
}

const near = (actual: number | undefined, expected: number, within: number, what = ''): void => assert.ok(Math.abs((actual ?? NaN) - expected) < within, `${what} ${actual} is not ${expected}`);

test('without prior counts the anaesthetists come out as Dawid and Skene published them', () => {
  const patients = answersOf(anaesthetists.map((row) => [...row].map((said, place) => [Math.max(0, place - 2), Number(said) - 1] as const)), 5, 4);
  assert.deepEqual([patients.tasks, patients.task.length], [45, 315]);
  const { shares, rates } = estimate(patients, { right: 0, wrong: 0, tasks: 0 });
  [0.4, 0.42, 0.11, 0.07].forEach((share, place) => near(shares[place], share, 0.005, 'share'));
  [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0]].forEach((row, truth) => row.forEach((rate, said) => near(rates[truth * 4 + said], rate, 0.005, `observer 1 says ${said + 1} of ${truth + 1}:`)));
});

test('one round by hand: a worker who is right more often counts for more', () => {
  // Two tasks that three workers agree on as 0 and 1, and one that worker 2 alone calls 1: all symmetric but for who is outvoted.
  const { p } = estimate(answersOf([[[0, 0], [1, 0], [2, 0]], [[0, 1], [1, 1], [2, 1]], [[0, 0], [1, 0], [2, 1]]], 3, 2));
  assert.ok((p[0] ?? 0) > 0.5 && (p[3] ?? 0) > 0.5 && (p[4] ?? 0) > 0.5);
});

test('shares of votes', () => {
  assert.deepEqual([...votes(answersOf([[[0, 0], [1, 0], [2, 1], [3, 1]], [[0, 1]]], 4, 2))], [0.5, 0.5, 0, 1]);
});

test('what workers are like is found, also of one who answers the opposite', () => {
  const { next } = createRandom(31);
  const skill = [0.9, 0.8, 0.7, 0.1, 0.9];
  const truth = Array.from({ length: 2000 }, () => Number(next() < 0.5));
  const { p, rates } = estimate(answersOf(truth.map((label) => skill.map((own, worker) => [worker, next() < own ? label : 1 - label] as const)), 5, 2));
  skill.forEach((own, worker) => near(rates[worker * 4], own, 0.04, `worker ${worker}`)); // four deviations of 1,000 answers
  assert.ok(truth.filter((label, task) => ((p[task * 2 + 1] ?? 0) > 0.5) === (label === 1)).length / truth.length > 0.93);
});

test('a worker with one answer is neither faultless nor useless', () => {
  const { rates } = estimate(answersOf([[[0, 0], [1, 0], [2, 0]], [[0, 1], [1, 1]], [[0, 1], [1, 1]]], 3, 2));
  assert.ok((rates[2 * 4] ?? 0) > 2 / 3 && (rates[2 * 4] ?? 0) < 0.76); // (2 + 1) / (3 + 1) at the most
});
