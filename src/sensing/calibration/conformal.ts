/**
 * Conformal sets: which classes can't be ruled out at an agreed error rate, whatever the scores are worth. Each class is judged by earlier cases of its
 * own (Mondrian), so that a rare one is missed no more often than a common one.
 *
 * Source: V. Vovk, A. Gammerman, G. Shafer, Algorithmic learning in a random world (2005), chapters 2.2 and 4.5.
 */

/** Shown wherever a conformal set is: without it the rate promises nothing. */
export const conformalCondition = 'holds while coming days are like those it learned from';

/** Products of rates and counts, as 10 · (1 − 0.7), come out a little beside the whole number that they are. */
const slack = 1e-9;

/**
 * How strange a case of this class may look before the class is ruled out: the ⌈(n + 1)(1 − rate)⌉-th smallest; ∞ where there are too few cases to rule
 * anything out, that is, fewer than 1 / rate − 1.
 * @param sortedNonconformity of earlier cases of the class, ascending, as 1 − p of the true class
 * @param rate of errors that are agreed, as 0.1
 */
export function conformalThreshold(sortedNonconformity: readonly number[], rate: number): number {
  const place = Math.ceil((sortedNonconformity.length + 1) * (1 - rate) - slack);
  return place < 1 ? -Infinity : (sortedNonconformity[place - 1] ?? Infinity);
}

/**
 * The places of the classes that stay possible; more than one, or none, is "unsure".
 * @param nonconformity of this case, were it of each class
 * @param calibration of earlier cases by class, each ascending
 */
export function conformalSet(nonconformity: readonly number[], calibration: readonly (readonly number[])[], rate: number): number[] {
  return nonconformity.flatMap((strange, place) => (strange <= conformalThreshold(calibration[place] ?? [], rate) ? [place] : []));
}
