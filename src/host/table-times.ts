/** Dates and times as tables write them. */

/** Milliseconds, once with the day before the month and once after it where that can't be told. */
export type ReadTime = { readonly is: 'instant' | 'day' | 'time'; readonly dayFirst: number | undefined; readonly monthFirst: number | undefined };

const dayMs = 86_400_000;
const form = /^(?:(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4}))?(?:(?:^|[T ]\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([AaPp])[Mm])?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Undefined for what is neither a date nor a time. A time without an offset is taken as it stands: only order and days matter here. */
export function readTime(text: string): ReadTime | undefined {
  const found = form.exec(text);
  if (found === null || text === '') return undefined;
  const [, first, , second = '', third = '', hours] = found;
  const clock = hours === undefined ? 0 : clockMs(found);
  if (clock === undefined) return undefined;
  if (first === undefined) return { is: 'time', dayFirst: clock, monthFirst: clock };
  const plus = (day: number | undefined): number | undefined => (day === undefined ? undefined : day + clock);
  const [dayFirst, monthFirst] = first.length === 4
    ? [dayOf(first, second, third), dayOf(first, second, third)]
    : [dayOf(third, second, first), dayOf(third, first, second)];
  if (dayFirst === undefined && monthFirst === undefined) return undefined;
  return { is: hours === undefined ? 'day' : 'instant', dayFirst: plus(dayFirst), monthFirst: plus(monthFirst) };
}

/** The first instant of the day that `ms` lies in. */
export function dayStart(ms: number): number {
  return Math.floor(ms / dayMs) * dayMs;
}

/** The first instant of the hour that `ms` lies in. */
export function hourStart(ms: number): number {
  return Math.floor(ms / 3_600_000) * 3_600_000;
}

function clockMs([, , , , , hours = '0', minutes = '0', seconds = '0', fraction = '0', half, zone]: RegExpExecArray): number | undefined {
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const local = hour * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(`0.${fraction}`) * 1000;
  return local - offsetMs(zone);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Years of two digits are of this century. */
function dayOf(year: string, month: string, day: string): number | undefined {
  const full = year.length <= 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)));
  const fits = year.length !== 3 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return fits ? date.getTime() : undefined;
}
