// How long a start takes with many records behind it: from the newest snapshot, and by taking up every record. Alone, and not part of
// `npm run bench`, since making the folder takes minutes:
//   node bench/start.ts [--records 1000000] [--rounds 3] [--seed 1]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createHasher, createSealer, createSealVerifier } from '../src/adapters/keys/node.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { Collective } from '../src/host/collective.ts';
import { LiveView } from '../src/host/live-view.ts';
import { makeSigner, type Signer } from '../src/host/sealing.ts';
import { Digests } from '../src/host/snapshots.ts';
import type { Journal } from '../src/journal/journal.ts';
import { createRandom } from '../src/testing/random.ts';
import type { Entry, EntryBody, SealedEntry } from '../src/vocabulary/entries.ts';
import type { KeyRole } from '../src/vocabulary/grants.ts';
import type { ZoneRules } from '../src/vocabulary/zones.ts';
import { foundBench } from './collective.ts';
import { median } from './peers/peer.ts';

const members = 200;
const piles = 4;
const thermometers = 40;
const gatewayId = 'gateway';
/** A record a minute: a million are two years. */
const stepMs = 60_000;
const startMs = Date.UTC(2026, 0, 5, 12);
const entriesPerAppend = 500;

type Started = { readonly ms: number; readonly records: number; readonly digested: number; readonly digest: string; readonly root: string; readonly rssMB: number };

const { values } = parseArgs({
  options: { records: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' }, open: { type: 'string' }, full: { type: 'boolean', default: false } },
});
if (values.open === undefined) await run(Number(values.records), Number(values.rounds), Number(values.seed));
else console.log(JSON.stringify(await started(values.open, values.full)));

async function run(records: number, rounds: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-start-'));
  try {
    await generate(folder, records, seed);
    const fromSnapshot = Array.from({ length: rounds }, () => inProcess(folder, false));
    const [whole] = [inProcess(folder, true)];
    for (const each of fromSnapshot) if (each.digest !== whole.digest || each.root !== whole.root) throw new Error('bench: what a start from a snapshot knows isn\'t what the log gives');
    console.log(JSON.stringify({
      machine: `${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}`, load: loadavg(), records: whole.records, journalMB: Math.round(statSync(join(folder, 'journal.sqlite')).size / 1e6),
      fromSnapshotMs: median(fromSnapshot.map(({ ms }) => ms)), rounds: fromSnapshot.map(({ ms }) => Math.round(ms)), readRecords: whole.records - whole.digested,
      fromTheFoundingMs: Math.round(whole.ms), rssMB: [fromSnapshot[0]?.rssMB, whole.rssMB],
    }, null, 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, from its very beginning: engine, modules, sandbox, store, kernel, view. */
function inProcess(folder: string, full: boolean): Started {
  const child = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename, '--open', folder, ...(full ? ['--full'] : [])], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.status !== 0) throw new Error(`bench: the start failed (${child.status ?? child.signal ?? 'stopped'})`);
  return JSON.parse(child.stdout) as Started;
}

async function started(folder: string, full: boolean): Promise<Started> {
  const stored = openSqliteJournal(folder, 'write');
  const { collective } = await opened(full ? { ...stored, snapshots: () => [] } : stored);
  const ms = performance.now();
  if (!full && collective.digested === 0) throw new Error('bench: it didn\'t start from a snapshot');
  const { records, root } = collective.head();
  stored.close();
  return { ms, records, digested: collective.digested, digest: collective.digest(), root, rssMB: Math.round(process.memoryUsage().rss / 1e6) };
}

async function opened(journal: Journal, checksSeals = true): Promise<{ collective: Collective; sandboxHash: string }> {
  const live = new LiveView(console.error);
  live.begin((hash) => {
    const text = journal.getBlob(hash);
    return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
  });
  const sandbox = await createCodeSandbox();
  const verifier = checksSeals ? createSealVerifier() : { verify: () => true };
  return { collective: new Collective({ journal, hasher: createHasher(), verifier, sandbox, fold: live, tell: console.error }), sandboxHash: sandbox.hash };
}

/** As the writer would make it, but for the seals of members and devices: nothing at a start looks at those. */
async function generate(folder: string, records: number, seed: number): Promise<void> {
  const journal = openSqliteJournal(folder, 'write');
  const { collective, sandboxHash } = await opened(journal, false);
  const ids = Array.from({ length: members }, (_, i) => `member-${i}`);
  const operator = signer('operator', 'operator', 0);
  const keys = { operator, members: new Map(ids.map((id, i) => [id, signer('member', id, i + 1)])), devices: [signer('gateway', gatewayId, members + 1).grant] };
  foundBench(collective, { members: ids.map((id) => ({ id, means: 250_000, balance: 100_000_000 })), piles, startMs }, keys, sandboxHash);
  const digests = new Digests(console.error);
  const village = entriesOf(collective.state.origin, seed);
  for (let next = collective.state.seq; next < records; next = collective.state.seq) {
    const entries = Array.from({ length: Math.min(entriesPerAppend, records - next) }, () => village.next().value as SealedEntry);
    const answers = digests.take(collective, operator, entries, entries.at(-1)?.entry.at ?? startMs, []);
    const other = answers.find(({ status }) => status !== 'recorded');
    if (other !== undefined) throw new Error(`bench: ${JSON.stringify(other)}`);
    if (process.stderr.isTTY) process.stderr.write(`\rbench: ${next} of ${records} records made `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  journal.close();
}

/** Of ten: one takes wood, three pay each other, six are thermometers. */
function* entriesOf(origin: string, seed: number): Generator<SealedEntry, never, undefined> {
  const random = createRandom(seed);
  const numbers = new Map<string, number>();
  const member = (): string => `member-${random.int(0, members - 1)}`;
  for (let count = 1; ; count++) {
    const at = startMs + count * stepMs;
    const dice = random.int(1, 10);
    const read = (by: string, subject: string, event: string, values: { [name: string]: string | number }): EntryBody => {
      const seq = (numbers.get(by) ?? 0) + 1;
      numbers.set(by, seq);
      return { kind: 'observe', body: { observations: [{ device: by, seq, subject, event, at, values }] } };
    };
    const by = member();
    const said = dice === 1 ? read('scale-1', `pile-${random.int(0, piles - 1)}`, 'taken', { by, count: random.int(1, 4), mass_g: 8000 })
      : dice <= 4 ? { kind: 'pay', body: { to: 'provider', unit: 'crown', amount: '0.25' } } as const
        : read(`thermometer-${random.int(1, thermometers)}`, `house-${random.int(1, thermometers)}`, 'temperature', { celsius: random.int(150, 230) / 10 });
    const speaker = said.kind === 'pay' ? by : gatewayId;
    const entry = { ...said, origin, by: speaker, at, id: `entry-${count}` } as Entry;
    yield { entry, seal: { key: `key-${speaker}`, sig: `${'A'.repeat(86)}==` } };
  }
}

function signer(role: KeyRole, owner: string, seed: number): Signer {
  return makeSigner(`key-${owner}`, role, owner, createSealer(Buffer.alloc(32, `bench ${seed}`)));
}
