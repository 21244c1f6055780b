import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import PostalMime from 'postal-mime';
import { inboxSchema, noticesSchema, previewSchema } from '../adapters/http/notice-schemas.ts';
import type { Sent } from '../adapters/notify/sending.ts';
import { openNoticeStore, readNoticeStatus } from '../adapters/notify/store.ts';
import { usualPreferences } from '../notices/preferences.ts';
import type { NoticeStore } from '../notices/store.ts';
import type { View } from '../views/view.ts';
import { hourMs } from '../vocabulary/time.ts';
import { deskIn, linkIn, noon, noticeGround, type AsMember, type NoticeGround } from './notices-ground.ts';
import { openNoticeDesk, type NoticeDesk } from './notices.ts';
import { waitsMs } from './notice-sending.ts';
import { asOwn, type Json } from './serve-ground.ts';

const textOf = async (raw: string | undefined): Promise<string> => ((await PostalMime.parse(raw ?? '')).text ?? '').replaceAll('\r\n', '\n');
const subjectOf = async (raw: string | undefined): Promise<string | undefined> => (await PostalMime.parse(raw ?? '')).subject;
const resolution = (title: string, topic?: string) => ({ kind: 'propose' as const, body: { change: { change: 'resolution' as const }, reason: 'to be told', title, ...(topic === undefined ? {} : { topic }), text: [{ id: 'p1', text: 'So be it.' }] } });

/** Eleven removals by four people in the week from 5 to 11 January. */
async function elevenRemovals({ take }: NoticeGround): Promise<void> {
  const takers = ['ana', 'ana', 'bo', 'cy', 'ana', 'bo', 'cy', 'dora', 'ana', 'bo', 'cy'];
  for (const [n, by] of takers.entries()) await take(n + 1, by, 1, noon + (n + 1) * 13 * hourMs);
}

test('a week with 11 removals by 4 people, 15.4 kg and 27.50 T: those totals for each, on Monday at eight, and equal to the ledger\'s; a week with nothing sends nothing', async (t) => {
  const all = await noticeGround(t);
  const bunyan = await all.mailTo('bunyan');
  await elevenRemovals(all);
  const before = all.mails.taken.length;
  await all.workAt('2026-01-12T07:59:59-05:00');
  assert.equal(all.mails.taken.length, before);
  await all.workAt('2026-01-12T08:00:00-05:00');
  assert.equal(all.mails.taken.length, before + 1);
  const { raw, to } = all.mails.taken.at(-1) ?? assert.fail('a mail');
  assert.deepEqual(to, ['bunyan@example.org']);
  assert.equal(await subjectOf(raw), 'Tombsboro: your week from 5 January 2026 to 11 January 2026');
  assert.match(await textOf(raw), new RegExp([
    'Wood', 'Who +Taken +Weight +To you', '-+', 'Ana +4 +5\\.6 kg +10\\.00 T', 'Bo +3 +4\\.2 kg +7\\.50 T', 'Cy +3 +4\\.2 kg +7\\.50 T', 'Dora +1 +1\\.4 kg +2\\.50 T', '-+', 'In all +11 +15\\.4 kg +27\\.50 T',
  ].join('\\n')));
  const [week]: Json = await (await asOwn(all.serving, '/api/digest?period=week')).json();
  assert.deepEqual([week.from, week.rows.find((row: Json) => row.member === 'bunyan').received, week.rows.map((row: Json) => row.pieces).reduce((a: number, b: number) => a + b)], ['2026-01-05', '27.50', 11]);

  const inbox: Json = (await bunyan('GET', '/api/me/inbox')).answer;
  assert.equal(inbox.items.length, 11, 'the notice and the posting that speak of one taking are one');
  assert.deepEqual([inbox.items[0].movement, inbox.unread], [{ other: 'cy', unit: 'T', amount: '2.50', way: 'in' }, 11]);
  for (const at of ['2026-01-12T08:00:01-05:00', '2026-01-15T12:00:00-05:00', '2026-01-19T08:00:00-05:00', '2026-02-02T08:00:00-05:00']) await all.workAt(at);
  assert.equal(all.mails.taken.length, before + 1);
});

