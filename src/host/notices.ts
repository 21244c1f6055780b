/**
 * The desk at which members are told: it follows the records, notes in the app what concerns whom, and sends by push and mail what they chose.
 * It stands beside the writer: nothing waits for it, and what it couldn't do it does later, once.
 */
import type { Pusher } from '../adapters/notify/push.ts';
import type { Mailer } from '../adapters/notify/smtp.ts';
import type { Happening } from '../notices/happening.ts';
import type { Preferences, Reach } from '../notices/preferences.ts';
import { closingSoon, dueSoon, happeningsIn, type IsAsked } from '../notices/happenings.ts';
import { keptDays, type NoticeStore, type Told } from '../notices/store.ts';
import type { Shown } from '../views/shown.ts';
import { isMember } from '../views/survey.ts';
import type { View } from '../views/view.ts';
import { dayMs, hourMs, type Instant } from '../vocabulary/time.ts';
import { createApart, type Apart } from './apart.ts';
import type { Clock } from './clock.ts';
import { plan, type Planning } from './notice-plan.ts';
import { goingOf, preferencesOf, reachOf } from './notice-reach.ts';
import { createSender } from './notice-sending.ts';
import type { MailTokens } from './notice-tokens.ts';

export type NoticeParts = {
  readonly store: NoticeStore;
  readonly view: () => View;
  /** Records with what was decided, from one on; none while the store is opened anew. */
  readonly records: (from: number, limit: number) => readonly Shown[];
  readonly isAsked: IsAsked;
  readonly clock: Clock;
  /** Of the app, as members reach it. */
  readonly address: () => string;
  readonly tokens: MailTokens;
  /** Undefined: no mail server is named. */
  readonly mailer: Mailer | undefined;
  readonly pusher: Pusher;
  readonly tell: (message: string) => void;
};

