/**
 * Whether what happens has left what is said. Of cases that were said with p, a share p comes true as long as the calibration holds; the alarm is raised
 * where the difference can hardly be chance.
 */
import { ln } from '../mathematics.ts';
import type { Pair } from './scores.ts';

export type Drift = {
  readonly cases: number;
  /** Σ p: how many were promised; and how many there were. */
  readonly promised: number;
  readonly happened: number;
  /** Σ(y − p) / √Σp(1 − p); 0 while there are too few cases. */
  readonly z: number;
  readonly drifts: boolean;
  /** For people, in a sentence. */
  readonly says: string;
};

/** Cases that it looks at: the last ones; and with fewer it says nothing. */
export const driftCasesMax = 100;
export const driftCasesMin = 20;
/**
 * Of so many looks at a calibration that holds, at most one raises a false alarm, whatever the probabilities are. By S. Bernstein's inequality,
 * P(|Σ(y − p)| ≥ t) ≤ 2 e^−t² / (2 (V + t / 3)) with V = Σp(1 − p) for independent cases; a normal table would promise too much where p is near 1.
 * A look follows each decided case, so that a thousand cases bring a false alarm with a chance of at most one in ten.
 */
export const looksPerFalseAlarm = 10_000;

/** @param pairs what was said, with its calibration of that time, and what was so; oldest first */
export function driftOf(pairs: readonly Pair[]): Drift {
  const recent = pairs.slice(-driftCasesMax);
  const promised = recent.reduce((sum, { p }) => sum + p, 0);
  const happened = recent.filter(({ truth }) => truth).length;
  const variance = recent.reduce((sum, { p }) => sum + p * (1 - p), 0);
  const excess = happened - promised;
  const drifts = recent.length >= driftCasesMin && isHardlyChance(Math.abs(excess), variance);
  const z = recent.length < driftCasesMin || excess === 0 ? 0 : excess / Math.sqrt(Math.max(variance, certainVariance));
  return { cases: recent.length, promised, happened, z, drifts, says: words(recent.length, promised, happened, drifts) };
}

/** Where everything was said for certain, one that was wrong still gives a number. */
const certainVariance = 1e-9;

function isHardlyChance(excess: number, variance: number): boolean {
  return excess > 0 && excess ** 2 >= 2 * (variance + excess / 3) * ln(2 * looksPerFalseAlarm);
}

function words(cases: number, promised: number, happened: number, drifts: boolean): string {
  if (cases < driftCasesMin) return `too few cases to tell whether it still holds: ${cases} of ${driftCasesMin}`;
  const seen = `of the last ${cases} decided cases ${happened} were so where ${Math.round(promised)} were promised`;
  if (!drifts) return `it holds: ${seen}`;
  return `the sensors are ${happened < promised ? 'surer than they should be' : 'less sure than they could be'}: ${seen}; look whether one was moved, changed or has aged`;
}
