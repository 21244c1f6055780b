/** Agreements one by one, and a handful of decisions for today, in a real browser over the demonstration's village standing still: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { keyPath } from '../../src/host/data-folder.ts';
import type { BacktestShown } from '../../src/views/backtest-shown.ts';
import type { FiguresShown } from '../../src/views/figures-shown.ts';
import type { HandfulShown } from '../../src/views/handful-shown.ts';
import { desktop, phone } from './chromium.ts';
import { goTo, openGround, patience, picture, visit } from './visiting.ts';

const here = openGround();

// Before anything is changed by the others.
test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  const { page, close } = await visit(here, phone);
  await goTo(page, '#/agreements/firewood');
  await page.getByLabel('You are').selectOption('ana');
  const term = page.getByTitle('Paid to a cold house');
  await term.click();
  await page.getByRole('group', { name: 'Paid to a cold house', exact: true }).getByText('More for a cold house').waitFor(patience);
  await picture(page, 'term-phone', page.locator('.clause', { has: term }));
  await close();
});

test('the agreements stand in short, each with what it did this month; one opens with its text, its figures as the API has them, and its versions', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await goTo(page, '#/agreements');
  await page.getByRole('combobox', { name: 'You are', exact: true }).selectOption('ana');
  await page.locator('.agreement-card', { hasText: 'binds you' }).first().waitFor(patience);
  assert.equal(await page.locator('.agreement-card').count(), 10);
  const wood = page.getByRole('region', { name: /A pile of firewood/ });
  assert.match(await wood.innerText(), /in force\s+binds you[\s\S]*Whoever takes wood[\s\S]*This month[\s\S]*You paid/);
  await wood.getByRole('link').click();
  await page.getByRole('heading', { name: /A pile of firewood/ }).waitFor(patience);
  const { weeks } = await asked<FiguresShown>(page, '/api/subcontracts/firewood/figures?member=ana');
  const figures = page.getByRole('region', { name: 'In figures', exact: true });
  await figures.getByText('The figures as a table').click();
  const rows = await figures.locator('tbody tr').allInnerTexts();
  assert.deepEqual(rows.map((row) => row.split('\t')[1]), weeks.map(({ all }) => all[0]?.paid));
  assert.ok(await figures.getByRole('img').count() >= 3, 'payments, takings, and the pile');
  assert.match(await page.getByRole('region', { name: 'Its versions, and who decided on them', exact: true }).innerText(), /by More for a cold house of Cyd Marrow[\s\S]*by the founding/);
  assert.deepEqual(complaints, []);
  await close();
});

test('by keyboard a term opens where it stands: since when, what is proposed; another value shows what it would have done, and is put to the vote', async () => {
  const { page, complaints, close } = await visit(here, phone);
  await bring(page, 'bo');
  await goTo(page, '#/agreements/firewood');
  const term = page.getByRole('button', { expanded: false }).and(page.getByTitle('Paid to a cold house'));
  await term.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('group', { name: 'Paid to a cold house', exact: true });
  assert.match((await panel.innerText()).replaceAll('\u00a0', ' '), /7\.50 crowns[\s\S]*proposed by Cyd Marrow: More for a cold house[\s\S]*6\.00 crowns, until then/);
  await panel.getByRole('button', { name: /^Propose another value/ }).click();
  await panel.getByLabel(/^Paid to a cold house/).fill('75000000000000000');
  await panel.getByRole('alert').waitFor(patience);
  await panel.getByLabel(/^Paid to a cold house/).fill('9.00');
  await panel.getByText('What it could take from you then').waitFor(patience);
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/backtests'), patience);
  await panel.getByRole('button', { name: 'Try it on the past', exact: true }).click();
  const { versions: [version] } = await (await answer).json() as BacktestShown;
  const [total] = version?.totals ?? [];
  const times = (side: 'was' | 'now'): number => version?.reasons.filter(({ unit }) => unit === total?.unit).reduce((sum, each) => sum + each.times[side], 0) ?? 0;
  assert.ok(total !== undefined && total.paid.was !== total.paid.now, 'a cold house was paid for in these days');
  assert.equal(times('was'), times('now'), 'as often, and more');
  await panel.getByText(`${times('now')} payments, as many as there were`).waitFor(patience);
  await panel.getByLabel('Why it should be otherwise').fill('wool is dear');
  await panel.getByRole('button', { name: 'Propose it', exact: true }).click();
  await page.waitForURL(/#\/decide\/[0-9a-f]{64}$/, patience);
  const changes = [...here.village.serving.writer.collective.state.proposals.values()].map(({ revision }) => revision.change);
  assert.ok(changes.some((change) => change.change === 'terms' && change.subcontract === 'firewood' && JSON.stringify(change.terms) === '{"compensation":"9.00"}'));
  assert.deepEqual(complaints.filter((each) => !each.includes('422')), []);
  await close();
});

test('of many that are open five are for today, in the server\'s order; what is answered goes, and stands below as decided today', async () => {
  for (let nth = 1; nth <= 6; nth++) await here.village.say('wren', { kind: 'propose', body: { title: `Song ${nth}`, reason: 'for joy', change: { change: 'resolution' } } });
  const { page, complaints, close } = await visit(here, phone);
  await bring(page, 'hester');
  await goTo(page, '#/decide');
  const today = page.getByRole('region', { name: 'For today', exact: true });
  const { handful, later, waiting } = await asked<HandfulShown>(page, '/api/handful?member=hester');
  assert.deepEqual([handful.length, handful.length + later.length], [5, waiting]);
  const titles = async (region: string): Promise<string[]> => await page.getByRole('region', { name: region }).locator('.proposal-title').allInnerTexts();
  assert.deepEqual(await titles('For today'), handful.map(({ proposal: { title, words } }) => (title === '' ? words.charAt(0).toUpperCase() + words.slice(1) : title)));
  assert.equal((await titles('The rest, by deadline')).length, later.length);
  await today.getByText('How these were chosen').click();
  assert.match(await today.innerText(), /At most 5 in a day[\s\S]*Whoever says nothing abstains|Whoever says nothing abstains[\s\S]*At most 5 in a day/);
  for (const { proposal } of handful) {
    await goTo(page, `#/decide/${proposal.id}`);
    await page.getByRole('radio', { name: /^Abstain/ }).check();
    await page.getByRole('button', { name: 'Vote', exact: true }).click();
    await page.getByText('You said abstains').waitFor(patience);
  }
  await goTo(page, '#/decide');
  await today.getByText(/^That’s all for today/).waitFor(patience);
  await today.getByText('What you decided today').waitFor(patience);
  assert.equal(await today.getByText(/you said abstains, at/).count(), 5);
  assert.deepEqual(complaints, []);
  await close();
});

/** Acts as the member, by the key that they have in a file. */
async function bring(page: Page, member: string): Promise<void> {
  await goTo(page, '#/me');
  await page.getByLabel('Your key’s file').setInputFiles(keyPath(here.village.folder, `member-${member}`));
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
}

async function asked<T>(page: Page, address: string): Promise<T> {
  return await page.evaluate(async (at) => await (await fetch(at)).json() as unknown, address) as T;
}
