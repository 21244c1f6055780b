/** What whoever founds needs to know of a kit. */
import type { FoundingKitShown } from '../views/home-shown.ts';
import type { KitAtHand } from './kits-at-hand.ts';

export function foundingKit({ manifest, about }: KitAtHand): FoundingKitShown {
  const { name, title, parties, terms, observations = {} } = manifest;
  return {
    name, title, about, parties: Object.fromEntries(Object.entries(parties).map(([party, { says }]) => [party, says ?? ''])),
    needed: Object.entries(terms).flatMap(([term, rule]) => (rule.default !== undefined || rule.optional === true ? [] : [term])),
    watched: Object.entries(terms).flatMap(([term, rule]) => (rule.type !== 'subject' || typeof rule.default !== 'string' ? [] : [{
      subject: rule.default, events: Object.entries(observations).filter(([, { subject }]) => subject === term).map(([event]) => event),
    }])),
  };
}
