/**
 * The journal port: the durable store of a collective's records, with its in-memory version.
 * Every adapter passes `conformance.ts`, with two instances over one store.
 */
import { commandLine } from '../vocabulary/command-line.ts';
import { invariant } from '../vocabulary/result.ts';

/** Canonical texts of a record and of its outcome. The journal doesn't read them. */
export type JournalRow = { readonly record: string; readonly outcome: string };
export type StoredRow = JournalRow & { readonly seq: number };

/** A full hash tile (C2SP tlog-tiles): the hashes of 256 nodes of the tree, 32 bytes each, from `index * 256` on at `level * 8` above the leaves. */
export type HashTile = { readonly level: number; readonly index: number; readonly hashes: Uint8Array };

/** What the kernel and the views held after the first `records` records, as texts that the journal doesn't read. */
export type StoredSnapshot = SnapshotName & { readonly kernel: string; readonly view: string };
/** `digest`: the state's digest in hex, under which the log knows the snapshot. */
export type SnapshotName = { readonly records: number; readonly digest: string };

/**
 * One collective's store, opened by one instance. All methods are synchronous and throw {@link JournalError}.
 * Only one instance writes; others may read at the same time, and see whole appends only.
 */
export type Journal = {
  /** False for an instance that was opened for reading: its writing methods throw `read_only`. */
  readonly writable: boolean;
  /** Whether what `append` acknowledged outlives the process and a power cut. */
  readonly durable: boolean;

  /**
   * Stores `rows` at `expectedSeq`, `expectedSeq + 1`, …: all of them or none, durable when it returns. No rows: nothing happens.
   * @throws JournalError `sequence_taken` when `expectedSeq` isn't {@link head}: someone else has written, and the caller must stop.
   * `full`: nothing is stored, and the same call may be repeated when there is space.
   * `io`: the rows may be stored or not. From then on this instance refuses to write; open the store anew, and `head()` tells.
   */
  append(rows: readonly JournalRow[], expectedSeq: number): void;
  /** The sequence that the next record gets: 0 for an empty store. */
  head(): number;
  /** Up to `limit` rows from `from` on, in order; fewer at the end. */
  read(from: number, limit: number): StoredRow[];

  /**
   * Keeps contract code, zone rules and other text under its SHA-256 in hex, for ever. The caller has hashed it. Durable when it
   * returns, so that a record appended afterwards may name it. The same text again: nothing happens.
   * @throws JournalError `corrupt` when another text is there under this hash
   */
  putBlob(hash: string, text: string): void;
  getBlob(hash: string): string | undefined;
  /** Hashes of all blobs in ascending order. */
  blobHashes(): string[];

  /**
   * Keeps personal text under the commitment by which a record names it, until it is erased; durable when it returns. Replaces what is
   * there.
   */
  putBody(commitment: string, text: string): void;
  /** Undefined when it was never there or was erased. */
  getBody(commitment: string): string | undefined;
  /** Removes the text for good, from the store's files too (backups are their keeper's). False when there was none. */
  eraseBody(commitment: string): boolean;

  // Derived data: it follows from the records, may be written later than they, and can be dropped and derived again.

  /**
   * Keeps hash tiles: all of them or none, in any order. A level's tiles have no gap: each follows one that is there, or comes along.
   * The same tile again: nothing happens.
   * @throws JournalError `corrupt` when other hashes are there under this place
   */
  putTiles(tiles: readonly HashTile[]): void;
  /** Undefined for what was never put. @throws JournalError `corrupt` for a tile that was there and isn't any more, or was altered */
  getTile(level: number, index: number): Uint8Array | undefined;
  /** Tiles of the level, from index 0 on. */
  tileCount(level: number): number;
  /** For a repair: removes every tile that stands for more than the first `records` records. */
  dropTilesFrom(records: number): void;

  /** Keeps a snapshot, and of all only the {@link snapshotsKept} with the most records. One of as many records is replaced. */
  putSnapshot(snapshot: StoredSnapshot): void;
  /** Those that are kept, newest first. */
  snapshots(): readonly SnapshotName[];
  /** @throws JournalError `corrupt` when it was altered: an older one, or a replay, serves as well */
  getSnapshot(records: number): StoredSnapshot | undefined;
  /** For a repair: removes all snapshots. */
  dropSnapshots(): void;

  /** Releases the store. Nothing else may be called afterwards; closing twice is fine. */
  close(): void;
};

export type TileMethods = Pick<Journal, 'putTiles' | 'getTile' | 'tileCount' | 'dropTilesFrom'>;
export type SnapshotMethods = Pick<Journal, 'putSnapshot' | 'snapshots' | 'getSnapshot' | 'dropSnapshots'>;

/** Rows that one append may have, so that a transaction stays in memory: 4,096 records of 64 KiB are 256 MiB. */
export const appendRowsMax = 4096;

