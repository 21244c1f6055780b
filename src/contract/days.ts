/** Days that are compared, and the stretches of time that an envelope counts in. In the contracts' subset: charged like a contract's own code. */
import { dayMs, type Day, type Instant } from '../vocabulary/time.ts';

export function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}

export function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}

/** When the period of so many days began in which an envelope's line counts what is taken at `now`. */
export function periodStart(now: Instant, days: number): Instant {
  return now - now % (days * dayMs);
}

/** So much in the period that began at `period`. */
export type InPeriod = { readonly period: Instant; readonly amount: number };

/** With so much more at `now`: the first of a period doesn't count what was before. */
export function inPeriod(before: InPeriod | null, now: Instant, days: number, more: number): InPeriod {
  const period = periodStart(now, days);
  return { period, amount: before !== null && before.period === period ? before.amount + more : more };
}
