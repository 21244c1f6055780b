/** The app without a connection, in a real browser: what was known is there, what is done waits and is sent once, a newer app is taken. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { findFaults } from './basics.ts';
import { chromiumOptions, launchBrowser, phone } from './chromium.ts';
import { addAuthenticator } from './passkeys.ts';
import { newerApp, openStandingHouse, type StandingHouse } from './standing.ts';
import { patience, picture, setAhead } from './visiting.ts';

let house: StandingHouse;
let browser: Browser;
const open: { close(): Promise<unknown> }[] = [];

before(async () => {
  house = await openStandingHouse('offline-check');
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await house?.close();
});

// Whatever became of one check, the next finds the server there, and nobody at it.
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await house.start();
});

test('what was opened once can be read when the server is away, in a second tab too, and says as of when', async () => {
  const { page, context } = await visit();
  await goTo(page, '#/decide');
  await goTo(page, '#/charter');
  const rules = await page.locator('main').innerText();
  await keptNow(page);
  await house.stop();
  await page.reload();
  await page.getByText(/What you see is as of Sun,? 10 May,? 10:00/).waitFor(patience);
  assert.equal(await page.locator('h1').innerText(), 'Linden');
  await page.locator('main .card').first().waitFor(patience);
  assert.equal(await page.locator('main').innerText(), rules);
  const second = await context.newPage();
  await second.goto(`${house.url}/`);
  await second.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await house.start();
  await page.getByText('What you see is as of').waitFor({ ...patience, state: 'detached' });
  await second.getByText('What you see is as of').waitFor({ ...patience, state: 'detached' });
});

test('an act made without a connection is signed, can be read, and is sent once when the server is back: over a reload, with two tabs', async () => {
  const proposal = await propose('We paint the shed.');
  const { page, context } = await visitAs('ana');
  await openProposal(page, proposal);
  const second = await context.newPage();
  await second.goto(`${house.url}/`);
  await second.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await house.stop();
  await page.getByText('What you see is as of').waitFor(patience);
  await vote(page, 'yes');
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor(patience);
  await second.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor(patience);
  await keptNow(page);
  await page.reload();
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).click();
  await page.getByText('Your vote: yes', { exact: true }).waitFor(patience);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await picture(page, 'waits-phone');
  await house.start();
  await page.getByText('Nothing waits: all that you did here has reached the collective.').waitFor(patience);
  await second.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor({ ...patience, state: 'detached' });
  assert.deepEqual(ballotsOn(proposal), ['yes']);
});

test('what the server took while its answer was lost counts once', async () => {
  const proposal = await propose('We mend the gate.');
  // What a service worker lets by can't be broken from here.
  const { page } = await visitAs('ana', { serviceWorkers: 'block' });
  await openProposal(page, proposal);
  let taken = 0;
  await page.route('**/api/entries', async (route) => {
    await route.fetch();
    taken += 1;
    await route.abort();
  });
  await vote(page, 'no');
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor(patience);
  assert.deepEqual(ballotsOn(proposal), ['no']);
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor({ ...patience, state: 'detached' });
  assert.ok(taken >= 1);
  assert.deepEqual(ballotsOn(proposal), ['no']);
});

test('what is too late when it arrives is explained, and what waits can be withdrawn', async () => {
  const [ended, withdrawn] = [await propose('We buy a ladder.'), await propose('We sell the ladder.')];
  const { page, context } = await visitAs('ana');
  await openProposal(page, withdrawn);
  await openProposal(page, ended);
  await house.stop();
  await page.getByText('What you see is as of').waitFor(patience);
  await vote(page, 'yes');
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor(patience);
  await openProposal(page, withdrawn);
  await vote(page, 'yes');
  await page.getByRole('link', { name: '2 acts wait for the connection', exact: true }).click();
  await page.getByRole('button', { name: 'Withdraw: Your vote: yes', exact: true }).last().click();
  await page.getByText('It is withdrawn, and was never sent.').waitFor(patience);
  await page.close();
  await house.start();
  await house.days(8);
  const later = await context.newPage();
  await later.goto(`${house.url}/`);
  await later.getByRole('link', { name: '1 act was not taken', exact: true }).click();
  await later.getByText('This proposal isn’t open. It may have been decided or withdrawn').waitFor(patience);
  assert.deepEqual(await later.evaluate(findFaults), []);
  assert.deepEqual([...ballotsOn(withdrawn)], []);
  await later.getByRole('button', { name: 'Put it away: Your vote: yes', exact: true }).click();
  await later.getByText('Nothing waits').waitFor(patience);
});

