/** From the link of a fresh server to a collective of two, in a real browser: `npm run test:browser -- begin`. Needs Chromium. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findFaint, findFaults } from './basics.ts';
import { desktop, launchBrowser, phone } from './chromium.ts';
import { fillIn, foundOne, openTestHome, reader, type TestHome } from './home.ts';
import { newerApp, openStandingHouse } from './standing.ts';
import { patience, picture } from './visiting.ts';

let browser: Browser;
before(async () => { browser = await launchBrowser(); });
after(() => browser?.close());

async function fresh(t: TestContext): Promise<TestHome> {
  const home = await openTestHome();
  t.after(() => home.close());
  return home;
}

async function check(page: Page, where: string): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${where}: ${width} px too wide`);
  assert.deepEqual(await page.evaluate(findFaults), [], where);
  assert.deepEqual(await page.evaluate(findFaint), [], where);
}

for (const [viewport, language, scheme] of [[phone, 'en', 'light'], [desktop, 'de', 'dark'], [phone, 'es', 'dark']] as const) {
  test(`found, invite, join: ${viewport.width} px, ${language}, ${scheme}`, patience, async (t) => {
    const home = await fresh(t);
    const began = performance.now();
    const kim = await reader(browser, viewport, language, scheme);
    const { page, says } = kim;
    await page.goto(home.serving.link);
    await page.getByLabel(says('found.name'), { exact: true }).waitFor();
    await check(page, 'the first step');
    await fillIn(kim, 'Linden 12', 'Kim Ahrens');
    await check(page, 'the last step');
    if (viewport === phone && language === 'en') await picture(page, 'found-phone');
    await page.getByRole('button', { name: says('found.do'), exact: true }).click();
    await page.locator('main.invite').waitFor();
    t.diagnostic(`founded ${((performance.now() - began) / 1000).toFixed(1)} s after the link was opened (machine time)`);
    assert.match(page.url(), /\/c\/linden-12\/#\/invite$/);
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Linden 12');

    // Two pieces at 1.00 from the simulated scale.
    await page.locator('#try').locator('xpath=ancestor::section').getByRole('button').first().click();
    await page.getByText(/\bKim Ahrens\b.*\b2\b/).first().waitFor();
    // The scale says how many are left, in a record of its own.
    await page.locator('main.invite').getByText(/58/).first().waitFor();
    await page.getByRole('button', { name: says('found.invite.make'), exact: true }).click();
    await page.locator('.qr-code').waitFor();
    await check(page, 'the invitation');
    if (viewport === phone && language === 'en') await picture(page, 'invite-phone', page.locator('.card', { has: page.locator('.qr-code') }));
    const link = await page.getByLabel(says('found.invite.link')).inputValue();
    assert.match(link, new RegExp(`^${home.serving.url}/c/linden-12/join#invitation=`));

    const ana = await reader(browser, viewport, language, scheme);
    await ana.page.goto(link);
    await ana.page.getByRole('heading', { name: 'Linden 12', level: 1, exact: true }).waitFor();
    const [name, short] = await ana.page.locator('form input[type="text"]').all();
    await name?.fill('Ana');
    await short?.fill('ana');
    await ana.page.locator('form button[type="submit"], form button.act').last().click();
    await ana.page.waitForURL(/\/c\/linden-12\/#/);
    await page.waitForFunction(() => document.querySelector('main.invite > p')?.textContent?.match(/One other|Eine weitere|otra persona/) !== null);
    t.diagnostic(`two are in after ${((performance.now() - began) / 1000).toFixed(1)} s (machine time)`);
    assert.deepEqual(kim.complaints, []);
    assert.deepEqual(ana.complaints, []);
    await Promise.all([kim.close(), ana.close()]);
  });
}

test('an answer that is lost, and a page that is closed meanwhile, found once', patience, async (t) => {
  const home = await fresh(t);
  const kim = await reader(browser, phone, 'en');
  const { page, says } = kim;
  await page.goto(home.serving.link);
  await fillIn(kim, 'Linden 12', 'Kim');
  // The server hears it; its answer never comes.
  await page.route('**/api/collectives', async (route) => {
    if (route.request().method() === 'POST') await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: says('found.do'), exact: true }).click();
  await page.locator('.refused').waitFor();
  await page.unroute('**/api/collectives');
  assert.deepEqual(readdirSync(home.folder).filter((name) => !name.includes('.')), ['linden-12']);
  await page.reload();
  // It is there, and this browser isn't in yet: what was sent stands as it was.
  await page.getByRole('button', { name: says('door.found'), exact: true }).click();
  const again = page.getByRole('button', { name: says('found.do'), exact: true });
  await again.click();
  await page.locator('main.invite').waitFor();
  assert.deepEqual(readdirSync(home.folder).filter((name) => !name.includes('.')), ['linden-12']);
  assert.equal(await page.getByRole('button', { name: says('found.invite.make'), exact: true }).isEnabled(), true, 'by the key that was made the first time');
  await kim.close();
});

