/** Decision rules as people write them, `{ majority: { at_least: "60%", quorum: 20 } }`, read into those that are counted by. */
import type { DecisionRule, Measure, Share } from '../vocabulary/deciding.ts';
import type { Place } from './yaml-place.ts';

type RuleName = DecisionRule['rule'];

/** More people than there can be members. */
const peopleMax = 1_000_000;
/** Largest denominator: finer than a vote of every member there can be. */
const partsMax = 1_000_000;
const winnersMax = 20;
const pointsMax = 1000;

const readers: { readonly [rule in RuleName]: (place: Place) => DecisionRule } = {
  consensus: (place) => ({ rule: 'consensus', assents: only(place, ['assents']).need('assents').integer(0, peopleMax) }),
  majority: (place) => ({ rule: 'majority', yes: readPart(only(place, ['more_than', 'at_least', 'quorum']), ['more_than', 'at_least']), quorum: quorumOf(place) }),
  threshold: (place) => ({ rule: 'threshold', yes: readMeasure(only(place, ['more_than', 'at_least', 'people'])) }),
  unanimous: (place) => {
    place.only([]);
    return { rule: 'unanimous' };
  },
  each: (place) => {
    if (place.entries().length === 0) place.problem('which classes of voters, each with its rule? as all: …, bound: …');
    return { rule: 'each', of: Object.fromEntries(place.entries().map(([className, rule]) => [className, readClassRule(rule)])) };
  },
  approval: (place) => ({ rule: 'approval', winners: only(place, ['winners', 'quorum']).optional('winners')?.integer(1, winnersMax) ?? 1, quorum: quorumOf(place) }),
  score: (place) => ({ rule: 'score', max: only(place, ['max', 'quorum']).need('max').integer(1, pointsMax), quorum: quorumOf(place) }),
  instant_runoff: (place) => ({ rule: 'instant_runoff', quorum: quorumOf(only(place, ['quorum'])) }),
  schulze: (place) => ({ rule: 'schulze', quorum: quorumOf(only(place, ['quorum'])) }),
};
const ruleNames = Object.keys(readers) as readonly RuleName[];
/** Rules that choose between several options, instead of answering yes or no. */
const several: readonly RuleName[] = ['approval', 'score', 'instant_runoff', 'schulze'];

const half: Share = { numerator: 1, denominator: 2 };

/** A rule's name alone where it has no parts, else a record with its name and its parts. */
export function readRule(place: Place): DecisionRule {
  const raw = place.raw();
  if (typeof raw === 'string') {
    const name = place.oneOf(ruleNames, 'decision rule');
    if (name !== '' && name !== 'unanimous') place.problem(`${name} needs its parts, as ${name}: { … }`);
    return { rule: 'unanimous' };
  }
  place.only(ruleNames);
  const [rule, more] = place.entries();
  const name = ruleNames.find((each) => each === rule?.[0]);
  if (rule === undefined || more !== undefined) place.problem(`one decision rule goes here: ${ruleNames.join(', ')}`);
  return rule === undefined || name === undefined ? { rule: 'unanimous' } : readers[name](rule[1]);
}

/** A class says yes or no, by one rule. */
function readClassRule(place: Place): DecisionRule {
  const rule = readRule(place);
  if (rule.rule === 'each' || isOfSeveral(rule)) place.problem(`a class says yes or no by one rule, and not by ${rule.rule}`);
  return rule;
}

export function isOfSeveral({ rule }: DecisionRule): boolean {
  return several.includes(rule);
}

/** Groups that a rule asks by themselves. */
export function classesOf(rule: DecisionRule): readonly string[] {
  return rule.rule === 'each' ? Object.keys(rule.of) : [];
}

/** A part of a number of people, exactly: `"2/3"`, `"60%"` or `"62.5%"`. `below`: less than the whole, since nobody can be more than all. */
export function readShare(place: Place, range: 'below' | 'above'): Share {
  const share = shareOf(place.raw());
  const fits = share !== undefined && share.denominator <= partsMax && share.numerator <= share.denominator
    && !(range === 'below' && share.numerator === share.denominator) && !(range === 'above' && share.numerator === 0);
  if (fits) return share;
  place.problem(`this must be a part of all${range === 'below' ? ' below the whole' : ' above nothing'}, in quotes, as "1/2" or "60%"`);
  return half;
}

function shareOf(raw: unknown): Share | undefined {
  if (typeof raw !== 'string') return undefined;
  const [, above, below] = /^(\d{1,7})\/(\d{1,7})$/.exec(raw) ?? [];
  if (above !== undefined && below !== undefined) return inLowestTerms(Number(above), Number(below));
  const [, whole, fraction = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?%$/.exec(raw) ?? [];
  return whole === undefined ? undefined : inLowestTerms(Number(whole + fraction), 100 * 10 ** fraction.length);
}

/** "60%", "3/5" and "6/10" are the same rule, and the same text in the log. */
function inLowestTerms(numerator: number, denominator: number): Share | undefined {
  if (denominator === 0) return undefined;
  let [a, b] = [denominator, numerator];
  while (b > 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

/** More than a part, at least a part, or a number of people. */
function readMeasure(place: Place): Measure {
  const people = place.optional('people');
  if (people !== undefined && place.entries().length === 1) return { people: people.integer(1, peopleMax) };
  return readPart(place, ['more_than', 'at_least', 'people']);
}

/** @param ways in which it can be said, one of which is */
function readPart(place: Place, ways: readonly string[]): { readonly more_than: Share } | { readonly at_least: Share } {
  const [moreThan, atLeast] = [place.optional('more_than'), place.optional('at_least')];
  if (ways.filter((way) => place.optional(way) !== undefined).length !== 1) {
    place.problem(`how many must say yes is said once: ${ways.join(' or ')}`);
    return { more_than: half };
  }
  return atLeast === undefined ? { more_than: moreThan === undefined ? half : readShare(moreThan, 'below') } : { at_least: readShare(atLeast, 'above') };
}

function quorumOf(place: Place): number {
  return place.optional('quorum')?.integer(0, peopleMax) ?? 0;
}

function only(place: Place, known: readonly string[]): Place {
  place.only(known);
  return place;
}
