/**
 * Rules of a charter that so few people can't meet, however they vote. Such a rule isn't wrong, since others may come; but nothing is decided by
 * it until they do. (As many friends as `recovery` asks for can always be had: where there are fewer, all of them are enough.)
 */
import type { Charter } from '../vocabulary/charter.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import { needed } from './yes-no.ts';

export type OutOfReach = {
  /** Of the charter; null: the rule by which amendments are taken in. */
  readonly matter: string | null;
  /** Whom it takes so many of; null: the members. */
  readonly group: string | null;
  /** How many it takes at the least, and how many there are. */
  readonly takes: number;
  readonly there: number;
};

/**
 * In the order of the charter's matters, then its own rule for amendments. Whom a subcontract binds, and who are its parties, isn't known beforehand:
 * they are taken to be as many as there are members, so that what is named here can't be met in any case.
 * @param members people who belong now
 */
export function outOfReach({ matters = [], groups = {}, amending }: Pick<Charter, 'matters' | 'groups' | 'amending'>, members: readonly string[]): OutOfReach[] {
  const present = new Set(members);
  const size = (group: string | null): number => (group === null ? present.size : (groups[group] ?? []).filter((member) => present.has(member)).length);
  return [
    ...matters.flatMap(({ name, asked, rule }) => beyond(rule, asked.startsWith('group:') ? asked.slice('group:'.length) : null, size).map((each) => ({ matter: name, ...each }))),
    ...(amending === undefined ? [] : beyond(amending.rule, null, size).map((each) => ({ matter: null, ...each }))),
  ];
}

type Size = (group: string | null) => number;

function beyond(rule: DecisionRule, group: string | null, size: Size): Omit<OutOfReach, 'matter'>[] {
  if (rule.rule === 'each') return beyondEach(rule.of, group, size);
  const there = size(group);
  const takes = least(rule, there);
  return takes > there ? [{ group, takes, there }] : [];
}

/** A class of nobody stops nothing, but that of all does, and where there is nobody in any (each.ts). */
function beyondEach(of: { readonly [className: string]: DecisionRule }, group: string | null, size: Size): Omit<OutOfReach, 'matter'>[] {
  const classes = Object.entries(of).map(([name, rule]) => ({ rule, isAll: name === 'all', of: name === 'all' ? group : name === 'bound' || name === 'parties' ? null : name }));
  const asked = classes.filter((each) => each.isAll || size(each.of) > 0);
  return (asked.length === 0 ? classes : asked).flatMap((each) => beyond(each.rule, each.of, size));
}

/** How many of so many must at the least vote, or say yes; nothing is decided by nobody. */
function least(rule: Exclude<DecisionRule, { rule: 'each' }>, voters: number): number {
  switch (rule.rule) {
    case 'consensus': return Math.max(1, rule.assents);
    case 'threshold': return needed(rule.yes, voters);
    case 'unanimous': return Math.max(1, voters);
    case 'majority': case 'approval': case 'score': case 'instant_runoff': case 'schulze': return Math.max(1, rule.quorum);
  }
}
