/**
 * "Check it yourself" and the tab that watches, in a real browser, against servers that tell the truth and servers that don't:
 * `npm run test:browser`. Needs Chromium.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { createHasher, createSealVerifier } from '../../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../../src/host/codes.ts';
import { verifySource } from '../../src/host/verify.ts';
import { canonical } from '../../src/log/canonical.ts';
import { checkpointIn } from '../../src/log/checkpoint.ts';
import { parseNote, parseVerifierKey } from '../../src/log/note.ts';
import { knownKey } from '../../src/log/cosignature.ts';
import { parsePolicy } from '../../src/log/policy.ts';
import { parseProof, verifyProof } from '../../src/log/proof.ts';
import { createReplay } from '../../src/log/replay.ts';
import type { Change } from '../../src/vocabulary/changes.ts';
import type { Evidence } from '../../web/src/trust/evidence.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { forgeLog, type ForgedLog } from './forged.ts';
import type { Lie } from './proxy.ts';
import { complaintsOf, openGround, patience, picture } from './visiting.ts';

const hasher = createHasher();
const verifier = createSealVerifier();

const here = openGround();

beforeEach(() => here.village.proxy.lie(undefined));

test('pictures for the manual', { skip: process.argv.includes('--update-images') ? false : 'with --update-images' }, async () => {
  const context = await here.browser.newContext({ viewport: phone, reducedMotion: 'reduce' });
  const { page } = await visit(context);
  await check(page);
  await page.locator('.check-details').evaluate((details: HTMLDetailsElement) => { details.open = false; });
  await picture(page, 'check-phone', page.locator('.card', { has: page.locator('.verdict-word') }));
  await context.close();
});

test('the check replays the demonstration\'s whole log and comes to the same root and state as Node does, and says no more than holds', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const { page, complaints } = await visit(context);
  await check(page);
  assert.equal(await word(page), 'Verifiable');
  const byNode = await verifySource(here.village.folder);
  assert.ok(byNode.ok);
  const records = here.village.records();
  assert.equal(byNode.records, records.length);
  assert.equal(await figure(page, 'root'), byNode.root);
  assert.equal(await figure(page, 'digest'), await digestOf(records));
  const said = await page.locator('main').innerText();
  assert.match(said, new RegExp(`Replayed here: ${inWords(records.length)} records`));
  assert.match(said, /No witnesses are agreed on/);
  const findings = await page.locator('.finding').evaluateAll((all) => all.map((each) => [each.querySelector('svg')?.getAttribute('aria-label'), each.querySelector('strong')?.textContent]));
  assert.deepEqual(findings, [['holds', 'Nothing was changed'], ['holds', 'The rules were followed'], ['doesn’t hold', 'It isn’t vouched that others saw the same log']]);
  assert.match(said, /The operator holds all members’ keys/);
  assert.match(said, /own Ed25519/);
  assert.doesNotMatch(said, /trustless/i);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the next check goes on from what the browser saw, over a reload too', async () => {
  const context = await here.browser.newContext({ viewport: phone });
  const { page } = await visit(context);
  await check(page);
  const { length } = here.village.records();
  assert.match(await page.locator('main').innerText(), /saw this log for the first time/);
  await pay();
  await page.goto(here.village.link);
  await check(page, length + 1);
  assert.match(await page.locator('main').innerText(), new RegExp(`goes on from the ${inWords(length)} records that this browser saw`));
  await context.close();
});

test('a log that is set back, has another face or another past is shouted about, with both signed heads in the file', async () => {
  const context = await here.browser.newContext({ viewport: desktop, acceptDownloads: true });
  const { page } = await visit(context);
  await check(page);
  const records = here.village.records();
  const changed = records.map((record, seq) => (seq === 400 ? record.replace(/"recordedAt":\d/, '"recordedAt":2') : record));
  assert.notEqual(changed[400], records[400]);
  const faces: readonly (readonly [ForgedLog, RegExp])[] = [
    [forged(records.slice(0, 500)), /set back/],
    [forged(changed), /two faces/],
    [forged([...changed, records[0] ?? '']), /the past was rewritten/],
  ];
  for (const [log, says] of faces) {
    here.village.proxy.lie(serving(log));
    await check(page);
    assert.equal(await word(page), 'It differs');
    assert.match(await page.locator('.difference').innerText(), says);
    assert.match(await page.locator('.difference').innerText(), /Both heads are signed by the log's key/);
    const { heads } = await evidence(page);
    assert.deepEqual(heads.map((note) => { const head = checkpointIn(note); return head.ok ? head.value.size : -1; }), [records.length, checkpointSize(log)]);
  }
  here.village.proxy.lie(undefined);
  await check(page);
  assert.equal(await word(page), 'Verifiable', 'what was refused isn\'t remembered');
  await context.close();
});

test('an entry and a tile that were changed on the way are found and named', async () => {
  const context = await here.browser.newContext({ viewport: phone });
  const { page } = await visit(context);
  const changed = (path: string, change: (body: Uint8Array) => void): Lie => async (asked, honest) => {
    if (asked.path !== path) return undefined;
    const answer = await honest();
    const body = Uint8Array.from(answer.body);
    change(body);
    return { status: answer.status, body };
  };
  // An amount within the second bundle: entry 256 comes first there.
  here.village.proxy.lie(changed('/log/tile/entries/001', (body) => { body[100] = (body[100] ?? 0) ^ 1; }));
  await check(page);
  assert.equal(await word(page), 'It differs');
  assert.match(await page.locator('.difference').innerText(), /entry 256 in tile\/entries\/001 is not the one in the signed tree/);
  here.village.proxy.lie(changed('/log/tile/0/002', (body) => { body[0] = (body[0] ?? 0) ^ 1; }));
  await check(page);
  assert.equal(await word(page), 'It differs');
  assert.match(await page.locator('.difference').innerText(), /tile\/0\/002/);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width);
  await context.close();
});

test('an operator who signs a record that the rules don\'t give is found at that record, with a proof that stands without the browser', async () => {
  const context = await here.browser.newContext({ viewport: desktop, acceptDownloads: true });
  const { page } = await visit(context);
  const records = here.village.records();
  const seq = 600;
  const lied = records.map((text, at) => (at === seq ? canonical({ ...JSON.parse(text) as object, outcomeHash: 'ab'.repeat(32) }) : text));
  here.village.proxy.lie(serving(forged(lied)));
  await check(page);
  assert.equal(await word(page), 'It differs');
  assert.equal(await page.getByRole('heading', { name: `Record ${seq}`, exact: true }).count(), 1);
  const said = await page.locator('.difference').innerText();
  assert.match(said, /the rules give/);
  assert.match(said, new RegExp('ab'.repeat(32)));
  const { finding, record } = await evidence(page);
  assert.equal(finding.seq, seq);
  assert.equal(record?.text, lied[seq]);
  const proof = parseProof(record?.receipt ?? '');
  const key = parsePolicy(hasher, await (await page.request.get(new URL('/log/policy', page.url()).href)).text());
  assert.ok(proof.ok && key.ok);
  const proven = verifyProof({ hasher, verifier }, { ...key.value, witnesses: [], groups: [], quorum: 'none' }, proof.value, record?.text ?? '');
  assert.ok(proven.ok);
  await context.close();
});

test('a check can be stopped, and then says nothing', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const { page } = await visit(context);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  here.village.proxy.lie(async ({ path }) => {
    if (path.startsWith('/log/tile/entries/002')) await held;
    return undefined;
  });
  await page.getByRole('button', { name: /^Check (it yourself|again)$/ }).click();
  await page.getByText('Reading').or(page.getByText(/of [\d,]+ records/)).first().waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  release();
  assert.equal(await word(page), 'Stopped');
  here.village.proxy.lie(undefined);
  await check(page);
  assert.equal(await word(page), 'Verifiable');
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`on a phone the check fits, has names and enough contrast (${colorScheme})`, async () => {
    const context = await here.browser.newContext({ viewport: phone, colorScheme, reducedMotion: 'reduce' });
    const { page } = await visit(context);
    for (const state of ['before', 'after']) {
      if (state === 'after') {
        await page.getByRole('switch').click();
        await page.getByText(/the newest has [\d,]+ records/).waitFor(patience);
        await check(page);
      }
      await page.locator('details').evaluateAll((all) => { for (const each of all as HTMLDetailsElement[]) each.open = true; });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width, state);
      assert.deepEqual(await page.evaluate(findFaults), [], state);
      assert.deepEqual(await page.evaluate(findFaint), [], state);
    }
    await context.close();
  });
}

test('a watching tab cosigns under its own name, remembers over a reload, and after a check also under the name of those that replay', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const { page } = await visit(context);
  const handedIn = listen();
  await page.getByRole('switch').click();
  await page.getByText(/the newest has [\d,]+ records/).waitFor(patience);
  const tab = only(handedIn.names());
  assert.match(tab, /^127\.0\.0\.1:\d+\/tab-[0-9a-f]{8}$/);
  assert.ok(await volunteers(page).then((names) => names.includes(tab)), 'the collective shows it as a volunteer');
  await check(page);
  await page.getByText(/the newest head too was taken through/).waitFor(patience);
  const [replayed = '', ...others] = handedIn.names().filter((name) => name !== tab);
  assert.match(replayed, /^127\.0\.0\.1:\d+\/replayed-[0-9a-f]{8}$/);
  assert.deepEqual(others, []);
  const size = here.village.records().length + 1;
  await pay();
  await page.getByText(`the newest has ${inWords(size)} records`).waitFor(patience);
  assert.deepEqual(handedIn.over(size).names.sort(), [replayed, tab].sort(), 'what came in since was replayed too');
  await page.reload();
  await page.getByText(`the newest has ${inWords(size)} records`).waitFor(patience);
  assert.deepEqual(handedIn.names().sort(), [replayed, tab].sort(), 'the keys are the same');
  for (const [vkey, note, signature] of handedIn.all()) {
    const key = parseVerifierKey(hasher, vkey);
    const known = key.ok ? knownKey(verifier, key.value) : key;
    assert.ok(known.ok && known.value.verify(note, signature));
  }
  await context.close();
});

test('a watching tab refuses a head that was set back, and one of another past, over a reload too, and says so', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const { page } = await visit(context);
  const handedIn = listen();
  await page.getByRole('switch').click();
  const records = here.village.records();
  await page.getByText(`the newest has ${inWords(records.length)} records`).waitFor(patience);
  const before = handedIn.all().length;
  const faces: readonly (readonly [ForgedLog, RegExp])[] = [[forged(records.slice(0, 500)), /set back/], [forged([...records.slice(1), records[0] ?? '']), /another root was cosigned/]];
  for (const [log, says] of faces) {
    handedIn.lie(serving(log));
    await page.reload();
    await page.getByRole('alert').filter({ hasText: says }).waitFor(patience);
    await page.getByRole('button', { name: 'Save both heads', exact: true }).waitFor();
  }
  assert.equal(handedIn.all().length, before, 'nothing more was cosigned');
  await context.close();
});

test('of two tabs that are shown two faces at one instant, one cosigns and the other refuses', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const tabs = [(await visit(context)).page, (await visit(context)).page];
  const handedIn = listen();
  const records = here.village.records();
  const faces = [forged(records), forged([...records.slice(1), records[0] ?? ''])];
  // Each tab's first question for the head is held until the other has asked too.
  let asked = 0;
  let both = (): void => undefined;
  const held = new Promise<void>((resolve) => { both = resolve; });
  handedIn.lie(async ({ path }) => {
    if (path !== '/log/pending') return undefined;
    const own = asked;
    asked += 1;
    if (asked === 2) both();
    await held;
    return { status: 200, body: faces[own % 2]?.files.get(path) ?? new Uint8Array() };
  });
  for (const page of tabs) await page.getByRole('switch').click();
  await Promise.any(tabs.map((page) => page.getByRole('alert').filter({ hasText: /another root was cosigned/ }).waitFor(patience)));
  const roots = new Set(handedIn.all().map(([, note]) => note));
  assert.equal(roots.size, 1, 'one root alone was ever cosigned');
  assert.equal(handedIn.names().length, 1, 'both tabs are one witness');
  await context.close();
});

test('once the members adopt the tab\'s line, its cosignature counts; with their keys in their own hands all three hold, and the word is said', async () => {
  const context = await here.browser.newContext({ viewport: desktop });
  const { page } = await visit(context);
  await page.getByRole('switch').click();
  await page.getByText(/the newest has [\d,]+ records/).waitFor(patience);
  await page.getByText('For the members’ policy').click();
  const line = await page.locator('.watching pre').innerText();
  const [, name = ''] = line.split(' ');
  await adopt({ change: 'policy', policy: `${line}\nquorum ${name}\n`, runs: {} });
  await page.getByText(`the newest has ${inWords(here.village.records().length)} records`).waitFor(patience);
  await check(page, here.village.records().length);
  assert.equal(await word(page), 'Verifiable');
  const said = await page.locator('.statements').innerText();
  assert.match(said, /Cosigned by 1 of 1 independent witness\n/);
  assert.match(said, new RegExp(`${name} \\(the log doesn’t say who runs it\\) \\d+ s ago`));
  for (const file of readdirSync(join(here.village.folder, 'keys'))) if (file.startsWith('member-')) rmSync(join(here.village.folder, 'keys', file));
  await check(page);
  assert.equal(await word(page), 'Trustless');
  assert.match(await page.locator('.statements').innerText(), /Keys are held by members/);
  await context.close();
});

type Visited = { readonly page: Page; readonly complaints: readonly string[] };

/** Opens the check. */
async function visit(context: BrowserContext): Promise<Visited> {
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(here.village.link);
  await page.getByRole('heading', { level: 1 }).waitFor(patience);
  await page.evaluate(() => { location.hash = '#/ledger/check'; });
  await page.getByRole('button', { name: 'Check it yourself', exact: true }).waitFor();
  return { page, complaints };
}

