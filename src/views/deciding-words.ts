/** How a community decides, in plain words: rules, who is asked, what was said, and the working of a count as lines to redo it by. */
import type { Asked } from '../vocabulary/charter.ts';
import type { ByOption, Choice, CountResult, DecisionRule, Measure, Share, WorkingStep } from '../vocabulary/deciding.ts';

/** A member's, or an option's, name for people. */
export type NameOf = (id: string) => string;

const asNamed: NameOf = (id) => id;

/** @example sayRule({ rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 20 }) === 'at least 60 % of those who say yes or no, and 20 must vote' */
export function sayRule(rule: DecisionRule): string {
  switch (rule.rule) {
    case 'consensus': {
      if (rule.assents === 0) return 'nobody objects';
      return rule.assents === 1 ? 'nobody objects, and at least one says yes' : `nobody objects, and at least ${rule.assents} say yes`;
    }
    case 'majority': return `${sayMeasure(rule.yes)} of those who say yes or no${quorum(rule)}`;
    case 'threshold': return 'people' in rule.yes && rule.yes.people === 1 ? '1 of all who may vote says yes' : `${sayMeasure(rule.yes)} of all who may vote say yes`;
    case 'unanimous': return 'everyone who may vote says yes';
    case 'each': return `each by itself: ${Object.entries(rule.of).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => `${sayClass(name)}: ${sayRule(own)}`).join('; ')}`;
    case 'approval': return `${rule.winners === 1 ? 'the option' : `the ${rule.winners} options`} that most can live with${quorum(rule)}`;
    case 'score': return `the option with the most points, 0 to ${rule.max} from each${quorum(rule)}`;
    case 'instant_runoff': return `instant run-off: the option that the fewest put first goes out, until one has more than half${quorum(rule)}`;
    case 'schulze': return `each option against each other one, by the strongest paths (Schulze)${quorum(rule)}`;
  }
}

/** @example sayMeasure({ more_than: { numerator: 1, denominator: 2 } }) === 'more than half' */
export function sayMeasure(measure: Measure): string {
  if ('people' in measure) return String(measure.people);
  if ('at_least' in measure) return measure.at_least.numerator === measure.at_least.denominator ? 'all' : `at least ${sayShare(measure.at_least)}`;
  return measure.more_than.numerator === 0 ? 'at least one' : `more than ${sayShare(measure.more_than)}`;
}

const shares: { readonly [share: string]: string } = { '1/2': 'half', '1/3': 'a third', '2/3': 'two thirds' };

function sayShare({ numerator, denominator }: Share): string {
  const known = shares[`${numerator}/${denominator}`];
  if (known !== undefined) return known;
  return (numerator * 100) % denominator === 0 ? `${(numerator * 100) / denominator} %` : `${numerator}/${denominator}`;
}

function quorum({ quorum: people }: { readonly quorum: number }): string {
  return people <= 1 ? '' : `, and ${people} must vote`;
}

function atLeast(people: number): string {
  return people === 1 ? 'at least one' : `at least ${people}`;
}

/** @param subcontract what it is about, where it is about one */
export function sayAsked(asked: Asked, subcontract: string | null): string {
  const about = subcontract ?? 'it';
  if (asked.startsWith('group:')) return `the group ${asked.slice('group:'.length)}`;
  switch (asked) {
    case 'bound': return `those whom ${about} binds`;
    case 'parties': return `the parties of ${about}`;
    case 'chosen': return 'everyone or one group, as the proposal says';
    default: return 'everyone';
  }
}

function sayClass(name: string): string {
  if (name === 'all') return 'everyone';
  if (name === 'bound') return 'those whom it binds';
  return name === 'parties' ? 'the parties' : `the group ${name}`;
}

/** @example sayChoice({ ranking: [['trams'], ['buses', 'bicycles']] }) === 'trams before buses and bicycles' */
export function sayChoice(choice: Choice): string {
  if (typeof choice !== 'string') {
    if ('approve' in choice) return choice.approve.length === 0 ? 'approves of none' : `approves of ${choice.approve.join(', ')}`;
    if ('scores' in choice) return table(choice.scores, asNamed);
    return choice.ranking.map((equals) => equals.join(' and ')).join(' before ');
  }
  return { yes: 'yes', no: 'no', abstain: 'abstains', concern: 'yes, with a concern', object: 'objects' }[choice];
}

/** The count line by line, and what it comes to. */
export function sayWorking({ working, winners, tied }: CountResult, name: NameOf): string[] {
  return [...working.flatMap((step) => sayStep(step, name)), sayResult(winners, tied)];
}

function sayResult(winners: readonly string[], tied: readonly string[]): string {
  if (tied.length > 0) return `So it is tied between ${tied.join(' and ')}.`;
  return winners.length === 0 ? 'So nothing is decided.' : `So it is ${winners.join(' and ')}.`;
}

