/** What people write is shown as they wrote it, and does nothing; another site that is open in the same browser does nothing either. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createSealer } from '../../src/adapters/keys/node.ts';
import { keyPath } from '../../src/host/data-folder.ts';
import { makeSigner } from '../../src/host/sealing.ts';
import { addressesOf } from './all-pages.ts';
import { desktop } from './chromium.ts';
import { openGround, patience, visit } from './visiting.ts';

/** Runs wherever it isn't taken as words. */
const evil = '"><img src=x onerror="globalThis.taken=1"><script>globalThis.taken=1</script>{{7*7}}';

const here = openGround();

test('names, titles, reasons, texts and comments are words on every page, to a member as well', async () => {
  const mallory = makeSigner('key-mallory', 'member', 'mallory', createSealer(Buffer.alloc(32, 'mallory')));
  await here.village.say('operator', { kind: 'admit', body: { member: { id: 'mallory', name: `M${evil}`.slice(0, 80) }, keys: [mallory.grant] } });
  await here.village.say('bunyan', { kind: 'propose', body: { title: `A title ${evil}`.slice(0, 120), reason: evil, change: { change: 'choice', options: [{ id: 'one', says: evil }, { id: 'two', says: 'nothing' }] } } });
  await here.village.say('bunyan', { kind: 'propose', body: { title: `A text ${evil}`.slice(0, 120), reason: evil, text: [{ id: 'p1', text: evil }], change: { change: 'resolution' } } });
  await here.village.say('bunyan', { kind: 'pay', body: { to: 'ana', unit: 'crown', amount: '0.01', reason: evil } });
  const { page, complaints, close } = await visit(here, desktop);
  await page.evaluate(() => { location.hash = '#/me'; });
  await page.getByLabel('Your key’s file').setInputFiles(keyPath(here.village.folder, 'member-ana'));
  await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
  const { open } = await page.evaluate(async () => await (await fetch('/api/proposals')).json()) as { readonly open: readonly { readonly id: string; readonly title: string }[] };
  const opened = (begins: string): string => `/decide/${open.find(({ title }) => title.startsWith(begins))?.id}`;
  await look(page, opened('A text'));
  await page.getByRole('button', { name: 'Comment on paragraph 1', exact: true }).click();
  await page.getByLabel('Your comment on paragraph 1').fill(`${evil} a comment`);
  await page.getByRole('button', { name: 'Say it', exact: true }).click();
  await page.locator('#paragraph-p1 .comment', { hasText: `${evil} a comment` }).waitFor(patience);
  // One's own pages are drawn, which who only looks has none of.
  for (const address of [...await addressesOf(page), `/ledger/record/${await recordOf(page, 'pay')}`, '/money/statement/ana/crown']) {
    await look(page, address);
    assert.equal(await page.evaluate(() => (globalThis as { taken?: number }).taken), undefined, address);
    assert.equal(await page.locator('img[src="x"], main script').count(), 0, address);
  }
  for (const [address, shown] of [[opened('A title'), 2], [opened('A text'), 3], ['/money/statement/ana/crown', 1]] as const) {
    await look(page, address);
    await page.locator('main').getByText('globalThis.taken=1').and(page.locator(':not(option)')).nth(shown - 1).waitFor(patience);
  }
  assert.deepEqual(complaints, [], 'the policy for scripts had nothing to stop');
  await close();
});

/** By its address, until all of it is there. */
async function look(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => { location.hash = hash; }, address);
  await page.locator('main:not(.later)').waitFor(patience);
  await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
}

/** The latest of a kind. */
async function recordOf(page: Page, kind: string): Promise<number> {
  const { records } = await page.evaluate(async (of) => await (await fetch(`/api/ledger?kind=${of}`)).json(), kind) as { readonly records: readonly { readonly seq: number }[] };
  return records[0]?.seq ?? assert.fail(`nothing of the kind ${kind} is in the ledger`);
}

test('another site in the same browser can neither put anything in, nor read, nor show the app inside itself', async () => {
  const { page, close } = await visit(here, desktop);
  const target = new URL(page.url()).origin;
  const other = createServer((_request, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>other</title><iframe id="inside"></iframe>'); });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const records = here.village.serving.writer.collective.state.seq;
  // Another name is another site; another port of the same name is the same site, which cookies go to, and is refused by its origin.
  for (const name of ['localhost', '127.0.0.1']) {
    const foreign = await page.context().newPage();
    await foreign.goto(`http://${name}:${(other.address() as AddressInfo).port}/`);
    const got = await foreign.evaluate(async (address) => {
      const tried = async (init: RequestInit): Promise<string> => {
        try {
          return String((await fetch(`${address}/api/overview`, init)).type);
        } catch (error) {
          return error instanceof TypeError ? 'refused' : String(error);
        }
      };
      return [await tried({ credentials: 'include' }), await tried({ credentials: 'include', method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })];
    }, target);
    assert.deepEqual(got, ['refused', 'refused'], name);
    const posted = foreign.waitForResponse((response) => response.url().startsWith(target), patience);
    await foreign.evaluate((address) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: `${address}/api/observations`, enctype: 'text/plain' });
      const field = document.createElement('input');
      Object.assign(field, { name: '{"device":"scale","observations":[],"x":"', value: '"}' });
      form.append(field);
      document.body.append(form);
      form.submit();
    }, target);
    const answer = await posted;
    assert.ok(answer.status() === 403 || answer.status() === 401, `${name}: ${answer.status()}`);
    await foreign.close();
  }
  const framed = await page.context().newPage();
  await framed.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  const stopped = framed.waitForEvent('console', { ...patience, predicate: (message) => /frame-ancestors|Content Security Policy/.test(message.text()) });
  await framed.evaluate((address) => { (document.getElementById('inside') as HTMLIFrameElement).src = address; }, target);
  await stopped;
  assert.equal(here.village.serving.writer.collective.state.seq, records, 'nothing was recorded');
  other.close();
  await close();
});