test('in German and Berlin: numbers by its rules, the week by the reader\'s clock', async (t) => {
  const all = await noticeGround(t);
  const bunyan = await all.mailTo('bunyan');
  const { answer: { preferences } } = await bunyan('GET', '/api/me/notices');
  assert.equal((await bunyan('PUT', '/api/me/notices', { ...preferences, language: 'de', zone: 'Europe/Berlin' })).status, 200);
  await all.take(1, 'ana', 4, Date.parse('2026-01-11T23:59:00+01:00'));
  await all.take(2, 'bo', 1, Date.parse('2026-01-12T00:01:00+01:00')); // still Sunday in New York
  await all.workAt('2026-01-12T08:00:00+01:00');
  const { raw } = all.mails.taken.at(-1) ?? assert.fail('a mail');
  assert.equal(await subjectOf(raw), 'Tombsboro: deine Woche vom 5. Januar 2026 bis 11. Januar 2026');
  assert.match(await textOf(raw), /Ana +4 +5,6 kg +10,00 T\n-+\nInsgesamt +4 +5,6 kg +10,00 T/);
});

test('a server that was away for weeks sends one digest of all that was due, not three', async (t) => {
  const all = await noticeGround(t);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const before = deskIn(folder, all);
  await before.work();
  before.parts.store.putPreferences('bunyan', usualPreferences('en', 'America/New_York'), () => []);
  before.parts.store.putMail('bunyan', 'bunyan@example.org');
  before.parts.store.confirmMail('bunyan', 'bunyan@example.org');
  await before.close();
  for (const [n, day] of ['06', '13', '20'].entries()) await all.take(n + 1, 'ana', 1, Date.parse(`2026-01-${day}T12:00:00-05:00`));
  all.clock.set(Date.parse('2026-01-27T12:00:00-05:00'));
  const after = deskIn(folder, all);
  await after.work();
  await after.close();
  assert.equal(all.mails.taken.length, 1);
  assert.equal(await subjectOf(all.mails.taken[0]?.raw), 'Tombsboro: what happened from 6 January 2026 to 25 January 2026');
  assert.match(await textOf(all.mails.taken[0]?.raw), /In all +3 +4\.2 kg +7\.50 T/);
});

test('a vote is asked at once by push, in one line; in quiet hours at their end; urgent in them; and never of whoever has voted', async (t) => {
  const all = await noticeGround(t);
  const [bo, cy, dora] = [await all.as('bo'), await all.as('cy'), await all.as('dora')];
  for (const [member, ask] of [['bo', bo], ['cy', cy], ['dora', dora]] as const) assert.equal((await ask('POST', '/api/me/push', { ...all.push.subscription, endpoint: `${all.push.url}/push/${member}`, label: 'phone' })).status, 200);
  const { answer: { preferences } } = await cy('GET', '/api/me/notices');
  assert.deepEqual(preferences.quiet, { from: 1320, until: 420 });
  await cy('PUT', '/api/me/notices', { ...preferences, topics: { '@vote': { urgent: true } } });
  all.clock.set(Date.parse('2026-01-05T23:00:00-05:00'));
  await all.say('ana', resolution('A park'), 'p1');
  await all.workAt('2026-01-05T23:00:01-05:00');
  const lines = (): string[] => all.push.taken.map(({ text }) => (JSON.parse(text) as Json).body);
  assert.deepEqual(lines(), ['Ana asks you to decide: A park']);
  const [message]: Json = all.push.taken.map(({ text }) => JSON.parse(text) as Json);
  const { open: [{ id }] }: Json = await (await asOwn(all.serving, '/api/proposals')).json();
  assert.deepEqual([message.title, message.url, Object.keys(message).sort()], ['Tombsboro', `${all.serving.url}/#/decide/${id}`, ['body', 'tag', 'title', 'urgent', 'url']]);
  all.clock.set(Date.parse('2026-01-06T06:00:00-05:00'));
  await all.say('dora', { kind: 'ballot', body: { proposal: id, choice: 'yes' } }, 'b1');
  await all.workAt('2026-01-06T06:59:59-05:00');
  assert.equal(lines().length, 1);
  await all.workAt('2026-01-06T07:00:00-05:00');
  assert.equal(lines().length, 2, 'bo, and not dora, who has voted');
  await all.workAt('2026-01-06T12:00:00-05:00');
  assert.equal(lines().length, 2);
  const inbox: Json = (await dora('GET', '/api/me/inbox')).answer;
  assert.deepEqual(inbox.items.map((item: Json) => [item.words, item.over]), [['Ana asks you to decide: A park', true]]);
});

