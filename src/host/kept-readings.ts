/** Readings that are kept in a data folder, read beside whoever writes them. */
import { hasReadings, openSqliteReadings } from '../adapters/readings-sqlite/readings.ts';
import { shownReading, type ShownReading } from '../sensing/allowed-fields.ts';
import type { StreamKept } from '../sensing/store.ts';
import type { StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';

/** Readings that are read at once. */
const readingsMax = 10_000;

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

/** Streams of which something is kept. @throws JournalError */
export function keptStreams(folder: string): readonly StreamKept[] {
  if (!hasReadings(folder)) return [];
  const store = openSqliteReadings(folder, 'read');
  try {
    return store.streams();
  } finally {
    store.close();
  }
}
