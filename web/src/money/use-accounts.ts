/** What a member has, and how their accounts are called. */
import type { AccountShown } from '../../../src/views/accounts-shown.ts';
import { parsePurse } from '../../../src/vocabulary/purses.ts';
import { useLive, type Live } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { calledAlone, spaced, titled } from '../words/names.ts';

export function useAccounts(holder: string, records: number): Live<readonly AccountShown[]> {
  return useLive<readonly AccountShown[]>(`/api/accounts?holder=${encodeURIComponent(holder)}`, records);
}

/** As its holder calls it. @example ownAccount('bo/fund/credit:school') === 'Credit for school, in Fund' */
export function ownAccount(account: string): string {
  const purse = parsePurse(account);
  if (purse === null) return t('money.account.own');
  const what = calledAlone(purse.name);
  const named = purse.key === null ? what : t('money.account.for', { what, for: spaced(purse.key) });
  return t('money.account.in', { what: named, agreement: titled(purse.subcontract) });
}

/** As others do. @example accountName('bo/fund/credit:school', nameOf) === 'Bo: Credit for school, in Fund' */
export function accountName(account: string, nameOf: (id: string) => string): string {
  const purse = parsePurse(account);
  return purse === null ? nameOf(account) : t('money.account.of', { name: nameOf(purse.holder), account: ownAccount(account) });
}
