/** Counts ballots by whatever rule a community chose: the one way into this folder for who has a rule as data. */
import type { CountResult, DecisionRule } from '../vocabulary/deciding.ts';
import { approval } from './approval.ts';
import { consensus } from './consensus.ts';
import type { Ballots, Eligible } from './decision.ts';
import { each } from './each.ts';
import { instantRunoff } from './instant-runoff.ts';
import { majority } from './majority.ts';
import { choiceRefusal, isMultiOption } from './refusals.ts';
import { schulze } from './schulze.ts';
import { score } from './score.ts';
import { threshold } from './threshold.ts';
import { unanimous } from './unanimous.ts';

/** Yes or no questions: as counted now it `passes`, it is `lost` even if all who are silent said yes, or it is `open`. */
export type Outlook = 'passes' | 'open' | 'lost';

/**
 * What the ballots come to by the rule, with its working. Ballots of people who aren't eligible, and such as don't fit the rule or name options
 * that there aren't, are as if they hadn't been cast. The order of people, ballots and options makes no difference.
 */
export function count(rule: DecisionRule, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  return counted(rule, eligible, fitting(rule, ballots, options), options);
}

/**
 * Whether further ballots can still change what a yes or no question comes to. Neither end is final before the deadline: people may change their
 * vote, and by consensus whoever is silent may yet object. A choice between options is always `open`.
 */
export function outlook(rule: DecisionRule, eligible: Eligible, ballots: Ballots, options: readonly string[]): Outlook {
  if (isMultiOption(rule)) return 'open';
  const said = fitting(rule, ballots, options);
  const passes = (supposed: Ballots): boolean => counted(rule, eligible, supposed, options).winners.includes('yes');
  if (passes(said)) return 'passes';
  const silent = [eligible.all, ...Object.values(eligible.classes)].flat().filter((member) => !Object.hasOwn(said, member));
  return passes(Object.fromEntries([...Object.entries(said), ...silent.map((member) => [member, 'yes'] as const)])) ? 'open' : 'lost';
}

function counted(rule: DecisionRule, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  switch (rule.rule) {
    case 'consensus': return consensus(rule, eligible, ballots);
    case 'majority': return majority(rule, eligible, ballots);
    case 'threshold': return threshold(rule, eligible, ballots);
    case 'unanimous': return unanimous(rule, eligible, ballots);
    case 'each': return each(rule, eligible, ballots, options, counted);
    case 'approval': return approval(rule, eligible, ballots, options);
    case 'score': return score(rule, eligible, ballots, options);
    case 'instant_runoff': return instantRunoff(rule, eligible, ballots, options);
    case 'schulze': return schulze(rule, eligible, ballots, options);
  }
}

function fitting(rule: DecisionRule, ballots: Ballots, options: readonly string[]): Ballots {
  return Object.fromEntries(Object.entries(ballots).filter(([, choice]) => choiceRefusal(rule, choice, options) === null));
}
