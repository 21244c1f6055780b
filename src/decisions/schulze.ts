/**
 * The option wins whose strongest path of pairwise wins to every other is at least as strong as the one back: M. Schulze, "A new monotonic,
 * clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011). Rankings
 * may hold equals and leave options out. Where several are beaten by nobody they are tied, and reported as tied.
 */
import type { CountResult } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { beatpaths } from './beatpath.ts';
import { castBy, nothing, topOf, turnout } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';
import { pairwise } from './pairwise.ts';

export function schulze({ quorum }: RuleOf<'schulze'>, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  const cast = castBy(eligible, ballots);
  const came = turnout(eligible, cast, quorum);
  if (!came.reached) return nothing([came]);
  const sorted = options.toSorted(compareIds);
  const preferred = pairwise(cast, sorted);
  const { paths, beats, unbeaten } = beatpaths(sorted, preferred);
  return topOf(unbeaten, [came, { step: 'pairwise', preferred }, { step: 'paths', paths }, { step: 'beats', beats }]);
}
