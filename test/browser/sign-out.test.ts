// Who signs out leaves nothing, with and without a connection, in no tab; without a browser.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { json, serve } from './fake-browser.ts';
import { endSession, signOut, whenSignedOut } from '../../web/src/acting/sign-out.ts';
import { beginSession } from '../../web/src/acting/act.ts';
import { keepKey, keptKey, makeBrowserKey } from '../../web/src/acting/keys.ts';
import { signingBy } from '../../web/src/acting/signing.ts';
import { client } from '../../web/src/api/client.ts';
import { isOwed, owe, oweNothing, owedRoots } from '../../web/src/api/owed.ts';
import { comeHome } from '../../web/src/door/home.ts';
import { dropActsOf, keepAct, waitingActs, type WaitingAct } from '../../web/src/offline/outbox.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

const origin = 'frankpledge/linden';
const act = (by: string): WaitingAct => ({
  address: '/api/entries', tried: true, sent: false, refused: null,
  body: { entry: { kind: 'pay', origin, by, at: 1, id: `by-${by}`, body: { to: 'bo', unit: 'crown', amount: '1.00' } }, seal: { key: 'k', sig: 's' } },
});

/** What was asked for, as `METHOD address`. */
function serveAll(): string[] {
  const asked: string[] = [];
  serve((address, { method = 'GET' }) => {
    asked.push(`${method} ${address}`);
    return json(address.endsWith('challenge') ? { origin, challenge: 'c', now: 5 } : { status: 'ended', member: 'ana', collectives: [], empty: false, mayFound: false });
  });
  return asked;
}

beforeEach(async () => {
  serve(null);
  await keepKey({ ...await makeBrowserKey(origin, 'ana'), state: 'ready' });
  for (const by of ['ana', 'cy']) await keepAct(act(by));
  client.setQueryData(['/api/money'], { balance: '1.00' });
});

afterEach(async () => {
  oweNothing();
  Reflect.deleteProperty(navigator, 'serviceWorker');
  for (const by of ['ana', 'cy']) await dropActsOf(by);
});

test('without a connection all is forgotten here at once, and the end of the session is owed until the server hears of it', async () => {
  assert.equal(await signOut({ origin, member: 'ana' }), false);
  assert.deepEqual([await keptKey(origin), client.getQueryData(['/api/money']), isOwed()], [undefined, undefined, true]);
  // Another page of this browser, as after it was loaded anew.
  const later = await import(`../../web/src/api/owed.ts?${'page=2'}`) as typeof import('../../web/src/api/owed.ts');
  assert.equal(later.isOwed(), true);
  assert.deepEqual((await waitingActs())?.map(({ body: { entry } }) => entry.by), ['cy'], 'another one\'s acts are theirs');
  serve(() => json({ error: { code: 'stopped', message: 'why' } }, 503));
  assert.deepEqual([await endSession(), isOwed()], [false, true]);
  const asked = serveAll();
  assert.deepEqual([await endSession(), isOwed(), asked], [true, false, ['DELETE /api/session']]);
});

test('with a connection nothing is owed', async () => {
  const asked = serveAll();
  assert.deepEqual([await signOut({ origin, member: 'ana' }), isOwed(), asked], [true, false, ['DELETE /api/session']]);
});

test('what is owed isn\'t taken from the session of whoever comes in next', async () => {
  await signOut({ origin, member: 'ana' });
  serveAll();
  assert.equal((await beginSession(signingBy(await makeBrowserKey(origin, 'bo')))).ok, true);
  assert.equal(isOwed(), false);
});

test('a door tells each collective what it is owed before it asks what there is', async () => {
  owe('/c/linden');
  owe('/c/oak');
  const asked = serveAll();
  await comeHome();
  assert.deepEqual([asked.slice(0, 2).sort(), asked[2], owedRoots()], [['DELETE /c/linden/api/session', 'DELETE /c/oak/api/session'], 'GET /api/collectives', []]);
});

test('what the member was told comes to this device no more, whether or not the server hears of it', async () => {
  let subscribed = true;
  const subscription = { endpoint: 'https://push.example/1', unsubscribe: () => { subscribed = false; return Promise.resolve(true); } };
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration: () => Promise.resolve({ pushManager: { getSubscription: () => Promise.resolve(subscribed ? subscription : null) } }) } });
  Object.assign(globalThis, { PushManager: class {}, Notification: { permission: 'granted' } });
  await signOut({ origin, member: 'ana' });
  assert.equal(subscribed, false);
  subscribed = true;
  const asked = serveAll();
  await signOut({ origin, member: 'ana' });
  // The SHA-256 of the endpoint, its first 24 digits: as the server names the device.
  assert.deepEqual([subscribed, asked], [false, ['DELETE /api/me/push/5ba15fff965f44afa55aa4fa', 'DELETE /api/session']]);
});

test('other tabs hear of it, the one that signs out doesn\'t', async () => {
  const other = new BroadcastChannel('frankpledge-signed-out ');
  other.addEventListener('message', () => other.postMessage('signed out there too'));
  const heard: unknown[] = [];
  await new Promise<void>((resolve) => {
    // What this tab told itself would have come before the other's answer to it.
    const end = whenSignedOut(({ data }) => {
      heard.push(data);
      end();
      resolve();
    });
    void signOut({ origin, member: 'ana' });
  });
  other.close();
  assert.deepEqual(heard, ['signed out there too']);
});