test('a law is told once in the app and once in the digest, never twice; muted, in the app alone', async (t) => {
  const all = await noticeGround(t);
  const [bo, cy] = [await all.mailTo('bo'), await all.mailTo('cy')];
  const { answer: { preferences } } = await cy('GET', '/api/me/notices');
  await cy('PUT', '/api/me/notices', { ...preferences, topics: { '@law/streets': { mail: 'off' }, '@vote': { mail: 'off' } } });
  await bo('PUT', '/api/me/notices', { ...preferences, topics: { '@vote': { mail: 'off' } } });
  all.clock.set(Date.parse('2026-01-06T12:00:00-05:00'));
  await all.say('ana', resolution('Cameras around the town', 'streets'), 'p1');
  const { open: [{ id }] }: Json = await (await asOwn(all.serving, '/api/proposals')).json();
  const before = all.mails.taken.length;
  for (const member of ['bo', 'cy']) await all.say(member, { kind: 'ballot', body: { proposal: id, choice: 'yes' } }, `b-${member}`); // with Ana, three of five
  await all.workAt('2026-02-02T08:00:00-05:00');
  await all.workAt('2026-02-09T08:00:00-05:00');
  const texts = await Promise.all(all.mails.taken.slice(before).map(async ({ to, raw }) => [to[0], (await textOf(raw)).split('Agreed: Cameras around the town').length - 1]));
  assert.deepEqual(texts, [['bo@example.org', 1]]);
  for (const ask of [bo, cy]) {
    const { items }: Json = (await ask('GET', '/api/me/inbox')).answer;
    assert.equal(items.filter(({ words }: Json) => words === 'Agreed: Cameras around the town').length, 1);
  }
});

test('what a channel took is never sent again, whatever stops; what it didn\'t take is sent once it does, as the same message; and in the end is given up', async (t) => {
  const all = await noticeGround(t);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const first = deskIn(folder, all);
  assert.equal(statSync(join(folder, 'notices.db')).mode & 0o777, 0o600);
  await first.work();
  first.parts.store.putPreferences('bunyan', { ...usualPreferences('en', 'America/New_York'), topics: { wood: { mail: 'now' } } }, () => []);
  first.parts.store.putMail('bunyan', 'bunyan@example.org');
  first.parts.store.confirmMail('bunyan', 'bunyan@example.org');
  await all.take(1, 'ana', 1, noon + 2 * hourMs);
  all.mails.refuse(451);
  await first.work();
  assert.equal(all.mails.taken.length, 0);
  assert.equal(readNoticeStatus(folder).waiting, 1);
  await first.close();
  all.mails.refuse(null);
  const second = deskIn(folder, all);
  await second.work();
  assert.equal(all.mails.taken.length, 0, 'it waits a minute before it tries again');
  all.clock.set(all.clock.now() + (waitsMs[0] ?? 0));
  await second.work();
  assert.equal(all.mails.taken.length, 1);
  await second.close();
  const third = deskIn(folder, all);
  all.clock.set(all.clock.now() + 24 * hourMs);
  await third.work();
  assert.equal(all.mails.taken.length, 1);
  assert.equal(third.parts.store.inbox('bunyan', undefined, 10).length, 1);

  all.mails.refuse(451);
  await all.take(2, 'ana', 1, all.clock.now());
  for (const wait of [0, ...waitsMs]) {
    all.clock.set(all.clock.now() + wait);
    await third.work();
  }
  all.mails.refuse(null);
  all.clock.set(all.clock.now() + 48 * hourMs);
  await third.work();
  assert.equal(all.mails.taken.length, 1);
  const { waiting, sent, failed, lastFailure } = readNoticeStatus(folder);
  assert.deepEqual([waiting, sent, failed, lastFailure?.channel], [0, 1, 1, 'mail']);
  assert.match(third.parts.store.mail('bunyan')?.problem ?? '', /451/);
  await third.close();
});

