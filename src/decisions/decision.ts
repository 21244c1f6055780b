/**
 * The one interface of decision rules: who may vote, what they said, what there is to choose from → what it comes to, with its working.
 * A rule knows no kit, no store and no time: the kernel says when it is counted, and whose ballots count.
 */
import type { Choice, DecisionRule, CountResult } from '../vocabulary/deciding.ts';

export type Eligible = {
  /** Everyone who may vote, each once. */
  readonly all: readonly string[];
  /** Parts of them that are asked by themselves. */
  readonly classes: { readonly [className: string]: readonly string[] };
};

/** Member → what counts as theirs; ballots of others are left aside. */
export type Ballots = { readonly [member: string]: Choice };

/** The options of a yes or no question. */
export const yesOrNo = ['yes', 'no'] as const;

export type CountingRule<R extends DecisionRule = DecisionRule> = (rule: R, eligible: Eligible, ballots: Ballots, options: readonly string[]) => CountResult;

export type RuleOf<Name extends DecisionRule['rule']> = Extract<DecisionRule, { readonly rule: Name }>;
