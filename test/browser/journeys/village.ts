/** The demonstration's village, on which a journey's file walks: opened before its first walk, closed after the last. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { keyPath } from '../../../src/host/data-folder.ts';
import { launchBrowser } from '../chromium.ts';
import { patience } from '../visiting.ts';
import { openStillVillage, type StillVillage } from '../village.ts';
import { beMember, settled, type JourneyGround, type Traveller } from './journey.ts';

/** An entry of the log by a member. */
export type Said = { readonly kind: string; readonly by: string; readonly at: number; readonly body: { readonly [name: string]: unknown } };

export type VillageGround = JourneyGround & {
  readonly village: StillVillage;
  /** Opens it as whoever looks. */
  readonly visit: (who: Pick<Traveller, 'page'>) => Promise<void>;
  /** Opens it with a member's key in this browser. */
  readonly come: (who: Pick<Traveller, 'page' | 'open'>, member: string) => Promise<void>;
  /** The entries of the log by a member, of one kind. */
  readonly saidBy: (member: string, kind: string) => readonly Said[];
};

export function openVillage(): () => VillageGround {
  let [village, browser]: [StillVillage | undefined, Browser | undefined] = [undefined, undefined];
  before(async () => {
    village = await openStillVillage();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await village?.close();
  });
  return () => {
    const [here, there] = [village ?? assert.fail('the village is not open'), browser ?? assert.fail('the browser is not open')];
    const visit: VillageGround['visit'] = async ({ page }) => {
      await page.goto(here.standingLink);
      await page.getByRole('heading', { name: 'Tombsboro', level: 1 }).waitFor(patience);
      await settled(page);
    };
    return {
      village: here, browser: there, stop: here.stop, start: here.start, visit,
      async come(who, member) {
        await visit(who);
        await beMember(who, keyPath(here.folder, `member-${member}`));
      },
      saidBy: (member, kind) => here.records().map((record) => JSON.parse(record) as { readonly entry: Said }).map(({ entry }) => entry).filter((entry) => entry.by === member && entry.kind === kind),
    };
  };
}
