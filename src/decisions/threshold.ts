/**
 * A part, or a number, of all who may vote: who stays away counts as much as a no. The "majority of the entire membership" of Robert's Rules of
 * Order Newly Revised (12th edition, §44); the absolute majority of parliaments.
 */
import type { CountResult, Measure } from '../vocabulary/deciding.ts';
import { castBy } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';
import { decided, measured, saidBy, yesOf } from './yes-no.ts';

export function threshold({ yes }: RuleOf<'threshold'>, eligible: Eligible, ballots: Ballots): CountResult {
  return ofAll(yes, eligible, ballots);
}

/** The yes of all who may vote against a measure. */
export function ofAll(measure: Measure, eligible: Eligible, ballots: Ballots): CountResult {
  const said = saidBy(eligible, castBy(eligible, ballots));
  const part = measured(measure, eligible.all.length, yesOf(said));
  return decided(part.reached, [said, part]);
}