/** Nodes that a full hash tile has, and its bytes. */
export const tileNodes = 256;
export const tileBytes = 32 * tileNodes;
/** Tiles that one call may put: 32 MiB. */
export const tilesPerPutMax = 4096;
/** Records that a full tile stands for, by its level: 256^(level + 1), as long as that is a safe number with room to count. */
const tileRecords: readonly number[] = [256, 65_536, 16_777_216, 4_294_967_296, 1_099_511_627_776, 281_474_976_710_656];
export const tileLevelMax = 5;

/** The newest, and one before it for the case that the newest can't be read. */
export const snapshotsKept = 2;
/** Kernel's and views' text together: a quarter of the longest string of the engine. */
export const snapshotCharsMax = 134_217_728;

const hints = {
  sequence_taken: 'Another process has written to this collective. Stop this one, and see which of the two should run.',
  full: 'Make space on the disk of the data folder; it goes on by itself then.',
  read_only: 'Give the user who runs Frankpledge the right to write to the data folder, or use a command that only reads.',
  corrupt: `Run \`${commandLine('verify DIR')}\` to see what is wrong, and restore the last backup: \`${commandLine('restore FILE --data DIR')}\`.`,
  newer_version: 'Run the release of Frankpledge that wrote it, or a later one.',
  older_version: 'Run `frankpledge upgrade --data DIR` with this folder; it makes a backup first.',
  in_use: 'Stop the process that runs on this folder, or use a command that only reads.',
  behind: `Fetch the missing records from a member's copy, which checks them: \`${commandLine('catch-up --data DIR --from LINK|FOLDER|ARCHIVE')}\`. Nothing is signed until then.`,
  differs: `Keep both for evidence: \`${commandLine('verify SOURCE')}\` says what each holds. Go on in another folder from a copy that has the signed root: \`${commandLine('import FILE --data DIR')}\`.`,
  unsigned: `Take the last signed head over from a member's copy, with the records that are missing: \`${commandLine('catch-up --data DIR --from LINK|FOLDER|ARCHIVE')}\`. Where nobody has one, the members vote for fresh keys: \`${commandLine('propose operator --data DIR --as MEMBER --reason TEXT')}\`. Nothing is signed until then.`,
  io: 'Check the disk (`dmesg` names broken ones), then start again: nothing that was acknowledged is lost.',
} as const;

export type JournalErrorCode = keyof typeof hints;

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  /** What a person can do about it. */
  readonly hint: string;

  /** @param message what happened, in words; with the path of the store where there is one */
  constructor(code: JournalErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.hint = options.hint ?? hints[code];
  }
}

/** The refusal that tells a writer that it lost its place. */
export function sequenceTaken(expectedSeq: number, head: number): JournalError {
  return new JournalError('sequence_taken', `sequence ${expectedSeq} was to be written, but ${head} is next`);
}

/** What holds of every append, whatever the store: for adapters to call first. */
export function requireRows(rows: readonly JournalRow[], expectedSeq: number): void {
  invariant(Number.isSafeInteger(expectedSeq) && expectedSeq >= 0, 'a sequence is a whole number from 0');
  invariant(rows.length <= appendRowsMax, `an append has at most ${appendRowsMax} rows`);
  for (const row of rows) {
    invariant(row.record !== '', 'a record is not empty');
    invariant(row.outcome !== '', 'an outcome is not empty');
  }
}

/** What holds of every read. */
export function requireRange(from: number, limit: number): void {
  invariant(Number.isSafeInteger(from) && from >= 0, 'a sequence is a whole number from 0');
  invariant(Number.isSafeInteger(limit) && limit >= 0, 'a limit is a whole number from 0');
}

/** What holds of every tile that is put, whatever the store. Returns them in the order in which they can be put. */
export function requireTiles(tiles: readonly HashTile[]): HashTile[] {
  invariant(tiles.length <= tilesPerPutMax, `one call puts at most ${tilesPerPutMax} tiles`);
  for (const { level, index, hashes } of tiles) {
    requireTilePlace(level, index);
    invariant(hashes.length === tileBytes, `a full tile has ${tileBytes} bytes`);
  }
  return tiles.toSorted((a, b) => a.level - b.level || a.index - b.index);
}

export function requireTilePlace(level: number, index: number): void {
  invariant(Number.isSafeInteger(index) && index >= 0, 'a tile\'s index is a whole number from 0');
  invariant(Number.isSafeInteger((index + 1) * recordsPerTile(level)), 'a tile stands for a safe number of records');
}

function recordsPerTile(level: number): number {
  const records = tileRecords[level];
  invariant(records !== undefined, `a tile's level is 0 to ${tileLevelMax}`);
  return records;
}

/** Full tiles of a level that `records` records give. */
export function fullTiles(level: number, records: number): number {
  return Math.floor(records / recordsPerTile(level));
}

export function otherTile({ level, index }: HashTile): JournalError {
  return new JournalError('corrupt', `other hashes lie at tile ${index} of level ${level}`, { hint: derivedHint });
}

