/** Whoever leaves, in a real browser: the app closes with a sentence, and what is theirs can be taken along. `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { MemberFile } from '../../src/log/member-file.ts';
import { findFaults } from './basics.ts';
import { phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
members:
  - { id: ana, name: Ana, opening: { crown: "100.00" } }
  - { id: bo, name: Bo }
subcontracts: []
`;

const { visit, become, say } = openHouse('left-page', settings);

test('whoever leaves sees one page that says so, on the open page and whenever they come back, and takes along what is theirs', async () => {
  const { page, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/money');
  await say('ana', { kind: 'leave', body: {} });
  const title = page.getByRole('heading', { name: 'You are no longer a member here', exact: true });
  await title.waitFor(patience);
  assert.deepEqual(await page.evaluate(findFaults), []);
  const [download] = await Promise.all([page.waitForEvent('download', patience), page.getByRole('link', { name: 'Everything of yours', exact: true }).click()]);
  assert.equal(download.suggestedFilename(), 'ana.json');
  const { member, balances } = JSON.parse(readFileSync(await download.path(), 'utf8')) as MemberFile;
  assert.deepEqual([member.id, balances], ['ana', { ana: { crown: '100.00' } }]);
  await page.goto(new URL('/#/money', page.url()).href);
  await title.waitFor(patience);
  // Without the session, the key in this browser begins another one, which opens no more than that.
  await page.context().clearCookies();
  await page.goto(new URL('/come-in', page.url()).href);
  await title.waitFor(patience);
  await close();
});
