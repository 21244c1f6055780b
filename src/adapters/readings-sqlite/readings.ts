/**
 * Readings in one SQLite database per collective (`node:sqlite`): `readings.db` in the data folder, apart from the journal, since it is
 * erased and the journal never is. Who writes holds the folder's lock by the journal.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../../journal/journal.ts';
import type { PastCase } from '../../sensing/methods/method.ts';
import type { Reading, ReadingValue } from '../../sensing/reading.ts';
import {
  begunAnew, deliveriesMax, foundMax, highestNumber, numberIn, requireForward, type Advance, type Arrived, type BindingState, type CasesChange, type Made, type ReadingStore, type StoredReading,
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
      // Readings touch many pages: those of a thousand streams stay in memory, and are written back once for many commits.
      database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8192');
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
    erasedUpTo: (stream) => reading(() => readings.erasedUpTo(stream)),
    between: (stream, from, until, limit) => reading(() => readings.between(stream, from, until, limit)),
    streams: () => reading(() => database.prepare('SELECT stream, count(*) AS count, min(at) AS oldest FROM readings GROUP BY stream ORDER BY stream').all()
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
      return rest === undefined || left.length < rest.positions.length ? undefined : { salt: rest.salt, readings: left };
    }),
    erase(stream, before, bindings) {
      const count = writing(() => {
        const { erased, last } = readings.erase(stream, before);
        if (erased > 0) progress.forget(last);
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

  const getErased = database.prepare('SELECT number FROM erased WHERE stream = ?');
  const putErased = database.prepare('INSERT OR REPLACE INTO erased (stream, number) VALUES (?, ?)');
  const erasedUpTo = (stream: string): number => Number(getErased.get(stream)?.['number'] ?? 0);
  const isErased = (reading: Reading): boolean => {
    const number = numberIn(reading);
    return number !== Infinity && number <= erasedUpTo(reading.stream);
  };
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
        if (isErased(reading)) return [];
        const { stream, id, at, received, unit = '', by } = reading;
        const value = JSON.stringify(reading.value);
        const { changes, lastInsertRowid } = insert.run(stream, id, at, received, value, unit, by, rowCrc(stream, id, at, received, value, unit, by));
        return changes === 0 ? [] : [{ ...reading, position: Number(lastInsertRowid) }];
      });
    },
    after: (position: number, limit: number) => behind.all(position, limit).map(storedOf),
    at: (position: number) => readingOf(byPlace.get(position)),
    find: (stream: string, id: string) => readingOf(byName.get(stream, id)),
    erasedUpTo,
    between: (stream: string, from: number, until: number, limit: number) => inTime.all(stream, from, until, limit).reverse().flatMap((row) => readingOf(row) ?? []),
    /** `last`: the highest position that is gone. */
    erase(stream: string, before: number): { readonly erased: number; readonly last: number } {
      const last = database.prepare('SELECT max(position) AS last FROM readings WHERE stream = ? AND at < ?').get(stream, before);
      const numbered = database.prepare("SELECT id FROM readings WHERE stream = ? AND at < ? AND id GLOB 's*'").all(stream, before).map((row) => ({ id: String(row['id']) }));
      if (numbered.length > 0) putErased.run(stream, highestNumber(numbered, erasedUpTo(stream)));
      const { changes } = database.prepare('DELETE FROM readings WHERE stream = ? AND at < ?').run(stream, before);
      return { erased: Number(changes), last: Number(last?.['last'] ?? 0) };
    },
    isGone: (stream: string) => database.prepare('SELECT 1 AS there FROM readings WHERE stream = ? LIMIT 1').get(stream) === undefined,
  };
}

