/** Notices, as a journey: what I was told, how I want to be told, and what last week's summary would have said. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { kitSays } from '../speaking.ts';
import { patience } from '../visiting.ts';
import { journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();

journey('what I was told, and how I want to be told', here, async (who) => {
  const { come } = here();
  const { page, look, press, choose, open, disturb, beside, way } = who;
  const firewood = kitSays('firewood', 'A pile of firewood that charges by means and pays whoever froze', way.language);
  await come(who, 'bunyan');
  await open('#/notices');
  await page.locator('.notice').first().waitFor(patience);
  await press(page.locator('.notice summary').first());
  await look('what I was told');

  await open('#/notices/settings');
  const mail = page.getByRole('combobox', { name: t('notices.what.mail_label', { topic: firewood }), exact: true });
  await mail.waitFor(patience);
  await look('how I want to be told');
  const tab = await beside();
  await choose(mail, 'daily');
  await page.getByText(t('notices.saved'), { exact: true }).waitFor(patience);
  await disturb();
  await choose(mail, 'off');
  await page.getByText(t('notices.saved'), { exact: true }).waitFor(patience);
  await look('chosen otherwise');
  await tab.reload();
  await tab.getByRole('combobox', { name: t('notices.what.mail_label', { topic: firewood }), exact: true }).waitFor(patience);
  assert.equal(await tab.getByRole('combobox', { name: t('notices.what.mail_label', { topic: firewood }), exact: true }).inputValue(), 'off');
  await choose(mail, '');
  await page.getByText(t('notices.saved'), { exact: true }).waitFor(patience);
});
