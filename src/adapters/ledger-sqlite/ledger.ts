/** The ledger's index in SQLite (`node:sqlite`), with its full-text search (FTS5): `ledger.db` in the data folder, or in memory. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Flow, Ledger, LedgerQuery, Moved, Movement, Noted, NotedRecord, RecordStatus } from '../../ledger/ledger.ts';
import type { EntryKind } from '../../vocabulary/entries.ts';
import { compareIds } from '../../vocabulary/ids.ts';
import { guarded } from '../journal-sqlite/errors.ts';
import { transactions } from '../journal-sqlite/transaction.ts';
import { ledgerPath, openLedgerDatabase } from './schema.ts';
import { conditionsOf, countStatement, leadingOf, searchStatement, type Condition, type Range } from './search.ts';

/** @param folder the data folder; undefined: in memory. @throws JournalError */
export function openLedger(folder: string | undefined): Ledger {
  const path = folder === undefined ? 'memory' : ledgerPath(folder);
  const database = guarded(`can't open ${path}`, () => openLedgerDatabase(folder));
  const transaction = transactions(database, path);
  const reading = <T>(read: () => T): T => guarded(`can't read ${path}`, read);
  const write = writerOf(database);
  const read = readerOf(database);
  return {
    taken: () => reading(read.taken),
    take: (noted, root) => guarded(`can't write to ${path}`, () => transaction(() => {
      for (const each of noted) write.add(each);
      const records = noted.at(-1)?.seq;
      if (records !== undefined) write.setTaken(records + 1, root);
    })),
    clear: () => guarded(`can't write to ${path}`, () => transaction(() => database.exec('DELETE FROM noted; DELETE FROM moved; DELETE FROM people; DELETE FROM agreements; DELETE FROM own; INSERT INTO texts (texts) VALUES (\'delete-all\')'))),
    search: (query, before, limit, most = limit) => reading(() => {
      const found = finding(database, query, before, Math.max(limit, most));
      return { records: found.slice(0, limit).flatMap((seq) => read.record(seq) ?? []), count: found.length };
    }),
    record: (seq) => reading(() => read.record(seq)),
    recordOf: (by, entry) => reading(() => read.recordOf(by, entry)),
    movements: (account, unit, span, limit) => reading(() => read.movements(account, unit, span.from, span.until, limit)),
    balance: (account, unit, before) => reading(() => read.balance(account, unit, before)),
    flows: (unit, span, most) => reading(() => read.flows(unit, span.from, span.until, most)),
    close: () => { if (database.isOpen) database.close(); },
  };
}

/** Numbers of records, the latest first: as many as there are, up to `limit`. */
function finding(database: DatabaseSync, query: LedgerQuery, before: number | null, limit: number): number[] {
  const range = rangeOf(database, query, before);
  const conditions = conditionsOf(query);
  const counts = new Map<Condition, number>();
  for (const condition of conditions) {
    const statement = countStatement(condition, range);
    if (statement !== undefined) counts.set(condition, Number(database.prepare(statement.sql).get(...statement.values)?.['n'] ?? 0));
  }
  const { sql, values } = searchStatement(conditions, leadingOf(conditions, counts), range, limit);
  return database.prepare(sql).all(...values).map(({ seq }) => Number(seq));
}

/** Time never goes back from one record to the next: days are a range of numbers. */
function rangeOf(database: DatabaseSync, { from, until }: LedgerQuery, before: number | null): Range {
  const first = (at: number): number => Number(database.prepare('SELECT seq FROM noted WHERE at >= ? ORDER BY at, seq LIMIT 1').get(at)?.['seq'] ?? Number.MAX_SAFE_INTEGER);
  return { from: from === null ? 0 : first(from), below: Math.min(before ?? Number.MAX_SAFE_INTEGER, until === null ? Number.MAX_SAFE_INTEGER : first(until)) };
}

