/** What the rules for yes or no questions share: who said what, and how many yes a measure asks for. */
import type { CountResult, Measure, Share, WorkingStep } from '../vocabulary/deciding.ts';
import type { Cast } from './cast.ts';
import type { Eligible } from './decision.ts';

export type Said = WorkingStep & { readonly step: 'said' };

export function saidBy({ all }: Eligible, cast: readonly Cast[]): Said {
  const counts = { yes: 0, concern: 0, no: 0, object: 0, abstain: 0 };
  for (const { choice } of cast) if (typeof choice === 'string') counts[choice] += 1;
  const { yes, concern, no, object, abstain } = counts;
  return { step: 'said', ...counts, silent: all.length - yes - concern - no - object - abstain };
}

/** A yes with a concern is a yes. */
export function yesOf({ yes, concern }: Said): number {
  return yes + concern;
}

/**
 * How many of `of` people the measure asks for: `more_than` the next whole number above the part, `at_least` the part rounded up. Always at
 * least one: nothing passes without a yes.
 */
export function needed(measure: Measure, of: number): number {
  if ('people' in measure) return Math.max(measure.people, 1);
  const least = 'more_than' in measure ? wholePart(measure.more_than, of) + 1 : -wholePart(measure.at_least, -of);
  return Math.max(least, 1);
}

/** The yes against the measure. */
export function measured(measure: Measure, of: number, yes: number): WorkingStep & { readonly step: 'needed' } {
  const least = needed(measure, of);
  return { step: 'needed', measure, of, needed: least, yes, reached: yes >= least };
}

export function decided(passes: boolean, working: readonly WorkingStep[]): CountResult {
  return { winners: [passes ? 'yes' : 'no'], tied: [], working };
}

/**
 * `share` of `people`, rounded down. Exact: a share's numerator is at most 1,000,000 (refusals.ts), so that the product stays a safe integer
 * up to nine thousand million people.
 */
function wholePart({ numerator, denominator }: Share, people: number): number {
  const product = numerator * people;
  const rest = ((product % denominator) + denominator) % denominator;
  return (product - rest) / denominator;
}
