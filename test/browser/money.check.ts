/** Money in a real browser: what one has, paying somebody, statements on the screen and on paper, the books, payouts, the bank's file. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

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

const here = openHouse('money-page', settings);
const { visit, say, become } = here;

/** What a key that was made here may say beyond what the page asks for: it pays, and puts down income. */
const moneyKinds = ['pay', 'income'];

const held = (member: string): readonly number[] => {
  const { balance = 0, held: reserved = 0 } = here.house.serving.writer.collective.state.accounts.get(`${member} eur`) ?? {};
  return [balance, reserved];
};

test('who pays sees what leaves and what is left before it does, is told the largest that would go, and gets a receipt', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana', moneyKinds);
  await goTo(page, '#/money/pay');
  await page.getByRole('radio', { name: 'Bo', exact: true }).check();
  await page.getByLabel(/^How much/).fill('100,01');
  await page.getByText('So much can’t go. The largest that would is 100.00 euros.').waitFor(patience);
  assert.equal(await page.getByRole('button', { name: 'Continue', exact: true }).isDisabled(), true);
  await page.getByRole('button', { name: 'Make it 100.00', exact: true }).click();
  assert.equal(await page.getByLabel(/^How much/).inputValue(), '100.00');
  await page.getByLabel(/^How much/).fill('1.234');
  await page.getByText('This unit has 2 decimals.').waitFor(patience);
  await page.getByLabel(/^How much/).fill('12,5');
  await page.getByLabel(/^What for/).fill('bread');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  const confirm = page.getByRole('region', { name: 'Is this right?', exact: true });
  await confirm.getByText('You pay Bo 12.50 euros.').waitFor(patience);
  // 100.00 at the founding, less the 12.50.
  assert.deepEqual((await confirm.locator('dd').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')), ['12.50 euros', '87.50 euros', 'bread']);
  assert.deepEqual([held('ana'), held('bo')], [[10_000, 0], [2000, 0]], 'nothing has left yet');
  await confirm.getByRole('button', { name: 'Pay 12.50 euros', exact: true }).click();
  const receipt = page.getByRole('region', { name: 'The receipt', exact: true });
  await receipt.getByText(/Ana → Bo: 12\.50 euros/).waitFor(patience);
  assert.deepEqual([held('ana'), held('bo')], [[8750, 0], [3250, 0]]);
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint), await page.evaluate(() => document.documentElement.scrollWidth)], [[], [], phone.width]);
  await receipt.getByRole('link', { name: /^Record \d+$/ }).click();
  await page.getByRole('heading', { name: 'Payment, Ana', exact: true }).waitFor(patience);
  await page.getByText('by a key of Ana (member)').waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('a statement says what was there and what moved to the cent, prints on A4 with its proof, and goes out as a table', async () => {
  const { page, complaints, close } = await visit(desktop);
  await goTo(page, '#/money/statement/ana/eur');
  const sheet = page.locator('.statement-sheet');
  await sheet.getByRole('heading', { name: 'Statement: Ana', exact: true }).waitFor(patience);
  assert.deepEqual((await sheet.locator('.statement-sums dd').allInnerTexts()), ['0.00 euros', '+100.00', '−12.50', '87.50 euros']);
  const rows = await sheet.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].slice(1).map((cell) => cell.textContent)));
  assert.deepEqual(rows, [['+100.00', '100.00'], ['−12.50', '87.50']]);
  const { records, root } = { records: here.house.serving.writer.collective.state.seq, root: here.house.serving.writer.collective.head().root };
  assert.match(await sheet.locator('footer').innerText(), new RegExp(`with ${records} records, whose root is ${root.replaceAll(/[+/=]/g, '\\$&')}[^]*#/ledger/check`));
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.bar', '.pages', '.foot', '.statement-choices']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.match(pdf, /\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/, 'A4: 210 mm by 297 mm');
  await page.emulateMedia({ media: 'screen' });
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'As a table (CSV)', exact: true }).click()]);
  const table = readFileSync(await download.path(), 'utf8').split('\r\n');
  assert.equal(table.length, 6, 'a head, opening, two movements, closing, and an end');
  assert.match(table[3] ?? '', /,Bo,,Ana paid Bo: bread,-12\.50,87\.50,eur$/);
  assert.deepEqual(complaints, []);
  await close();
});

