/**
 * What past cases teach of sensors: how often each is right, and which err together. It is worked out anew, from all cases of the window, whenever a
 * thirtieth of the window has come since: with fewer than sixty cases at each new one, with a full window of 300 at every tenth. Between, what was learned last
 * holds. That is exact, where sums carried on from case to case would gather rounding errors, and where a decision on an old case, or two sensors that
 * are found to be one, would change every summand.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import { correlationsOf, type CaseWindow, type Correlations } from './correlations.ts';
import { seenRatesOf, type SeenRates } from './rates.ts';

/** JSON. */
export type Learned = {
  /** Number of the newest case that it was learned from; −1: of none. */
  readonly upTo: number;
  readonly rates: { readonly [stream: StreamName]: SeenRates };
  readonly correlations: Correlations;
};

export const nothingLearned: Learned = { upTo: -1, rates: {}, correlations: {} };

/** Anew when one in so many cases of the window is new. */
const learnAtOneIn = 30;

/**
 * What is known by the window, which comes back with what was decided meanwhile. What is decided once isn't asked for again.
 * @param decided asked about each case that isn't decided yet, and only when it is learned anew; undefined: nobody has decided
 */
export function relearned(before: Learned, window: CaseWindow, decided: (id: string) => boolean | undefined): { readonly learned: Learned; readonly window: CaseWindow } {
  const upTo = window.at(-1)?.number ?? -1;
  if (upTo - before.upTo < Math.max(1, Math.floor(window.length / learnAtOneIn))) return { learned: before, window };
  const asked = window.map((each) => {
    const truth = each.truth ?? decided(each.id);
    return truth === undefined || truth === each.truth ? each : { ...each, truth };
  });
  return { learned: { upTo, rates: seenRatesOf(asked), correlations: correlationsOf(asked) }, window: asked };
}
