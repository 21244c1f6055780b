/** Coming in with passkeys, in a real browser: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findSigner } from '../../src/host/data-folder.ts';
import { makeInvitation } from '../../src/host/invitations.ts';
import type { KeyState } from '../../src/kernel/state.ts';
import { hourMs } from '../../src/vocabulary/time.ts';
import { desktop, phone } from './chromium.ts';
import { checkBasics, openHouse } from './house.ts';
import { addAuthenticator, type Authenticator } from './passkeys.ts';
import { complaintsOf, goTo, patience } from './visiting.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
  recovery: { approvals: 2, wait_hours: 24 }
  matters:
    - { name: words, changes: [resolution], asked: all, rule: { threshold: { people: 2 } }, days: 7 }
members:
  - { id: ana, name: Ana }
  - { id: bo, name: Bo }
  - { id: cy, name: Cy }
`;

const here = openHouse('come-in', settings);
const { say } = here;

type Device = { readonly page: Page; readonly authenticator: Authenticator; readonly complaints: readonly string[]; readonly close: () => Promise<void> };

/** A browser of its own, with nothing in it, on a device that can have passkeys. */
async function device(viewport = phone): Promise<Device> {
  const context = await here.browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  return { page, authenticator: await addAuthenticator(page), complaints, close: () => context.close() };
}

/** Passkeys belong to a name: the server by its name, and not by its number. */
function byName(address: string): string {
  return address.replace('//127.0.0.1:', '//localhost:');
}

/** Keys of a member that are in force, by what they are. */
function keysOf(member: string): { readonly passkeys: readonly KeyState[]; readonly devices: readonly KeyState[] } {
  const own = [...here.house.serving.writer.collective.state.keys.values()].filter(({ grant, revokedAt }) => grant.owner === member && grant.role === 'member' && revokedAt === null);
  return { passkeys: own.filter(({ grant }) => grant.passkey !== undefined), devices: own.filter(({ grant }) => grant.passkey === undefined) };
}

/** By which sort of key the latest record of this kind by the member was sealed. */
function sealedBy(member: string, kind: string): string | undefined {
  const { journal, tree, state } = here.house.serving.writer.collective;
  const records = journal.read(0, tree.size).map(({ record }) => JSON.parse(record) as { entry: { by: string; kind: string }; seal: { key: string } });
  const key = state.keys.get(records.filter(({ entry }) => entry.by === member && entry.kind === kind).at(-1)?.seal.key ?? '');
  return key === undefined ? undefined : key.grant.passkey === undefined ? 'device' : 'passkey';
}

async function join(own: Device, id: string, name: string): Promise<void> {
  const invitation = makeInvitation(`for-${id}`, `for-${id}`);
  await say('operator', { kind: 'invite', body: { key: invitation.grant } });
  await own.page.goto(byName(invitation.link(here.house.serving.url)));
  await own.page.getByLabel('Your name').fill(name);
  await own.page.getByLabel(/The short name/).fill(id);
}

async function joinWithPasskey(own: Device, id: string, name: string): Promise<void> {
  await join(own, id, name);
  await own.page.getByRole('button', { name: 'Join with a passkey', exact: true }).click();
  await isIn(own.page, name);
}

/** The head of the page names who acts from here; on a phone by their face. */
async function isIn(page: Page, name: string): Promise<void> {
  await page.locator('.me-here').filter({ hasText: name }).waitFor({ ...patience, state: 'attached' });
}

async function comeIn({ page }: Device, name: string): Promise<void> {
  await page.goto(`${byName(here.house.serving.url)}/come-in`);
  await page.getByRole('button', { name: 'Come in', exact: true }).click();
  await isIn(page, name);
}

test('who is invited joins on a phone with a passkey; who gives it up has not joined, and may try again', async () => {
  const own = await device();
  const { page, authenticator } = own;
  await authenticator.verify(false);
  await join(own, 'dee', 'Dee');
  await checkBasics(page);
  await page.getByRole('button', { name: 'Join with a passkey', exact: true }).click();
  await page.getByText('You haven’t joined, and nothing was kept').waitFor(patience);
  assert.equal(here.house.serving.writer.collective.state.members.has('dee'), false);
  await authenticator.verify(true);
  await page.getByRole('button', { name: 'Join with a passkey', exact: true }).click();
  await isIn(page, 'Dee');
  const { passkeys, devices } = keysOf('dee');
  assert.deepEqual([passkeys.length, devices.length, passkeys[0]?.grant.passkey?.rp_id], [1, 1, 'localhost']);
  assert.equal(devices[0]?.grant.scope?.kinds?.includes('ballot'), false);
  // What it would rather be offered too, RS256, the log doesn't take.
  assert.deepEqual(own.complaints.filter((each) => !each.includes('pubKeyCredParams')), []);
  await own.close();
});

