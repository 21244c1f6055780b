/** Instants as people read them: by the clocks of the collective's zone, as the log has its rules. */
import { dayMs, formatInstant, parseInstant, weekday, type Instant } from '../vocabulary/time.ts';
import { localDay, offsetAt, type ZoneRules } from '../vocabulary/zones.ts';

/** Null before a zone is known: then the times are UTC's, and say so. */
export type Zone = ZoneRules | null;

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** To the minute that has begun. @example sayTime(newYork, Date.UTC(2026, 11, 3, 23)) === 'Thu 3 Dec 2026, 18:00 (America/New_York)' */
export function sayTime(zone: Zone, instant: Instant): string {
  return `${sayClock(zone, instant)} (${sayZone(zone, instant)})`;
}

/** A record and when it was made, to stand in brackets. @example '(record 9, Thu 3 Dec 2026, 18:00 America/New_York)' */
export function sayRecord(zone: Zone, record: number, recordedAt: Instant): string {
  return `record ${record}, ${sayClock(zone, recordedAt)} ${sayZone(zone, recordedAt)}`;
}

/** A text with its instants, as the log writes them, by these clocks. */
export function withLocalTimes(zone: Zone, text: string): string {
  return text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z(?![\w:])/g, (written) => {
    const instant = parseInstant(written);
    return instant.ok ? sayTime(zone, instant.value) : written;
  });
}

function sayClock(zone: Zone, instant: Instant): string {
  const day = zone === null ? formatInstant(instant).slice(0, 10) : localDay(zone, instant);
  const [year = '', month = '', date = ''] = day.split('-');
  const time = formatInstant(instant + offsetMs(zone, instant)).slice(11, 16);
  return `${weekdays[weekday(day) - 1] ?? ''} ${Number(date)} ${months[Number(month) - 1] ?? ''} ${year}, ${time}`;
}

function sayZone(zone: Zone, instant: Instant): string {
  if (zone === null) return 'UTC';
  return isTwice(zone, instant) ? `${zone.name}, ${sayOffset(offsetAt(zone, instant))}` : zone.name;
}

/** Whether the clocks show this time a second time, an hour or so away: they are put back. */
function isTwice(zone: ZoneRules, instant: Instant): boolean {
  return [instant - dayMs, instant + dayMs].some((near) => {
    const other = instant + offsetMs(zone, instant) - offsetMs(zone, near);
    return other !== instant && offsetMs(zone, other) === offsetMs(zone, near);
  });
}

function offsetMs(zone: Zone, instant: Instant): number {
  return zone === null ? 0 : offsetAt(zone, instant) * 1000;
}

/** Seconds east of UTC. @example sayOffset(-18000) === 'UTC-05:00' */
function sayOffset(seconds: number): string {
  const minutes = Math.trunc(Math.abs(seconds) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `UTC${seconds < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
