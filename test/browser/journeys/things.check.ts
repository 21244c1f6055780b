/** Things, as a journey: what there is, the price for me before I take, taking and bringing back by hand, the sheet with its code. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { journey } from './journey.ts';
import { openOwnHouse } from './grounds.ts';

const here = openOwnHouse('things-journey', `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
members:
  - { id: bunyan, name: Bunyan }
  - { id: ana, name: Ana, opening: { crown: "200.00" }, means: { crown: "3000.00" } }
subcontracts:
  - id: wood
    kit: firewood
    parties: { provider: bunyan }
    terms: { by_hand: "yes", pieces_at_once: 40 }
`);

journey('the price for me, taking, and bringing back', here, async (who) => {
  const { come, saidBy } = here();
  const { page, look, press, open, disturb, beside } = who;
  const asked = (action: string): number => saidBy('ana', 'request').filter(({ body }) => body['action'] === action).length;
  const before = { taken: asked('take'), back: asked('bring_back') };
  await come(who, 'ana');
  await open('#/things');
  await page.locator('main .card').first().waitFor(patience);
  await look('things');
  await open('#/things/take/wood');
  // 1.00 a piece, twice by means from 1,000 on.
  await page.locator('.take-price').getByText(who.way.language === 'en' ? '2.00' : '2,00').waitFor(patience);
  await press(page.getByRole('button', { name: t('things.take.more'), exact: true }));
  await look('before I take');
  const tab = await beside();
  await disturb();
  await press(page.locator('.take-confirm .act'));
  await page.locator('main [role=status]').filter({ hasText: '2' }).first().waitFor(patience);
  await look('taken');
  assert.equal(asked('take'), before.taken + 1);
  await press(page.getByRole('button', { name: t('things.take.bring_back'), exact: true }));
  await look('before I bring back');
  await disturb(() => press(page.locator('.take-confirm .act')));
  await page.locator('.take-done').waitFor(patience);
  await page.locator('a[href="#/waiting"]').first().waitFor({ ...patience, state: 'detached' });
  await look('brought back');
  assert.equal(asked('bring_back'), before.back + 1);
  await open('#/', tab);
  await tab.getByText(/\bAna\b.*\b2\b/).first().waitFor(patience);
  await open('#/things/label/wood');
  await page.getByRole('img').first().waitFor(patience);
  await look('the sheet to put up');
});
