/** The months of a member of the demonstration's village, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { openGround, patience, picture, visit } from './visiting.ts';

const here = openGround();

test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  const { page, close } = await visit(here, phone);
  await lookAs(page, 'bo');
  await page.getByLabel('Account').selectOption({ label: 'Credit for house, in Fund' });
  await picture(page, 'months-phone');
  await page.evaluate(() => { location.hash = '#/money'; });
  await page.locator('.movements-table tbody tr').first().waitFor(patience);
  await picture(page, 'money-phone');
  await close();
});

/** The village stands still in February 2026, month 24 from its founding. */
test('who looks as Cyd winds back to the month of the broken arm, and finds the benefit that five others paid', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await lookAs(page, 'cyd');
  await page.getByRole('heading', { name: 'February 2026', exact: true }).waitFor(patience);
  for (let back = 0; back < 7; back += 1) await page.getByRole('button', { name: 'The month before', exact: true }).click();
  await page.getByRole('heading', { name: 'July 2025', exact: true }).waitFor(patience);
  const shares = page.locator('.movement', { hasText: 'The share of the claim cyd:accident' });
  // A month's benefit of 600.00 over five.
  assert.deepEqual(await shares.locator('.movement-amount').allInnerTexts(), Array.from({ length: 5 }, () => '+120.00 crowns'));
  assert.match(await page.locator('.movement', { hasText: 'sets the dues of 1 Jul aside' }).innerText(), /To spend → own, in Cover, by Cover\s+30\.00 crowns/, 'what stays one\'s own has no sign');
  assert.deepEqual(complaints, []);
  await close();
});

test('as Bo, who had no work, one sees on a phone what was paid ahead; nothing is wider than the page, and everything has a name and enough contrast', async () => {
  const { page, complaints, close } = await visit(here, phone);
  await lookAs(page, 'bo');
  for (let back = 0; back < 12; back += 1) await page.getByRole('button', { name: 'The month before', exact: true }).click();
  await page.getByRole('heading', { name: 'February 2025', exact: true }).waitFor(patience);
  // Month 12: by hand in test/household-demo.test.ts.
  assert.match(await page.locator('tr', { hasText: 'Credit for school, in Fund' }).innerText(), /80\.00\s+100\.00\s+500\.00/);
  assert.match(await page.locator('tr', { hasText: 'Credit for house, in Fund' }).innerText(), /200\.00\s+330\.00\s+370\.00/);
  for (const summary of await page.locator('main summary').all()) await summary.click();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(await page.evaluate(findFaint), []);
  assert.deepEqual(complaints, []);
  await close();
});

async function lookAs(page: Page, member: string): Promise<void> {
  await page.evaluate(() => { location.hash = '#/money/months'; });
  await page.getByRole('heading', { name: 'Your money, month by month', exact: true }).waitFor(patience);
  await page.getByLabel('You are').selectOption(member);
  await page.locator('.months-picture svg').waitFor(patience);
}
