/** Agreeing on something from the page, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ownKits } from '../../src/host/kits.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
members:
  - { id: ana, name: Ana, opening: { crown: "900.00" } }
  - { id: bo, name: Bo, opening: { crown: "50.00" } }
  - { id: pot, name: The pot, commons: true }
subcontracts:
  - { id: presents, kit: gifts, parties: { host: pot }, terms: { gift_max: "40.00", host_fee_percent: 5 } }
  - { id: home, kit: personal-fund }
  - { id: kitty, kit: common-pot, parties: { pot: pot } }
`;

const here = openHouse('adopt-page', settings, (place) => [earlierGifts(place('kits'))]);
const { visit, say, become } = here;

test('a fund of one\'s own is agreed on with its defaults: a tap for the kit, one for the proposal', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/agreements');
  let taps = 0;
  const tap = async (role: 'link' | 'button', name: RegExp): Promise<void> => {
    taps += 1;
    await page.getByRole(role, { name }).click(patience);
  };
  await tap('link', /^A new agreement$/);
  await tap('link', /: personal-fund$/);
  await page.getByText('Out of the purse fund').waitFor(patience);
  await tap('button', /^Propose it$/);
  await page.waitForURL(/#\/decide\/[0-9a-f]{64}$/, patience);
  assert.equal(taps, 3);
  const [proposal] = here.house.serving.writer.collective.state.proposals.values();
  const change = proposal?.revision.change;
  assert.deepEqual(change?.change === 'adopt' ? [change.subcontract, change.manifest.name, change.terms, change.parties] : change, ['personal-fund', 'personal-fund', {}, {}]);
  await say('bo', { kind: 'ballot', body: { proposal: proposal?.id ?? '', choice: 'yes' } });
  assert.ok(here.house.serving.writer.collective.state.subcontracts.has('personal-fund'));
  assert.deepEqual(complaints, []);
  await close();
});

test('roles are chosen among members, terms typed by their types, and what it could take follows', async () => {
  const { page, complaints, close } = await visit(desktop);
  await become(page, 'bo');
  await goTo(page, '#/agreements/adopt/common-pot');
  await page.getByText('Who is its pot?').waitFor(patience);
  assert.equal(await page.getByRole('button', { name: 'Propose it', exact: true }).isDisabled(), true);
  await page.getByLabel(/^Pot /).selectOption({ label: 'The pot (held in common)' });
  await page.getByText(/terms that may stay as they are/).click();
  await page.getByLabel(/^Pledged in a period, at most/).fill('75.00');
  const budget = page.getByRole('group', { name: /^Budget of a calendar year/ });
  assert.equal(await budget.getByRole('listitem').count(), 3);
  await budget.getByRole('button', { name: 'Take out row 2', exact: true }).click();
  await budget.getByRole('button', { name: 'Add one', exact: true }).click();
  await budget.getByLabel('Name').last().fill('garden');
  await budget.getByLabel('Value').last().fill('120.00');
  await page.locator('.limits', { hasText: 'Under pledge' }).getByText('75.00', { exact: false }).first().waitFor(patience);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(await page.evaluate(findFaint), []);
  await page.getByLabel(/^Length of a period/).fill('soon');
  await page.getByRole('alert').getByText(/“Length of a period”/).waitFor(patience);
  assert.equal(await page.getByRole('button', { name: 'Propose it', exact: true }).isDisabled(), true);
  await page.getByLabel(/^Length of a period/).fill('30');
  await page.locator('button:enabled', { hasText: 'Propose it' }).click(patience);
  await page.waitForURL(/#\/decide\/[0-9a-f]/, patience);
  const change = [...here.house.serving.writer.collective.state.proposals.values()].map(({ revision }) => revision.change).find((each) => each.change === 'adopt' && each.manifest.name === 'common-pot');
  assert.deepEqual(change?.change === 'adopt' ? [change.parties, change.terms] : change, [{ pot: 'pot' }, { most_per_period: '75.00', budget: { repairs: '2000.00', celebrations: '500.00', garden: '120.00' } }]);
  // The browser says so itself of the draft that was refused.
  assert.deepEqual(complaints.filter((each) => !each.includes('status of 422')), []);
  await close();
});

test('a newer version at hand is shown with what differs, and proposed with what was set', async () => {
  const { page, complaints, close } = await visit(desktop);
  await become(page, 'ana');
  await goTo(page, '#/agreements/presents');
  await page.getByText(/There is a newer version of presents: 1\.0\.0; in force is 0\.9\.0/).waitFor(patience);
  await page.getByRole('link', { name: 'See what differs, and propose it', exact: true }).click();
  await page.getByRole('row', { name: /Such gifts of a member in a period, at most 4.gifts 10.gifts/ }).waitFor(patience);
  await page.locator('button:enabled', { hasText: 'Propose it' }).click(patience);
  await page.waitForURL(/#\/decide\/[0-9a-f]/, patience);
  const change = [...here.house.serving.writer.collective.state.proposals.values()].map(({ revision }) => revision.change).find((each) => each.change === 'adopt' && each.subcontract === 'presents');
  assert.deepEqual(change?.change === 'adopt' ? [change.manifest.version, change.parties, change.terms] : change, ['1.0.0', { host: 'pot' }, { gift_max: '40.00', host_fee_percent: 5 }]);
  assert.deepEqual(complaints, []);
  await close();
});

test('income is taken on a phone: the split is a table, too much becomes the largest, and receipts say what came of it', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana');
  // As in the kit's scenario of more than the fund bears, where it is reckoned by hand.
  await ask('ana', 'put_in', { amount: '250.00' });
  await ask('ana', 'allocate', { name: 'school', to: 'bo', mode: 'on_top', share_percent: '10' });
  await ask('ana', 'allocate', { name: 'house', to: 'pot', mode: 'on_top', share_percent: '25' });
  await goTo(page, '#/money/months');
  await page.getByRole('combobox', { name: /^Agreement/ }).selectOption('home');
  await page.locator('summary', { hasText: /^Take take income/ }).click(patience);
  const form = page.locator('details.action', { hasText: 'Take take income' });
  await form.getByLabel(/^Amount/).fill('200.00');
  await form.getByRole('button', { name: 'See what it would do', exact: true }).click();
  await form.getByRole('button', { name: 'Make it 185.18, the largest', exact: true }).click(patience);
  await form.locator('dd', { hasText: '18.52' }).waitFor(patience);
  assert.deepEqual((await form.locator('.answer-amounts > div').allInnerTexts()).map((each) => each.replaceAll(/\s+/g, ' ')).sort(), [
    'Bearable 185.18 crowns', 'Draw 185.18 crowns', 'From fund 249.99 crowns', 'House allocated 46.29 crowns', 'Left 0.01 crowns', 'Own 185.18 crowns', 'School allocated 18.52 crowns',
  ]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await form.getByRole('button', { name: 'Do it', exact: true }).click();
  const came = form.getByRole('list', { name: 'What came of it', exact: true });
  await came.getByText(/^Ana: Fund.* → The pot/).waitFor(patience);
  assert.equal(await came.getByRole('listitem').count(), 3);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const receipt = await form.getByRole('link', { name: /receipt/ }).getAttribute('href');
  assert.match(await page.evaluate(async (address) => await (await fetch(address)).text(), receipt ?? ''), /^c2sp\.org\/tlog-proof@v1\n/);
  await came.getByRole('button', { name: /house, of a draw/i }).click();
  await page.getByRole('dialog').waitFor(patience);
  // Forecasts are made one at a time, and the one after the draw may have to be asked for again.
  assert.deepEqual(complaints.filter((each) => !each.includes('status of 503')), []);
  await close();
});

test('whoever gives sees the gift\'s way at once: each hop and the fee', async () => {
  const { page, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/money/months');
  await page.getByRole('combobox', { name: /^Agreement/ }).selectOption('presents');
  const form = page.locator('details.action', { hasText: 'Give give to somebody' });
  await form.locator('summary').click(patience);
  await form.getByLabel(/^To/).fill('bo');
  await form.getByLabel(/^Amount/).fill('20.00');
  await form.getByRole('button', { name: 'Ask for it', exact: true }).click();
  // 5 % of 20.00 are the host's: 1.00.
  const way = form.getByRole('table', { name: 'Hops', exact: true });
  await way.waitFor(patience);
  assert.deepEqual((await way.locator('tbody tr').allInnerTexts()).map((each) => each.split('\t').sort().join(' ')), ['19.00 Bo gift', '1.00 The pot fee']);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await close();
});

test('a part is taken back after one has read what follows, its notice too, and that is in the log with its receipt', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'bo');
  await goTo(page, '#/agreements/kitty');
  const kitty = page.getByRole('region', { name: 'What you said yes to', exact: true });
  await kitty.getByRole('button', { name: 'Take it up', exact: true }).first().click(patience);
  await kitty.getByRole('button', { name: 'Take it back', exact: true }).click(patience);
  const follows = kitty.getByRole('group', { name: 'Taking Pledge back', exact: true });
  await follows.getByText('Notice: 30\u00a0days, from leaving to what the leaver gets.').waitFor(patience);
  const { state } = here.house.serving.writer.collective;
  assert.equal(state.consents.has('kitty pledge bo'), true, 'nothing is taken back by looking');
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await follows.getByRole('button', { name: 'Take it back now', exact: true }).click();
  await follows.waitFor({ state: 'detached', ...patience });
  assert.equal(here.house.serving.writer.collective.state.consents.has('kitty pledge bo'), false);
  assert.equal(await kitty.getByRole('link', { name: /receipt/ }).count(), 1);
  assert.deepEqual(complaints, []);
  await close();
});

test('on a phone no kit\'s form is wider than the page, and everything in it has a name', async () => {
  const { page, close } = await visit(phone);
  await page.getByRole('link', { name: 'Agreements', exact: true }).click();
  for (const address of ['#/agreements/adopt', '#/agreements/adopt/firewood', '#/agreements/adopt/essentials', '#/agreements/adopt/pledge']) {
    await goTo(page, address);
    for (const summary of await page.locator('main summary').all()) await summary.click();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), address);
    assert.deepEqual(await page.evaluate(findFaults), [], address);
  }
  await close();
});

/** A folder with the kit as it may have been before: another version, with another default. */
/** @param kits the folder into which they go */
function earlierGifts(kits: string): string {
  cpSync(join(ownKits, 'gifts'), join(kits, 'gifts'), { recursive: true });
  const file = join(kits, 'gifts', 'kit.yaml');
  const text = readFileSync(file, 'utf8');
  const earlier = text.replace(/^version: 1\.0\.0$/m, 'version: 0.9.0').replace(/(gifts_per_period: .*default: )10\b/, '$14');
  assert.match(earlier, /gifts_per_period: .*default: 4\b/);
  writeFileSync(file, earlier);
  return kits;
}

async function ask(by: string, action: string, values: JsonObject): Promise<void> {
  await say(by, { kind: 'request', body: { subcontract: 'home', action, with: values } });
}
