/** What entries with values as people and programs get them wrong are drawn with. */
import type { Random } from './random.ts';

/** What goes wrong is drawn more often than it happens; what fits, often enough that something comes of it. */
export class Garbage<Bench> {
  protected readonly random: Random;
  protected readonly bench: Bench;
  readonly #chance: number;

  /** @param chance of each part that may be left out to be there */
  constructor(random: Random, bench: Bench, chance: number) {
    this.random = random;
    this.bench = bench;
    this.#chance = chance;
  }

  /** Some of the parts, each by chance. */
  protected some<T extends object>(parts: T): Partial<T> {
    return Object.fromEntries(Object.entries(parts).filter(() => this.random.chance(this.#chance))) as Partial<T>;
  }
}
