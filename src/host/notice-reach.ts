/** How each member hears of what: what they chose, and by which channels they can be reached now. */
import { oftenFor, isUrgent, usualPreferences, channels, type Preferences, type Reach } from '../notices/preferences.ts';
import type { Language } from '../vocabulary/languages.ts';
import type { Happening } from '../notices/happening.ts';
import type { Going, NoticeStore } from '../notices/store.ts';
import type { View } from '../views/view.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { zoneRules } from '../zones/zones.ts';

export type Reaching = { readonly store: NoticeStore; readonly view: () => View; /** Whether mail can be sent at all. */ readonly mails: boolean };

export function preferencesOf({ store, view }: Reaching, member: string, language: Language = 'en'): Preferences {
  return store.preferences(member) ?? usualPreferences(language, view().charter?.zone ?? 'UTC');
}

/** A zone that this release no longer knows counts as UTC. */
export function readersZone({ zone }: Preferences): ZoneRules {
  return zoneRules(zone) ?? { name: 'UTC', initial: 0, changes: [] };
}

export function reachOf({ store, mails }: Reaching, member: string): Reach {
  return { push: store.devices(member).length > 0, mail: mails && store.mail(member)?.confirmed === true };
}

/** By which channels a happening goes out: none by which its reader can't be reached, so that nothing piles up. */
export function goingOf(preferences: Preferences, reach: Reach, { topic, kind }: Happening): Going[] {
  return channels.flatMap((channel) => {
    const often = reach[channel] ? oftenFor(preferences, topic, kind, channel, reach) : 'off';
    return often === 'off' ? [] : [{ channel, often, urgent: isUrgent(preferences, topic) }];
  });
}

/** What waits goes by what holds now: after another choice, another device, another address. */
export function settle(reaching: Reaching, member: string, preferences: Preferences = preferencesOf(reaching, member)): void {
  const reach = reachOf(reaching, member);
  reaching.store.putPreferences(member, preferences, (happening) => goingOf(preferences, reach, happening));
}
