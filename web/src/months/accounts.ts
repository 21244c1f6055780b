/** How a member's own accounts and the agreements are called on the page of their months. */
import { parsePurse } from '../../../src/vocabulary/purses.ts';
import { t } from '../messages/t.ts';
import { called, spaced, titled } from '../words/names.ts';

/** Whose own page it is, and how an account of somebody else is called. */
export type Own = { readonly member: string; readonly account: string; readonly name: string };

/**
 * @example ownName({ member: 'bo', account: 'bo', name: 'Bo' }) === 'to spend'
 * @example ownName({ member: 'bo', account: 'bo/fund/credit:school', name: 'Bo\'s credit for school' }) === 'credit for school, in Fund'
 */
export function ownName({ member, account, name }: Own): string {
  if (account === member) return t('months.own');
  const purse = parsePurse(account);
  if (purse === null || purse.holder !== member) return name;
  const what = purse.key === null ? called(purse.name) : t('months.purse_for', { what: called(purse.name), for: spaced(purse.key) });
  return what === purse.subcontract ? what : t('months.purse_in', { what, agreement: titled(purse.subcontract) });
}

export function isOwn(member: string, account: string): boolean {
  return account === member || parsePurse(account)?.holder === member;
}
