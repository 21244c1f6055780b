// Replays a long generated log in Node and, by the page's own button, in Chromium, and compares root and state:
//   node scripts/campaign-browser.ts [--records 200000] [--batch 4] [--seed 1] [--minutes 60] [--host 127.0.0.1]
// Needs Chromium, and a folder of its own below the machine's temporary one; the same seed gives the same acts, under fresh keys.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher, createSealVerifier } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { Collective } from '../src/host/collective.ts';
import { findSigner, foundInFolder } from '../src/host/data-folder.ts';
import { loadKits } from '../src/host/kits.ts';
import { openLogSource } from '../src/host/log-source.ts';
import { buildPage, isPageFresh, pageFolder } from '../src/host/page.ts';
import { readSettings, zoneNames } from '../src/host/scenarios.ts';
import { sealEntry, type Signer } from '../src/host/sealing.ts';
import { handClock } from '../src/host/serve-fixture.ts';
import { serveCollective } from '../src/host/serve.ts';
import { Digests } from '../src/host/snapshots.ts';
import { createReplay } from '../src/log/replay.ts';
import { createRandom, type Random } from '../src/testing/random.ts';
import type { Observation, SealedEntry } from '../src/vocabulary/entries.ts';
import { launchBrowser } from '../test/browser/chromium.ts';

export type BrowserCampaign = {
  readonly records: number;
  /** Observations in an entry of the gateway's. */
  readonly batch: number;
  readonly seed: number;
  /** For Chromium's replay. */
  readonly minutesMax: number;
  /** Where it is served. What isn't loopback is no secure context: seals are then checked without the browser's own Ed25519. */
  readonly host: string;
  readonly tell: (line: string) => void;
};

export type Replayed = { readonly root: string; readonly digest: string; readonly seconds: number };
export type BrowserResult = {
  readonly records: number; readonly observations: number; readonly journalMB: number; readonly node: Replayed; readonly chromium: Replayed;
  /** What went wrong; empty when all holds. */
  readonly faults: readonly string[];
};

const members = 20;
const houses = 10;
const entriesAtOnce = 500;
/** A record a minute. */
const stepMs = 60_000;
const foundedAt = Date.parse('2026-01-05T12:00:00+01:00');
const lookEveryMs = 10_000;

const memberIds = Array.from({ length: members }, (_, i) => `member-${i}`);

const settingsText = `
title: A long log
collective: { name: Long Log, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:
  - { id: provider, opening: { crown: "1000.00" } }
${memberIds.map((id) => `  - { id: ${id}, opening: { crown: "1000000.00" } }`).join('\n')}
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: provider }, terms: { houses: { ${Array.from({ length: houses }, (_, i) => `house-${i}: member-${i}`).join(', ')} } } }
`;