export type NoticeDesk = {
  readonly parts: NoticeParts;
  readonly planning: Planning;
  /** From now on it tells by itself: the address that it writes into messages is known. */
  readonly begin: () => void;
  /** Something was recorded, or chosen: there may be something to tell. */
  readonly note: () => void;
  /** Does all that is to be done by now. */
  readonly work: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How far back a desk that opens for the first time notes in the app what happened: it sends nothing of it. */
const firstMs = 14 * dayMs;
/** A debt is named so long before it falls due. */
const aheadMs = dayMs;
/** Records gone through at a time: between them others get their turn. */
const recordsMax = 100;
/** What comes within so long goes through together. */
const gatherMs = 250;
/** How often the clock is looked at for what has come due. */
const lookMs = 15_000;
/** How long closing waits for a mail server's answer. */
const closeMs = 5_000;

/** What all that tells works with. */
type Telling = { readonly planning: Planning; readonly apart: Apart };

export function openNoticeDesk(parts: NoticeParts): NoticeDesk {
  const { store, view, address, tokens, mailer, pusher, clock, tell } = parts;
  const planning: Planning = { store, view, mails: mailer !== undefined, address: () => `${address()}/`, endLink: (member) => `${address()}/unsubscribe?token=${tokens.make({ does: 'end', member })}` };
  const apart = createApart(tell);
  const telling: Telling = { planning, apart };
  const tellDue = createDueTeller(parts, telling);
  let closed = false;
  /** Beside the rest: nobody's inbox waits for somebody's push service. */
  const sender = createSender({ store, mailer, pusher, reaching: planning, now: () => clock.now(), tell }, () => closed);
  let running: Promise<void> | undefined;
  let looking: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  let pruned: Instant = 0;
  let isBegun = false;

  const once = async (): Promise<void> => {
    try {
      if (!isBegun) forgetOthers(parts);
      isBegun = true;
      await follow(parts, telling, () => closed);
      const now = clock.now();
      apart('notices, what falls due', () => tellDue(now));
      plan(planning, now, apart);
      if (now - pruned > hourMs) store.prune((pruned = now) - keptDays * dayMs);
    } catch (error) {
      tell(`notices: ${error instanceof Error ? error.message : String(error)}; tried again soon`);
    }
  };
  /** One after another: two at once would tell twice. */
  const work = async (): Promise<void> => {
    while (running !== undefined) await running;
    if (closed) return;
    running = once().finally(() => { running = undefined; });
    await running;
    await sender.work();
  };
  const note = (): void => {
    if (closed || looking === undefined || soon !== undefined) return;
    soon = setTimeout(() => {
      soon = undefined;
      void work();
    }, gatherMs);
    soon.unref();
  };
  return {
    parts, planning, note, work,
    begin: () => {
      looking ??= setInterval(note, lookMs).unref();
      note();
    },
    close: async () => {
      closed = true;
      clearInterval(looking);
      clearTimeout(soon);
      // What a server answers later is asked for again at the next start, as the same message.
      await Promise.race([Promise.all([running, sender.work()]), new Promise((late) => { setTimeout(late, closeMs).unref(); })]);
      mailer?.close();
      store.close();
    },
  };
}

/** Goes through the records that it hasn't gone through; of a log that was there before it, the last days, which it sends nothing of. */
async function follow(parts: NoticeParts, telling: Telling, isClosed: () => boolean): Promise<void> {
  const { store, view, records } = parts;
  const end = view().records;
  let from = store.records();
  const isFirst = from === undefined;
  from ??= firstSince(parts, view().recordedAt - firstMs);
  // A log that is shorter than it was comes from a copy: what is recorded from here on is new. Without any record it is being opened anew.
  if (from > end && end > 0) store.tell([], end);
  while (from < end && !isClosed()) {
    const shown = records(from, Math.min(recordsMax, end - from));
    if (shown.length === 0) return;
    const goes = goingBy(telling);
    const happenings = shown.flatMap((each) => telling.apart(`notices, record ${each.record.seq}`, () => happeningsIn(view(), each, parts.isAsked)) ?? []);
    const told = happenings.map((happening): Told => ({ happening, read: isFirst, going: isFirst ? [] : goes(happening) }));
    from += shown.length;
    // In one piece: whoever opens it for the first time and is stopped begins anew.
    const left = shown.flatMap(({ outcome: { facts } }) => facts.flatMap((fact) => (fact.fact === 'left' ? [fact.member] : [])));
    store.tell(told, isFirst && from < end ? undefined : from, left);
    await new Promise((next) => { setImmediate(next); });
  }
  if (isFirst && end === 0) store.tell([], 0);
}

/** Whatever an earlier fall, or another copy of the log, has left of others. A log without any record is being opened anew. */
function forgetOthers({ store, view }: NoticeParts): void {
  if (view().records === 0) return;
  for (const member of store.members()) if (!isMember(view(), member)) store.erase(member);
}

/** How each happening goes out; what each member chose is read once. Where that can't be told, it stands in the app alone. */
function goingBy({ planning, apart }: Telling): (happening: Happening) => Told['going'] {
  const known = new Map<string, { readonly preferences: Preferences; readonly reach: Reach }>();
  return (happening) => apart(`notices, how ${happening.to} hears of ${happening.topic}`, () => {
    const { to } = happening;
    const reader = known.get(to) ?? { preferences: preferencesOf(planning, to), reach: reachOf(planning, to) };
    known.set(to, reader);
    return goingOf(reader.preferences, reader.reach, happening);
  }) ?? [];
}

/** The first record not before an instant: they are in the order of their times. */
function firstSince({ records, view }: NoticeParts, since: Instant): number {
  let [low, high] = [0, view().records];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [shown] = records(middle, 1);
    if (shown === undefined || shown.record.recordedAt >= since) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Looks from where it looked last: what a desk has named, and forgotten since, isn't named anew. What is within reach now it remembers, and writes once. */
function createDueTeller({ store, view, isAsked }: NoticeParts, telling: Telling): (now: Instant) => void {
  let looked: Instant | undefined;
  let named: ReadonlySet<string> = new Set();
  return (now) => {
    const noted = Math.min(store.looked() ?? now, now);
    const span = { after: looked ?? noted, until: now + aheadMs, at: now };
    const within = [...dueSoon(view(), span), ...closingSoon(view(), span, isAsked)];
    const goes = goingBy(telling);
    const told = within.flatMap((happening): Told[] => (named.has(keyOf(happening)) ? [] : [{ happening, read: false, going: goes(happening) }]));
    if (told.length > 0 || store.looked() === undefined || now - noted >= hourMs) store.tellDue(told, now);
    named = new Set(within.map(keyOf));
    looked = now;
  };
}

function keyOf({ to, id }: Happening): string {
  return `${to} ${id}`;
}