test('what stands in the app waits for nobody\'s push service', async (t) => {
  const all = await noticeGround(t);
  const answer = Promise.withResolvers<Sent>();
  const store = openNoticeStore(undefined);
  const { pusher } = all.serving.notices.parts;
  const desk = openNoticeDesk({ ...all.serving.notices.parts, store, pusher: { ...pusher, send: () => answer.promise } });
  await desk.work();
  store.addDevice('bo', { id: 'd1', endpoint: `${all.push.url}/push/bo`, ...all.push.subscription.keys, label: '', added: 0 });
  await all.say('ana', resolution('A park'), 'p1');
  const first = desk.work();
  await all.say('ana', resolution('A pond'), 'p2');
  void desk.work();
  while (store.unread('bo') < 2) await new Promise((next) => { setImmediate(next); });
  assert.equal(store.status().sent, 0);
  answer.resolve({ sent: true });
  await first;
  await desk.close();
});

test('whoever has somebody vote for them isn\'t asked; who keeps the bank\'s books is asked to pay out, until it is done', async (t) => {
  const all = await noticeGround(t);
  await all.say('bo', { kind: 'delegate', body: { topic: null, to: 'ana' } }, 'd1');
  await all.say('ana', resolution('A park'), 'p1');
  await all.say('dora', { kind: 'payout', body: { unit: 'T', amount: '5.00', reason: 'rent' } }, 'o1');
  await all.serving.notices.work();
  const words = async (member: string): Promise<readonly (readonly [string, boolean])[]> => ((await (await all.as(member))('GET', '/api/me/inbox')).answer.items as Json[]).map((item) => [item.words, item.over] as const);
  assert.deepEqual(await words('bo'), []);
  assert.deepEqual(await words('cy'), [['Dora waits to be paid out', false], ['Ana asks you to decide: A park', false]]);
  assert.deepEqual(await words('bunyan'), [['Ana asks you to decide: A park', false]]);
  const [payout]: Json = (await (await asOwn(all.serving, '/api/overview')).json() as Json).payouts;
  await all.say('cy', { kind: 'settle', body: { payout: payout.id, how: 'paid', reference: 'b-1' } }, 's1');
  await all.serving.notices.work();
  assert.deepEqual((await words('cy')).filter(([each]) => each.startsWith('Dora waits')), [['Dora waits to be paid out', true]]);
});

test('a device that is no more is forgotten at once; what one is asked comes by mail then, also what it should have shown', async (t) => {
  const all = await noticeGround(t);
  const bo = await all.mailTo('bo');
  await bo('POST', '/api/me/push', { ...all.push.subscription, label: 'phone' });
  all.push.answer(410);
  await all.say('ana', resolution('A park'), 'p1');
  await all.workAt('2026-01-05T13:00:00-05:00');
  assert.deepEqual((await bo('GET', '/api/me/notices')).answer.push.devices, []);
  await all.say('ana', resolution('A pond'), 'p2');
  const before = all.mails.taken.length;
  await all.workAt('2026-01-06T08:00:00-05:00');
  assert.equal(all.push.taken.length, 0);
  assert.match(await textOf(all.mails.taken[before]?.raw), /You are asked\n- .*Ana asks you to decide: A park\n- .*Ana asks you to decide: A pond/);
});

test('an address gets nothing but the question whether it is somebody\'s, until that was answered; opening the link answers nothing', async (t) => {
  const all = await noticeGround(t);
  const bunyan = await all.as('bunyan');
  for (const address of ['nonsense', 'a@b@c.org', 'x@y.org, z@y.org', 'a <b@c.org>', 'a\r\nb@c.org']) assert.equal((await bunyan('POST', '/api/me/email', { address })).answer.error.code, 'invalid_value', address);
  await bunyan('POST', '/api/me/email', { address: 'bunyan@example.org', language: 'de', zone: 'Europe/Berlin' });
  await all.take(1, 'ana', 1, noon + hourMs);
  await all.workAt('2026-01-12T12:00:00-05:00');
  assert.deepEqual(await Promise.all(all.mails.taken.map(({ raw }) => subjectOf(raw))), ['Tombsboro: Ist das deine Adresse?']);
  const raw = all.mails.taken[0]?.raw ?? '';
  assert.doesNotMatch(raw, /List-Unsubscribe/);
  const old = linkIn(raw, 'confirm-address');
  assert.match(await (await fetch(old)).text(), /gilt nicht mehr|isn’t good any more/, 'a week later it is over');
  await bunyan('POST', '/api/me/email', { address: 'bunyan@example.org' });
  await all.serving.notices.work();
  const link = linkIn(all.mails.taken.at(-1)?.raw ?? '', 'confirm-address');
  const page = await fetch(link);
  assert.match(await page.text(), /Gehört bunyan@example\.org dir\?/);
  assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self'/);
  assert.equal((await bunyan('GET', '/api/me/notices')).answer.mail.confirmed, false);
  assert.equal((await fetch(link, { method: 'POST' })).status, 200);
  assert.equal((await bunyan('GET', '/api/me/notices')).answer.mail.confirmed, true);
  assert.equal((await fetch(`${link}x`, { method: 'POST' })).status, 403);
  for (let n = 0; n < 2; n += 1) assert.equal((await bunyan('POST', '/api/me/email', { address: `b${n}@example.org` })).status, 200);
  assert.equal((await bunyan('POST', '/api/me/email', { address: 'b9@example.org' })).answer.error.code, 'busy');
  assert.equal((await fetch(link, { method: 'POST' })).status, 403, 'another address is theirs by now');
});

