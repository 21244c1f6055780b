/** What is wrong with a rule as somebody wrote it, and with a ballot under a rule: in words that they can act on. Both may be any JSON. */
import type { Choice, DecisionRule, Share } from '../vocabulary/deciding.ts';
import { isId } from '../vocabulary/ids.ts';
import { isObject } from '../vocabulary/json.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import type { RuleOf } from './decision.ts';

/** The most people that a rule may ask for; ten times the members of the largest collective. */
const peopleMax = 1_000_000;
/** Finest part of a number of people: parts stay exact, and people can still read them. */
const denominatorMax = 1_000_000;
/** The most classes that are counted by themselves. */
const classesMax = 20;
/** The most places of an approval vote: as many as a choice has options. */
const placesMax = 20;
/** Finest scale of points. */
const pointsMax = 1000;

/** What is given under a rule that chooses between options. */
const forms = { approval: 'approve', score: 'scores', instant_runoff: 'ranking', schulze: 'ranking' } as const;
const formsWanted = {
  approve: 'approve: the options that one could live with',
  scores: 'scores: points for the options, from 0 to the most',
  ranking: 'ranking: the options, the best first',
};

type Check = (value: unknown) => string | null;
type Parts = { readonly [Rule in DecisionRule as Rule['rule']]: { readonly [Part in Exclude<keyof Rule, 'rule'>]: Check } };

const quorum = whole(0, peopleMax);
const partOfVotes = measure({ more_than: properShare, at_least: positiveShare });
const partOfAll = measure({ more_than: properShare, at_least: positiveShare, people: whole(1, peopleMax) });

const parts: Parts = {
  consensus: { assents: whole(0, peopleMax) },
  majority: { yes: partOfVotes, quorum },
  threshold: { yes: partOfAll },
  unanimous: {},
  each: { of: classesRefusal },
  approval: { winners: whole(1, placesMax), quorum },
  score: { max: whole(1, pointsMax), quorum },
  instant_runoff: { quorum },
  schulze: { quorum },
};

/** Why nothing could be decided by a rule as it is written; null: it can. */
export function ruleRefusal(rule: unknown): string | null {
  if (!isObject(rule)) return `a decision rule is ${oneOf(Object.keys(parts))} with its parts, as { rule: majority, … }`;
  const { rule: name, ...given } = rule;
  if (!isRuleName(name)) return `there is no decision rule ${shown(name)}; there are ${Object.keys(parts).join(', ')}${didYouMean(String(name), Object.keys(parts))}`;
  const known: { readonly [part: string]: Check } = parts[name];
  const stray = Object.keys(given).find((part) => !Object.hasOwn(known, part));
  if (stray !== undefined) return `${name} has no ${stray}${didYouMean(stray, Object.keys(known))}`;
  for (const [part, check] of Object.entries(known)) {
    const wrong = Object.hasOwn(given, part) ? check(given[part]) : 'is missing';
    if (wrong !== null) return `${name}: ${part} ${wrong}`;
  }
  return null;
}

/** Why a ballot can't be counted by the rule; null: it can. */
export function choiceRefusal(rule: DecisionRule, choice: unknown, options: readonly string[]): string | null {
  if (choice === 'abstain') return null;
  if (!isMultiOption(rule)) return isYesOrNo(choice) ? null : `by ${rule.rule} one says yes, no, concern, object or abstain`;
  const form = forms[rule.rule];
  if (!isObject(choice) || !isOnly(choice, form)) return `by ${rule.rule} one gives ${formsWanted[form]}; or abstains`;
  switch (rule.rule) {
    case 'approval': return approveRefusal(choice[form], options);
    case 'score': return scoresRefusal(choice[form], rule.max, options);
    case 'instant_runoff':
    case 'schulze': return rankingRefusal(choice[form], rule.rule, options);
  }
}

/** Whether the rule chooses between options, other than yes and no. */
export function isMultiOption(rule: DecisionRule): rule is RuleOf<keyof typeof forms> {
  return Object.hasOwn(forms, rule.rule);
}

function isRuleName(name: unknown): name is DecisionRule['rule'] {
  return typeof name === 'string' && Object.hasOwn(parts, name);
}

