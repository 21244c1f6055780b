/**
 * Which of an agreement's actions weigh: what they take at once is counted as it goes, but a timer that they set, or a cell that they write, can
 * have the agreement take from the same person later, when nobody who is there says anything.
 */
import type { ActionRule, KitManifest } from './kit.ts';

/** Whether the action can leave something behind by which the agreement takes from members later: nothing more can be told by its manifest. */
export function canLeaveBehind({ envelope, timers = {}, reviews }: Pick<KitManifest, 'envelope' | 'timers' | 'reviews'>, { by, cells = [] }: ActionRule): boolean {
  return by !== 'decision' && envelope.length > 0 && (Object.keys(timers).length > 0 || reviews !== undefined || cells.length > 0);
}

/** Whether a member asks for it with their passkey, if they have one: as the kit says, and where it says nothing, if it could. */
export function weighs(manifest: Pick<KitManifest, 'envelope' | 'timers' | 'reviews'>, rule: ActionRule): boolean {
  return rule.weighs ?? canLeaveBehind(manifest, rule);
}
