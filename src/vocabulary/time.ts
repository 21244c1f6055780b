/**
 * Instants and civil days, without a clock: whole milliseconds since 1970-01-01T00:00Z, and days as `YYYY-MM-DD`.
 * Civil-day arithmetic follows the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
import { ok, refuse, type Result } from './result.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** A day of the calendar, as `2026-02-28`. Days compare as text. */
export type Day = string;

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Years that an instant may lie in; four digits, so that days compare as text. */
const yearMin = 1970;
const yearMax = 9998;
export const instantMax: Instant = daysFromCivil(yearMax + 1, 1, 1) * dayMs - 1;

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2})$/;
const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Parses an RFC 3339 date-time with its offset; seconds may be left out, fractions beyond a millisecond are cut. */
export function parseInstant(text: unknown): Result<Instant> {
  const match = typeof text === 'string' ? rfc3339.exec(text) : null;
  if (match === null) {
    return refuse('invalid_value', `"${String(text)}" is not a time such as 2026-01-05T18:00:00-05:00`);
  }
  const [year, month, date, hour, minute] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(match[6] ?? 0);
  const ms = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  if (!isCivil(year, month, date) || hour > 23 || minute > 59 || second > 59) {
    return refuse('invalid_value', `"${String(text)}" names a time that does not exist`);
  }
  const offset = offsetMs(match[8] ?? 'Z');
  if (offset === undefined) return refuse('invalid_value', `"${String(text)}" has an impossible offset`);
  const instant = daysFromCivil(year, month, date) * dayMs + hour * hourMs + minute * minuteMs + second * 1000 + ms - offset;
  if (instant < 0 || instant > instantMax) return refuse('invalid_value', `"${String(text)}" lies outside 1970 to ${yearMax}`);
  return ok(instant);
}

/** The instant as `2026-01-05T23:00:00.000Z`. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / dayMs);
  const inDay = instant - days * dayMs;
  const clock = [Math.floor(inDay / hourMs), Math.floor(inDay / minuteMs) % 60, Math.floor(inDay / 1000) % 60];
  return `${dayOfNumber(days)}T${clock.map((n) => pad(n, 2)).join(':')}.${pad(inDay % 1000, 3)}Z`;
}

export function isDay(text: unknown): text is Day {
  const match = typeof text === 'string' ? dayPattern.exec(text) : null;
  return match !== null && isCivil(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * The day `count` days later (earlier when negative).
 * @example addDays('2028-02-28', 1) === '2028-02-29'
 */
export function addDays(day: Day, count: number): Day {
  return dayOfNumber(dayNumber(day) + count);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  return daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

/** The day of the week, 1 (Monday) to 7, as ISO 8601 counts. */
export function weekday(day: Day): number {
  return ((dayNumber(day) + 3) % 7) + 1; // 1970-01-01 was a Thursday
}

/** The inverse of {@link dayNumber}. */
export function dayOfNumber(count: number): Day {
  const z = count + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

/** Days since 1970-01-01 of a year, month (1 to 12) and date. */
export function daysFromCivil(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** The date of a day within its month, 1 to 31. */
export function dayOfMonth(day: Day): number {
  return Number(day.slice(8, 10));
}

/** How many days the month of a day has. */
export function monthLength(day: Day): number {
  return daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)));
}

/**
 * The day with this date in the month of `day`; the month's last one where it has no such date.
 * @example dayInMonth('2026-02-10', 31) === '2026-02-28'
 */
export function dayInMonth(day: Day, date: number): Day {
  const last = monthLength(day);
  return `${day.slice(0, 8)}${pad(date < 1 ? 1 : date > last ? last : date, 2)}`;
}

/**
 * The same date so many months later (earlier when negative), or that month's last day where it has no such date.
 * @example addMonths('2026-01-31', 1) === '2026-02-28'
 */
export function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const first = `${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}-01`;
  return dayInMonth(first, dayOfMonth(day));
}

/**
 * The first day after `day` that has this date, or is the last of a month without it.
 * @example nextDate('2026-01-31', 31) === '2026-02-28'
 */
export function nextDate(day: Day, date: number): Day {
  const here = dayInMonth(day, date);
  return here > day ? here : dayInMonth(addMonths(dayInMonth(day, 1), 1), date);
}

/**
 * The last such day up to `day`, and it may be `day` itself.
 * @example lastDate('2026-03-30', 31) === '2026-02-28'
 */
export function lastDate(day: Day, date: number): Day {
  const here = dayInMonth(day, date);
  return here <= day ? here : dayInMonth(addMonths(dayInMonth(day, 1), -1), date);
}

function isCivil(year: number, month: number, date: number): boolean {
  return year >= yearMin && year <= yearMax && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
}

function offsetMs(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * hourMs + minutes * minuteMs);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
