/** Proposals as people see them: the view's words with what the kernel says is still lacking. */
import type { KernelState } from '../kernel/state.ts';
import { tallyOf } from '../kernel/tally.ts';
import { proposalsOf } from '../views/queries.ts';
import type { ProposalsShown } from '../views/shown.ts';
import type { View } from '../views/view.ts';

export function proposalsNow(view: View, state: Readonly<KernelState>): ProposalsShown {
  return proposalsOf(view, (id) => {
    const proposal = state.proposals.get(id);
    return proposal === undefined ? undefined : tallyOf(state, proposal);
  });
}
