/** Who is seen pays, where it is sure enough that it happened; what is less sure does nothing. */
import { charge, contract, get, notice, type Now, type Observed } from 'frankpledge/contract';

type Terms = { unit: string; event_cutoff: number; fine: number };

export default contract({
  observed: {
    violation: ({ terms, parties, event, view }: Now<Terms, { chest: string }, unknown, Observed<{ by: string | null }>>) => {
      const by = event.by;
      const agent = get(view.agents, 'by');
      if (event.p.event < terms.event_cutoff || by === null || agent === undefined || !agent.member) return {};
      return {
        effects: [
          charge({ from: by, to: parties.chest, unit: terms.unit, amount: terms.fine, ref: event.id, why: { code: 'seen', by } }),
          notice(parties.chest, 'seen', { by, observation: event.id }),
        ],
      };
    },
  },
});
