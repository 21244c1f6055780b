// How fast a log is replayed, as `verify` does it, on either engine, beside how fast it was written. All in one run: a fresh log each round.
// Alone: node bench/replay.ts
import { openBenchCollective, signedEntries } from './collective.ts';
import { submitAll } from './durable.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { createFastSandbox } from '../src/host/fast-sandbox.ts';
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
  const live: { readonly journal: Journal; readonly perSecond: number; readonly close: () => void }[] = [];
  // All that is live comes first: the fast engine hardens this process for good, and live is measured as it runs elsewhere.
  for (let round = -1; round < rounds; round++) live.push(await lived(count, seed + Math.max(round, 0)));
  const record = await createCodeSandbox();
  const recorded = await each(live, (journal) => rate(journal, record, count));
  const fast = await createFastSandbox();
  const hastened = await each(live, (journal) => rate(journal, fast, count));
  for (const { close } of live) close();
  const rates = live.map(({ perSecond }, i): Rates => ({ live: perSecond, record: recorded[i] ?? 0, fast: hastened[i] ?? 0 })).slice(1); // the first warms up
  const result = (name: string, of: keyof Rates, what: string): PeerResult => ({ name, what, perSecond: median(rates.map((one) => one[of])), rounds: rates.map((one) => one[of]) });
  const replayed = `${count} observations in signed batches of ${batch} from SQLite: form, seals (on the thread pool), order, every outcome decided again and hashed, the root`;
  return [
    result('live, for the replay', 'live', `as "Frankpledge, signed batches of 100", with ${count} observations`),
    result('replay, engine of record', 'record', `${replayed}; contract in QuickJS-Wasm`),
    result('replay, fast engine', 'fast', `${replayed}; contract in hardened V8`),
  ];
}

async function lived(observations: number, seed: number): Promise<{ journal: Journal; perSecond: number; close: () => void }> {
  const load = firewoodLoad({ observations, seed });
  const bench = await openBenchCollective({ members: load.members, piles: 1, durable: true, startMs: ((load.observations[0]?.at ?? 0) - 1) * 1000 });
  const entries = signedEntries(bench.device, load.observations, batch);
  const startedMs = performance.now();
  await submitAll(bench, entries, 2);
  return { journal: bench.collective.journal, perSecond: perSecondSince(startedMs, observations), close: () => bench.close() };
}

async function each<T>(list: readonly { readonly journal: Journal }[], work: (journal: Journal) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const { journal } of list) results.push(await work(journal));
  return results;
}

async function rate(journal: Journal, sandbox: CodeSandbox, observations: number): Promise<number> {
  sandbox.forget(); // each log has a collective of its own under the same name
  const startedMs = performance.now();
  const verdict = await replayAhead(journalParts(journal, { records: 0, total: journal.head() }), { hasher: createHasher(), sandbox });
  if (!verdict.ok) throw new Error(`bench: ${verdict.finding.message}`);
  return perSecondSince(startedMs, observations);
}

if (import.meta.main) await runAlone(run);
