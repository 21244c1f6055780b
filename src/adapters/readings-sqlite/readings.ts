/**
 * Readings in one SQLite database per collective (`node:sqlite`): `readings.db` in the data folder, apart from the journal, since it is
 * erased and the journal never is. Who writes holds the folder's lock by the journal.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import type { Reading, ReadingValue } from '../../sensing/reading.ts';
import {
  begunAnew, deliveriesMax, foundMax, madeId, requireForward, type Advance, type Arrived, type BindingState, type Made, type ReadingStore, type StoredReading,
} from '../../sensing/store.ts';
import type { Observation } from '../../vocabulary/entries.ts';
import type { Json } from '../../vocabulary/json.ts';
import { invariant } from '../../vocabulary/result.ts';
import { requireCrc, rowCrc } from '../journal-sqlite/crc.ts';
import { openPathForReading, openPathForWriting } from '../journal-sqlite/database.ts';
import { guarded, journalError } from '../journal-sqlite/errors.ts';
import { emptyWal } from '../journal-sqlite/texts.ts';
import { transactions, type Transaction } from '../journal-sqlite/transaction.ts';
import { damageHint, prepare } from './schema.ts';

export function readingsPath(folder: string): string {
  return join(folder, 'readings.db');
}

/** Whether readings were ever kept in `folder`. */
export function hasReadings(folder: string): boolean {
  return existsSync(readingsPath(folder));
}

/**
 * Opens the readings of a data folder; `write` makes the file where there is none, `read` needs one.
 * @throws JournalError `in_use`, `newer_version`, `read_only`, `full`, `corrupt`, `io`
 */
export function openSqliteReadings(folder: string, mode: 'write' | 'read'): ReadingStore {
  const path = readingsPath(folder);
  const database = mode === 'write' ? openPathForWriting(path, 'readings') : openPathForReading(path, 'file of readings');
  try {
    return explained(path, () => guarded(`can't read ${path}`, () => {
      prepare(database, path, mode === 'write');
      return createStore(database, path, mode === 'write');
    }));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Damage to readings has a way back of its own. */
function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'corrupt') throw error;
    throw new JournalError('corrupt', error.message, { hint: damageHint(path), cause: error });
  }
}

