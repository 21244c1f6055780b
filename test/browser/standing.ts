/** A small collective for checks in a browser whose server is stopped and started, at one address, also with a newer app; its clock stands still until it is moved. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSigner, keysFolder } from '../../src/host/data-folder.ts';
import { makeLink } from '../../src/host/links.ts';
import { buildPage, isPageFresh, pageFolder } from '../../src/host/page.ts';
import { sealEntry } from '../../src/host/sealing.ts';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import { decideHouse, testFolder, type MovedClock } from '../decide-house.ts';

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
  matters:
    - { name: words, changes: [resolution], asked: all, rule: { threshold: { people: 3 } }, days: 7 }
members:
  - { id: ana, name: Ana, opening: { crown: "70.00" } }
  - { id: bo, name: Bo, opening: { crown: "70.00" } }
  - { id: cy, name: Cy }
`;

/** An entry of the log, with the key that sealed it. */
export type Sealed = { readonly kind: string; readonly by: string; readonly key: string; readonly at: number; readonly id: string; readonly body: { readonly [name: string]: unknown } };

export type StandingHouse = {
  readonly clock: MovedClock;
  /** Opens the page, before and after a restart: a link for reading. */
  readonly link: string;
  readonly url: string;
  /** The file of a member's key. */
  readonly keyFile: (member: string) => string;
  readonly stop: () => Promise<void>;
  /** Does nothing where it runs with this app already. @param app the folder of its files; left out: this repository's */
  readonly start: (app?: string) => Promise<void>;
  /** As a member, by a key that isn't in a browser. The proposal's name, or the record's entry. */
  readonly say: (by: string, body: EntryBody) => Promise<string>;
  /** The entries of the log by a member, of one kind. */
  readonly saidBy: (member: string, kind: string) => readonly Sealed[];
  readonly records: () => number;
  /** Lets so many days go by, with all that falls due in them. */
  readonly days: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function openStandingHouse(name: string): Promise<StandingHouse> {
  if (!isPageFresh()) await buildPage();
  const { place, remove } = testFolder(name);
  const folder = place('linden');
  const house = await decideHouse(folder, settings, '2026-05-10T10:00:00+02:00', [], pageFolder);
  const { clock } = house;
  const { url } = house.serving;
  const { secret } = makeLink(folder, { label: 'the check', scope: 'read', days: 30 }, Date.now());
  let count = 0;
  return {
    clock, url, link: `${url}/?link=${secret}`, stop: house.stop, start: (app = pageFolder) => house.start(app),
    keyFile: (member) => join(keysFolder(folder), readdirSync(keysFolder(folder)).find((file) => (JSON.parse(readFileSync(join(keysFolder(folder), file), 'utf8')) as { owner?: string }).owner === member) ?? assert.fail(`${member} has no key`)),
    async say(by, body) {
      count += 1;
      const { writer } = house.serving;
      const signer = findSigner(folder, 'member', by) ?? assert.fail(`${by} has no key`);
      const answer = await writer.submit(sealEntry(signer, body, writer.collective.state.origin, clock.now(), `said-${count}`));
      assert.equal(answer.status, 'recorded', JSON.stringify(answer));
      return [...writer.collective.state.proposals.keys()].at(-1) ?? '';
    },
    saidBy(member, kind) {
      const { journal, tree } = house.serving.writer.collective;
      return journal.read(0, tree.size).map(({ record }) => JSON.parse(record) as { readonly entry: Omit<Sealed, 'key'>; readonly seal: { readonly key: string } }).map(({ entry, seal }): Sealed => ({ ...entry, key: seal.key })).filter((entry) => entry.by === member && entry.kind === kind);
    },
    records: () => house.serving.writer.collective.tree.size,
    days: (count) => house.days(count),
    async close() {
      await house.close();
      remove();
    },
  };
}

/** The same app as the next version has it: every file by another name, as another content would have. */
export function newerApp(): { readonly folder: string; readonly close: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'newer-app-'));
  cpSync(realpathSync(pageFolder), folder, { recursive: true });
  const assets = join(folder, 'assets');
  const names = readdirSync(assets).map((name) => ({ name, next: name.replace(/\.(\w+)$/, 'z.$1') }));
  for (const { name, next } of names) renameSync(join(assets, name), join(assets, next));
  for (const path of [join(folder, 'index.html'), join(folder, 'sw.js'), ...names.map(({ next }) => join(assets, next)).filter((path) => /\.(js|css)$/.test(path))]) {
    const renamed = names.reduce((text, { name, next }) => text.replaceAll(name, next), readFileSync(path, 'utf8'));
    writeFileSync(path, renamed.replace('<head>\n', '<head>\n<meta name="generation" content="newer">').replace(/(index\.html["'`],\s*["'`]?revision["'`]?:\s*["'`])[0-9a-f]+/, '$1newer'));
  }
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}
