/** When something may go out, by the reader's own clock. */
import { addDays, dayMs, dayNumber, minuteMs, weekday, type Day, type Instant } from '../vocabulary/time.ts';
import { localDay, offsetAt, startOfDay, type ZoneRules } from '../vocabulary/zones.ts';
import type { Period } from './happening.ts';
import type { Preferences } from './preferences.ts';

/** Until when it is quiet at `now`; null: it isn't. */
export function quietUntil(zone: ZoneRules, quiet: Preferences['quiet'], now: Instant): Instant | null {
  if (quiet === null || quiet.from === quiet.until) return null;
  const today = localDay(zone, now);
  for (const day of [addDays(today, -1), today]) {
    const from = clockAt(zone, day, quiet.from);
    const until = clockAt(zone, quiet.from < quiet.until ? day : addDays(day, 1), quiet.until);
    if (from <= now && now < until) return until;
  }
  return null;
}

/** A digest speaks of whole days of the reader's: those that were over when it came due. */
export type Slot = {
  readonly due: Instant;
  /** What happened before this goes into it. */
  readonly before: Instant;
  /** The days that it would speak of if the one before it was sent. */
  readonly period: Period;
};

/** The latest digest that has come due by `now`. */
export function lastSlot(zone: ZoneRules, often: 'daily' | 'weekly', digest: Preferences['digest'], now: Instant): Slot {
  const slot = slotOn(zone, often, digest, slotDay(often, digest, localDay(zone, now)));
  return slot.due <= now ? slot : slotOn(zone, often, digest, addDays(localDay(zone, slot.before), often === 'daily' ? -1 : -7));
}

/** The one that comes next. */
export function nextSlot(zone: ZoneRules, often: 'daily' | 'weekly', digest: Preferences['digest'], now: Instant): Slot {
  const last = lastSlot(zone, often, digest, now);
  return slotOn(zone, often, digest, addDays(localDay(zone, last.before), often === 'daily' ? 1 : 7));
}

/** The latest day, not after `today`, on which a digest comes. */
function slotDay(often: 'daily' | 'weekly', digest: Preferences['digest'], today: Day): Day {
  return often === 'daily' ? today : addDays(today, -((weekday(today) - digest.weekday + 7) % 7));
}

function slotOn(zone: ZoneRules, often: 'daily' | 'weekly', { hour }: Preferences['digest'], day: Day): Slot {
  return {
    due: Math.max(clockAt(zone, day, hour * 60), startOfDay(zone, day)), before: startOfDay(zone, day),
    period: { from: addDays(day, often === 'daily' ? -1 : -7), to: addDays(day, -1) },
  };
}

/** When the zone's clocks show so many minutes after midnight on a day; where they skip it, the same time after what they jump to. */
export function clockAt(zone: ZoneRules, day: Day, minutes: number): Instant {
  const shown = dayNumber(day) * dayMs + minutes * minuteMs;
  const guess = shown - offsetAt(zone, shown) * 1000;
  const at = shown - offsetAt(zone, guess) * 1000;
  return at;
}