export async function runBrowserCampaign(campaign: BrowserCampaign): Promise<BrowserResult> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-browser-'));
  try {
    const generated = await generate(folder, campaign);
    campaign.tell(`${generated.records} records with ${generated.observations} observations made`);
    const node = await byNode(folder, campaign);
    const chromium = await byChromium(folder, generated, campaign);
    const faults = [
      ...(node.root === chromium.root ? [] : [`Node has the root ${node.root}, Chromium ${chromium.root}`]),
      ...(node.digest === chromium.digest ? [] : [`Node has the state ${node.digest}, Chromium ${chromium.digest}`]),
    ];
    return { ...generated, journalMB: Math.round(statSync(join(folder, 'journal.sqlite')).size / 1e6), node, chromium, faults };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Generated = { readonly records: number; readonly observations: number; readonly endsAt: number };

/** As the writer would make it; its own check of the seals is left to the replays. */
async function generate(folder: string, { records, batch, seed, tell }: BrowserCampaign): Promise<Generated> {
  const kits = loadKits();
  const settings = readSettings(settingsText, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  rmSync(folder, { recursive: true });
  await foundInFolder(folder, settings.value, kits, foundedAt);
  const journal = openSqliteJournal(folder, 'write');
  const collective = new Collective({ journal, hasher: createHasher(), verifier: { verify: () => true }, sandbox: await createCodeSandbox() });
  const [operator, gateway] = [keyIn(folder, 'operator'), keyIn(folder, 'gateway')];
  const speakers = new Map(memberIds.map((id) => [id, keyIn(folder, 'member', id)]));
  const digests = new Digests(tell);
  const acts = entriesOf(collective.state.origin, gateway, speakers, batch, createRandom(seed));
  let observations = 0;
  let at = foundedAt;
  let told = 0;
  for (let next = collective.state.seq; next < records; next = collective.state.seq) {
    const entries = Array.from({ length: Math.min(entriesAtOnce, records - next) }, () => acts.next().value);
    for (const { entry } of entries) if (entry.kind === 'observe') observations += entry.body.observations.length;
    at = entries.at(-1)?.entry.at ?? at;
    const other = digests.take(collective, operator, entries, at, []).find(({ status }) => status !== 'recorded');
    if (other !== undefined) throw new Error(`an act wasn't recorded: ${JSON.stringify(other)}`);
    if (next - told >= 20_000) tell(`made ${told = next} of ${records} records`);
  }
  const made = collective.state.seq;
  journal.close();
  return { records: made, observations, endsAt: at };
}

/** Of ten: three pay each other, seven are batches of readings, one in six of them with somebody who takes wood. */
function* entriesOf(origin: string, gateway: Signer, speakers: ReadonlyMap<string, Signer>, batch: number, random: Random): Generator<SealedEntry, never, undefined> {
  const member = (): string => `member-${random.int(0, members - 1)}`;
  let seq = 0;
  for (let count = 1; ; count++) {
    const at = foundedAt + count * stepMs;
    const by = member();
    const speaker = speakers.get(by);
    if (random.int(1, 10) <= 3 && speaker !== undefined) {
      yield sealEntry(speaker, { kind: 'pay', body: { to: 'provider', unit: 'crown', amount: '0.25' } }, origin, at, `act-${count}`);
      continue;
    }
    const temperature = (): Observation =>
      ({ device: 'house-sensors', seq: ++seq, subject: `house-${random.int(0, houses - 1)}`, event: 'temperature', at, values: { celsius: random.int(150, 230) / 10 } });
    const taken = (): Observation => ({ device: 'house-sensors', seq: ++seq, subject: 'woodpile', event: 'taken', at, values: { by, count: random.int(1, 4), mass_g: 8000 } });
    const observations = Array.from({ length: batch }, (_, place) => (place === 0 && random.int(1, 6) === 1 ? taken() : temperature()));
    yield sealEntry(gateway, { kind: 'observe', body: { observations } }, origin, at, `act-${count}`);
  }
}

/** In one thread, on the engine of record. */
async function byNode(folder: string, { tell }: BrowserCampaign): Promise<Replayed> {
  const hasher = createHasher();
  const began = performance.now();
  const run = createReplay({ hasher, verifier: createSealVerifier(), sandbox: await createCodeSandbox() });
  const source = openLogSource(folder, hasher);
  try {
    for (const part of source.parts) {
      const differs = run.take(part);
      if (differs !== undefined) throw new Error(`Node: ${differs.finding.message}`);
    }
  } finally {
    source.close();
  }
  const verdict = run.end();
  const seconds = (performance.now() - began) / 1000;
  if (!verdict.ok) throw new Error(`Node: ${verdict.finding.message}`);
  tell(`Node replayed ${verdict.records} records in ${seconds.toFixed(1)} s`);
  return { root: verdict.root, digest: run.digest(), seconds };
}

async function byChromium(folder: string, { records, endsAt }: Generated, { minutesMax, host, tell }: BrowserCampaign): Promise<Replayed> {
  if (!isPageFresh()) await buildPage();
  const serving = await serveCollective({ place: { folder }, clock: handClock(endsAt), port: 0, host, webFolder: pageFolder, tell });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage();
    await page.goto(`${serving.link}#check`);
    await page.waitForFunction((size) => fetch('/log/checkpoint').then((answer) => answer.text()).then((note) => Number(note.split('\n')[1]) >= size), records);
    const began = performance.now();
    await page.getByRole('button', { name: 'Check it yourself' }).click();
    const end = page.locator('.verdict-word', { hasText: /^(Verifiable|It differs|Not checked)$/ });
    while (await end.count() === 0) {
      if (performance.now() - began > minutesMax * 60_000) throw new Error(`Chromium took more than ${minutesMax} minutes: ${await page.locator('.verdict').innerText()}`);
      tell(`Chromium: ${(await page.locator('.check-progress p').allInnerTexts()).join('')}`);
      await end.waitFor({ timeout: lookEveryMs }).catch(() => undefined);
    }
    const seconds = (performance.now() - began) / 1000;
    if (await end.innerText() !== 'Verifiable') throw new Error(`Chromium: ${await page.locator('main').innerText()}`);
    tell(`Chromium replayed it in ${seconds.toFixed(1)} s`);
    const figure = (name: string): Promise<string> => page.locator(`[data-figure="${name}"]`).innerText();
    return { root: await figure('root'), digest: await figure('digest'), seconds };
  } finally {
    await browser?.close();
    await serving.close();
  }
}

function keyIn(folder: string, role: 'operator' | 'gateway' | 'member', owner?: string): Signer {
  const signer = findSigner(folder, role, owner);
  if (signer === undefined) throw new Error(`the folder lacks the ${role}'s key`);
  return signer;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { records: { type: 'string', default: '200000' }, batch: { type: 'string', default: '4' }, seed: { type: 'string', default: '1' }, minutes: { type: 'string', default: '60' }, host: { type: 'string', default: '127.0.0.1' } },
  });
  const result = await runBrowserCampaign({ records: Number(values.records), batch: Number(values.batch), seed: Number(values.seed), minutesMax: Number(values.minutes), host: values.host, tell: console.error });
  console.log(JSON.stringify(result));
  if (result.faults.length > 0) process.exitCode = 1;
}
