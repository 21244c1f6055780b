/** The port to a copy of the log with its rules: what a node and the writer ask of it. Synchronous; nothing here is durable by itself. */
import type { Quorum } from './quorum.ts';

/** A chain of records as it stands. */
export type Chain = {
  readonly size: number;
  /** RFC 6962 root in base64 of the first `size` records, at most as many as there are. */
  root(size: number): string;
  /** Root in base64 of the first `from` records and then these. `from`: from what is committed on. */
  rootOver(from: number, records: readonly string[]): string;
  /** Texts of the records from `from` on, up to `to` (not included). */
  records(from: number, to: number): readonly string[];
  /** Proof in base64 that the first `oldSize` records are a prefix of the first `newSize`; 1 ≤ oldSize. */
  consistency(oldSize: number, newSize: number): readonly string[];
  /** The quorums that the rules gave after `from`, `from + 1`, …, `to` records: each that differs from the one before it. At least one. */
  quorums(from: number, to: number): readonly (Quorum | null)[];
  /** The first size above `from`, up to `to`, at which the quorum is another than before its last record. */
  nextTurn(from: number, to: number): number | undefined;
};

/** What the rules say of a sealed entry, as of the last record. */
export type Judgement =
  | { readonly is: 'takes' }
  /** It is in the chain already. */
  | { readonly is: 'has' }
  | { readonly is: 'refuses'; readonly code: string; readonly detail: string };

export type Replica = Chain & {
  /**
   * The chain becomes what it was before `from`, and then `records`, each taken through the rules. When one isn't as the rules give it the
   * chain ends before it.
   * @param from at least as many as are committed
   * @returns what is wrong with the first that differs
   */
  rebase(from: number, records: readonly string[]): { readonly at: number; readonly detail: string } | undefined;
  /** Public keys of role `log` that are in force. */
  logKeys(): readonly string[];
  judge(entry: string, now: number): Judgement;
  /** Decides an entry as the writer does and appends its record; undefined when it leaves none. */
  write(entry: string, now: number): string | undefined;
  /** What names an entry, however it came here. */
  nameOf(entry: string): string;
  nameIn(record: string): string;
  /** The sealed entries of records that fell out of the chain, as far as somebody would miss them. */
  missedOf(records: readonly string[]): readonly string[];
  /** What a sealed entry proposes as the operator's keys; undefined when it proposes none. */
  proposed(entry: string): { readonly id: string; readonly logKey: string } | undefined;
  /** Milliseconds within which an entry must be in the log. */
  appearMs(): number;
};

/** The member's own part: sealed with a key that the node's owner gave it. */
export type MemberVoice = {
  /** Makes the keys of an operator, keeps them, and proposes them. */
  propose(term: number, why: string): string;
  /** A yes to a proposal. */
  ballot(id: string): string;
};
