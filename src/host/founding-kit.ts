/** What whoever founds needs to know of a kit. */
import type { FoundingKitShown } from '../views/home-shown.ts';
import type { KitAtHand } from './kits-at-hand.ts';

export function foundingKit({ manifest, about }: KitAtHand): FoundingKitShown {
  const { name, title, parties, terms } = manifest;
  return {
    name, title, about, parties: Object.fromEntries(Object.entries(parties).map(([party, { says }]) => [party, says ?? ''])),
    needed: Object.entries(terms).flatMap(([term, rule]) => ('default' in rule && rule.default !== undefined ? [] : [term])),
    subjects: Object.values(terms).flatMap((rule) => (rule.type === 'subject' && 'default' in rule && typeof rule.default === 'string' ? [rule.default] : [])),
  };
}
