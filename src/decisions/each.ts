/**
 * Several bodies, each by a rule of its own, and all of them must pass it: the double majority of people and cantons in article 142 of the Swiss
 * Federal Constitution, or of all members and of those whom it binds.
 *
 * A class of nobody has nobody to protect and stops nothing, but nothing passes by that alone: the class of all, and some class that is
 * asked, must have somebody in it.
 */
import type { CountResult, WorkingStep } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { nothing } from './cast.ts';
import type { Ballots, CountingRule, Eligible, RuleOf } from './decision.ts';
import { decided } from './yes-no.ts';

type ClassStep = WorkingStep & { readonly step: 'class' };

/** @param count counts a class by its rule */
export function each({ of }: RuleOf<'each'>, eligible: Eligible, ballots: Ballots, options: readonly string[], count: CountingRule): CountResult {
  const classes = Object.entries(of).toSorted(([a], [b]) => compareIds(a, b)).map(([name, rule]): ClassStep => {
    const members = membersOf(name, eligible);
    const { winners, working } = members.length === 0 ? nothing([]) : count(rule, { all: members, classes: {} }, ballots, options);
    return { step: 'class', class: name, eligible: members.length, winners, working };
  });
  const asked = classes.filter((one) => one.eligible > 0 || one.class === 'all');
  if (asked.length === 0 || asked.some(({ winners }) => winners.includes('no'))) return decided(false, classes);
  return asked.every(({ winners }) => winners.includes('yes')) ? decided(true, classes) : nothing(classes);
}

function membersOf(name: string, { all, classes }: Eligible): readonly string[] {
  if (name === 'all') return all;
  return (Object.hasOwn(classes, name) ? classes[name] : undefined) ?? [];
}
