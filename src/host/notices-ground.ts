/** A served village whose notices go to a mail server and a push service on this machine; for tests. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { openNoticeStore } from '../adapters/notify/store.ts';
import type { NoticeStore } from '../notices/store.ts';
import { openMailServer, type MailServer } from '../testing/mail-server.ts';
import { openPushService, type PushService } from '../testing/push-service.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Instant } from '../vocabulary/time.ts';
import { openNoticeDesk, type NoticeDesk } from './notices.ts';
import { foundTombsboro, handClock, type Founded } from './serve-fixture.ts';
import { asOwn, type Json } from './serve-ground.ts';
import { serveCollective, type Serving } from './serve.ts';
import { signIn } from './sign-in.ts';

export type Answer = { readonly status: number; readonly answer: Json };
export type AsMember = (method: string, path: string, body?: unknown) => Promise<Answer>;

export type NoticeGround = {
  readonly founded: Founded; readonly serving: Serving; readonly clock: ReturnType<typeof handClock>; readonly mails: MailServer; readonly push: PushService;
  readonly as: (member: string) => Promise<AsMember>;
  readonly say: (member: string, said: EntryBody, id: string) => Promise<void>;
  readonly take: (seq: number, by: string, count: number, at: Instant) => Promise<void>;
  /** Has the desk do what is to be done at an instant. */
  readonly workAt: (at: string) => Promise<void>;
  /** Gives a member a confirmed address. */
  readonly mailTo: (member: string) => Promise<AsMember>;
};

/** Eleven removals at 2.50 make 27.50. */
const villageText = `
title: Tombsboro
collective:
  name: Tombsboro
  zone: America/New_York
  units: { T: { decimals: 2 } }
  bank: cy
members:
  - { id: bunyan, name: Bunyan, opening: { T: "100.00" } }
  - { id: ana, name: Ana, opening: { T: "500.00" } }
  - { id: bo, name: Bo, opening: { T: "20.00" } }
  - { id: cy, name: Cy, opening: { T: "50.00" } }
  - { id: dora, name: Dora, opening: { T: "50.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { base_price: "2.50" } }
`;

/** Founded on Monday, 5 January 2026, at noon in New York. */
export const noon = Date.parse('2026-01-05T12:00:00-05:00');

export async function noticeGround(t: TestContext): Promise<NoticeGround> {
  const mails = await openMailServer();
  const push = await openPushService();
  let opened: Serving | undefined;
  t.after(async () => {
    await opened?.close();
    await mails.close();
    await push.close();
  });
  Object.assign(process.env, { FRANKPLEDGE_SMTP_URL: `smtp://127.0.0.1:${mails.port}`, FRANKPLEDGE_MAIL_FROM: 'Tombsboro <notices@tombsboro.example>', FRANKPLEDGE_PUSH_LOOPBACK: '1' });
  const founded = await foundTombsboro(villageText);
  const clock = handClock(noon + 60_000);
  const serving = opened = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  await serving.notices.work();
  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await asOwn(serving, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const answer = (await response.json()) as Json;
    assert.equal(answer.items?.[0]?.status, 'done', JSON.stringify(answer));
  };
  const as = async (member: string): Promise<AsMember> => {
    const signer = founded.members.get(member) ?? assert.fail(member);
    const { secret } = await signIn(new URL(serving.url), signer, Date.now());
    return async (method, path, body) => {
      const headers = { 'authorization': `Bearer ${secret}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      const response = await fetch(serving.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      return { status: response.status, answer: await response.json() };
    };
  };
  const workAt = async (at: string): Promise<void> => {
    clock.set(Date.parse(at));
    await serving.notices.work();
  };
  return {
    founded, serving, clock, mails, push, as, workAt,
    say: (member, said, id) => post('/api/entries', founded.seal(founded.members.get(member) ?? assert.fail(member), said, clock.now(), id)),
    take: (seq, by, count, at) => {
      clock.set(at);
      return post('/api/observations', { device: 'scale', observations: [{ seq, subject: 'woodpile', event: 'taken', at, values: { by, count, mass_g: 1400 * count } }] });
    },
    mailTo: async (member) => {
      const ask = await as(member);
      assert.deepEqual(await ask('POST', '/api/me/email', { address: `${member}@example.org`, language: 'en' }), { status: 200, answer: { done: true } });
      await serving.notices.work();
      const link = linkIn(mails.taken.at(-1)?.raw ?? '', 'confirm-address');
      assert.equal((await fetch(link, { method: 'POST' })).status, 200);
      return ask;
    },
  };
}

/** The first address in a mail that leads to a page of this server. */
export function linkIn(raw: string, page: string): string {
  const plain = raw.replaceAll(/=\r\n/g, '').replaceAll('=3D', '=');
  return new RegExp(`http://[^\\s<>"]*/${page}\\?token=[\\w.-]+`).exec(plain)?.[0] ?? assert.fail(`no link to ${page} in ${plain}`);
}

/** A desk of its own over the same village. */
export function deskIn(folder: string, { serving }: NoticeGround): NoticeDesk {
  const store: NoticeStore = openNoticeStore(folder);
  return openNoticeDesk({ ...serving.notices.parts, store });
}
