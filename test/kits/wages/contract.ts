/** Whoever comes gets the day's wage. */
import { contract, transfer, type Now, type Observed } from 'frankpledge/contract';

type Terms = { unit: string; wage: number };

export default contract({
  observed: {
    came: ({ terms, parties, event }: Now<Terms, { employer: string }, unknown, Observed<{ by: string }>>) => ({
      effects: [transfer({ from: parties.employer, to: event.by, unit: terms.unit, amount: terms.wage, ref: event.id, why: { code: 'wage', by: event.by } })],
    }),
  },
});
