/** On the day on which a debt falls due the lender hears whether it was paid; whoever still owes is marked as late. */
import { contract, mark, notice, type FellDue, type Now } from 'frankpledge/contract';

export default contract({
  due: {
    overdue: ({ parties, event }: Now<unknown, { lender: string }, unknown, FellDue>) => {
      const { debtor, left, ref } = event;
      if (left === 0) return { effects: [notice(parties.lender, 'paid', { debtor })] };
      return { effects: [notice(parties.lender, 'overdue', { debtor, left }), mark(debtor, 'late', ref)] };
    },
  },
});
