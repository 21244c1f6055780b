/** A collective of more people than an overview lists, in a real browser: whoever came last is found, named, paid, and takes as everyone else. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { overviewMax } from '../../src/views/queries.ts';
import { desktop, phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

/** Of how many Zoe Quint is the last; Ana Berg is one more than an overview has room for. */
const people = 2000;
const named = (from: number, to: number): string => Array.from({ length: to - from }, (_, place) => `  - { id: m${from + place}, name: Member ${from + place} }`).join('\n');
const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 }, eur: { decimals: 2, name: euro } }
  bank: [kim]
members:
  - { id: kim, name: Kim }
  - { id: ana, name: Ana }
${named(2, overviewMax.members)}
  - { id: ana-berg, name: Ana Berg, opening: { crown: "10.00" } }
${named(overviewMax.members + 1, people - 1)}
  - { id: q7, name: Zoe Quint }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: kim }, terms: { unit: crown, base_price: "2.50", by_hand: "yes" } }
`;

const here = openHouse('many-page', settings);
const { visit, become, say } = here;

test('a line of the bank that names one of the last isn\'t booked for one of the first who is called alike, and is in the unit that the statement names', async () => {
  const { page, complaints, close } = await visit(desktop);
  await become(page, 'kim', ['income']);
  await goTo(page, '#/money/bank');
  const imported = page.getByRole('region', { name: 'A statement from the bank', exact: true });
  const text = (currency: string): string => `Date,Counterparty,Payment reference,Transaction ID,Amount,Currency\n2026-05-08,Baker Ltd,wages Ana Berg,T-1,30.00,${currency}\n`;
  const look = async (currency: string): Promise<void> => {
    await imported.getByLabel('The bank’s file').setInputFiles({ name: `${currency}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text(currency)) });
    await imported.getByRole('button', { name: 'See what it is', exact: true }).click();
  };
  await look('USD');
  await imported.getByText('The statement is in USD, and no unit here is called so. Choose the unit that it is meant for.').waitFor(patience);
  await look('EUR');
  await imported.getByText('It is in EUR, and is booked as euro.').waitFor(patience);
  await imported.getByText('1 line: 0 to record, 0 recorded already, 1 that can’t be told.').waitFor(patience);
  await imported.getByLabel(/^Whose income/).selectOption('ana-berg');
  await imported.getByRole('button', { name: 'Record 1 line', exact: true }).click();
  await imported.getByText('1 of 1 done.').waitFor(patience);
  const { accounts } = here.house.serving.writer.collective.state;
  assert.deepEqual([accounts.get('ana-berg eur')?.balance, accounts.get('ana-berg crown')?.balance, accounts.get('ana eur')?.balance ?? 0], [3000, 1000, 0]);
  assert.deepEqual(complaints, []);
  await close();
});

const lookAs = async (page: Page, member: string, hash: string): Promise<void> => {
  const { origin } = here.house.serving.writer.collective.state;
  await page.evaluate(([as, who, address]) => {
    localStorage.setItem(`frankpledge-looks-as ${as}`, who);
    location.hash = address;
  }, [origin, member, hash] as const);
  await page.reload();
};

test('whoever came last is chosen where people are chosen, and isn\'t a stranger at the pile', async () => {
  const { page, complaints, close } = await visit(phone);
  await lookAs(page, 'ana-berg', '#/things/take/wood');
  // Nothing was declared: the lowest bracket, times 1.
  await page.locator('.take-sum').getByText('10.00').waitFor(patience);
  assert.match(await page.locator('.take-sum').innerText(), /2\.50[^]*10\.00[^]*7\.50/);
  await lookAs(page, 'kim', '#/money/statement');
  await page.getByRole('combobox', { name: 'Whose', exact: true }).selectOption({ label: 'Ana Berg' });
  await page.waitForURL(/#\/money\/statement\/ana-berg\/crown$/, patience);
  await goTo(page, '#/ledger');
  await page.getByText('Person, agreement, kind, amount, days').click();
  await page.getByRole('combobox', { name: 'Person', exact: true }).selectOption({ label: 'Ana Berg' });
  assert.deepEqual(complaints, []);
  await close();
});

test('the last of two thousand is called by their name: as who looks, among friends, and where new keys are asked for', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'q7');
  await page.locator('.me-name').getByText('Zoe Quint', { exact: true }).waitFor(patience);
  await say('q7', { kind: 'friends', body: { friends: ['ana-berg', 'm1998'], approvals: 1 } });
  const friends = page.getByRole('region', { name: 'Who lets you back in', exact: true });
  await friends.getByText(/1 of Ana Berg, Member 1998 can give/).waitFor(patience);
  await friends.getByRole('button', { name: 'Name others', exact: true }).click();
  assert.equal(await friends.getByRole('checkbox', { name: 'Member 1998', exact: true }).isChecked(), true);
  const { public_key } = [...here.house.serving.writer.collective.state.keys.values()].find(({ grant }) => grant.owner === 'q7')?.grant ?? assert.fail('no key of q7');
  for (const [owner, title] of [['q7', 'Zoe Quint asks for new keys'], ['kim', 'Kim asks for new keys'], ['nobody', null]] as const) {
    const grant = { id: 'passkey-new', owner, public_key, passkey: null };
    await page.evaluate((hash) => { location.hash = hash; }, `#/me/vouch/${Buffer.from(JSON.stringify(grant)).toString('base64url')}`);
    if (title === null) await page.getByText('This link was cut off, or isn’t for this collective.').waitFor(patience);
    else await page.getByRole('heading', { name: title, exact: true }).waitFor(patience);
  }
  assert.deepEqual(complaints.filter((each) => !each.includes('404')), [], 'that there is no such member is an answer');
  await close();
});
