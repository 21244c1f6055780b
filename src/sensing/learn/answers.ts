/** Redundant answers, fused in three ways and judged by known truths: by majority, by Dawid and Skene, and by these calibrated. */
import { logLoss } from '../calibration/scores.ts';
import { estimate, votes, type Answers } from '../dawid-skene.ts';
import { ln, logitMax } from '../mathematics.ts';
import { applyCalibration, fitCalibration, type Calibration, type ClassCase } from './class-calibration.ts';
import { ClassScorer, mostProbable } from './class-scores.ts';

/** From this probability on a way of fusing is confident; whoever acts on it is to be wrong once in a hundred. */
export const confidentFrom = 0.99;

export type WayScores = {
  /** Tasks whose truth is known. */
  readonly n: number;
  readonly accuracy: number;
  /** As of classes (learn/class-scores.ts): from 0 to 1. */
  readonly brier: number;
  /** The mean of −ln of what was given to the truth; a probability of 0 counts as 10⁻¹⁵. */
  readonly logLoss: number;
  readonly ece: number;
  readonly confident: { readonly from: number; readonly n: number; readonly wrong: number };
};

export type Fused = {
  /** Its probabilities are shares of votes; where several labels have most of them it is the first in the order of labels. */
  readonly majority: WayScores & { readonly ties: number };
  readonly dawidSkene: WayScores & { readonly rounds: number };
  /** With what was fitted to all truths, for use on other tasks; the scores are of tasks that had no part in their own calibration. */
  readonly calibrated: WayScores & Calibration;
};

/** Tasks are calibrated with those of the other nine parts. */
const parts = 10;

/** @param truth the place of each task's true label; −1 where it isn't known. Two of them are. */
export function fuseAnswers(answers: Answers, truth: Int32Array): Fused {
  const known = Array.from(truth.keys()).filter((task) => (truth[task] ?? -1) >= 0);
  const truths = known.map((task) => truth[task] ?? 0);
  const { labels } = answers;
  const rowsOf = (p: Float64Array): number[][] => known.map((task) => Array.from(p.subarray(task * labels, (task + 1) * labels)));
  const majority = rowsOf(votes(answers));
  const { p, rounds } = estimate(answers);
  const posterior = rowsOf(p);
  const cases = posterior.map((own, place): ClassCase => ({ logs: own.map((each) => Math.max(ln(each), -logitMax)), truth: truths[place] ?? 0 }));
  return {
    majority: { ...scoresOf(majority, truths), ties: majority.filter(isTied).length },
    dawidSkene: { ...scoresOf(posterior, truths), rounds },
    calibrated: { ...scoresOf(crossFitted(cases, labels), truths), ...fitCalibration(cases, labels) },
  };
}

/** Tasks stand in no order of time, so that every tenth one is a fair part of them. */
function crossFitted(cases: readonly ClassCase[], labels: number): number[][] {
  const fitted = Array.from({ length: parts }, (_, part) => fitCalibration(cases.filter((__, place) => place % parts !== part), labels));
  return cases.map(({ logs }, place) => { const own = fitted[place % parts]; return own === undefined ? [] : applyCalibration(own, logs); });
}

function scoresOf(rows: readonly (readonly number[])[], truths: readonly number[]): WayScores {
  const scorer = new ClassScorer();
  rows.forEach((p, place) => scorer.add(p, truths[place] ?? 0));
  const confident = rows.map((p, place) => ({ p: p[mostProbable(p)] ?? 0, isRight: mostProbable(p) === truths[place] })).filter(({ p }) => p >= confidentFrom);
  return {
    n: rows.length, ...scorer.scores(),
    logLoss: logLoss(rows.map((p, place) => ({ p: p[truths[place] ?? 0] ?? 0, truth: true }))),
    confident: { from: confidentFrom, n: confident.length, wrong: confident.filter(({ isRight }) => !isRight).length },
  };
}

function isTied(p: readonly number[]): boolean {
  const most = p[mostProbable(p)];
  return p.filter((each) => each === most).length > 1;
}
