/**
 * What nodes and the writer say to each other, and the texts that they sign. Roots, keys and signatures are base64.
 *
 * | message | from → to | answer |
 * | --- | --- | --- |
 * | append | writer → node | holding |
 * | commit, catchup | writer → node, node → node | holding |
 * | fetch | node → node | catchup, or nothing |
 * | poll | candidate → node | willing |
 * | stand | candidate → node | vote, or willing |
 * | entry | node → writer, node → node | nothing |
 */
import type { Head, HoldProof, Tenure, Vote } from './stored.ts';

/** Where messages for the writer go when it is no node. */
export const writerName = 'writer';

/** Records that a message carries: with what else a writer appends at once they stay under {@link messageCharsMax}. */
export const messageRecordsMax = 256;
/** Records that may be with the nodes without being committed: bounds what a vote or a takeover carries. */
export const windowMax = 256;
/** Characters of the records of one message; a single larger record goes alone. */
export const messageCharsMax = 4_194_304;

export type Append = {
  readonly kind: 'append';
  readonly tenure: Tenure;
  /** Place of the first record. */
  readonly at: number;
  readonly records: readonly string[];
  /** After them. */
  readonly head: Head;
  /** The log's key that signs {@link appendText}. */
  readonly key: string;
  readonly sig: string;
};

export type Commit = { readonly kind: 'commit'; readonly proof: HoldProof };

/** Committed records for one who was away. */
export type Catchup = {
  readonly kind: 'catchup';
  readonly at: number;
  readonly records: readonly string[];
  /** That the head after these records is a prefix of the proof's (RFC 6962 s2.1.2). */
  readonly consistency: readonly string[];
  readonly proof: HoldProof;
};

/** How a node stands after what it was told. */
export type Holding = {
  readonly kind: 'holding';
  readonly node: string;
  /** The term that it has promised itself to. */
  readonly term: number;
  /** Records that it knows to be committed, and that it holds at all. */
  readonly committed: number;
  readonly size: number;
  readonly ack?: { readonly head: Head; readonly sig: string };
  /** Why there is no ack, in words; `at` is the record it is about. */
  readonly why?: { readonly code: HoldRefusal; readonly detail: string; readonly at?: number };
  /** Entries that must be in the log before it acks anything more. */
  readonly missing?: readonly string[];
  /** Of a higher term that has begun, and whether the key that signed the append is in force in it. */
  readonly deposed?: { readonly tenure: Tenure; readonly inForce: boolean };
};

export type HoldRefusal =
  /** The append isn't signed by a key of the log that is in force, or its term by no election that counts. */
  | 'not_the_writer'
  /** Records are missing before it: send from `size`. */
  | 'gap'
  /** A record that the rules don't give. */
  | 'differs'
  /** In this very term another record was held in this place, or it is committed: the writer has two faces. */
  | 'two_faces'
  /** An entry that was handed to this node is not in the log, and its time is over. */
  | 'stopped'
  /** It has promised itself to a higher term. */
  | 'later_term';

export type Fetch = { readonly kind: 'fetch'; readonly at: number };
/** Whether a candidate would be voted for; nothing is promised. */
export type Poll = { readonly kind: 'poll'; readonly term: number; readonly committed: number };
export type Willing = { readonly kind: 'willing'; readonly node: string; readonly term: number; readonly committed: number; readonly willing: boolean };

export type Stand = {
  readonly kind: 'stand';
  readonly term: number;
  readonly candidate: string;
  readonly committed: number;
  /** The sealed entry that proposes the candidate's keys, and its name. */
  readonly proposal: string;
  readonly id: string;
  /** By the candidate's witness key over {@link standText}. */
  readonly sig: string;
};

export type VoteCast = {
  readonly kind: 'vote';
  readonly term: number;
  readonly id: string;
  readonly vote: Vote;
  /** Its member's sealed yes. */
  readonly ballot: string;
  /** Records after `vote.committed`, up to `vote.head`. */
  readonly tail: readonly string[];
};

export type EntryHandedOn = { readonly kind: 'entry'; readonly entry: string };

export type Message = Append | Commit | Catchup | Holding | Fetch | Poll | Willing | Stand | VoteCast | EntryHandedOn;

export type Outgoing = { readonly to: string; readonly message: Message };

/** What an ack signs: the node holds these records durably, in this term. */
export function holdText(origin: string, term: number, { size, root }: Head): string {
  return lines('hold', origin, term, size, root);
}

export function appendText(origin: string, { term, base }: Tenure, at: number, { size, root }: Head): string {
  return lines('append', origin, term, base.size, base.root, at, size, root);
}

export function standText(origin: string, term: number, id: string): string {
  return lines('stand', origin, term, id);
}

export function voteText(origin: string, term: number, id: string, { heldTerm, committed, head }: Omit<Vote, 'sig' | 'node'>): string {
  return lines('vote', origin, term, id, heldTerm, committed, head.size, head.root);
}

/** First lines keep these texts apart from each other, from entries (JSON) and from checkpoints, whose first line is the origin. */
function lines(what: string, ...values: readonly (string | number)[]): string {
  return [`frankpledge-${what}/v1`, ...values].map((line) => `${line}\n`).join('');
}

/** As many of the records as one message carries; at least one, if there is one. */
export function upToMessage(records: readonly string[]): readonly string[] {
  let chars = 0;
  let count = 0;
  for (const record of records.slice(0, messageRecordsMax)) {
    chars += record.length;
    if (count > 0 && chars > messageCharsMax) break;
    count += 1;
  }
  return records.slice(0, count);
}
