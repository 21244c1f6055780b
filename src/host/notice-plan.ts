/** What goes out now: what waits is made into messages when its time has come by the reader's clock. */
import { lastSlot, quietUntil } from '../notices/calendar.ts';
import type { Happening, Period } from '../notices/happening.ts';
import { isOver } from '../notices/happenings.ts';
import type { Preferences } from '../notices/preferences.ts';
import type { Outgoing, OutgoingPush, Waiting } from '../notices/store.ts';
import type { Instant } from '../vocabulary/time.ts';
import { localDay } from '../vocabulary/zones.ts';
import type { Apart } from './apart.ts';
import { letterOf, lineOf, type Reader } from './notice-letter.ts';
import { mailOf } from './notice-mail.ts';
import { preferencesOf, reachOf, readersZone, type Reaching } from './notice-reach.ts';
import { mailText } from './notice-words.ts';

export type Planning = Reaching & {
  /** Of the app, as members reach it, with a slash at its end. */
  readonly address: () => string;
  /** A link that ends a member's mails. */
  readonly endLink: (member: string) => string;
};

/** Characters of a push message's line: a lock screen shows no more. */
const lineCharsMax = 180;

/** Each one's by itself. @throws JournalError */
export function plan(planning: Planning, now: Instant, apart: Apart): void {
  for (const waiting of planning.store.waiting()) apart(`notices by ${waiting.channel} for ${waiting.member}`, () => planOne(planning, waiting, now));
}

function planOne(planning: Planning, waiting: Waiting, now: Instant): void {
  const { store, view } = planning;
  const preferences = preferencesOf(planning, waiting.member);
  if (!reachOf(planning, waiting.member)[waiting.channel]) return store.post([], now, { waiting, upTo: store.toGo(waiting).map(({ n }) => n) });
  const zone = readersZone(preferences);
  const quiet = quietUntil(zone, preferences.quiet, now) !== null;
  const slot = waiting.often === 'now' ? undefined : lastSlot(zone, waiting.often, preferences.digest, now);
  // What waits for Monday isn't read with each record until then.
  if (slot !== undefined && (quiet || (store.oldest(waiting) ?? now) >= slot.before)) return;
  const items = store.toGo(waiting);
  const ready = slot === undefined ? items.filter(({ urgent }) => urgent || !quiet) : items.filter(({ at }) => at < slot.before);
  const [first] = ready;
  if (first === undefined) return;
  const live = ready.filter((each) => !isOver(view(), each));
  const since = localDay(zone, first.at);
  const period = slot === undefined ? undefined : { from: since < slot.period.from ? since : slot.period.from, to: slot.period.to };
  const key = `${waiting.often}.${waiting.channel}.${waiting.member}.${ready.at(-1)?.n ?? 0}`;
  store.post(live.length === 0 ? [] : messagesOf(planning, { waiting, preferences, live, period, key }), now, { waiting, upTo: ready.map(({ n }) => n) });
}

type Planned = { readonly waiting: Waiting; readonly preferences: Preferences; readonly live: readonly (Happening & { readonly n: number; readonly urgent: boolean })[]; readonly period: Period | undefined; readonly key: string };

function messagesOf(planning: Planning, { waiting: { member, channel }, preferences, live, period, key }: Planned): Outgoing[] {
  const { store, view, address, endLink } = planning;
  const reader: Reader = { view: view(), language: preferences.language, zone: readersZone(preferences).name };
  const letter = letterOf(reader, live, period);
  if (letter === null) return [];
  const tells = live.map(({ n }) => n);
  if (channel === 'push') {
    const message = pushOf(reader, live, address(), key);
    return store.devices(member).map(({ id }) => ({ key: `${key}.${id}`, member, channel, to: id, message, tells }));
  }
  const name = view().charter?.name ?? '';
  const message = mailOf(letter, { language: preferences.language, name, url: address(), unsubscribe: endLink(member) });
  return [{ key, member, channel, to: store.mail(member)?.address ?? '', message, tells }];
}

/** One line, and where it leads: push services carry it, and a lock screen shows it. */
function pushOf(reader: Reader, live: readonly (Happening & { readonly urgent: boolean })[], address: string, tag: string): OutgoingPush {
  const [first] = live;
  const line = first === undefined ? '' : lineOf(reader, first);
  const body = live.length === 1 ? line : mailText(reader.language, 'push.some', { count: live.length, words: line });
  const proposal = live.length === 1 ? first?.about.proposal : undefined;
  return {
    title: reader.view.charter?.name ?? '', body: body.length > lineCharsMax ? `${body.slice(0, lineCharsMax - 1)}…`.toWellFormed() : body,
    url: `${address}#/${proposal === undefined ? 'notices' : `decide/${proposal}`}`, tag, urgent: live.some(({ urgent, kind }) => urgent || kind === 'asked'),
  };
}
