/** Periods of a statement, as days that both belong to it. */
import { addDays, addMonths, dayInMonth, type Day } from '../../../src/vocabulary/time.ts';
import { datedDay, shortDay } from '../words/time.ts';

export type Period = { readonly from: Day; readonly to: Day };
export const periodKinds = ['month', 'quarter', 'year', 'free'] as const;
export type PeriodKind = (typeof periodKinds)[number];

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/**
 * The one in which `today` lies, or so many before it; a quarter and a year begin as on the calendar.
 * @example periodOf('quarter', '2026-02-09', 1) is { from: '2025-10-01', to: '2025-12-31' }
 */
export function periodOf(kind: Exclude<PeriodKind, 'free'>, today: Day, before: number): Period {
  const months = monthsOf[kind];
  const month = Number(today.slice(5, 7)) - 1;
  const first = addMonths(dayInMonth(today, 1), -(month % months) - before * months);
  return { from: first, to: addDays(addMonths(first, months), -1) };
}

/** How the days within a period are told: with their years where it has several, since the same day comes back in each. */
export function lineDay(from: Day, to: Day): typeof shortDay {
  return from.slice(0, 4) === to.slice(0, 4) ? shortDay : datedDay;
}
