/**
 * Votes that come through others: who has said nothing themselves counts with whom they trust, and so on along the chain. Transitive proxy
 * voting as in J. C. Miller, "A program for direct and proxy voting in the legislative process", Public Choice 7 (1969), and "liquid democracy"
 * (B. Ford, "Delegative Democracy", 2002). Pure: who delegates to whom on the matter is asked of `delegateOf`.
 */
import type { Choice } from '../vocabulary/deciding.ts';
import type { Ballots } from './decision.ts';

/** Whom a member lets vote for them, or nobody. */
export type DelegateOf = (member: string) => string | undefined;

export type Resolved = {
  /** What counts for each of the eligible: their own, or that of the one at the end of their chain. */
  readonly ballots: Ballots;
  /** For those whose ballot comes through others: the chain, from whom they chose to whose ballot it is. */
  readonly via: { readonly [member: string]: readonly string[] };
};

/** Longest chain that is followed; a longer one can't be overlooked by those in it, and many of them would make a count slow. */
export const chainMax = 100;

/**
 * The ballots of the eligible, with those of delegates put in. A ballot of one's own always wins. A chain passes through people who may not vote
 * on the matter, or have said nothing, and ends at the first who may and has. A chain that goes in a circle, ends before it comes to a ballot,
 * or has more than {@link chainMax} others in it gives none.
 */
export function resolve(eligible: readonly string[], ballots: Ballots, delegateOf: DelegateOf): Resolved {
  const mayVote = new Set(eligible);
  const ballotOf = (member: string): Choice | undefined => (mayVote.has(member) && Object.hasOwn(ballots, member) ? ballots[member] : undefined);
  const counted: [string, Choice][] = [];
  const via: [string, readonly string[]][] = [];
  const nowhere = new Set<string>();
  const next = remembered(delegateOf);
  for (const member of mayVote) {
    const own = ballotOf(member);
    const chain = own === undefined ? chainFrom(member, next, (other) => nowhere.has(other) || ballotOf(other) !== undefined) : [];
    const last = chain.at(-1);
    const choice = own ?? (last === undefined ? undefined : ballotOf(last));
    if (choice !== undefined) counted.push([member, choice]);
    if (choice !== undefined && last !== undefined) via.push([member, chain]);
    // Whoever is on a chain that ends without a ballot has none through it either; of one that was cut short nobody knows its end.
    if (choice === undefined && chain.length < chainMax) for (const other of chain) nowhere.add(other);
  }
  return { ballots: Object.fromEntries(counted), via: Object.fromEntries(via) };
}

/** Each is asked once, however many chains go through them. */
function remembered(delegateOf: DelegateOf): DelegateOf {
  const known = new Map<string, string | undefined>();
  return (member) => {
    if (!known.has(member)) known.set(member, delegateOf(member));
    return known.get(member);
  };
}

/** The others from `member` on, to the first at whom it ends. */
function chainFrom(member: string, delegateOf: DelegateOf, ends: (member: string) => boolean): string[] {
  const first = delegateOf(member);
  if (first === undefined) return [];
  const chain = new Set<string>();
  for (let at: string | undefined = first; at !== undefined && at !== member && !chain.has(at) && chain.size < chainMax; at = delegateOf(at)) {
    chain.add(at);
    if (ends(at)) break;
  }
  return [...chain];
}

/**
 * The circle that would close if `member` let `to` vote for them: `member`, `to`, and the others up to the one who delegates to `member`; null when
 * there would be none.
 */
export function circleOf(member: string, to: string, delegateOf: DelegateOf): readonly string[] | null {
  const passed = new Set([member]);
  for (let at: string | undefined = to; at !== undefined; at = delegateOf(at)) {
    if (at === member) return [...passed];
    if (passed.has(at)) return null;
    passed.add(at);
  }
  return null;
}
