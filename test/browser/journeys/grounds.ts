/** What a journey's file walks on: the demonstration's village, or a small collective of its own; opened before its first walk, closed after the last. */
import type { Browser } from 'playwright-core';
import { keyPath } from '../../../src/host/data-folder.ts';
import { makeLink } from '../../../src/host/links.ts';
import { openHouse, type HouseGround as OwnHouse } from '../house.ts';
import type { StillVillage } from '../village.ts';
import { openGround, patience } from '../visiting.ts';
import { beMember, settled, type JourneyGround, type Traveller } from './journey.ts';

/** An entry of the log by a member. */
export type Said = { readonly kind: string; readonly by: string; readonly at: number; readonly body: { readonly [name: string]: unknown } };

type Served = JourneyGround & {
  /** Opens it as whoever looks. */
  readonly visit: (who: Pick<Traveller, 'page'>) => Promise<void>;
  /** Opens it with a member's key in this browser. */
  readonly come: (who: Pick<Traveller, 'page' | 'open'>, member: string) => Promise<void>;
  /** The entries of the log by a member, of one kind. */
  readonly saidBy: (member: string, kind: string) => readonly Said[];
};

export type VillageGround = Served & { readonly village: StillVillage };

export function openVillage(): () => VillageGround {
  const ground = openGround();
  return () => {
    const { village, browser } = ground;
    return { village, ...served(browser, village, { title: 'Tombsboro', link: village.standingLink, folder: village.folder, records: village.records }) };
  };
}

export type HouseGround = Served & Pick<OwnHouse, 'house' | 'say'> & {
  /** By its name: passkeys belong to one. */
  readonly url: string;
};

/** A small collective. @param settings as in a settings file; at an address with a name, so that it can have passkeys */
export function openOwnHouse(name: string, settings: string): () => HouseGround {
  const opened = openHouse(name, settings);
  return () => {
    const { house, browser } = opened;
    const { secret } = makeLink(house.data, { label: 'the check', scope: 'read', days: 30 }, Date.now());
    const url = house.serving.url.replace('//127.0.0.1:', '//localhost:');
    const link = `${url}/?link=${secret}`;
    const records = (): readonly string[] => {
      const { journal, tree } = house.serving.writer.collective;
      return journal.read(0, tree.size).map(({ record }) => record);
    };
    return { house, url, say: opened.say, ...served(browser, house, { title: /^title: (.+)$/m.exec(settings)?.[1] ?? '', link, folder: house.data, records }) };
  };
}

type Place = { readonly title: string; readonly link: string; readonly folder: string; readonly records: () => readonly string[] };

function served(browser: Browser, { stop, start }: { readonly stop: () => Promise<void>; readonly start: () => Promise<void> }, { title, link, folder, records }: Place): Served {
  const visit: Served['visit'] = async ({ page }) => {
    await page.goto(link);
    await page.getByRole('heading', { name: title, level: 1, exact: true }).waitFor(patience);
    await settled(page);
  };
  return {
    browser, stop, start: () => start(), visit,
    async come(who, member) {
      await visit(who);
      await beMember(who, keyPath(folder, `member-${member}`));
    },
    saidBy: (member, kind) => records().map((record) => JSON.parse(record) as { readonly entry: Said }).map(({ entry }) => entry).filter((entry) => entry.by === member && entry.kind === kind),
  };
}
