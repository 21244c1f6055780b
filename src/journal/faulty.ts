/**
 * A journal whose writes fail on command, in the two ways that a store can: before what was written is there, and after.
 */
import { JournalError, type Journal } from './journal.ts';

export type Fault = 'failed_and_stored' | 'failed_and_not_stored';

export type FaultyJournal = Journal & {
  /** The next append throws `io`, having stored its rows or not; from then on the instance refuses to write. */
  failNextAppend(fault: Fault): void;
  /** The next of the writing methods of derived data, likewise. */
  failNextDerived(fault: Fault): void;
};

/** Wraps an instance; open another one over the same store to go on after a fault. */
export function withFaults(journal: Journal): FaultyJournal {
  const next: { append?: Fault | undefined; derived?: Fault | undefined } = {};
  let stopped = false;
  const requireRunning = (): void => {
    if (stopped) throw new JournalError('io', 'a write failed before; the store must be opened anew');
  };
  const failing = (kind: 'append' | 'derived', write: () => void): void => {
    requireRunning();
    const fault = next[kind];
    if (fault !== 'failed_and_not_stored') write();
    if (fault === undefined) return;
    next[kind] = undefined;
    stopped = true;
    throw new JournalError('io', 'a fault was asked for');
  };
  return {
    writable: journal.writable,
    durable: journal.durable,
    failNextAppend: (fault) => { next.append = fault; },
    failNextDerived: (fault) => { next.derived = fault; },
    append: (rows, expectedSeq) => failing('append', () => journal.append(rows, expectedSeq)),
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
    putTiles: (tiles) => failing('derived', () => journal.putTiles(tiles)),
    getTile: (level, index) => journal.getTile(level, index),
    tileCount: (level) => journal.tileCount(level),
    dropTilesFrom: (records) => failing('derived', () => journal.dropTilesFrom(records)),
    putSnapshot: (snapshot) => failing('derived', () => journal.putSnapshot(snapshot)),
    snapshots: () => journal.snapshots(),
    getSnapshot: (records) => journal.getSnapshot(records),
    dropSnapshots: () => failing('derived', () => journal.dropSnapshots()),
    close: () => journal.close(),
  };
}
