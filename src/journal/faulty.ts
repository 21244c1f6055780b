/**
 * A journal whose appends fail on command, in the two ways that a store can: before the rows are there, and after.
 */
import { JournalError, type Journal } from './journal.ts';

export type Fault = 'failed_and_stored' | 'failed_and_not_stored';

export type FaultyJournal = Journal & {
  /** The next append throws `io`, having stored its rows or not; from then on the instance refuses to write. */
  failNextAppend(fault: Fault): void;
};

/** Wraps an instance; open another one over the same store to go on after a fault. */
export function withFaults(journal: Journal): FaultyJournal {
  let next: Fault | undefined;
  let stopped = false;
  const requireRunning = (): void => {
    if (stopped) throw new JournalError('io', 'an append failed before; the store must be opened anew');
  };
  return {
    writable: journal.writable,
    durable: journal.durable,
    failNextAppend: (fault) => { next = fault; },
    append(rows, expectedSeq) {
      requireRunning();
      if (next !== 'failed_and_not_stored') journal.append(rows, expectedSeq);
      if (next === undefined) return;
      next = undefined;
      stopped = true;
      throw new JournalError('io', 'a fault was asked for');
    },
    head: () => journal.head(),
    read: (from, limit) => journal.read(from, limit),
    putBlob(hash, text) {
      requireRunning();
      journal.putBlob(hash, text);
    },
    getBlob: (hash) => journal.getBlob(hash),
    blobHashes: () => journal.blobHashes(),
    putBody(commitment, text) {
      requireRunning();
      journal.putBody(commitment, text);
    },
    getBody: (commitment) => journal.getBody(commitment),
    eraseBody(commitment) {
      requireRunning();
      return journal.eraseBody(commitment);
    },
    close: () => journal.close(),
  };
}
