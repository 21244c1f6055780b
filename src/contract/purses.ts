/** Purses of the contract's own subcontract, in effects. */
import { burn } from './gas.ts';

/**
 * The account of a purse that the kit declares; `key` where there is one for each of several things.
 * @example purse('ana', 'credit', 'school')
 */
export function purse(holder: string, name: string, key?: string): string {
  burn(4);
  if (typeof holder !== 'string' || typeof name !== 'string' || (key !== undefined && typeof key !== 'string')) throw new TypeError('expected texts');
  return key === undefined ? `${holder}//${name}` : `${holder}//${name}:${key}`;
}
