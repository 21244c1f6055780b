// What the log costs and gives: hashing, tiles, receipts, the time to a cosigned head, disk, and what all of it takes from the live rate.
// Alone: node bench/log.ts
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openHeadFile } from '../src/adapters/head-file/head-file.ts';
import { postToWitness } from '../src/adapters/http/witness-post.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createAheadVerifier } from '../src/adapters/keys/ahead.ts';
import { createHasher, createSealer } from '../src/adapters/keys/node.ts';
import { Collective } from '../src/host/collective.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { LogTree } from '../src/host/log-tree.ts';
import { Publisher } from '../src/host/publisher.ts';
import { makeReceipt } from '../src/host/receipts.ts';
import { makeSigner, sealEntry, type Signer } from '../src/host/sealing.ts';
import { signFirst } from '../src/host/signed-head.ts';
import { Writer } from '../src/host/writer.ts';
import { createMemoryJournal } from '../src/journal/journal.ts';
import { createTree } from '../src/log/merkle.ts';
import { formatVerifierKey, signatureTypes, verifierKey } from '../src/log/note.ts';
import type { EntryBody, SealedEntry } from '../src/vocabulary/entries.ts';
import { foundBench, signedEntries } from './collective.ts';
import { firewoodLoad } from './peers/load.ts';
import { median, perSecondSince, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

const origin = 'bench';
const hasher = createHasher();
const witnessCount = 5;
const entriesInFlight = 2;
/** Heads whose time is taken in one round. */
const headsTimed = 20;

const operator = signer('operator', 'operator', 1);
const device = signer('device', 'scale-1', 2);
const log = signer('log', 'operator', 3);

type House = { readonly collective: Collective; readonly writer: Writer; readonly publisher: Publisher | undefined; readonly folder: string; readonly setNow: (at: number) => void; readonly close: () => Promise<void> };

export async function run(options: RunOptions): Promise<PeerResult[]> {
  return [...hashing(options), ...await living(options), await heads(options)];
}

/** Records of the usual size, hashed alone, and with tiles written to a store. */
function hashing({ rounds, observations, seed }: RunOptions): PeerResult[] {
  const texts = signedEntries(device, firewoodLoad({ observations, seed }).observations, 1).map((sealed, seq) => JSON.stringify({ ...sealed, seq }));
  const timed = (action: () => void): number[] => Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    action();
    return perSecondSince(startedMs, texts.length);
  });
  const leaves = timed(() => {
    const tree = createTree(hasher);
    for (const text of texts) tree.append(text);
  });
  const tiles = timed(() => {
    const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
    const journal = openSqliteJournal(folder, 'write');
    const tree = new LogTree(hasher, journal);
    for (const text of texts) tree.append(text);
    tree.store();
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return [
    { name: 'leaves hashed into the tree', what: `RFC 6962 over records of ${Math.round(texts.join('').length / texts.length)} characters, in memory`, perSecond: median(leaves), rounds: leaves },
    { name: 'leaves hashed, full tiles stored', what: 'the same with each full tile of 256 hashes durable in SQLite, opening and closing it included', perSecond: median(tiles), rounds: tiles },
  ];
}

/** The same load with and without what makes the log checkable, by turns. */
async function living({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  const bare: number[] = [];
  const whole: number[] = [];
  let bytes = 0;
  for (let round = -1; round < rounds; round++) {
    for (const published of round % 2 === 0 ? [true, false] : [false, true]) {
      const load = firewoodLoad({ observations, seed: seed + Math.max(round, 0) });
      const house = await open(load.members, ((load.observations[0]?.at ?? 0) - 1) * 1000, published);
      const entries = signedEntries(device, load.observations, 100);
      const startedMs = performance.now();
      await submitAll(house, entries);
      if (round >= 0) (published ? whole : bare).push(perSecondSince(startedMs, load.observations.length));
      await house.publisher?.settled();
      if (published && house.publisher?.standing().shown !== house.collective.tree.size) throw new Error(`bench: no cosigned head: ${JSON.stringify(house.publisher?.standing())}`);
      await house.close();
      if (published) bytes = folderBytes(house.folder) / load.observations.length;
      rmSync(house.folder, { recursive: true, force: true });
    }
  }
  return [
    { name: 'live, without tiles and signed heads', what: 'batches of 100 as in durable.ts, the tree in memory only, no head signed', perSecond: median(bare), rounds: bare },
    { name: 'live, with tiles, digests, heads cosigned by 5 witnesses', what: `the same with tiles stored, a state digest every 100 records, heads signed at most every 100 ms and cosigned by ${witnessCount} witnesses in another process; ${Math.round(bytes)} bytes of disk an observation at the end`, perSecond: median(whole), rounds: whole },
  ];
}

/** From handing a payment in until a head with it is cosigned by all witnesses' quorum, and its receipt made. */
async function heads({ rounds, seed }: RunOptions): Promise<PeerResult> {
  const load = firewoodLoad({ observations: (rounds + 1) * headsTimed, seed });
  const acts = signedEntries(device, load.observations, 1);
  const results: number[] = [];
  const house = await open(load.members, ((load.observations[0]?.at ?? 0) - 1) * 1000, true, 0);
  for (let round = -1; round < rounds; round++) {
    const startedMs = performance.now();
    for (let i = 0; i < headsTimed; i++) {
      const sealed = acts.shift() as SealedEntry;
      const seq = house.collective.tree.size;
      house.setNow(sealed.entry.at);
      const answer = await house.writer.submit(sealed);
      if (answer.status !== 'recorded') continue; // the load repeats some
      const head = await house.publisher?.reaches(seq + 1, AbortSignal.timeout(10_000));
      if (head === undefined) throw new Error(`bench: no cosigned head: ${JSON.stringify(house.publisher?.standing())}`);
      makeReceipt(house.collective, seq, head);
    }
    if (round >= 0) results.push(perSecondSince(startedMs, headsTimed));
  }
  await house.close();
  rmSync(house.folder, { recursive: true, force: true });
  return { name: 'acts with a receipt under a head cosigned by 5 witnesses, one after another', what: `an act handed in, decided, durable, its head signed and cosigned by 3 of ${witnessCount} witnesses over HTTP on loopback, its receipt made; ${(1000 / median(results)).toFixed(1)} ms each`, perSecond: median(results), rounds: results };
}

async function open(members: Parameters<typeof foundBench>[1]['members'], startMs: number, published: boolean, everyMs?: number): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
  const stored = openSqliteJournal(folder, 'write');
  // Without: tiles go nowhere.
  const nowhere = createMemoryJournal();
  const journal = published ? stored : { ...stored, putTiles: () => undefined, getTile: nowhere.getTile, tileCount: () => 0 };
  const sandbox = await createCodeSandbox();
  const verifier = createAheadVerifier();
  const collective = new Collective({ journal, sandbox, hasher, verifier });
  const keys = { operator, members: new Map([['provider', signer('member', 'provider', 4)]]), devices: [device.grant], log: log.grant };
  foundBench(collective, { members, piles: 1, startMs }, keys, sandbox.hash);
  const witnesses = published ? await startWitnesses() : undefined;
  if (witnesses !== undefined) agree(collective, keys.members.get('provider') as Signer, witnesses.lines, startMs);
  let now = startMs;
  const writer = new Writer({
    clock: { now: () => now, at: () => () => undefined }, operator, open: () => collective, ahead: (...seal) => verifier.ahead(...seal), tell: console.error,
    digestRecords: published ? 100 : Number.MAX_SAFE_INTEGER,
  });
  let publisher: Publisher | undefined;
  if (published) {
    const store = openHeadFile({ folder: join(folder, 'heads'), origin });
    signFirst(store, collective, log);
    publisher = new Publisher({ heads: store, verifier, collective: () => collective, logKey: () => log, post: postToWitness, tell: console.error }, everyMs === undefined ? {} : { everyMs });
    collective.listen(() => publisher?.note());
  }
  return {
    collective, writer, publisher, folder, setNow: (at) => { now = Math.max(now, at); },
    async close() {
      await publisher?.close();
      writer.close();
      witnesses?.child.stdin?.end();
      if (witnesses !== undefined) rmSync(witnesses.folder, { recursive: true, force: true });
    },
  };
}

/** One of a handful of members has a key here, so the charter lets one vote do. */
function agree(collective: Collective, member: Signer, lines: readonly string[], at: number): void {
  const names = lines.map((line) => line.split(' ')[1] ?? '');
  const said: EntryBody = {
    kind: 'propose', body: { reason: 'bench', change: { change: 'policy', runs: {}, policy: `${lines.join('\n')}\ngroup most 3 ${names.join(' ')}\nquorum most\n` } },
  };
  const [answer] = collective.take([sealEntry(member, said, origin, at, 'policy')], at);
  if (collective.state.policy === null) throw new Error(`bench: no policy: ${JSON.stringify(answer)}`);
}

async function submitAll({ writer, setNow }: House, entries: readonly SealedEntry[]): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < entries.length) {
      const sealed = entries[next++] as SealedEntry;
      setNow(sealed.entry.at);
      const answer = await writer.submit(sealed);
      if (answer.status === 'refused') throw new Error(JSON.stringify(answer.refusal));
    }
  };
  await Promise.all(Array.from({ length: entriesInFlight }, one));
}

async function startWitnesses(): Promise<{ readonly child: ChildProcess; readonly lines: readonly string[]; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-witnesses-'));
  const vkey = formatVerifierKey(verifierKey(hasher, origin, signatureTypes.ed25519, log.grant.public_key));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'witnesses.ts'), String(witnessCount), origin, vkey, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, lines: JSON.parse(line) as string[], folder };
  throw new Error('bench: the witnesses didn\'t start');
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function signer(role: Signer['grant']['role'], owner: string, seed: number): Signer {
  return makeSigner(`${role}-1`, role, owner, createSealer(new Uint8Array(32).fill(seed)));
}

if (import.meta.main) await runAlone(run);
