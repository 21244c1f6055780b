/** Instants as people read them, in the collective's zone. */
import type { Instant } from '../../../src/vocabulary/time.ts';
import { phrase } from '../messages/phrase.ts';
import { locale, t } from '../messages/t.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${zone} ${name}`;
  let found = formats.get(key);
  if (found === undefined) formats.set(key, found = inZone(zone, options));
  return found;
}

/** A browser may not know the zone: then the times are in UTC and say so. */
function inZone(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC', ...(options.hour === undefined ? {} : { timeZoneName: 'short' }) });
  }
}

export function clockTime(zone: string, at: Instant): string {
  return format(zone, 'time', { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A calendar month as `March 2026`. */
export function longMonth(month: string): string {
  return format('UTC', 'month', { month: 'long', year: 'numeric' }).format(Date.parse(`${month}-15T12:00:00Z`));
}

export function longDay(zone: string, at: Instant): string {
  return format(zone, 'long', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

export function shortDay(zone: string, at: Instant): string {
  return format(zone, 'short', { day: 'numeric', month: 'short' }).format(at);
}

/** Where days of several years stand. @example datedDay('UTC', Date.UTC(2026, 4, 8)) === '8 May 2026' */
export function datedDay(zone: string, at: Instant): string {
  return format(zone, 'dated', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

export function weekday(zone: string, at: Instant): string {
  return format(zone, 'weekday', { weekday: 'short' }).format(at);
}

export function dayAndTime(zone: string, at: Instant): string {
  return format(zone, 'both', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A text with its instants, as the log writes them, by the clocks of the zone. */
export function withLocalTimes(zone: string, text: string): string {
  return text.replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z(?![\w:])/g, (written) => dayAndTime(zone, Date.parse(written)));
}

/** What the log or a kit says as people say it: in the reader's language where the kit's words aren't its own, days without their year, one of something. @example readable('1 pieces due on 2026-02-04') === '1 piece due on 4 Feb' */
export function readable(sentence: string): string {
  return phrase(sentence).replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => shortDay('UTC', Date.parse(day))).replaceAll(/\b1 (piece|day)s\b/g, '1 $1');
}

/** The local day as a key to compare by, as 2026-01-05. */
export function dayKey(zone: string, at: Instant): string {
  const parts = format(zone, 'key', { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** @example span(5 * 60_000) === '5 min' */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return t('words.seconds', { n: seconds });
  if (ms < hourMs) {
    const [m, s] = [Math.floor(seconds / 60), seconds % 60];
    return ms < 10 * 60_000 && s !== 0 ? t('words.minutes_seconds', { m, s }) : t('words.minutes', { n: m });
  }
  if (ms < 2 * dayMs) return t('words.hours', { n: Math.floor(ms / hourMs) });
  return t('words.days', { n: Math.floor(ms / dayMs) });
}

/** Full days until then, as people count them on a calendar. */
export function daysLeft(zone: string, now: Instant, due: Instant): number {
  return Math.round((Date.parse(dayKey(zone, due)) - Date.parse(dayKey(zone, now))) / dayMs);
}

/** The first instants of the local days in a span, found hour by hour; for charts, not for reckoning. */
export function midnights(zone: string, from: Instant, to: Instant): Instant[] {
  const found: Instant[] = [];
  let known = dayKey(zone, from);
  for (let at = from - (from % hourMs) + hourMs; at <= to; at += hourMs) {
    const day = dayKey(zone, at);
    if (day !== known) found.push(at);
    known = day;
  }
  return found;
}

/** How far away an instant is, ahead or behind, as people say it beside its day. @example until(zone, now, now + 3 * dayMs) === '6 Jan, in 3 days' */
export function until(zone: string, now: Instant, at: Instant): string {
  const days = daysLeft(zone, now, at);
  if (days === 0) return t('words.today_at', { time: clockTime(zone, at) });
  const day = shortDay(zone, at);
  if (days === 1) return t('words.tomorrow', { day });
  if (days === -1) return t('words.yesterday', { day });
  return days > 0 ? t('words.in_days', { day, n: days }) : t('words.days_ago', { day, n: -days });
}