function progressTables(database: DatabaseSync, path: string) {
  const columns = 'number, binding, seq, name, salt, rests, first, text, crc';
  const putMade = database.prepare('INSERT INTO made (binding, seq, name, salt, rests, first, text, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const changeMade = database.prepare('UPDATE made SET salt = ?, rests = ?, first = ?, text = ?, crc = ? WHERE number = ?');
  const byId = database.prepare(`SELECT ${columns} FROM made WHERE binding = ? AND seq = ?`);
  const waiting = database.prepare(`SELECT ${columns} FROM made WHERE text <> '' ORDER BY number LIMIT ?`);
  const restingBefore = database.prepare(`SELECT ${columns} FROM made WHERE salt <> '' AND first <= ?`);
  // Of what nothing is left to say but its name, as many as are learned from.
  const prune = database.prepare("DELETE FROM made WHERE binding = ? AND seq <= (SELECT max(seq) FROM made WHERE binding = ?) - ? AND salt = '' AND text = ''");
  const getSeq = database.prepare('SELECT seq FROM made WHERE binding = ? AND name = ? AND seq > (SELECT max(seq) FROM made WHERE binding = ?) - ?');
  const positionOf = database.prepare('SELECT position FROM readings WHERE stream = ? AND id = ?');
  const isThere = database.prepare('SELECT 1 AS there FROM readings WHERE position = ?');
  const putState = database.prepare('INSERT OR REPLACE INTO states (binding, fingerprint, state, next, crc) VALUES (?, ?, ?, ?, ?)');
  const putPosition = database.prepare('INSERT OR REPLACE INTO pipeline (place, position, crc) VALUES (0, ?, ?)');

  const position = (): number => {
    const row = database.prepare('SELECT position, crc FROM pipeline').get();
    if (row === undefined) return 0;
    requireCrc(row['crc'], 'the pipeline\'s place', path, Number(row['position']));
    return Number(row['position']);
  };
  const cases = caseTable(database, path);
  const stateOf = (row: Row): Omit<BindingState, 'cases'> => {
    const [binding, fingerprint, state, next] = [String(row['binding']), String(row['fingerprint']), String(row['state']), Number(row['next'])];
    requireCrc(row['crc'], `the state of ${binding}`, path, binding, fingerprint, state, next);
    return { binding, fingerprint, state: JSON.parse(state) as Json, next };
  };
  const keep = ({ binding, fingerprint, state, next }: Omit<BindingState, 'cases'>): void => {
    const text = JSON.stringify(state);
    putState.run(binding, fingerprint, text, next, rowCrc(binding, fingerprint, text, next));
  };
  const madeOf = (row: Row): MadeRow => {
    const [binding, name, salt, rests, text] = ['binding', 'name', 'salt', 'rests', 'text'].map((column) => String(row[column])) as [string, string, string, string, string];
    const seq = Number(row['seq']);
    requireCrc(row['crc'], `what was made as ${binding}:${seq}`, path, binding, seq, name, salt, rests, text);
    return { number: Number(row['number']), binding, seq, name, salt, rests, first: Number(row['first']), text };
  };
  const find = (id: string): MadeRow | undefined => {
    const colon = id.lastIndexOf(':');
    const row = byId.get(id.slice(0, colon), Number(id.slice(colon + 1)));
    return row === undefined ? undefined : madeOf(row);
  };
  const make = ({ found, observation, salt, readings }: Made): void => {
    const { device, seq } = observation;
    const positions = readings.flatMap(({ stream, id }) => Number(positionOf.get(stream, id)?.['position'] ?? 0) || []);
    const [rests, text] = [JSON.stringify(positions), JSON.stringify(observation)];
    putMade.run(device, seq, found, salt, rests, Math.min(...positions, Number.MAX_SAFE_INTEGER), text, rowCrc(device, seq, found, salt, rests, text));
  };
  const change = ({ number, binding, seq, name, salt, rests, first, text }: MadeRow): void =>
    void changeMade.run(salt, rests, first, text, rowCrc(binding, seq, name, salt, rests, text), number);
  const note = (id: string): void => {
    const made = find(id);
    if (made !== undefined) change(isWhole(made) ? { ...made, text: '' } : { ...made, ...forgotten, text: '' });
  };
  const isWhole = ({ rests }: MadeRow): boolean => positionsIn(rests).every((each) => isThere.get(each) !== undefined);
  return {
    position,
    states: () => database.prepare('SELECT binding, fingerprint, state, next, crc FROM states ORDER BY binding').all().map((row): BindingState => {
      const state = stateOf(row);
      return { ...state, cases: cases.of(state.binding) };
    }),
    advance({ position: to, states, made, said }: Advance): void {
      requireForward(position(), to);
      putPosition.run(to, rowCrc(to));
      for (const { cases: change, ...state } of states) {
        keep(state);
        cases.change(state.binding, change);
      }
      made.forEach(make);
      said.forEach(note);
    },
    numberOf(binding: string, found: string): number | undefined {
      const row = getSeq.get(binding, found, binding, foundMax);
      return row === undefined ? undefined : Number(row['seq']);
    },
    waiting: (limit: number) => waiting.all(limit).map((row) => JSON.parse(madeOf(row).text) as Made['observation']) satisfies readonly Observation[],
    /** Undefined also where the salt is gone. */
    restOf(id: string): { readonly salt: string; readonly positions: readonly number[] } | undefined {
      const made = find(id);
      return made === undefined || made.salt === '' ? undefined : { salt: made.salt, positions: positionsIn(made.rests) };
    },
    /** Takes the salts away of what the log has and of which a reading is gone, that being one up to this position. */
    forget(last: number): void {
      const gone = restingBefore.all(last).map(madeOf).filter((made) => made.text === '' && !isWhole(made));
      for (const made of gone) change({ ...made, ...forgotten });
      for (const binding of new Set(gone.map((made) => made.binding))) prune.run(binding, binding, foundMax);
    },
    beginAnew(binding: string): void {
      const row = database.prepare('SELECT binding, fingerprint, state, next, crc FROM states WHERE binding = ?').get(binding);
      const { cases: _none, ...anew } = begunAnew;
      if (row !== undefined) keep({ ...stateOf(row), ...anew });
      cases.drop(binding);
    },
  };
}

/** Rows of a binding lie beside each other: what comes at its end and goes at its beginning touches two pages. */
function caseTable(database: DatabaseSync, path: string) {
  // A file of an earlier release that is only read has none.
  const isThere = database.prepare("SELECT 1 AS there FROM sqlite_schema WHERE type = 'table' AND name = 'cases'").get() !== undefined;
  if (!isThere) return { of: (): readonly PastCase[] => [], change: (): void => undefined, drop: (): void => undefined };
  const all = database.prepare('SELECT number, text, crc FROM cases WHERE binding = ? ORDER BY number');
  const put = database.prepare('INSERT OR REPLACE INTO cases (binding, number, text, crc) VALUES (?, ?, ?, ?)');
  const dropBelow = database.prepare('DELETE FROM cases WHERE binding = ? AND number < ?');
  const dropFrom = database.prepare('DELETE FROM cases WHERE binding = ? AND number >= ?');
  return {
    of: (binding: string): readonly PastCase[] => all.all(binding).map((row) => {
      const [number, text] = [Number(row['number']), String(row['text'])];
      requireCrc(row['crc'], `case ${number} of ${binding}`, path, binding, number, text);
      return JSON.parse(text) as PastCase;
    }),
    change(binding: string, { from, until, put: changed }: CasesChange): void {
      dropBelow.run(binding, from);
      dropFrom.run(binding, until);
      for (const each of changed) {
        const text = JSON.stringify(each);
        put.run(binding, each.number, text, rowCrc(binding, each.number, text));
      }
    },
    drop: (binding: string): void => void dropFrom.run(binding, 0),
  };
}

type MadeRow = {
  readonly number: number; readonly binding: string; readonly seq: number; readonly name: string; readonly salt: string;
  /** Positions, as JSON. */
  readonly rests: string;
  readonly first: number; readonly text: string;
};

/** What is left of something made once one of its readings is gone. */
const forgotten = { salt: '', rests: '[]', first: 0 } as const;

function positionsIn(rests: string): readonly number[] {
  return JSON.parse(rests) as readonly number[];
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
