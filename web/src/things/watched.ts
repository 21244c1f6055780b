/** What agreements watch, from what was observed and what their terms name. */
import { isObject } from '../../../src/vocabulary/json.ts';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { titled } from '../words/names.ts';

/** Whether one of its terms names the subject. */
export function watches({ terms }: Pick<SubcontractShown, 'terms'>, subject: string): boolean {
  return Object.values(terms).some((named) => named === subject || (isObject(named) && Object.hasOwn(named, subject)));
}

/** Observations of what it watches, the latest first. */
export function watchedBy(subcontract: Pick<SubcontractShown, 'terms'>, things: readonly ThingShown[]): ThingShown[] {
  return things.filter(({ subject }) => watches(subcontract, subject)).sort((a, b) => b.latest.at - a.latest.at);
}

/** By the one thing that it watches; of several, the agreement's own title. */
export function thingTitle({ title }: Pick<SubcontractShown, 'title'>, watched: readonly ThingShown[]): string {
  const subjects = [...new Set(watched.map(({ subject }) => subject))];
  const [only] = subjects;
  return only !== undefined && subjects.length === 1 ? titled(only) : title;
}

/** The latest thing that somebody did there, by their name. */
export function lastDone(watched: readonly ThingShown[]): ThingShown | undefined {
  return watched.find(({ latest }) => typeof latest.values['by'] === 'string');
}

export type ByHand = 'take' | 'bring_back';

/** By these actions a member says by hand what no sensor sees; an agreement that has them says in `by_hand` whether they count. */
export function saysByHand({ actions, terms }: Pick<SubcontractShown, 'actions' | 'terms'>, act: ByHand): boolean {
  return actions.includes(act) && (terms['by_hand'] ?? 'yes') === 'yes';
}
