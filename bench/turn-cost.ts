// What a turn costs as the collective grows: one signed observation an entry, in memory, members and subcontracts from 10 and 1 to
// 10,000 and 1,000. Alone: node bench/turn-cost.ts
import { openBenchCollective, signedEntries } from './collective.ts';
import { firewoodLoad, type Member } from './peers/load.ts';
import { median, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

export const sizes = [
  { members: 10, piles: 1 }, { members: 100, piles: 10 }, { members: 1000, piles: 100 }, { members: 10_000, piles: 1000 },
] as const;

/** Below this many observations it is a smoke run, which leaves out the collective that takes a minute to found. */
const smokeBelow = 500;

export async function run({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  const chosen = observations < smokeBelow ? sizes.slice(0, -1) : sizes;
  const benches = await Promise.all(chosen.map(async (size) => {
    const load = firewoodLoad({ observations: observations * rounds, seed });
    const members: Member[] = Array.from({ length: size.members }, (_, i) => ({ id: `member-${i}`, means: (i % 3) * 250_000, balance: 100_000_000 }));
    const startMs = ((load.observations[0]?.at ?? 0) - 1) * 1000;
    const bench = await openBenchCollective({ members, piles: size.piles, durable: false, startMs });
    const seen = load.observations.map((each, i) => ({ ...each, id: `scale-1:${i}`, by: `member-${(i * 7919) % size.members}`, pEvent: 1e9, pPerson: 1e9 }));
    return { size, bench, entries: signedEntries(bench.device, seen, 1, (place) => `pile-${(place * 104_729) % size.piles}`), times: [] as number[] };
  }));
  // Round by round side by side, so that what else the machine does falls on all alike.
  for (let round = 0; round < rounds; round++) {
    for (const { bench, entries, times } of benches) {
      const part = entries.slice(round * observations, (round + 1) * observations);
      const startedMs = performance.now();
      for (const entry of part) bench.collective.take([entry], entry.entry.at);
      times.push(((performance.now() - startedMs) * 1000) / part.length);
    }
  }
  return benches.map(({ size, bench, times }) => {
    bench.close();
    return {
      name: `a turn at ${size.members} members, ${size.piles} subcontracts`, what: 'one signed observation an entry, decided in memory, contract in QuickJS-Wasm',
      perSecond: 1_000_000 / median(times), rounds: times.map((time) => 1_000_000 / time),
    };
  });
}

if (import.meta.main) await runAlone(run);
