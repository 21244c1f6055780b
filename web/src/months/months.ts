/** Months as they are drawn and wound through. */
import type { AccountAhead, MonthAhead } from '../../../src/views/forecast-shown.ts';
import { size } from '../words/amounts.ts';

/** A month as one bar; the present one is two halves, of what has been and of what is to come. */
export type Bar = { readonly key: string; readonly month: string; readonly ahead: boolean; readonly came: number; readonly went: number; readonly end: number };

/** Of one account in one unit; months in which nothing moved stand where they belong, with what was there before. */
export function barsOf(months: readonly MonthAhead[], account: string, unit: string): Bar[] {
  const bars: Bar[] = [];
  let end = 0;
  for (const { month, ahead, accounts } of filled(months)) {
    const own = accounts.find((each) => each.account === account && each.unit === unit);
    if (own !== undefined) end = size(own.end);
    bars.push({ key: keyOf({ month, ahead }), month, ahead, came: size(own?.in ?? '0'), went: size(own?.out ?? '0'), end });
  }
  return bars;
}

export function keyOf({ month, ahead }: Pick<MonthAhead, 'month' | 'ahead'>): string {
  return `${month}${ahead ? ' ahead' : ''}`;
}

/** With the months that hold nothing. */
export function filled(months: readonly MonthAhead[]): MonthAhead[] {
  const all: MonthAhead[] = [];
  for (const next of months) {
    const last = all.at(-1);
    for (let month = last === undefined ? next.month : after(last.month); month < next.month; month = after(month)) all.push({ month, ahead: next.ahead && last?.ahead === true, movements: [], told: [], accounts: [] });
    all.push(next);
  }
  return all;
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** The accounts of all months, those that are spent from first. */
export function accountsIn(months: readonly MonthAhead[]): Pick<AccountAhead, 'account' | 'name' | 'unit'>[] {
  const known = new Map<string, Pick<AccountAhead, 'account' | 'name' | 'unit'>>();
  for (const { accounts } of months) for (const { account, name, unit } of accounts) known.set(`${account} ${unit}`, { account, name, unit });
  return [...known.values()].sort((a, b) => Number(a.account.includes('/')) - Number(b.account.includes('/')) || (a.account < b.account ? -1 : 1));
}
