/** Reads who is asked in which matter and by which rule, and how proposals are amended. */
import type { AmendingRule, Asked, CharterPart, Matter } from '../vocabulary/charter.ts';
import { charterDefaults, charterParts } from '../vocabulary/charter.ts';
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import { classesOf, isOfSeveral, readRule } from './charter-rule.ts';
import type { CharterNames } from './charter-parts.ts';
import type { Place } from './yaml-place.ts';

export const daysMax = 366;

/** What a charter can have a matter for: what concerns the log and its keys, and money that is issued, has rules of its own. */
const changes = [
  'adopt', 'terms', 'retire', 'stop', 'resume', 'pilot', 'act', 'spend', 'admit', 'exclude', 'charter', 'sensing', 'resolution', 'ratify', 'choice',
] as const satisfies readonly ChangeKind[];

/** Classes of voters and answers to "who is asked" that aren't groups. */
const classes = ['all', 'bound', 'parties'];

export function readMatters(place: Place, names: CharterNames): readonly Matter[] {
  const places = place.list();
  const matters = places.map((each) => readMatter(each, names));
  for (const [index, { name }] of matters.entries()) {
    if (matters.findIndex((other) => other.name === name) !== index) places[index]?.problem(`there are two matters called "${name}"`);
  }
  return matters;
}

function readMatter(place: Place, names: CharterNames): Matter {
  place.only(['name', 'changes', 'subcontracts', 'topics', 'parts', 'asked', 'rule', 'days', 'days_min', 'early']);
  const kinds = wordsOf(place.need('changes'), changes, 'change');
  if (kinds.length === 0) place.need('changes').problem(`a matter names the changes that it is for: ${changes.join(', ')}`);
  const subcontracts = place.optional('subcontracts')?.list().map((each) => subcontractOf(each, names));
  const topics = place.optional('topics')?.list().map((each) => each.id());
  const parts = place.optional('parts');
  const days = place.need('days').integer(1, daysMax);
  const early = place.optional('early');
  return {
    name: place.need('name').id(), changes: kinds,
    ...(subcontracts === undefined ? {} : { subcontracts }), ...(topics === undefined ? {} : { topics }),
    ...(parts === undefined ? {} : { parts: wordsOf<CharterPart>(parts, charterParts, 'part of the charter') }),
    asked: readAsked(place.need('asked'), names, ['all', 'bound', 'parties', 'chosen']),
    rule: readMatterRule(place.need('rule'), kinds, names), days,
    ...(place.optional('days_min') === undefined ? {} : { days_min: place.need('days_min').integer(0, days) }),
    ...(early === undefined ? {} : { early: readFlag(early) }),
  };
}

/** One that comes later may be meant. */
function subcontractOf(place: Place, { subcontracts }: CharterNames): string {
  const id = place.id();
  const ids = subcontracts.map((each) => each.id);
  if (id !== '' && !ids.includes(id)) place.note(`there is no subcontract "${id}" yet`, id, ids);
  return id;
}

/** Everyone, whom a subcontract concerns, or `group:NAME`. */
export function readAsked<T extends Exclude<Asked, `group:${string}`>>(place: Place, names: Pick<CharterNames, 'groups'>, known: readonly T[]): T | `group:${string}` {
  const raw = place.raw();
  if (typeof raw === 'string' && raw.startsWith('group:')) {
    const group = raw.slice('group:'.length);
    if (!names.groups.includes(group)) place.unknown('group', group, names.groups);
    return `group:${group}`;
  }
  const asked = place.oneOf([...known, ...names.groups.map((group) => `group:${group}`)], 'answer to who is asked');
  return known.find((each) => each === asked) ?? (known[0] as T);
}

function readMatterRule(place: Place, kinds: readonly ChangeKind[], { groups }: CharterNames): DecisionRule {
  const rule = readRule(place);
  for (const name of classesOf(rule)) if (![...classes, ...groups].includes(name)) place.unknown('class of voters', name, [...classes, ...groups]);
  if (kinds.length > 0 && isOfSeveral(rule) !== kinds.includes('choice')) {
    if (isOfSeveral(rule)) place.problem(`${rule.rule} chooses between several options: it is for changes: [choice, …]`);
    else place.problem('a choice between several goes by approval, score, instant_runoff or schulze');
  }
  return rule;
}

export function readAmending(place: Place): AmendingRule {
  place.only(['rule', 'days', 'confirm_days']);
  const rulePlace = place.optional('rule');
  const rule = rulePlace === undefined ? charterDefaults.amending.rule : readRule(rulePlace);
  if (isOfSeveral(rule) || rule.rule === 'each') rulePlace?.problem('an amendment is a yes or no question: majority, threshold, consensus or unanimous');
  return {
    rule, days: place.optional('days')?.integer(1, daysMax) ?? charterDefaults.amending.days,
    confirm_days: place.optional('confirm_days')?.integer(1, daysMax) ?? charterDefaults.amending.confirm_days,
  };
}

/** Words of a closed list; those that it doesn't have are left out beside their problem. */
export function wordsOf<T extends string>(place: Place, known: readonly T[], what: string): readonly T[] {
  return place.list().flatMap((each) => {
    const word = each.oneOf(known, what);
    return known.filter((one) => one === word);
  });
}

function readFlag(place: Place): boolean {
  const value = place.raw();
  if (typeof value !== 'boolean') place.problem('this must be true or false');
  return value === true;
}
