/**
 * What a share of so few cases can be: the exact interval of C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in the
 * case of the binomial (1934). It holds the true share at least as often as it says, whatever that share is.
 */
import { exp, ln } from '../mathematics.ts';

export type Share = { readonly count: number; readonly of: number };
export type Interval = { readonly low: number; readonly high: number };

/** How often the interval may miss the true share. */
export const missRate = 0.05;

/** Halvings: the last one is far below anything that is shown. */
const halvings = 50;

/** The interval for the share of which `count` out of `of` were seen; of none, all is possible. */
export function clopperPearson({ count, of }: Share, miss = missRate): Interval {
  const tails = new BinomialTails(of);
  return {
    low: count === 0 ? 0 : rootOf((p) => tails.atLeast(count, p) - miss / 2),
    high: count === of ? 1 : rootOf((p) => miss / 2 - tails.atMost(count, p)),
  };
}

/** @example sharePercent({ count: 20, of: 30 }) === 67; whole per cent, half up */
export function sharePercent({ count, of }: Share): number {
  return of === 0 ? 0 : Math.floor((200 * count + of) / (2 * of));
}

/** @example intervalWords({ count: 20, of: 30 }) === '47 to 83 %': outwards to whole per cent */
export function intervalWords(share: Share): string {
  const { low, high } = clopperPearson(share);
  return `${Math.floor(100 * low)} to ${Math.ceil(100 * high)} %`;
}

/** Where an ascending function crosses zero between 0 and 1. */
function rootOf(ascending: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2;
    if (ascending(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Sums of the binomial distribution of n trials. */
class BinomialTails {
  readonly #trials: number;
  /** ln of the binomial coefficients n over k. */
  readonly #coefficients: readonly number[];

  constructor(trials: number) {
    const coefficients = [0];
    for (let k = 1; k <= trials; k += 1) coefficients.push((coefficients[k - 1] ?? 0) + ln((trials - k + 1) / k));
    this.#trials = trials;
    this.#coefficients = coefficients;
  }

  atLeast(count: number, p: number): number {
    return this.#sum(count, this.#trials, p);
  }

  atMost(count: number, p: number): number {
    return this.#sum(0, count, p);
  }

  #sum(from: number, until: number, p: number): number {
    const [yes, no] = [ln(p), ln(1 - p)];
    let sum = 0;
    for (let k = from; k <= until; k += 1) sum += exp((this.#coefficients[k] ?? 0) + k * yes + (this.#trials - k) * no);
    return sum;
  }
}
