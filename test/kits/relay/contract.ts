/** A share of what the giver receives goes on to the taker, rounded half away from zero; how much it was in all is kept. */
import { contract, mulDiv, transfer, type Now, type Posted, type Requested } from 'frankpledge/contract';

type Terms = { unit: string; share: number };
type Parties = { giver: string; taker: string };

export default contract({
  posted: {
    received: ({ terms, parties, state, event }: Now<Terms, Parties, { passed: number | null }, Posted>) => {
      const amount = mulDiv(event.amount, terms.share, 1_000_000_000);
      return {
        state: { passed: (state.passed ?? 0) + amount },
        effects: [transfer({ from: parties.giver, to: parties.taker, unit: terms.unit, amount, ref: event.ref, why: { code: 'share', ref: event.ref } })],
      };
    },
  },
  asked: {
    passed: ({ state }: Now<Terms, Parties, { asked: number | null }, Requested<{ from: string }>>) => ({ answer: { amount: state.asked ?? 0 } }),
  },
});
