/** Readings that are kept in a data folder, read beside whoever writes them. */
import { hasReadings, openSqliteReadings } from '../adapters/readings-sqlite/readings.ts';
import { lookAllowed } from '../kernel/permits.ts';
import type { KernelState } from '../kernel/state.ts';
import { shownReading, type ShownReading } from '../sensing/allowed-fields.ts';
import { closedStreams } from '../views/closed-streams.ts';
import type { View } from '../views/view.ts';
import type { Look, StreamName } from '../vocabulary/sensing.ts';
import { dayMs, hourMs, type Instant } from '../vocabulary/time.ts';

/** Readings that are read at once. */
const readingsMax = 10_000;

/** From when on readings may be shown that may be kept for so many days; null: all. What may not be kept at all is there for an hour, to be worked on. */
export function keptFrom(keepDays: number | null, now: Instant): Instant {
  return keepDays === null ? 0 : Math.max(0, now - Math.max(keepDays * dayMs, hourMs));
}

/** As far back as whoever is measured permits for this, and not into what was gathered of somebody whom the stream measured before. */
export function lookedFrom({ state, view }: { readonly state: Readonly<KernelState>; readonly view: View }, { by, look }: { readonly by: string; readonly look: Look }, now: Instant): Instant {
  const allowed = lookAllowed(state, by, look);
  return Math.max(look.from, keptFrom(allowed.ok ? allowed.value.keepDays : 0, now), closedStreams(view, by).get(look.stream) ?? 0);
}

/** @param fields what may be shown; null: all of it. @throws JournalError */
export function keptReadings(folder: string, stream: StreamName, from: Instant, until: Instant, fields: readonly string[] | null): readonly ShownReading[] {
  if (!hasReadings(folder)) return [];
  const store = openSqliteReadings(folder, 'read');
  try {
    return store.between(stream, from, until, readingsMax).map((reading) => shownReading(reading, fields));
  } finally {
    store.close();
  }
}
