/** The demonstration's village, standing still: its folder, served by this process, behind a proxy that can lie. */
import { openSqliteJournal } from '../../src/adapters/journal-sqlite/journal.ts';
import { findSigner } from '../../src/host/data-folder.ts';
import { createDemo } from '../../src/host/demo.ts';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { handClock } from '../../src/host/serve-fixture.ts';
import { serveCollective, type Serving } from '../../src/host/serve.ts';
import { sealEntry, type Signer } from '../../src/host/sealing.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { startProxy, type Proxy } from './proxy.ts';

export type StillVillage = {
  readonly folder: string;
  readonly serving: Serving;
  readonly proxy: Proxy;
  /** Opens the page through the proxy. */
  readonly link: string;
  readonly origin: string;
  readonly log: Signer;
  /** All records so far, as text. */
  readonly records: () => readonly string[];
  /** One more record: an entry by a member's key. */
  readonly say: (member: string, said: EntryBody) => Promise<void>;
  readonly close: () => Promise<void>;
};

const seed = 1;
/** Its last day, in the winter of 2026. */
const endsAt = Date.parse('2026-02-09T12:00:00-05:00');

export async function openStillVillage(): Promise<StillVillage> {
  if (!isPageFresh()) await buildPage();
  const demo = await createDemo(seed, endsAt);
  const serving = await serveCollective({ place: { folder: demo.folder }, clock: handClock(demo.now), port: 0, webFolder: pageFolder, tell: () => undefined });
  const proxy = await startProxy(serving.url);
  const { origin } = serving.writer.collective.state;
  const log = required(findSigner(demo.folder, 'log'));
  const members = new Map([...serving.writer.collective.state.members.keys()].map((id) => [id, findSigner(demo.folder, 'member', id)]));
  let count = 0;
  return {
    folder: demo.folder, serving, proxy, link: serving.link.replace(serving.url, proxy.url), origin, log,
    records() {
      const journal = openSqliteJournal(demo.folder, 'read');
      try {
        return journal.read(0, journal.head()).map(({ record }) => record);
      } finally {
        journal.close();
      }
    },
    async say(member, said) {
      count += 1;
      const answer = await serving.writer.submit(sealEntry(required(members.get(member)), said, origin, demo.now, `said-${count}`));
      if (answer.status !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(answer)}`);
    },
    async close() {
      await proxy.close();
      await serving.close();
      demo.remove();
    },
  };
}

function required(signer: Signer | undefined): Signer {
  if (signer === undefined) throw new Error('the folder lacks a key');
  return signer;
}
