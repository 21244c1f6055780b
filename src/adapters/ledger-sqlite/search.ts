/** A query as SQL: the condition that fits fewest records leads, and the others are looked up for each that it finds, the latest first. */
import type { SQLInputValue } from 'node:sqlite';
import type { LedgerQuery } from '../../ledger/ledger.ts';

export type Statement = { readonly sql: string; readonly values: readonly SQLInputValue[] };

/** Words of a query: more say nothing more. */
const wordsMax = 12;

type Condition = { /** A table of records, as `FROM` takes it. */ readonly leads: string | null; readonly column: string; readonly where: string; readonly holds: string; readonly values: readonly SQLInputValue[] };

/** @param before records from this number on are left out */
export function searchStatement(query: LedgerQuery, before: number | null, limit: number): Statement {
  const conditions = conditionsOf(query);
  const leading = conditions.find(({ leads }) => leads !== null);
  const others = conditions.filter((each) => each !== leading);
  const column = leading?.column ?? 'noted.seq';
  const where = [...(leading === undefined ? [] : [leading.where]), ...others.map(({ holds }) => holds.replaceAll('$seq', column)), ...(before === null ? [] : [`${column} < ?`])];
  return {
    sql: `SELECT DISTINCT ${column} AS seq FROM ${leading?.leads ?? 'noted'}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} ORDER BY ${column} DESC LIMIT ?`,
    values: [...(leading?.values ?? []), ...others.flatMap(({ values }) => values), ...(before === null ? [] : [before]), limit],
  };
}

/** Those that fit fewest first. */
function conditionsOf({ text, person, agreement, kind, status, unit, least, most, from, until }: LedgerQuery): Condition[] {
  const words = text === null ? '' : matching(text);
  return [
    ...(words === '' ? [] : [leading('texts', 'texts.rowid', 'texts MATCH ?', '$seq IN (SELECT rowid FROM texts WHERE texts MATCH ?)', [words])]),
    ...(person === null ? [] : [leading('people', 'people.seq', 'people.person = ?', 'EXISTS (SELECT 1 FROM people WHERE person = ? AND seq = $seq)', [person])]),
    ...(agreement === null ? [] : [leading('agreements', 'agreements.seq', 'agreements.agreement = ?', 'EXISTS (SELECT 1 FROM agreements WHERE agreement = ? AND seq = $seq)', [agreement])]),
    ...(kind === null ? [] : [leading('noted INDEXED BY noted_kind', 'noted.seq', 'noted.kind = ?', 'EXISTS (SELECT 1 FROM noted AS k WHERE k.seq = $seq AND k.kind = ?)', [kind])]),
    ...(status === null ? [] : [only('EXISTS (SELECT 1 FROM noted AS s WHERE s.seq = $seq AND s.status = ?)', [status])]),
    ...movedCondition(unit, least, most),
    // Time never goes back from one record to the next.
    ...(from === null ? [] : [only('$seq >= (SELECT coalesce(min(f.seq), 9007199254740991) FROM noted AS f WHERE f.at >= ?)', [from])]),
    ...(until === null ? [] : [only('$seq < (SELECT coalesce(min(u.seq), 9007199254740991) FROM noted AS u WHERE u.at >= ?)', [until])]),
  ];
}

function movedCondition(unit: string | null, least: number | null, most: number | null): Condition[] {
  const parts = [...(unit === null ? [] : [['m.unit = ?', unit] as const]), ...(least === null ? [] : [['m.amount >= ?', least] as const]), ...(most === null ? [] : [['m.amount <= ?', most] as const])];
  return parts.length === 0 ? [] : [only(`EXISTS (SELECT 1 FROM moved AS m WHERE m.seq = $seq AND ${parts.map(([part]) => part).join(' AND ')})`, parts.map(([, value]) => value))];
}

function leading(leads: string, column: string, where: string, holds: string, values: readonly SQLInputValue[]): Condition {
  return { leads, column, where, holds, values };
}

function only(holds: string, values: readonly SQLInputValue[]): Condition {
  return { leads: null, column: '', where: '', holds, values };
}

/** Each word as a beginning, in quotes, so that none is an operator of FTS5. @example matching('oak "wood') === '"oak"* "wood"*' */
export function matching(text: string): string {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').slice(0, wordsMax).map((word) => `"${word}"*`).join(' ');
}
