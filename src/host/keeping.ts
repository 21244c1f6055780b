/** What a store does for a request: where it can't, that is an answer too. */
import { JournalError } from '../journal/journal.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';

/** Refuses with `stopped` and what to do, as the store says it. */
export function keeping<T>(keep: () => T): Result<T> {
  try {
    return ok(keep());
  } catch (error) {
    if (error instanceof JournalError) return refuse('stopped', `${error.message}. ${error.hint}`);
    throw error;
  }
}
