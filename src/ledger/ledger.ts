/**
 * The ledger as it is searched and summed: what an index holds of each record, and what can be asked of it. It follows from the records alone
 * and can be dropped and made again. Nothing that may be erased goes in: no comment's words, no declared means, no raw reading.
 */
import type { EntryKind } from '../vocabulary/entries.ts';
import type { Instant } from '../vocabulary/time.ts';

/** Amounts are in the unit's smallest part. */
export type Moved = {
  /** The n-th of its kind in the record, from 1. */
  readonly n: number;
  /** `owed`: there wasn't enough, and it became a debt. */
  readonly what: 'paid' | 'owed';
  readonly from: string; readonly to: string; readonly unit: string; readonly amount: number;
  /** The agreement; null: the collective itself, or a person. */
  readonly because: string | null;
  readonly code: string; readonly why: string;
};

export type RecordStatus = 'done' | 'partly' | 'refused';

export type NotedRecord = {
  readonly seq: number; readonly at: Instant; readonly kind: EntryKind; readonly by: string;
  readonly status: RecordStatus;
  /** Of the first refusal. */
  readonly code: string | null;
  /** What came of it first, in a sentence; empty when nothing can be told. */
  readonly words: string;
  readonly moved: readonly Moved[];
};

export type Noted = NotedRecord & {
  /** Its entry's id, under which its sender may send it again; null: what such an entry says is known by ids of its own. */
  readonly entry: string | null;
  /** Members and others whom it concerns. */
  readonly people: readonly string[];
  readonly agreements: readonly string[];
  /** In which words are looked for. */
  readonly text: string;
};

export type LedgerQuery = {
  /** Words, each of which must stand there or begin there (words.ts); without one it fits nothing. */
  readonly text: string | null;
  readonly person: string | null; readonly agreement: string | null; readonly kind: string | null; readonly status: RecordStatus | null;
  readonly unit: string | null; readonly least: number | null; readonly most: number | null;
  /** From then on, and before then. */
  readonly from: Instant | null; readonly until: Instant | null;
};

export type Span = { readonly from: Instant; readonly until: Instant };
export type Movement = Moved & { readonly seq: number; readonly at: Instant };
/** `amount`: of all of them together; it may be larger than any amount. */
export type Flow = { readonly from: string; readonly to: string; readonly because: string | null; readonly amount: bigint; readonly count: number };

/** All of it is synchronous and throws JournalError. */
export type Ledger = {
  /** Records that are in it, and the root of a log of just these. */
  readonly taken: () => { readonly records: number; readonly root: string };
  /** All of them or none, in order, the next ones. @param root of the log with them */
  readonly take: (noted: readonly Noted[], root: string) => void;
  readonly clear: () => void;
  /**
   * The latest first, and how many there are, counted up to `most`.
   * @param before records from this number on are left out; null: none
   * @param most left out: as many as are asked for
   */
  readonly search: (query: LedgerQuery, before: number | null, limit: number, most?: number) => { readonly records: readonly NotedRecord[]; readonly count: number };
  readonly record: (seq: number) => NotedRecord | undefined;
  /** The record of the entry that its sender calls so: the latest, since the rules forget ids in time. */
  readonly recordOf: (by: string, entry: string) => number | undefined;
  /** What was paid from and to an account, in order. */
  readonly movements: (account: string, unit: string, span: Span, limit: number) => Movement[];
  /** What an account holds before that instant. */
  readonly balance: (account: string, unit: string, before: Instant) => number;
  /** What was paid in a unit, together for each two accounts and agreement; the largest first. Undefined where there are more than `most` movements to sum. */
  readonly flows: (unit: string, span: Span, most: number) => readonly Flow[] | undefined;
  readonly close: () => void;
};
