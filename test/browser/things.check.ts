/**
 * Devices and what is made of them in a real browser, over the demonstration's village standing still: `npm run test:browser`. Needs Chromium.
 * With `-- --update-images` it also takes the pictures in docs/images.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { keyPath } from '../../src/host/data-folder.ts';
import { modelFormat, type Model } from '../../src/sensing/learn/model.ts';
import { hourMs, minuteMs } from '../../src/vocabulary/time.ts';
import { findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { announce, badge, bath, door, hear, lamp, rawOf, shed, shelf, weigh } from './devices.ts';
import { checkOnPhone, goTo, openGround, patience, picture, visit } from './visiting.ts';

const scale = 'shed-scale/raw';
const reader = 'shed-badge/badge';
/** Whether a cup stands on a shelf that is weighed at three spots: more than 1 on the first two together. */
const shelfModel: Model = {
  format: modelFormat, classes: ['none', 'one'], features: ['left', 'middle', 'right'],
  learner: { kind: 'shrinkage-lda', means: [1, 1, 0], scales: [1, 1, 1], weights: [[-2, -2, 0], [2, 2, 0]], biases: [0, 0], shrinkage: 0.1 },
  calibration: { slope: 1, offsets: [0, 0], stray: 0, shares: [0.5, 0.5], conformal: [[0.5], [0.5]] },
};

const here = openGround();

test('a device is there within seconds of what it announces, by its area, with what it says; what is no sensor says why', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await become(page, 'hester'); // what nothing binds yet says its values to members
  await goTo(page, '#/things/devices');
  // What is bound at the founding is known before it says anything.
  await page.locator('.things-sum', { hasText: '3 devices, 3 in use.' }).waitFor(patience);
  for (const each of [shed, badge, door, bath, lamp]) await announce(here.village, each);
  await hear(here.village, { topic: 'bath-climate/temperature', payload: '41.5' });
  await hear(here.village, { topic: 'shed-scale/battery', payload: '87' });
  await hear(here.village, { topic: 'shed-scale/raw', payload: rawOf(0) });
  const woodshed = page.getByRole('region', { name: 'Woodshed', exact: true });
  await woodshed.waitFor(patience);
  assert.deepEqual(await page.locator('.devices h3').allInnerTexts(), ['Bathhouse climate', 'Porch lamp', 'Shed badge reader', 'Shed door', 'Shed scale', 'bath-bench', 'bath-stove', 'workshop-door']);
  assert.match(await page.getByRole('region', { name: 'Bathhouse', exact: true }).innerText(), /not bound[\s\S]*Temperature\s+41\.5 °C just now/);
  assert.match(await woodshed.innerText(), /battery 87 %[\s\S]*8000/);
  assert.match(await page.locator('.things-sum').innerText(), /8 devices, 3 in use\. 5 of them not bound/);
  await page.getByText('1 thing that gives no readings').click();
  assert.match(await page.getByRole('region', { name: 'Porch', exact: true }).innerText(), /lamp \(light\)/);
  assert.deepEqual(complaints, []);
  await close();
});

