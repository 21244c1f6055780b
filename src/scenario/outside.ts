/** Reads the steps by which money comes from outside and leaves: what the bank booked, what members ask for, how that was settled. */
import type { ActOf, Settled } from './acts.ts';
import { checkAmount } from './issuing.ts';
import { accountAt, type Names } from './names.ts';
import { readSaid, readSpeaker, saidKeys } from './saying.ts';
import type { Place } from './yaml-place.ts';

/** `day` left out: that of the step. */
export function readIncome(place: Place, names: Names): ActOf<'income'> {
  place.only(['by', 'to', 'unit', 'amount', 'from', 'reference', 'day']);
  const to = accountAt(place.need('to'), names);
  const money = moneyAt(place, names);
  const day = place.optional('day')?.text();
  return { kind: 'income', ...keeper(place, names), to, ...money, from: place.optional('from')?.text() ?? '', reference: textAt(place.need('reference')), ...(day === undefined ? {} : { day }) };
}

export function readPayout(place: Place, names: Names): ActOf<'payout'> {
  place.only([...saidKeys, 'id', 'unit', 'amount', 'reason']);
  const id = place.need('id');
  if (names.payouts.includes(id.text())) id.problem(`there are two payouts called "${id.text()}"`);
  const reason = place.optional('reason')?.text();
  return { kind: 'payout', ...readSaid(place, names), id: id.id(), ...moneyAt(place, names), ...(reason === undefined ? {} : { reason }) };
}

/** A payout that its member takes back. */
export function readCancel(place: Place, names: Names): ActOf<'cancel'> {
  place.only([...saidKeys, 'payout']);
  return { kind: 'cancel', ...readSaid(place, names), payout: place.need('payout').oneOf(names.payouts, 'payout') };
}

export function readSettle(place: Place, names: Names): ActOf<'settle'> {
  place.only(['by', 'payout', 'how', 'reference', 'reason']);
  const payout = place.need('payout').oneOf(names.payouts, 'payout');
  return { kind: 'settle', ...keeper(place, names), payout, settled: readHow(place) };
}

function readHow(place: Place): Settled {
  const reference = place.optional('reference');
  const reason = place.optional('reason');
  const strange = (of: Place | undefined, how: string): void => of?.problem(`a payout that is ${how} has none of this`);
  switch (place.need('how').oneOf(['sent', 'paid', 'returned'], 'way')) {
    case 'paid':
      strange(reason, 'paid');
      return { how: 'paid', reference: textAt(place.need('reference')) };
    case 'returned': return { how: 'returned', reason: place.need('reason').text(), ...(reference === undefined ? {} : { reference: textAt(reference) }) };
    default:
      strange(reason ?? reference, 'sent');
      return { how: 'sent' };
  }
}

export function readReverse(place: Place, names: Names): ActOf<'reverse'> {
  place.only(['by', 'unit', 'reference', 'reason', 'return_reference']);
  const returning = place.optional('return_reference');
  return {
    kind: 'reverse', ...keeper(place, names), unit: place.need('unit').oneOf(names.units.map((each) => each.id), 'unit'), reference: textAt(place.need('reference')), reason: place.need('reason').text(),
    ...(returning === undefined ? {} : { returning: textAt(returning) }),
  };
}

/** Null: whom the charter names. */
function keeper(place: Place, names: Names): { readonly by: string | null } {
  const by = place.optional('by');
  return { by: by === undefined ? null : readSpeaker(by, names) };
}

function moneyAt(place: Place, names: Names): { readonly unit: string; readonly amount: string } {
  const [unit, amount] = [place.need('unit'), place.need('amount')];
  checkAmount(place, names);
  return { unit: textAt(unit), amount: textAt(amount) };
}

/** References and amounts may look like numbers. */
function textAt(place: Place): string {
  const raw = place.raw();
  return typeof raw === 'number' ? String(raw) : place.text();
}
