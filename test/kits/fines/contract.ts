/** Whoever is marked as late pays a fine. */
import { charge, contract, type Marked, type Now } from 'frankpledge/contract';

type Terms = { unit: string; fine: number };

export default contract({
  marked: {
    late: ({ terms, parties, event }: Now<Terms, { chest: string }, unknown, Marked>) => ({
      effects: [charge({ from: event.on, to: parties.chest, unit: terms.unit, amount: terms.fine, ref: event.ref, why: { code: 'fine', by: event.on } })],
    }),
  },
});
