/**
 * Calendar days in a time zone, by a pinned table whose hash is in the log: Node versions carry different tables.
 */
import { dayMs, dayNumber, dayOfNumber, daysFromCivil, daysInMonth, type Day, type Instant } from './time.ts';

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
  return offsetAtSecond(zone, Math.floor(instant / 1000));
}

/** The calendar day that the zone's clocks show at `instant`. */
export function localDay(zone: ZoneRules, instant: Instant): Day {
  return dayOfNumber(Math.floor((instant + offsetAt(zone, instant) * 1000) / dayMs));
}

/**
 * The first instant of `day`: 00:00, or what the clocks jump to where midnight is skipped; the earlier one where it comes twice. Of a
 * day that the zone skipped whole (Apia, 2011-12-30): the first instant of the next one.
 */
export function startOfDay(zone: ZoneRules, day: Day): Instant {
  const midnight = dayNumber(day) * daySeconds;
  // Clocks are at most 16 hours from UTC, so `day` hasn't begun there yet. From change to change: does it begin before the next?
  let from = midnight - offsetMaxSeconds;
  for (;;) {
    const begins = Math.max(from, midnight - offsetAtSecond(zone, from));
    const next = nextChange(zone, from);
    if (begins < next) return begins * 1000;
    from = next;
  }
}

/**
 * Why the rules can't be those of this zone, or null. Whoever runs the machine may bring other rules into a log when clocks change, but none
 * by which days could be moved at will (and with them a month's limits and due days), or by which looking for a day wouldn't end.
 */
export function zoneFault(rules: ZoneRules, name: string): string | null {
  if (rules.name !== name) return `they are those of ${String(rules.name)}, not of ${name}`;
  const offsets = [rules.initial, ...rules.changes.map((change) => change[1]), ...(rules.rule === undefined ? [] : [rules.rule.standard, rules.rule.daylight])];
  if (!offsets.every((offset) => isWithin(offset, -offsetMaxSeconds, offsetMaxSeconds))) return 'their clocks are more than 16 hours from UTC';
  const isAscending = rules.changes.every(([second], i) => Number.isSafeInteger(second) && (i === 0 || second > (rules.changes[i - 1]?.[0] ?? second)));
  if (!isAscending) return 'their changes aren\'t in order';
  return rules.rule === undefined || [rules.rule.start, rules.rule.end].every(isClockChange) ? null : 'their yearly rule is none';
}

function isClockChange({ month, week, weekday, atS }: ClockChange): boolean {
  return isWithin(month, 1, 12) && isWithin(week, 1, 5) && isWithin(weekday, 0, 6) && isWithin(atS, -ruleSecondsMax, ruleSecondsMax);
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

const daySeconds = 86_400;
/** None has been further from UTC than Manila's 15:56 before 1844. */
const offsetMaxSeconds = 16 * 3600;
/** Clocks change within a week of the rule's day (RFC 9636, 3.3.1). */
const ruleSecondsMax = 167 * 3600;

function offsetAtSecond(zone: ZoneRules, second: number): number {
  if (isRuled(zone, second)) return offsetByRule(zone.rule, second);
  return zone.changes[changesUntil(zone, second) - 1]?.[1] ?? zone.initial;
}

/** The second of the first change after `second`; infinity when there is none. */
function nextChange(zone: ZoneRules, second: number): number {
  if (isRuled(zone, second)) return nextByRule(zone.rule, second);
  const next = zone.changes[changesUntil(zone, second)];
  if (next !== undefined) return next[0];
  return zone.rule === undefined ? Infinity : nextByRule(zone.rule, second);
}

/** From the last explicit change on the rule holds: until the rule's own next change the two agree by construction. */
function isRuled(zone: ZoneRules, second: number): zone is ZoneRules & { readonly rule: YearlyRule } {
  if (zone.rule === undefined) return false;
  const last = zone.changes[zone.changes.length - 1];
  return last === undefined || second >= last[0];
}

/** How many explicit changes lie at or before `second`. */
function changesUntil(zone: ZoneRules, second: number): number {
  let low = 0;
  let high = zone.changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((zone.changes[middle]?.[0] ?? 0) <= second) low = middle + 1;
    else high = middle;
  }
  return low;
}

function offsetByRule(rule: YearlyRule, second: number): number {
  const year = yearOf(second + rule.standard);
  const starts = startSecond(rule, year);
  const ends = endSecond(rule, year);
  const daylight = starts < ends ? second >= starts && second < ends : second >= starts || second < ends;
  return daylight ? rule.daylight : rule.standard;
}

function nextByRule(rule: YearlyRule, second: number): number {
  const year = yearOf(second + rule.standard);
  let next = Infinity;
  for (const change of [startSecond(rule, year), endSecond(rule, year), startSecond(rule, year + 1), endSecond(rule, year + 1)]) {
    if (change > second && change < next) next = change;
  }
  return next;
}

function startSecond(rule: YearlyRule, year: number): number {
  return changeSecond(rule.start, year) - rule.standard;
}

function endSecond(rule: YearlyRule, year: number): number {
  return changeSecond(rule.end, year) - rule.daylight;
}

/** The change in seconds of the local clock since 1970-01-01T00:00 local. */
function changeSecond(change: ClockChange, year: number): number {
  const first = daysFromCivil(year, change.month, 1);
  const firstWeekday = (((first + 4) % 7) + 7) % 7; // 1970-01-01 was a Thursday
  let date = 1 + ((change.weekday - firstWeekday + 7) % 7) + (change.week - 1) * 7;
  if (change.week === 5 && date > daysInMonth(year, change.month)) date -= 7; // the last one: the fourth or the fifth
  return (first + date - 1) * daySeconds + change.atS;
}

/** The year of a local clock's second since 1970-01-01T00:00 local. */
function yearOf(second: number): number {
  const days = Math.floor(second / daySeconds);
  let year = 1970 + Math.floor(days / 365.2425);
  if (days < daysFromCivil(year, 1, 1)) year--;
  else if (days >= daysFromCivil(year + 1, 1, 1)) year++;
  return year;
}
