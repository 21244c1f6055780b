// Local calendar days from the engine's own zone table: good enough for a checker.

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone)
  if (!known) {
    known = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
    formats.set(zone, known)
  }
  return known
}

/** The zone's clock, as the ms that the same reading would be in UTC. */
function clock(ms: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format(zone).formatToParts(ms)) part[type] = Number(value)
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second'])
}

/** "2026-01-05" */
export function localDay(ms: number, zone: string): string {
  return new Date(clock(ms, zone)).toISOString().slice(0, 10)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

const starts = new Map<string, number>()

/** The first instant of a local day, also where its clock skips 00:00. */
export function startOfDay(day: string, zone: string): number {
  const key = `${zone} ${day}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const noon = Date.parse(`${day}T12:00:00Z`)
  let before = noon - 40 * 3_600_000
  let after = noon + 30 * 3_600_000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (localDay(middle, zone) >= day) after = middle
    else before = middle
  }
  starts.set(key, after)
  return after
}

/** The same time of the clock, so many local days later. */
export function sameTimeLater(ms: number, days: number, zone: string): number {
  const wanted = clock(ms, zone) + days * 86_400_000 + (ms % 1000)
  const guess = ms + days * 86_400_000
  return guess + (wanted - clock(guess, zone) - (guess % 1000))
}

/** "2026-01-05T18:00:00-05:00" */
export function isoLocal(ms: number, zone: string): string {
  const offset = Math.round((clock(ms, zone) - Math.floor(ms / 1000) * 1000) / 60_000)
  const size = Math.abs(offset)
  const two = (n: number): string => String(n).padStart(2, '0')
  const local = new Date(clock(ms, zone)).toISOString().slice(0, 19)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