test('an invitation that is nowhere but on the page isn\'t lost to a newer version of the app, which is taken when one goes on', patience, async (t) => {
  const home = await fresh(t);
  const kim = await reader(browser, phone, 'en');
  const { page, says } = kim;
  await page.goto(home.serving.link);
  await foundOne(kim, 'Linden 12', 'Kim');
  await page.getByRole('button', { name: says('found.invite.make'), exact: true }).click();
  const link = page.getByLabel(says('found.invite.link'));
  const made = await link.inputValue();
  const newer = newerApp();
  t.after(() => newer.close());
  await home.stop();
  await home.start(newer.folder);
  await page.getByText(says('offline.newer')).waitFor();
  assert.equal(await link.inputValue(), made);
  assert.equal(await page.locator('meta[name=generation]').count(), 0);
  await page.evaluate(() => { location.hash = '#/'; });
  await page.locator('meta[name=generation]').waitFor({ state: 'attached' });
  await kim.close();
});

test('without a link nobody founds; a taken address is said, and nothing is lost of what was filled in', patience, async (t) => {
  const home = await fresh(t);
  const stranger = await reader(browser, phone, 'en');
  await stranger.page.goto(home.serving.url);
  await stranger.page.getByText(stranger.says('door.closed')).waitFor();
  assert.equal(await stranger.page.getByRole('button', { name: stranger.says('door.found'), exact: true }).count(), 0);
  await check(stranger.page, 'the door for a stranger');
  const kim = await reader(browser, phone, 'en');
  await kim.page.goto(home.serving.link);
  await foundOne(kim, 'Oak', 'Kim');
  await kim.page.goto(home.serving.url);
  await kim.page.getByRole('button', { name: kim.says('door.found'), exact: true }).click();
  await fillIn(kim, 'Oak', 'Kim');
  await kim.page.getByRole('button', { name: kim.says('found.do'), exact: true }).click();
  await kim.page.getByText(kim.says('found.taken')).waitFor();
  for (const step of [1, 2]) await kim.page.getByRole('button', { name: kim.says('found.back'), exact: true }).click({ timeout: 5000 + step });
  assert.equal(await kim.page.getByLabel(kim.says('found.name'), { exact: true }).inputValue(), 'Oak');
  await Promise.all([stranger.close(), kim.close()]);
});

test('where a server had one collective and has a door by now, the page that the browser kept gives way to it', patience, async (t) => {
  const alone = await openStandingHouse('begin-alone');
  const { page, says, close } = await reader(browser, phone, 'en');
  await page.goto(alone.link);
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await alone.stop();
  const home = await openTestHome('127.0.0.1', Number(new URL(alone.url).port));
  t.after(async () => {
    await home.close();
    await alone.close();
  });
  await page.goto(`${alone.url}/`);
  await page.getByText(says('door.closed')).waitFor();
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await close();
});

test('over plain HTTP, as a house begins: it works, and the page says what doesn\'t', patience, async (t) => {
  const home = await openTestHome('0.0.0.0');
  t.after(() => home.close());
  // By the machine's name: a browser trusts localhost, and so would hold nothing back there.
  const plain = await launchBrowser(`--host-resolver-rules=MAP ${hostname()} 127.0.0.1`);
  t.after(() => plain.close());
  const kim = await reader(plain, phone, 'en');
  const { page, says } = kim;
  await page.goto(home.serving.link.replace('//localhost', `//${hostname()}`));
  assert.equal(await page.evaluate(() => isSecureContext), false);
  await page.getByText(says('door.plain')).waitFor();
  await check(page, 'the door over plain HTTP');
  await foundOne(kim, 'Linden 12', 'Kim');
  await page.getByText(says('door.plain')).waitFor();
  await page.getByRole('button', { name: says('found.invite.make'), exact: true }).click();
  await page.locator('.qr-code').waitFor();
  assert.match(await page.getByLabel(says('found.invite.link')).inputValue(), new RegExp(`^http://${hostname()}:`), 'by the address at which one is: others reach that too');
  assert.equal(await page.getByRole('button', { name: says('found.invite.copy'), exact: true }).count(), 0, 'a browser copies nothing for such a page');
  await kim.close();
});