test('a load cell is bound by who may: for what, of what, two known weights, the weight of a piece; and its entry says just that', async () => {
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'bunyan');
  await goTo(page, '#/things/devices');
  await page.getByRole('link', { name: 'Bind Shed scale, raw', exact: true }).click();
  await page.getByRole('radio', { name: /Load cell/ }).check();
  await page.getByRole('button', { name: 'Woodpile', exact: true }).click();
  assert.match(await page.locator('main').innerText(), /Heard by “A pile of firewood/);
  await page.getByLabel('Grams on it first').fill('0');
  await page.getByRole('button', { name: 'Take what it says now', exact: true }).first().click();
  await hear(here.village, { topic: 'shed-scale/raw', payload: rawOf(20_000) });
  await page.locator('.weights-now', { hasText: '2008000' }).waitFor(patience);
  await page.getByLabel('Grams on it then').fill('20000');
  await page.getByRole('button', { name: 'Take what it says now', exact: true }).last().click();
  await page.locator('.weights-now', { hasText: 'that is 20000 g' }).waitFor(patience);
  await page.getByLabel(/put some on the empty scale/).fill('10');
  await page.getByRole('button', { name: 'Weigh them: 10 pieces of 2000 g', exact: true }).click();
  await page.getByLabel('A further stream').selectOption(reader);
  const bound = page.locator('.bound-streams .inset').last();
  assert.equal(await bound.getByLabel('As what').inputValue(), 'door');
  await bound.getByLabel('As what').selectOption('badge');
  await bound.getByText(/Whom it measures/).click();
  for (const name of ['Ana Tolland', 'Bo Lindqvist']) await bound.getByLabel(name).check();
  await page.getByText('More settings, as they usually are').click();
  await page.getByLabel(/^Noise \(g\)/).fill('30');
  assert.match(await page.locator('.bind-form').innerText(), /Ana Tolland, Bo Lindqvist are measured/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  await page.getByRole('button', { name: 'Bind it', exact: true }).click();
  await page.getByRole('heading', { name: 'What is made of them', exact: true }).waitFor(patience);
  await page.locator('.bindings', { hasText: 'shed-scale/raw' }).waitFor(patience);
  assert.deepEqual(here.village.serving.writer.collective.state.bindings.get('woodpile-load-cell'), {
    id: 'woodpile-load-cell', subject: 'woodpile', method: 'load-cell', keep_days: 7,
    streams: [{ stream: scale, as: 'weight' }, { stream: reader, as: 'badge', of: ['ana', 'bo'] }],
    settings: { known: [{ raw: '8000', grams: '0' }, { raw: '2008000', grams: '20000' }], piece_g: '2000', noise_g: '30' },
  });
  assert.deepEqual(complaints, []);
  await close();
});

test('who may not bind alone proposes it; a setting that can\'t be is said at once', async () => {
  const { page, close } = await visit(here, desktop);
  await become(page, 'hester');
  await goTo(page, '#/things/bind/bath-climate%2Ftemperature');
  assert.ok(await page.getByRole('radio', { name: /Temperature/ }).isChecked(), 'it suits a thermometer');
  await page.getByLabel('Of what?').fill('bathhouse');
  assert.match(await page.locator('main').innerText(), /No agreement listens to “temperature” of bathhouse/);
  await page.getByText('More settings, as they usually are').click();
  await page.getByLabel(/^Tolerance/).fill('warm');
  await page.getByText(/“Tolerance”: "warm" is not a decimal number/).waitFor(patience);
  await page.getByLabel(/^Tolerance/).fill('2');
  await page.getByText('By the charter Bunyan Ashe may bind it; you can propose it, and then the members decide.').waitFor(patience);
  await page.getByLabel('Why it should be so').fill('so that nobody scalds themselves');
  await page.getByRole('button', { name: 'Propose it', exact: true }).click();
  await page.getByRole('link', { name: /Bathhouse/ }).first().waitFor(patience);
  const proposed = [...here.village.serving.writer.collective.state.proposals.values()].map(({ revision }) => revision.change).find(({ change }) => change === 'sensing');
  assert.deepEqual(proposed, {
    change: 'sensing', unbind: [],
    bind: [{ id: 'bathhouse-temperature', subject: 'bathhouse', method: 'temperature', settings: { tolerance: '2' }, keep_days: 7, streams: [{ stream: 'bath-climate/temperature', as: 'temperature' }] }],
  });
  await close();
});