test('mails end with one click and without a login, as RFC 8058 has it; the link ends nobody else\'s', async (t) => {
  const all = await noticeGround(t);
  const [bunyan, ana] = [await all.mailTo('bunyan'), await all.mailTo('ana')];
  await all.take(1, 'ana', 1, noon + hourMs);
  await all.workAt('2026-01-12T08:00:00-05:00');
  const { raw } = all.mails.taken.find(({ to, raw: text }) => to[0] === 'bunyan@example.org' && text.includes('List-Unsubscribe-Post')) ?? assert.fail('a digest');
  const { headers } = await PostalMime.parse(raw);
  const link = /^<(.+)>$/.exec(headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '')?.[1] ?? assert.fail('a link');
  assert.match(await (await fetch(link)).text(), /<button>End them<\/button>/);
  assert.equal((await bunyan('GET', '/api/me/notices')).answer.mail.confirmed, true);
  assert.equal((await fetch(link.replace('token=', 'token=x'), { method: 'POST' })).status, 403);
  const clicked = await fetch(link, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
  assert.equal(clicked.status, 200);
  assert.equal((await bunyan('GET', '/api/me/notices')).answer.mail.address, null);
  assert.equal((await ana('GET', '/api/me/notices')).answer.mail.confirmed, true);
  const before = all.mails.taken.length;
  await all.take(2, 'dora', 1, all.clock.now());
  await all.workAt('2026-01-19T08:00:00-05:00');
  assert.deepEqual(all.mails.taken.slice(before).flatMap(({ to }) => to), []);
  const foreign = await fetch(link, { method: 'POST', headers: { origin: 'https://evil.example' } });
  assert.equal(foreign.status, 403);
});

test('each member asks for their own, with a session; a link, another member, a stranger see nothing of it', async (t) => {
  const all = await noticeGround(t);
  const [ana, bo] = [await all.as('ana'), await all.as('bo')];
  const { status, answer: { id } } = await ana('POST', '/api/me/push', { ...all.push.subscription, label: 'Ana\'s phone' });
  assert.equal(status, 200);
  assert.deepEqual((await bo('GET', '/api/me/notices')).answer.push.devices, []);
  assert.equal((await bo('DELETE', `/api/me/push/${id}`)).answer.error.code, 'unknown_thing');
  await all.say('bo', { kind: 'pay', body: { to: 'ana', unit: 'T', amount: '1.25', reason: 'bread' } }, 'p1');
  await all.serving.notices.work();
  assert.deepEqual((await bo('GET', '/api/me/inbox')).answer, { unread: 0, items: [] });
  const { unread, items: [item] }: Json = (await ana('GET', '/api/me/inbox?language=de')).answer;
  assert.deepEqual([unread, item.words, item.movement], [1, 'Bo hat an Ana gezahlt: bread', { other: 'bo', unit: 'T', amount: '1.25', way: 'in' }]);
  assert.deepEqual((await bo('POST', '/api/me/inbox', { read: item.n })).answer, { unread: 0 });
  assert.deepEqual((await ana('POST', '/api/me/inbox', { read: item.n })).answer, { unread: 0 });
  const paths = ['/api/me/notices', '/api/me/inbox', '/api/me/notices/preview'];
  for (const path of paths) {
    assert.equal(((await (await asOwn(all.serving, path)).json()) as Json).error.code, 'no_session', path);
    assert.equal((await fetch(all.serving.url + path)).status, 401, path);
  }
  // What is answered is what the API's description says, with nothing more in it.
  for (const [path, schema] of [['notices', noticesSchema], ['inbox', inboxSchema], ['notices/preview', previewSchema]] as const) {
    const { answer } = await ana('GET', `/api/me/${path}`);
    assert.deepEqual(schema.parse(answer), answer, path);
  }
  for (const endpoint of ['https://192.168.1.1/x', 'http://push.example/x', 'https://nas.local/x']) assert.equal((await ana('POST', '/api/me/push', { ...all.push.subscription, endpoint, label: '' })).answer.error.code, 'invalid_value', endpoint);
  const { answer: { preferences } } = await ana('GET', '/api/me/notices');
  assert.equal((await ana('PUT', '/api/me/notices', { ...preferences, zone: 'Mars/Olympus' })).answer.error.code, 'unknown_value');
  assert.equal((await ana('PUT', '/api/me/notices', { ...preferences, quiet: { from: 1440, until: 0 } })).answer.error.code, 'malformed');
});

test('a test message comes on both channels; another choice counts for what waits already; a preview says what a digest would have', async (t) => {
  const all = await noticeGround(t);
  const bunyan: AsMember = await all.mailTo('bunyan');
  assert.equal((await bunyan('POST', '/api/me/notices/test', { channel: 'push' })).answer.error.code, 'not_permitted');
  await bunyan('POST', '/api/me/push', { ...all.push.subscription, label: 'phone' });
  const before = all.mails.taken.length;
  for (const channel of ['push', 'mail']) assert.equal((await bunyan('POST', '/api/me/notices/test', { channel })).status, 200);
  await all.serving.notices.work();
  assert.deepEqual([all.push.taken.length, all.mails.taken.length], [1, before + 1]);
  await elevenRemovals(all);
  await all.workAt('2026-01-11T12:00:00-05:00');
  const { answer: { preferences } } = await bunyan('GET', '/api/me/notices');
  all.clock.set(Date.parse('2026-01-12T07:00:00-05:00'));
  const { letter }: Json = (await bunyan('GET', '/api/me/notices/preview')).answer;
  assert.deepEqual(letter.tables, [{
    title: 'Wood', head: ['Who', 'Taken', 'Weight', 'To you'],
    rows: [['Ana', '4', '5.6 kg', '10.00 T'], ['Bo', '3', '4.2 kg', '7.50 T'], ['Cy', '3', '4.2 kg', '7.50 T'], ['Dora', '1', '1.4 kg', '2.50 T']], totals: [['In all', '11', '15.4 kg', '27.50 T']],
  }]);
  await bunyan('PUT', '/api/me/notices', { ...preferences, topics: { 'wood/taken': { mail: 'off' } } });
  await all.workAt('2026-01-12T08:00:00-05:00');
  assert.equal(all.mails.taken.length, before + 1);
  assert.equal((await bunyan('GET', '/api/me/notices/preview')).answer.letter, null);
});

test('a desk that opens over a log that is there already notes its last two weeks as read, and sends nothing of them; after a copy that is shorter it goes on', async (t) => {
  const all = await noticeGround(t);
  await all.take(1, 'ana', 1, noon + hourMs);
  await all.take(2, 'ana', 2, noon + 20 * 24 * hourMs);
  const desk = openNoticeDesk({ ...all.serving.notices.parts, store: openNoticeStore(undefined) });
  const { store } = desk.parts;
  store.putMail('bunyan', 'bunyan@example.org');
  store.confirmMail('bunyan', 'bunyan@example.org');
  await desk.work();
  assert.deepEqual(store.inbox('bunyan', undefined, 9).map(({ movement, read }) => [movement?.taking?.pieces, read]), [[2, true]]);
  assert.deepEqual([store.unread('bunyan'), store.waiting(), all.mails.taken], [0, [], []]);
  store.tell([], 1_000_000);
  await desk.work();
  await all.take(3, 'ana', 3, noon + 21 * 24 * hourMs);
  await desk.work();
  assert.equal(store.inbox('bunyan', undefined, 9)[0]?.movement?.taking?.pieces, 3);
  await desk.close();
});

test('a debt that falls due is named once, however long it stays open, and without being written again with each look', async (t) => {
  const all = await noticeGround(t);
  const { parts } = all.serving.notices;
  const writes: number[] = [];
  const kept = openNoticeStore(undefined);
  const store: NoticeStore = { ...kept, tellDue: (told, looked) => { writes.push(told.length); kept.tellDue(told, looked); } };
  const debt = { obligation: { id: 7, debtor: 'ana', creditor: 'bo', unit: 'T', amount: 500, left: 500, since: noon, due: noon + 3 * 24 * hourMs, because: 'wood', ref: '', guarantee: null } };
  const view = (): View => ({ ...parts.view(), obligations: new Map([[7, debt as never]]) });
  const open = (): NoticeDesk => openNoticeDesk({ ...parts, store: { ...store, close: () => undefined }, view });
  const inbox = (): string[] => store.inbox('ana', undefined, 9).map(({ id }) => id);
  const first = open();
  const at = async (desk: NoticeDesk, days: number): Promise<void> => {
    all.clock.set(noon + days * 24 * hourMs);
    await desk.work();
  };
  await at(first, 1);
  assert.deepEqual(inbox(), []);
  await at(first, 2);
  assert.deepEqual(inbox(), ['due.7']);
  writes.length = 0;
  for (let n = 1; n <= 50; n += 1) await at(first, 2 + n / 24 / 60);
  assert.deepEqual(writes, [], 'within the hour nothing is new');
  for (const days of [3, 50, 101, 102, 103]) await at(first, days);
  assert.deepEqual(inbox(), [], 'forgotten by now, and not told anew');
  await first.close();
  const second = open();
  await at(second, 104);
  assert.deepEqual(inbox(), []);
  await second.close();
});

test('what fell due while the server was away is named when it is back', async (t) => {
  const all = await noticeGround(t);
  const { parts } = all.serving.notices;
  const store = openNoticeStore(undefined);
  const debt = { obligation: { id: 7, debtor: 'ana', creditor: 'bo', unit: 'T', amount: 500, left: 500, since: noon, due: noon + 3 * 24 * hourMs, because: 'wood', ref: '', guarantee: null } };
  const open = (): NoticeDesk => openNoticeDesk({ ...parts, store: { ...store, close: () => undefined }, view: () => ({ ...parts.view(), obligations: new Map([[7, debt as never]]) }) });
  const before = open();
  await before.work();
  await before.close();
  all.clock.set(noon + 9 * 24 * hourMs);
  const after = open();
  await after.work();
  assert.deepEqual(store.inbox('ana', undefined, 9).map(({ id }) => id), ['due.7']);
  await after.close();
});

test('a record that can\'t be told of, and a member whose message can\'t be written, stop nobody else\'s; each is told once to whoever runs the server', async (t) => {
  const all = await noticeGround(t);
  const { parts } = all.serving.notices;
  const told: string[] = [];
  const store = openNoticeStore(undefined);
  let fault = '';
  const isAsked: typeof parts.isAsked = (proposal, member) => {
    if (proposal === fault) throw new Error('a fault in the first');
    return parts.isAsked(proposal, member);
  };
  const desk = openNoticeDesk({ ...parts, store, isAsked, tell: (message) => void told.push(message) });
  await desk.work();
  for (const member of ['bo', 'cy']) {
    store.putMail(member, `${member}@example.org`);
    store.confirmMail(member, `${member}@example.org`);
    store.putPreferences(member, { ...usualPreferences('en', 'America/New_York'), topics: { '@vote': { mail: 'now' } } }, () => []);
  }
  store.putPreferences('bo', { ...usualPreferences('en', 'America/New_York'), language: 'xx' as never, topics: { '@vote': { mail: 'now' } } }, () => []);
  await all.say('ana', resolution('A park'), 'p1');
  fault = (await (await asOwn(all.serving, '/api/proposals')).json() as Json).open[0].id;
  await all.say('ana', resolution('A pond'), 'p2');
  for (let n = 0; n < 3; n += 1) await desk.work();
  assert.deepEqual(await Promise.all(all.mails.taken.map(async ({ to, raw }) => [to[0], await subjectOf(raw)])), [['cy@example.org', 'Tombsboro: Ana asks you to decide: A pond']]);
  assert.equal(store.unread('bo'), 1, 'in the app');
  assert.deepEqual(told.map((each) => each.split(':')[0]), ['notices, record 2', 'notices by mail for bo']);
  await desk.close();
});