test('the books sum to zero where everyone can see it, and show who paid whom', async () => {
  const { page, complaints, close } = await visit(phone, { colorScheme: 'dark' });
  await goTo(page, '#/money/books');
  await page.getByText('Together 0.00 euros: what everyone has').waitFor(patience);
  const rows = await page.locator('.books-table tbody tr').evaluateAll((all) => all.map((row) => row.querySelector('td:last-child .amount')?.textContent?.replaceAll(/\s+/g, ' ')));
  assert.deepEqual(rows, ['−120.00 euros', '87.50 euros', '32.50 euros']);
  await page.locator('.flows-picture svg').waitFor(patience);
  await page.getByText(/^The same as a table/).click();
  const paid = page.getByRole('row').filter({ hasText: 'by hand' }).filter({ hasText: 'Ana' }).filter({ hasText: 'Bo' });
  assert.match((await paid.innerText()).replaceAll(/\s+/g, ' '), /Ana Bo by hand 1 12\.50 euros/);
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint)], [[], []]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  assert.deepEqual(complaints, []);
  await close();
});

test('who keeps the books reads the bank\'s file in the browser, says whose income a line is, and records what is told; a second time there is nothing to record', async () => {
  const { page, complaints, close } = await visit(desktop);
  await become(page, 'kim', moneyKinds);
  await goTo(page, '#/money/bank');
  const file = { name: 'may.csv', mimeType: 'text/csv', buffer: Buffer.from('Booking date;Counterparty;Description;Amount;Transaction ID\n2026-05-08;Baker Ltd;wages Ana;30,00;T-1\n2026-05-09;Somebody;a gift;5,00;T-2\n2026-05-09;Shop;card;-9,99;T-3\n') };
  const imported = page.getByRole('region', { name: 'A statement from the bank', exact: true });
  const asked: string[] = [];
  page.on('request', (request) => { if (request.method() === 'POST') asked.push(request.postData() ?? ''); });
  await imported.getByLabel('The bank’s file').setInputFiles(file);
  await imported.getByRole('button', { name: 'See what it is', exact: true }).click();
  await imported.getByText('3 lines: 1 to record, 0 recorded already, 2 that can’t be told.').waitFor(patience);
  await imported.getByRole('row').filter({ hasText: 'a gift' }).getByLabel(/^Whose income/).selectOption('bo');
  await imported.getByRole('button', { name: 'Record 2 lines', exact: true }).click();
  await imported.getByText('2 of 2 done.').waitFor(patience);
  await imported.getByText('3 lines: 0 to record, 2 recorded already, 1 that can’t be told.').waitFor(patience);
  // 87.50 and 32.50 by now, and what came in.
  assert.deepEqual([held('ana'), held('bo')], [[11_750, 0], [3750, 0]]);
  assert.ok(asked.every((body) => !body.includes('T-3') && !body.includes('Shop')), 'what isn\'t the collective\'s stays here');
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint)], [[], []]);
  assert.deepEqual(complaints, []);
  await close();
});

test('a member asks for payouts on a phone and takes one back; who keeps the books settles the other; too much isn\'t asked for', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana', moneyKinds);
  await goTo(page, '#/money/payout');
  const asking = page.getByRole('region', { name: 'Ask for a payout', exact: true });
  const mine = page.getByRole('region', { name: 'What waits', exact: true });
  const ask = async (amount: string, what: string): Promise<void> => {
    await asking.getByLabel(/^How much/).fill(amount);
    await asking.getByLabel(/^What for/).fill(what);
    await asking.getByRole('button', { name: 'Ask for it', exact: true }).click();
  };
  await ask('60', 'rent');
  await mine.getByText('60.00 euros to Ana: rent').waitFor(patience);
  // 117.50, less what is set aside.
  await asking.getByText('at most 57.50 euros').waitFor(patience);
  await asking.getByLabel(/^How much/).fill('57.51');
  await asking.getByText('So much can’t go. The largest that would is 57.50 euros.').waitFor(patience);
  await ask('10', 'shoes');
  const shoes = mine.getByRole('listitem').filter({ hasText: 'shoes' });
  await shoes.getByRole('button', { name: 'Take it back', exact: true }).click();
  await shoes.waitFor({ state: 'detached', ...patience });
  assert.deepEqual(held('ana'), [11_750, 6000]);
  assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint), await page.evaluate(() => document.documentElement.scrollWidth)], [[], [], phone.width]);
  assert.deepEqual(complaints, []);
  await close();

  const keeper = await visit(desktop, { colorScheme: 'dark' });
  await become(keeper.page, 'kim', moneyKinds);
  await goTo(keeper.page, '#/money/bank');
  const waits = keeper.page.getByRole('region', { name: 'Payouts to settle', exact: true });
  await waits.getByRole('button', { name: 'The transfer is ordered', exact: true }).click();
  await waits.getByText(/it is on its way/).waitFor(patience);
  assert.deepEqual([await keeper.page.evaluate(findFaults), await keeper.page.evaluate(findFaint)], [[], []]);
  await waits.getByLabel(/^The bank’s reference/).fill('B-7');
  await waits.getByRole('button', { name: 'The bank has paid it', exact: true }).click();
  await waits.getByText('Nothing waits to be paid out.').waitFor(patience);
  assert.deepEqual(held('ana'), [5750, 0]);
  // 120.00 at the founding and 35.00 from the bank, less the 60.00.
  const rows = await keeper.page.getByRole('region', { name: 'From outside and to outside', exact: true }).locator('.pairs > div').allInnerTexts();
  assert.deepEqual(rows.map((row) => row.replaceAll(/\s+/g, ' ')).filter((row) => /^(paid out|all)/.test(row)), ['paid out 60.00 euros', 'all that the members hold 95.00 euros']);
  assert.deepEqual(keeper.complaints, []);
  await keeper.close();
});

