/**
 * Deciding together in a real browser, over the demonstration's village standing still: `npm run test:browser`. Needs Chromium.
 * With `-- --update-images` it also takes the pictures in docs/images.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { keyPath } from '../../src/host/data-folder.ts';
import { pageFolder } from '../../src/host/page.ts';
import { foundedAt, foundTombsboro, handClock, settingsText } from '../../src/host/serve-fixture.ts';
import { serveCollective } from '../../src/host/serve.ts';
import { makeInvitation } from '../../src/host/invitations.ts';
import type { BacktestShown } from '../../src/views/backtest-shown.ts';
import type { Matter } from '../../src/vocabulary/charter.ts';
import type { Choice } from '../../src/vocabulary/deciding.ts';
import type { Amendment, Proposal } from '../../src/vocabulary/outcomes.ts';
import { dayMs } from '../../src/vocabulary/time.ts';
import { findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { goTo, openGround, patience, picture, visit } from './visiting.ts';

const bench = 'A bench beside the pile';
const warmer = 'A house is cold below nineteen degrees';

const here = openGround();

// Before anything is changed by the others.
test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  for (const [name, viewport, top] of [['decide-phone', phone, 'backtest'], ['decide-desktop', { width: 1280, height: 1440 }, 'change']] as const) {
    const { page, close } = await visit(here, viewport);
    await goTo(page, `#/decide/${proposal(warmer).id}`);
    await page.getByLabel('You are').selectOption('dora');
    await page.getByRole('button', { name: 'Try it on the past', exact: true }).first().click();
    await page.locator('.tried').first().waitFor(patience);
    await picture(page, name, page.locator('.card', { has: page.locator(`#${top}`) }));
    await close();
  }
});

test('a member reads what is open, asked of them first, and what was decided; a proposal says all that one needs', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await page.getByRole('link', { name: 'Decide', exact: true }).click();
  await page.getByLabel('You are').selectOption('hester');
  const asked = page.getByRole('region', { name: 'For today', exact: true });
  assert.match(await asked.getByText(bench).first().innerText(), /bench/);
  await asked.getByText('How these were chosen').click();
  assert.match(await asked.innerText(), /At most 5 in a day/);
  assert.deepEqual(await page.getByRole('region', { name: 'Decided', exact: true }).locator('.tag').allInnerTexts(), [
    'rejected, with 2 yes and 4 no of 8', 'carried, with 6 yes and 0 no of 8', 'carried: saturday', 'carried, with 6 yes and 0 no of 8', 'carried, with 6 yes and 0 no of 8', 'carried, with 7 yes and 0 no of 8',
  ]);
  await page.getByText(warmer).click();
  await page.getByRole('heading', { name: warmer }).waitFor();
  assert.deepEqual(await page.getByRole('table', { name: 'What would change', exact: true }).locator('tbody tr').allInnerTexts(), ['A house is cold below\t16\u00a0°C\t19\u00a0°C', 'The pile is low below\t20\u00a0pieces\t60\u00a0pieces']);
  assert.match(await page.getByRole('region', { name: 'The text', exact: true }).innerText(), /Sixty is more than the shed holds dry/);
  // Ana, Bo and, with a concern, Cyd are for it, Bunyan isn't: four of eight, and five must vote.
  const count = page.getByRole('region', { name: 'The count so far', exact: true });
  assert.deepEqual(await count.locator('.bar-value').allInnerTexts(), ['2', '1', '1', '4']);
  assert.match(await count.innerText(), /1 more must vote/);
  await count.getByText('Count it yourself').click();
  assert.match(await count.locator('.working').innerText(), /5/);
  assert.equal(await page.locator('.rivals .amendment').count(), 2);
  assert.match(await page.locator('main').innerText(), /To vote from here, make a key in this browser/);
  assert.deepEqual(complaints, []);
  await close();
});

test('a key is made in the browser and counts once the member has added it; until then the page says why it doesn\'t', async () => {
  const { page, close } = await visit(here, desktop);
  await makeKey(page, 'eli');
  await page.getByRole('button', { name: 'I have done that', exact: true }).click();
  assert.match(await page.getByRole('alert').innerText(), /no key of eli in force/);
  await addKey(page, 'eli');
  const usable = await page.evaluate(() => new Promise((resolve) => {
    const asked = indexedDB.open('frankpledge-acting');
    asked.onsuccess = () => {
      const all = asked.result.transaction('keys').objectStore('keys').getAll();
      all.onsuccess = () => resolve((all.result as { secret: { held?: CryptoKey } }[]).map(({ secret }) => secret.held?.extractable));
    };
  }));
  assert.deepEqual(usable, [false], 'not even the page can read it');
  await close();
});

test('who has their key in a file brings it along; another file is refused', async () => {
  const { page, close } = await visit(here, phone);
  await goTo(page, '#/me');
  const file = page.getByLabel('Your key’s file');
  await file.setInputFiles({ name: 'log.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ role: 'log', id: 'x', owner: 'operator', seed: '' })) });
  assert.match(await page.getByRole('alert').innerText(), /this is no member’s key file/);
  await file.setInputFiles(keyPath(here.village.folder, 'member-bo'));
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
  assert.match(await page.locator('main').innerText(), /Bo Lindqvist/);
  await goTo(page, `#/decide/${proposal(warmer).id}`);
  await page.getByText('You said yes').waitFor(patience);
  await close();
});

test('the past under a proposal, as the API has it: who paid and received how much, who gains and loses, and the records that differ', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await goTo(page, `#/decide/${proposal(warmer).id}`);
  await page.getByRole('button', { name: 'Try it on the past', exact: true }).first().click();
  const tried = page.getByRole('region', { name: 'What it would have done', exact: true }).locator('.tried');
  await tried.waitFor(patience);
  const asked = page.waitForResponse((response) => response.url().endsWith('/api/backtests'), patience);
  await page.getByRole('button', { name: 'Try it again', exact: true }).click();
  const { versions: [version] } = await (await asked).json() as BacktestShown;
  await tried.waitFor(patience);
  assert.ok(version !== undefined && version.turns.differing > 0);
  const rows = new Map(await Promise.all((await tried.locator('tbody tr').all()).slice(0, version.members.length).map(async (row) => [await row.locator('th').innerText(), await row.locator('td').last().innerText()] as const)));
  for (const { name, units: [unit] } of version.members) assert.equal(rows.get(name)?.replace('−', '-').replace('+', ''), unit?.gain, name);
  await tried.getByText(/of \d+ records would have had other consequences/).click();
  assert.equal(await tried.locator('.turns > li').count(), version.turns.shown.length);
  assert.match(await tried.innerText(), /Under other rules people would have acted otherwise/);
  await page.locator('.rivals').getByRole('button', { name: 'Try it on the past', exact: true }).click();
  await page.locator('.rivals .version').nth(1).waitFor(patience);
  assert.deepEqual(await page.locator('.rivals .version-label').allInnerTexts(), ['As Hester Voss would have it', 'As Bunyan Ashe would have it']);
  assert.deepEqual(complaints, []);
  await close();
});

test('one votes, comments, amends; the votes take it in, and who had said yes says it again', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await become(page, 'hester');
  await goTo(page, `#/decide/${proposal(bench).id}`);
  await page.getByRole('radio', { name: /Yes, with a concern/ }).check();
  await page.getByLabel('Your concern').fill('who mends it?');
  await page.getByRole('button', { name: 'Vote', exact: true }).click();
  await page.getByText('You said yes, with a concern').waitFor(patience);
  assert.deepEqual(proposal(bench).ballots['hester'], { choice: 'concern', reason: 'who mends it?' });

  await page.getByRole('button', { name: 'Comment on paragraph 2', exact: true }).click();
  await page.getByLabel('Your comment on paragraph 2').fill('The snow slides off the roof there.');
  await page.getByRole('button', { name: 'Say it', exact: true }).click();
  await page.locator('#paragraph-p2 .comment', { hasText: 'The snow slides off the roof there.' }).waitFor(patience);

  await page.getByRole('button', { name: 'Amend paragraph 1', exact: true }).click();
  await page.getByLabel('The paragraph as you would have it').fill('We build a bench beside the pile, for six, from what lies around.');
  assert.equal(await page.locator('.preview del').innerText(), 'four');
  assert.equal(await page.locator('.preview ins').innerText(), 'six');
  await page.getByLabel('Why', { exact: true }).fill('we are many');
  await page.getByRole('button', { name: 'Put it to the vote', exact: true }).click();
  await page.getByRole('heading', { name: 'Hester Voss: we are many', exact: true }).waitFor(patience);
  const amendment = amendmentFor('we are many');
  for (const member of ['wren', 'dora', 'bo']) await here.village.say(member, { kind: 'ballot', body: { proposal: amendment.id, choice: 'yes' } });
  await here.village.pass(3 * dayMs);
  await page.getByText('You said yes to what it was before. It is now revision').waitFor(patience);
  assert.match(await page.locator('#paragraph-p1 .paragraph-words').innerText(), /for six/);
  assert.match(await page.getByRole('region', { name: 'How it came to be', exact: true }).innerText(), /Revision 2/);
  // Cyd's amendment went in at its own time: the comment on what stood there keeps its place, and says so.
  await page.locator('#paragraph-p2 .comment', { hasText: 'on this paragraph as it was before' }).waitFor(patience);
  await page.getByRole('button', { name: 'Say it again', exact: true }).click();
  await page.getByText('You said yes.').waitFor(patience);
  assert.ok(!proposal(bench).unconfirmed.includes('hester'));
  await page.locator('.comment', { hasText: 'The snow slides' }).getByRole('button', { name: 'Erase', exact: true }).click();
  await page.getByRole('button', { name: 'Yes, erase my words for good', exact: true }).click();
  await page.locator('#paragraph-p2 .comment', { hasText: 'Its words were erased' }).waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('an order is made by buttons, and recorded as it stands', async () => {
  await here.village.say('bunyan', { kind: 'propose', body: { title: 'Which tree?', reason: 'one has to go', change: { change: 'choice', options: [{ id: 'ash', says: 'by the road' }, { id: 'oak', says: 'by the well' }, { id: 'elm', says: 'by the shed' }] } } });
  const { page, close } = await visit(here, phone);
  await become(page, 'cyd');
  await goTo(page, `#/decide/${proposal('Which tree?').id}`);
  const up = page.getByRole('button', { name: 'Elm up', exact: true });
  await up.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByLabel('as good as the one above').last().check();
  await page.getByRole('button', { name: 'Vote', exact: true }).click();
  await page.getByText('You said elm').waitFor(patience);
  assert.deepEqual(proposal('Which tree?').ballots['cyd']?.choice, { ranking: [['elm'], ['ash', 'oak']] } satisfies Choice);
  await close();
});

test('other terms are proposed from the agreement; what can\'t be is refused with what to do', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await become(page, 'dora');
  await goTo(page, '#/decide/new/cash-box');
  await page.getByLabel(/^A guarantor pays for one loan, at most/).fill('60.00');
  await page.getByLabel('Why it should be otherwise').fill('larger loans');
  await page.getByRole('button', { name: 'Propose it', exact: true }).click();
  assert.match(await page.getByRole('alert').innerText(), /An ordinary vote can’t touch this.* out_of_order/s);
  await page.getByLabel(/^A guarantor pays for one loan, at most/).fill('30.00');
  await page.getByLabel('Title').fill('Larger loans');
  await page.getByRole('button', { name: 'Propose it', exact: true }).click();
  await page.getByRole('link', { name: /Larger loans/ }).first().waitFor(patience);
  const { change } = proposal('Larger loans').revision;
  assert.deepEqual(change, { change: 'terms', subcontract: 'cash-box', terms: { guarantee_max: '30.00' } });
  assert.deepEqual(complaints.filter((each) => !each.includes('422')), []);
  await close();
});

test('one lets somebody vote for oneself, sees before what that does, and takes it back', async () => {
  const { page, close } = await visit(here, desktop);
  await become(page, 'wren');
  await goTo(page, '#/decide/delegate');
  await page.getByLabel('Whom you trust').selectOption('hester');
  await page.getByLabel(/On a topic/).fill('heating');
  assert.match(await page.locator('.preview').innerText(), /Where you say nothing on proposals under heating, what Hester Voss says counts for you/);
  await page.getByRole('button', { name: 'Trust them with it', exact: true }).click();
  await page.locator('.delegations', { hasText: 'Hester Voss on heating' }).waitFor(patience);
  await page.getByRole('button', { name: 'Take it back', exact: true }).click();
  await page.getByText('Nobody: you vote yourself, or not at all.').waitFor(patience);
  await close();
});

test('whoever is invited sees what there is, joins by a key of their own, and is bound by nothing until they accept it', async () => {
  const invitation = makeInvitation('visitor', 'visitor');
  await here.village.say('operator', { kind: 'invite', body: { key: invitation.grant } });
  const context = await here.browser.newContext({ viewport: phone });
  const page = await context.newPage();
  await page.goto(invitation.link(here.village.serving.url));
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await page.getByLabel('Your name').fill('Ida Marsh');
  await page.getByLabel(/The short name/).fill('ida');
  await page.getByRole('button', { name: 'Join without a passkey', exact: true }).click();
  await page.getByText(/Not accepted yet/).waitFor(patience);
  const { state } = here.village.serving.writer.collective;
  assert.equal(state.members.get('ida')?.left, null);
  await page.getByRole('link', { name: /A pile of firewood/ }).click();
  await page.getByRole('region', { name: 'What it can do to you at the most', exact: true }).getByText('It can take nothing from you').waitFor(patience);
  await page.getByRole('button', { name: 'Accept it', exact: true }).click();
  await page.getByText('You came later and accepted it').waitFor(patience);
  // The invitation counts once.
  const again = await context.newPage();
  await again.goto(invitation.link(here.village.serving.url));
  await again.getByRole('heading', { name: 'This invitation isn’t open', exact: true }).waitFor(patience);
  await context.close();
});

test('a matter that the charter loses or gets is one sentence; newcomers, as Ida is by now, are counted in a body of their own', async () => {
  const { matters = [] } = here.village.serving.writer.collective.state.charter ?? assert.fail('it is founded');
  const repairs: Matter = { name: 'repairs', changes: ['resolution'], topics: ['repairs'], asked: 'group:stackers', rule: { rule: 'consensus', assents: 2 }, days: 5 };
  await here.village.say('bunyan', { kind: 'propose', body: { title: 'Who repairs decides', reason: 'they know', change: { change: 'charter', set: { matters: [...matters.filter(({ name }) => name !== 'choices'), repairs] } } } });
  const { page, complaints, close } = await visit(here, phone);
  await goTo(page, `#/decide/${proposal('Who repairs decides').id}`);
  assert.deepEqual(await page.getByRole('list', { name: 'What would change', exact: true }).locator('li').allInnerTexts(), [
    'Without the matter choices',
    'With the matter repairs: on resolutions under repairs the group stackers decides, by this rule: nobody objects, and at least 2 say yes. Open for 5 days.',
  ]);
  const count = page.getByRole('region', { name: 'The count so far', exact: true });
  assert.deepEqual(await count.locator('.body h3').allInnerTexts(), [
    'Everyone, without newcomers: who came, or got their first key, less than 30 days before it was proposed (8 members)', 'Everyone, with newcomers (9 members)',
  ]);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(complaints, []);
  await close();
});

test('a founding that waits shows who is missing; a founder reckons its hash here, and signs it', async () => {
  const founded = await foundTombsboro(settingsText.replace('zone: America/New_York', 'zone: America/New_York\n  founders: [ana, bo]'));
  const serving = await serveCollective({ place: founded, clock: handClock(foundedAt + 60_000), port: 0, webFolder: pageFolder, tell: () => undefined });
  const page = await here.browser.newPage();
  try {
    await page.goto(serving.link);
    await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
    await goTo(page, '#/me');
    // As this fixture makes its keys.
    const file = { id: 'member-ana', role: 'member', owner: 'ana', seed: createHash('sha256').update('member-ana').digest('base64') };
    await page.getByLabel('Your key’s file').setInputFiles({ name: 'ana.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
    await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
    await goTo(page, '#/charter');
    const founding = page.getByRole('region', { name: 'The founding', exact: true });
    assert.match(await founding.innerText(), /Missing: Ana, bo/i);
    await founding.getByRole('button', { name: 'Reckon the hash here', exact: true }).click();
    await founding.getByRole('button', { name: 'Sign it', exact: true }).click();
    await founding.getByText(/Ana: signed on/).waitFor(patience);
    assert.deepEqual([...serving.writer.collective.state.signed.keys()], ['ana']);
  } finally {
    await page.close();
    await serving.close();
  }
});

/** Acts from this browser as the member: a key is made in it, and added by the one that they have. */
async function become(page: Page, member: string): Promise<void> {
  await makeKey(page, member);
  await addKey(page, member);
}

async function makeKey(page: Page, member: string): Promise<void> {
  await goTo(page, '#/me');
  await page.getByLabel('You are').selectOption(member);
  await page.getByRole('button', { name: 'Make a key here', exact: true }).click();
  await page.locator('.command').waitFor(patience);
}

/** As the command on the page says it. */
async function addKey(page: Page, member: string): Promise<void> {
  const [, publicKey = '', id = '', kinds = ''] = /--public-key (\S+) --id (\S+) --kinds (\S+)/.exec(await page.locator('.command').innerText()) ?? [];
  await here.village.say(member, { kind: 'key.add', body: { key: { id, role: 'member', owner: member, public_key: publicKey, scope: { kinds: kinds.split(',') } } } });
  await page.getByRole('button', { name: 'I have done that', exact: true }).click();
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
}

function proposal(title: string): Proposal {
  const found = [...here.village.serving.writer.collective.state.proposals.values()].find(({ revision }) => revision.title === title);
  return found ?? assert.fail(`no proposal “${title}” is open`);
}

function amendmentFor(why: string): Amendment {
  return [...here.village.serving.writer.collective.state.amendments.values()].find(({ reason }) => reason === why) ?? assert.fail(`no amendment “${why}” is open`);
}
