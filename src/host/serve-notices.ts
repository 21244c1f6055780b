/** Notices of a collective that is served: the desk with all that it needs, opened where the collective lies. */
import { randomBytes } from 'node:crypto';
import { createPusher, makeVapidKey } from '../adapters/notify/push.ts';
import { createMailer } from '../adapters/notify/smtp.ts';
import { openNoticeStore } from '../adapters/notify/store.ts';
import { JournalError } from '../journal/journal.ts';
import { parseRecord } from '../log/record.ts';
import type { Shown } from '../views/shown.ts';
import type { View } from '../views/view.ts';
import type { Clock } from './clock.ts';
import { openNoticeDesk, type NoticeDesk } from './notices.ts';
import { readNoticeSettings } from './notice-settings.ts';
import { mailTokens } from './notice-tokens.ts';
import { isAskedNow } from './proposals.ts';
import type { Writer } from './writer.ts';

export type NoticesServed = {
  readonly writer: Writer;
  readonly view: () => View;
  readonly clock: Clock;
  /** The data folder; undefined: in memory. */
  readonly folder: string | undefined;
  /** Of the app, as members reach it: asked each time, from when the desk is begun. */
  readonly address: () => string;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly tell: (message: string) => void;
};

/** Set for tests alone: push services on this machine. */
const loopbackVariable = 'FRANKPLEDGE_PUSH_LOOPBACK';

/** Its desk tells nothing before it is begun. @throws NoticeSettingsError, JournalError */
export function openNotices({ writer, view, clock, folder, address, environment, tell }: NoticesServed): NoticeDesk {
  const smtp = readNoticeSettings(folder, environment);
  const store = openNoticeStore(folder);
  const { origin } = writer.collective.state;
  // Who runs the server is reached by the sender's address, or at the server itself.
  const contact = (): string => (smtp === undefined ? httpsOf(address()) : `mailto:${/[^\s<>]+@[^\s<>]+/.exec(smtp.from)?.[0] ?? ''}`);
  return openNoticeDesk({
    store, view, clock, address, tell, records: (from, limit) => recordsOf(writer, from, limit),
    isAsked: (proposal, member) => isAskedNow(view(), writer.collective.state, proposal, member, clock.now()),
    tokens: mailTokens(store.once('secret', () => randomBytes(32).toString('hex')), origin),
    mailer: smtp === undefined ? undefined : createMailer(smtp, origin),
    pusher: createPusher({ key: store.once('vapid', makeVapidKey), contact, loopback: environment[loopbackVariable] === '1' }),
  });
}

/** Push services take https alone; where there is none, push reaches nobody anyway. */
function httpsOf(address: string): string {
  return address.startsWith('https:') ? address : 'https://localhost';
}

/** While the store is being opened anew there is nothing to read. */
function recordsOf(writer: Writer, from: number, limit: number): Shown[] {
  try {
    return writer.collective.journal.read(from, limit).flatMap(({ record, outcome }) => {
      const read = parseRecord(record);
      return read.ok ? [{ record: read.value, outcome: JSON.parse(outcome) as Shown['outcome'] }] : [];
    });
  } catch (error) {
    if (error instanceof JournalError) return [];
    throw error;
  }
}
