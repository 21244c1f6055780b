/** The demonstration's village, standing still: its folder, served by this process, behind a proxy that can lie. */
import { openSqliteJournal } from '../../src/adapters/journal-sqlite/journal.ts';
import { findSigner } from '../../src/host/data-folder.ts';
import { createDemo } from '../../src/host/demo.ts';
import { makeLink } from '../../src/host/links.ts';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { handClock } from '../../src/host/serve-fixture.ts';
import { serveCollective, type Serving } from '../../src/host/serve.ts';
import { sealEntry, type Signer } from '../../src/host/sealing.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { startProxy, type Proxy } from './proxy.ts';

export type StillVillage = {
  readonly folder: string;
  readonly serving: Serving;
  /** Ends the server; it is started at the same address again. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Opens the page, before and after the server was away: a link for reading. */
  readonly standingLink: string;
  readonly proxy: Proxy;
  /** Opens the page through the proxy. */
  readonly link: string;
  readonly origin: string;
  readonly log: Signer;
  /** All records so far, as text. */
  readonly records: () => readonly string[];
  /** One more record: an entry by a member's key, or by the operator's. */
  readonly say: (by: string, said: EntryBody) => Promise<void>;
  /** Lets so much time go by, with all that falls due in it. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const seed = 1;
/** Its last day, in the winter of 2026. */
const endsAt = Date.parse('2026-02-09T12:00:00-05:00');

export async function openStillVillage(): Promise<StillVillage> {
  if (!isPageFresh()) await buildPage();
  const demo = await createDemo(seed, endsAt);
  const clock = handClock(demo.now);
  const serve = (port: number): Promise<Serving> => serveCollective({ place: { folder: demo.folder }, clock, port, webFolder: pageFolder, tell: () => undefined });
  let serving = await serve(0);
  const { port } = new URL(serving.url);
  const { secret } = makeLink(demo.folder, { label: 'the check', scope: 'read', days: 30 }, Date.now());
  const proxy = await startProxy(serving.url);
  const { origin } = serving.writer.collective.state;
  const log = required(findSigner(demo.folder, 'log'));
  const members = new Map([...serving.writer.collective.state.members.keys()].map((id) => [id, findSigner(demo.folder, 'member', id)]));
  const operator = required(findSigner(demo.folder, 'operator'));
  let count = 0;
  const say = async (by: string, said: EntryBody): Promise<void> => {
    count += 1;
    const signer = by === 'operator' ? operator : required(members.get(by));
    const answer = await serving.writer.submit(sealEntry(signer, said, origin, clock.now(), `said-${count}`));
    if (answer.status !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(answer)}`);
    const refused = answer.outcome.items.find(({ status }) => status === 'refused');
    if (refused !== undefined) throw new Error(`refused: ${JSON.stringify(refused)}`);
  };
  return {
    folder: demo.folder, proxy, standingLink: `${serving.url}/?link=${secret}`,
    get serving() { return serving; },
    stop: () => serving.close(),
    async start() { serving = await serve(Number(port)); },
    link: serving.link.replace(serving.url, proxy.url), origin, log,
    records() {
      const journal = openSqliteJournal(demo.folder, 'read');
      try {
        return journal.read(0, journal.head()).map(({ record }) => record);
      } finally {
        journal.close();
      }
    },
    say,
    async pass(ms) {
      const until = clock.now() + ms;
      for (let wake = serving.writer.collective.nextWake(); wake !== undefined && wake <= until; wake = serving.writer.collective.nextWake()) {
        clock.set(Math.max(wake, clock.now()));
        await say('operator', { kind: 'clock', body: {} });
      }
      clock.set(until);
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
