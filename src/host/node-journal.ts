/**
 * A journal of which only the committed records lie in the store: those after them are held here, and can be dropped. What is derived from
 * records (tiles, snapshots) goes into the store when the records it stands for are committed.
 */
import { appendRowsMax, fullTiles, requireRange, requireRows, sequenceTaken, type HashTile, type Journal, type JournalRow, type StoredRow, type StoredSnapshot } from '../journal/journal.ts';
import { invariant } from '../vocabulary/result.ts';

export type HeldJournal = Journal & {
  /** Records in the store. */
  readonly committed: number;
  /** Drops all records from `size` on. */
  truncate(size: number): void;
  /** Puts the first `size` records into the store. */
  commit(size: number): void;
  /** Closes the store; `close` alone leaves it open, since a writer that begins anew goes on with what is held. */
  release(): void;
  /** Called with the records that were appended, before the append returns; what it throws goes to whoever appends. */
  onAppend: (records: readonly string[]) => void;
};

export function holdJournal(store: Journal): HeldJournal {
  let tail: JournalRow[] = [];
  let tiles: HashTile[] = [];
  let snapshots: StoredSnapshot[] = [];
  let stored = store.head();
  const head = (): number => stored + tail.length;
  const held: HeldJournal = {
    ...bound(store),
    get committed() { return stored; },
    onAppend: () => undefined,
    close: () => undefined,
    release: () => store.close(),
    head,
    append(rows, expectedSeq) {
      requireRows(rows, expectedSeq);
      if (expectedSeq !== head()) throw sequenceTaken(expectedSeq, head());
      tail.push(...rows);
      held.onAppend(rows.map(({ record }) => record));
    },
    read(from, limit) {
      requireRange(from, limit);
      const below: StoredRow[] = from < stored ? store.read(from, Math.min(limit, stored - from)) : [];
      const start = Math.max(from, stored);
      return [...below, ...tail.slice(start - stored, Math.max(0, from + limit - stored)).map((row, i) => ({ seq: start + i, ...row }))];
    },
    putTiles(added) {
      tiles = [...tiles.filter(({ level, index }) => !added.some((tile) => tile.level === level && tile.index === index)), ...added];
      settle();
    },
    getTile: (level, index) => tiles.find((tile) => tile.level === level && tile.index === index)?.hashes ?? store.getTile(level, index),
    tileCount: (level) => Math.max(store.tileCount(level), ...tiles.filter((tile) => tile.level === level).map(({ index }) => index + 1)),
    putSnapshot(snapshot) {
      snapshots = [...snapshots, snapshot].slice(-2);
      settle();
    },
    truncate(size) {
      invariant(size >= stored, 'a committed record never goes');
      tail = tail.slice(0, size - stored);
      tiles = tiles.filter(({ level, index }) => index < fullTiles(level, size));
      snapshots = snapshots.filter(({ records }) => records < size);
    },
    commit(size) {
      invariant(size <= head(), 'what is committed is held');
      while (stored < size) {
        const rows = tail.slice(0, Math.min(appendRowsMax, size - stored));
        store.append(rows, stored);
        tail = tail.slice(rows.length);
        stored += rows.length;
      }
      settle();
    },
  };
  const settle = (): void => {
    const ready = tiles.filter(({ level, index }) => index < fullTiles(level, stored));
    if (ready.length > 0) store.putTiles(ready);
    tiles = tiles.filter((tile) => !ready.includes(tile));
    // A snapshot is vouched for by the digest that stands in the record after it.
    for (const snapshot of snapshots.filter(({ records }) => records < stored)) store.putSnapshot(snapshot);
    snapshots = snapshots.filter(({ records }) => records >= stored);
  };
  return held;
}

function bound(store: Journal): Journal {
  return {
    writable: store.writable, durable: store.durable,
    append: (rows, seq) => store.append(rows, seq), head: () => store.head(), read: (from, limit) => store.read(from, limit),
    putBlob: (hash, text) => store.putBlob(hash, text), getBlob: (hash) => store.getBlob(hash), blobHashes: () => store.blobHashes(),
    putBody: (commitment, text) => store.putBody(commitment, text), getBody: (commitment) => store.getBody(commitment), eraseBody: (commitment) => store.eraseBody(commitment),
    putTiles: (tiles) => store.putTiles(tiles), getTile: (level, index) => store.getTile(level, index), tileCount: (level) => store.tileCount(level), dropTilesFrom: (records) => store.dropTilesFrom(records),
    putSnapshot: (snapshot) => store.putSnapshot(snapshot), snapshots: () => store.snapshots(), getSnapshot: (records) => store.getSnapshot(records), dropSnapshots: () => store.dropSnapshots(),
    close: () => store.close(),
  };
}
