/** Fuzzing by cases: each has a seed of its own, so that the one that fails can be repeated alone. */
import { createRandom, type Random } from '../random.ts';

export type FuzzReport = {
  readonly cases: number;
  /** Cases by what became of them. */
  readonly tally: { readonly [what: string]: number };
  readonly faults: readonly { readonly seed: number; readonly fault: string }[];
};

/** After so many faults there is enough to mend. */
const faultsMax = 5;
/** Of a fault's text, with what was sent. */
const faultCharsMax = 4000;

/** What must never happen; its message says with what it did. */
export class Fault extends Error {
  override readonly name = 'Fault';
}

/** @throws Fault */
export function must(holds: boolean, complaint: () => string): asserts holds {
  if (!holds) throw new Fault(complaint());
}

/**
 * Cases until `goOn` says no: the first has the given seed, each other the next.
 * @param one a case; returns in a word what became of it; whatever it throws is a fault
 */
export async function fuzz(seed: number, goOn: (cases: number) => boolean, one: (random: Random, number: number) => Promise<string> | string): Promise<FuzzReport> {
  const tally: { [what: string]: number } = {};
  const faults: { seed: number; fault: string }[] = [];
  let cases = 0;
  for (; faults.length < faultsMax && goOn(cases); cases++) {
    try {
      const what = await one(createRandom(seed + cases), cases);
      tally[what] = (tally[what] ?? 0) + 1;
    } catch (error) {
      const said = error instanceof Fault ? error.message : error instanceof Error ? error.stack ?? error.message : String(error);
      faults.push({ seed: seed + cases, fault: said.slice(0, faultCharsMax) });
    }
  }
  return { cases, tally, faults };
}

/** Whether a text shows where in the program it comes from. */
export function hasStack(text: string): boolean {
  return /\n\s+at .*[:(]|\.ts:\d+:\d+\)|node:internal|node_modules/.test(text);
}