/** Checks to the end. @param least records that the head must have by then */
async function check(page: Page, least = 0): Promise<void> {
  await page.waitForFunction((size) => fetch('/log/checkpoint').then((answer) => answer.text()).then((note) => Number(note.split('\n')[1]) >= size), least, patience);
  if (new URL(page.url()).hash !== '#/ledger/check') await page.evaluate(() => { location.hash = '#/ledger/check'; });
  await page.getByRole('button', { name: /^Check (it yourself|again)$/ }).click();
  await page.locator('.verdict-word', { hasText: /^(Verifiable|Trustless|It differs|Not checked)$/ }).waitFor(patience);
  await page.locator('.check-details').evaluate((details: HTMLDetailsElement) => { details.open = true; });
}

/** As the page writes numbers. */
function inWords(count: number): string {
  return count.toLocaleString('en-GB');
}

async function pay(): Promise<void> {
  await here.village.say('ana', { kind: 'pay', body: { to: 'wren', unit: 'crown', amount: '0.01' } });
}

/** Ana proposes it, and all others agree as long as votes are needed. */
async function adopt(change: Change): Promise<void> {
  const { state } = here.village.serving.writer.collective;
  await here.village.say('ana', { kind: 'propose', body: { change, reason: 'so that nobody has two logs' } });
  const [proposal = ''] = [...state.proposals.keys()].slice(-1);
  for (const member of state.members.keys()) {
    if (member !== 'ana' && state.policy === null) await here.village.say(member, { kind: 'ballot', body: { proposal, choice: 'yes' } });
  }
  assert.notEqual(state.policy, null);
}