/** Of what is wrong with derived data, the records being whole. */
export const derivedHint = `Run \`${commandLine('verify DIR')}\`: if the records are whole, the rest is derived from them anew.`;

/** What holds of every snapshot that is put. */
export function requireSnapshot({ records, digest, kernel, view }: StoredSnapshot): void {
  invariant(Number.isSafeInteger(records) && records > 0, 'a snapshot is of one record or more');
  invariant(/^[\da-f]+$/.test(digest), 'a digest is hex');
  invariant(kernel.length + view.length <= snapshotCharsMax, `a snapshot has at most ${snapshotCharsMax} characters`);
}

/** What instances over one in-memory store share. */
export type MemoryStore = {
  readonly rows: JournalRow[]; readonly blobs: Map<string, string>; readonly bodies: Map<string, string>;
  /** By level. */
  readonly tiles: Uint8Array[][];
  /** Newest first. */
  readonly snapshots: StoredSnapshot[];
};

export function createMemoryStore(): MemoryStore {
  return { rows: [], blobs: new Map(), bodies: new Map(), tiles: Array.from({ length: tileLevelMax + 1 }, () => []), snapshots: [] };
}

/** A journal for tests, demos and simulations. A second writer over the store isn't refused: it notices at its append. */
export function createMemoryJournal(store: MemoryStore = createMemoryStore(), mode: 'write' | 'read' = 'write'): Journal {
  let open = true;
  const reading = (): MemoryStore => {
    invariant(open, 'the journal is open');
    return store;
  };
  const writing = (): MemoryStore => {
    if (mode === 'read') throw new JournalError('read_only', 'the journal was opened for reading');
    return reading();
  };
  return {
    writable: mode === 'write',
    durable: false,
    append(rows, expectedSeq) {
      requireRows(rows, expectedSeq);
      const stored = writing().rows;
      if (expectedSeq !== stored.length) throw sequenceTaken(expectedSeq, stored.length);
      for (const { record, outcome } of rows) stored.push({ record, outcome });
    },
    head: () => reading().rows.length,
    read(from, limit) {
      requireRange(from, limit);
      return reading().rows.slice(from, from + limit).map((row, i) => ({ seq: from + i, ...row }));
    },
    putBlob(hash, text) {
      const there = writing().blobs.get(hash);
      if (there !== undefined && there !== text) throw new JournalError('corrupt', `another text lies under the hash ${hash}`);
      store.blobs.set(hash, text);
    },
    getBlob: (hash) => reading().blobs.get(hash),
    blobHashes: () => [...reading().blobs.keys()].sort(),
    putBody: (commitment, text) => void writing().bodies.set(commitment, text),
    getBody: (commitment) => reading().bodies.get(commitment),
    eraseBody: (commitment) => writing().bodies.delete(commitment),
    ...memoryTiles(reading, writing),
    ...memorySnapshots(reading, writing),
    close: () => { open = false; },
  };
}

function memoryTiles(reading: () => MemoryStore, writing: () => MemoryStore): TileMethods {
  const levelOf = (store: MemoryStore, level: number): Uint8Array[] => {
    requireTilePlace(level, 0);
    return store.tiles[level] ?? [];
  };
  return {
    putTiles(tiles) {
      const ordered = requireTiles(tiles);
      const store = writing();
      const after = store.tiles.map((level) => [...level]); // all or none
      for (const tile of ordered) putTile(after[tile.level] ?? [], tile);
      store.tiles.splice(0, after.length, ...after);
    },
    getTile(level, index) {
      requireTilePlace(level, index);
      return levelOf(reading(), level)[index]?.slice();
    },
    tileCount: (level) => levelOf(reading(), level).length,
    dropTilesFrom(records) {
      requireRange(records, 0);
      for (const [level, tiles] of writing().tiles.entries()) tiles.length = Math.min(tiles.length, fullTiles(level, records));
    },
  };
}

function putTile(level: Uint8Array[], tile: HashTile): void {
  const there = level[tile.index];
  if (there === undefined) {
    invariant(tile.index === level.length, 'a level of tiles has no gap');
    level.push(tile.hashes.slice());
  } else if (there.some((byte, i) => byte !== tile.hashes[i])) throw otherTile(tile);
}

function memorySnapshots(reading: () => MemoryStore, writing: () => MemoryStore): SnapshotMethods {
  return {
    putSnapshot(snapshot) {
      requireSnapshot(snapshot);
      const kept = writing().snapshots;
      const { records, digest, kernel, view } = snapshot;
      const next = [{ records, digest, kernel, view }, ...kept.filter((each) => each.records !== records)].sort((a, b) => b.records - a.records);
      kept.splice(0, kept.length, ...next.slice(0, snapshotsKept));
    },
    snapshots: () => reading().snapshots.map(({ records, digest }) => ({ records, digest })),
    getSnapshot(records) {
      const found = reading().snapshots.find((each) => each.records === records);
      return found === undefined ? undefined : { ...found };
    },
    dropSnapshots: () => void writing().snapshots.splice(0),
  };
}
