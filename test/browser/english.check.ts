/** Who reads German or Spanish finds no English on any page, but what people wrote themselves: over the demonstration's village standing still. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { localeOf } from '../../web/src/messages/languages.ts';
import { addressesOf } from './all-pages.ts';
import { desktop } from './chromium.ts';
import { findEnglish } from './english.ts';
import { complaintsOf, openGround, patience } from './visiting.ts';

const ground = openGround();

/** Of the demonstration's people, where the API doesn't say that somebody wrote it. */
const own: readonly string[] = [
  'Nobody who stands surety is asked for more than they can bear', 'It stands under the maple, where there is sun in winter and shade in summer.', 'Thirty can be kept up by one', 'Forty lie there dry',
  'In summer nobody sits in the sun', 'the plane was left out in the wet', 'The stipend\'s re…',
];

/** What members wrote: proposals with their texts and comments, reasons, names. */
async function writtenByPeople(page: Page): Promise<readonly string[]> {
  return await page.evaluate(async () => {
    const get = async (address: string): Promise<unknown> => await (await fetch(address)).json();
    const { open, decided } = await get('/api/proposals') as { readonly open: readonly { readonly id: string }[]; readonly decided: readonly { readonly id: string }[] };
    const whole = await Promise.all([...open, ...decided].map(({ id }) => get(`/api/proposals/${id}`)));
    const texts: string[] = [];
    const written = new Set(['title', 'reason', 'text', 'comment', 'name', 'says', 'what']);
    const collect = (value: unknown, name: string): void => {
      if (typeof value === 'string') {
        if (written.has(name)) texts.push(value);
      } else if (value !== null && typeof value === 'object') for (const [key, each] of Object.entries(value)) collect(each, Array.isArray(value) ? name : key);
    };
    for (const each of whole) collect(each, '');
    const { members, postings, subcontracts } = await get('/api/overview') as { readonly members: unknown; readonly postings: unknown; readonly subcontracts: readonly { readonly terms: { readonly [term: string]: unknown } }[] };
    // What a community names in its terms, as what is in a basket.
    for (const value of subcontracts.flatMap(({ terms }) => Object.values(terms))) if (typeof value === 'object' && value !== null && !Array.isArray(value)) texts.push(...Object.keys(value));
    collect([members, postings, (await get('/api/charter') as { readonly entrenched: unknown }).entrenched, await get('/api/incidents')], '');
    return texts.flatMap((text) => [text, ...text.split('\n')]).sort((one, other) => other.length - one.length);
  });
}

for (const language of ['de', 'es'] as const) {
  test(`who reads ${language} finds English on no page`, async () => {
    const context = await ground.browser.newContext({ viewport: desktop, locale: localeOf[language], reducedMotion: 'reduce' });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(ground.village.standingLink);
    await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
    await page.locator('.me-bar select').selectOption('ana');
    const people = [...own, ...await writtenByPeople(page)];
    const found: string[] = [];
    for (const address of await addressesOf(page)) {
      await page.evaluate((hash) => { location.hash = hash; }, `#${address}`);
      await page.locator('main:not(.later)').waitFor(patience);
      await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
      await page.waitForLoadState('networkidle').catch(() => undefined); // a stream stays open
      await page.evaluate(() => { for (const each of document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')) each.open = true; });
      found.push(...(await page.evaluate(findEnglish, people)).map((each) => `${address}: ${each}`));
    }
    assert.deepEqual(found, []);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
