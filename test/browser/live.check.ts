/** Members at once, each in a browser of their own, and several tabs of one: what one does the others see, also after the server was away. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desktop, launchBrowser, phone } from './chromium.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { openStandingHouse, type StandingHouse } from './standing.ts';
import { patience } from './visiting.ts';

let house: StandingHouse;
let browser: Browser;
const open: { close(): Promise<unknown> }[] = [];

before(async () => {
  house = await openStandingHouse('live-check');
  browser = await launchBrowser();
});

// Whatever became of one check, the next finds the server there, and nobody at it.
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await house.start();
});

after(async () => {
  await browser?.close();
  await house?.close();
});

test('two members on two browsers see what the other does, before and after the server was away', async () => {
  const [ana, bo] = [await visitAs('ana', phone), await visitAs('bo', desktop)];
  const proposal = await house.say('cy', { kind: 'propose', body: { change: { change: 'resolution' }, reason: 'it is time' } });
  await openProposal(ana, proposal);
  await openProposal(bo, proposal);
  await comment(ana, 'I would wait for spring.');
  await bo.getByText('I would wait for spring.').waitFor(patience);
  await comment(bo, 'Spring is fine.');
  await ana.getByText('Spring is fine.').waitFor(patience);
  await house.stop();
  await ana.getByText('What you see is as of').waitFor(patience);
  await bo.getByText('What you see is as of').waitFor(patience);
  await house.start();
  await ana.getByText('What you see is as of').waitFor({ ...patience, state: 'detached' });
  await bo.getByText('What you see is as of').waitFor({ ...patience, state: 'detached' });
  // The sessions ended with the server: each browser's key has begun another.
  await comment(ana, 'Then in March.');
  await bo.getByText('Then in March.').waitFor(patience);
  assert.deepEqual(house.saidBy('ana', 'comment').length, 2);
});

test('many tabs of one browser hold one stream between them, and when the tab that has it is closed another goes on', async () => {
  const proxy = await startProxy(house.url);
  open.push(proxy);
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
  open.push(context);
  const tabs: Page[] = [];
  for (let count = 0; count < 8; count += 1) tabs.push(await tabAt(context, house.link.replace(house.url, proxy.url)));
  const [first, ...others] = tabs as [Page, ...Page[]];
  await onlyOne(proxy);
  await house.say('bo', { kind: 'propose', body: { change: { change: 'resolution' }, title: 'A bench by the door', reason: 'to sit' } });
  for (const tab of tabs) await tab.getByText(`folded from ${house.records()} records`).waitFor(patience);
  await first.close();
  await house.say('bo', { kind: 'propose', body: { change: { change: 'resolution' }, title: 'A second bench', reason: 'to sit' } });
  for (const tab of others) await tab.getByText(`folded from ${house.records()} records`).waitFor(patience);
  await onlyOne(proxy);
});

test('a tab that leads and says nothing, as one that sleeps, is passed over by the one that is looked at, and hears what that one hears', async () => {
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
  open.push(context);
  const sleeping = await context.newPage();
  await sleeping.addInitScript(() => { BroadcastChannel.prototype.postMessage = () => undefined; });
  await lookAt(sleeping, house.link);
  const awake = await tabAt(context, house.link);
  await awake.getByText('live', { exact: true }).waitFor(patience);
  await house.say('bo', { kind: 'propose', body: { change: { change: 'resolution' }, title: 'A third bench', reason: 'to sit' } });
  for (const tab of [awake, sleeping]) await tab.getByText(`folded from ${house.records()} records`).waitFor(patience);
});

/** With the member's key in this browser, and a session that it began. */
async function visitAs(member: string, viewport: typeof phone): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' });
  open.push(context);
  const page = await tabAt(context, house.link);
  await page.evaluate(() => { location.hash = '#/me'; });
  await page.locator('input[type=file]').setInputFiles(house.keyFile(member));
  await page.getByRole('button', { name: 'Forget this key here', exact: true }).waitFor(patience);
  return page;
}

async function tabAt(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await lookAt(page, link);
  return page;
}

async function lookAt(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
}

async function openProposal(page: Page, proposal: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, `#/decide/${proposal}`);
  await page.getByRole('button', { name: 'Comment on the whole', exact: true }).waitFor(patience);
}

async function comment(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Comment on the whole', exact: true }).click();
  await page.getByLabel('Your comment on the whole').fill(words);
  await page.locator('form:has(textarea) button[type=submit]').click();
  await page.locator('textarea').waitFor({ ...patience, state: 'detached' });
}

/** On a busy machine a tab may be passed over that was only slow: the stream that it had is closed then. */
async function onlyOne(proxy: Proxy): Promise<void> {
  for (let tries = 0; proxy.underway('/api/stream') !== 1; tries += 1) {
    assert.ok(tries < 1000, `${proxy.underway('/api/stream')} streams`);
    await new Promise((next) => { setTimeout(next, 10); });
  }
}
