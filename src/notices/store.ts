/**
 * What is kept beside the log so that each member hears of what they want to hear of: personal, and so erasable. Everything that is promised is
 * durable when a call returns; `post` and `tell` are all or nothing.
 */
import type { Instant } from '../vocabulary/time.ts';
import type { Happening, HappeningKind, Said } from './happening.ts';
import type { Channel, Often, Preferences } from './preferences.ts';

/** Devices of one member that take push; the oldest gives way. */
export const devicesMax = 10;
/** What members were told is kept for a quarter, and some days for late readers. */
export const keptDays = 100;

/** `n` counts all happenings of all members, in the order in which they were told. */
export type Kept = Happening & { readonly n: number; readonly read: boolean };

/** That something is to go out by a channel. */
export type Going = { readonly channel: Channel; readonly often: Exclude<Often, 'off'>; readonly urgent: boolean };
export type Told = { readonly happening: Happening; readonly read: boolean; readonly going: readonly Going[] };

/** What waits for one member to go out by one channel at one time. */
export type Waiting = { readonly member: string; readonly channel: Channel; readonly often: Going['often'] };

export type Mail = { readonly address: string; readonly confirmed: boolean; /** Why the last message wasn't taken; null: it was. */ readonly problem: string | null };
export type PushDevice = { readonly id: string; readonly endpoint: string; readonly p256dh: string; readonly auth: string; readonly label: string; readonly added: Instant };

/** Written once, sent as it was written: a repeated one has the same `key`, which the channel is told. */
export type Outgoing = {
  readonly key: string; readonly member: string; readonly channel: Channel;
  /** An address, or a device's id. */
  readonly to: string;
  readonly message: OutgoingMail | OutgoingPush;
  /** What it tells, by their numbers. */
  readonly tells: readonly number[];
};
export type OutgoingMail = { readonly subject: string; readonly text: string; readonly html: string; /** Ends mails without a login; left out of what was asked for. */ readonly unsubscribe?: string };
export type OutgoingPush = { readonly title: string; readonly body: string; readonly url: string; readonly tag: string; readonly urgent: boolean };
export type Posted = Outgoing & { readonly n: number; readonly made: Instant; /** Begun so far. */ readonly tries: number };

/** What a member has sent to themselves. */
export type PostedKind = 'confirm' | 'test.push' | 'test.mail';

/** What is none of the next: messages by their numbers, and any push to these members. */
export type UnderWay = { readonly messages: readonly number[]; readonly pushing: readonly string[] };

export type NoticeStatus = {
  readonly records: number; readonly members: number; readonly addresses: { readonly confirmed: number; readonly unconfirmed: number }; readonly devices: number;
  readonly waiting: number; readonly sent: number; readonly failed: number; readonly lastFailure: { readonly at: Instant; readonly channel: Channel; readonly problem: string } | null;
};

export type NoticeStore = {
  /** Records that were gone through; undefined: none ever. */
  readonly records: () => number | undefined;
  /** What is known by its id stays as it was. @param records gone through by now. @param left whose everything is erased with that */
  readonly tell: (told: readonly Told[], records?: number, left?: readonly string[]) => void;
  /** Up to when it was looked at what falls due; undefined: never. */
  readonly looked: () => Instant | undefined;
  /** What falls due, as far as it was looked at. */
  readonly tellDue: (told: readonly Told[], looked: Instant) => void;
  /** The latest first, before the one with this number. */
  readonly inbox: (member: string, before: number | undefined, limit: number) => readonly Kept[];
  readonly unread: (member: string) => number;
  /** All up to this one. */
  readonly markRead: (member: string, upTo: number) => void;
  /** The oldest first. */
  readonly between: (member: string, from: Instant, until: Instant) => readonly Kept[];
  /** What they were told of by now, by topic: the latest of each. */
  readonly topics: (member: string) => readonly { readonly topic: string; readonly kind: HappeningKind; readonly said: Said }[];

  readonly preferences: (member: string) => Preferences | undefined;
  /** @param going how each that still waits is to go from now on */
  readonly putPreferences: (member: string, preferences: Preferences, going: (happening: Happening) => readonly Going[]) => void;
  readonly mail: (member: string) => Mail | undefined;
  /** Unconfirmed, in place of another; null takes it away. */
  readonly putMail: (member: string, address: string | null) => void;
  /** Whether it is theirs still. */
  readonly confirmMail: (member: string, address: string) => boolean;
  readonly devices: (member: string) => readonly PushDevice[];
  /** Of whomever it is: it may be gone, or another member's by now. */
  readonly device: (id: string) => (PushDevice & { readonly member: string }) | undefined;
  readonly addDevice: (member: string, device: PushDevice) => void;
  readonly dropDevice: (member: string, id: string) => boolean;

  readonly waiting: () => readonly Waiting[];
  /** Since when the oldest of it waits; undefined: there is none. */
  readonly oldest: (waiting: Waiting) => Instant | undefined;
  /** The oldest first. */
  readonly toGo: (waiting: Waiting) => readonly (Kept & { readonly urgent: boolean })[];
  /** Puts messages to the outbox, and takes away what they tell. */
  readonly post: (messages: readonly Outgoing[], made: Instant, done?: { readonly waiting: Waiting; readonly upTo: readonly number[] }) => void;
  /** What has been due for longest. */
  readonly nextDue: (now: Instant, but: UnderWay) => Posted | undefined;
  /** Before it is sent, and so also where nothing can be noted afterwards. @param again when it is due again, unless it is said to be done */
  readonly trying: (n: number, again: Instant) => void;
  /** What was erased meanwhile is noted nowhere; so with `notSent`. */
  readonly sent: (n: number, at: Instant) => void;
  /** @param again null: it is given up */
  readonly notSent: (n: number, at: Instant, problem: string, again: Instant | null) => void;
  /** Has what couldn't be told one way go out another. */
  readonly tellAgain: (tells: readonly number[], going: (happening: Happening) => readonly Going[]) => void;
  /** A member's messages of a kind, with which their keys begin, made since then. */
  readonly countPosted: (member: string, kind: PostedKind, since: Instant) => number;

  /** Of whom anything is kept, in order. */
  readonly members: () => readonly string[];
  readonly erase: (member: string) => void;
  readonly prune: (before: Instant) => void;
  readonly status: () => NoticeStatus;
  /** Kept under a name, made the first time. */
  readonly once: (name: string, make: () => string) => string;
  readonly close: () => void;
};