test('what couldn\'t be paid is free again, and who keeps no books settles nothing', async () => {
  await say('bo', { kind: 'payout', body: { unit: 'eur', amount: '5.00', reason: 'bus' } });
  const other = await visit(desktop);
  await become(other.page, 'ana', moneyKinds);
  await goTo(other.page, '#/money/bank');
  await other.page.getByRole('region', { name: 'Payouts that wait', exact: true }).getByText('5.00 euros to Bo: bus').waitFor(patience);
  assert.equal(await other.page.getByRole('button', { name: 'The bank has paid it' }).count(), 0);
  await other.close();
  const { page, close } = await visit(phone);
  await become(page, 'kim', moneyKinds);
  await goTo(page, '#/money/bank');
  const waits = page.getByRole('region', { name: 'Payouts to settle', exact: true });
  await waits.getByLabel(/^The bank’s reference/).fill('no account is known');
  await waits.getByRole('button', { name: 'It wasn’t paid', exact: true }).click();
  await waits.getByText('Nothing waits to be paid out.').waitFor(patience);
  assert.deepEqual(held('bo'), [3750, 0]);
  await close();
});

test('a payment that only waits for the connection says so, and one that goes out behind it has its receipt: nobody pays again what was paid', async () => {
  const { page, close } = await visit(phone);
  await become(page, 'ana', moneyKinds);
  const receipt = page.getByRole('region', { name: 'The receipt', exact: true });
  const pay = async (amount: string): Promise<void> => {
    await page.getByRole('radio', { name: 'Bo', exact: true }).check();
    await page.getByLabel(/^How much/).fill(amount);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('button', { name: `Pay ${amount} euros`, exact: true }).click();
  };
  const before = [held('ana'), held('bo')];
  await goTo(page, '#/money/pay');
  await page.route('**/api/entries', (route) => route.abort());
  await pay('3.00');
  await receipt.getByText('It is sealed, and goes out as soon as there is a connection. Until then nothing has moved.').waitFor(patience);
  assert.deepEqual([held('ana'), held('bo')], before);
  await page.unroute('**/api/entries');
  await receipt.getByRole('button', { name: 'Pay someone else', exact: true }).click();
  await pay('2.00');
  await receipt.getByText(/Ana → Bo: 2\.00 euros/).waitFor(patience);
  assert.equal(await receipt.getByText(/nothing has moved/).count(), 0);
  // What waited went first: 3.00, and then the 2.00.
  assert.deepEqual([held('ana'), held('bo')], [[5250, 0], [4250, 0]]);
  await close();
});

test('that nothing comes is said where every agreement said so, not where one couldn\'t or the server wasn\'t reached', async () => {
  const { page, close } = await visit(phone);
  await become(page, 'ana', moneyKinds);
  const coming = page.getByRole('region', { name: 'In the month ahead', exact: true });
  const none = coming.getByText('No agreement says that it will move anything of yours.');
  await goTo(page, '#/money');
  await none.waitFor(patience);
  await page.route('**/api/members/ana/planned', (route) => route.fulfill({ json: { member: 'ana', now: 0, until: 0, planned: [], unsaid: ['fund'] } }));
  await page.reload();
  await coming.getByText('Fund can’t say now what it will move: there may be more.').waitFor(patience);
  assert.equal(await none.count(), 0);
  await page.unroute('**/api/members/ana/planned');
  await page.route('**/api/members/ana/planned', (route) => route.fulfill({ status: 503, json: { error: { code: 'stopped', message: 'the writer has stopped' } } }));
  await page.reload();
  await coming.getByRole('alert').waitFor(patience);
  assert.equal(await none.count(), 0);
  await close();
});
