/** Everything of a member as a file, while the collective is served: one at a time, in a thread of its own, from what lies on the disk. */
import type { LedgerPorts } from '../adapters/http/ledger-routes.ts';
import type { MemberFile } from '../log/member-file.ts';
import { ok, refuse } from '../vocabulary/result.ts';
import { longestMs, oneAtATime } from './one-at-a-time.ts';
import { inThread, type Failed } from './thread.ts';

class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** @param folder undefined: in memory */
export function everythingOf(folder: string | undefined): LedgerPorts['everythingOf'] {
  return oneAtATime('export', folder, async (member: string, source) => {
    try {
      const file = await inThread<object, number, MemberFile | undefined>(new URL('./everything-worker.ts', import.meta.url), { folder: source, member }, {
        progress: () => undefined, signal: AbortSignal.timeout(longestMs),
        errorOf: ({ message, hint }: Failed) => new ExportError(`${message}. ${hint}`), ended: () => new ExportError('it ended without an answer'), givenUp: () => new ExportError('it took too long'),
      });
      return file === undefined ? refuse('unknown_member', `there is no member ${member}`) : ok({ text: `${JSON.stringify(file, null, 2)}\n`, name: `${member}.json` });
    } catch (error) {
      if (error instanceof ExportError) return refuse('stopped', error.message);
      throw error;
    }
  });
}
