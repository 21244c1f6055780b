// Whoever leaves is forgotten: in the store, in its files, and whatever falls or is asked meanwhile.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openNoticeStore } from '../adapters/notify/store.ts';
import { usualPreferences } from '../notices/preferences.ts';
import type { NoticeStore } from '../notices/store.ts';
import { deskIn, linkIn, noticeGround } from './notices-ground.ts';
import { openNoticeDesk } from './notices.ts';

test('whoever leaves is forgotten: choices, address, devices, what they were told, in none of the files', async (t) => {
  const all = await noticeGround(t);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const desk = deskIn(folder, all);
  await desk.work();
  const { store } = desk.parts;
  store.putPreferences('dora', usualPreferences('es', 'Europe/Madrid'), () => []);
  store.putMail('dora', 'dora-whispers@example.org');
  store.addDevice('dora', { id: 'd1', endpoint: `${all.push.url}/push/murmur`, ...all.push.subscription.keys, label: 'mutter', added: 0 });
  await all.say('ana', { kind: 'pay', body: { to: 'dora', unit: 'T', amount: '1.00', reason: 'hearsay' } }, 'p1');
  await desk.work();
  const found = (): boolean[] => ['dora-whispers', 'murmur', 'mutter', 'hearsay'].map((word) => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word)));
  assert.deepEqual(found(), [true, true, true, true]);
  await all.say('dora', { kind: 'leave', body: {} }, 'leave-1');
  await desk.work();
  assert.deepEqual([store.mail('dora'), store.devices('dora'), store.inbox('dora', undefined, 9), store.preferences('dora')], [undefined, [], [], undefined]);
  assert.deepEqual(found(), [false, false, false, false]);
  await desk.close();
});

test('whoever left is forgotten also where the server fell as that was noted, and what an earlier fall left of them is gone at the next start', async (t) => {
  const all = await noticeGround(t);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = openNoticeStore(folder);
  const fell = (): never => { throw new Error('the server fell'); };
  const tell: NoticeStore['tell'] = (...given) => {
    store.tell(...given);
    if (given[1] === all.serving.view().records) fell();
  };
  const desk = openNoticeDesk({ ...all.serving.notices.parts, store: { ...store, tell, erase: fell } });
  await desk.work();
  const remember = (member: string): void => {
    store.putPreferences(member, usualPreferences('es', 'Europe/Madrid'), () => []);
    store.putMail(member, `${member}@example.org`);
    store.addDevice(member, { id: `d-${member}`, endpoint: `${all.push.url}/push/${member}`, ...all.push.subscription.keys, label: '', added: 0 });
  };
  for (const member of ['dora', 'cy']) remember(member);
  await all.say('dora', { kind: 'leave', body: {} }, 'leave-1');
  await desk.work();
  const kept = (member: string): unknown[] => [store.preferences(member), store.mail(member), store.devices(member)];
  assert.equal(store.records(), all.serving.view().records);
  assert.deepEqual(kept('dora'), [undefined, undefined, []]);
  assert.notEqual(store.mail('cy'), undefined);
  for (const member of ['dora', 'somebody-of-another-copy']) remember(member);
  await desk.close();
  const again = deskIn(folder, all);
  await again.work();
  const { members } = again.parts.store;
  assert.deepEqual(members(), ['cy']);
  await again.close();
});

test('whoever has left sets nothing any more, neither by a session that runs on nor by the link of an old mail', async (t) => {
  const all = await noticeGround(t);
  const dora = await all.mailTo('dora');
  const { answer: { preferences } } = await dora('GET', '/api/me/notices');
  await dora('POST', '/api/me/notices/test', { channel: 'mail' });
  await all.serving.notices.work();
  const link = linkIn(all.mails.taken.at(-1)?.raw ?? '', 'unsubscribe');
  await all.say('dora', { kind: 'leave', body: {} }, 'leave-1');
  await all.serving.notices.work();
  const asked = [
    ['GET', 'notices'], ['PUT', 'notices', preferences], ['GET', 'inbox'], ['POST', 'inbox', { read: 1 }], ['POST', 'email', { address: 'dora@example.org' }], ['DELETE', 'email'],
    ['POST', 'push', { ...all.push.subscription, label: '' }], ['DELETE', 'push/d1'],
  ] as const;
  for (const [method, path, body] of asked) {
    const { status, answer } = await dora(method, `/api/me/${path}`, body);
    assert.deepEqual([status, answer.error?.code], [403, 'has_left'], `${method} ${path}`);
  }
  assert.equal((await fetch(link, { method: 'POST' })).status, 403);
  assert.deepEqual(all.serving.notices.parts.store.members(), []);
});

test('what an erasure before a fall left in the files beside the database is gone once it is open again', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [running, fallen] = [join(folder, 'running'), join(folder, 'fallen')];
  mkdirSync(running);
  const store = openNoticeStore(running);
  store.putMail('dora', 'dora-whispers@example.org');
  const beside = new DatabaseSync(join(running, 'notices.db'));
  beside.exec('PRAGMA secure_delete = ON; DELETE FROM people');
  cpSync(running, fallen, { recursive: true });
  beside.close();
  store.close();
  const found = (): boolean => readdirSync(fallen).some((name) => readFileSync(join(fallen, name)).includes('dora-whispers'));
  assert.equal(found(), true, 'the copy is as a fall leaves it');
  const again = openNoticeStore(fallen);
  assert.equal(found(), false);
  again.close();
});
