/** Reads money that is moved by hand: issued, or paid from one member to another. */
import type { Issuing } from '../vocabulary/changes.ts';
import { checkDecimals, type Names } from './names.ts';
import type { Place } from './yaml-place.ts';

/** To a member that exists, in a unit that exists, no finer than the unit. */
export function checkMoney(place: Place, names: Names): void {
  place.optional('to')?.oneOf(names.members, 'member');
  checkAmount(place, names);
}

/** In a unit that exists, no finer than it. */
export function checkAmount(place: Place, names: Names): void {
  const unit = place.optional('unit')?.oneOf(names.units.map((each) => each.id), 'unit');
  const decimals = names.units.find((each) => each.id === unit)?.decimals;
  const amount = place.optional('amount');
  if (amount !== undefined && decimals !== undefined) checkDecimals(amount, decimals);
}

const issuingKeys = ['to', 'unit', 'amount', 'reason'] as const;

export function readIssuing(place: Place, names: Names): Issuing {
  place.only(issuingKeys);
  for (const key of issuingKeys) place.need(key);
  checkMoney(place, names);
  return issuingOf(place.object());
}

export function issuingOf(said: { readonly [key: string]: unknown }): Issuing {
  const text = (key: string): string => (typeof said[key] === 'string' || typeof said[key] === 'number' ? String(said[key]) : '');
  return { to: text('to'), unit: text('unit'), amount: text('amount'), reason: text('reason') };
}
