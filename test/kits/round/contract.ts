/** Whoever rings pays the round, under a part that they took up. */
import { contract, transfer, type Now, type Observed } from 'frankpledge/contract';

type Terms = { unit: string; price: number };

export default contract({
  observed: {
    rang: ({ terms, parties, event }: Now<Terms, { host: string }, unknown, Observed<{ by: string }>>) => ({
      effects: [transfer({ from: event.by, to: parties.host, unit: terms.unit, amount: terms.price, ref: event.id, part: 'rounds', why: { code: 'round', by: event.by } })],
    }),
  },
});
