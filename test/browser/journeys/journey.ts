/**
 * A journey is told once and walked in several ways: on a phone and on a desk, in light and in the dark, in each language; by the keyboard alone, or
 * with the server stopped and started on the way, a second tab open, and a device whose clock is three hours off.
 *   npm run test:browser -- journeys [--every-way]
 */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { languages, localeOf, type Language } from '../../../web/src/messages/languages.ts';
import type { MessageId } from '../../../web/src/messages/areas.ts';
import { known, speak, t } from '../../../web/src/messages/t.ts';
import { findByAxe } from '../axe.ts';
import { findFaults } from '../basics.ts';
import { desktop, phone } from '../chromium.ts';
import { findCut } from '../cut.ts';
import { addAuthenticator, type Authenticator } from '../passkeys.ts';
import { findMisordered } from '../reading-order.ts';
import { messagesOf } from '../speaking.ts';
import { complaintsOf, patience, setAhead } from '../visiting.ts';
import { keyboardAlone, pointing, type Hands } from './hands.ts';

export type Way = {
  readonly width: 'phone' | 'desktop'; readonly scheme: 'light' | 'dark'; readonly language: Language;
  readonly isKeyboard: boolean;
  /** The server is away for a moment wherever the journey says so, a second tab is open, the device's clock is three hours ahead. */
  readonly isDisturbed: boolean;
};

/** By which a journey is walked: unless told otherwise, two that have each width, scheme, hand and two languages between them; English is what the other checks speak. */
const ways: readonly Way[] = (['phone', 'desktop'] as const)
  .flatMap((width) => (['light', 'dark'] as const).flatMap((scheme) => languages.map((language) => ({ width, scheme, language }))))
  .map((way) => ({ ...way, isKeyboard: way.scheme === 'dark', isDisturbed: way.scheme === 'light' }))
  .filter(({ width, scheme, language }) => process.argv.includes('--every-way') || (width === 'phone' && scheme === 'dark' && language === 'de') || (width === 'desktop' && scheme === 'light' && language === 'es'));

/** What a journey is walked on: something that is served, at one address, and can be away for a moment. */
export type JourneyGround = { readonly browser: Browser; readonly stop: () => Promise<void>; readonly start: () => Promise<void> };

/** A person's device. */
export type Device = Hands & { readonly page: Page; readonly context: BrowserContext; readonly authenticator: Authenticator };

export type Traveller = Device & {
  readonly way: Way;
  /** Which walk of this journey it is, from 0: what one walk did is there for the next. */
  readonly nth: number;
  /** Where the way is disturbed a second tab at the same address; else this one. What is done in one is there in both. */
  readonly beside: () => Promise<Page>;
  /** Another device of the same or another person, of the same way; its clock goes right. */
  readonly another: () => Promise<Device>;
  /** A state of the page is there: nothing that axe finds, no text cut, a name for everything, read in the order in which it stands. */
  readonly look: (state: string, page?: Page) => Promise<void>;
  /** Where the way is disturbed the server goes away, a collective's page says so, and the server comes again. @param meanwhile done while it is away; done in any case */
  readonly disturb: (meanwhile?: () => Promise<void>) => Promise<void>;
  /** Goes to an address of the app, as whoever typed it. */
  readonly open: (address: string, page?: Page) => Promise<void>;
};

const hourMs = 3_600_000;

/** @param ground is there when the journey begins */
export function journey(name: string, ground: () => JourneyGround, walk: (who: Traveller) => Promise<void>): void {
  for (const [nth, way] of ways.entries()) {
    const { width, scheme, language, isKeyboard, isDisturbed } = way;
    test(`${name}: ${width}, ${scheme}, ${language}${isKeyboard ? ', by keyboard alone' : ''}${isDisturbed ? ', the server away, a second tab, a clock three hours ahead' : ''}`, async (told) => {
      speak(language, messagesOf(language));
      const { browser, stop, start } = ground();
      const opened: BrowserContext[] = [];
      const complaints: (readonly string[])[] = [];
      const device = async (ahead: number): Promise<Device> => {
        const context = await browser.newContext({ viewport: width === 'phone' ? phone : desktop, colorScheme: scheme, locale: localeOf[language], reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
        opened.push(context);
        if (ahead !== 0) await setAhead(context, ahead);
        const page = await context.newPage();
        complaints.push(complaintsOf(page));
        return { ...(isKeyboard ? keyboardAlone(page) : pointing()), page, context, authenticator: await addAuthenticator(page) };
      };
      const found: string[] = [];
      const own = await device(isDisturbed ? 3 * hourMs : 0);
      const who: Traveller = {
        ...own, way, nth,
        async beside() {
          if (!isDisturbed) return own.page;
          const tab = await own.context.newPage();
          complaints.push(complaintsOf(tab));
          await tab.goto(own.page.url());
          await settled(tab);
          return tab;
        },
        another: () => device(0),
        async look(state, page = own.page) {
          await settled(page);
          const seen = [...await findByAxe(page), ...await page.evaluate(findCut), ...await page.evaluate(findFaults), ...await page.evaluate(findMisordered)];
          found.push(...seen.map((each) => `${state}: ${each}`));
          told.diagnostic(`looked at: ${state}`);
        },
        async disturb(meanwhile) {
          if (!isDisturbed) return await meanwhile?.();
          await stop();
          const lost = own.page.locator('.banner', { hasText: messagesOf(language)['app.lost']?.split('{')[0] ?? '' });
          const tells = await own.page.locator('.masthead').count() > 0;
          if (tells) await lost.waitFor(patience);
          await meanwhile?.();
          await start();
          await lost.waitFor({ ...patience, state: 'detached' });
        },
        async open(address, page = own.page) {
          await page.evaluate((hash) => { location.hash = hash; }, address);
          await settled(page);
        },
      };
      try {
        await walk(who);
        assert.deepEqual(found, []);
        // The browser says of each request that was refused (401 after a key was revoked, 422) or, while the server is away, failed; and that passkeys could have more kinds of keys than the log takes.
        const expected = isDisturbed ? /Failed to load resource|ERR_|pubKeyCredParams/ : /status of (401|422)|pubKeyCredParams/;
        assert.deepEqual(complaints.flat().filter((line) => !expected.test(line)), []);
      } catch (error) {
        const picture = join(tmpdir(), `journey-${name.replaceAll(/\W+/g, '-').slice(0, 40)}-${width}-${language}.png`);
        await own.page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
        told.diagnostic(`where it ended: ${picture}`);
        for (const each of found) told.diagnostic(each);
        throw error;
      } finally {
        await Promise.all(opened.map((each) => each.close()));
        speak('en', messagesOf('en'));
      }
    });
  }
}

/** A label that begins with a message, or with words of a kit: what follows says of what. */
export function begins(said: MessageId | (string & {})): RegExp {
  const words = known(said) ?? said;
  return new RegExp(`^${words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}

/** What is asked for is there. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').waitFor(patience);
  await page.waitForFunction(() => document.querySelector('main.later, [aria-busy="true"]') === null, undefined, patience);
}

/** The member's key is brought along in its file, as from the command line; it is in this browser then, with a session. */
export async function beMember({ page, open }: Pick<Traveller, 'page' | 'open'>, keyFile: string): Promise<void> {
  await open('#/me');
  await page.locator('input[type=file]').setInputFiles(keyFile);
  await page.getByRole('button', { name: t('me.key.forget'), exact: true }).waitFor(patience);
}
