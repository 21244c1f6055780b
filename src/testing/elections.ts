/** Elections for tests: so many ballots of each kind, each from a voter of their own. */
import type { Ballots, Eligible } from '../decisions/decision.ts';
import type { Choice } from '../vocabulary/deciding.ts';

export type Election = { readonly eligible: Eligible; readonly ballots: Ballots };

/** @param silent voters who say nothing */
export function election(groups: readonly (readonly [number, Choice])[], silent = 0): Election {
  const choices = groups.flatMap(([voters, choice]) => Array.from({ length: voters }, () => choice));
  const all = Array.from({ length: choices.length + silent }, (_, i) => `v${i}`);
  return { eligible: { all, classes: {} }, ballots: Object.fromEntries(choices.map((choice, i) => [`v${i}`, choice])) };
}

/** As elections are published: `{ ACB: 5, 'A=B>C': 2 }`. */
export function ranked(profile: { readonly [order: string]: number }): Election {
  return election(Object.entries(profile).map(([order, voters]) => [voters, ranking(order)]));
}

/** `ACB`, or with names and equals `Ana>Bo=Cy`. */
export function ranking(order: string): { readonly ranking: readonly (readonly string[])[] } {
  const places = order.includes('>') || order.includes('=') ? order.split('>') : [...order];
  return { ranking: places.map((place) => place.split('=')) };
}

/** Yes, no and abstentions, then who says nothing. */
export function said(yes: number, no: number, abstain = 0, silent = 0): Election {
  return election([[yes, 'yes'], [no, 'no'], [abstain, 'abstain']], silent);
}
