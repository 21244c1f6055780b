/** What a kit asks its members, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSigner } from '../../src/host/data-folder.ts';
import { signIn } from '../../src/host/sign-in.ts';
import type { Change } from '../../src/vocabulary/changes.ts';
import { findFaint, findFaults } from './basics.ts';
import { phone } from './chromium.ts';
import { openHouse } from './house.ts';
import { goTo, patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
members: [ ${['ana', 'bo', 'cy', 'dee', 'eve', 'fay'].map((id) => `{ id: ${id}, name: ${id.charAt(0).toUpperCase()}${id.slice(1)} }`).join(', ')} ]
`;

const here = openHouse('survey-page', settings);
const { visit, say, become } = here;

test('five say how warm they want it: 17 °C, the middle of five, is taken over into the form and proposed', async () => {
  for (const [member, comfort] of [['bo', '15'], ['cy', '16'], ['dee', '18'], ['eve', '20']] as const) await answer(member, { comfort, stove: 'no' });
  const { page, complaints, close } = await visit(phone);
  await become(page, 'ana');
  await goTo(page, '#/agreements/adopt/firewood');
  const asked = page.getByRole('region', { name: 'A few questions', exact: true });
  await asked.getByText('4 members have answered.').waitFor(patience);
  // The middle of 15, 16, 18 and 20.
  await asked.getByText('17 °C, the middle of 4 answers').waitFor(patience);
  const comfort = asked.getByLabel(/^Below how many degrees is a house too cold for you\?/);
  assert.equal(await comfort.inputValue(), '', 'nobody else\'s answer stands there');
  await comfort.fill('9');
  await asked.getByRole('button', { name: 'Keep my answers', exact: true }).click();
  await asked.getByRole('alert').getByText(/must be a number from 10 to 26 in steps of 0\.5/).waitFor(patience);
  await comfort.fill('17');
  await asked.getByLabel(/^Can you repair a stove\?/).selectOption({ label: 'No' });
  await asked.getByRole('button', { name: 'Keep my answers', exact: true }).click();
  await asked.getByText('17 °C, the middle of 5 answers').waitFor(patience);
  await asked.getByText(/^Nobody here can repair a stove \(5 answers\)\. Have a service from outside/).waitFor(patience);
  assert.equal(await asked.getByRole('link', { name: 'See common-pot', exact: true }).getAttribute('href'), '#/agreements/adopt/common-pot');
  assert.equal(await asked.getByText('No answer yet; with fewer than 3 nothing is said.').count(), 3);
  for (const summary of await asked.locator('summary').all()) await summary.click();
  await asked.getByText('from 0 on: cautious on average; How sure it must be that it happened: 0.95; How sure it must be who it was: 0.95').waitFor(patience);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(await page.evaluate(findFaint), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await asked.getByRole('button', { name: /^Take it over ?: A house is cold below$/ }).click();
  await asked.getByText('it stands so below').waitFor(patience);
  await page.getByText(/terms that may stay as they are/).click();
  assert.equal(await page.getByLabel(/^A house is cold below/).inputValue(), '17');
  await page.getByLabel(/^Provider /).selectOption({ label: 'Bo' });
  await page.locator('button:enabled', { hasText: 'Propose it' }).click(patience);
  await page.waitForURL(/#\/decide\/[0-9a-f]{64}$/, patience);
  assert.deepEqual(changes().map((change) => (change.change === 'adopt' ? [change.subcontract, change.terms] : change)), [['firewood', { house_below_celsius: '17' }]]);
  // The browser says so itself of the answer that was refused.
  assert.deepEqual(complaints.filter((each) => !each.includes('status of 422')), []);
  await close();
  const [{ id } = { id: '' }] = here.house.serving.writer.collective.state.proposals.values();
  for (const member of ['bo', 'cy', 'dee']) await say(member, { kind: 'ballot', body: { proposal: id, choice: 'yes' } });
  assert.ok(here.house.serving.writer.collective.state.subcontracts.has('firewood'));
});

test('a sixth says 21: the agreement\'s page proposes 17.5 °C, from the questions and from the term; answers can be taken away again', async () => {
  const { page, complaints, close } = await visit(phone);
  await become(page, 'fay');
  await goTo(page, '#/agreements/firewood');
  const asked = page.getByRole('region', { name: 'A few questions', exact: true });
  await asked.getByText('17 °C, the middle of 5 answers').waitFor(patience);
  await asked.getByText('as agreed').waitFor(patience);
  assert.equal(await asked.getByRole('button', { name: /^Propose/ }).count(), 0);
  const comfort = asked.getByLabel(/^Below how many degrees/);
  await comfort.fill('21');
  await asked.getByRole('button', { name: 'Keep my answers', exact: true }).click();
  await asked.getByText('17.5 °C, the middle of 6 answers').waitFor(patience);
  await asked.getByText('agreed is 17 °C').waitFor(patience);
  // By the term itself.
  const says = page.getByRole('region', { name: 'What it says', exact: true });
  await says.locator('summary', { hasText: 'A house is cold below' }).click();
  await says.getByText('17.5 °C, the middle of 6 answers').waitFor(patience);
  assert.equal(await says.getByRole('button', { name: 'Propose 17.5 °C for A house is cold below', exact: true }).count(), 1);
  await asked.getByRole('button', { name: 'Propose 17.5 °C for A house is cold below', exact: true }).click();
  assert.equal(await asked.getByLabel(/^A house is cold below/).inputValue(), '17.5');
  assert.equal(await asked.getByLabel('Why it should be otherwise').inputValue(), 'The members’ answers: 17.5\u00a0°C, the middle of 6 answers.');
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await asked.locator('button:enabled', { hasText: 'Propose it' }).click(patience);
  await page.waitForURL(/#\/decide\/[0-9a-f]{64}$/, patience);
  assert.deepEqual(changes().at(-1), { change: 'terms', subcontract: 'firewood', terms: { house_below_celsius: '17.5' } });
  await goTo(page, '#/agreements/firewood');
  await asked.getByText('agreed is 17 °C').waitFor(patience);
  await asked.getByRole('button', { name: /^Propose/ }).waitFor({ state: 'detached', ...patience }); // it is proposed already
  await asked.getByRole('button', { name: 'Take my answers away', exact: true }).click();
  await asked.getByText('17 °C, the middle of 5 answers').waitFor(patience);
  await asked.getByText('Your answers are gone.').waitFor(patience);
  assert.equal(await comfort.inputValue(), '');
  assert.deepEqual(complaints, []);
  await close();
});

test('whoever only looks sees what it comes to and no field; in German too, and nothing is wider than a phone', async () => {
  const { page, close } = await visit(phone, { locale: 'de-DE' });
  await goTo(page, '#/agreements/firewood');
  const asked = page.getByRole('region', { name: 'Ein paar Fragen', exact: true });
  await asked.getByText('17 °C, die Mitte von 5 Antworten').waitFor(patience);
  await asked.getByText(/^Um zu antworten, sei als Mitglied hier/).waitFor(patience);
  assert.equal(await asked.locator('input, select').count(), 0);
  for (const summary of await asked.locator('summary').all()) await summary.click();
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(await page.evaluate(findFaint), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await close();
});

/** As a member elsewhere, over the API. */
async function answer(member: string, answers: { readonly [item: string]: string }): Promise<void> {
  const { data, serving } = here.house;
  const { secret } = await signIn(new URL(serving.url), findSigner(data, 'member', member) ?? assert.fail(member), Date.now());
  const response = await fetch(`${serving.url}/api/me/survey/firewood`, { method: 'PUT', headers: { 'authorization': `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ answers }) });
  assert.equal(response.status, 200, await response.text());
}

/** What is proposed, in the order in which it was. */
function changes(): readonly Change[] {
  return [...here.house.serving.writer.collective.state.proposals.values()].map(({ revision }) => revision.change);
}
