/**
 * A part of those who say yes or no, when enough people came. Abstentions count as having come and weigh on neither side: the votes "cast" of
 * Robert's Rules of Order Newly Revised (12th edition, §44), with the quorum counted in people who vote rather than in people who are there.
 * What exactly half say is no: as many are against it.
 */
import type { CountResult } from '../vocabulary/deciding.ts';
import { castBy, nothing, turnout } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';
import { decided, measured, saidBy, yesOf } from './yes-no.ts';

export function majority({ yes: measure, quorum }: RuleOf<'majority'>, eligible: Eligible, ballots: Ballots): CountResult {
  const cast = castBy(eligible, ballots);
  const said = saidBy(eligible, cast);
  const came = turnout(eligible, cast, quorum);
  const part = measured(measure, yesOf(said) + said.no + said.object, yesOf(said));
  const working = [said, came, part];
  return came.reached ? decided(part.reached, working) : nothing(working);
}
