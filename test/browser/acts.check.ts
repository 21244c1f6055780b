/** Asking an agreement together, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { sealEntry } from '../../src/host/sealing.ts';
import { findSigner } from '../../src/host/data-folder.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { decideHouse, testFolder, type DecideHouse } from '../decide-house.ts';
import { findFaults } from './basics.ts';
import { desktop, launchBrowser, phone } from './chromium.ts';

const patience = { timeout: 60_000 };
const { place, remove } = testFolder('acts-page');
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

let house: DecideHouse;
let browser: Browser;
let said = 0;

before(async () => {
  if (!isPageFresh()) await buildPage();
  house = await decideHouse(place('linden'), settings, '2026-05-10T10:00:00+02:00', [fileURLToPath(new URL('../kits', import.meta.url))], pageFolder);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await house?.close();
  remove();
});

test('a member writes what is to be asked, sees what it would do now, and puts it to the vote; the others read it and amend it', async () => {
  const { page, complaints, close } = await visit();
  await become(page, 'ana');
  await goTo(page, '#/decide/new');
  await page.getByRole('link', { name: 'What all hold in common, spent by decision: grant' }).click();
  await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('bo');
  await page.getByLabel(/^Amount/).fill('60');
  await page.getByRole('button', { name: 'See what it would do now' }).click();
  await page.getByText('It could not be done: that is more than is paid at a time.').waitFor(patience);
  await page.getByLabel(/^Amount/).fill('40');
  await page.getByRole('button', { name: 'See what it would do now' }).click();
  const list = page.getByRole('list', { name: 'What it would do now' });
  assert.match(await list.innerText(), /The purse → Bo 40\.00 crowns granted to Bo, asked by the collective/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await page.getByLabel('Why', { exact: true }).fill('tiles');
  await page.getByRole('button', { name: 'Propose it' }).click();
  await page.getByText(/Fund is asked in the name of all: pay a bill out of the pot \(amount 40\.00 crown, to Bo\)/).first().click();
  const asks = page.getByRole('region', { name: 'What is asked for' });
  await asks.locator('tbody tr').nth(1).waitFor(patience);
  assert.deepEqual(await asks.locator('tbody tr').allInnerTexts(), ['Amount\tnone\t40.00\u00a0crowns', 'To\tnone\tBo']);
  await page.getByRole('button', { name: 'See what it would do now' }).click();
  await page.getByRole('list', { name: 'What it would do now' }).waitFor(patience);
  await page.getByRole('button', { name: 'Amend what is asked for' }).click();
  await page.getByLabel(/^Amount/).fill('30.00');
  await page.getByLabel('Why', { exact: true }).fill('cheaper');
  await page.getByRole('button', { name: 'Put it to the vote' }).click();
  await page.getByRole('heading', { name: 'Ana: cheaper' }).waitFor(patience);
  const [amendment] = house.serving.writer.collective.state.amendments.values();
  assert.deepEqual(amendment?.edits, [{ edit: 'value', value: 'amount', before: '40', after: '30.00' }]);
  assert.deepEqual(complaints, []);
  await close();
});

test('on a phone nothing of it is wider than the page', async () => {
  const { page, close } = await visit(phone);
  await goTo(page, '#/decide/new/fund:grant');
  await page.getByLabel(/^Amount/).waitFor(patience);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await close();
});

type Visited = { readonly page: Page; readonly complaints: string[]; readonly close: () => Promise<void> };

async function visit(viewport = desktop): Promise<Visited> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(house.serving.link);
  await page.getByRole('heading', { name: 'Linden', level: 1 }).waitFor(patience);
  return { page, complaints, close: () => context.close() };
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main.decide .card').first().waitFor(patience);
}

/** A key is made in this browser, and added by the one that the member has. */
async function become(page: Page, member: string): Promise<void> {
  await goTo(page, '#/me');
  await page.getByLabel('You are').selectOption(member);
  await page.getByRole('button', { name: 'Make a key here' }).click();
  await page.locator('.command').waitFor(patience);
  const [, publicKey = '', id = '', kinds = ''] = /--public-key (\S+) --id (\S+) --kinds (\S+)/.exec(await page.locator('.command').innerText()) ?? [];
  await say(member, { kind: 'key.add', body: { key: { id, role: 'member', owner: member, public_key: publicKey, scope: { kinds: kinds.split(',') } } } });
  await page.getByRole('button', { name: 'I have done that' }).click();
  await page.getByRole('heading', { name: 'Your key' }).waitFor(patience);
}

async function say(by: string, body: EntryBody): Promise<void> {
  said += 1;
  const signer = findSigner(house.data, 'member', by) ?? assert.fail(`${by} has no key`);
  const { writer } = house.serving;
  const answer = await writer.submit(sealEntry(signer, body, writer.collective.state.origin, house.clock.now(), `said-${said}`));
  assert.equal(answer.status, 'recorded');
}