test('what weighs is signed with the passkey without a connection, and taken when it arrives', async () => {
  const proposal = await propose();
  // Passkeys belong to a name, and not to a number.
  const { page } = await visitAs('cy', {}, house.url.replace('//127.0.0.1:', '//localhost:'));
  await addAuthenticator(page);
  await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await page.getByText('You have a passkey: what weighs is said with it.').waitFor(patience);
  await openProposal(page, proposal);
  await house.stop();
  await page.getByText('What you see is as of').waitFor(patience);
  await vote(page, 'yes');
  const waits = page.getByRole('link', { name: '1 act waits for the connection', exact: true });
  await waits.waitFor(patience);
  await house.start();
  await waits.waitFor({ ...patience, state: 'detached' });
  const [ballot] = house.saidBy('cy', 'ballot');
  assert.equal(ballot?.body['choice'], 'yes');
  assert.match(ballot.key, /^passkey-/);
});

test('a phone whose clock is three hours ahead begins a session, and signs by the collective’s time, with and without a connection', async () => {
  const [first, second] = [await propose('We sweep on Mondays.'), await propose('We sweep on Fridays.')];
  const { page } = await visitAs('ana', { ahead: 3 * 3_600_000 });
  await openProposal(page, second);
  await openProposal(page, first);
  await vote(page, 'yes');
  await page.getByRole('button', { name: 'Change my vote', exact: true }).waitFor(patience);
  await house.stop();
  await page.getByText('What you see is as of').waitFor(patience);
  await openProposal(page, second);
  await vote(page, 'yes');
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor(patience);
  await house.start();
  await page.getByRole('link', { name: '1 act waits for the connection', exact: true }).waitFor({ ...patience, state: 'detached' });
  const times = house.saidBy('ana', 'ballot').filter(({ body }) => body['proposal'] === first || body['proposal'] === second).map(({ at }) => at - house.clock.now());
  assert.equal(times.length, 2);
  // The clock of this collective stands still; the page's goes on from what it was told.
  for (const off of times) assert.ok(off >= 0 && off < 120_000, `${off} ms off`);
});

test('who signs out leaves nothing that the next could read', async () => {
  const { page } = await visitAs('ana');
  await keptNow(page);
  assert.equal(await knownHere(page), 1);
  await page.evaluate(() => { location.hash = '#/me'; });
  await page.getByRole('button', { name: 'Forget this key here', exact: true }).click();
  await page.getByRole('button', { name: 'Forget it', exact: true }).click();
  await page.getByText('This is for members').waitFor(patience);
  assert.equal(await knownHere(page), 0);
});

test('who signs out without being heard is signed out at once, in every tab, and for the server as soon as it hears', async () => {
  const { page, context } = await visitAs('ana', { serviceWorkers: 'block' });
  const second = await context.newPage();
  await second.goto(`${house.url}/`);
  await second.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await context.route('**/api/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
  await page.getByRole('button', { name: 'Forget this key here', exact: true }).click();
  await page.getByRole('button', { name: 'Forget it', exact: true }).click();
  for (const each of [page, second]) await each.getByText('You are signed out here').waitFor(patience);
  assert.deepEqual([await page.evaluate(findFaults), await knownHere(page)], [[], 0]);
  await second.reload();
  await second.getByText('You are signed out here').waitFor(patience);
  await context.unrouteAll({ behavior: 'wait' });
  for (const each of [page, second]) await each.getByText('This is for members').waitFor(patience);
});

test('a newer app is taken by itself where nothing is being done, and waits for whoever is typing', async () => {
  const { page, context } = await visitAs('ana');
  await controlled(page);
  const typing = await context.newPage();
  await typing.goto(`${house.url}/`);
  await typing.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await typing.evaluate(() => {
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
  });
  await typing.keyboard.type('half a sentence');
  const newer = newerApp();
  open.push(newer);
  await house.stop();
  await house.start(newer.folder);
  await page.waitForFunction(() => document.querySelector('meta[name=generation]') !== null, undefined, patience);
  await typing.getByText('A newer version of this app is ready.').waitFor(patience);
  assert.equal(await typing.locator('meta[name=generation]').count(), 0);
  await typing.getByRole('button', { name: 'Take it', exact: true }).click();
  await typing.waitForFunction(() => document.querySelector('meta[name=generation]') !== null, undefined, patience);
  await typing.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await house.stop();
  await house.start();
});

test('a stale tab that misses a file of its own loads itself anew, once', async () => {
  const { page } = await visit({ serviceWorkers: 'block' });
  await page.evaluate(() => { document.body.dispatchEvent(new InputEvent('input', { bubbles: true })); });
  const newer = newerApp();
  open.push(newer);
  await house.stop();
  await house.start(newer.folder);
  await page.evaluate(() => { location.hash = '#/charter'; });
  await page.waitForFunction(() => document.querySelector('meta[name=generation]') !== null && document.querySelector('main h2, main .card') !== null, undefined, patience);
  await house.stop();
  await house.start();
});

test('it can be installed: its manifest bears the collective’s name for whoever may read it, and a phone finds nothing missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  // In a window that forgets, nothing can be installed.
  const context = await chromium.launchPersistentContext(folder, { ...chromiumOptions(), viewport: phone });
  open.push(context);
  const page = context.pages()[0] ?? await context.newPage();
  await page.goto(house.link);
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await context.newCDPSession(page);
  const { data, errors } = await session.send('Page.getAppManifest');
  const { name, scope, start_url: start, icons } = JSON.parse(data ?? '{}') as { name: string; scope: string; start_url: string; icons: readonly { sizes: string }[] };
  assert.deepEqual([errors, name, scope, start, icons.map(({ sizes }) => sizes)], [[], 'Linden', '/', '/', ['192x192', '512x512', '512x512', 'any']]);
  assert.deepEqual((await session.send('Page.getInstallabilityErrors')).installabilityErrors, []);
  const stranger = await fetch(`${house.url}/manifest.webmanifest`);
  assert.equal((await stranger.json() as { name: string }).name, 'Frankpledge');
  rmSync(folder, { recursive: true, force: true });
});

