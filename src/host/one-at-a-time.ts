/** Work that takes a thread for long is done for one asker at a time. */
import { refuse, type Result } from '../vocabulary/result.ts';

/** Longer than a past of a million observations takes: what takes longer is tried from the command line. */
export const longestMs = 5 * 60_000;

/**
 * @param what as it is called in the refusal of a second one
 * @param folder undefined: in memory there is nothing that another thread could read
 */
export function oneAtATime<Asked, Answer>(what: string, folder: string | undefined, work: (asked: Asked, folder: string) => Promise<Result<Answer>>): (asked: Asked) => Promise<Result<Answer>> {
  let running = false;
  return async (asked) => {
    if (folder === undefined) return refuse('not_permitted', `this collective lies in memory: there is no past on a disk from which a ${what} could be made`);
    if (running) return refuse('busy', `another ${what} is running: one at a time`);
    running = true;
    try {
      return await work(asked, folder);
    } finally {
      running = false;
    }
  };
}
