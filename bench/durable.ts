// Observations a second, decided and durable: device-signed batches of 100, and each observation signed by itself.
// Alone: node bench/durable.ts
import { provider, openBenchCollective, signedEntries, type BenchCollective } from './collective.ts';
import { Writer } from '../src/host/writer.ts';
import type { SealedEntry } from '../src/vocabulary/entries.ts';
import { initialState, observe, terms } from './peers/rule.ts';
import { firewoodLoad } from './peers/load.ts';
import { median, perSecondSince, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

/** Entries in flight. */
const entriesPerAppend = 200;

export async function run({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  return [
    await measure('Frankpledge, signed batches of 100', 100, 2, { observations, rounds, seed },
      'kernel, firewood kit in QuickJS-Wasm, all hashing and seals verified; each entry is 100 observations under one Ed25519 signature; two are in flight and may share a durable append (SQLite, WAL, synchronous=FULL)'),
    await measure('Frankpledge, each observation signed', 1, entriesPerAppend, { observations, rounds, seed },
      `the same, each entry is one observation with its own Ed25519 signature and its own record; ${entriesPerAppend} are in flight, so that they share durable appends, as in a busy server`),
  ];
}

async function measure(name: string, batch: number, perAppend: number, { observations, rounds, seed }: RunOptions, what: string): Promise<PeerResult> {
  const results: number[] = [];
  for (let round = -1; round < rounds; round++) { // round -1 warms up and isn't counted, as with the peers
    const load = firewoodLoad({ observations, seed: seed + Math.max(round, 0) });
    const startMs = ((load.observations[0]?.at ?? 0) - 1) * 1000;
    const bench = await openBenchCollective({ members: load.members, piles: 1, durable: true, startMs });
    const entries = signedEntries(bench.device, load.observations, batch);
    const startedMs = performance.now();
    await submitAll(bench, entries, perAppend);
    if (round >= 0) results.push(perSecondSince(startedMs, load.observations.length));
    const balance = bench.collective.state.accounts.get(`${provider} crown`)?.balance ?? 0;
    const expected = expectedBalance(load);
    if (balance !== expected) throw new Error(`bench: the provider has ${balance}, the rule gives ${expected}`);
    bench.close();
  }
  return { name, what, perSecond: median(results), rounds: results };
}

/** As many at a time as a busy server has waiting; seals are checked ahead on the thread pool, as the server does. */
export async function submitAll(bench: BenchCollective, entries: readonly SealedEntry[], inFlight: number): Promise<void> {
  let now = 0;
  const clock = { now: () => now, at: () => () => undefined };
  const writer = new Writer({ clock, operator: bench.operator, open: () => bench.collective, ahead: (...seal) => bench.verifier.ahead(...seal), tell: console.error });
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < entries.length) {
      const sealed = entries[next++] as SealedEntry;
      now = Math.max(now, sealed.entry.at);
      const answer = await writer.submit(sealed);
      if (answer.status === 'refused') throw new Error(JSON.stringify(answer.refusal));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

/** The same end state as every peer's, by the plain rule. */
function expectedBalance(load: ReturnType<typeof firewoodLoad>): number {
  const state = initialState(load.members);
  for (const seen of load.observations) observe(state, terms, seen);
  return state.providerBalance;
}

if (import.meta.main) await runAlone(run);
