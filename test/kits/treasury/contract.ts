/** Pays out of what all hold in common, as they decide; anyone puts something in. */
import { contract, mark, refuse, transfer, type Now, type Requested } from 'frankpledge/contract';

type Terms = { unit: string; most: number };
type Asked<Values> = Now<Terms, { pot: string }, unknown, Requested<Values>>;

export default contract({
  requested: {
    grant: ({ terms, parties, event, view }: Asked<{ to: string; amount: number }>) => {
      if (view.agents['by']?.member === true) return refuse('not_permitted', 'no member grants anything alone');
      if (event.amount > terms.most) return refuse('contract_refused', 'that is more than is paid at a time');
      return { effects: [transfer({ from: parties.pot, to: event.to, unit: terms.unit, amount: event.amount, ref: event.id, why: { code: 'granted', by: event.by, to: event.to } })] };
    },
    put_in: ({ terms, parties, event }: Asked<{ amount: number }>) => ({
      effects: [transfer({ from: event.by, to: parties.pot, unit: terms.unit, amount: event.amount, ref: event.id, why: { code: 'put_in', by: event.by } })],
    }),
    warn: ({ event }: Asked<{ of: string }>) => ({ effects: [mark(event.of, 'warned', event.id)] }),
  },
});
