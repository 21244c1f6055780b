/** Asking an agreement together, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
  matters:
    - { name: acts, changes: [act], asked: all, rule: { threshold: { people: 2 } }, days: 7 }
members:
  - { id: ana, name: Ana }
  - { id: bo, name: Bo }
  - { id: cy, name: Cy }
  - { id: purse, name: The purse, commons: true, opening: { crown: "70.00" } }
subcontracts:
  - { id: fund, kit: treasury, parties: { pot: purse } }
`;

const here = openHouse('acts-page', settings, () => [fileURLToPath(new URL('../kits', import.meta.url))]);
const { visit, become } = here;

test('a member writes what is to be asked, sees what it would do now, and puts it to the vote; the others read it and amend it', async () => {
  const { page, complaints, close } = await visit();
  await become(page, 'ana');
  await goTo(page, '#/decide/new');
  await page.getByRole('link', { name: 'What all hold in common, spent by decision: grant', exact: true }).click();
  await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('bo');
  await page.getByLabel(/^Amount/).fill('60');
  await page.getByRole('button', { name: 'See what it would do now', exact: true }).click();
  await page.getByText('It could not be done: that is more than is paid at a time.').waitFor(patience);
  await page.getByLabel(/^Amount/).fill('40');
  await page.getByRole('button', { name: 'See what it would do now', exact: true }).click();
  const list = page.getByRole('list', { name: 'What it would do now', exact: true });
  assert.match(await list.innerText(), /The purse → Bo 40\.00 crowns granted to Bo, asked by the collective/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await page.getByLabel('Why', { exact: true }).fill('tiles');
  await page.getByRole('button', { name: 'Propose it', exact: true }).click();
  await page.getByText(/Fund is asked in the name of all: pay a bill out of the pot \(amount 40\.00 crown, to Bo\)/).first().click();
  const asks = page.getByRole('region', { name: 'What is asked for', exact: true });
  await asks.locator('tbody tr').nth(1).waitFor(patience);
  assert.deepEqual(await asks.locator('tbody tr').allInnerTexts(), ['Amount\tnone\t40.00\u00a0crowns', 'To\tnone\tBo']);
  await page.getByRole('button', { name: 'See what it would do now', exact: true }).click();
  await page.getByRole('list', { name: 'What it would do now', exact: true }).waitFor(patience);
  await page.getByRole('button', { name: 'Amend what is asked for', exact: true }).click();
  await page.getByLabel(/^Amount/).fill('30.00');
  await page.getByLabel('Why', { exact: true }).fill('cheaper');
  await page.getByRole('button', { name: 'Put it to the vote', exact: true }).click();
  await page.getByRole('heading', { name: 'Ana: cheaper', exact: true }).waitFor(patience);
  const [amendment] = here.house.serving.writer.collective.state.amendments.values();
  assert.deepEqual(amendment?.edits, [{ edit: 'value', value: 'amount', before: '40', after: '30.00' }]);
  assert.deepEqual(complaints, []);
  await close();
});

test('who reads German types an amount as the page writes it; one that may be two is asked about, and taken for neither', async () => {
  const { page, complaints, close } = await visit(desktop, { locale: 'de' });
  await goTo(page, '#/decide/new/fund:grant');
  await page.getByRole('combobox', { name: 'An', exact: true }).selectOption('bo');
  const asked: string[] = [];
  page.on('request', (request) => { if (request.method() === 'POST') asked.push(request.postData() ?? ''); });
  const amount = page.getByLabel(/^Betrag/);
  await amount.fill('10.000');
  await page.getByText('10.000 kann 10000 oder 10 sein: Schreib, was du meinst.').waitFor(patience);
  const look = page.getByRole('button', { name: 'Sehen, was es jetzt täte', exact: true });
  await look.click();
  await page.getByText(/ist keine Dezimalzahl/).waitFor(patience);
  await amount.fill('12,50');
  await look.click();
  await page.getByText(/Bo 12,50 crowns/).waitFor(patience);
  assert.deepEqual(asked.map((body) => (JSON.parse(body) as { with: { amount: string } }).with.amount), ['10.000?', '12.50']);
  assert.deepEqual(complaints.filter((each) => !each.includes('422') && !each.includes('400')), []);
  await close();
});

test('on a phone nothing of it is wider than the page', async () => {
  const { page, close } = await visit(phone);
  await goTo(page, '#/decide/new/fund:grant');
  await page.getByLabel(/^Amount/).waitFor(patience);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await close();
});
