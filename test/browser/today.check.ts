/** Today, and taking by hand, in a real browser: what waits, what happened with its why, what comes; the page that a thing's QR code opens. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import jsQR from 'jsqr';
import type { Locator, Page } from 'playwright-core';
import { keyPath } from '../../src/host/data-folder.ts';
import { findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { checkBasics, openHouse } from './house.ts';
import { patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
  matters:
    - { name: words, changes: [resolution], asked: all, rule: { threshold: { people: 3 } }, days: 7 }
members:
  - { id: bunyan, name: Bunyan }
  - { id: ana, name: Ana, opening: { crown: "20.00" }, means: { crown: "3000.00" } }
  - { id: bo, name: Bo, opening: { crown: "1.00" } }
subcontracts:
  - id: wood
    kit: firewood
    parties: { provider: bunyan }
    terms: { by_hand: "yes", pieces_at_once: 40 }
`;

const here = openHouse('today-page', settings);
const { visit, say } = here;

test('who isn\'t anyone is told how to come in, and a calm sentence says that nothing happened', async () => {
  const { page, complaints, close } = await visit(phone);
  await page.getByRole('heading', { name: 'You are looking on', exact: true }).waitFor(patience);
  await page.getByText('Nothing falls due in the next seven days.').waitFor(patience);
  await goTo(page, '#/things/take/wood');
  await page.getByRole('heading', { name: 'Who is taking?', exact: true }).waitFor(patience);
  assert.equal(await page.getByRole('button', { name: /^Take/ }).count(), 0);
  await checkBasics(page);
  assert.deepEqual(complaints, []);
  await close();
});

test('at the pile: the price for me before I take, what leaves my account, one touch; and it is taken', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/things/take/wood');
  // A3: 1.00 a piece, twice by means from 1,000 on; the means themselves stand nowhere.
  await page.locator('.take-price').getByText('2.00').waitFor(patience);
  for (let more = 0; more < 3; more += 1) await page.getByRole('button', { name: 'One more', exact: true }).click();
  const sums = await page.locator('.take-sum dd').allInnerTexts();
  assert.deepEqual(sums.map((text) => text.replaceAll(/\s+/g, ' ')), ['−8.00 crowns', '20.00 crowns', '12.00 crowns']);
  assert.doesNotMatch(await page.locator('main').innerText(), /3[,.]?000/);
  for (const button of await page.locator('.stepper button, .take-confirm .act').all()) assert.ok((await button.boundingBox() ?? { height: 0 }).height >= 44);
  await checkBasics(page);
  assert.equal(balance('ana'), 2000, 'nothing has left yet');
  await page.getByRole('button', { name: 'Take 4 pieces for 8.00 crowns', exact: true }).click();
  await page.getByText('Done: 4 pieces are yours, for 8.00 crowns.').waitFor(patience);
  assert.deepEqual([balance('ana'), balance('bunyan')], [1200, 800]);
  await page.getByRole('button', { name: 'Bring back', exact: true }).click();
  await page.getByRole('button', { name: 'One fewer', exact: true }).click();
  await page.getByRole('button', { name: 'Bring 3 pieces back', exact: true }).click();
  await page.getByText('Done: 3 pieces are back.').waitFor(patience);
  assert.deepEqual([balance('ana'), balance('bunyan')], [1800, 200]);
  await page.getByRole('button', { name: 'Bring 3 pieces back', exact: true }).click();
  await page.getByRole('alert').waitFor(patience);
  assert.equal(balance('ana'), 1800, 'one piece is left to bring back, and not three');
  assert.deepEqual(complaints.filter((line) => !/status of 4\d\d/.test(line)), []);
  await close();
});

test('like with like is one line with its total; each opens to its why, by keyboard too, and the way back closes it', async () => {
  await say('ana', { kind: 'request', body: { subcontract: 'wood', action: 'take', with: { count: 2 } } });
  const { page, complaints, close } = await visit(phone);
  await page.locator('.masthead select').selectOption('ana');
  await goTo(page, '#/');
  const group = page.locator('.happened', { hasText: '2 times' });
  await group.waitFor(patience);
  assert.match((await group.locator('summary').innerText()).replaceAll(/\s+/g, ' '), /−12\.00 crowns/, '8.00 and 4.00');
  await group.locator('summary').click();
  const [first] = await group.locator('button.today-line').all();
  await first?.focus();
  await page.keyboard.press('Enter');
  const why = page.getByRole('dialog');
  await why.waitFor(patience);
  const words = (await why.innerText()).replaceAll(/\s+/g, ' ');
  assert.match(words, /Ana took 2 pieces at 2\.00 each, said by hand/);
  assert.match(words, /The clause Whoever takes wood from woodpile pays 1\.00 crown a piece/);
  assert.match(words, /Base price 1\.00 crown/);
  assert.match(words, /Consent as a member, by the adopted agreement/);
  assert.match(words, /Receipt of record \d+/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.match(page.url(), /\?why=\d+\.\d+#\/$/);
  await page.goBack();
  await why.waitFor({ state: 'hidden' });
  assert.doesNotMatch(page.url(), /why=/);
  await first?.click();
  await why.waitFor(patience);
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => location.search === '');
  assert.deepEqual(complaints, []);
  await close();
});

test('what waits for me is one tap from where it is done, and what I owe stands there', async () => {
  await say('bo', { kind: 'request', body: { subcontract: 'wood', action: 'take', with: { count: 5 } } });
  await say('ana', { kind: 'propose', body: { change: { change: 'resolution' }, title: 'A bench beside the pile', reason: 'to sit down', text: [{ id: 'p1', text: 'We build a bench.' }] } });
  const { page, complaints, close } = await visit(phone);
  await page.locator('.masthead select').selectOption('bo');
  await goTo(page, '#/');
  const asked = page.locator('.asked-line');
  await asked.first().waitFor(patience);
  const lines = (await asked.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  assert.match(lines[0] ?? '', /^Vote A bench beside the pile Ana until 17 May, in 7 days/);
  assert.match(lines[1] ?? '', /^You owe .*4\.00 crowns to Bunyan/, '5.00, of which 1.00 was there');
  assert.equal(lines.length, 2);
  await checkBasics(page);
  await asked.first().click();
  await page.getByRole('heading', { name: 'A bench beside the pile', exact: true }).first().waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('things have a sheet to put up, whose code opens the page for taking', async () => {
  const { page, complaints, close } = await visit(desktop);
  await goTo(page, '#/things');
  await page.getByRole('link', { name: 'QR code to put up', exact: true }).click();
  const code = page.getByRole('img', { name: 'QR code: Woodpile', exact: true });
  await code.waitFor(patience);
  const opens = `${new URL(page.url()).origin}/#/things/take/wood`;
  assert.equal(await page.locator('.label-address').innerText(), opens);
  assert.equal(await scanned(code), opens, 'what a camera reads in it');
  await checkBasics(page);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('button', { name: 'Print it', exact: true }).isVisible(), false);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [language, title] of [['de', 'Heute'], ['es', 'Hoy']] as const) {
  test(`in ${language} too it scrolls one way only, on a small phone and a desktop, in the dark, and everything has a name`, async () => {
    for (const viewport of [{ width: 320, height: 700 }, desktop]) {
      const { page, complaints, close } = await visit(viewport, { locale: language, colorScheme: 'dark' });
      await page.getByRole('heading', { name: title, level: 2, exact: true }).waitFor(patience);
      for (const address of ['#/', '#/things', '#/things/take/wood', '#/things/label/wood']) {
        await goTo(page, address);
        await checkBasics(page);
      }
      assert.deepEqual(complaints, []);
      await close();
    }
  });
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main h2').first().waitFor(patience);
}

/** A code as a camera reads it from the screen: each pixel as it is drawn. */
async function scanned(code: Locator): Promise<string | undefined> {
  const png = (await code.screenshot()).toString('base64');
  const { pixels, width, height } = await code.evaluate(async (_, image) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    return { pixels: [...context.getImageData(0, 0, bitmap.width, bitmap.height).data], width: bitmap.width, height: bitmap.height };
  }, png);
  return jsQR.default(Uint8ClampedArray.from(pixels), width, height)?.data;
}

/** Acts from this browser as the member, by the key that they have in a file. */
async function become(page: Page, member: string): Promise<void> {
  await goTo(page, '#/me');
  await page.getByLabel('Your key’s file').setInputFiles(keyPath(here.house.data, `member-${member}`));
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
}

/** In hundredths of a crown. */
function balance(member: string): number {
  return here.house.serving.writer.collective.state.accounts.get(`${member} crown`)?.balance ?? 0;
}
