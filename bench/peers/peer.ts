// What the peers share: the shape of a result, packages that may be missing, medians, and running one peer alone.
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

export type RunOptions = {
  /** Per round. */
  readonly observations: number;
  readonly rounds: number;
  readonly seed: number;
};

export type PeerResult = {
  readonly name: string;
  /** What this side does, plainly: in memory or durable, signatures per what. */
  readonly what: string;
  /** Observations a second: the median of the rounds. */
  readonly perSecond: number;
  readonly rounds: readonly number[];
};

/** Something else than a rate. */
export type Figure = {
  readonly name: string;
  readonly what: string;
  /** As `ms`, `MiB`. */
  readonly unit: string;
  readonly value: number;
  /** Shown behind the point. */
  readonly digits: number;
  readonly rounds?: readonly number[];
};

/** Rows of texts, the first of them the head. */
export type ShownTable = { readonly title: string; readonly rows: readonly (readonly string[])[] };

export type Measured = { readonly results?: readonly PeerResult[]; readonly figures?: readonly Figure[]; readonly tables?: readonly ShownTable[] };

export const observationsDefault = 2000;
export const roundsDefault = 5;
/** Bound on what one call may be asked for: everything is held in memory, signed transactions included. */
export const observationsMax = 100_000;
export const roundsMax = 20;

export class PeersMissing extends Error {
  override readonly name = 'PeersMissing';

  constructor(what: string, cause?: unknown) {
    super(`the bench's peers are not installed (${what}): run \`npm ci --prefix bench/peers\` under Node 24`, { cause });
  }
}

/**
 * A peer's package; each caller states the part of it that it uses, so that the types check without the peers.
 * @throws PeersMissing when it isn't installed
 */
export async function peerPackage<Shape>(name: string): Promise<Shape> {
  try {
    return (await import(name)) as Shape;
  } catch (error) {
    throw isMissing(error) ? new PeersMissing(name, error) : error;
  }
}

/**
 * The path of a file in a peer's package.
 * @throws PeersMissing when it isn't installed
 */
export function peerFile(path: string): string {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch (error) {
    throw isMissing(error) ? new PeersMissing(path, error) : error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

export type Row<Job> = {
  readonly name: string;
  readonly what: string;
  /** Makes its own fresh state, takes the job through, checks the end state, and returns observations a second. */
  readonly round: (job: Job) => Promise<number>;
};

/** One round of each row in turn, so that a busy spell of the machine falls on all of them; the first turn warms up only. */
export async function measure<Job>(rows: readonly Row<Job>[], jobs: { warmUp: Job; timed: Job }, rounds: number): Promise<PeerResult[]> {
  for (const row of rows) await row.round(jobs.warmUp);
  const figures = rows.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, row] of rows.entries()) figures[place]?.push(await row.round(jobs.timed));
  }
  return rows.map(({ name, what }, place) => {
    const own = figures[place] ?? [];
    return { name, what, perSecond: median(own), rounds: own };
  });
}

/** How many a second, of what began at `startedMs` (by `performance.now()`). */
export function perSecondSince(startedMs: number, count: number): number {
  return Math.round((count / (performance.now() - startedMs)) * 1e4) / 10;
}

/** To one decimal. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 1 ? middle : middle - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('the median of nothing');
  return Math.round((lower + upper) * 5) / 10;
}

export function checkOptions({ observations, rounds, seed }: RunOptions): void {
  const fits = (value: number, most: number) => Number.isSafeInteger(value) && value >= 1 && value <= most;
  if (!fits(observations, observationsMax)) throw new RangeError(`observations: 1 to ${observationsMax}`);
  if (!fits(rounds, roundsMax)) throw new RangeError(`rounds: 1 to ${roundsMax}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError('seed: an integer');
}

/** `node bench/peers/x.ts [--observations 2000] [--rounds 5] [--seed 1]` prints its results and the machine's load as JSON. */
export async function runAlone(run: (options: RunOptions) => Promise<readonly PeerResult[] | Measured>): Promise<void> {
  const { values } = parseArgs({
    options: {
      observations: { type: 'string', default: String(observationsDefault) },
      rounds: { type: 'string', default: String(roundsDefault) },
      seed: { type: 'string', default: '1' },
    },
  });
  const options = { observations: Number(values.observations), rounds: Number(values.rounds), seed: Number(values.seed) };
  const loadBefore = loadavg();
  try {
    const measured = await run(options);
    const found = 'length' in measured ? { results: measured } : measured;
    console.log(JSON.stringify({ options, node: process.version, load: { before: loadBefore, after: loadavg() }, ...found }, null, 2));
  } catch (error) {
    if (!(error instanceof PeersMissing || error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
