/** A statement of an account: what it held, what moved and why, what it holds; and it as a table for other programs. */
import { nameOf } from '../views/say.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { holderOf } from '../vocabulary/purses.ts';
import { refuse, ok, type Result } from '../vocabulary/result.ts';
import { addDays, type Day, type Instant } from '../vocabulary/time.ts';
import { localDay, startOfDay } from '../vocabulary/zones.ts';
import { csvOf } from './csv.ts';
import type { Ledger, Movement, Span } from './ledger.ts';
import type { StatementLine, StatementShown } from './shown.ts';

/** Movements of one statement: some years of a busy account. */
export const linesMax = 20_000;

export type StatementAsked = { readonly account: string; readonly unit: string; readonly from: Day; readonly to: Day };
/** The log that it is taken from, and when. */
export type StatementGround = { readonly records: number; readonly root: string; readonly now: Instant };

export function statementOf(view: View, ledger: Pick<Ledger, 'movements' | 'balance'>, { account, unit, from, to }: StatementAsked, { records, root, now }: StatementGround): Result<StatementShown> {
  const span = spanOf(view, from, to);
  if (!span.ok) return span;
  if (!view.units.has(unit)) return refuse('unknown_value', `there is no unit ${unit}: there are ${[...view.units.keys()].join(', ')}`);
  if (!isKnown(view, account)) return refuse('unknown_value', `there is no account ${account}`);
  const movements = ledger.movements(account, unit, span.value, linesMax + 1);
  if (movements.length > linesMax) return refuse('too_large', `there are more than ${linesMax} movements from ${from} to ${to}: take a shorter period`);
  const opening = ledger.balance(account, unit, span.value.from);
  const show = (amount: number | bigint): string => formatDecimal(amount, decimalsOf(view, unit));
  const lines = linesOf(view, account, movements, opening, show);
  const sum = (some: readonly Movement[]): bigint => some.reduce((total, { amount }) => total + BigInt(amount), 0n);
  const [came, went] = [sum(movements.filter((each) => each.to === account)), sum(movements.filter((each) => each.from === account))];
  const holder = holderOf(account);
  return ok({
    origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? 'UTC', account, accountName: nameOf(view, account), holder, holderName: nameOf(view, holder),
    unit, unitName: view.units.get(unit)?.name ?? unit, from, to, opening: show(opening), came: show(came), went: show(went), closing: show(BigInt(opening) + came - went),
    lines, records, root, takenAt: now,
  });
}

/** From the first instant of one day to the last of the other, by the collective's clocks. */
export function spanOf(view: View, from: Day, to: Day): Result<Span> {
  if (view.zone === null) return refuse('stopped', 'the zone\'s rules aren\'t at hand, so it isn\'t known when a day begins');
  if (from > to) return refuse('invalid_value', `the period begins on ${from}, after its end on ${to}`);
  return ok({ from: startOfDay(view.zone, from), until: startOfDay(view.zone, addDays(to, 1)) });
}

function isKnown(view: View, account: string): boolean {
  return view.members.has(account) || [...view.units.keys()].some((unit) => view.accounts.has(`${account} ${unit}`));
}

function linesOf(view: View, account: string, movements: readonly Movement[], opening: number, show: (amount: number) => string): StatementLine[] {
  let balance = opening;
  return movements.map(({ seq, n, at, from, to, amount, because, why }) => {
    const signed = to === account ? amount : -amount;
    balance += signed;
    const other = to === account ? from : to;
    return {
      id: `${seq}.${n}`, record: seq, at, day: view.zone === null ? '' : localDay(view.zone, at), other, otherName: nameOf(view, other), subcontract: because, why,
      amount: show(signed), balance: show(balance),
    };
  });
}

const columns = ['day', 'record', 'with', 'agreement', 'reason', 'amount', 'balance', 'unit'] as const;

/** The first row is what the account held before, the last what it holds then. */
export function statementCsv({ lines, opening, closing, from, to, unit }: StatementShown, withMark: boolean): string {
  const rows = lines.map(({ id, day, otherName, subcontract, why, amount, balance }) => [day, id, otherName, subcontract ?? '', why, amount, balance, unit]);
  return csvOf(columns, [[from, '', '', '', 'opening', '', opening, unit], ...rows, [to, '', '', '', 'closing', '', closing, unit]], withMark);
}
