/**
 * Every page, at a phone's and a desktop's width, light and dark, in each language: nothing that axe finds against WCAG 2.2 AA, a name for everything,
 * read in the order in which it stands, no text that is cut, nothing asked of another server, no complaint of the browser, not even of the policy for scripts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { keyPath } from '../../src/host/data-folder.ts';
import { languages, localeOf, type Language } from '../../web/src/messages/languages.ts';
import { addressesOf } from './all-pages.ts';
import { findByAxe } from './axe.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { findCut } from './cut.ts';
import { findMisordered } from './reading-order.ts';
import { complaintsOf, openGround, patience } from './visiting.ts';

const ground = openGround();

type Visit = { readonly page: Page; readonly complaints: readonly string[]; readonly asked: ReadonlySet<string>; readonly close: () => Promise<void> };

/** What Ana does there, if it is her: looks, or acts by a key of hers. */
type As = 'looks' | 'acts' | 'is nobody';

async function visitIn(language: Language, viewport: { width: number; height: number }, colorScheme: 'light' | 'dark', as: As = 'looks'): Promise<Visit> {
  const context = await ground.browser.newContext({ viewport, colorScheme, locale: localeOf[language], reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  const asked = new Set<string>();
  page.on('request', (request) => { if (/^(https?|wss?):/.test(request.url())) asked.add(new URL(request.url()).origin); });
  await page.goto(ground.village.standingLink);
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
  if (as === 'looks') await page.locator('.me-bar select').selectOption('ana');
  if (as === 'acts') {
    await open(page, '#/me');
    await page.locator('input[type=file]').setInputFiles(keyPath(ground.village.folder, 'member-ana'));
    await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
  }
  return { page, complaints, asked, close: () => context.close() };
}

/** By its address, with everything in it there and opened. */
async function open(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main:not(.later)').waitFor(patience);
  await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
  await page.waitForLoadState('networkidle').catch(() => undefined); // a stream stays open
  await page.evaluate(() => { for (const each of document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')) each.open = true; });
}

for (const [width, viewport] of [['phone', phone], ['desktop', desktop]] as const) {
  for (const [scheme, as] of [['light', 'looks'], ['dark', 'acts'], ['light', 'is nobody']] as const) {
    test(`axe finds nothing on any page: ${width}, ${scheme}, one who ${as}`, async () => {
      const { page, complaints, asked, close } = await visitIn('en', viewport, scheme, as);
      const found: string[] = [];
      for (const address of await addressesOf(page)) {
        await open(page, address);
        const seen = [...await findByAxe(page), ...await page.evaluate(findFaults), ...await page.evaluate(findMisordered)];
        found.push(...seen.map((each) => `${address}: ${each}`));
      }
      assert.deepEqual([found, await page.evaluate(findFaint)], [[], []]);
      assert.deepEqual([...asked], [new URL(page.url()).origin], 'nobody else is asked anything');
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

for (const language of languages) {
  for (const [width, viewport] of [['phone', phone], ['desktop', desktop], ['desktop at 200 %', { width: desktop.width / 2, height: desktop.height / 2 }]] as const) {
    test(`no text is cut in ${language}: ${width}`, async () => {
      const { page, complaints, close } = await visitIn(language, viewport, 'light');
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      const found: string[] = [];
      for (const address of await addressesOf(page)) {
        await open(page, address);
        found.push(...(await page.evaluate(findCut)).map((each) => `${address}: ${each}`));
      }
      assert.deepEqual(found, []);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}
