/** Purses: whether there can be one, what a contract means by one, and giving back what lies in them when they end. */
import { compareIds, isId } from '../vocabulary/ids.ts';
import { formatPurse, holderOf, isPurse, parsePurse } from '../vocabulary/purses.ts';
import { lessen, move } from './money.ts';
import type { KernelState, Reserved, Subcontract } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Why of what comes back out of a purse that ends. */
export const purseEnded = 'purse_ended';

/** Whether something can be paid in there: a member's own account, or a purse within a subcontract that has such. */
export function isAccount(state: KernelState, account: string): boolean {
  return isPurse(account) ? isOpenPurse(state, account) : state.members.has(account);
}

export function isOpenPurse(state: KernelState, account: string): boolean {
  const purse = parsePurse(account);
  if (purse === null || state.members.get(purse.holder)?.left !== null) return false;
  const purses = state.subcontracts.get(purse.subcontract)?.manifest.purses ?? {};
  return Object.hasOwn(purses, purse.name) && (purses[purse.name]?.keyed === true) === (purse.key !== null);
}

/** Whether it is a purse of this subcontract, called so. */
export function isPurseOf({ id }: Pick<Subcontract, 'id'>, account: string, name: string): boolean {
  const purse = isPurse(account) ? parsePurse(account) : null;
  return purse !== null && purse.subcontract === id && purse.name === name;
}

/** An account as a contract writes it: of its own purses it leaves out whose they are, `ana//fund`. */
export function accountMeant({ id }: Pick<Subcontract, 'id'>, written: string): string {
  const [holder = '', subcontract, rest, ...more] = written.split('/');
  return subcontract === '' && rest !== undefined && more.length === 0 ? `${holder}/${id}/${rest}` : written;
}

/** The purse of this subcontract that a holder has, for reading; null where there can be none. */
export function purseNamed({ id }: Pick<Subcontract, 'id'>, holder: string, name: string, key: string | null): string | null {
  return isId(holder) && (key === null || isId(key)) ? formatPurse({ holder, subcontract: id, name, key }) : null;
}

/** Where money goes that was reserved for an account, or owed to it: to whose purse it was, where that has ended meanwhile. */
export function accountNow(state: KernelState, account: string): string {
  return isPurse(account) && !isOpenPurse(state, account) ? holderOf(account) : account;
}

/** What was reserved and is free again pays what is owed; out of a purse that has ended meanwhile it goes to its holder. */
export function setFree(turn: Turn, { from, unit, amount }: Pick<Reserved, 'from' | 'unit' | 'amount'>): void {
  const to = accountNow(turn.state, from);
  if (to === from) turn.income.push(`${from} ${unit}`);
  else turn.onItsOwn(() => { takeOut(turn, from, to, unit, amount); });
}

type PursesOf = { readonly subcontract: string } | { readonly holder: string };

/**
 * What lies in purses of a subcontract that ends, or of a member who goes, is their holders' own, and what they owe to such a purse of their own
 * they owe to nobody. What is reserved stays until that is decided.
 */
export function emptyPurses(turn: Turn, of: PursesOf): void {
  const { state } = turn;
  forgiveOwn(turn, of);
  const theirs = [...state.accounts.keys()].filter((key) => isPurse(key) && isAmong(of, key.slice(0, key.indexOf(' '))));
  for (const key of theirs.sort(compareIds)) {
    const space = key.indexOf(' ');
    const [account, unit] = [key.slice(0, space), key.slice(space + 1)];
    const { balance = 0, held = 0 } = state.accounts.get(key) ?? {};
    takeOut(turn, account, holderOf(account), unit, balance - held);
  }
}

function takeOut(turn: Turn, from: string, to: string, unit: string, amount: number): void {
  move(turn, { item: 0, because: null }, { from, to, unit, amount, ref: parsePurse(from)?.subcontract ?? '', why: { code: purseEnded }, adopted: null, consent: null });
}

function isAmong(of: PursesOf, account: string): boolean {
  const purse = parsePurse(account);
  return purse !== null && ('holder' in of ? purse.holder === of.holder : purse.subcontract === of.subcontract);
}

function forgiveOwn(turn: Turn, of: PursesOf): void {
  for (const debt of [...turn.state.obligations.values()].sort((a, b) => a.id - b.id)) {
    const isOwn = isPurse(debt.creditor) && holderOf(debt.creditor) === debt.debtor && isAmong(of, debt.creditor);
    if (isOwn) lessen(turn, { item: 0, because: debt.because }, debt, debt.left, 'forgiven');
  }
}
