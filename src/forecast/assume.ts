/** What is assumed, unfolded into entries at their times; and what can be assumed of the months behind. */
import type { Calendar } from '../kernel/calendar.ts';
import type { KernelState } from '../kernel/state.ts';
import type { AssumedSaid, Assumption, Repeated } from '../vocabulary/assumptions.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { addMonths, type Day, type Instant } from '../vocabulary/time.ts';

/** One of them in its time. */
export type Assumed = { readonly at: Instant; readonly day: Day; readonly by: string; readonly said: AssumedSaid };

/** Whoever puts down what the bank booked. */
export function bookkeeperOf({ charter }: Readonly<KernelState>): string {
  return charter?.rights.bank?.[0] ?? 'operator';
}

/** Months that are taken to come again. */
const monthsBehind = 3;

/** What came last and brought somebody income: from outside, or drawn from a fund of their own. */
export class Behind {
  readonly #brought: { readonly at: Instant; readonly by: string; readonly said: AssumedSaid }[] = [];
  #first: Instant | undefined;

  take({ entry, recordedAt }: Pick<LogRecord, 'entry' | 'recordedAt'>, { facts }: Pick<Outcome, 'facts'>): void {
    this.#first ??= recordedAt;
    const said: AssumedSaid | null = entry.kind === 'income' ? { kind: 'income', body: entry.body } : entry.kind === 'request' ? { kind: 'request', body: entry.body } : null;
    if (said !== null && facts.some(isIncome)) this.#brought.push({ at: recordedAt, by: entry.by, said });
  }

  /** That the last months come again, as many as there are, at most {@link monthsBehind}: each entry on its own date. */
  assumption(calendar: Calendar, now: Instant): Assumption {
    const today = calendar.dayOf(now);
    const begun = calendar.dayOf(this.#first ?? now);
    const months = [1, 2].find((count) => addMonths(today, -count) <= begun) ?? monthsBehind;
    const since = addMonths(today, -months);
    const said = this.#brought.flatMap(({ at, ...each }) => {
      const day = calendar.dayOf(at);
      return day <= since ? [] : [{ ...each, first: addMonths(day, months), inDayMs: at - calendar.startOf(day), every: months, until: null }];
    });
    return { words: months === 1 ? 'that what brought income in the last month comes again, on the same dates' : `that what brought income in the last ${months} months comes again, on the same dates`, said };
  }
}

function isIncome(fact: Fact): boolean {
  return fact.fact === 'posting' && fact.why.code === 'income';
}

/** All of it between two times, in order; of one time in the order in which it is assumed. */
export function unfold({ said }: Assumption, calendar: Calendar, from: Instant, until: Instant): Assumed[] {
  return said.flatMap((each) => times(each, calendar, until)).filter(({ at }) => at > from && at <= until).sort((a, b) => a.at - b.at);
}

/** Months are counted from the first day, so that a 31st comes back after February. */
function times({ by, said, first, inDayMs, every, until: last }: Repeated, calendar: Calendar, until: Instant): Assumed[] {
  const found: Assumed[] = [];
  for (let count = 0; count === 0 || every !== null; count++) {
    const day = addMonths(first, count * (every ?? 0));
    const at = calendar.startOf(day) + inDayMs;
    if (at > until || (last !== null && day > last)) break;
    found.push({ at, day, by, said });
  }
  return found;
}
