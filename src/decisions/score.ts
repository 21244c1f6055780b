/**
 * Each gives every option 0 to `max` points; the highest sum wins. Range voting (W. D. Smith, "Range voting", 2000). What a ballot leaves out
 * has 0 from it, so that an option that few know can't win by few high scores. An option without a point doesn't win.
 */
import type { CountResult } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { castBy, nothing, topOf, turnout } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';

export function score({ quorum }: RuleOf<'score'>, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  const cast = castBy(eligible, ballots);
  const came = turnout(eligible, cast, quorum);
  const sums = new Map(options.toSorted(compareIds).map((option) => [option, 0]));
  for (const { choice } of cast) {
    if (typeof choice !== 'object' || !('scores' in choice)) continue;
    for (const [option, points] of Object.entries(choice.scores)) sums.set(option, (sums.get(option) ?? 0) + points);
  }
  const highest = Math.max(0, ...sums.values());
  const working = [came, { step: 'scores', sums: Object.fromEntries(sums), highest } as const];
  if (!came.reached || highest === 0) return nothing(working);
  return topOf([...sums].flatMap(([option, sum]) => (sum === highest ? [option] : [])), working);
}
