/** What the checks in a browser share: the village and the browser that they open, a visit with what the page complains of, what each page on a phone owes. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { findFaint, findFaults } from './basics.ts';
import { launchBrowser, phone } from './chromium.ts';
import { openStillVillage, type StillVillage } from './village.ts';

export const patience = { timeout: 60_000 };

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const imageBytesMax = 400_000;

export type Ground = { readonly village: StillVillage; readonly browser: Browser };

/** Opened before the first test of the file, closed after the last; nothing is there before. */
export function openGround(): Ground {
  let [village, browser]: [StillVillage | undefined, Browser | undefined] = [undefined, undefined];
  before(async () => {
    village = await openStillVillage();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await village?.close();
  });
  return {
    get village() { return village ?? assert.fail('the village is not open'); },
    get browser() { return browser ?? assert.fail('the browser is not open'); },
  };
}

export type Visited = { readonly page: Page; readonly complaints: readonly string[]; readonly close: () => Promise<void> };

/** In a browser of one's own, with nothing in it. */
export async function visit({ village, browser }: Ground, viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light'): Promise<Visited> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(village.serving.link);
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
  return { page, complaints, close: () => context.close() };
}

/** What the page says in the console and throws; it goes on growing. That one's own is only for who came in is an answer, of which the browser complains. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => { if ((message.type() === 'error' || message.type() === 'warning') && !/\/api\/me\//.test(message.location().url)) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** The device's clock goes wrong. @param off in ms */
export async function setAhead(context: BrowserContext, off: number): Promise<void> {
  await context.addInitScript((by) => {
    const now = Date.now.bind(Date);
    globalThis.Date = class extends Date {
      constructor(given: number | string | Date = now() + by) { super(given); }
      static override now(): number { return now() + by; }
    } as DateConstructor;
  }, off);
}

/** By the address, until what is asked for is there. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main.decide .card').first().waitFor(patience);
}

/** Each page with everything in it opened scrolls one way only, and everything has a name and enough contrast. */
export async function checkOnPhone(page: Page, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await goTo(page, address);
    for (const summary of await page.locator('main summary').all()) await summary.click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= phone.width, `${address}: ${width} wide`);
    assert.deepEqual(await page.evaluate(findFaults), [], address);
    assert.deepEqual(await page.evaluate(findFaint), [], address);
  }
}

/** One for the manual, with `--update-images` alone, of a page on which nothing is asked for any more. @param top what stands a little below the upper edge; left out: the page as it was scrolled */
export async function picture(page: Page, name: string, top?: Locator): Promise<void> {
  if (!process.argv.includes('--update-images')) return;
  await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
  await top?.evaluate((part: HTMLElement) => {
    part.style.scrollMarginBlockStart = '24px';
    part.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
  const path = `${images}${name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  assert.ok(statSync(path).size < imageBytesMax, `${path} is larger than it may be`);
}