async function word(page: Page): Promise<string> {
  return page.locator('.verdict-word').innerText();
}

async function figure(page: Page, name: string): Promise<string> {
  return page.locator(`[data-figure="${name}"]`).innerText();
}

async function evidence(page: Page): Promise<Evidence> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the evidence', exact: true }).click()]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Evidence;
}

async function volunteers(page: Page): Promise<readonly string[]> {
  const trust = await (await page.request.get(new URL('/api/trust', page.url()).href)).json() as { volunteers: { name: string }[] };
  return trust.volunteers.map(({ name }) => name);
}

async function digestOf(records: readonly string[]): Promise<string> {
  const run = createReplay({ hasher, verifier, sandbox: await createCodeSandbox() });
  const { journal } = here.village.serving.writer.collective;
  for (const hash of journal.blobHashes()) run.take({ part: 'blob', hash, text: journal.getBlob(hash) ?? '' });
  for (const text of records) assert.equal(run.take({ part: 'record', text }), undefined);
  return run.digest();
}

function forged(records: readonly string[]): ForgedLog {
  return forgeLog(here.village.log.sealer, here.village.origin, records);
}

function checkpointSize({ note }: ForgedLog): number {
  const head = checkpointIn(note);
  return head.ok ? head.value.size : -1;
}

