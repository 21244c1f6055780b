/**
 * Everyone who may vote says yes: who abstains or says nothing hasn't agreed. The rule by which parties enter a contract, and the one under
 * which nobody can be made worse off by a vote (K. Wicksell, "Finanztheoretische Untersuchungen", 1896; J. M. Buchanan and G. Tullock,
 * "The Calculus of Consent", 1962, chapter 7).
 */
import type { CountResult } from '../vocabulary/deciding.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';
import { ofAll } from './threshold.ts';

export function unanimous(_rule: RuleOf<'unanimous'>, eligible: Eligible, ballots: Ballots): CountResult {
  return ofAll({ at_least: { numerator: 1, denominator: 1 } }, eligible, ballots);
}
