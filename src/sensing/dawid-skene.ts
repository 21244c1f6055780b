/**
 * Redundant answers without a known truth: how often each worker confuses which labels, and what each task's label most probably is, each from the other.
 *
 * Source: A. P. Dawid, A. M. Skene, Maximum likelihood estimation of observer error-rates using the EM algorithm (1979), equations 2.3 to 2.5 and 3.1.
 * Added are prior counts, so that a worker with few answers isn't taken for faultless. Its posterior takes workers to err independently of each other,
 * and is far too sure where they don't: it is shown calibrated or not at all.
 */
import { exp, ln } from './mathematics.ts';

/** Answers as parallel lists of places: of tasks, workers and labels. */
export type Answers = {
  readonly tasks: number; readonly workers: number; readonly labels: number;
  readonly task: Int32Array; readonly worker: Int32Array; readonly label: Int32Array;
};

/** What counts as seen before any answer: of each worker and true label so many right answers, and so many others together; of each label so many tasks. */
export type PriorCounts = { readonly right: number; readonly wrong: number; readonly tasks: number };

/** A worker of whom nothing is known is right in two of three. */
export const priorCounts: PriorCounts = { right: 2, wrong: 1, tasks: 1 };

export type Estimate = {
  /** Of each task the probability of each label, one task after the other. */
  readonly p: Float64Array;
  /** How frequent each label is. */
  readonly shares: Float64Array;
  /** What each worker says of each true label, one worker after the other. */
  readonly rates: Float64Array;
  readonly rounds: number;
};

export const roundsMax = 500;
/** Done when no probability moves by more. */
const moveMin = 1e-7;

/** @param answers with at least one for each task */
export function estimate(answers: Answers, prior: PriorCounts = priorCounts): Estimate {
  let p = votes(answers);
  for (let round = 1; ; round += 1) {
    const { shares, rates } = maximised(answers, p, prior);
    const next = expected(answers, shares, rates);
    const move = p.reduce((most, own, place) => Math.max(most, Math.abs(own - (next[place] ?? 0))), 0);
    p = next;
    if (move < moveMin || round === roundsMax) return { p, shares, rates, rounds: round };
  }
}

/** Of each task the share of its answers that each label got. */
export function votes({ tasks, labels, task, label }: Answers): Float64Array {
  const counts = new Float64Array(tasks * labels);
  const all = new Float64Array(tasks);
  task.forEach((own, place) => {
    counts[own * labels + (label[place] ?? 0)] = (counts[own * labels + (label[place] ?? 0)] ?? 0) + 1;
    all[own] = (all[own] ?? 0) + 1;
  });
  return counts.map((count, place) => count / (all[Math.floor(place / labels)] ?? 1));
}

function maximised({ tasks, workers, labels, task, worker, label }: Answers, p: Float64Array, prior: PriorCounts): { readonly shares: Float64Array; readonly rates: Float64Array } {
  const shares = new Float64Array(labels);
  for (let place = 0; place < p.length; place += 1) shares[place % labels] = (shares[place % labels] ?? 0) + (p[place] ?? 0);
  const rates = new Float64Array(workers * labels * labels);
  for (let place = 0; place < rates.length; place += 1) rates[place] = priorOf(prior, labels, Math.floor(place / labels) % labels, place % labels);
  for (let answer = 0; answer < task.length; answer += 1) {
    const from = (worker[answer] ?? 0) * labels * labels + (label[answer] ?? 0);
    for (let truth = 0; truth < labels; truth += 1) rates[from + truth * labels] = (rates[from + truth * labels] ?? 0) + (p[(task[answer] ?? 0) * labels + truth] ?? 0);
  }
  for (let row = 0; row < rates.length; row += labels) {
    const own = rates.subarray(row, row + labels);
    const sum = own.reduce((total, each) => total + each, 0);
    if (sum > 0) own.forEach((each, place) => { own[place] = each / sum; });
  }
  return { shares: shares.map((sum) => (sum + prior.tasks) / (tasks + labels * prior.tasks)), rates };
}

/** What counts as seen of a worker's saying `said` of `truth`. */
export function priorOf({ right, wrong }: PriorCounts, labels: number, truth: number, said: number): number {
  return truth === said ? right : wrong / (labels - 1);
}

function expected({ labels, task, worker, label, tasks }: Answers, shares: Float64Array, rates: Float64Array): Float64Array {
  const logRates = rates.map(ln);
  const logs = new Float64Array(tasks * labels);
  for (let place = 0; place < logs.length; place += 1) logs[place] = ln(shares[place % labels] ?? 0);
  for (let answer = 0; answer < task.length; answer += 1) {
    const from = (worker[answer] ?? 0) * labels * labels + (label[answer] ?? 0);
    const to = (task[answer] ?? 0) * labels;
    for (let truth = 0; truth < labels; truth += 1) logs[to + truth] = (logs[to + truth] ?? 0) + (logRates[from + truth * labels] ?? 0);
  }
  for (let row = 0; row < logs.length; row += labels) normalise(logs.subarray(row, row + labels));
  return logs;
}

/** From logarithms of what is proportional to probabilities, to these. */
function normalise(logs: Float64Array): void {
  const most = logs.reduce((highest, log) => Math.max(highest, log), -Infinity);
  let sum = 0;
  logs.forEach((log, place) => { const own = exp(log - most); logs[place] = own; sum += own; });
  logs.forEach((own, place) => { logs[place] = own / sum; });
}
