/** The books of a collective with a kit of its own, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ownKits } from '../../src/host/kits.ts';
import { phone } from './chromium.ts';
import { checkBasics, openHouse } from './house.ts';
import { patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
members:
  - { id: ana, name: Ana, opening: { crown: "100.00" } }
  - { id: bo, name: Bo }
subcontracts:
  - { id: drawer, kit: till, parties: { owner: ana }, terms: { guarantee_max: "12.50" }, consents: [bo] }
`;

const { visit } = openHouse('books-page', settings, (place) => [till(place('kits'))]);

/** The kit of the cash box under another name. */
function till(folder: string): string {
  const kit = join(folder, 'till');
  cpSync(join(ownKits, 'cash-box'), kit, { recursive: true });
  const manifest = join(kit, 'kit.yaml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('name: cash-box', 'name: till'));
  return folder;
}

test('what is lent out of a box stands in the books, whatever its kit is called', async () => {
  const { page, complaints, close } = await visit(phone);
  await page.evaluate(() => { location.hash = '#/books'; });
  const box = page.getByRole('region', { name: 'The cash box', exact: true });
  await box.getByText('No open loans').waitFor(patience);
  assert.match(await box.innerText(), /this one pays what is missing, at most 12\.50 for one loan:\s+B\s+Bo$/);
  await checkBasics(page);
  assert.deepEqual(complaints, []);
  await close();
});
