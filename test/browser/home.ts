/** A home with no collective yet, served by this process, that can be stopped and started where it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { systemClock } from '../../src/host/clock.ts';
import { openSharedBroker } from '../../src/host/devices.ts';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { serveHome, type ServingHome } from '../../src/host/serve-home.ts';
import type { Language } from '../../web/src/messages/languages.ts';
import { messagesOf } from './speaking.ts';
import { complaintsOf } from './visiting.ts';

export type TestHome = { readonly folder: string; readonly serving: ServingHome; readonly stop: () => Promise<void>; /** @param app another page's folder */ readonly start: (app?: string) => Promise<void>; readonly close: () => Promise<void> };

/** @param host where it listens; left out: this machine alone @param at the port; left out: any */
export async function openTestHome(host = '127.0.0.1', at = 0): Promise<TestHome> {
  if (!isPageFresh()) await buildPage();
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-home-'));
  const broker = await openSharedBroker('127.0.0.1', 0);
  const start = (port: number, webFolder = pageFolder): Promise<ServingHome> => serveHome({ folder, clock: systemClock, port, host, broker, webFolder, tell: () => undefined });
  let serving = await start(at);
  const port = Number(new URL(serving.url).port);
  return {
    folder, get serving() { return serving; },
    stop: () => serving.close(),
    async start(app) { serving = await start(port, app); },
    async close() {
      await serving.close();
      await broker.broker.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Reader = { readonly page: Page; readonly complaints: readonly string[]; readonly says: (id: string) => string; readonly close: () => Promise<void> };

/** A browser of its own, with nothing in it. */
export async function reader(browser: Browser, viewport: { width: number; height: number }, language: Language, colorScheme: 'light' | 'dark' = 'light'): Promise<Reader> {
  const context = await browser.newContext({ viewport, colorScheme, locale: language, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  const messages = messagesOf(language);
  const says = (id: string): string => {
    const message = messages[id];
    if (message === undefined) throw new Error(`there is no message ${id}`);
    return message;
  };
  return { page, complaints: complaintsOf(page), says, close: () => context.close() };
}

/** In three steps, with the defaults. */
export async function fillIn({ page, says }: Reader, collective: string, founder: string): Promise<void> {
  const next = page.getByRole('button', { name: says('found.next'), exact: true });
  await page.getByLabel(says('found.name'), { exact: true }).fill(collective);
  await next.click();
  await page.getByLabel(says('found.founder'), { exact: true }).fill(founder);
  await next.click();
  // The agreements to choose from are compiled when they are first asked for.
  await page.locator('.found-choices').first().waitFor();
}

/** And sends it; returns when the new collective's page is there. */
export async function foundOne(who: Reader, collective: string, founder: string): Promise<void> {
  await fillIn(who, collective, founder);
  const send = who.page.getByRole('button', { name: who.says('found.do'), exact: true });
  await send.click();
  await who.page.locator('main.invite').waitFor();
}
