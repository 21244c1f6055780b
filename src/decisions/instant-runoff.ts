/**
 * Instant run-off: each ballot counts for the best of its options that are still in; the option with the fewest goes out, until one has more than
 * half of the ballots that still name one. The alternative vote of W. R. Ware (1871), as in Robert's Rules of Order Newly Revised (12th edition,
 * §45, "preferential voting") and in Burlington, Vermont.
 *
 * Where several have the fewest, no order of ballots, no lot and no name decides, but in this order:
 * 1. all of them go out when together they have fewer ballots than the next one up: in whatever order they went, none could reach it;
 * 2. the one goes out that had the fewest of them in the latest round before in which they differ (the "backward" rule);
 * 3. else the count is tied between all that are still in.
 */
import type { Choice, CountResult, WorkingStep } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { castBy, nothing, topOf, turnout } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';

/** Option, in order of id → ballots. */
type Counts = ReadonlyMap<string, number>;

export function instantRunoff({ quorum }: RuleOf<'instant_runoff'>, eligible: Eligible, ballots: Ballots, options: readonly string[]): CountResult {
  const cast = castBy(eligible, ballots);
  const came = turnout(eligible, cast, quorum);
  if (!came.reached) return nothing([came]);
  return runOff(cast.flatMap(({ choice }) => orderOf(choice)), options.toSorted(compareIds), [came]);
}

function runOff(orders: readonly (readonly string[])[], options: readonly string[], opening: readonly WorkingStep[]): CountResult {
  const working = [...opening];
  const rounds: Counts[] = [];
  for (let standing = options; standing.length > 0;) {
    const counts = countRound(orders, standing);
    rounds.push(counts);
    const counted = [...counts.values()].reduce((sum, votes) => sum + votes, 0);
    const majority = Math.floor(counted / 2) + 1;
    working.push({ step: 'round', round: rounds.length, counts: Object.fromEntries(counts), exhausted: orders.length - counted, needed: majority });
    if (counted === 0) break;
    const winner = standing.find((option) => votesOf(counts, option) >= majority);
    if (winner !== undefined) return topOf([winner], working);
    const step = whoGoesOut(rounds, counts);
    working.push(step);
    if (step.step === 'stuck') return topOf(standing, working);
    standing = standing.filter((option) => !step.out.includes(option));
  }
  return nothing(working);
}

/** Its options, the best first. */
function orderOf(choice: Choice): string[][] {
  return typeof choice === 'object' && 'ranking' in choice ? [choice.ranking.flat()] : [];
}

function countRound(orders: readonly (readonly string[])[], standing: readonly string[]): Counts {
  const counts = new Map(standing.map((option) => [option, 0]));
  for (const order of orders) {
    const best = order.find((option) => counts.has(option));
    if (best !== undefined) counts.set(best, votesOf(counts, best) + 1);
  }
  return counts;
}

function whoGoesOut(rounds: readonly Counts[], counts: Counts): WorkingStep & { readonly step: 'out' | 'stuck' } {
  const round = rounds.length;
  const equal = fewestOf([...counts.keys()], counts);
  const [first] = equal;
  if (equal.length === 1) return { step: 'out', because: 'fewest', round, out: equal };
  const votes = equal.length * (first === undefined ? 0 : votesOf(counts, first));
  const above = [...counts].filter(([option]) => !equal.includes(option)).map(([, count]) => count);
  const next = Math.min(...above);
  if (votes < next && above.length > 0) return { step: 'out', because: 'together', round, out: equal, votes, next };
  return lookBack(rounds, equal);
}

/** @param equal have the fewest of the last round */
function lookBack(rounds: readonly Counts[], equal: readonly string[]): WorkingStep & { readonly step: 'out' | 'stuck' } {
  const round = rounds.length;
  let left = equal;
  for (let before = round - 1; before > 0; before--) {
    const counts = rounds[before - 1];
    if (counts !== undefined) left = fewestOf(left, counts);
    if (left.length === 1) return { step: 'out', because: 'fewest_before', round, out: left, equal, before };
  }
  return { step: 'stuck', round, equal: left };
}

function fewestOf(options: readonly string[], counts: Counts): string[] {
  const fewest = Math.min(...options.map((option) => votesOf(counts, option)));
  return options.filter((option) => votesOf(counts, option) === fewest);
}

function votesOf(counts: Counts, option: string): number {
  return counts.get(option) ?? 0;
}
