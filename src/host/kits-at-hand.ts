/** The product's own kits for a server that goes on answering meanwhile: compiled in a thread of their own, once, when they are first asked for. */
import type { Kit } from './kits.ts';
import { inThread } from './thread.ts';

export type KitAtHand = Kit & {
  /** The first paragraph of its README that says more than its title; null: there is none. */
  readonly about: string | null;
};

export type KitsFound = {
  /** By name. */
  readonly kits: readonly KitAtHand[];
  /** What is wrong with the others, one message each. */
  readonly problems: readonly string[];
};

/** @param tell gets what is wrong with kits that can't be used. The first question begins the work; after a failure the next one begins it anew. */
export function kitsAtHand(folder: string, tell: (message: string) => void): () => Promise<readonly KitAtHand[]> {
  let found: Promise<readonly KitAtHand[]> | undefined;
  const find = async (): Promise<readonly KitAtHand[]> => {
    try {
      const { kits, problems } = await readKits(folder);
      for (const problem of problems) tell(problem);
      return kits;
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
  return () => (found ??= find());
}

function readKits(folder: string): Promise<KitsFound> {
  return inThread<string, never, KitsFound>(new URL('./kits-worker.ts', import.meta.url), folder, {
    progress: () => undefined, errorOf: ({ message }) => new Error(message), ended: () => new Error('the kits were not read to their end'), givenUp: () => new Error('reading the kits was given up'),
  });
}