function whole(min: number, max: number): Check {
  return (value) => (isWhole(value, min, max) ? null : `must be a whole number from ${min} to ${max}, and is ${shown(value)}`);
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** Exactly one of the ways to say how many. */
function measure(ways: { readonly [way: string]: Check }): Check {
  return (value) => {
    const [way, ...others] = isObject(value) ? Object.keys(value) : [];
    const check = way !== undefined && others.length === 0 && Object.hasOwn(ways, way) ? ways[way] : undefined;
    if (way === undefined || check === undefined || !isObject(value)) return `must say ${oneOf(Object.keys(ways))}, one of them, and is ${shown(value)}`;
    const wrong = check(value[way]);
    return wrong === null ? null : `${way} ${wrong}`;
  };
}

/** More than all is more than there can be. */
function properShare(value: unknown): string | null {
  return isShare(value) && value.numerator < value.denominator ? null : shareWanted('from 0/1 to below 1/1', value);
}

/** At least none is no bar. */
function positiveShare(value: unknown): string | null {
  return isShare(value) && value.numerator > 0 ? null : shareWanted('from above 0/1 to 1/1', value);
}

function shareWanted(range: string, value: unknown): string {
  return `must be a part ${range}, as { numerator: 2, denominator: 3 }, with a denominator of at most ${denominatorMax}, and is ${shown(value)}`;
}

function isShare(value: unknown): value is Share {
  if (!isObject(value) || !isOnly(value, 'numerator', 'denominator')) return false;
  const { numerator, denominator } = value;
  return isWhole(denominator, 1, denominatorMax) && isWhole(numerator, 0, denominator);
}

function classesRefusal(value: unknown): string | null {
  const classes = isObject(value) ? Object.entries(value) : [];
  if (classes.length === 0 || classes.length > classesMax) return `must name 1 to ${classesMax} classes of voters, each with its rule`;
  for (const [name, rule] of classes) {
    const wrong = isId(name) ? classRefusal(rule) : 'is no name of a class';
    if (wrong !== null) return `names ${shown(name)}: ${wrong}`;
  }
  return null;
}

function classRefusal(rule: unknown): string | null {
  // Before it is looked into: rules within rules could be as deep as a record is long.
  if (isObject(rule) && rule['rule'] === 'each') return 'a class is counted by one rule, not by each of several again';
  return ruleRefusal(rule) ?? (isMultiOption(rule as DecisionRule) ? `a class says yes or no, and ${(rule as DecisionRule).rule} chooses between options` : null);
}

function isYesOrNo(choice: unknown): boolean {
  const forms: readonly Choice[] = ['yes', 'no', 'concern', 'object'];
  return forms.some((form) => form === choice);
}

function approveRefusal(approved: unknown, options: readonly string[]): string | null {
  return isList(approved) ? namesRefusal(approved, options) : 'approve must be a list of options';
}

function scoresRefusal(scores: unknown, max: number, options: readonly string[]): string | null {
  if (!isObject(scores)) return 'scores must give points to options, as { park: 3 }';
  const outside = Object.entries(scores).find(([, points]) => !isWhole(points, 0, max));
  if (outside !== undefined) return `a score must be a whole number from 0 to ${max}, and that of ${outside[0]} is ${shown(outside[1])}`;
  return namesRefusal(Object.keys(scores), options);
}

function rankingRefusal(ranking: unknown, rule: 'instant_runoff' | 'schulze', options: readonly string[]): string | null {
  if (!isList(ranking) || !ranking.every(isList)) return 'ranking must be a list of places, the best first, each a list of options, as [[park], [pond]]';
  if (ranking.length === 0 || ranking.some((place) => place.length === 0)) return 'a ranking needs an option at each place; who has none to name abstains';
  if (rule === 'instant_runoff' && ranking.some((place) => place.length > 1)) return 'by instant_runoff each place has one option: a ballot counts for one at a time';
  return namesRefusal(ranking.flat(), options);
}

function namesRefusal(names: readonly unknown[], options: readonly string[]): string | null {
  const unknown = names.find((name) => typeof name !== 'string' || !options.includes(name));
  if (unknown !== undefined) return `there is no option ${shown(unknown)}; the options are ${options.join(', ')}${didYouMean(String(unknown), options)}`;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? null : `the option ${shown(twice)} is named twice`;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isOnly(value: { readonly [key: string]: unknown }, ...names: readonly string[]): boolean {
  return names.every((name) => Object.hasOwn(value, name)) && Object.keys(value).length === names.length;
}

/** At most so much of what somebody sent goes back to them. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function oneOf(names: readonly string[]): string {
  return names.join(' or ');
}
