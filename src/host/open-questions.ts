/** What can be voted on now: open proposals and amendments, by as much of their names as tells them apart. */
import { amendmentsTo } from '../kernel/amendments.ts';
import { optionsOf } from '../kernel/matters.ts';
import type { KernelState } from '../kernel/state.ts';
import type { Amendment, Proposal } from '../vocabulary/outcomes.ts';

export type OpenQuestion = {
  /** What a ballot names. */
  readonly id: string;
  readonly proposal: Proposal;
  /** Null: the proposal itself. */
  readonly amendment: Amendment | null;
  /** What can be chosen from; for a question of yes or no, just that. */
  readonly options: readonly string[];
};

/** Each proposal before the amendments to it, the oldest first. */
export function openQuestions(state: Readonly<KernelState>): OpenQuestion[] {
  return [...state.proposals.values()].sort((a, b) => a.opened - b.opened).flatMap((proposal): OpenQuestion[] => [
    { id: proposal.id, proposal, amendment: null, options: optionsOf(proposal.revision.change) },
    ...amendmentsTo(state, proposal).map((amendment) => ({ id: amendment.id, proposal, amendment, options: ['yes', 'no'] })),
  ]);
}
