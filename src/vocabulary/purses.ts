/**
 * Purses: sub-accounts that a member has within a subcontract, for a purpose of their own: `ana/household/fund`, or one for each of several
 * things, `ana/household/credit:school`. What lies in one is its holder's, and only that subcontract moves it.
 */
import { isId } from './ids.ts';

export type Purse = {
  readonly holder: string;
  readonly subcontract: string;
  /** As the kit calls it. */
  readonly name: string;
  readonly key: string | null;
};

export function formatPurse({ holder, subcontract, name, key }: Purse): string {
  return `${holder}/${subcontract}/${name}${key === null ? '' : `:${key}`}`;
}

/** Null for what is no purse: a member's own account, or nothing at all. */
export function parsePurse(account: string): Purse | null {
  const [holder = '', subcontract = '', rest, ...more] = account.split('/');
  if (rest === undefined || more.length > 0) return null;
  const colon = rest.indexOf(':');
  const [name, key] = colon < 0 ? [rest, null] : [rest.slice(0, colon), rest.slice(colon + 1)];
  return [holder, subcontract, name, key ?? 'none'].every(isId) ? { holder, subcontract, name, key } : null;
}

export function isPurse(account: string): boolean {
  return account.includes('/');
}

/** Whose it is: a purse's holder, or the account's own name. */
export function holderOf(account: string): string {
  const slash = account.indexOf('/');
  return slash < 0 ? account : account.slice(0, slash);
}