test('what measures me: hidden from others, off until I say so, each purpose with its effect; who looked stands there, refused looks too', async () => {
  await hear(here.village, { topic: 'shed-badge/badge', payload: 'ana' });
  const { page, complaints, close } = await visit(here, phone);
  await goTo(page, '#/things/devices');
  await page.getByText('measures Ana Tolland, Bo Lindqvist: shown to nobody else without a look').waitFor(patience);
  await here.village.say('bo', { kind: 'permit', body: { stream: reader, purpose: 'firewood', keep_days: 7 } });
  await become(page, 'ana');
  await goTo(page, '#/things/measures');
  const card = page.getByRole('region', { name: /Shed badge reader/ });
  await card.getByText('hears nothing of you from it').waitFor(patience);
  assert.match(await card.innerText(), /It measures Bo Lindqvist too/);
  const on = card.getByRole('switch', { name: /firewood/ });
  assert.equal(await on.getAttribute('aria-checked'), 'false');
  await on.click();
  await card.getByText('hears what it says of you').waitFor(patience);
  const { state } = here.village.serving.writer.collective;
  assert.deepEqual(state.permits.get(`ana ${reader} firewood`), { stream: reader, purpose: 'firewood', keep_days: 7 });
  await card.getByText('Another purpose, or other limits').click();
  await card.getByLabel(/^For/).fill('care');
  await card.getByLabel('Who may look at the readings').selectOption('hester');
  await card.getByLabel(/What of each reading/).fill('at');
  await card.getByLabel('Days for which readings may be kept').fill('3');
  await card.getByRole('button', { name: 'Permit it', exact: true }).click();
  await card.getByText('Hester Voss may see the time of each reading, and you are told each time').waitFor(patience);
  await here.village.say('bo', { kind: 'permit', body: { stream: reader, purpose: 'care', to: 'hester', keep_days: 3 } });
  // Two hours of the afternoon before, by the village's clocks.
  const look = { stream: reader, purpose: 'care', reason: 'nobody saw her today', from: Date.UTC(2026, 1, 8, 18), until: Date.UTC(2026, 1, 8, 20) };
  await here.village.say('hester', { kind: 'look', body: look });
  await assert.rejects(here.village.say('wren', { kind: 'look', body: { ...look, reason: 'curious' } }), /no_consent|not_permitted/);
  const looks = page.getByRole('region', { name: 'Who looked', exact: true });
  await looks.getByText(/Wren Abbott wanted to look at/).waitFor(patience);
  assert.match(await looks.innerText(), /Hester Voss looked at shed-badge\/badge for care: nobody saw her today[\s\S]*readings from Sun 8 Feb, 13:00 to 15:00, the time of each/);
  assert.match(await looks.innerText(), /Wren Abbott wanted to look at .*curious refused/);
  assert.deepEqual(complaints, []);
  await close();
});