type Visit = { readonly page: Page; readonly context: BrowserContext };
/** `ahead`: by how much this device's clock is. */
type Device = Pick<BrowserContextOptions, 'serviceWorkers'> & { readonly ahead?: number };

async function visit({ ahead = 0, ...options }: Device = {}, url = house.url): Promise<Visit> {
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  if (ahead !== 0) await setAhead(context, ahead);
  open.push(context);
  const page = await context.newPage();
  await page.goto(house.link.replace(house.url, url));
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  if (options.serviceWorkers !== 'block') await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  return { page, context };
}

/** With the member's key in this browser, and a session that it began. */
async function visitAs(member: string, device: Device = {}, url = house.url): Promise<Visit> {
  const visited = await visit(device, url);
  const { page } = visited;
  await page.evaluate(() => { location.hash = '#/me'; });
  await page.locator('input[type=file]').setInputFiles(house.keyFile(member));
  await page.getByRole('button', { name: 'Forget this key here', exact: true }).waitFor(patience);
  return visited;
}

async function propose(title = 'We sit down together.'): Promise<string> {
  return await house.say('bo', { kind: 'propose', body: { change: { change: 'resolution' }, title, reason: 'it is time' } });
}

function ballotsOn(proposal: string): readonly unknown[] {
  return house.saidBy('ana', 'ballot').filter(({ body }) => body['proposal'] === proposal).map(({ body }) => body['choice']);
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main .card').first().waitFor(patience);
}

async function openProposal(page: Page, proposal: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, `#/decide/${proposal}`);
  await page.locator('input[name=choice][value=yes]').waitFor(patience);
}

async function vote(page: Page, choice: 'yes' | 'no'): Promise<void> {
  await page.locator(`input[name=choice][value=${choice}]`).check();
  await page.locator('form:has(input[name=choice]) button[type=submit]').click();
}

/** What is known has been written down: a hidden page does so at once. */
async function keptNow(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
    Reflect.deleteProperty(document, 'visibilityState');
  });
  await page.waitForFunction(() => new Promise((resolve) => {
    const opened = indexedDB.open('frankpledge-known');
    opened.onsuccess = () => {
      const counted = opened.result.transaction('answers').objectStore('answers').count();
      counted.onsuccess = () => {
        opened.result.close();
        resolve(counted.result > 0);
      };
    };
  }), undefined, patience);
}

async function knownHere(page: Page): Promise<number> {
  return await page.evaluate(() => new Promise<number>((resolve) => {
    const opened = indexedDB.open('frankpledge-known');
    opened.onsuccess = () => {
      const counted = opened.result.transaction('answers').objectStore('answers').count();
      counted.onsuccess = () => {
        opened.result.close();
        resolve(counted.result);
      };
    };
  }));
}

/** By the service worker, as from the second visit on. */
async function controlled(page: Page): Promise<void> {
  await page.reload();
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, patience);
}
