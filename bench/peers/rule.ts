// The firewood rule in plain JavaScript: what Node-RED's function node runs, and what the other peers' end states are held
// against. Amounts are in a unit's smallest part, probabilities in 10^-9, instants in seconds since 1970.
import type { Member, Observation } from './load.ts';

/** Beginning of a bracket of declared monthly means (inclusive), and how many times the base price it pays. */
export type Bracket = { readonly from: number; readonly multiplier: number };

export const terms = {
  basePrice: 100,
  pMin: 900_000_000,
  returnWindowS: 600,
  brackets: [
    { from: 0, multiplier: 1 },
    { from: 100_000, multiplier: 2 },
    { from: 500_000, multiplier: 5 },
  ] as readonly Bracket[],
};

export type Terms = typeof terms;

export type Taking = { id: string; at: number; count: number; price: number };

export type Account = { means: number; balance: number; owed: number; takings: Record<number, Taking[]> };

export type State = { accounts: Record<string, Account>; providerBalance: number; known: Record<string, true> };

export type Outcome =
  | { id: string; kind: 'posting'; charged: number; owed: number }
  | { id: string; kind: 'review' }
  | { id: string; kind: 'known' };

export function initialState(members: readonly Member[]): State {
  const accounts = members.map(({ id, means, balance }) => [id, { means, balance, owed: 0, takings: {} }]);
  return { accounts: Object.fromEntries(accounts), providerBalance: 0, known: {} };
}

/**
 * Takes one observation through; changes `state` in place, as both an EVM and a function node do.
 * Uses nothing from outside of itself: its source becomes the function node's code.
 */
export function observe(state: State, terms: Terms, seen: Observation): Outcome {
  if (state.known[seen.id]) return { id: seen.id, kind: 'known' };
  const taker = state.accounts[seen.by];
  if (taker === undefined) throw new Error(`not a member: ${seen.by}`);
  state.known[seen.id] = true;
  if (seen.pEvent < terms.pMin || seen.pPerson < terms.pMin) return { id: seen.id, kind: 'review' };

  const bracket = terms.brackets.findLast(({ from }) => taker.means >= from);
  if (bracket === undefined) throw new Error('the brackets do not start at zero');
  const price = seen.count * terms.basePrice * bracket.multiplier;
  const charged = Math.min(price, taker.balance);
  taker.balance -= charged;
  taker.owed += price - charged;
  state.providerBalance += charged;

  const day = Math.floor(seen.at / 86_400);
  const takings = (taker.takings[day] ??= []);
  while (takings[0] !== undefined && takings[0].at + terms.returnWindowS < seen.at) takings.shift();
  takings.push({ id: seen.id, at: seen.at, count: seen.count, price });
  return { id: seen.id, kind: 'posting', charged, owed: price - charged };
}

/** The end state after a whole load. */
export function fold(members: readonly Member[], observations: readonly Observation[]): State {
  const state = initialState(members);
  for (const observation of observations) observe(state, terms, observation);
  return state;
}