test('who wants to see readings says for what and why, and sees of them what was permitted; for another purpose it is refused, and both stand there', async () => {
  await hear(here.village, { topic: 'shed-badge/badge', payload: 'unknown' });
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'hester');
  await goTo(page, '#/things/devices');
  await page.getByRole('link', { name: 'Readings of Shed badge reader, badge', exact: true }).click();
  await page.getByRole('heading', { name: 'Readings of “Shed badge reader: badge”', exact: true }).waitFor(patience);
  await page.getByText('you may see the time of each reading').waitFor(patience);
  await page.getByRole('button', { name: 'For care', exact: true }).click();
  await page.getByLabel(/^Why/).fill('she did not come to supper');
  await page.getByRole('button', { name: 'Put it down, and look', exact: true }).click();
  await page.getByText('1 reading.').waitFor(patience);
  assert.match(await page.locator('.figures').innerText(), /When\s+Mon 9 Feb, 12:00$/);
  await page.getByLabel(/^For/).fill('firewood');
  await page.getByRole('button', { name: 'Put it down, and look', exact: true }).click();
  await page.getByText(/does not permit hester to look/).waitFor(patience);
  assert.equal(await page.locator('.figures').count(), 0, 'what was shown for another purpose is gone');
  assert.deepEqual(here.village.serving.view().looks.slice(-2).map(({ by, look, refused }) => [by, look.purpose, look.reason, refused]), [
    ['hester', 'care', 'she did not come to supper', null], ['hester', 'firewood', 'she did not come to supper', 'no_consent'],
  ]);
  await goTo(page, '#/things/look/bath-climate%2Ftemperature');
  await page.getByRole('heading', { name: 'There are no readings of it', exact: true }).waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('feature vectors are bound with a trained model: chosen by what it tells apart, or put there as a file; the log names its hash', async () => {
  const text = JSON.stringify(shelfModel);
  const hash = createHash('sha256').update(text).digest('hex');
  await announce(here.village, shelf);
  await hear(here.village, { topic: 'shelf-scales/vector', payload: '[0.1,0.0]' });
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'bunyan');
  await goTo(page, '#/things/bind/shelf-scales%2Fvector');
  await page.getByRole('radio', { name: /Classify/ }).check();
  await page.getByText('None lies here yet.').waitFor(patience);
  await page.getByText('Say whose or what it is').waitFor(patience);
  await page.getByLabel('Of what?').fill('shelf');
  await page.getByText('Choose the trained model that tells what the numbers mean').waitFor(patience);
  await page.getByLabel(/put a model’s file there/).setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await page.getByText(/its format isn't frankpledge-model/).waitFor(patience);
  await page.getByLabel(/put a model’s file there/).setInputFiles({ name: 'cups.model', mimeType: 'application/octet-stream', buffer: Buffer.from(text) });
  const option = page.getByRole('radio', { name: new RegExp(`none or one from 3 numbers by a linear discriminant; ${hash.slice(0, 16)}`) });
  await option.waitFor(patience);
  assert.ok(await option.isChecked());
  await page.getByText('The stream says 2 numbers at a time, and this model reads 3: it could say nothing.').waitFor(patience);
  await hear(here.village, { topic: 'shelf-scales/vector', payload: '[0.1,0.0,0.2]' });
  await page.getByText('it could say nothing').waitFor({ state: 'detached', ...patience });
  await page.getByRole('textbox', { name: /^Event/ }).fill('cups');
  assert.deepEqual(await page.evaluate(findFaults), []);
  await page.getByRole('button', { name: 'Bind it', exact: true }).click();
  await page.locator('.bindings', { hasText: 'shelf-scales/vector' }).waitFor(patience);
  assert.deepEqual(here.village.serving.writer.collective.state.bindings.get('shelf-classify'), {
    id: 'shelf-classify', subject: 'shelf', method: 'classify', model: hash, settings: { event: 'cups' }, keep_days: 7, streams: [{ stream: 'shelf-scales/vector', as: 'features' }],
  });
  await hear(here.village, { topic: 'shelf-scales/vector', payload: '[2.1,1.9,0.1]' });
  await goTo(page, '#/things/rebind/shelf-classify');
  await page.getByRole('button', { name: 'What would it have said?', exact: true }).click();
  await page.getByText(/it would have said cups once/).waitFor(patience);
  assert.match(await page.locator('.preview').first().innerText(), /cups class one/);
  assert.deepEqual(complaints, [`Failed to load resource: the server responded with a status of 400 (Bad Request)`]);
  await close();
});

test('an observation says how sure it is and why: who said what, for whom, how calibrated; whoever is named contests it, others dispute it', async () => {
  await hear(here.village, { topic: 'shed-badge/badge', payload: 'unknown' });
  await weigh(here.village, 19_990, 12);
  await hear(here.village, { topic: 'shed-badge/badge', payload: 'ana' });
  await weigh(here.village, 17_990, 12);
  await here.village.pass(minuteMs);
  await weigh(here.village, 17_990, 40);
  await taken(1);
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'ana');
  await openWhy(page, /Ana Tolland took 1 piece /);
  const why = page.getByRole('dialog');
  await why.locator('.saying', { hasText: reader }).waitFor(patience);
  const said = await why.innerText();
  assert.match(said, /What the sensors said[\s\S]*shed-badge\/badge who it was[\s\S]*to 1 for it/);
  assert.match(said, /not calibrated: too few cases/i);
  assert.match(said, /vouched for by the gateway/);
  await why.getByText('the readings that it rests on are kept, and are those that the record commits to').waitFor(patience);
  await picture(page, 'why-phone', why.locator('.evidence-whole'));
  await why.locator('.doubt-form summary').click();
  await why.getByLabel('Why it is not so').fill('I only moved it');
  await why.getByRole('button', { name: 'Contest it', exact: true }).click();
  await why.getByText('It is said. A third person decides').waitFor(patience);
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
  await openWhy(page, /Ana Tolland took 1 piece /);
  await why.getByText('It is said. A third person decides').waitFor(patience);
  assert.equal(await why.locator('.doubt-form').count(), 0, 'nobody says it a second time');
  assert.deepEqual(complaints, []);
  await close();
});

