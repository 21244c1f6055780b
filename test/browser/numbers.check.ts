/** Numbers in a reader's own language, in a real browser over the demonstration's village standing still: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { desktop } from './chromium.ts';
import { complaintsOf, openGround, patience } from './visiting.ts';

const here = openGround();

/** What is a number alone, or with its unit, where the agreements' own English words aren't. */
const places = '.amount, table.figures td, .compared td, .small-now strong, .small-now .quiet, .loan-ends span, .stream-amount, .term-value-now, .facts dd, .measured dd, .figures-list dd, .take-sum dd';

test('who reads German finds no number with an English point on the pages of agreements, things, money and the books', async () => {
  const { village, browser } = here;
  const context = await browser.newContext({ viewport: desktop, locale: 'de', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(village.serving.link);
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
  let [found, commas] = [0, 0];
  for (const address of ['#/agreements/firewood', '#/agreements', '#/books', '#/money/books', '#/things', '#/things/cutoff/firewood']) {
    await page.evaluate((hash) => { location.hash = hash; }, address);
    await page.locator('main .card').first().waitFor(patience);
    await page.evaluate(() => { for (const each of document.querySelectorAll<HTMLDetailsElement>('main details')) each.open = true; });
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null, undefined, patience);
    const words = await page.locator(places).allInnerTexts();
    found += words.length;
    commas += words.filter((each) => /\d,\d/.test(each)).length;
    assert.deepEqual(words.filter((each) => /^[+−]?[\d.]*\d\.\d{1,2}(?!\d|\.)/.test(each)), [], address);
  }
  assert.ok(found > 30 && commas > 10, `${found} numbers, ${commas} with a comma`);
  assert.deepEqual(complaints, []);
  await context.close();
});