test('who joined and never heard so is a member with the keys that they made, also when the page was closed in between', async () => {
  for (const [id, name, button] of [['ira', 'Ira', 'Join with a passkey'], ['jon', 'Jon', 'Join without a passkey']] as const) {
    const own = await device();
    const { page } = own;
    await join(own, id, name);
    await page.route('**/api/entries', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: button }).click();
    await page.getByText('It isn’t known yet whether you have joined').waitFor(patience);
    await checkBasics(page);
    const made = keysOf(id);
    assert.equal(made.devices.length, 1);
    await page.unroute('**/api/entries');
    await page.reload();
    await isIn(page, name);
    assert.deepEqual(keysOf(id), made);
    await own.close();
  }
});

test('a session that is over begins anew by the browser’s key, without a question', async () => {
  const own = await device();
  const { page, authenticator } = own;
  await joinWithPasskey(own, 'hal', 'Hal');
  await authenticator.verify(false);
  await page.context().clearCookies();
  await page.goto(`${byName(here.house.serving.url)}/come-in`);
  await isIn(page, 'Hal');
  await own.close();
});

test('a vote asks for the passkey, a comment does not; given up, nothing was said', async () => {
  const own = await device(desktop);
  const { page, authenticator } = own;
  await joinWithPasskey(own, 'eve', 'Eve');
  await say('ana', { kind: 'propose', body: { title: 'A bench', reason: 'to sit on', text: [{ id: 'p1', text: 'Of oak.' }], change: { change: 'resolution' } } });
  const [proposal] = [...here.house.serving.writer.collective.state.proposals.values()].filter(({ revision }) => revision.title === 'A bench');
  const ballots = (): object => here.house.serving.writer.collective.state.proposals.get(proposal?.id ?? '')?.ballots ?? {};
  await goTo(page, `#/decide/${proposal?.id}`);
  await authenticator.verify(false);
  await page.getByRole('radio', { name: /^Yes I am for it/ }).check();
  await page.getByRole('button', { name: 'Vote', exact: true }).click();
  await page.getByText('Nothing was said: the passkey wasn’t used').waitFor(patience);
  assert.equal('eve' in ballots(), false);
  await authenticator.verify(true);
  await page.getByRole('button', { name: 'Vote', exact: true }).click();
  await page.getByText(/You said yes/).waitFor(patience);
  assert.deepEqual(['eve' in ballots(), sealedBy('eve', 'ballot')], [true, 'passkey']);
  await authenticator.verify(false);
  await page.getByRole('button', { name: /^Comment on paragraph 1/ }).click();
  await page.getByLabel(/comment/i).fill('Larch lasts longer.');
  await page.getByRole('button', { name: 'Say it', exact: true }).click();
  await page.getByRole('button', { name: 'Erase', exact: true }).waitFor(patience);
  assert.equal(sealedBy('eve', 'comment'), 'device');
  await own.close();
});

test('a second device comes in with the same passkey; from it the first one is revoked, and can say nothing more', async () => {
  const [first, second] = [await device(), await device(desktop)];
  await joinWithPasskey(first, 'fay', 'Fay');
  await first.authenticator.shareWith(second.authenticator);
  const [before] = keysOf('fay').devices;
  await comeIn(second, 'Fay');
  assert.equal(sealedBy('fay', 'key.add'), 'passkey');
  await goTo(second.page, '#/me');
  const devices = second.page.getByRole('region', { name: 'Your devices', exact: true });
  await devices.getByText('this browser').waitFor(patience);
  assert.equal(await devices.getByRole('listitem').count(), 3);
  await checkBasics(second.page);
  // All three have one name here: the first device is the one that isn't this browser and no passkey.
  const row = devices.getByRole('listitem').filter({ hasText: 'every day’s acts' }).filter({ hasNotText: 'this browser' });
  await row.getByRole('button', { name: /^Revoke/ }).click();
  await row.getByRole('button', { name: 'Revoke', exact: true }).click();
  await devices.getByText(/Out of force/).waitFor(patience);
  assert.equal(typeof here.house.serving.writer.collective.state.keys.get(before?.grant.id ?? '')?.revokedAt, 'number');
  // By itself, as its stream ends, and whenever it is opened again.
  const isShut = first.page.getByText('This is for members');
  await isShut.waitFor(patience);
  await first.page.reload();
  await isShut.waitFor(patience);
  for (const each of [first, second]) await each.close();
});

