/** Two agreements side by side on the page, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

const settings = `title: Valley
collective: { name: Valley, zone: Europe/Berlin, units: { crown: { decimals: 2, name: crown } } }
members: [ { id: ana, name: Ana, opening: { crown: "900.00" } }, { id: bo, name: Bo } ]
subcontracts:
  - { id: upper, kit: mutual-cover }
  - { id: lower, kit: mutual-cover, terms: { dues: "40.00", waiting_days: 1, types: { illness: "900.00", no work: "1200.00" } } }
  - { id: third, kit: mutual-cover }
  - { id: home, kit: personal-fund }
`;

const here = openHouse('compare-page', settings);
const { visit } = here;

for (const viewport of [phone, desktop]) {
  test(`two agreements of one kit stand side by side, and what differs is marked (${viewport.width} px)`, async () => {
    const { page, complaints, close } = await visit(viewport);
    await goTo(page, '#/agreements/upper');
    const upper = page.locator('section[aria-labelledby="otherwise"]');
    await upper.getByText('Compare with another').click(patience);
    const table = upper.getByRole('table', { name: /side by side$/ });
    const differing = async (): Promise<string[]> => (await table.getByRole('row').filter({ hasText: 'differs' }).allInnerTexts()).map((each) => each.replaceAll(/\s+/g, ' ').trim());
    await upper.getByText('They differ in 3 of 16 terms.').waitFor(patience);
    assert.deepEqual((await differing()).sort(), [
      'Dues of a month differs 30.00 crowns 40.00 crowns', 'Waiting time differs 30 days 1 day', 'What is covered differs illness 750.00 illness 900.00, no work 1200.00',
    ]);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual([await page.evaluate(findFaults), await page.evaluate(findFaint)], [[], []]);
    await upper.getByLabel(/^Compare with/).selectOption('third');
    await upper.getByText('They differ in no term.').waitFor(patience);
    assert.deepEqual([await differing(), complaints], [[], []]);
    await goTo(page, '#/agreements/home');
    await page.getByRole('link', { name: 'Propose other terms', exact: true }).waitFor(patience);
    assert.equal(await page.getByText(/^Compare with/).count(), 0, 'of its kit there is one alone');
    await close();
  });
}
