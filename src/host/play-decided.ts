/** How what was decided on stands in a scenario's collective, as far as its file may expect it. */
import { boundTo } from '../kernel/bound.ts';
import { unsigned } from '../kernel/founding.ts';
import { unitOf } from '../kernel/envelope.ts';
import { decimalsOf, type KernelState } from '../kernel/state.ts';
import type { DecidingActual } from '../scenario/expect-deciding.ts';
import type { Standing } from '../scenario/scenario.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Collective } from './collective.ts';
import type { PlayProposals } from './play-proposals.ts';

export function decidedBy({ state, journal }: Collective, proposals: PlayProposals): DecidingActual {
  return {
    decision: (proposal) => proposals.decision(proposal),
    revision: (proposal) => proposals.revision(proposal)?.number ?? null,
    unconfirmed: (proposal) => state.proposals.get(proposals.idOf(proposal))?.unconfirmed ?? [],
    winner: (proposal) => proposals.winner(proposal),
    tied: (proposal) => proposals.tied(state, proposal),
    count: (proposal) => proposals.figures(state, proposal),
    comments: (proposal) => proposals.comments(proposal, (commitment) => journal.getBody(commitment)),
    measured: (subcontract) => proposals.measured(subcontract),
    decimalsIn: (subcontract) => decimalsOf(state, state.subcontracts.get(subcontract)?.unit ?? unitOf(state, {})),
    standing: (subcontract) => standingOf(state, subcontract),
    bound: (id) => {
      const subcontract = state.subcontracts.get(id);
      return subcontract === undefined ? [] : boundTo(state, subcontract);
    },
    members: [...state.members.values()].filter(({ left, commons }) => left === null && !commons).map(({ id }) => id).sort(compareIds),
    founded: isFounded(state), charter: state.charter, ratified: [...state.ratified.keys()].sort(compareIds),
  };
}

/** Every founder has signed. */
export function isFounded(state: Readonly<KernelState>): boolean {
  return unsigned(state).length === 0;
}

function standingOf(state: Readonly<KernelState>, id: string): Standing | null {
  if (!state.subcontracts.has(id)) return state.retired.has(id) ? 'retired' : null;
  if (state.stopped.has(id)) return 'stopped';
  if (state.retiring.has(id)) return 'retiring';
  const pilot = state.pilots.get(id);
  return pilot === undefined ? 'in_force' : pilot.began === null ? 'gathering' : 'trial';
}
