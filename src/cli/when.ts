/** Times as people write and read them in commands. */
import type { Connection } from '../host/connection.ts';
import { addDays, isDay, parseInstant, type Instant } from '../vocabulary/time.ts';
import type { UsageError } from './errors.ts';

/**
 * A time with its offset, or a day of the collective's zone: from its first instant on, or with `edge` `'end'` until it is over.
 * @throws what `wrong` makes of it
 */
export function readTime({ state }: Connection, given: string, option: string, edge: 'start' | 'end', wrong: (message: string) => UsageError): Instant {
  if (isDay(given)) return state.calendar.startOf(edge === 'start' ? given : addDays(given, 1));
  const instant = parseInstant(given);
  if (!instant.ok) throw wrong(`${option} is a day as 2026-03-01, or a time as 2026-03-01T18:00:00+01:00, not "${given}"`);
  return instant.value;
}

/** @throws what `wrong` makes of it */
export function readWhole(given: string, option: string, low: number, high: number, wrong: (message: string) => UsageError): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (!(value >= low && value <= high)) throw wrong(`${option} is a whole number from ${low} to ${high}, not "${given}"`);
  return value;
}
