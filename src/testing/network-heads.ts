/** All heads that were ever signed or cosigned by those who must never contradict each other: each is held against the longest. */
import type { ToyReplica } from './network-replica.ts';

export class Heads {
  /** What contradicts what; undefined when nothing does. */
  fork: string | undefined;
  count = 0;
  readonly #roots: string[] = [];
  readonly #chains = new Map<string, { readonly roots: readonly string[]; readonly names: readonly string[] }>();
  readonly #cosigned = new Set<string>();

  get longest(): number {
    return Math.max(0, this.#roots.length - 1);
  }

  /** Whether the record of this name lies under a head that a node has cosigned. */
  holds(name: string): boolean {
    return this.#cosigned.has(name);
  }

  /** Every head that was signed at all has its chain noted here, so that whatever is cosigned can be held against the others. */
  note(size: number, root: string, chain: ToyReplica): void {
    const key = `${size} ${root}`;
    if (!this.#chains.has(key)) this.#chains.set(key, { roots: Array.from({ length: size + 1 }, (_, i) => chain.root(i)), names: chain.records(0, size).map((record) => chain.nameIn(record)) });
  }

  /** A head signed by somebody who counts. @param cosigned by a node */
  add(who: string, size: number, root: string, cosigned: boolean): void {
    const chain = this.#chains.get(`${size} ${root}`);
    if (chain === undefined) throw new Error(`${who} signs a head that no log has`);
    this.count += 1;
    const known = Math.min(size, this.longest);
    if (this.#roots[known] !== undefined && this.#roots[known] !== chain.roots[known]) {
      this.fork ??= `${who} signs ${size} records with another root for the first ${known} than was signed before`;
      return;
    }
    for (let i = this.#roots.length; i <= size; i++) this.#roots[i] = chain.roots[i] ?? '';
    if (cosigned) for (const name of chain.names) this.#cosigned.add(name);
  }
}
