/**
 * The journal port: the durable store of a collective's records, with its in-memory version.
 * Every adapter passes `conformance.ts`, with two instances over one store.
 */
import { commandLine } from '../vocabulary/command-line.ts';
import { invariant } from '../vocabulary/result.ts';

/** Canonical texts of a record and of its outcome. The journal doesn't read them. */
export type JournalRow = { readonly record: string; readonly outcome: string };
export type StoredRow = JournalRow & { readonly seq: number };

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

  /** Releases the store. Nothing else may be called afterwards; closing twice is fine. */
  close(): void;
};

/** Rows that one append may have, so that a transaction stays in memory: 4,096 records of 64 KiB are 256 MiB. */
export const appendRowsMax = 4096;

const hints = {
  sequence_taken: 'Another process has written to this collective. Stop this one, and see which of the two should run.',
  full: 'Make space on the disk of the data folder; it goes on by itself then.',
  read_only: 'Give the user who runs Frankpledge the right to write to the data folder, or use a command that only reads.',
  corrupt: `Run \`${commandLine('verify DIR')}\` to see what is wrong, and restore the last backup: \`${commandLine('restore FILE --data DIR')}\`.`,
  newer_version: 'Run the release of Frankpledge that wrote it, or a later one.',
  older_version: 'Run `frankpledge upgrade --data DIR` with this folder; it makes a backup first.',
  in_use: 'Stop the process that runs on this folder, or use a command that only reads.',
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

/** What instances over one in-memory store share. */
export type MemoryStore = { readonly rows: JournalRow[]; readonly blobs: Map<string, string>; readonly bodies: Map<string, string> };

export function createMemoryStore(): MemoryStore {
  return { rows: [], blobs: new Map(), bodies: new Map() };
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
    close: () => { open = false; },
  };
}
