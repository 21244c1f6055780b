/**
 * Each approves of as many options as they like; the `winners` with the most approvals win (S. J. Brams and P. C. Fishburn, "Approval Voting",
 * American Political Science Review 72, 1978). Several places make it block approval: the options that most like, not one for every part of
 * the people. An option that nobody approves of doesn't win. Those that are equal at the last place are tied, and those above them win.
 */
import type { CountResult } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { castBy, nothing, turnout } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';

export function approval({ winners: places, quorum }: RuleOf<'approval'>, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  const cast = castBy(eligible, ballots);
  const came = turnout(eligible, cast, quorum);
  const approvals = new Map(options.toSorted(compareIds).map((option) => [option, 0]));
  for (const { choice } of cast) {
    if (typeof choice !== 'object' || !('approve' in choice)) continue;
    for (const option of choice.approve) approvals.set(option, (approvals.get(option) ?? 0) + 1);
  }
  const cut = [...approvals.values()].toSorted((a, b) => b - a)[places - 1] ?? 0;
  const working = [came, { step: 'approvals', approvals: Object.fromEntries(approvals), places, cut } as const];
  if (!came.reached) return nothing(working);
  const above = optionsWith(approvals, (count) => count > cut);
  const at = optionsWith(approvals, (count) => count === cut && count > 0);
  return above.length + at.length <= places ? { winners: [...above, ...at].toSorted(compareIds), tied: [], working } : { winners: above, tied: at, working };
}

function optionsWith(approvals: ReadonlyMap<string, number>, fits: (count: number) => boolean): string[] {
  return [...approvals].flatMap(([option, count]) => (fits(count) ? [option] : []));
}
