/**
 * The page behind the demonstration's link, in a real browser: `npm run test:browser`.
 * With `-- --update-images` it also takes the pictures in docs/images.
 * Needs Chromium: Debian's, or the one that CHROMIUM names. Not part of `npm test`, which needs none.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { parseProof } from '../../src/log/proof.ts';
import type { Overview } from '../../src/views/shown.ts';
import { languages, localeOf } from '../../web/src/messages/languages.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, launchBrowser, phone } from './chromium.ts';
import { startDemo, type RunningDemo } from './demo.ts';
import { complaintsOf, picture, type Visited } from './visiting.ts';

const scriptBytesMax = 200_000;
/** Half an hour a second: something is posted every few seconds, and one can still look at it. */
const speed = 1800;
/** A pile may lie empty for a day, and then nobody takes anything. */
const patience = { timeout: 180_000 };

let demo: RunningDemo;
let browser: Browser;

before(async () => {
  demo = await startDemo(speed);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
});

test('the page shows the pile, four houses, members, agreements; and says nothing in the console', async () => {
  const { page, complaints, close } = await visit(desktop);
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor();
  const { things } = await overviewOf(page);
  assert.ok(things.some(({ event }) => event === 'level'));
  await page.getByRole('img', { name: /pieces on the pile/ }).waitFor();
  assert.equal(await page.locator('.house').count(), 4);
  // Eight people, the school and the store, and four accounts that all hold in common.
  assert.equal(await page.locator('.balance').count(), 14);
  assert.equal(await page.locator('.agreement-list li').count(), 10);
  assert.deepEqual(complaints, []);
  await close();
});

test('stock and balances are those of /api/overview', async () => {
  const { page, close } = await visit(phone);
  // Both move: they must be found equal at some moment, and soon.
  await eventually(async () => {
    const { things, members, units } = await overviewOf(page);
    const unit = units[0]?.id ?? '';
    const shown = await page.evaluate(() => ({
      stock: document.querySelector('.pile-stock .figure')?.textContent,
      balances: Object.fromEntries([...document.querySelectorAll('.balance')].map((each) => [each.getAttribute('data-member') ?? '', (each.querySelector('.amount')?.firstChild?.textContent ?? '').replace('−', '-').replaceAll(',', '').trim()])),
    }));
    assert.equal(shown.stock, String(things.find(({ event }) => event === 'level')?.latest.values['count']));
    assert.deepEqual(shown.balances, Object.fromEntries(members.map(({ id, balances }) => [id, balances[unit]])));
  });
  await close();
});

test('a posting appears by itself', async () => {
  const { page, close } = await visit(desktop);
  const before = await postingsSaid(page);
  const top = await page.locator('.row').first().innerText();
  await page.waitForFunction((known) => Number([...document.querySelectorAll('.ledger-line dd')][1]?.textContent) > known, before, patience);
  await page.waitForFunction((known) => document.querySelector<HTMLElement>('.row')?.innerText !== known, top, patience);
  await close();
});

test('its why opens with the observation, the version and the numbers, by keyboard too', async () => {
  const { page, complaints, close } = await visit(phone);
  await (await takingIn(page)).focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog');
  await why.waitFor();
  const said = await why.innerText();
  assert.match(said, /The observation/);
  assert.match(said, /that it happened\s+\d+(\.\d+)?\s% of 90\s% needed/);
  assert.match(said, /(Signed by the device|vouched for by the gateway)/);
  assert.match(said, /firewood \d+\.\d+\.\d+, adopted in record \d+/);
  assert.match(said, /Written in\s+record \d+/);
  const factors = await why.locator('.factor b').allInnerTexts();
  const [result = 0, ...parts] = factors.map(Number).reverse();
  assert.equal(parts.length, 3);
  assert.ok(Math.abs(parts.reduce((product, part) => product * part, 1) - result) < 0.005, factors.join(' '));
  assert.deepEqual(await page.evaluate(findFaults), []);
  const record = await why.getByRole('link', { name: /^record \d+$/ }).first().getAttribute('href');
  const receipt = await why.getByRole('link', { name: /^Receipt of record \d+$/ }).first().getAttribute('href');
  const proof = parseProof(await (await page.request.get(new URL(receipt ?? '', demo.url).href)).text());
  assert.equal(proof.ok ? proof.value.index : proof.problem.detail, Number(/record\/(\d+)$/.exec(record ?? '')?.[1]));
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(complaints, []);
  await close();
});

