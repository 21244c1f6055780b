/** What the ledger shows: records that were found, statements, flows. Amounts are decimal text, instants milliseconds since 1970. */
import type { LaterShown } from '../views/later.ts';
import type { PostingShown } from '../views/shown.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { Moved, NotedRecord } from './ledger.ts';

export type MovedShown = Omit<Moved, 'amount'> & { readonly amount: string };
export type RecordShown = Omit<NotedRecord, 'moved' | 'kind'> & {
  readonly kind: string;
  /** The first of them. */
  readonly moved: readonly MovedShown[]; readonly movedCount: number;
};

export type FoundShown = {
  readonly records: readonly RecordShown[];
  /** To go on from; null: that was all. */
  readonly next: number | null;
  /** How many there are in all, on the first page; counted up to a limit. */
  readonly count: { readonly n: number; readonly more: boolean } | null;
};

export type RecordDetail = RecordShown & {
  readonly by: string;
  readonly seal: { readonly key: string; readonly how: 'key' | 'passkey'; readonly owner: string | null; readonly role: string | null };
  readonly postings: readonly PostingShown[];
  readonly later: readonly LaterShown[];
  readonly entry: JsonObject; readonly outcome: Json; readonly outcomeHash: string;
  readonly records: number;
};

export type StatementLine = {
  /** `record.n`, as the posting is called. */
  readonly id: string; readonly record: number; readonly at: Instant; readonly day: Day;
  /** The other account. */
  readonly other: string; readonly otherName: string;
  /** By which agreement; null: by the collective itself, or a person. */
  readonly subcontract: string | null;
  readonly why: string;
  /** With its sign. */
  readonly amount: string;
  /** What the account then held. */
  readonly balance: string;
};

export type StatementShown = {
  readonly origin: string; readonly name: string; readonly zone: string;
  readonly account: string; readonly accountName: string; readonly holder: string; readonly holderName: string;
  readonly unit: string; readonly unitName: string;
  /** Both days belong to it. */
  readonly from: Day; readonly to: Day;
  readonly opening: string; readonly came: string; readonly went: string; readonly closing: string;
  readonly lines: readonly StatementLine[];
  /** The log that it was taken from: by it anyone can check it. */
  readonly records: number; readonly root: string; readonly takenAt: Instant;
};

export type FlowShown = {
  readonly from: string; readonly fromName: string; readonly to: string; readonly toName: string;
  /** The agreement; null: by hand. */
  readonly subcontract: string | null;
  readonly amount: string; readonly count: number;
};

export type FlowsShown = {
  readonly unit: string; readonly from: Day; readonly to: Day;
  /** The largest first. */
  readonly flows: readonly FlowShown[];
  /** Those that the list has no room for: payments, and what they come to. */
  readonly others: { readonly count: number; readonly amount: string };
};
