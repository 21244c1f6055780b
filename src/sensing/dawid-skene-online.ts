/**
 * Dawid and Skene's model one task after the other, for what comes in as it happens: what each worker is like is carried on as counts, each task adding what
 * it most probably was when it came. A task isn't gone back to, so that a state is a function of the tasks in their order, and JSON.
 *
 * Source: sensing/dawid-skene.ts; the single pass is the online EM of O. Cappé, E. Moulines, On-line expectation-maximization algorithm for latent data
 * models (2009), with every task of equal weight.
 */
import { priorCounts, priorOf, type PriorCounts } from './dawid-skene.ts';
import { ln } from './mathematics.ts';
import { softmax } from './learn/class-calibration.ts';

export type WorkerAnswer = { readonly worker: string; readonly label: string };

export type AnswersState = {
  readonly labels: readonly string[];
  readonly prior: PriorCounts;
  /** Tasks of each label, without the prior ones. */
  readonly tasks: readonly number[];
  /** By worker: of each true label how often which was said, without the prior counts. */
  readonly workers: { readonly [worker: string]: readonly (readonly number[])[] };
};

/** Workers of a state; of those that come later nothing is learned. */
export const workersMax = 256;

/** @param labels two or more */
export function initial(labels: readonly string[], prior: PriorCounts = priorCounts): AnswersState {
  return { labels, prior, tasks: labels.map(() => 0), workers: {} };
}

/** Probabilities of one task's labels, in the state's order. Answers with a label that the state doesn't know say nothing. */
export function posterior({ labels, prior, tasks, workers }: AnswersState, answers: readonly WorkerAnswer[]): number[] {
  const known = answers.map(({ worker, label }) => ({ counts: Object.hasOwn(workers, worker) ? workers[worker] : undefined, said: labels.indexOf(label) })).filter(({ said }) => said >= 0);
  return softmax(labels.map((_, truth) => known.reduce((sum, { counts, said }) => {
    const own = counts?.[truth] ?? [];
    const all = own.reduce((total, count) => total + count, prior.right + prior.wrong);
    return sum + ln(((own[said] ?? 0) + priorOf(prior, labels.length, truth, said)) / all);
  }, ln((tasks[truth] ?? 0) + prior.tasks))));
}

/** @param truth where somebody decided what the task was; else it counts as what is probable */
export function add(state: AnswersState, answers: readonly WorkerAnswer[], truth?: string): AnswersState {
  const decided = truth === undefined ? -1 : state.labels.indexOf(truth);
  const p = decided < 0 ? posterior(state, answers) : state.labels.map((_, place) => (place === decided ? 1 : 0));
  const workers = answers.reduce((all, { worker, label }) => {
    const said = state.labels.indexOf(label);
    const own = Object.hasOwn(all, worker) ? all[worker] : undefined;
    if (said < 0 || (own === undefined && Object.keys(all).length >= workersMax)) return all;
    return { ...all, [worker]: state.labels.map((_, truly) => state.labels.map((__, place) => (own?.[truly]?.[place] ?? 0) + (place === said ? p[truly] ?? 0 : 0))) };
  }, state.workers);
  return { ...state, tasks: state.tasks.map((count, place) => count + (p[place] ?? 0)), workers };
}