function sayStep(step: WorkingStep, name: NameOf): string[] {
  switch (step.step) {
    case 'said': {
      const { yes, concern, no, object, abstain, silent } = step;
      return [`${yes} yes, ${concern} yes with a concern, ${no} no, ${object} with an objection, ${abstain} abstain, ${silent} have said nothing: ${yes + concern + no + object + abstain + silent} in all.`];
    }
    case 'concerns': return step.by.length === 0 ? [] : [`With a concern: ${step.by.map(name).join(', ')}.`];
    case 'objections': return [step.by.length === 0 ? 'Nobody objects.' : `With an objection: ${step.by.map(name).join(', ')}.`];
    case 'turnout': return [`${step.came} of ${step.eligible} voted, and ${atLeast(step.quorum)} must: ${reached(step)}.`];
    case 'needed': return ['people' in step.measure
      ? `${step.needed} must say yes, and ${step.yes} do: ${reached(step)}.`
      : `${sentence(sayMeasure(step.measure))} of ${step.of} is ${step.needed} in whole people, and ${step.yes} say yes: ${reached(step)}.`];
    case 'class': {
      const heading = `${sentence(sayClass(step.class))}, ${step.eligible} in number:`;
      return [heading, ...step.working.flatMap((each) => sayStep(each, name)).map((line) => `  ${line}`), `  ${step.eligible === 0 ? 'Nobody is in it: it stops nothing.' : sayResult(step.winners, [])}`];
    }
    case 'approvals': return [`Can live with: ${table(step.approvals, asNamed)}.`, `For ${step.places === 1 ? 'the one place' : `the ${step.places} places`} it takes ${step.cut}.`];
    case 'scores': return [`Points in all: ${table(step.sums, asNamed)}.`, `The most are ${step.highest}.`];
    case 'round': return [`Round ${step.round}: ${table(step.counts, asNamed)}${step.exhausted === 0 ? '' : step.exhausted === 1 ? '; 1 names none of them' : `; ${step.exhausted} name none of them`}. It takes ${step.needed}.`];
    case 'out': return [sayOut(step)];
    case 'stuck': return [`Round ${step.round}: ${step.equal.join(' and ')} had equally few in every round, so who goes out can't be told.`];
    case 'pairwise': return sayPairs(step.preferred);
    case 'paths': return step.paths.map(({ path, support, opposed }) => `The strongest path from ${String(path[0])} to ${String(path.at(-1))}: ${path.join(' over ')}, at its weakest ${support} to ${opposed}.`);
    case 'beats': return Object.entries(step.beats).map(([option, others]) => `${option} beats ${others.length === 0 ? 'none' : others.join(', ')}.`);
  }
}

function sayOut(step: WorkingStep & { readonly step: 'out' }): string {
  const goes = step.out.length === 1 ? `Round ${step.round}: ${step.out.join('')} goes out` : `Round ${step.round}: ${step.out.join(' and ')} go out`;
  switch (step.because) {
    case 'fewest': return `${goes}, with the fewest.`;
    case 'together': return `${goes}: together they have ${step.votes}, fewer than the next one's ${step.next}.`;
    case 'fewest_before': return `${goes}: of ${step.equal.join(' and ')}, with equally few now, it had the fewest in round ${step.before}.`;
  }
}

/** Each two options once, in order of id. */
function sayPairs(preferred: { readonly [option: string]: ByOption }): string[] {
  const options = Object.keys(preferred).sort();
  const above = (one: string, other: string): number => preferred[one]?.[other] ?? 0;
  return options.flatMap((one, place) => options.slice(place + 1).map((other) => `${one} above ${other}: ${above(one, other)}; ${other} above ${one}: ${above(other, one)}.`));
}

function table(figures: ByOption, name: NameOf): string {
  return Object.entries(figures).map(([option, figure]) => `${name(option)} ${figure}`).join(', ');
}

function reached({ reached: enough }: { readonly reached: boolean }): string {
  return enough ? 'enough' : 'not enough';
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a count that doesn't pass yet still lacks, a sentence for each; as it stands, since each further vote moves it. */
export function sayLacking(working: readonly WorkingStep[], name: NameOf, of = ''): string[] {
  return working.flatMap((step): string[] => {
    if (step.step === 'turnout' && !step.reached) return [`${of}${step.quorum - step.came} more must vote.`];
    if (step.step === 'needed' && !step.reached) return [`${of}As it stands ${step.needed} must say yes, and ${step.yes} do.`];
    if (step.step === 'objections' && step.by.length > 0) return [step.by.length === 1 ? `${of}${step.by.map(name).join('')} objects.` : `${of}${step.by.map(name).join(' and ')} object.`];
    if (step.step === 'class' && !step.winners.includes('yes') && step.eligible > 0) return sayLacking(step.working, name, `${sentence(sayClass(step.class))}: `);
    return [];
  });
}
