/** What a turn set for later: of its timers those that a kit has words for; the others are the contract's own business. */
import type { Outcome, Timer } from '../vocabulary/outcomes.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import { dayOf } from './say.ts';
import type { View } from './view.ts';

export type LaterShown = { readonly subcontract: string; readonly at: Instant; readonly day: Day; readonly words: string };

/** The soonest first; what was set anew, or taken back, in the same turn counts as it is in the end. */
export function laterOf(view: View, { facts }: Pick<Outcome, 'facts'>): LaterShown[] {
  const set = new Map<string, Timer>();
  for (const fact of facts) {
    if (fact.fact === 'timer') set.set(`${fact.timer.subcontract} ${fact.timer.key}`, fact.timer);
    if (fact.fact === 'timer.gone') set.delete(`${fact.subcontract} ${fact.key}`);
  }
  return [...set.values()].sort((a, b) => a.at - b.at).flatMap(({ subcontract, name, at }) => {
    const words = view.subcontracts.get(subcontract)?.manifest.timers?.[name]?.says;
    return words === undefined ? [] : [{ subcontract, at, day: dayOf(view, at), words }];
  });
}
