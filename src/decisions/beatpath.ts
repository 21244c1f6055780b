/**
 * The strongest paths through a table of pairs, and whom they make win: M. Schulze, "The Schulze Method of Voting" (arXiv:1804.02973), section
 * 2, with the strength of a link measured by winning votes. A link is stronger than another when more people are for it, and where as
 * many are, when fewer are against it; so also the vote counting in appendix A of the constitution of the Debian project.
 */
import type { StrongestPath } from '../vocabulary/deciding.ts';
import type { Pairwise } from './pairwise.ts';

export type Beatpaths = {
  /** For each ordered pair with a path of wins between them, by first and last option. */
  readonly paths: readonly StrongestPath[];
  readonly beats: { readonly [option: string]: readonly string[] };
  /** Beaten by nobody: at least one, and more than one where they are tied. */
  readonly unbeaten: readonly string[];
};

type Strength = Pick<StrongestPath, 'support' | 'opposed'>;
type Paths = (StrongestPath | undefined)[][];

/** @param options in the order in which the answer shall be */
export function beatpaths(options: readonly string[], table: Pairwise): Beatpaths {
  const strongest = strongestPaths(options, table);
  const at = (a: number, b: number): StrongestPath | undefined => strongest[a]?.[b];
  const beaten = (a: number, b: number): boolean => isStronger(at(a, b), at(b, a));
  const losers = options.map((_, a) => options.filter((_other, b) => beaten(a, b)));
  return {
    paths: strongest.flat().filter((path) => path !== undefined),
    beats: Object.fromEntries(options.map((option, a) => [option, losers[a] ?? []])),
    unbeaten: options.filter((option) => !losers.some((beatenOnes) => beatenOnes.includes(option))),
  };
}

/** The algorithm of Floyd and Warshall, with the strength of a path as that of its weakest link. */
function strongestPaths(options: readonly string[], table: Pairwise): Paths {
  const paths: Paths = options.map((a) => options.map((b) => (a === b ? undefined : win(table, a, b))));
  for (let via = 0; via < options.length; via++) {
    for (let from = 0; from < options.length; from++) {
      for (let to = 0; to < options.length; to++) {
        const row = paths[from];
        const round = from === to ? undefined : joined(row?.[via], paths[via]?.[to]);
        if (row !== undefined && isStronger(round, row[to])) row[to] = round;
      }
    }
  }
  return paths;
}

/** The link from one option to the next, where more prefer it than the other way round. */
function win(table: Pairwise, a: string, b: string): StrongestPath | undefined {
  const support = table[a]?.[b] ?? 0;
  const opposed = table[b]?.[a] ?? 0;
  return support > opposed ? { path: [a, b], support, opposed } : undefined;
}

function joined(first: StrongestPath | undefined, second: StrongestPath | undefined): StrongestPath | undefined {
  if (first === undefined || second === undefined) return undefined;
  const { support, opposed } = isStronger(first, second) ? second : first;
  return { path: [...first.path, ...second.path.slice(1)], support, opposed };
}

/** Any path is stronger than none. */
function isStronger(a: Strength | undefined, b: Strength | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.support > b.support || (a.support === b.support && a.opposed < b.opposed);
}
