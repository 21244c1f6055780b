/**
 * From what errors cost to a cut-off: acting on p charges someone wrongly with probability 1 − p, not acting misses it with probability p, so that acting
 * costs less from p = wrongly / (wrongly + missed) on. Where a person can be asked for less than either error would cost, a zone between "no" and "act" opens.
 *
 * Sources: C. Elkan, The foundations of cost-sensitive learning (2001); for the zone C. K. Chow, On optimum recognition error and reject tradeoff (1970).
 */
import { clopperPearson, type Interval } from './intervals.ts';
import type { Pair } from './scores.ts';

/** Exact and in lowest terms; the denominator isn't 0. */
export type Fraction = { readonly numerator: number; readonly denominator: number };

/** Below `no` nothing is done, from `act` on it acts, between them a person is asked; without such a zone both are the same. */
export type Zones = { readonly no: Fraction; readonly act: Fraction };

/** Costs are whole numbers of one unit, greater than 0; only their ratios count. So large that their sums and differences stay exact. */
export const costMax = 1_000_000_000;

/** Decimals of a kit's probability terms. */
const decimals = 9;

/** @example cutoffOf(9, 1) is 9/10, cutoffOf(1, 4) is 1/5 */
export function cutoffOf(costWrongly: number, costMissed: number): Fraction {
  return fraction(costWrongly, costWrongly + costMissed);
}

/**
 * Acting is dearer than asking while (1 − p) · wrongly > unsure, doing nothing while p · missed > unsure.
 * @example zonesOf(18, 2, 1) asks between 1/2 and 17/18; from a cost of 18 · 2 / 20 on, asking isn't worth it
 */
export function zonesOf(costWrongly: number, costMissed: number, costUnsure?: number): Zones {
  const single = cutoffOf(costWrongly, costMissed);
  if (costUnsure === undefined) return { no: single, act: single };
  const isWorthAsking = BigInt(costUnsure) * BigInt(costWrongly + costMissed) < BigInt(costWrongly) * BigInt(costMissed);
  return isWorthAsking ? { no: fraction(costUnsure, costMissed), act: fraction(costWrongly - costUnsure, costWrongly) } : { no: single, act: single };
}

/** Whether there is a zone in which a person is asked. */
export function isAsking({ no, act }: Zones): boolean {
  return no.numerator !== act.numerator || no.denominator !== act.denominator;
}

/**
 * As a kit's term reads it: at least two decimals, and where nine aren't enough rounded up, so that it never acts below what was agreed.
 * @example cutoffText(cutoffOf(9, 1)) === '0.90'
 */
export function cutoffText({ numerator, denominator }: Fraction): string {
  const scaled = BigInt(numerator) * 10n ** BigInt(decimals);
  const digits = String((scaled + BigInt(denominator) - 1n) / BigInt(denominator)).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals).replace(/0{1,7}$/, '')}`;
}

export type ErrorShare = { readonly count: number; readonly interval: Interval };

/** Shares are of all the cases, with their intervals. */
export type PastErrors = {
  readonly cases: number;
  readonly charged: ErrorShare;
  readonly wrongly: ErrorShare;
  readonly missed: ErrorShare;
  readonly asked: ErrorShare;
};

/** What these zones would have made of cases that are decided by now. */
export function pastErrors(cases: readonly Pair[], { no, act }: Zones): PastErrors {
  const said = cases.map((each) => ({ ...each, zone: reaches(each.p, act) ? 'act' : reaches(each.p, no) ? 'ask' : 'no' }));
  const share = (is: (each: (typeof said)[number]) => boolean): ErrorShare => {
    const count = said.filter(is).length;
    return { count, interval: clopperPearson({ count, of: said.length }) };
  };
  return {
    cases: said.length,
    charged: share(({ zone }) => zone === 'act'),
    wrongly: share(({ zone, truth }) => zone === 'act' && !truth),
    missed: share(({ zone, truth }) => zone === 'no' && truth),
    asked: share(({ zone }) => zone === 'ask'),
  };
}

/** Whether `p` is at least the fraction: by the text that the kit compares with, so that both agree in the last digit. */
export function reaches(p: number, cutoff: Fraction): boolean {
  return p >= Number(cutoffText(cutoff));
}

function fraction(numerator: number, denominator: number): Fraction {
  let [a, b] = [numerator, denominator];
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
