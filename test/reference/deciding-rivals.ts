/** For the second counting: amendments that touch the same lines, and which of them is taken in. */
import type { Edit } from '../../src/vocabulary/changes.ts';
import type { Instant } from '../../src/vocabulary/time.ts';
import type { Body, Motion } from './deciding.ts';
import { lineOf } from './deciding-edits.ts';

export type Amending = { readonly id: string; readonly motion: Motion; readonly edits: readonly Edit[]; readonly opened: number; closes: Instant; readonly ballots: Motion['ballots'] };

/** An amendment as its time has come, with how many are for it and against it, votes through others among them. */
export type Rival = { readonly amendment: Amending; readonly bodies: readonly Body[]; readonly isFor: boolean; readonly votes: number; readonly against: number };

/** Those whom none beats are in, or tied with each other; whoever touches one of these is out; and so on with the rest. */
export function judge(passing: readonly Rival[]): ReadonlyMap<Rival, 'adopted' | 'tied' | 'rival'> {
  const best = passing.filter((one) => !passing.some((other) => beats(other, one)));
  if (best.length === 0) return new Map();
  const touches = (one: Rival, others: readonly Rival[]): boolean => others.some((other) => areRivals(one.amendment, other.amendment));
  const lower = passing.filter((one) => !best.includes(one));
  const out = lower.filter((one) => touches(one, best));
  return new Map([
    ...best.map((one): [Rival, 'adopted' | 'tied'] => [one, touches(one, best) ? 'tied' : 'adopted']), ...out.map((one): [Rival, 'rival'] => [one, 'rival']),
    ...judge(lower.filter((one) => !out.includes(one))),
  ]);
}

/** More are for it; or as many, and fewer against it. */
export function beats(one: Rival, other: Rival): boolean {
  return one.votes > other.votes || (one.votes === other.votes && one.against < other.against);
}

export function areRivals(one: Amending, other: Amending): boolean {
  return one !== other && one.edits.some((edit) => other.edits.some((each) => lineOf(each) === lineOf(edit)));
}
