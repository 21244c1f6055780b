/** What those who may vote said: where every count begins. */
import type { Choice, CountResult, WorkingStep } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Ballots, Eligible } from './decision.ts';

export type Cast = { readonly member: string; readonly choice: Choice };

/** The ballots of the eligible, in no order that a count may go by. */
export function castBy({ all }: Eligible, ballots: Ballots): Cast[] {
  return all.flatMap((member) => {
    const choice = Object.hasOwn(ballots, member) ? ballots[member] : undefined;
    return choice === undefined ? [] : [{ member, choice }];
  });
}

/** A quorum counts people, whatever they said. Where nobody came nothing is decided, even without a quorum. */
export function turnout({ all }: Eligible, cast: readonly Cast[], quorum: number): WorkingStep & { readonly step: 'turnout' } {
  return { step: 'turnout', eligible: all.length, came: cast.length, quorum, reached: cast.length >= Math.max(quorum, 1) };
}

export function nothing(working: readonly WorkingStep[]): CountResult {
  return { winners: [], tied: [], working };
}

/** One at the top wins; of several the rule can't choose. */
export function topOf(top: readonly string[], working: readonly WorkingStep[]): CountResult {
  return top.length === 1 ? { winners: top, tied: [], working } : { winners: [], tied: top.toSorted(compareIds), working };
}
