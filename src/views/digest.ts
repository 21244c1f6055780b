/**
 * Figures for digests: per subcontract, member and local day of recording, summed from what was posted, so that each total is the ledger's.
 * What lies in a purse is its holder's: what goes from one of somebody's accounts to another counts as nothing. Pieces and mass come from the
 * numbers in a posting's why, `count` and `mass_g`, which kits give by these names.
 */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Why } from '../vocabulary/effects.ts';
import { holderOf } from '../vocabulary/purses.ts';
import { addDays, dayNumber, type Day } from '../vocabulary/time.ts';
import { showValue } from '../vocabulary/values.ts';
import { dayOf, type Citing } from './say.ts';
import type { DigestPeriod, DigestRow } from './shown.ts';
import { decimalsOf, digestDaysMax, subcontractNamed, type DigestSums, type View } from './view.ts';

export type DigestQuery = { readonly member?: string | undefined; readonly subcontract?: string | undefined; readonly period: 'day' | 'week' };

/** Periods in an answer: a year of weeks. */
const periodsMax = 60;

/** A posting, or what was owed instead of one (amount 0): the part that goes into the figures. */
type Moved = {
  readonly item: number; readonly because: string | null; readonly from: string; readonly to: string; readonly unit: string; readonly amount: number;
  readonly ref: string; readonly why: Why;
};

/** @param counted what this record has counted already: a price that is half paid, half owed is one taking */
export function addDigest(view: View, citing: Citing, moved: Moved, counted: Set<string>): void {
  const { because, unit, amount, why } = moved;
  const [from, to] = [holderOf(moved.from), holderOf(moved.to)];
  if (because === null) return;
  const day = dayOf(view, citing.recordedAt);
  if (amount > 0 && from !== to) {
    const payer = sums(view, day, because, from, unit);
    payer.paid += BigInt(amount);
    payer.postings += 1;
    const receiver = sums(view, day, because, to, unit);
    receiver.received += BigInt(amount);
    receiver.postings += 1;
  }
  const { count, mass_g: mass, by } = why;
  const key = `${moved.item} ${because} ${moved.ref} ${why.code}`;
  if (typeof count !== 'number' || typeof by !== 'string' || (by !== from && by !== to) || counted.has(key)) return;
  counted.add(key);
  const taker = sums(view, day, because, by, unit);
  if (by === from) {
    taker.pieces = upTo(taker.pieces, count);
    if (typeof mass === 'number') taker.mass = upTo(taker.mass, mass);
  } else {
    taker.returned = upTo(taker.returned, count);
  }
}

function sums(view: View, day: Day, subcontract: string, member: string, unit: string): DigestSums {
  let rows = view.digest.get(day);
  if (rows === undefined) {
    view.digest.set(day, rows = new Map());
    const oldest = addDays(day, -digestDaysMax);
    for (const old of view.digest.keys()) if (old < oldest) view.digest.delete(old);
  }
  const key = `${subcontract} ${member} ${unit}`;
  let row = rows.get(key);
  if (row === undefined) rows.set(key, row = { subcontract, member, unit, pieces: 0, returned: 0, mass: 0, paid: 0n, received: 0n, postings: 0 });
  return row;
}

/** Periods with figures, the latest first; none for a time in which nothing happened. */
export function digestPeriods(view: View, query: DigestQuery): DigestPeriod[] {
  const periods = new Map<Day, Map<string, DigestSums>>();
  for (const [day, rows] of view.digest) {
    const from = query.period === 'week' ? mondayOf(day) : day;
    for (const [key, row] of rows) {
      if ((query.member ?? row.member) !== row.member || (query.subcontract ?? row.subcontract) !== row.subcontract) continue;
      const period = periods.get(from) ?? new Map<string, DigestSums>();
      periods.set(from, period);
      mergeSums(period, key, row);
    }
  }
  const starts = [...periods.keys()].sort().reverse().slice(0, periodsMax);
  return starts.map((from) => {
    const rows = [...(periods.get(from) ?? new Map<string, DigestSums>()).values()];
    const totals = new Map<string, DigestSums>();
    for (const row of rows) mergeSums(totals, `${row.subcontract} ${row.unit}`, row);
    return {
      from, to: query.period === 'week' ? addDays(from, 6) : from,
      rows: rows.map((row) => rowShown(view, row)).sort((a, b) => (a.subcontract + a.member < b.subcontract + b.member ? -1 : 1)),
      totals: [...totals.values()].map((row) => {
        const { member: _, ...total } = rowShown(view, row);
        return total;
      }),
    };
  });
}

/** Adds a row to what is summed under the key. */
export function mergeSums(into: Map<string, DigestSums>, key: string, row: DigestSums): void {
  const known = into.get(key);
  if (known === undefined) {
    into.set(key, { ...row });
    return;
  }
  for (const name of ['pieces', 'returned', 'mass', 'postings'] as const) known[name] = upTo(known[name], row[name]);
  known.paid += row.paid;
  known.received += row.received;
}

/** A count stops at the largest that is held exactly: whoever reports so many pieces stops no picture of the others'. */
function upTo(sum: number, more: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, sum + more);
}

function rowShown(view: View, row: DigestSums): DigestRow {
  const { subcontract, member, unit, pieces, returned, postings } = row;
  const decimals = decimalsOf(view, unit);
  const type = subcontractNamed(view, subcontract)?.types.get('mass_g');
  return {
    subcontract, member, unit, pieces, returned, massG: String(showValue(type ?? { type: 'integer' }, row.mass, decimals)),
    paid: formatDecimal(row.paid, decimals), received: formatDecimal(row.received, decimals), postings,
  };
}

/** The first day of a day's week. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((dayNumber(day) + 3) % 7)); // 1970-01-01 was a Thursday
}
