/** What checks with a small collective of their own share: it and the browser that they open, a visit, and acting as a member. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findSigner } from '../../src/host/data-folder.ts';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { sealEntry } from '../../src/host/sealing.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { decideHouse, testFolder, type DecideHouse } from '../decide-house.ts';
import { findFaint, findFaults } from './basics.ts';
import { desktop, launchBrowser } from './chromium.ts';
import { complaintsOf, goTo, patience, type Visited } from './visiting.ts';

type VisitOptions = { readonly locale?: string; readonly colorScheme?: 'light' | 'dark' };

export type HouseGround = {
  readonly house: DecideHouse;
  readonly browser: Browser;
  /** A folder of its own, taken away at the end. */
  readonly place: (name: string) => string;
  /** In a browser with nothing in it. */
  readonly visit: (viewport?: { readonly width: number; readonly height: number }, options?: VisitOptions) => Promise<Visited>;
  /** As a member or the operator, by a key that isn't in a browser; what is refused fails. */
  readonly say: (by: string, body: EntryBody) => Promise<void>;
  /** A key is made in this browser, and added by the one that the member has. @param more of what it may say, beyond what the page asks for */
  readonly become: (page: Page, member: string, more?: readonly string[]) => Promise<void>;
};

const foundedAt = '2026-05-10T10:00:00+02:00';

/** Opened before the first test of the file, closed after the last; nothing is there before. @param kits folders of kits beside our own */
export function openHouse(name: string, settings: string, kits: (place: (name: string) => string) => readonly string[] = () => []): HouseGround {
  const { place, remove } = testFolder(name);
  const title = /^title: (.+)$/m.exec(settings)?.[1] ?? assert.fail('the settings have no title');
  let [house, browser]: [DecideHouse | undefined, Browser | undefined] = [undefined, undefined];
  let said = 0;
  before(async () => {
    if (!isPageFresh()) await buildPage();
    house = await decideHouse(place('founded'), settings, foundedAt, kits(place), pageFolder);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await house?.close();
    remove();
  });
  const ground: HouseGround = {
    get house() { return house ?? assert.fail('the house is not open'); },
    get browser() { return browser ?? assert.fail('the browser is not open'); },
    place,
    async visit(viewport = desktop, { locale, colorScheme = 'light' } = {}) {
      const context = await ground.browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', ...(locale === undefined ? {} : { locale }) });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      await page.goto(ground.house.serving.link);
      await page.getByRole('heading', { name: title, level: 1, exact: true }).waitFor(patience);
      return { page, complaints, close: () => context.close() };
    },
    async say(by, body) {
      said += 1;
      const { data, clock, serving: { writer } } = ground.house;
      const signer = (by === 'operator' ? findSigner(data, 'operator') : findSigner(data, 'member', by)) ?? assert.fail(`${by} has no key`);
      const answer = await writer.submit(sealEntry(signer, body, writer.collective.state.origin, clock.now(), `said-${said}`));
      assert.equal(answer.status === 'recorded' ? answer.outcome.items[0]?.status : answer.status, 'done', JSON.stringify(answer));
    },
    async become(page, member, more = []) {
      await goTo(page, '#/me');
      await page.getByLabel('You are').selectOption(member);
      await page.getByRole('button', { name: 'Make a key here', exact: true }).click();
      await page.locator('.command').waitFor(patience);
      const [, publicKey = '', id = '', kinds = ''] = /--public-key (\S+) --id (\S+) --kinds (\S+)/.exec(await page.locator('.command').innerText()) ?? [];
      await ground.say(member, { kind: 'key.add', body: { key: { id, role: 'member', owner: member, public_key: publicKey, scope: { kinds: [...kinds.split(','), ...more] } } } });
      await page.getByRole('button', { name: 'I have done that', exact: true }).click();
      await page.getByRole('heading', { name: 'Your key', exact: true }).waitFor(patience);
    },
  };
  return ground;
}

/** It scrolls one way only, and everything has a name and enough contrast. */
export async function checkBasics(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= (page.viewportSize()?.width ?? 0), `${width} wide`);
  assert.deepEqual(await page.evaluate(findFaults), []);
  assert.deepEqual(await page.evaluate(findFaint), []);
}
