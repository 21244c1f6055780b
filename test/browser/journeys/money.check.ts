/** Money, as a journey: what I have, paying somebody, a statement, the months ahead, taking income, the books. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { begins, journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();

journey('from what I have to a payment, a statement, the months ahead, and the books', here, async (who) => {
  const { come, saidBy } = here();
  const { page, look, press, write, tick, open, disturb, beside, nth, way } = who;
  const cents = `0.${String(nth + 1).padStart(2, '0')}`;
  // As the reader writes it.
  const amount = way.language === 'en' ? cents : cents.replace('.', ',');
  await come(who, 'ana');
  await open('#/money');
  await page.getByRole('link', { name: t('money.pay.title'), exact: true }).first().waitFor(patience);
  await look('what I have');

  await press(page.getByRole('link', { name: t('money.pay.title'), exact: true }).first());
  await page.getByLabel(begins('money.how_much')).waitFor(patience);
  await tick(page.getByRole('radio', { name: /^Wren/ }));
  await write(page.getByLabel(begins('money.how_much')), '100000000');
  await page.locator('.refused').first().waitFor(patience);
  await look('more than there is');
  await write(page.getByLabel(begins('money.how_much')), amount);
  await write(page.getByLabel(begins('money.for_what')), 'plums');
  await press(page.getByRole('button', { name: t('money.pay.next'), exact: true }));
  const confirm = page.getByRole('region', { name: t('money.pay.confirm'), exact: true });
  await confirm.waitFor(patience);
  await look('is this right');
  const tab = await beside();
  const paid = (): number => saidBy('ana', 'pay').filter(({ body }) => body['amount'] === cents).length;
  const before = paid();
  await disturb();
  await press(confirm.locator('button.act'));
  await page.getByRole('region', { name: t('money.pay.receipt'), exact: true }).getByText('Ana Tolland → Wren Abbott').first().waitFor(patience);
  await look('the receipt');
  assert.equal(paid(), before + 1);
  await open('#/money', tab);
  await tab.getByText('plums').first().waitFor(patience);

  await open('#/money/statement');
  await page.locator('main table').first().waitFor(patience);
  await look('a statement');
  await open('#/money/months');
  await page.locator('main table, main svg').first().waitFor(patience);
  await look('the months ahead');
  await open('#/books');
  await page.locator('main .card').first().waitFor(patience);
  await look('the books');
  await open('#/money/books');
  await page.locator('main svg, main table').first().waitFor(patience);
  await look('who paid whom');
});
