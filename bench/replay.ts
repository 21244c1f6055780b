// How fast a log is replayed, as `verify` does it, on either engine, beside how fast it was written: a fresh log each round, and all three
// one after another in each round, so that a busy spell of the machine falls on all of them.
// Alone: node bench/replay.ts
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { openBenchCollective, signedEntries, type BenchCollective } from './collective.ts';
import { submitAll } from './durable.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { journalParts } from '../src/host/log-source.ts';
import { replayAhead } from '../src/host/replay-ahead.ts';
import type { Journal } from '../src/journal/journal.ts';
import type { CodeSandbox } from '../src/vocabulary/runner.ts';
import { firewoodLoad } from './peers/load.ts';
import { median, perSecondSince, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

/** A log is verified as a whole: one of a few entries would say nothing. */
const timesLonger = 10;
const batch = 100;

type Rates = { readonly live: number; readonly record: number; readonly fast: number };

export async function run({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  const count = observations * timesLonger;
  const record = await createCodeSandbox();
  const fast = new Worker(new URL('./replay-worker.ts', import.meta.url));
  const rates: Rates[] = [];
  for (let round = -1; round < rounds; round++) {
    const measured = await measureRound(count, seed + Math.max(round, 0), record, fast);
    if (round >= 0) rates.push(measured); // the first warms up
  }
  await fast.terminate();
  const result = (name: string, of: keyof Rates, what: string): PeerResult => ({ name, what, perSecond: median(rates.map((one) => one[of])), rounds: rates.map((one) => one[of]) });
  const replayed = `${count} observations in signed batches of ${batch} from SQLite: form, seals (on the thread pool), order, every outcome decided again and hashed, the root`;
  return [
    result('live, for the replay', 'live', `as "Frankpledge, signed batches of 100", with ${count} observations`),
    result('replay, engine of record', 'record', `${replayed}; contract in QuickJS-Wasm`),
    result('replay, fast engine', 'fast', `${replayed}; contract in hardened V8, in a thread that has begun`),
  ];
}

async function measureRound(count: number, seed: number, record: CodeSandbox, fast: Worker): Promise<Rates> {
  const load = firewoodLoad({ observations: count, seed });
  const bench = await openBenchCollective({ members: load.members, piles: 1, durable: true, startMs: ((load.observations[0]?.at ?? 0) - 1) * 1000 });
  try {
    return { live: await lived(bench, load.observations), record: await replayed(bench.collective.journal, record, count), fast: await replayedIn(fast, bench.folder ?? '', count) };
  } finally {
    bench.close();
  }
}

async function lived(bench: BenchCollective, observations: ReturnType<typeof firewoodLoad>['observations']): Promise<number> {
  const entries = signedEntries(bench.device, observations, batch);
  const startedMs = performance.now();
  await submitAll(bench, entries, 2);
  return perSecondSince(startedMs, observations.length);
}

async function replayed(journal: Journal, sandbox: CodeSandbox, observations: number): Promise<number> {
  sandbox.forget(); // each log has a collective of its own under the same name
  const startedMs = performance.now();
  const verdict = await replayAhead(journalParts(journal, { records: 0, total: journal.head() }), { hasher: createHasher(), sandbox });
  if (!verdict.ok) throw new Error(`bench: ${verdict.finding.message}`);
  return perSecondSince(startedMs, observations);
}

async function replayedIn(thread: Worker, folder: string, observations: number): Promise<number> {
  thread.postMessage(folder);
  const [ms] = await once(thread, 'message') as [number];
  return Math.round((observations / ms) * 1e4) / 10;
}

if (import.meta.main) await runAlone(run);