function serving({ files }: ForgedLog): Lie {
  return ({ path }) => {
    const body = files.get(path);
    return body === undefined ? undefined : { status: 200, body };
  };
}

type HandedIn = readonly [vkey: string, note: string, signature: Uint8Array];

/** Notes down what tabs hand in, and over which head; a lie may be told beside. */
function listen(): { all: () => readonly HandedIn[]; names: () => string[]; over: (size: number) => { names: string[] }; lie: (lie: Lie) => void } {
  const all: HandedIn[] = [];
  let lying: Lie | undefined;
  const shown = new Map<string, string>();
  const isOf = (vkey: string, note: string, signature: Uint8Array): boolean => {
    const key = parseVerifierKey(hasher, vkey);
    const known = key.ok ? knownKey(verifier, key.value) : key;
    return known.ok && known.value.verify(note, signature);
  };
  here.village.proxy.lie(async (asked, honest) => {
    const answer = await lying?.(asked, honest);
    if (asked.path === '/log/pending') {
      const said = answer ?? await honest();
      const note = parseNote(Buffer.from(said.body).toString());
      if (note.ok) shown.set(note.value.text, note.value.text);
      return said;
    }
    if (asked.path === '/log/cosignatures') {
      const [keys = '', lines = ''] = asked.body.split('\n\n');
      const note = parseNote(`x\n\n${lines}`);
      assert.ok(note.ok);
      for (const [place, line] of keys.split('\n').entries()) {
        const vkey = line.replace('cosigner ', '');
        const signature = note.value.signatures[place]?.signature ?? new Uint8Array();
        const over = [...shown.values()].find((text) => isOf(vkey, text, signature));
        assert.ok(over !== undefined, 'it cosigned a head that it was shown');
        all.push([vkey, over, signature]);
      }
    }
    return answer;
  });
  const nameOf = (vkey: string): string => vkey.split('+')[0] ?? '';
  return {
    all: () => all, names: () => [...new Set(all.map(([vkey]) => nameOf(vkey)))],
    over: (size) => ({ names: [...new Set(all.filter(([, note]) => note.split('\n')[1] === String(size)).map(([vkey]) => nameOf(vkey)))] }),
    lie: (lie) => { lying = lie; },
  };
}

function only(names: readonly string[]): string {
  assert.equal(names.length, 1);
  return names[0] ?? '';
}