function writerOf(database: DatabaseSync) {
  const noted = database.prepare('INSERT INTO noted (seq, at, kind, by, entry, status, code, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const moved = database.prepare('INSERT INTO moved (seq, what, n, at, unit, source, target, amount, because, code, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const people = database.prepare('INSERT INTO people (person, seq) VALUES (?, ?)');
  const agreements = database.prepare('INSERT INTO agreements (agreement, seq) VALUES (?, ?)');
  const texts = database.prepare('INSERT INTO texts (rowid, text) VALUES (?, ?)');
  const own = database.prepare('INSERT OR REPLACE INTO own (name, value) VALUES (?, ?)');
  return {
    add(each: Noted): void {
      const { seq, at } = each;
      noted.run(seq, at, each.kind, each.by, each.entry, each.status, each.code, each.words);
      for (const { n, what, from, to, unit, amount, because, code, why } of each.moved) moved.run(seq, what, n, at, unit, from, to, amount, because, code, why);
      for (const person of each.people) people.run(person, seq);
      for (const agreement of each.agreements) agreements.run(agreement, seq);
      texts.run(seq, each.text);
    },
    setTaken(records: number, root: string): void {
      own.run('records', String(records));
      own.run('root', root);
    },
  };
}

/** In two parts: a sum of amounts may be larger than what SQLite, or a number, holds exactly. */
const summed = 'coalesce(sum(amount >> 26), 0) AS high, coalesce(sum(amount & 67108863), 0) AS low';

function sumIn(row: Row | undefined): bigint {
  return (BigInt(Number(row?.['high'] ?? 0)) << 26n) + BigInt(Number(row?.['low'] ?? 0));
}

function flowIn(row: Row): Flow {
  return { from: String(row['source']), to: String(row['target']), because: textOr(row['because']), amount: sumIn(row), count: Number(row['count']) };
}

function byAmount(a: Flow, b: Flow): number {
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return compareIds(a.from, b.from) || compareIds(a.to, b.to) || compareIds(a.because ?? '', b.because ?? '');
}

type Row = { readonly [column: string]: SQLOutputValue };

function readerOf(database: DatabaseSync) {
  const own = database.prepare('SELECT value FROM own WHERE name = ?');
  const noted = database.prepare('SELECT seq, at, kind, by, status, code, words FROM noted WHERE seq = ?');
  const recordOf = database.prepare('SELECT max(seq) AS seq FROM noted WHERE by = ? AND entry = ?');
  const moved = database.prepare('SELECT * FROM moved WHERE seq = ? ORDER BY what DESC, n');
  // An account pays itself nothing: none stands in both halves.
  const movements = database.prepare(`
    SELECT * FROM (SELECT * FROM moved WHERE what = 'paid' AND source = ?1 AND unit = ?2 AND at >= ?3 AND at < ?4
      UNION ALL SELECT * FROM moved WHERE what = 'paid' AND target = ?1 AND unit = ?2 AND at >= ?3 AND at < ?4) ORDER BY seq, n LIMIT ?5`);
  const came = database.prepare(`SELECT ${summed} FROM moved WHERE what = 'paid' AND target = ? AND unit = ? AND at < ?`);
  const went = database.prepare(`SELECT ${summed} FROM moved WHERE what = 'paid' AND source = ? AND unit = ? AND at < ?`);
  const within = database.prepare('SELECT count(*) AS n FROM (SELECT 1 FROM moved INDEXED BY moved_unit WHERE unit = ? AND at >= ? AND at < ? LIMIT ?)');
  const flows = database.prepare(`SELECT source, target, because, ${summed}, count(*) AS count FROM moved
    WHERE what = 'paid' AND unit = ? AND at >= ? AND at < ? GROUP BY source, target, because`);
  const value = (name: string): string | undefined => own.get(name)?.['value'] as string | undefined;
  return {
    taken: () => ({ records: Number(value('records') ?? '0'), root: value('root') ?? '' }),
    record(seq: number): NotedRecord | undefined {
      const row = noted.get(seq);
      return row === undefined ? undefined : notedIn(row, moved.all(seq).map(movedIn));
    },
    recordOf(by: string, entry: string): number | undefined {
      const seq = recordOf.get(by, entry)?.['seq'] ?? null;
      return seq === null ? undefined : Number(seq);
    },
    movements: (account: string, unit: string, from: number, until: number, limit: number): Movement[] =>
      movements.all(account, unit, from, until, limit).map((row) => ({ ...movedIn(row), seq: Number(row['seq']), at: Number(row['at']) })),
    balance: (account: string, unit: string, before: number): number => Number(sumIn(came.get(account, unit, before)) - sumIn(went.get(account, unit, before))),
    flows(unit: string, from: number, until: number, most: number): Flow[] | undefined {
      if (Number(within.get(unit, from, until, most + 1)?.['n']) > most) return undefined;
      return flows.all(unit, from, until).map(flowIn).sort(byAmount);
    },
  };
}

function notedIn(row: Row, moved: readonly Moved[]): NotedRecord {
  return {
    seq: Number(row['seq']), at: Number(row['at']), kind: row['kind'] as EntryKind, by: String(row['by']), status: row['status'] as RecordStatus, code: textOr(row['code']),
    words: String(row['words']), moved,
  };
}

function movedIn(row: Row): Moved {
  return {
    n: Number(row['n']), what: row['what'] === 'owed' ? 'owed' : 'paid', from: String(row['source']), to: String(row['target']), unit: String(row['unit']), amount: Number(row['amount']),
    because: textOr(row['because']), code: String(row['code']), why: String(row['why']),
  };
}

function textOr(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
