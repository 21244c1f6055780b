/** Shares of amounts, exact to the smallest part. In the contracts' subset: charged like a contract's own code. */
import { mulDiv, splitEvenly } from '../vocabulary/amounts.ts';
import { daysBetween, lastDate, nextDate, type Day } from '../vocabulary/time.ts';
import { earlier } from './days.ts';

/**
 * What an amount by the month comes to for the days from `from` up to, but without, `to`, where months begin on this date: a whole month counts
 * whole, whatever its length; of a part of one each day counts as one of that month's days.
 * @example forDays(3100, '2026-03-02', '2026-05-01', 1) === 6100
 */
export function forDays(amount: number, from: Day, to: Day, date: number): number {
  let due = 0;
  for (let day = from; day < to; day = nextDate(day, date)) {
    const next = nextDate(day, date);
    due += mulDiv(amount, daysBetween(day, earlier(next, to)), daysBetween(lastDate(day, date), next));
  }
  return due;
}

/**
 * An amount in as few even pieces as there can be of at most `most` each; none of nothing.
 * @example pieces(100, 40) → [34, 33, 33]
 */
export function pieces(amount: number, most: number): number[] {
  const up = amount + most - 1;
  return amount === 0 ? [] : splitEvenly(amount, mulDiv(up - up % most, 1, most));
}
