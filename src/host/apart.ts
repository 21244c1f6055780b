/** Work of several parts, of which none stops the others. */
import { JournalError } from '../journal/journal.ts';

/**
 * Does one part; undefined: it failed, and whoever runs the server was told why. @param what names the part: as long as it fails in the same way, that is told once.
 * @throws JournalError: a store that can't be written is no part's own fault
 */
export type Apart = <T>(what: string, work: () => T) => T | undefined;

/** Faults that are remembered as told. */
const faultsMax = 1000;

export function createApart(tell: (message: string) => void): Apart {
  const told = new Map<string, string>();
  return (what, work) => {
    try {
      const done = work();
      told.delete(what);
      return done;
    } catch (error) {
      if (error instanceof JournalError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      if (told.get(what) !== why) tell(`${what}: ${why}`);
      if (told.size >= faultsMax) told.clear();
      told.set(what, why);
      return undefined;
    }
  };
}