test('a dispute is judged by who may, once', async () => {
  const observation = [...here.village.serving.view().cited.values()].find(({ from, event }) => from !== null && event === 'taken')?.id ?? assert.fail('nothing was made from readings');
  await here.village.say('bo', { kind: 'dispute', body: { observation, reason: 'it was the wind' } });
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'hester');
  await goTo(page, '#/things/doubts');
  await page.getByText('it was the wind').waitFor(patience);
  await page.locator('.doubt .saying').first().waitFor(patience);
  const judged = page.getByRole('region', { name: 'Waiting for somebody to judge', exact: true });
  await judged.getByLabel(/What you know of it/).fill('I was there');
  await judged.getByRole('button', { name: 'It was so', exact: true }).click();
  await page.getByRole('heading', { name: 'Judged', exact: true }).waitFor(patience);
  assert.match(await page.getByRole('region', { name: 'Judged', exact: true }).innerText(), /Bo Lindqvist said “it was the wind”; it was so, says Hester Voss: I was there/);
  assert.equal(here.village.serving.writer.collective.state.disputes.size, 0);
  assert.deepEqual(complaints, []);
  await close();
});

test('from what errors cost to a cut-off, held against the past with its interval, and to a proposal', async () => {
  const { page, complaints, close } = await visit(here, desktop);
  await become(page, 'dora');
  await goTo(page, '#/things/cutoff/firewood');
  await page.getByRole('radio', { name: /How sure it must be that it happened/ }).check();
  // A. Wald: nine to one is 9 / (9 + 1).
  await page.locator('.zoned-says', { hasText: '0.90' }).waitFor(patience);
  assert.match(await page.getByRole('region', { name: 'Propose it', exact: true }).innerText(), /That is what is agreed/);
  await page.getByLabel('Charging someone wrongly is times as bad').fill('18');
  await page.getByLabel('as missing one, which costs', { exact: true }).first().fill('2');
  await page.getByLabel(/Asking a person costs/).fill('1');
  // 1 − 1/18 rounded up, and 1/2.
  await page.locator('.zoned-says', { hasText: '0.944444445' }).waitFor(patience);
  assert.match(await page.locator('.zoned-says').innerText(), /from 0\.50 on a person is asked/);
  // One case is decided: 0 of 1, and Clopper and Pearson's interval reaches to 1 − 0.025.
  assert.match(await page.getByRole('region', { name: 'On our own past', exact: true }).innerText(), /Charged wrongly\s+0 of 1; with so few cases anything from 0 % to 98 %/);
  await page.getByLabel(/Asking a person costs/).fill('');
  await page.getByLabel('Charging someone wrongly is times as bad').fill('38');
  await page.getByLabel('Why it should be otherwise').fill('people were charged for what they only moved');
  await page.getByRole('button', { name: 'Propose 0.95', exact: true }).click();
  await page.waitForFunction(() => location.hash === '#/decide', undefined, patience);
  const change = [...here.village.serving.writer.collective.state.proposals.values()].find(({ reason }) => reason.startsWith('people were charged'))?.revision.change;
  assert.deepEqual(change, { change: 'terms', subcontract: 'firewood', terms: { event_cutoff: '0.95' } });
  assert.deepEqual(complaints, []);
  await close();
});

