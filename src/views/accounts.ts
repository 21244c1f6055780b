/** Accounts of members and their purses, and the books in which each unit sums to zero. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { holderOf, parsePurse } from '../vocabulary/purses.ts';
import type { AccountShown, BooksShown, UnitBooks } from './accounts-shown.ts';
import { nameOf } from './say.ts';
import { decimalsOf, type AccountView, type View } from './view.ts';

/** Accounts that the books list of a unit; what is left stands in one sum. */
export const bookedAccountsMax = 500;

/** A holder's own account in every unit, and their purses in which something lies or lay; in order of their names. */
export function accountsOf(view: View, holder: string): AccountShown[] {
  const shown = new Map<string, AccountShown>();
  for (const unit of view.units.keys()) shown.set(`${holder} ${unit}`, accountShown(view, holder, unit, view.accounts.get(`${holder} ${unit}`) ?? { balance: 0, held: 0, floor: 0 }));
  for (const [key, state] of view.accounts) {
    const [account = '', unit = ''] = key.split(' ');
    if (account !== holder && holderOf(account) === holder) shown.set(key, accountShown(view, account, unit, state));
  }
  return [...shown.values()];
}

export function booksOf(view: View): BooksShown {
  return { records: view.records, units: [...view.units.keys()].map((unit) => unitBooks(view, unit)) };
}

/** Largest first, so that what stands in one sum is the least. */
function unitBooks(view: View, unit: string): UnitBooks {
  const own = [...view.accounts].flatMap(([key, state]) => (key.endsWith(` ${unit}`) && state.balance !== 0 ? [{ account: key.slice(0, -unit.length - 1), state }] : []));
  own.sort((a, b) => Math.abs(b.state.balance) - Math.abs(a.state.balance) || compareIds(a.account, b.account));
  const sum = (some: typeof own): string => formatDecimal(some.reduce((total, { state }) => total + BigInt(state.balance), 0n), decimalsOf(view, unit));
  const others = own.slice(bookedAccountsMax);
  return {
    unit, accounts: own.slice(0, bookedAccountsMax).map(({ account, state }) => accountShown(view, account, unit, state)),
    others: { count: others.length, balance: sum(others) }, sum: sum(own),
  };
}

function accountShown(view: View, account: string, unit: string, { balance, held, floor }: AccountView): AccountShown {
  const purse = parsePurse(account);
  const show = (amount: number): string => formatDecimal(amount, decimalsOf(view, unit));
  return {
    account, name: nameOf(view, account), holder: holderOf(account), subcontract: purse?.subcontract ?? null, unit,
    balance: show(balance), held: show(held), floor: show(floor), available: show(Math.max(0, balance - held - floor)),
  };
}
