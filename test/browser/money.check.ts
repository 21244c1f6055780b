/** Money that leaves, in a real browser: asked for by a member, settled by who keeps the books. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { sealEntry } from '../../src/host/sealing.ts';
import { findSigner } from '../../src/host/data-folder.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { decideHouse, testFolder, type DecideHouse } from '../decide-house.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, launchBrowser, phone } from './chromium.ts';
import { complaintsOf, goTo, patience } from './visiting.ts';

const { place, remove } = testFolder('money-page');
const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { eur: { decimals: 2, name: euro } }
  bank: [kim]
members:
  - { id: kim, name: Kim }
  - { id: ana, name: Ana, opening: { eur: "100.00" } }
  - { id: bo, name: Bo, opening: { eur: "20.00" } }
`;

let house: DecideHouse;
let browser: Browser;
let said = 0;

before(async () => {
  if (!isPageFresh()) await buildPage();
  house = await decideHouse(place('linden'), settings, '2026-05-10T10:00:00+02:00', [], pageFolder);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  await house?.close();
  remove();
});

async function visit(viewport: { readonly width: number; readonly height: number }, colorScheme: 'light' | 'dark' = 'light'): Promise<{ readonly page: Page; readonly complaints: readonly string[]; readonly close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(house.serving.link);
  await page.getByRole('heading', { name: 'Linden', level: 1 }).waitFor(patience);
  return { page, complaints, close: () => context.close() };
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

const held = (member: string): readonly number[] => {
  const { balance = 0, held: reserved = 0 } = house.serving.writer.collective.state.accounts.get(`${member} eur`) ?? {};
  return [balance, reserved];
};

test('a member asks for payouts on a phone and takes one back; who keeps the books settles the other; too much is refused in words', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/money');
  const mine = page.getByRole('region', { name: 'The money of Ana' });
  const ask = async (amount: string, what: string): Promise<void> => {
    await mine.getByLabel(/^How much/).fill(amount);
    await mine.getByLabel(/^What for/).fill(what);
    await mine.getByRole('button', { name: 'Ask for it' }).click();
  };
  await ask('60', 'rent');
  await mine.getByText('60.00 euros to Ana: rent').waitFor(patience);
  await mine.getByText('of it 40.00 euros to spend').waitFor(patience);
  await ask('40.01', 'shoes');
  await mine.getByRole('alert').getByText(/ana has 40\.00 eur to spend, not 40\.01 eur/i).waitFor(patience);
  await ask('10', 'shoes');
  const shoes = mine.getByRole('listitem').filter({ hasText: 'shoes' });
  await shoes.getByRole('button', { name: 'Take it back' }).click();
  await shoes.waitFor({ state: 'detached', ...patience });
  assert.deepEqual(held('ana'), [10_000, 6000]);
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint), await page.evaluate(() => document.documentElement.scrollWidth)], [[], [], phone.width]);
  assert.deepEqual(complaints, []);
  await close();

  const keeper = await visit(desktop, 'dark');
  await become(keeper.page, 'kim');
  await goTo(keeper.page, '#/money');
  const waits = keeper.page.getByRole('region', { name: 'Payouts to settle' });
  await waits.getByRole('button', { name: 'The transfer is ordered' }).click();
  await waits.getByText(/it is on its way/).waitFor(patience);
  assert.deepEqual([await keeper.page.evaluate(findFaults), await keeper.page.evaluate(findFaint)], [[], []]);
  await waits.getByLabel(/^The bank’s reference/).fill('B-7');
  await waits.getByRole('button', { name: 'The bank has paid it' }).click();
  await waits.getByText('Nothing waits to be paid out.').waitFor(patience);
  assert.deepEqual(held('ana'), [4000, 0]);
  // 120.00 at the founding, less the 60.00.
  const rows = await keeper.page.getByRole('region', { name: 'From outside and to outside' }).locator('.pairs > div').allInnerTexts();
  assert.deepEqual(rows.map((row) => row.replaceAll(/\s+/g, ' ')).filter((row) => /^(paid out|all)/.test(row)), ['paid out 60.00 euros', 'all that the members hold 60.00 euros']);
  assert.deepEqual(keeper.complaints, []);
  await keeper.close();
});

test('what couldn\'t be paid is free again, and who keeps no books settles nothing', async () => {
  await say('bo', { kind: 'payout', body: { unit: 'eur', amount: '5.00', reason: 'bus' } });
  const other = await visit(desktop);
  await become(other.page, 'ana');
  await goTo(other.page, '#/money');
  await other.page.getByRole('region', { name: 'Payouts that wait' }).getByText('5.00 euros to Bo: bus').waitFor(patience);
  assert.equal(await other.page.getByRole('button', { name: 'The bank has paid it' }).count(), 0);
  await other.close();
  const { page, close } = await visit(phone);
  await become(page, 'kim');
  await goTo(page, '#/money');
  const waits = page.getByRole('region', { name: 'Payouts to settle' });
  await waits.getByLabel(/^The bank’s reference/).fill('no account is known');
  await waits.getByRole('button', { name: 'It wasn’t paid' }).click();
  await waits.getByText('Nothing waits to be paid out.').waitFor(patience);
  assert.deepEqual(held('bo'), [2000, 0]);
  await close();
});
