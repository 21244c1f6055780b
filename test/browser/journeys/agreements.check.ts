/** Agreements, as a journey: one of them in plain words, a term opened where it stands, tried on the past, and proposed otherwise. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { kitSays } from '../speaking.ts';
import { patience } from '../visiting.ts';
import { begins, journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();

journey('a term is opened where it stands, tried on the past, and put to the vote', here, async (who) => {
  const { come, saidBy } = here();
  const { page, look, press, write, open, disturb, beside, nth, way } = who;
  // What a cold house is to get, each walk another.
  const term = { name: 'compensation', label: kitSays('firewood', 'Paid to a cold house', way.language) };
  const value = `9.${String(10 + nth)}`;
  // One member may have ten proposals open.
  const member = nth < 8 ? 'bo' : 'wren';
  await come(who, member);
  await open('#/agreements');
  await page.locator('.agreement-card').first().waitFor(patience);
  await look('the agreements');
  await press(page.locator('.agreement-card a[href="#/agreements/firewood"]').first());
  await page.getByTitle(term.label).first().waitFor(patience);
  await look('an agreement');
  await press(page.getByTitle(term.label).first());
  const panel = page.getByRole('group', { name: term.label });
  await panel.waitFor(patience);
  await look('a term');
  await press(panel.getByRole('button', { name: begins('agreements.term.propose') }));
  const field = panel.getByLabel(begins(term.label));
  await write(field, '75000000000000000');
  await panel.getByRole('alert').waitFor(patience);
  await look('a value that can’t be');
  await write(field, value);
  await panel.getByRole('alert').waitFor({ ...patience, state: 'detached' });
  await press(panel.getByRole('button', { name: t('backtest.try'), exact: true }));
  await panel.locator('.version, .tried').first().waitFor(patience);
  await look('tried on the past');
  const tab = await beside();
  await disturb();
  await write(panel.getByLabel(t('agreements.term.why')), 'Wool is dear.');
  await press(panel.getByRole('button', { name: t('decide.put.put'), exact: true }));
  await page.waitForURL(/#\/decide\/[0-9a-f]{64}$/, patience);
  await look('what was proposed');
  const proposed = saidBy(member, 'propose').filter(({ body }) => JSON.stringify(body['change']).includes(JSON.stringify({ [term.name]: value })));
  assert.equal(proposed.length, 1);
  await open('#/decide', tab);
  await tab.locator(`a[href="${new URL(page.url()).hash}"]`).first().waitFor(patience);
});
