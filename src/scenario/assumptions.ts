/** Reads a file of what a forecast is to assume: money from outside and out, and what members ask for, pay and consent to, once or every so many months. */
import type { Assumption, AssumedSaid, Repeated } from '../vocabulary/assumptions.ts';
import { outside } from '../vocabulary/ids.ts';
import { hourMs, isDay, type Day } from '../vocabulary/time.ts';
import { reading, type Reading } from './read.ts';
import type { Place } from './yaml-place.ts';

/** Who there is, and what they call things; `subcontracts` with the parts that one can consent to. */
export type AssumptionNames = {
  readonly members: readonly string[]; readonly subcontracts: ReadonlyMap<string, readonly string[]>; readonly firstUnit: string; readonly units: readonly string[]; readonly bookkeeper: string;
};

const timeKeys = ['day', 'every_months', 'until'];
/** What is assumed of a day is assumed of its noon. */
const inDayMs = 12 * hourMs;

export function readAssumptions(text: string, names: AssumptionNames): Reading<Assumption> {
  return reading(text, (root) => {
    root.only(['says', 'income', 'payouts', 'pay', 'requests', 'consents', 'withdrawals']);
    const incomes = root.optional('income')?.list().map((each, place) => repeated(each, ['to', 'unit', 'amount', 'from'], names.bookkeeper, incomeAt(each, place, names))) ?? [];
    const members = (key: string, keys: readonly string[], said: (place: Place) => AssumedSaid): Repeated[] =>
      root.optional(key)?.list().map((each) => repeated(each, ['by', ...keys], each.need('by').oneOf(names.members, 'member'), said(each))) ?? [];
    return {
      words: root.optional('says')?.text() ?? 'what the file says, and nothing else',
      said: [
        ...incomes,
        ...members('consents', ['subcontract', 'part'], (each) => consentAt(each, names, true)),
        ...members('withdrawals', ['subcontract', 'part'], (each) => consentAt(each, names, false)),
        ...members('requests', ['subcontract', 'action', 'with'], (each) => requestAt(each, names)),
        ...members('pay', ['to', 'unit', 'amount'], (each) => payAt(each, names)),
        ...members('payouts', ['unit', 'amount', 'reason'], (each) => payoutAt(each, names)),
      ],
    };
  });
}

function repeated(place: Place, keys: readonly string[], by: string, said: AssumedSaid): Repeated {
  place.only([...keys, ...timeKeys]);
  const until = place.optional('until');
  return { by, said, first: dayAt(place.need('day')), inDayMs, every: place.optional('every_months')?.integer(1, 120) ?? null, until: until === undefined ? null : dayAt(until) };
}

function dayAt(place: Place): Day {
  const day = place.text();
  if (day !== '' && !isDay(day)) place.problem(`"${day}" is not a day such as 2026-03-01`);
  return isDay(day) ? day : '1970-01-01';
}

function incomeAt(place: Place, at: number, names: AssumptionNames): AssumedSaid {
  const to = place.need('to').text();
  return { kind: 'income', body: { to, ...money(place, names), from: place.optional('from')?.text() ?? outside, reference: `assumed-${at}`, day: '1970-01-01' } };
}

function requestAt(place: Place, names: AssumptionNames): AssumedSaid {
  return { kind: 'request', body: { subcontract: subcontractAt(place, names), action: place.need('action').text(), with: place.optional('with')?.object() ?? {} } };
}

function subcontractAt(place: Place, { subcontracts }: AssumptionNames): string {
  return place.need('subcontract').oneOf([...subcontracts.keys()], 'subcontract');
}

function consentAt(place: Place, names: AssumptionNames, given: boolean): AssumedSaid {
  const subcontract = subcontractAt(place, names);
  return { kind: 'consent', body: { subcontract, part: place.need('part').oneOf(names.subcontracts.get(subcontract) ?? [], `part of ${subcontract}`), given } };
}

function payoutAt(place: Place, names: AssumptionNames): AssumedSaid {
  const reason = place.optional('reason')?.text();
  return { kind: 'payout', body: { ...money(place, names), ...(reason === undefined ? {} : { reason }) } };
}

function payAt(place: Place, names: AssumptionNames): AssumedSaid {
  return { kind: 'pay', body: { to: place.need('to').oneOf(names.members, 'member'), ...money(place, names) } };
}

function money(place: Place, { units, firstUnit }: AssumptionNames): { readonly unit: string; readonly amount: string } {
  const amount = place.need('amount').raw();
  if (typeof amount !== 'string' && typeof amount !== 'number') place.need('amount').problem('this must be an amount such as "120.00"');
  return { unit: place.optional('unit')?.oneOf(units, 'unit') ?? firstUnit, amount: String(amount) };
}
