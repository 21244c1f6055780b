/** Beginning, as a journey: a collective is founded from a fresh server's link, its device tried, others invited; then a second one, and one tap between them. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import type { Browser } from 'playwright-core';
import { t } from '../../../web/src/messages/t.ts';
import { launchBrowser } from '../chromium.ts';
import { openTestHome, type TestHome } from '../home.ts';
import { patience } from '../visiting.ts';
import { begins, journey, settled, type Traveller } from './journey.ts';

let browser: Browser | undefined;
let home: TestHome | undefined;
before(async () => { browser = await launchBrowser(); });
after(() => browser?.close());
beforeEach(async () => { home = await openTestHome(); });
afterEach(() => home?.close());

const here = (): { readonly browser: Browser; readonly home: TestHome; readonly stop: () => Promise<void>; readonly start: () => Promise<void> } => {
  const [there, place] = [browser ?? assert.fail('no browser'), home ?? assert.fail('no home')];
  return { browser: there, home: place, stop: place.stop, start: place.start };
};

journey('from a fresh server to two collectives, and between them', here, async (who) => {
  const { home: { serving } } = here();
  const { page, look, press, disturb, another } = who;
  const url = serving.url.replace('//127.0.0.1:', '//localhost:');
  await page.goto(serving.link.replace(serving.url, url));
  await found(who, 'Linden 12', 'Kim Ahrens', true);
  assert.match(page.url(), /\/c\/linden-12\/#\/invite$/);
  // Two pieces from the simulated scale.
  await press(page.locator('#try').locator('xpath=ancestor::section').getByRole('button').first());
  await page.getByText(/\bKim Ahrens\b.*\b2\b/).first().waitFor(patience);
  await press(page.getByRole('button', { name: t('found.invite.make'), exact: true }));
  await page.locator('.qr-code').waitFor(patience);
  await look('to invite others');
  const link = await page.getByLabel(t('found.invite.link')).inputValue();
  await disturb();

  const ana = await another();
  await ana.page.goto(link);
  await ana.write(ana.page.getByLabel(t('join.name')), 'Ana');
  await ana.write(ana.page.getByLabel(begins('join.id')), 'ana');
  await ana.press(ana.page.getByRole('button', { name: t('join.passkey.button'), exact: true }));
  await ana.page.waitForURL(/\/c\/linden-12\/#/, patience);
  await settled(ana.page);
  await look('who was invited is in', ana.page);

  // Whoever runs the server is told its link at each start: it founds, a server's page alone doesn't.
  await page.goto(here().home.serving.link.replace(here().home.serving.url, url));
  await page.getByRole('link', { name: /Linden 12/ }).waitFor(patience);
  await look('the front door');
  await press(page.getByRole('button', { name: t('door.found'), exact: true }));
  await found(who, 'Oak', 'Kim Ahrens', false);
  assert.match(page.url(), /\/c\/oak\//);
  const switcher = page.getByRole('navigation', { name: t('door.switcher'), exact: true });
  await switcher.getByRole('link', { name: /Linden 12/ }).waitFor(patience);
  await look('two of them');
  await press(switcher.getByRole('link', { name: /Linden 12/ }));
  await page.getByRole('heading', { name: 'Linden 12', level: 1, exact: true }).waitFor(patience);
  await settled(page);
  await look('the other one');
});

/** In three steps, with the defaults. @param isFirst whether each step is looked at */
async function found({ page, look, press, write }: Traveller, name: string, founder: string, isFirst: boolean): Promise<void> {
  const next = page.getByRole('button', { name: t('found.next'), exact: true });
  await write(page.getByLabel(t('found.name'), { exact: true }), name);
  if (isFirst) await look('what it is called');
  await press(next);
  await write(page.getByLabel(t('found.founder'), { exact: true }), founder);
  if (isFirst) await look('who founds it');
  await press(next);
  await page.locator('.found-choices').first().waitFor(patience);
  if (isFirst) await look('what is agreed on first');
  await press(page.getByRole('button', { name: t('found.do'), exact: true }));
  await page.locator('main.invite').waitFor(patience);
}
