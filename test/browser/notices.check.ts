/** What one was told, and how one wants to be told, in a real browser, with a mail server on the machine: `npm run test:browser`. Needs Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findSigner } from '../../src/host/data-folder.ts';
import { linkIn } from '../../src/host/notices-ground.ts';
import { signIn } from '../../src/host/sign-in.ts';
import { openMailServer, type MailServer } from '../../src/testing/mail-server.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, phone } from './chromium.ts';
import { complaintsOf, openGround, patience, picture, type Visited } from './visiting.ts';

let mails: MailServer;

// Before the village is opened: it reads where its mail goes as it opens.
before(async () => {
  mails = await openMailServer();
  Object.assign(process.env, { FRANKPLEDGE_SMTP_URL: `smtp://127.0.0.1:${mails.port}`, FRANKPLEDGE_MAIL_FROM: 'Tombsboro <notices@tombsboro.example>' });
});
const ground = openGround();
after(async () => { await mails?.close(); });


test('what the provider was told stands by day, and each line opens to its why', async () => {
  const { page, complaints, close } = await visitAs('bunyan', phone);
  await page.getByRole('link', { name: 'Notices', exact: true }).click();
  const line = page.locator('.notice').first();
  await line.waitFor(patience);
  assert.match(await line.locator('summary').innerText(), /took \d+ pieces? \(\d+ g\) at [\d.]+ each/);
  await line.locator('summary').click();
  const record = line.getByRole('link', { name: /^record \d+$/ });
  await record.waitFor(patience);
  assert.match(await line.getByRole('link', { name: 'A pile of firewood that charges by means and pays whoever froze', exact: true }).getAttribute('href') ?? '', /^#\/agreements\/firewood$/);
  await line.getByRole('link', { name: 'Change how often', exact: true }).click();
  await page.getByRole('heading', { name: 'What, and how often', exact: true }).waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('whoever is no member here is told how to be one, and sees nothing', async () => {
  const { village, browser } = ground;
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  await page.goto(`${village.serving.link}#/notices`);
  await page.getByText('To be told of what concerns you, be here as a member').waitFor(patience);
  assert.equal(await page.locator('.notice').count(), 0);
  await context.close();
});

test('an address is given, asked, confirmed and taken away; mails end by their link, without a login', async () => {
  const { page, close } = await visitAs('bunyan', desktop, '#/notices/settings');
  await page.getByLabel('Your address').fill('bunyan@example.org');
  await page.getByRole('button', { name: 'Send a link to confirm', exact: true }).click();
  await page.getByText('Waiting for you to open the link that was sent to bunyan@example.org.').waitFor(patience);
  await mailCame(1);
  const reader = await page.context().browser()?.newContext() ?? assert.fail('a browser');
  const mailbox = await reader.newPage();
  await mailbox.goto(linkIn(mails.taken[0]?.raw ?? '', 'confirm-address'));
  await mailbox.getByRole('heading', { name: 'Is bunyan@example.org yours?', exact: true }).waitFor(patience);
  assert.deepEqual(await mailbox.evaluate(findFaults), []);
  await mailbox.getByRole('button', { name: 'Yes, it is mine', exact: true }).click();
  await mailbox.getByRole('heading', { name: 'Your address is confirmed', exact: true }).waitFor(patience);
  await page.reload();
  await page.getByText('Mail goes to bunyan@example.org.').waitFor(patience);
  await page.getByRole('button', { name: 'Test by mail', exact: true }).click();
  await mailCame(2);
  await mailbox.goto(linkIn(mails.taken[1]?.raw ?? '', 'unsubscribe'));
  await mailbox.getByRole('button', { name: 'End them', exact: true }).click();
  await mailbox.getByRole('heading', { name: 'No more mails', exact: true }).waitFor(patience);
  await page.reload();
  await page.getByText('No address yet: nothing is mailed to you.').waitFor(patience);
  await reader.close();
  await close();
});

test('a choice is kept at once, and the preview goes by it; by keyboard alone', async () => {
  const { page, complaints, close } = await visitAs('bunyan', desktop, '#/notices/settings');
  const preview = page.getByRole('region', { name: 'What last week’s summary would have said', exact: true });
  const firewood = preview.getByRole('region', { name: 'Firewood', exact: true });
  await firewood.waitFor(patience);
  const totals = await firewood.locator('tfoot td').allInnerTexts();
  assert.ok(totals.some((cell) => cell.endsWith('kg')) && totals.some((cell) => cell.endsWith('crowns')), totals.join(' | '));
  const byMail = page.getByRole('combobox', { name: 'A pile of firewood that charges by means and pays whoever froze: by mail', exact: true });
  await byMail.focus();
  await page.keyboard.press('End'); // the last one: off
  await page.getByText('Kept.', { exact: true }).waitFor(patience);
  await firewood.waitFor({ ...patience, state: 'detached' });
  await page.reload();
  await preview.waitFor(patience);
  assert.equal(await byMail.inputValue(), 'off');
  await byMail.selectOption('');
  await firewood.waitFor(patience);
  assert.deepEqual(complaints, []);
  await close();
});

test('a push message is shown by the service worker, also when it says nothing that can be read', async () => {
  const { village: { serving }, browser } = ground;
  const context = await browser.newContext({ viewport: phone });
  await context.grantPermissions(['notifications'], { origin: serving.url });
  const page = await context.newPage();
  await page.goto(serving.link);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  const devtools = await context.newCDPSession(page);
  const registration = new Promise<string>((found) => {
    devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => { for (const { registrationId, status } of versions) if (status === 'activated') found(registrationId); });
  });
  await devtools.send('ServiceWorker.enable');
  const push = async (data: string): Promise<void> => void await devtools.send('ServiceWorker.deliverPushMessage', { origin: serving.url, registrationId: await registration, data });
  await push(JSON.stringify({ title: 'Tombsboro', body: 'Ana asks you to decide: A park', url: `${serving.url}/#/notices`, tag: 'one', urgent: true }));
  await push('nonsense');
  const shown = await page.evaluate(async () => {
    for (;;) {
      const notifications = await (await navigator.serviceWorker.ready).getNotifications();
      if (notifications.length === 2) return notifications.map(({ title, body, data }) => [title, body, data as unknown]).sort();
      await new Promise((next) => { requestAnimationFrame(next); });
    }
  });
  assert.deepEqual(shown, [['Frankpledge', '', `${serving.url}/#/notices`], ['Tombsboro', 'Ana asks you to decide: A park', `${serving.url}/#/notices`]]);
  await context.close();
});

test('on a phone and on a desk, in light and dark, in each language: one way to scroll, names for everything, contrast, nothing cut off', async () => {
  for (const [language, title] of [['en', 'Notices'], ['de', 'Mitteilungen'], ['es', 'Avisos']] as const) {
    for (const viewport of [phone, desktop]) {
      for (const scheme of ['light', 'dark'] as const) {
        const { page, close } = await visitAs('bunyan', viewport, '#/notices', language, scheme);
        const what = `${language}, ${viewport.width}, ${scheme}`;
        await page.getByRole('heading', { name: title, level: 2, exact: true }).waitFor(patience);
        await page.locator('.notice').first().waitFor(patience);
        await checkPage(page, `${what}: inbox`);
        await page.evaluate(() => { location.hash = '#/notices/settings'; });
        await page.locator('.topic').first().waitFor(patience);
        await page.locator('.letter').waitFor(patience);
        if (language === 'en' && scheme === 'light' && viewport === phone) await picture(page, 'notices-phone', page.locator('#what'));
        for (const summary of await page.locator('.topic-parts > summary').all()) if (await summary.isVisible()) await summary.click();
        await checkPage(page, `${what}: settings`);
        await close();
      }
    }
  }
});

async function checkPage(page: Page, what: string): Promise<void> {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= (page.viewportSize()?.width ?? 0), what);
  assert.deepEqual(await page.evaluate(findFaults), [], what);
  assert.deepEqual(await page.evaluate(findFaint), [], what);
  const cut = await page.evaluate(() => [...document.querySelectorAll('main button, main a, main summary, main legend, main label')].filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline').map((each) => each.textContent));
  assert.deepEqual(cut, [], what);
}

/** With a member's session, as `link sign-in` opens the page. */
async function visitAs(member: string, viewport: { width: number; height: number }, place = '#/', language = 'en', colorScheme: 'light' | 'dark' = 'light'): Promise<Visited> {
  const { village: { serving, folder }, browser } = ground;
  const signer = findSigner(folder, 'member', member) ?? assert.fail(`${member} has no key`);
  const { secret } = await signIn(new URL(serving.url), signer, Date.now());
  const context = await browser.newContext({ viewport, colorScheme, locale: language, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${serving.url}/?link=${secret}${place}`);
  await page.getByRole('heading', { name: 'Tombsboro', level: 1, exact: true }).waitFor(patience);
  return { page, complaints, close: () => context.close() };
}

/** Has the desk send what waits, until so many mails are there. */
async function mailCame(count: number): Promise<void> {
  await ground.village.serving.notices.work();
  assert.equal(mails.taken.length, count);
}
