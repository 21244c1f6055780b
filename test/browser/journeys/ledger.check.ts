/** Ledger, as a journey: a record is found by words and by what it is, opened in plain words, and the whole log checked here. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();

journey('a record is found, opened, and the whole log checked', here, async (who) => {
  const { village, come } = here();
  const { page, look, press, write, choose, open, disturb, nth } = who;
  const fruit = `Zwetschgen ${nth + 1}`;
  await village.say('ana', { kind: 'pay', body: { to: 'wren', unit: 'crown', amount: '3.21', reason: fruit } });
  await come(who, 'wren');
  await open('#/ledger');
  await page.locator('.found-row').first().waitFor(patience);
  await look('every record');
  await write(page.getByRole('searchbox', { name: t('ledger.text'), exact: true }), fruit.toLowerCase());
  await press(page.getByText(t('ledger.filters')));
  await choose(page.getByRole('combobox', { name: t('ledger.person'), exact: true }), 'wren');
  await choose(page.getByRole('combobox', { name: t('ledger.kind'), exact: true }), 'pay');
  await write(page.getByRole('textbox', { name: t('ledger.least'), exact: true }), who.way.language === 'en' ? '3.21' : '3,21');
  const row = page.locator('.found-row').filter({ hasText: fruit });
  await row.waitFor(patience);
  await page.waitForFunction(() => document.querySelectorAll('.found-row').length === 1, undefined, patience);
  await look('found');
  await disturb();
  await press(row);
  await page.getByRole('link', { name: t('ledger.proof.receipt'), exact: true }).waitFor(patience);
  for (const summary of await page.locator('main summary').all()) await press(summary);
  await look('a record, opened');

  await open('#/ledger/check');
  await press(page.getByRole('button', { name: t('trust.check'), exact: true }).first());
  await look('checking');
  await page.getByRole('button', { name: t('trust.check_again'), exact: true }).waitFor({ timeout: 120_000 });
  for (const summary of await page.locator('main summary').all()) await press(summary);
  await look('checked');
  assert.equal(await page.locator('.finding').count(), 3);
});