test('a why has an address of its own', async () => {
  const { page, close } = await visit(desktop);
  const { postings } = await overviewOf(page);
  const posting = postings.find(({ code }) => code === 'taken');
  await page.goto(`${demo.url}/?why=${posting?.id}#/books`);
  await page.reload();
  assert.match(await page.getByRole('dialog').innerText(), new RegExp(`record ${posting?.record}`));
  await page.evaluate(() => { location.hash = '#/ledger/check'; });
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Check it yourself', exact: true }).waitFor();
  await close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a phone scrolls one way only, and everything has a name and enough contrast (${colorScheme})`, async () => {
    const { page, close } = await visit(phone, colorScheme);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
    for (const summary of await page.locator('summary').all()) await summary.click();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
    assert.deepEqual(await page.evaluate(findFaults), []);
    assert.deepEqual(await page.evaluate(findFaint), []);
    await close();
  });
}

test('a turned phone is as narrow as it looks', async () => {
  const { page, close } = await visit({ width: 844, height: 390 });
  await page.setViewportSize(phone);
  await page.locator('.flow').first().scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  await close();
});

test('what comes in moves nothing on a phone', async () => {
  const { page, close } = await visit(phone);
  const height = await page.locator('.area-feed').evaluate((element) => element.getBoundingClientRect().height);
  const before = await postingsSaid(page);
  await page.waitForFunction((known) => Number([...document.querySelectorAll('.ledger-line dd')][1]?.textContent) > known, before, patience);
  assert.equal(await page.locator('.area-feed').evaluate((element) => element.getBoundingClientRect().height), height);
  await close();
});

for (const language of languages) test(`the first visit loads its scripts within the budget, all from its own server: ${language}`, async () => {
  const scripts: Promise<number>[] = [];
  const strangers: string[] = [];
  const { close } = await visit(desktop, 'light', (page) => {
    page.on('response', (response) => {
      if (!response.url().startsWith(demo.url)) strangers.push(response.url());
      if (response.request().resourceType() === 'script') scripts.push(response.body().then((body) => gzipSync(body).length));
    });
  }, '#/', localeOf[language]);
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
  assert.ok(bytes > 0 && bytes <= scriptBytesMax, `${bytes} bytes of gzipped JavaScript`);
  assert.deepEqual(strangers, []);
  await close();
});

test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  for (const [name, viewport, member, place, there] of [
    ['page-desktop', { width: 1280, height: 1000 }, 'bunyan', '#/', '.happened'],
    ['today-phone', phone, 'ana', '#/', '.happened'],
    ['take-phone', phone, 'ana', '#/things/take/firewood', '.take-sum'],
    ['things-phone', phone, 'ana', '#/things/devices', '.channel-use'],
  ] as const) {
    const { page, close } = await visit(viewport, 'light', undefined, '#/');
    await page.locator('.masthead select').selectOption(member);
    await page.locator('.happened').first().waitFor(patience);
    await page.evaluate((hash) => { location.hash = hash; }, place);
    await page.locator(there).first().waitFor(patience);
    await picture(page, name);
    await close();
  }
  const { page, close } = await visit(phone);
  await (await takingIn(page)).click();
  await page.getByRole('dialog').getByRole('heading', { name: 'The clause', exact: true }).waitFor();
  await picture(page, 'posting-phone');
  await close();
});

test('without the link there is a page that says what to do, and tells nothing; the link opens it, also from another site', async () => {
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  assert.equal((await page.goto(demo.url))?.status(), 401);
  assert.match(await page.locator('main').innerText(), /This is for members[^]*link new/);
  assert.doesNotMatch(await page.content(), /Tombsboro/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).display), 'block', 'its own style counts');
  // As from web mail: a page of another site, by another name of this machine.
  await context.route('http://mail.example/', (route) => route.fulfill({ contentType: 'text/html', body: `<a href="${demo.link}">the link</a>` }));
  await page.goto('http://mail.example/');
  await page.getByText('the link').click();
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor();
  assert.equal(page.url(), `${demo.url}/`);
  assert.doesNotMatch(await page.evaluate(() => document.cookie), /frankpledge-(?!reader-)/, 'what lets one in is no script\'s to read');
  await context.clearCookies();
  assert.equal((await page.goto(demo.url))?.status(), 401);
  await context.close();
});

test('whose link is over keeps nothing on the screen', async () => {
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  await context.route('**/api/stream?*', (route) => route.fulfill({ status: 401 }));
  await page.goto(demo.link);
  await page.getByRole('heading', { name: 'Nobody answers', exact: true }).waitFor();
  await context.clearCookies();
  await page.getByRole('heading', { name: 'This is for members', exact: true }).waitFor();
  await context.close();
});

test('when the server goes away the page says so and keeps what it knew', async () => {
  const { page, close } = await visit(phone);
  const balances = await page.locator('.balance').count();
  await demo.stop();
  await page.getByText(/Connection lost, retrying/).waitFor({ timeout: 15_000 });
  assert.equal(await page.locator('.balance').count(), balances);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  await close();
});

async function visit(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light', prepare: (page: Page) => void = () => undefined, place = '#/books', locale = 'en-US'): Promise<Visited> {
  const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  prepare(page);
  await page.goto(demo.link);
  await page.locator('.today .card').first().waitFor();
  if (place === '#/') return { page, complaints, close: () => context.close() };
  await page.evaluate((hash) => { location.hash = hash; }, place);
  await page.locator('.feed').waitFor();
  return { page, complaints, close: () => context.close() };
}

/** In the books: a payment for what somebody took. */
async function takingIn(page: Page): Promise<Locator> {
  const row = page.locator('.row-posting', { hasText: /took \d+ piece/, hasNotText: 'on a debt' }).first();
  // On a phone the earlier ones are a touch away.
  for (let more = 0; more < 8 && await row.count() === 0; more += 1) await page.getByRole('button', { name: 'Show earlier', exact: true }).click();
  return row;
}

async function overviewOf(page: Page): Promise<Overview> {
  return page.evaluate(async () => (await fetch('/api/overview')).json() as Promise<Overview>);
}

async function postingsSaid(page: Page): Promise<number> {
  return Number(await page.locator('.ledger-line dd').nth(1).innerText());
}

/** Tries again until it holds. */
async function eventually(holds: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await holds();
    } catch (error) {
      if (tries === 40) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 250); });
    }
  }
}