test('harm is reported, ranked with shares and intervals, and drafted as a proposal', async () => {
  for (const [place, count] of [['kitchen', 20], ['hall', 10]] as const) {
    for (let each = 0; each < count; each += 1) await here.village.say('ana', { kind: 'incident', body: { place, severity: 4, happened: Date.UTC(2026, 0, 10) + each * hourMs } });
  }
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'cyd');
  await goTo(page, '#/things/harm');
  // Two in the kitchen and one in the cellar were there before.
  await page.getByRole('heading', { name: 'Kitchen first: 22 of 33 severe incidents (67 %)', exact: true }).waitFor(patience);
  await page.getByLabel('Where a place').fill('kitchen');
  await page.getByLabel('How bad').selectOption('5');
  await page.getByRole('button', { name: 'Report it', exact: true }).click();
  await page.getByRole('heading', { name: 'Kitchen first: 23 of 34 severe incidents (68 %)', exact: true }).waitFor(patience);
  await page.getByRole('button', { name: 'Draft a proposal for kitchen', exact: true }).click();
  await page.getByRole('button', { name: 'Put it to the vote', exact: true }).click();
  await page.getByRole('link', { name: /More sensing in kitchen/ }).first().waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('what an agreement leaves to a person is decided from the page, by who may', async () => {
  const open = (): number => here.village.serving.writer.collective.state.reviews.size;
  const before = open();
  const { page, complaints, close } = await visit(here, phone);
  await become(page, 'ana');
  await goTo(page, '#/things/doubts');
  const contested = page.locator('.doubt', { hasText: 'Ana Tolland contests the taking: I only moved it' });
  await contested.waitFor(patience);
  assert.equal(await contested.getByRole('button').count(), 0, 'not by whom it is about');
  await close();
  const third = await visit(here, phone);
  await become(third.page, 'hester');
  await third.page.evaluate(() => { location.hash = '#/'; });
  await third.page.locator('.asked-line', { hasText: 'Decide what the sensors couldn’t' }).first().click();
  const doubt = third.page.locator('.doubt', { hasText: 'Ana Tolland contests the taking: I only moved it' });
  await doubt.getByLabel(/What you know of it/).fill('it lies there still');
  await doubt.getByRole('button', { name: 'It was so', exact: true }).click();
  await doubt.waitFor({ state: 'detached', ...patience });
  assert.equal(open(), before - 1);
  assert.deepEqual([...complaints, ...third.complaints], []);
  await third.close();
});

test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  for (const [address, name, size, top] of [
    ['#/things/devices', 'things', desktop, '.pages'], ['#/things/cutoff/firewood', 'cutoff', desktop, '.tabs'], ['#/things/rebind/woodpile-load-cell', 'bind', phone, '.weights'],
    ['#/things/measures', 'measures', phone, '.tabs'], ['#/things/harm', 'harm', { width: 1280, height: 720 }, '.tabs'],
  ] as const) {
    const { page, close } = await visit(here, size);
    await goTo(page, address);
    await page.getByLabel('You are').selectOption('ana');
    await page.locator(top).waitFor(patience);
    await page.locator('main .card p, main .card li').first().waitFor(patience);
    await picture(page, `${name}-${size === phone ? 'phone' : 'desktop'}`, page.locator(top));
    await close();
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`on a phone each page scrolls one way only, and everything has a name and enough contrast (${colorScheme})`, async () => {
    const { page, complaints, close } = await visit(here, phone, colorScheme);
    await become(page, colorScheme === 'light' ? 'bo' : 'bunyan');
    await checkOnPhone(page, ['#/things', '#/things/devices', '#/things/bind', `#/things/bind/${encodeURIComponent(scale)}`, '#/things/rebind/woodpile-load-cell', `#/things/look/${encodeURIComponent(reader)}`, '#/things/measures', '#/things/doubts', '#/things/cutoff', '#/things/harm']);
    assert.deepEqual(complaints, []);
    await close();
  });
}

/** Acts from this browser as the member, by the key that they have in a file. */
async function become(page: Page, member: string): Promise<void> {
  await goTo(page, '#/me');
  await page.getByLabel('Your key’s file').setInputFiles(keyPath(here.village.folder, `member-${member}`));
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
}

async function openWhy(page: Page, sentence: RegExp): Promise<void> {
  await page.evaluate(() => { location.hash = '#/books'; });
  const row = page.locator('.row-posting', { hasText: sentence }).first();
  await row.waitFor(patience);
  await row.click();
}

/** Waits for so many takings that were made from readings to be in the log. */
async function taken(count: number): Promise<void> {
  const made = (): number => [...here.village.serving.view().cited.values()].filter(({ from, event }) => from !== null && event === 'taken').length;
  for (let turns = 0; made() < count; turns += 1) {
    assert.ok(turns < 100_000, `${made()} takings`);
    await new Promise((next) => { setImmediate(next); });
  }
}

