/**
 * A second counting of votes, written from docs/decisions/0019 and the vocabulary alone, by other ways than the product's: instant run-off as a
 * recursion, Schulze by dropping the weakest defeats of the Schwartz set (cloneproof Schwartz sequential dropping: M. Schulze, "A New Monotonic,
 * Clone-Independent, Reversal Symmetric, and Condorcet-Consistent Single-Winner Election Method", 2011, section 4.11.4), the rest by filtering lists.
 */
import type { Choice, DecisionRule, Measure, Share } from '../../src/vocabulary/deciding.ts';

/** What each of the voters who count says, themselves or through others. */
export type SaidBy = ReadonlyMap<string, Choice>;
export type Classes = { readonly [className: string]: readonly string[] };

export type Result = {
  readonly winners: readonly string[];
  readonly tied: readonly string[];
  /** Figures that stand in a working too, for holding one against the other. */
  readonly figures: { readonly [name: string]: unknown };
};

export function countAgain(rule: DecisionRule, voters: readonly string[], said: SaidBy, options: readonly string[], classes: Classes): Result {
  const spoken = voters.flatMap((voter) => said.get(voter) ?? []);
  switch (rule.rule) {
    case 'each': return everyClass(rule.of, said, classes);
    case 'approval': return ifEnough(spoken, rule.quorum, () => approved(spoken, options, rule.winners));
    case 'score': return ifEnough(spoken, rule.quorum, () => scored(spoken, options));
    case 'instant_runoff': return ifEnough(spoken, rule.quorum, () => ranOff(rankingsOf(spoken), options));
    case 'schulze': return ifEnough(spoken, rule.quorum, () => schwartzDropped(spoken, options));
    default: return { ...yesOrNo(rule, voters.length, spoken), figures: { said: words(spoken, voters.length) } };
  }
}

const answers = ['yes', 'no', 'abstain', 'concern', 'object'] as const;
const nothing: Pick<Result, 'winners' | 'tied'> = { winners: [], tied: [] };

function words(spoken: readonly Choice[], voters: number): { readonly [word: string]: number } {
  return { ...Object.fromEntries(answers.map((answer) => [answer, spoken.filter((choice) => choice === answer).length])), silent: voters - spoken.length };
}

type YesOrNoRule = Extract<DecisionRule, { rule: 'consensus' | 'majority' | 'threshold' | 'unanimous' }>;

function yesOrNo(rule: YesOrNoRule, voters: number, spoken: readonly Choice[]): Pick<Result, 'winners' | 'tied'> {
  const assents = spoken.filter((choice) => choice === 'yes' || choice === 'concern').length;
  const against = spoken.filter((choice) => choice === 'no' || choice === 'object').length;
  switch (rule.rule) {
    case 'consensus': return verdict(!spoken.includes('object') && assents >= rule.assents);
    case 'majority': return spoken.length < Math.max(1, rule.quorum) ? nothing : verdict(isEnough(assents, rule.yes, assents + against));
    case 'threshold': return verdict(isEnough(assents, rule.yes, voters));
    case 'unanimous': return verdict(voters > 0 && assents === voters);
  }
}

function verdict(yes: boolean): Pick<Result, 'winners' | 'tied'> {
  return { winners: [yes ? 'yes' : 'no'], tied: [] };
}

/** Exact: fractions are compared by cross-multiplying. At least one vote is needed for anything. */
function isEnough(yes: number, measure: Measure, of: number): boolean {
  const over = ({ numerator, denominator }: Share): bigint => BigInt(yes) * BigInt(denominator) - BigInt(of) * BigInt(numerator);
  if (yes < 1) return false;
  if ('people' in measure) return yes >= measure.people;
  return 'more_than' in measure ? over(measure.more_than) > 0n : over(measure.at_least) >= 0n;
}

/** A class of nobody stops nothing, but that of all; a no of one is the no of the whole, and what one leaves open is open. */
function everyClass(of: { readonly [className: string]: DecisionRule }, said: SaidBy, classes: Classes): Result {
  const counted = Object.keys(of).map((name) => ({ name, members: classes[name] ?? [], rule: of[name] as DecisionRule })).filter(({ name, members }) => name === 'all' || members.length > 0)
    .map(({ name, members, rule }) => ({ name, result: countAgain(rule, members, said, ['yes', 'no'], {}) }));
  const figures = Object.fromEntries(counted.map(({ name, result }) => [name, { winners: result.winners, ...result.figures }]));
  if (counted.some(({ result }) => result.winners[0] === 'no')) return { winners: ['no'], tied: [], figures };
  const isCarried = counted.length > 0 && counted.every(({ result }) => result.winners[0] === 'yes');
  return { winners: isCarried ? ['yes'] : [], tied: [], figures };
}

function ifEnough(spoken: readonly Choice[], quorum: number, count: () => Result): Result {
  return spoken.length < Math.max(1, quorum) ? { ...nothing, figures: { came: spoken.length } } : count();
}

function approved(spoken: readonly Choice[], options: readonly string[], places: number): Result {
  const approvals = new Map(options.map((option) => [option, spoken.filter((choice) => typeof choice === 'object' && 'approve' in choice && choice.approve.includes(option)).length]));
  return { ...best(approvals, places), figures: { approvals: Object.fromEntries(approvals) } };
}

function scored(spoken: readonly Choice[], options: readonly string[]): Result {
  const sums = new Map(options.map((option) => [option, 0]));
  for (const choice of spoken) if (typeof choice === 'object' && 'scores' in choice) for (const option of options) sums.set(option, (sums.get(option) ?? 0) + (choice.scores[option] ?? 0));
  return { ...best(sums, 1), figures: { sums: Object.fromEntries(sums) } };
}

