/** How a member wants to hear of what: for each topic and channel how often, and when it is quiet. The app itself always says everything. */
import type { Language } from '../vocabulary/languages.ts';
import type { HappeningKind } from './happening.ts';

export const channels = ['push', 'mail'] as const;
export type Channel = (typeof channels)[number];
export const oftens = ['now', 'daily', 'weekly', 'off'] as const;
export type Often = (typeof oftens)[number];

/** What was chosen for a topic; what is left out goes by the topic that holds it, and then by {@link usualFor}. */
export type Choice = { readonly push?: Often | undefined; readonly mail?: Often | undefined; readonly urgent?: boolean | undefined };

export type Preferences = {
  readonly language: Language;
  /** IANA name. */
  readonly zone: string;
  /** Minutes after midnight, by the reader's clock; `from` after `until` goes over midnight. Null: none. */
  readonly quiet: { readonly from: number; readonly until: number } | null;
  /** When digests come: at this hour, and weekly ones on this day, 1 (Monday) to 7. */
  readonly digest: { readonly hour: number; readonly weekday: number };
  readonly topics: { readonly [topic: string]: Choice };
};

/** @param zone the collective's */
export function usualPreferences(language: Language, zone: string): Preferences {
  return { language, zone, quiet: { from: 22 * 60, until: 7 * 60 }, digest: { hour: 8, weekday: 1 }, topics: {} };
}

/** By which channels a member can be reached now. */
export type Reach = { readonly push: boolean; readonly mail: boolean };

/**
 * How often something goes out by a channel, by what was chosen for its topic, or for the topic that holds it; else calmly, and by one channel:
 * what one is asked at once by push, and where no device takes push in a daily mail; all else in a weekly mail.
 */
export function oftenFor(preferences: Preferences, topic: string, kind: HappeningKind, channel: Channel, reach: Reach): Often {
  const own = preferences.topics[topic]?.[channel] ?? preferences.topics[holderOf(topic)]?.[channel];
  return own ?? usualFor(kind, channel, reach);
}

export function usualFor(kind: HappeningKind, channel: Channel, reach: Reach): Often {
  if (channel === 'push') return kind === 'asked' ? 'now' : 'off';
  if (kind === 'asked') return reach.push ? 'off' : 'daily';
  return 'weekly';
}

/** Whether it comes through in quiet hours. */
export function isUrgent({ topics }: Preferences, topic: string): boolean {
  return topics[topic]?.urgent ?? topics[holderOf(topic)]?.urgent ?? false;
}

/** @example holderOf('wood/taken') === 'wood' */
export function holderOf(topic: string): string {
  const end = topic.indexOf('/');
  return end < 0 ? topic : topic.slice(0, end);
}
