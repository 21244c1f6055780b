/** What an open proposal would change, in the form in which a backtest tries it. */
import type { KernelState } from '../kernel/state.ts';
import type { Change } from '../vocabulary/changes.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { ChangeGiven } from './backtest.ts';

/**
 * The options of a choice are rivals. A pilot binds its volunteers alone, and other changes leave every agreement as it is: the past says
 * nothing about them, and they are refused.
 */
export function proposedChanges({ proposals }: Readonly<KernelState>, id: string): Result<readonly ChangeGiven[]> {
  const proposal = proposals.get(id);
  if (proposal === undefined) return refuse('unknown_proposal', `no proposal ${id} is open`);
  if (proposal.revision.change.change === 'act') return refuse('not_permitted', 'what it asks for would be done now, and not in the past: the proposal itself says what that would do');
  const changes = changesIn(proposal.revision.change, id.slice(0, 8));
  return changes.length === 0 ? refuse('not_permitted', 'only what adopts an agreement, or changes its terms, can be tried on the past') : ok(changes);
}

function changesIn(change: Change, label: string): ChangeGiven[] {
  switch (change.change) {
    case 'adopt': {
      const { subcontract, manifest, code, parties, terms } = change;
      return [{ label, subcontract, kit: { manifest, codeHash: code }, parties, terms, whole: true }];
    }
    case 'terms': {
      const { subcontract, terms, parties = {} } = change;
      return [{ label, subcontract, terms, parties }];
    }
    case 'choice': return change.options.flatMap((option) => (option.change === undefined ? [] : changesIn(option.change, option.id)));
    default: return [];
  }
}
