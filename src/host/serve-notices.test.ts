/** Desks of collectives that are served: under which address they speak, and from when on. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse } from '../../test/house.ts';
import { openNoticeStore } from '../adapters/notify/store.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openPushService, vapidClaims, type PushService } from '../testing/push-service.ts';
import { dayMs } from '../vocabulary/time.ts';
import { systemClock } from './clock.ts';
import { openNoticeDesk, type NoticeDesk } from './notices.ts';
import { linkIn, noticeGround } from './notices-ground.ts';
import { serveCollective } from './serve.ts';
import { serveHome } from './serve-home.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-desk-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function environment(t: TestContext, values: { readonly [name: string]: string }): void {
  for (const name of ['FRANKPLEDGE_SMTP_URL', 'FRANKPLEDGE_MAIL_FROM', 'FRANKPLEDGE_PUSH_LOOPBACK']) {
    const before = process.env[name];
    if (values[name] === undefined) delete process.env[name];
    else process.env[name] = values[name];
    t.after(() => { if (before === undefined) delete process.env[name]; else process.env[name] = before; });
  }
}

/** Whom a push service is told to turn to. */
async function contactOf({ parts: { store }, work }: NoticeDesk, service: PushService): Promise<string | undefined> {
  store.addDevice('ana', { id: 'd1', endpoint: service.subscription.endpoint, ...service.subscription.keys, label: '', added: 0 });
  store.post([{ key: 'test.push.ana.1', member: 'ana', channel: 'push', to: 'd1', message: { title: 't', body: 'b', url: 'u', tag: 't', urgent: false }, tells: [] }], Date.now());
  await work();
  return vapidClaims(service.taken[0]?.headers.authorization ?? '')?.sub;
}

test('without a mail server push services are told the server\'s own address: the one that is said, or where it listens', async (t) => {
  environment(t, { FRANKPLEDGE_PUSH_LOOPBACK: '1' });
  const [atHome, alone] = [await openPushService(), await openPushService()];
  t.after(() => Promise.all([atHome.close(), alone.close()]));
  const folder = folderFor(t);
  await foundHouse(join(folder, 'home', 'linden'));
  const home = await serveHome({ folder: join(folder, 'home'), clock: systemClock, port: 0, publicUrl: 'https://linden.example/', broker: { host: '127.0.0.1', port: 0 }, tell: () => undefined });
  t.after(() => home.close());
  const [one] = home.collectives();
  assert.ok(one !== undefined && 'served' in one.now);
  assert.equal(await contactOf(one.now.served.notices, atHome), 'https://linden.example/c/linden');

  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '30', '-subj', '/CN=linden', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  await foundHouse(join(folder, 'oak'));
  const serving = await serveCollective({ place: { folder: join(folder, 'oak') }, clock: systemClock, port: 0, tls: { cert, key }, tell: () => undefined });
  t.after(() => serving.close());
  assert.match(serving.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(await contactOf(serving.notices, alone), serving.url);
});

test('a desk does nothing by itself before it is begun: what it writes has addresses in it that aren\'t known sooner', async (t) => {
  const { serving } = await noticeGround(t);
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const store = openNoticeStore(undefined);
  const desk = openNoticeDesk({ ...serving.notices.parts, store });
  desk.note();
  t.mock.timers.tick(dayMs);
  assert.equal(store.records(), undefined);
  desk.begin();
  t.mock.timers.tick(1000);
  t.mock.timers.reset();
  await desk.work();
  assert.equal(store.records(), serving.view().records);
  await desk.close();
});

test('a collective, and each of a home, begins to tell once it listens: links in what waited from before lead to where it is reached', async (t) => {
  const mails = await openMailServer();
  t.after(() => mails.close());
  environment(t, { FRANKPLEDGE_SMTP_URL: `smtp://127.0.0.1:${mails.port}`, FRANKPLEDGE_MAIL_FROM: 'Linden <notices@linden.example>' });
  const folder = folderFor(t);
  for (const name of ['home/linden', 'oak']) {
    await foundHouse(join(folder, name));
    const store = openNoticeStore(join(folder, name));
    store.putMail('ana', 'ana@example.org');
    store.confirmMail('ana', 'ana@example.org');
    store.putPreferences('ana', { language: 'en', zone: 'UTC', quiet: null, digest: { hour: 0, weekday: 1 }, topics: {} }, () => []);
    const happening = { to: 'ana', id: 'x', at: Date.now() - 9 * dayMs, kind: 'told' as const, topic: '@law', record: 0, said: { message: null, words: 'A park' }, about: {}, movement: null };
    store.tell([{ happening, read: false, going: [{ channel: 'mail', often: 'weekly', urgent: false }] }], 1);
    store.close();
  }
  const home = await serveHome({ folder: join(folder, 'home'), clock: systemClock, port: 0, broker: { host: '127.0.0.1', port: 0 }, tell: () => undefined });
  t.after(() => home.close());
  const serving = await serveCollective({ place: { folder: join(folder, 'oak') }, clock: systemClock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  while (mails.taken.length < 2) await new Promise((next) => { setImmediate(next); });
  const begins = mails.taken.map(({ raw }) => linkIn(raw, 'unsubscribe').split('/unsubscribe')[0]);
  assert.deepEqual(begins.sort(), [`${home.url}/c/linden`, serving.url].sort());
});