/** An option is in when fewer than `places` have as much, and sure of it when those with as much all fit in. */
function best(points: ReadonlyMap<string, number>, places: number): Pick<Result, 'winners' | 'tied'> {
  const rivals = (option: string, count: (other: number, own: number) => boolean): number => [...points].filter(([other, value]) => other !== option && count(value, points.get(option) ?? 0)).length;
  const candidates = [...points.keys()].filter((option) => (points.get(option) ?? 0) > 0);
  return {
    winners: candidates.filter((option) => rivals(option, (other, own) => other >= own) < places).sort(),
    tied: candidates.filter((option) => rivals(option, (other, own) => other > own) < places && rivals(option, (other, own) => other >= own) >= places).sort(),
  };
}

function rankingsOf(spoken: readonly Choice[]): readonly (readonly (readonly string[])[])[] {
  return spoken.flatMap((choice) => (typeof choice === 'object' && 'ranking' in choice ? [choice.ranking] : []));
}

/** One round, then the rest among who is left. `rounds` has the counts of those before, the latest first. */
function ranOff(ballots: readonly (readonly (readonly string[])[])[], options: readonly string[], rounds: readonly ReadonlyMap<string, number>[] = []): Result {
  const firsts = ballots.flatMap((ballot) => ballot.flat().find((option) => options.includes(option)) ?? []);
  const counts = new Map(options.map((option) => [option, firsts.filter((first) => first === option).length]));
  const figures = { firstRound: Object.fromEntries(rounds.at(-1) ?? counts), rounds: rounds.length + 1 };
  if (firsts.length === 0) return { ...nothing, figures };
  const winner = options.find((option) => 2 * (counts.get(option) ?? 0) > firsts.length);
  if (winner !== undefined) return { winners: [winner], tied: [], figures };
  const out = whoGoes(counts, options, rounds);
  if (out.length === 0) return { winners: [], tied: [...options].sort(), figures };
  return ranOff(ballots, options.filter((option) => !out.includes(option)), [counts, ...rounds]);
}

function whoGoes(counts: ReadonlyMap<string, number>, options: readonly string[], rounds: readonly ReadonlyMap<string, number>[]): readonly string[] {
  const lowest = (among: readonly string[], by: ReadonlyMap<string, number>): readonly string[] => among.filter((option) => among.every((other) => (by.get(option) ?? 0) <= (by.get(other) ?? 0)));
  const fewest = lowest(options, counts);
  if (fewest.length === 1) return fewest;
  const others = options.filter((option) => !fewest.includes(option)).map((option) => counts.get(option) ?? 0);
  const together = fewest.reduce((sum, option) => sum + (counts.get(option) ?? 0), 0);
  if (others.length > 0 && others.every((count) => together < count)) return fewest;
  const left = rounds.reduce((equal, round) => (equal.length === 1 ? equal : lowest(equal, round)), fewest);
  return left.length === 1 ? left : [];
}

type Defeat = { readonly from: string; readonly to: string; readonly support: number; readonly opposed: number };

function schwartzDropped(spoken: readonly Choice[], options: readonly string[]): Result {
  const ballots = rankingsOf(spoken);
  const prefers = (a: string, b: string): number => ballots.filter((ballot) => placeOf(ballot, a) < placeOf(ballot, b)).length;
  const pairwise = Object.fromEntries(options.map((a) => [a, Object.fromEntries(options.filter((b) => b !== a).map((b) => [b, prefers(a, b)]))]));
  const all = options.flatMap((from) => options.filter((to) => prefers(from, to) > prefers(to, from)).map((to): Defeat => ({ from, to, support: prefers(from, to), opposed: prefers(to, from) })));
  const left = dropped([...options], all);
  return left.length === 1 ? { winners: left, tied: [], figures: { pairwise } } : { winners: [], tied: [...left].sort(), figures: { pairwise } };
}

function placeOf(ballot: readonly (readonly string[])[], option: string): number {
  const place = ballot.findIndex((equals) => equals.includes(option));
  return place === -1 ? ballot.length : place;
}

/** Only who is in the Schwartz set stays; the weakest defeats between those are dropped, until none is left. */
function dropped(options: readonly string[], defeats: readonly Defeat[]): readonly string[] {
  const inside = schwartzSet(options, defeats);
  const between = defeats.filter(({ from, to }) => inside.includes(from) && inside.includes(to));
  if (between.length === 0) return inside;
  const isWeaker = (a: Defeat, b: Defeat): boolean => a.support < b.support || (a.support === b.support && a.opposed > b.opposed);
  return dropped(inside, between.filter((defeat) => between.some((other) => isWeaker(other, defeat))));
}

/** Those who reach, by a chain of defeats, everyone who so reaches them. */
function schwartzSet(options: readonly string[], defeats: readonly Defeat[]): readonly string[] {
  const reach = new Map(options.map((option) => [option, reachedFrom(option, defeats)]));
  return options.filter((option) => options.every((other) => reach.get(other)?.has(option) !== true || reach.get(option)?.has(other) === true));
}

function reachedFrom(start: string, defeats: readonly Defeat[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (option: string): void => {
    for (const { from, to } of defeats) {
      if (from !== option || reached.has(to)) continue;
      reached.add(to);
      visit(to);
    }
  };
  visit(start);
  return reached;
}
