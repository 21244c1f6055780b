/** What a member is shown of their own notices: how they are told, what they were told, what a digest would have said. */
import type { InboxWire, NoticesWire } from '../adapters/http/notice-schemas.ts';
import { lastSlot } from '../notices/calendar.ts';
import { isOver } from '../notices/happenings.ts';
import { oftenFor, type Preferences } from '../notices/preferences.ts';
import type { Language } from '../vocabulary/languages.ts';
import type { Kept } from '../notices/store.ts';
import { ownTopics } from '../notices/topics.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { letterOf, lineOf, type Letter } from './notice-letter.ts';
import { preferencesOf, reachOf, readersZone, type Reaching } from './notice-reach.ts';
import { say } from './notice-words.ts';
import type { NoticeDesk } from './notices.ts';

/** How they want to be told, by what they can be reached, and what there is to choose for. */
export function settingsOf({ planning, parts: { store, pusher } }: NoticeDesk, member: string, language: Language): NoticesWire {
  const preferences = preferencesOf(planning, member, language);
  const mail = store.mail(member);
  return {
    member, preferences,
    mail: { possible: planning.mails, address: mail?.address ?? null, confirmed: mail?.confirmed ?? false, problem: mail?.problem ?? null },
    push: { key: pusher.publicKey, devices: store.devices(member).map(({ id, label, added }) => ({ id, label, added })) },
    topics: topicsOf(planning, member, preferences, language),
  };
}

/** All that there is to choose for: what isn't an agreement's, each agreement, and of both what the member was told of or has chosen for. */
function topicsOf(planning: Reaching, member: string, preferences: Preferences, language: Language): NoticesWire['topics'] {
  const reach = reachOf(planning, member);
  const told = new Map(planning.store.topics(member).map((each) => [each.topic, each]));
  const holders = [...ownTopics, ...[...planning.view().subcontracts.keys()].map((topic) => ({ topic, kind: 'moved' as const }))];
  const kinds = new Map([...holders.map(({ topic, kind }) => [topic, kind] as const), ...[...told.values()].map(({ topic, kind }) => [topic, kind] as const)]);
  for (const topic of Object.keys(preferences.topics)) if (!kinds.has(topic)) kinds.set(topic, 'told');
  return [...kinds].map(([topic, kind]) => {
    const said = told.get(topic)?.said;
    const { [topic]: _own, ...others } = preferences.topics;
    const unchosen = { ...preferences, topics: others };
    return {
      topic, kind, example: said === undefined ? null : say(language, said),
      usual: { push: oftenFor(unchosen, topic, kind, 'push', reach), mail: oftenFor(unchosen, topic, kind, 'mail', reach) },
    };
  });
}

/** Of the last seven whole days, as if mail went to them: what they chose to hear of weekly by mail. */
export function previewOf({ planning, parts: { store, view, clock } }: NoticeDesk, member: string, language: Language): Letter | null {
  const preferences = preferencesOf(planning, member, language);
  const zone = readersZone(preferences);
  const reach = { ...reachOf(planning, member), mail: true };
  const { before, period } = lastSlot(zone, 'weekly', { ...preferences.digest, hour: 0 }, clock.now());
  const last = lastSlot(zone, 'weekly', { ...preferences.digest, hour: 0 }, before - 1);
  const items = store.between(member, last.before, before).filter((each) => oftenFor(preferences, each.topic, each.kind, 'mail', reach) === 'weekly' && !isOver(view(), each));
  return letterOf({ view: view(), language, zone: zone.name }, items, period);
}

/** The latest first. */
export function inboxOf({ parts: { store, view } }: NoticeDesk, member: string, language: Language, before: number | undefined, limit: number): InboxWire {
  return { unread: store.unread(member), items: store.inbox(member, before, limit).map((each) => itemOf(view(), language, each)) };
}

function itemOf(view: View, language: Language, each: Kept): InboxWire['items'][number] {
  const { n, id, at, kind, topic, record, read, movement, about, said } = each;
  return {
    n, id, at, kind, topic, record, read, words: movement === null ? lineOf({ view, language, zone: 'UTC' }, each) : say(language, said),
    movement: movement === null ? null : { other: movement.other, unit: movement.unit, amount: formatDecimal(movement.amount, decimalsOf(view, movement.unit)), way: movement.way },
    proposal: about.proposal ?? null, review: about.review ?? null, over: isOver(view, each),
  };
}
