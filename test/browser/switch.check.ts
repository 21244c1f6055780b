/** Two collectives with one identity, in a real browser: `npm run test:browser -- switch`. Needs Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { createSealer } from '../../src/adapters/keys/node.ts';
import { handInAt, invitationIn, originAt } from '../../src/host/invitations.ts';
import { makeSigner, sealEntry } from '../../src/host/sealing.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, launchBrowser, phone } from './chromium.ts';
import { foundOne, openTestHome, reader } from './home.ts';
import { patience } from './visiting.ts';

let browser: Browser;
before(async () => { browser = await launchBrowser(); });
after(() => browser?.close());

for (const [viewport, language] of [[phone, 'en'], [desktop, 'de']] as const) {
  test(`what waits elsewhere is counted, and one tap away: ${viewport.width} px, ${language}`, patience, async (t) => {
    const home = await openTestHome();
    t.after(() => home.close());
    const kim = await reader(browser, viewport, language);
    const { page, says } = kim;
    await page.goto(home.serving.link);
    await foundOne(kim, 'Linden', 'Kim');
    await page.getByRole('button', { name: says('found.invite.make'), exact: true }).click();
    const link = await page.getByLabel(says('found.invite.link')).inputValue();
    await page.goto(home.serving.url);
    await page.getByRole('button', { name: says('door.found'), exact: true }).click();
    await foundOne(kim, 'Oak', 'Kim Ahrens');

    // Meanwhile, in Linden, Ana joins and asks for a vote.
    const invitation = invitationIn(link) ?? assert.fail(link);
    const ana = makeSigner('member-ana', 'member', 'ana', createSealer(new Uint8Array(32).fill(9)));
    const origin = await originAt(invitation.server);
    const say = async (by: typeof ana, said: EntryBody, id: string): Promise<void> => {
      assert.equal((await handInAt(invitation.server, sealEntry(by, said, origin, Date.now(), id))).status, 'recorded', id);
    };
    await say(invitation.signer, { kind: 'join', body: { member: { id: 'ana', name: 'Ana' }, keys: [ana.grant] } }, 'join');
    await say(ana, { kind: 'propose', body: { change: { change: 'terms', subcontract: 'firewood', terms: { base_price: '1.25' } }, reason: 'oak is dear', title: 'Dearer', text: [{ id: 'p1', text: 'Why.' }] } }, 'propose');

    await page.reload();
    const switcher = page.getByRole('navigation', { name: says('door.switcher'), exact: true });
    await switcher.getByRole('link', { name: /Linden/ }).locator('.waits').waitFor();
    assert.match(await switcher.getByRole('link', { name: /Linden/ }).innerText(), /1/);
    assert.equal(await switcher.getByRole('link', { name: /Oak/ }).getAttribute('aria-current'), 'true');
    assert.equal(await switcher.getByRole('link', { name: /Oak/ }).locator('.waits').count(), 0);
    assert.deepEqual(await page.evaluate(findFaults), []);
    assert.deepEqual(await page.evaluate(findFaint), []);

    // One tap: the other one is there, and this browser acts for its member there too.
    await switcher.getByRole('link', { name: /Linden/ }).click();
    await page.getByRole('heading', { name: 'Linden', level: 1, exact: true }).waitFor();
    assert.match(page.url(), /\/c\/linden\//);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `${width} px too wide`);

    // The server is stopped and started: sessions are over, keys aren't.
    await home.stop();
    await home.start();
    await page.goto(home.serving.url);
    await page.getByRole('link', { name: /Linden/ }).waitFor();
    await page.getByRole('link', { name: /Oak/ }).waitFor();
    assert.match(await page.getByRole('link', { name: /Linden/ }).innerText(), /Kim/);
    assert.deepEqual(await page.evaluate(findFaults), []);
    await page.getByRole('link', { name: /Oak/ }).click();
    await page.getByRole('heading', { name: 'Oak', level: 1, exact: true }).waitFor();
    await kim.close();
  });
}
