/**
 * Calendar days in a time zone, by a pinned table whose hash is in the log: Node versions carry different tables.
 */
import { dayMs, dayNumber, dayOfNumber, daysFromCivil, daysInMonth, hourMs, type Day, type Instant } from './time.ts';

/**
 * One zone's rules. `changes` are the explicit ones in ascending order: from that second on, that offset.
 * After the last of them `rule` holds, when the zone still changes its clocks every year.
 */
export type ZoneRules = {
  /** IANA name, as `America/New_York`. */
  readonly name: string;
  /** Offset in seconds east of UTC before the first change. */
  readonly initial: number;
  /** [instant in seconds since 1970, offset in seconds east of UTC], ascending. */
  readonly changes: readonly (readonly [number, number])[];
  readonly rule?: YearlyRule;
};

/** POSIX TZ "Mm.w.d/time" rule pair: month 1 to 12, week 1 to 5 (5: last), weekday 0 (Sunday) to 6, seconds of local clock. */
export type YearlyRule = {
  readonly standard: number;
  readonly daylight: number;
  readonly start: ClockChange;
  readonly end: ClockChange;
};

export type ClockChange = { readonly month: number; readonly week: number; readonly weekday: number; readonly atS: number };

/** Seconds east of UTC that the zone's clocks show at `instant`. */
export function offsetAt(zone: ZoneRules, instant: Instant): number {
  const second = Math.floor(instant / 1000);
  const last = zone.changes[zone.changes.length - 1];
  if (zone.rule !== undefined && (last === undefined || second >= last[0])) {
    const ruled = offsetByRule(zone.rule, second);
    // Between the last explicit change and the rule's next one, the explicit offset and the rule agree by construction.
    return ruled;
  }
  let low = 0;
  let high = zone.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zone.changes[middle]?.[0] ?? 0) <= second) low = middle + 1;
    else high = middle;
  }
  return zone.changes[low - 1]?.[1] ?? zone.initial;
}

/** The calendar day that the zone's clocks show at `instant`. */
export function localDay(zone: ZoneRules, instant: Instant): Day {
  return dayOfNumber(Math.floor((instant + offsetAt(zone, instant) * 1000) / dayMs));
}

/**
 * The first instant of `day`: 00:00, or what the clocks jump to where midnight is skipped; the earlier one where it comes twice.
 */
export function startOfDay(zone: ZoneRules, day: Day): Instant {
  const nominal = dayNumber(day) * dayMs;
  // Offsets lie within ±26 h of each other around any day; the first instant is where localDay turns to `day`.
  let low = nominal - 30 * hourMs;
  let high = nominal + 30 * hourMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (localDay(zone, middle) < day) low = middle;
    else high = middle;
  }
  return high;
}

function offsetByRule(rule: YearlyRule, second: number): number {
  const year = Number(dayOfNumber(Math.floor((second + rule.standard) / 86_400)).slice(0, 4));
  const starts = changeSecond(rule.start, year) - rule.standard;
  const ends = changeSecond(rule.end, year) - rule.daylight;
  const daylight = starts < ends ? second >= starts && second < ends : second >= starts || second < ends;
  return daylight ? rule.daylight : rule.standard;
}

/** The change in seconds of the local clock since 1970-01-01T00:00 local. */
function changeSecond(change: ClockChange, year: number): number {
  const first = daysFromCivil(year, change.month, 1);
  const firstWeekday = (((first + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday
  let date = 1 + ((change.weekday - firstWeekday + 7) % 7) + (change.week - 1) * 7;
  while (date > daysInMonth(year, change.month)) date -= 7;
  return (first + date - 1) * 86_400 + change.atS;
}
