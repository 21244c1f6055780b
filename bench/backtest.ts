// How fast a past is decided again with other terms, beside how fast it was lived: from SQLite, on the fast engine, with every outcome held
// against the recorded one, shown in words where it differs, and summed. Alone: node bench/backtest.ts
import { openBenchCollective, provider, signedEntries } from './collective.ts';
import { submitAll } from './durable.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { backtestParts } from '../src/host/backtest-run.ts';
import type { ChangeGiven } from '../src/host/backtest.ts';
import { createFastSandbox, type FastSandbox } from '../src/host/fast-sandbox.ts';
import { journalParts } from '../src/host/log-source.ts';
import type { Journal } from '../src/journal/journal.ts';
import { firewoodLoad } from './peers/load.ts';
import { median, perSecondSince, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

/** With the usual 2,000 observations a past of 10,000: what a change is to be tried on in less than two seconds. */
const timesLonger = 5;
const batch = 100;

type Lived = { readonly journal: Journal; readonly since: string; readonly perSecond: number; readonly close: () => void };

export async function run({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  const count = observations * timesLonger;
  const lives: Lived[] = [];
  // All that is live comes first: the fast engine hardens this process for good.
  for (let round = -1; round < rounds; round++) lives.push(await lived(count, seed + Math.max(round, 0)));
  const fast = await createFastSandbox();
  const rates = (changes: readonly ChangeGiven[]): number[] => lives.map((life) => rate(life, fast, changes, count)).slice(1); // the first warms up
  const [single, rivals] = [rates([dearer('1.10')]), rates([dearer('1.10'), dearer('1.20')])];
  for (const { close } of lives) close();
  const result = (name: string, all: readonly number[], what: string): PeerResult => ({ name, what, perSecond: median(all), rounds: all });
  const again = `${count} observations in batches of ${batch} from SQLite, each charged another price than was recorded: decided again, compared, summed; contract in hardened V8`;
  return [
    result('live, for the backtest', lives.slice(1).map(({ perSecond }) => perSecond), `as "Frankpledge, signed batches of 100", with ${count} observations`),
    result('backtest, one version', single, again),
    result('backtest, two rivals', rivals, `${again}; two versions side by side`),
  ];
}

function dearer(price: string): ChangeGiven {
  return { label: price, subcontract: 'wood-0', terms: { base_price: price } };
}

async function lived(observations: number, seed: number): Promise<Lived> {
  const load = firewoodLoad({ observations, seed });
  const startMs = ((load.observations[0]?.at ?? 0) - 1) * 1000;
  const bench = await openBenchCollective({ members: load.members, piles: 1, durable: true, startMs });
  const entries = signedEntries(bench.device, load.observations, batch);
  const startedMs = performance.now();
  await submitAll(bench, entries, 2);
  return { journal: bench.collective.journal, since: new Date(startMs).toISOString().slice(0, 10), perSecond: perSecondSince(startedMs, observations), close: () => bench.close() };
}

function rate({ journal, since }: Lived, sandbox: FastSandbox, changes: readonly ChangeGiven[], observations: number): number {
  sandbox.forget(); // each past is that of a collective of the same name
  const startedMs = performance.now();
  const { versions } = backtestParts(journalParts(journal, { records: 0, total: journal.head() }), changes, { day: since }, { hasher: createHasher(), sandbox });
  const perSecond = perSecondSince(startedMs, observations);
  for (const { label, members } of versions) {
    const gain = Number(members.find(({ member }) => member === provider)?.units[0]?.gain);
    if (!(gain > 0)) throw new Error(`bench: at ${label} a piece the provider should receive more than was recorded`);
  }
  return perSecond;
}

if (import.meta.main) await runAlone(run);
