/** The ledger in a real browser: searched, filtered, one record in plain words, taken along. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { goTo, openGround, patience, visit } from './visiting.ts';

const here = openGround();

test('a record is found by words, person, kind and amount, opened in plain words, and its receipt saved', async () => {
  await here.village.say('ana', { kind: 'pay', body: { to: 'wren', unit: 'crown', amount: '3.21', reason: 'Zwetschgen from the south wall' } });
  const { page, complaints, close } = await visit(here, desktop);
  await goTo(page, '#/ledger');
  await page.getByRole('searchbox', { name: 'Words', exact: true }).fill('zwetsch');
  await page.getByRole('heading', { name: '1 record', exact: true }).waitFor(patience);
  await page.getByText('Person, agreement, kind, amount, days').click();
  await page.getByRole('combobox', { name: 'Person', exact: true }).selectOption('wren');
  await page.getByRole('combobox', { name: 'Kind', exact: true }).selectOption({ label: 'Payment' });
  await page.getByRole('textbox', { name: 'Amount from', exact: true }).fill('3,21');
  await page.getByRole('textbox', { name: 'Amount to', exact: true }).fill('3,21');
  const row = page.locator('.found-row').filter({ hasText: 'Zwetschgen' });
  await row.waitFor(patience);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV', exact: true }).click()]);
  assert.match(readFileSync(await download.path(), 'utf8'), /^record,time,kind[^]*,ana,wren,3\.21,crown,,Ana Tolland paid Wren Abbott: Zwetschgen from the south wall\r\n$/);
  await page.getByRole('textbox', { name: 'Amount from', exact: true }).fill('3.22');
  await page.getByText('Nothing fits all of that. Leave something out.').waitFor(patience);
  await page.getByRole('button', { name: 'Show all again', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Words', exact: true }).fill('zwetsch');
  await row.click();
  await page.getByRole('heading', { name: 'Payment, Ana Tolland', exact: true }).waitFor(patience);
  await page.getByText('In their words').waitFor(patience);
  const seq = here.village.records().length - 1;
  assert.equal(await page.getByRole('link', { name: 'Save the receipt', exact: true }).getAttribute('href'), `/log/receipt/${seq}`);
  await page.getByText('The entry as it was sealed').click();
  const raw = JSON.parse(await page.locator('pre').first().innerText()) as { kind: string; body: { amount: string } };
  assert.deepEqual([raw.kind, raw.body.amount], ['pay', '3.21']);
  assert.deepEqual(complaints, []);
  await close();
});

test('on a phone the ledger goes on page after page, says what came in since, and nothing is wider than the page', async () => {
  const { page, complaints, close } = await visit(here, phone);
  await goTo(page, '#/ledger');
  await page.locator('.found-row').first().waitFor(patience);
  assert.equal(await page.locator('.found-row').count(), 50);
  await page.getByRole('button', { name: 'Show earlier', exact: true }).click();
  await page.locator('.found-row').nth(99).waitFor(patience);
  const last = here.village.records().length - 1;
  const numbers = (await page.locator('.found-seq').allInnerTexts()).map((text) => Number(/\d+/.exec(text)?.[0]));
  assert.deepEqual(numbers, Array.from({ length: 100 }, (_, place) => last - place));
  await here.village.say('bo', { kind: 'pay', body: { to: 'wren', unit: 'crown', amount: '0.01' } });
  await page.getByRole('button', { name: '1 newer', exact: true }).click();
  await page.locator('.found-row').filter({ hasText: `record ${last + 1}` }).waitFor(patience);
  for (const summary of await page.locator('main summary').all()) await summary.click();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint)], [[], []]);
  assert.deepEqual(complaints, []);
  await close();
});
