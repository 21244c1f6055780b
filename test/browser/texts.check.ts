/** Code and texts come with the page that is looked at, and nothing is drawn without its words. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import { phone } from './chromium.ts';
import { complaintsOf, openGround, patience } from './visiting.ts';

const ground = openGround();

test('of the texts those come that the first page says, in one language; another page waits for its own, and has all of them when it is drawn', async () => {
  const { page, asked, complaints } = await open();
  await page.goto(ground.village.serving.link);
  await page.locator('#happened').waitFor(patience);
  assert.deepEqual(texts(asked), ['english', 'today']);
  const held = hold(page, /\/assets\/decide-[\w-]+\.js$/);
  await page.evaluate(() => { location.hash = '#/decide'; });
  const deliver = await held;
  await page.locator('main.later').waitFor({ ...patience, state: 'attached' });
  assert.equal(await page.locator('main h2').count(), 0);
  deliver();
  await page.locator('main h2').first().waitFor(patience);
  assert.deepEqual(complaintsWithoutWorker(complaints), []);
  assert.ok(texts(asked).includes('decide'));
  await page.context().close();
});

test('the page is on its way while the first overview is, and the stream while the texts are', async () => {
  const { page } = await open();
  const [stream, english] = [hold(page, /\/api\/stream/), hold(page, /\/assets\/english-[\w-]+\.js$/)];
  const code = page.waitForRequest(/\/assets\/today-page-[\w-]+\.js$/, patience);
  await page.goto(ground.village.serving.link, { waitUntil: 'commit' });
  const [tell, speak] = await Promise.all([stream, english]);
  speak();
  await code;
  tell();
  await page.locator('#happened').waitFor(patience);
  await page.context().close();
});

type Opened = { readonly page: Page; readonly asked: readonly string[]; readonly complaints: readonly string[] };

/** Without a service worker, which would fetch all of it. */
async function open(): Promise<Opened> {
  const context = await ground.browser.newContext({ viewport: phone, locale: 'en-GB', serviceWorkers: 'block' });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  return { page, asked, complaints: complaintsOf(page) };
}

/** Resolves once it is asked for, to what lets it go on. */
function hold(page: Page, address: RegExp): Promise<() => void> {
  return new Promise((resolve) => void page.route(address, (route: Route) => resolve(() => void route.continue())));
}

/** The texts among the files that were asked for. */
function texts(asked: readonly string[]): readonly string[] {
  const names = asked.map((url) => /\/assets\/([a-z]+)-[\w-]{8}\.js$/.exec(url)?.[1] ?? '');
  return ['english', 'german', 'spanish', 'adopt', 'agreements', 'backtest', 'books', 'charter', 'decide', 'found', 'join', 'ledger', 'money', 'months', 'notices', 'pictures', 'things', 'today', 'trust'].filter((name) => names.includes(name));
}

/** That there is no service worker is told, too. */
function complaintsWithoutWorker(complaints: readonly string[]): readonly string[] {
  return complaints.filter((each) => !/service ?worker|addEventListener/i.test(each));
}