function createStore(database: DatabaseSync, path: string, writes: boolean): ReadingStore {
  const transaction = transactions(database, path);
  const readings = readingTable(database, path);
  const progress = progressTables(database, path);
  const messages = messageTables(database, path);
  /** Why this instance no longer writes. */
  let stopped: JournalError | undefined;

  const reading = <T>(action: () => T): T => {
    invariant(database.isOpen, 'the readings are open');
    return explained(path, () => guarded(`can't read ${path}`, action));
  };
  const writing: Transaction = (action) => {
    invariant(database.isOpen, 'the readings are open');
    if (!writes) throw new JournalError('read_only', 'the readings were opened for reading');
    if (stopped !== undefined) throw new JournalError('io', `a write failed before, ${path} must be opened anew`, { cause: stopped });
    try {
      return explained(path, () => transaction(action));
    } catch (thrown) {
      const error = journalError(thrown, `can't write to ${path}`);
      if (error.code === 'io') stopped = error;
      throw error;
    }
  };

  return {
    durable: true,
    append: (arrived) => writing(() => {
      const fresh = readings.add(arrived.readings);
      messages.note(arrived);
      return fresh;
    }),
    after: (position, limit) => reading(() => readings.after(position, limit)),
    find: (stream, id) => reading(() => readings.find(stream, id)),
    between: (stream, from, until, limit) => reading(() => readings.between(stream, from, until, limit)),
    streams: () => reading(() => database.prepare('SELECT stream, count(*) AS count, min(min(at, received)) AS oldest FROM readings GROUP BY stream ORDER BY stream').all()
      .map((row) => ({ stream: String(row['stream']), count: Number(row['count']), oldest: Number(row['oldest']) }))),
    delivery: (peer, number) => reading(() => messages.delivery(peer, number)),
    descriptions: () => reading(() => messages.descriptions()),
    filters: () => reading(() => messages.filters()),
    resume: () => reading(() => ({ position: progress.position(), states: progress.states() })),
    advance: (advance) => writing(() => progress.advance(advance)),
    numberOf: (binding, found) => reading(() => progress.numberOf(binding, found)),
    waiting: (limit) => reading(() => progress.waiting(limit)),
    restOf: (id) => reading(() => {
      const rest = progress.restOf(id);
      const left = rest?.positions.flatMap((position) => readings.at(position) ?? []) ?? [];
      return rest === undefined || left.length < rest.count ? undefined : { salt: rest.salt, readings: left };
    }),
    erase(stream, before, bindings) {
      const count = writing(() => {
        const erased = readings.erase(stream, before);
        if (erased > 0) progress.dropBroken();
        if (erased > 0 && readings.isGone(stream)) for (const binding of bindings) progress.beginAnew(binding);
        return erased;
      });
      if (count > 0) emptyWal(database);
      return count;
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

type Row = Record<string, unknown>;

function readingTable(database: DatabaseSync, path: string) {
  const columns = 'position, stream, id, at, received, value, unit, by, crc';
  const insert = database.prepare(`INSERT INTO readings (stream, id, at, received, value, unit, by, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const byName = database.prepare(`SELECT ${columns} FROM readings WHERE stream = ? AND id = ?`);
  const byPlace = database.prepare(`SELECT ${columns} FROM readings WHERE position = ?`);
  const behind = database.prepare(`SELECT ${columns} FROM readings WHERE position > ? ORDER BY position LIMIT ?`);
  const inTime = database.prepare(`SELECT ${columns} FROM readings WHERE stream = ? AND at >= ? AND at < ? ORDER BY at DESC, position DESC LIMIT ?`);

  const storedOf = (row: Row): StoredReading => {
    const [stream, id, value, unit, by] = ['stream', 'id', 'value', 'unit', 'by'].map((name) => String(row[name])) as [string, string, string, string, Reading['by']];
    const [position, at, received] = [Number(row['position']), Number(row['at']), Number(row['received'])];
    requireCrc(row['crc'], `reading ${position}`, path, stream, id, at, received, value, unit, by);
    return { position, stream, id, at, received, value: JSON.parse(value) as ReadingValue, ...(unit === '' ? {} : { unit }), by };
  };
  const readingOf = (row: Row | undefined): Reading | undefined => {
    if (row === undefined) return undefined;
    const { position: _, ...reading } = storedOf(row);
    return reading;
  };
  return {
    add(readings: readonly Reading[]): StoredReading[] {
      return readings.flatMap((reading) => {
        const { stream, id, at, received, unit = '', by } = reading;
        const value = JSON.stringify(reading.value);
        const { changes, lastInsertRowid } = insert.run(stream, id, at, received, value, unit, by, rowCrc(stream, id, at, received, value, unit, by));
        return changes === 0 ? [] : [{ ...reading, position: Number(lastInsertRowid) }];
      });
    },
    after: (position: number, limit: number) => behind.all(position, limit).map(storedOf),
    at: (position: number) => readingOf(byPlace.get(position)),
    find: (stream: string, id: string) => readingOf(byName.get(stream, id)),
    between: (stream: string, from: number, until: number, limit: number) => inTime.all(stream, from, until, limit).reverse().flatMap((row) => readingOf(row) ?? []),
    erase(stream: string, before: number): number {
      database.prepare(`UPDATE made SET broken = 1 WHERE number IN (SELECT number FROM rests JOIN readings USING (position) WHERE stream = ? AND min(at, received) < ?)`).run(stream, before);
      database.prepare('DELETE FROM rests WHERE position IN (SELECT position FROM readings WHERE stream = ? AND min(at, received) < ?)').run(stream, before);
      return Number(database.prepare('DELETE FROM readings WHERE stream = ? AND min(at, received) < ?').run(stream, before).changes);
    },
    isGone: (stream: string) => database.prepare('SELECT 1 AS there FROM readings WHERE stream = ? LIMIT 1').get(stream) === undefined,
  };
}

function progressTables(database: DatabaseSync, path: string) {
  const putMade = database.prepare('INSERT INTO made (id, salt, count, text, crc) VALUES (?, ?, ?, ?, ?)');
  const putRest = database.prepare('INSERT INTO rests (number, place, position) SELECT ?, ?, position FROM readings WHERE stream = ? AND id = ?');
  const putState = database.prepare('INSERT OR REPLACE INTO states (binding, fingerprint, state, next, crc) VALUES (?, ?, ?, ?, ?)');
  const putPosition = database.prepare('INSERT OR REPLACE INTO pipeline (place, position, crc) VALUES (0, ?, ?)');
  const waiting = database.prepare('SELECT id, salt, count, text, crc FROM made WHERE text <> \'\' ORDER BY number LIMIT ?');
  const madeOf = database.prepare('SELECT number, id, salt, count, text, broken, crc FROM made WHERE id = ?');
  const clearMade = database.prepare("UPDATE made SET text = '', crc = ? WHERE id = ?");
  const dropMade = database.prepare('DELETE FROM made WHERE number = ?');
  const dropRests = database.prepare('DELETE FROM rests WHERE number = ?');

  const putFound = database.prepare('INSERT INTO found (binding, seq, name) VALUES (?, ?, ?)');
  const pruneFound = database.prepare('DELETE FROM found WHERE binding = ? AND seq <= ?');
  const getFound = database.prepare('SELECT seq FROM found WHERE binding = ? AND name = ?');

  const position = (): number => {
    const row = database.prepare('SELECT position, crc FROM pipeline').get();
    if (row === undefined) return 0;
    requireCrc(row['crc'], 'the pipeline\'s place', path, Number(row['position']));
    return Number(row['position']);
  };
  const stateOf = (row: Row): BindingState => {
    const [binding, fingerprint, state, next] = [String(row['binding']), String(row['fingerprint']), String(row['state']), Number(row['next'])];
    requireCrc(row['crc'], `the state of ${binding}`, path, binding, fingerprint, state, next);
    return { binding, fingerprint, state: JSON.parse(state) as Json, next };
  };
  const keep = ({ binding, fingerprint, state, next }: BindingState): void => {
    const text = JSON.stringify(state);
    putState.run(binding, fingerprint, text, next, rowCrc(binding, fingerprint, text, next));
  };
  const requireMade = (row: Row): { id: string; salt: string; count: number; text: string } => {
    const [id, salt, count, text] = [String(row['id']), String(row['salt']), Number(row['count']), String(row['text'])];
    requireCrc(row['crc'], `what was made as ${id}`, path, id, salt, count, text);
    return { id, salt, count, text };
  };
  const make = (made: Made): void => {
    const [id, text, count] = [madeId(made.observation), JSON.stringify(made.observation), made.readings.length];
    const { lastInsertRowid } = putMade.run(id, made.salt, count, text, rowCrc(id, made.salt, count, text));
    for (const [place, reading] of made.readings.entries()) putRest.run(lastInsertRowid, place, reading.stream, reading.id);
    const { device, seq } = made.observation;
    putFound.run(device, seq, made.found);
    pruneFound.run(device, seq - foundMax);
  };
  const note = (id: string): void => {
    const row = madeOf.get(id);
    if (row === undefined) return;
    const { salt, count } = requireMade(row);
    if (row['broken'] === 1) drop(Number(row['number']));
    else clearMade.run(rowCrc(id, salt, count, ''), id);
  };
  const drop = (number: number): void => {
    dropRests.run(number);
    dropMade.run(number);
  };
  return {
    position,
    states: () => database.prepare('SELECT binding, fingerprint, state, next, crc FROM states ORDER BY binding').all().map(stateOf),
    advance({ position: to, states, made, said }: Advance): void {
      requireForward(position(), to);
      putPosition.run(to, rowCrc(to));
      states.forEach(keep);
      made.forEach(make);
      said.forEach(note);
    },
    numberOf(binding: string, found: string): number | undefined {
      const row = getFound.get(binding, found);
      return row === undefined ? undefined : Number(row['seq']);
    },
    waiting: (limit: number) => waiting.all(limit).map((row) => JSON.parse(requireMade(row).text) as Made['observation']) satisfies readonly Observation[],
    restOf(id: string): { salt: string; count: number; positions: number[] } | undefined {
      const row = madeOf.get(id);
      if (row === undefined) return undefined;
      const { salt, count } = requireMade(row);
      const positions = database.prepare('SELECT position FROM rests WHERE number = ? ORDER BY place').all(Number(row['number'])).map((each) => Number(each['position']));
      return { salt, count, positions };
    },
    /** Takes away what the log has and of which a reading is gone, with its salt. */
    dropBroken(): void {
      database.exec("DELETE FROM rests WHERE number IN (SELECT number FROM made WHERE broken = 1 AND text = ''); DELETE FROM made WHERE broken = 1 AND text = ''");
    },
    beginAnew(binding: string): void {
      const row = database.prepare('SELECT binding, fingerprint, state, next, crc FROM states WHERE binding = ?').get(binding);
      if (row !== undefined) keep({ ...stateOf(row), ...begunAnew });
    },
  };
}

function messageTables(database: DatabaseSync, path: string) {
  const putDelivery = database.prepare(`INSERT OR REPLACE INTO deliveries (peer, number, digest, at, count, came)
    VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(came), 0) + 1 FROM deliveries))`);
  const pruneDeliveries = database.prepare('DELETE FROM deliveries WHERE came <= (SELECT max(came) FROM deliveries) - ?');
  const getDelivery = database.prepare('SELECT digest, at, count FROM deliveries WHERE peer = ? AND number = ?');
  const putDescription = database.prepare('INSERT OR REPLACE INTO descriptions (topic, payload, crc) VALUES (?, ?, ?)');
  const putFilter = database.prepare('INSERT OR IGNORE INTO filters (filter) VALUES (?)');
  const dropDescription = database.prepare('DELETE FROM descriptions WHERE topic = ?');
  return {
    note({ deliveries = [], descriptions = [], filters }: Arrived): void {
      for (const { peer, number, digest, at, count } of deliveries) putDelivery.run(peer, number, digest, at, count);
      if (deliveries.length > 0) pruneDeliveries.run(deliveriesMax);
      for (const { topic, payload } of descriptions) {
        if (payload === null) dropDescription.run(topic);
        else putDescription.run(topic, payload, rowCrc(topic, payload));
      }
      if (filters === undefined) return;
      database.exec('DELETE FROM filters');
      for (const filter of filters) putFilter.run(filter);
    },
    filters: () => database.prepare('SELECT filter FROM filters ORDER BY filter').all().map((row) => String(row['filter'])),
    delivery(peer: string, number: number) {
      const row = getDelivery.get(peer, number);
      return row === undefined ? undefined : { peer, number, digest: String(row['digest']), at: Number(row['at']), count: Number(row['count']) };
    },
    descriptions: () => database.prepare('SELECT topic, payload, crc FROM descriptions ORDER BY topic').all().map((row) => {
      const [topic, payload] = [String(row['topic']), String(row['payload'])];
      requireCrc(row['crc'], `the description ${topic}`, path, topic, payload);
      return { topic, payload };
    }),
  };
}
