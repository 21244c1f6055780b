// Seeded loads for every side of the bench: a hundred members of mixed means take wood all day; some observations come
// twice, some are unsure, some members run out of balance.

export type Member = { readonly id: string; readonly means: number; readonly balance: number };

export type Observation = {
  /** At most 31 ASCII characters, so that it fits into a word of the EVM. */
  readonly id: string;
  readonly by: string;
  readonly count: number;
  readonly massG: number;
  /** Seconds since 1970. */
  readonly at: number;
  /** In 10^-9. */
  readonly pEvent: number;
  readonly pPerson: number;
};

export type Load = { readonly members: readonly Member[]; readonly observations: readonly Observation[] };

const memberCount = 100;
const repeatShare = 0.01;
const unsureShare = 0.03;
/** Monthly means in the smallest part, around the brackets' bounds of 1000.00 and 5000.00. */
const meansChoices = [80_000, 99_999, 100_000, 300_000, 499_999, 500_000, 900_000];
const startS = Date.UTC(2026, 0, 5, 6) / 1000;

export function firewoodLoad(options: { observations: number; seed: number }): Load {
  const random = seeded(options.seed);
  const below = (end: number) => Math.floor(random() * end);
  const members = Array.from({ length: memberCount }, (_, place) => ({
    id: `member-${place}`,
    means: meansChoices[below(meansChoices.length)] ?? 0,
    // A taking costs about 9.00: every tenth member runs out about a quarter of the way.
    balance: Math.ceil((options.observations / memberCount) * 900 * (place % 10 === 9 ? 0.25 : 6)),
  }));
  const observations: Observation[] = [];
  let at = startS;
  for (let seq = 0; seq < options.observations; seq++) {
    const earlier = observations[seq - 1 - below(50)];
    if (earlier !== undefined && random() < repeatShare) {
      observations.push(earlier);
      continue;
    }
    at += 1 + below(30);
    const count = 1 + below(6);
    const unsure = random() < unsureShare;
    observations.push({
      id: `scale-1:${seq}`,
      by: `member-${below(memberCount)}`,
      count,
      massG: count * (1800 + below(600)),
      at,
      pEvent: 950_000_000 + below(50_000_000),
      pPerson: unsure ? 550_000_000 + below(300_000_000) : 900_000_000 + below(100_000_000),
    });
  }
  return { members, observations };
}

/** The load's beginning, for warming up. */
export function beginningOf(load: Load, most: number): Load {
  return { members: load.members, observations: load.observations.slice(0, most) };
}

/** The items in lots of `size`, the last one perhaps smaller. */
export function lotsOf<Item>(items: readonly Item[], size: number): Item[][] {
  const lots: Item[][] = [];
  for (let start = 0; start < items.length; start += size) lots.push(items.slice(start, start + size));
  return lots;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
