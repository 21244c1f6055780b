// Chance with a seed (mulberry32): the same seed, the same file.

export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 ≤ x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  chance(p: number): boolean {
    return this.next() < p
  }

  /** from ≤ n ≤ to */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  pick<T>(from: readonly T[]): T {
    const item = from[this.int(0, from.length - 1)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  some<T>(from: readonly T[], p: number): T[] {
    return from.filter(() => this.chance(p))
  }

  shuffled<T>(from: readonly T[]): T[] {
    return from.map(item => ({ item, key: this.next() })).sort((a, b) => a.key - b.key).map(o => o.item)
  }
}
