/** Money from outside and to outside in the view: what waits to be settled, what each unit has seen come and go, which references are recorded. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import { outside } from '../vocabulary/ids.ts';
import type { Fact, Posting } from '../vocabulary/outcomes.ts';
import type { BookingShown, OutsideShown, OutsideUnitShown, PayoutShown } from './outside-shown.ts';
import type { Citing } from './say.ts';
import { bookingsKeptMax, decimalsOf, type OutsideSums, type View } from './view.ts';

const kinds = ['payout.sent', 'booked', 'booked.reversed'] as const satisfies readonly Fact['fact'][];

export type OutsideFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isOutside(fact: Fact): fact is OutsideFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

export function applyOutside(view: View, { record, recordedAt }: Citing, fact: OutsideFact): void {
  switch (fact.fact) {
    case 'payout.sent': {
      const payout = view.payouts.get(fact.payout);
      if (payout !== undefined) view.payouts.set(fact.payout, { ...payout, sent: true });
      return;
    }
    case 'booked': {
      const { unit, reference, what, agent, amount } = fact;
      view.bookings.set(`${unit} ${reference}`, { unit, reference, what, agent, amount, reversed: false, record, recordedAt });
      const [oldest] = view.bookings.keys();
      if (view.bookings.size > bookingsKeptMax && oldest !== undefined) view.bookings.delete(oldest);
      return;
    }
    case 'booked.reversed': {
      const key = `${fact.unit} ${fact.reference}`;
      const booking = view.bookings.get(key);
      if (booking !== undefined) view.bookings.set(key, { ...booking, reversed: true });
    }
  }
}

/** A reservation to outside is a payout. */
export function notePayout(view: View, { record, recordedAt }: Citing, { id, from, to, unit, amount, why }: Fact & { fact: 'reserved' }): void {
  if (to !== outside) return;
  const reason = typeof why['reason'] === 'string' ? why['reason'] : null;
  view.payouts.set(id, { id, member: from, unit, amount, reason, sent: false, record, recordedAt });
}

/** Adds what a posting brings in or takes out. What is paid on a debt to the outside world pays for income that was taken back. */
export function noteOutside(view: View, { from, to, unit, amount, why }: Posting): void {
  if (from !== outside && to !== outside) return;
  const sums = view.outside.get(unit) ?? noSums;
  view.outside.set(unit, from === outside ? came(sums, why.code, BigInt(amount)) : went(sums, why.code, BigInt(amount)));
}

const noSums: OutsideSums = { opening: 0n, issued: 0n, income: 0n, takenBack: 0n, paidOut: 0n };

function came(sums: OutsideSums, code: string, amount: bigint): OutsideSums {
  switch (code) {
    case 'income': return { ...sums, income: sums.income + amount };
    case 'came_back': return { ...sums, paidOut: sums.paidOut - amount };
    case 'issued': return { ...sums, issued: sums.issued + amount };
    default: return { ...sums, opening: sums.opening + amount };
  }
}

function went(sums: OutsideSums, code: string, amount: bigint): OutsideSums {
  return code === 'paid_out' ? { ...sums, paidOut: sums.paidOut + amount } : { ...sums, takenBack: sums.takenBack + amount };
}

export function outsideOf(view: View): OutsideShown {
  return { keepers: view.charter?.rights.bank ?? [], units: [...view.units.keys()].map((unit) => unitShown(view, unit)), payouts: payoutsOf(view) };
}

function unitShown(view: View, unit: string): OutsideUnitShown {
  const { opening, issued, income, takenBack, paidOut } = view.outside.get(unit) ?? noSums;
  const pending = [...view.payouts.values()].filter((each) => each.unit === unit).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const show = (amount: number | bigint): string => formatDecimal(amount, decimalsOf(view, unit));
  return {
    unit, opening: show(opening), issued: show(issued), income: show(income), takenBack: show(takenBack), paidOut: show(paidOut), pending: show(pending),
    balance: show(view.accounts.get(`${outside} ${unit}`)?.balance ?? 0),
  };
}

/** Payouts that wait to be settled, the oldest first; of one member, or of all. */
export function payoutsOf(view: View, member?: string): PayoutShown[] {
  const all = [...view.payouts.values()].filter((each) => member === undefined || each.member === member);
  return all.map((each) => ({ ...each, amount: formatDecimal(each.amount, decimalsOf(view, each.unit)) }));
}

/** What is recorded under references of the bank, the latest last. */
export function bookingsOf(view: View, unit?: string): BookingShown[] {
  const all = [...view.bookings.values()].filter((each) => unit === undefined || each.unit === unit);
  return all.map((each) => ({ ...each, amount: formatDecimal(each.amount, decimalsOf(view, each.unit)) }));
}
