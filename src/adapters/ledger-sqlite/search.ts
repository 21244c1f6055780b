/** A query as SQL: one condition leads, and the others are looked up for each record that it finds, the latest first. */
import type { SQLInputValue } from 'node:sqlite';
import type { LedgerQuery } from '../../ledger/ledger.ts';
import { wordsIn } from '../../ledger/words.ts';

export type Statement = { readonly sql: string; readonly values: readonly SQLInputValue[] };

/** Records by their numbers: from one on, and below the other. */
export type Range = { readonly from: number; readonly below: number };

/** What a search can begin with: a row of a table, or index, for each record that fits. */
type Leader = { readonly table: string; readonly column: string; readonly where: string; readonly values: readonly SQLInputValue[] };

export type Condition = {
  readonly of: 'text' | 'person' | 'agreement' | 'kind' | 'status' | 'moved';
  /** Null: no index has them. */
  readonly leader: Leader | null;
  /** Whether it holds of the record with the number `$seq`. */
  readonly holds: string; readonly values: readonly SQLInputValue[];
};

/** A condition of which there are fewer leads; those that fit more records than this all pass for many. */
export const leadMax = 10_000;

/** Of these the fewest lead; where all fit many, the words do, which are costly to look up for each. Undefined: all records are gone through. @param counts up to {@link leadMax} */
export function leadingOf(conditions: readonly Condition[], counts: ReadonlyMap<Condition, number>): Condition | undefined {
  const countOf = (condition: Condition): number => counts.get(condition) ?? leadMax;
  const fewest = conditions.filter((each) => countOf(each) < leadMax).sort((a, b) => countOf(a) - countOf(b))[0];
  // Many amounts would have to be sorted before the latest is known.
  return fewest ?? conditions.find(({ of }) => of === 'text') ?? conditions.find(({ leader, of }) => leader !== null && of !== 'moved');
}

/** How many rows a condition finds, up to {@link leadMax}; undefined where that isn't known without going through them. */
export function countStatement({ of, leader }: Condition, range: Range): Statement | undefined {
  if (leader === null || of === 'text') return undefined;
  const { table, column, where, values } = leader;
  // By amount they don't come in order: there the range would be no limit to what is gone through.
  const [within, bounds] = of === 'moved' ? ['', []] : [` AND ${column} >= ? AND ${column} < ?`, [range.from, range.below]];
  return { sql: `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE ${where}${within} LIMIT ${leadMax})`, values: [...values, ...bounds] };
}

/** The numbers of the records that fit, the latest first. */
export function searchStatement(conditions: readonly Condition[], leading: Condition | undefined, { from, below }: Range, limit: number): Statement {
  const { table, column, where, values } = leading?.leader ?? { table: 'noted', column: 'noted.seq', where: 'TRUE', values: [] };
  // Words last: what the others leave out needn't be looked up.
  const others = conditions.filter((each) => each !== leading).sort((a, b) => Number(a.of === 'text') - Number(b.of === 'text'));
  return {
    sql: `SELECT DISTINCT ${column} AS seq FROM ${table} WHERE ${[where, `${column} >= ?`, `${column} < ?`, ...others.map(({ holds }) => holds.replaceAll('$seq', column))].join(' AND ')} ORDER BY ${column} DESC LIMIT ?`,
    values: [...values, from, below, ...others.flatMap((each) => each.values), limit],
  };
}

export function conditionsOf({ text, person, agreement, kind, status, unit, least, most }: LedgerQuery): Condition[] {
  return [
    ...(person === null ? [] : [named('person', 'people', 'person', person)]),
    ...(agreement === null ? [] : [named('agreement', 'agreements', 'agreement', agreement)]),
    ...(status === null ? [] : [statusCondition(status)]),
    ...(kind === null ? [] : [{
      of: 'kind' as const, leader: { table: 'noted INDEXED BY noted_kind', column: 'noted.seq', where: 'noted.kind = ?', values: [kind] },
      holds: 'EXISTS (SELECT 1 FROM noted AS k WHERE k.seq = $seq AND k.kind = ?)', values: [kind],
    }]),
    ...movedCondition(unit, least, most),
    ...(text === null ? [] : [textCondition(text)]),
  ];
}

function named(of: 'person' | 'agreement', table: 'people' | 'agreements', column: string, name: string): Condition {
  return { of, leader: { table, column: `${table}.seq`, where: `${table}.${column} = ?`, values: [name] }, holds: `EXISTS (SELECT 1 FROM ${table} AS t WHERE t.${column} = ? AND t.seq = $seq)`, values: [name] };
}

/** Nearly all are done: of these there is no index. */
function statusCondition(status: string): Condition {
  const leader = { table: 'noted INDEXED BY noted_status', column: 'noted.seq', where: 'noted.status = ? AND noted.status <> \'done\'', values: [status] };
  return { of: 'status', leader: status === 'done' ? null : leader, holds: 'EXISTS (SELECT 1 FROM noted AS s WHERE s.seq = $seq AND s.status = ?)', values: [status] };
}

function movedCondition(unit: string | null, least: number | null, most: number | null): Condition[] {
  const parts = [...(unit === null ? [] : [['unit = ?', unit] as const]), ...(least === null ? [] : [['amount >= ?', least] as const]), ...(most === null ? [] : [['amount <= ?', most] as const])];
  if (parts.length === 0) return [];
  const [where, values] = [(table: string) => parts.map(([part]) => `${table}.${part}`).join(' AND '), parts.map(([, value]) => value)];
  const leader = { table: 'moved INDEXED BY moved_amount', column: 'moved.seq', where: where('moved'), values };
  return [{ of: 'moved', leader: unit === null ? null : leader, holds: `EXISTS (SELECT 1 FROM moved AS m WHERE m.seq = $seq AND ${where('m')})`, values }];
}

function textCondition(text: string): Condition {
  const words = matching(text);
  if (words === '') return { of: 'text', leader: { table: 'noted', column: 'noted.seq', where: 'FALSE', values: [] }, holds: 'FALSE', values: [] };
  return { of: 'text', leader: { table: 'texts', column: 'texts.rowid', where: 'texts MATCH ?', values: [words] }, holds: '$seq IN (SELECT rowid FROM texts WHERE texts MATCH ?)', values: [words] };
}

/**
 * Each word as a beginning, in quotes, so that none is an operator of FTS5. A single letter or digit stands for itself: half of all words begin with it.
 * @example matching('oak "wood x') === '"oak"* "wood"* "x"'
 */
export function matching(text: string): string {
  return wordsIn(text).map((word) => `"${word}"${/^[\p{Ll}\p{Lu}\p{N}]$/u.test(word) ? '' : '*'}`).join(' ');
}
