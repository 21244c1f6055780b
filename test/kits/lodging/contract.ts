/**
 * Rent on a date of each month, and a part of each income put by.
 * What can't happen: that the 31st is lost after a shorter month, or that what is put by pays anybody.
 */
import { addMonths, charge, contract, dayInMonth, mulDiv, purse, timer, transfer, type Day, type Now, type Occasion, type Posted, type Requested, type Woke } from 'frankpledge/contract';

type Terms = { unit: string; rent: number; rent_day: number; put_by: number };
type Parties = { tenant: string; landlord: string };

const one = 1_000_000;

/** The date within the next month, counted from its own month, so that the 31st comes back. */
const after = (day: Day, date: number): Day => dayInMonth(addMonths(dayInMonth(day, 1), 1), date);

export default contract({
  adopted: ({ terms, event }: Now<Terms, Parties, unknown, Occasion>) => {
    const due = dayInMonth(event.today, terms.rent_day);
    return { effects: [timer('rent', { day: due > event.today ? due : after(event.today, terms.rent_day) })] };
  },
  woke: {
    rent: ({ terms, parties, event }: Now<Terms, Parties, unknown, Woke<unknown>>) => ({
      effects: [
        charge({ from: parties.tenant, to: parties.landlord, unit: terms.unit, amount: terms.rent, ref: event.day, why: { code: 'rent', day: event.day } }),
        timer('rent', { day: after(event.day, terms.rent_day) }),
      ],
    }),
  },
  posted: {
    income: ({ terms, event }: Now<Terms, Parties, unknown, Posted>) => ({
      effects: [transfer({ from: event.payee, to: purse(event.payee, 'reserve'), unit: terms.unit, amount: mulDiv(event.amount, terms.put_by, one), ref: event.ref, why: { code: 'put_by', by: event.payee } })],
    }),
  },
  asked: {
    covered: ({ terms, event, view }: Now<Terms, Parties, unknown, Requested<unknown>, 'reserve'>) => ({
      answer: { by: event.by, covered: view.balances.reserve < terms.rent ? [] : [{ what: 'rent', until: dayInMonth(event.today, 31) }] },
    }),
  },
});
