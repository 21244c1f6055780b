/** Every page on the narrowest phone that WCAG 2.2 speaks of (1.4.10: 320 CSS pixels), in each language: it scrolls one way only. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, localeOf } from '../../web/src/messages/languages.ts';
import { addressesOf } from './all-pages.ts';
import { openGround, patience } from './visiting.ts';

const narrowest = { width: 320, height: 700 };
const here = openGround();

for (const language of languages) {
  test(`no page is wider than the narrowest phone in ${language}`, async () => {
    const context = await here.browser.newContext({ viewport: narrowest, locale: localeOf[language], reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(here.village.serving.link);
    await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
    const wide: string[] = [];
    for (const address of await addressesOf(page)) {
      await page.evaluate((hash) => { location.hash = hash; }, address);
      await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
      await page.evaluate(() => { for (const each of document.querySelectorAll<HTMLDetailsElement>('main details')) each.open = true; });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > narrowest.width) wide.push(`${address}: ${width}`);
    }
    assert.deepEqual(wide, []);
    await context.close();
  });
}