test('who is a member already adds a passkey to the key that they have, and then what weighs is said with it', async () => {
  const own = await device();
  const { page } = own;
  await page.goto(byName(here.house.serving.link));
  await goTo(page, '#/me');
  const signer = findSigner(here.house.data, 'member', 'cy') ?? assert.fail('cy has a key');
  await page.getByLabel('Your key’s file').setInputFiles(`${here.house.data}/keys/${signer.grant.id}.json`);
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
  await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await page.getByText('You have a passkey: what weighs is said with it.').waitFor(patience);
  await checkBasics(page);
  assert.equal(sealedBy('cy', 'key.add'), 'device');
  await page.getByRole('button', { name: 'Add another passkey', exact: true }).click();
  await page.getByText('This device has a passkey of yours already').waitFor(patience);
  await page.getByRole('button', { name: 'Name them', exact: true }).click();
  await page.getByLabel('Ana').check();
  await page.getByRole('button', { name: 'Name them', exact: true }).click();
  await page.getByText(/1 of Ana can give/).waitFor(patience);
  assert.equal(sealedBy('cy', 'friends'), 'passkey');
  await own.close();
});

test('who lost everything makes a passkey, friends say yes, and after the waiting time they are back in with all old keys out of force', async () => {
  const [lost, first] = [await device(), await device()];
  await joinWithPasskey(first, 'gil', 'Gil');
  const { page } = lost;
  await page.goto(`${byName(here.house.serving.url)}/come-in`);
  await page.getByLabel(/The short name/).fill('gil');
  await checkBasics(page);
  await page.getByRole('button', { name: 'Make a new passkey', exact: true }).click();
  const link = await page.locator('.link-shown code').innerText();
  const code = await page.locator('.spoken code').innerText();
  assert.match(code, /^[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$/);
  await page.getByRole('button', { name: 'See how it stands', exact: true }).click();
  await page.getByText('None of your friends has asked for it yet').waitFor(patience);

  const friend = await device(desktop);
  await friend.page.goto(byName(here.house.serving.link));
  await goTo(friend.page, '#/me');
  await friend.page.getByLabel('Your key’s file').setInputFiles(`${here.house.data}/keys/${findSigner(here.house.data, 'member', 'bo')?.grant.id}.json`);
  await friend.page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
  await goTo(friend.page, link.slice(link.indexOf('#')));
  assert.equal(await friend.page.locator('.spoken code').innerText(), code);
  await checkBasics(friend.page);
  await friend.page.getByRole('button', { name: 'It is Gil: say yes', exact: true }).click();
  await friend.page.getByText('Said. The others see it').waitFor(patience);
  await page.getByRole('button', { name: 'See how it stands', exact: true }).click();
  await page.getByText('1 of the 2 that it takes have said yes.').waitFor(patience);

  const [proposal] = [...here.house.serving.writer.collective.state.proposals.values()].filter(({ revision }) => revision.change.change === 'recover');
  // Whoever votes on it compares the same code.
  await friend.page.getByRole('link', { name: 'See what was proposed', exact: true }).click();
  await friend.page.getByRole('heading', { name: 'Gil asks for new keys', exact: true }).waitFor(patience);
  assert.equal(await friend.page.locator('.spoken code').innerText(), code);
  assert.deepEqual(await friend.page.locator('input[name=choice]').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)), ['yes', 'no'], 'of keys nothing else counts');
  await say('ana', { kind: 'ballot', body: { proposal: proposal?.id ?? '', choice: 'yes' } });
  await page.getByRole('button', { name: 'See how it stands', exact: true }).click();
  await page.getByText('Enough have said yes. Your passkey is in force in').waitFor(patience);
  await here.house.days(25 * hourMs / (24 * hourMs));
  await comeIn(lost, 'Gil');
  const { passkeys, devices } = keysOf('gil');
  assert.deepEqual([passkeys.length, devices.length, passkeys[0]?.grant.id], [1, 1, proposal?.revision.change.change === 'recover' ? proposal.revision.change.key.id : '']);
  for (const each of [lost, first, friend]) await each.close();
});

test('a log with passkeys’ seals is checked in the browser as on the server', async () => {
  const own = await device(desktop);
  const { page } = own;
  await page.goto(byName(here.house.serving.link));
  await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor(patience);
  const { size } = here.house.serving.writer.collective.tree;
  await page.waitForFunction((least) => fetch('/log/checkpoint').then((answer) => answer.text()).then((note) => Number(note.split('\n')[1]) >= least), size, patience);
  await page.evaluate(() => { location.hash = '#/ledger/check'; });
  await page.getByRole('button', { name: 'Check it yourself', exact: true }).click();
  await page.locator('.verdict-word', { hasText: /^(Verifiable|Trustless|It differs|Not checked)$/ }).waitFor(patience);
  assert.equal(await page.locator('.verdict-word').innerText(), 'Verifiable');
  await own.close();
});

test('where there can be no passkey, the page says why and what to do', async () => {
  const own = await device();
  await own.page.goto(`${here.house.serving.url.replace('//localhost:', '//127.0.0.1:')}/come-in`);
  await own.page.getByText(/Passkeys belong to a name, and this page was opened by a number/).waitFor(patience);
  await checkBasics(own.page);
  await own.close();
});
