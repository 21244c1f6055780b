/**
 * Entries: signed statements put to the kernel. Amounts and values are decimal text here, as people and devices wrote them;
 * the kernel reads them by their types.
 */
import type { Adoption, Change, Edit, Issuing, Paragraph } from './changes.ts';
import type { Asked, Charter } from './charter.ts';
import type { Choice } from './deciding.ts';
import type { KeyGrant, MemberGrant } from './grants.ts';
import type { JsonObject } from './json.ts';
import type { Seal } from './seals.ts';
import type { Binding, Evidence, Incident, Look, Permit } from './sensing.ts';
import type { Day, Instant } from './time.ts';

export type Observation = {
  /** Given by a person or a hub; a device gives `seq` instead and the id is `device:seq`. */
  readonly id?: string;
  readonly seq?: number;
  /** The device that saw it, when a gateway vouches; otherwise the entry's own `by`. */
  readonly device?: string;
  readonly subject: string;
  readonly event: string;
  readonly at: Instant;
  /** Probability that it happened, and that it was that person; left out: 1. */
  readonly p?: { readonly event?: number | string; readonly person?: number | string };
  readonly values: JsonObject;
  /** What it rests on, where a binding made it from readings; its `device` is then the binding. */
  readonly from?: Evidence;
};

export type EntryBody =
  | {
    readonly kind: 'found'; readonly body: {
      readonly protocol: number; readonly charter: Charter; readonly members: readonly MemberGrant[]; readonly keys: readonly KeyGrant[];
      /** SHA-256 in hex of the zone's rules and of the sandbox's Wasm file. */
      readonly zone_rules: string; readonly sandbox: string;
    };
  }
  /** Further founding members, right after the founding: a record holds a few hundred at the most. */
  | { readonly kind: 'found.more'; readonly body: { readonly members: readonly MemberGrant[]; readonly keys: readonly KeyGrant[] } }
  | { readonly kind: 'admit'; readonly body: { readonly member: MemberGrant; readonly keys: readonly KeyGrant[] } }
  | { readonly kind: 'key.add'; readonly body: { readonly key: KeyGrant } }
  | { readonly kind: 'key.revoke'; readonly body: { readonly key: string } }
  | { readonly kind: 'zone'; readonly body: { readonly zone_rules: string } }
  | { readonly kind: 'adopt'; readonly body: Adoption }
  | { readonly kind: 'consent'; readonly body: { readonly subcontract: string; readonly part: string; readonly given: boolean } }
  | {
    readonly kind: 'attest'; readonly body: {
      readonly member: string;
      /** SHA-256 in hex of salt and declared means; both lie in the erasable store. */
      readonly commitment: string;
      /** What follows from the means: subcontract → name in the kit's `attested` → place in its table. */
      readonly values: { readonly [subcontract: string]: { readonly [name: string]: number } };
    };
  }
  | { readonly kind: 'issue'; readonly body: Issuing }
  | { readonly kind: 'pay'; readonly body: { readonly to: string; readonly unit: string; readonly amount: string; readonly reason?: string } }
  /** Money that has come from outside, as the bank booked it; each reference of the bank counts once in a unit. By who keeps the books. */
  | {
    readonly kind: 'income'; readonly body: {
      readonly to: string; readonly unit: string; readonly amount: string;
      /** Who paid it. */
      readonly from: string;
      readonly reference: string;
      /** On which the bank booked it. */
      readonly day: Day;
    };
  }
  /** A member asks for money to be paid to them outside: it is reserved until it is settled. Named `payout-` and the number of its record. */
  | { readonly kind: 'payout'; readonly body: { readonly unit: string; readonly amount: string; readonly reason?: string } }
  /** By whoever asked for it, until it is on its way. */
  | { readonly kind: 'payout.cancel'; readonly body: { readonly payout: string } }
  | { readonly kind: 'settle'; readonly body: Settling }
  /** Takes back what was put down under a reference; `return_reference` is that of the bank's own line which did. By who keeps the books. */
  | { readonly kind: 'reverse'; readonly body: { readonly unit: string; readonly reference: string; readonly reason: string; readonly return_reference?: string } }
  | { readonly kind: 'observe'; readonly body: { readonly observations: readonly Observation[] } }
  | { readonly kind: 'request'; readonly body: { readonly subcontract: string; readonly action: string; readonly with: JsonObject } }
  /** A founder's yes to the founding as it stands: SHA-256 in hex over all of its entries (kernel/founding.ts). */
  | { readonly kind: 'sign'; readonly body: { readonly founding: string } }
  /** Sealed by the key of an invitation. */
  | { readonly kind: 'invite'; readonly body: { readonly key: KeyGrant } }
  | { readonly kind: 'join'; readonly body: { readonly member: MemberGrant; readonly keys: readonly KeyGrant[] } }
  /** Who came later is bound by a subcontract once they accept it; a volunteer accepts a pilot, and alone can take that back. */
  | { readonly kind: 'accept'; readonly body: { readonly subcontract: string; readonly given?: false } }
  | { readonly kind: 'leave'; readonly body: Readonly<Record<string, never>> }
  /** Its proposal is named by the SHA-256 in hex of this entry's canonical JSON, so that a ballot commits to every word of it. */
  | { readonly kind: 'propose'; readonly body: Proposing }
  /** By who proposed it. */
  | { readonly kind: 'withdraw'; readonly body: { readonly proposal: string } }
  /** To a proposal or an amendment. `revision` is the digest of the one that is meant; left out: the first. `reason` goes with an objection or a concern. */
  | { readonly kind: 'ballot'; readonly body: { readonly proposal: string; readonly choice: Choice; readonly revision?: string; readonly reason?: string } }
  /** A difference to a revision of a proposal, to be voted on; named by the SHA-256 in hex of this entry's canonical JSON. */
  | { readonly kind: 'amend'; readonly body: { readonly proposal: string; readonly revision: string; readonly edits: readonly Edit[]; readonly reason: string } }
  /** Who votes for this member where they don't themselves, on a topic or (null) on all; `to` null takes it back. */
  | { readonly kind: 'delegate'; readonly body: { readonly topic: string | null; readonly to: string | null } }
  /** On a proposal or an amendment, and if so on one of its paragraphs; the words lie in the erasable store under SHA-256 in hex of salt and text. */
  | { readonly kind: 'comment'; readonly body: { readonly proposal: string; readonly paragraph?: string; readonly answers?: string; readonly commitment: string } }
  /** Who can give this member a new key, and how many of them it takes. */
  | { readonly kind: 'friends'; readonly body: { readonly friends: readonly string[]; readonly approvals: number } }
  /** Whoever reads a member's private text on the operator's machine says so first; the member is told. */
  | { readonly kind: 'opened'; readonly body: { readonly member: string; readonly commitment: string; readonly reason: string } }
  /** Observations are made from streams by it from now on; another one of the same name is replaced. `unbind` ends it. */
  | { readonly kind: 'bind'; readonly body: { readonly binding: Binding } }
  | { readonly kind: 'unbind'; readonly body: { readonly binding: string } }
  /** By a member who is measured; `given` false takes it back, whatever else it then says. */
  | { readonly kind: 'permit'; readonly body: Permit & { readonly given?: false } }
  /** By who wants to see readings; they are told who are measured. */
  | { readonly kind: 'look'; readonly body: Look }
  /** That an observation is not so, where no agreement has a way of its own to contest it; and what a person who may review says to that. */
  | { readonly kind: 'dispute'; readonly body: { readonly observation: string; readonly reason: string } }
  | { readonly kind: 'judge'; readonly body: { readonly observation: string; readonly held: boolean; /** Where it was so, but of this member. */ readonly by?: string; readonly reason?: string } }
  | { readonly kind: 'incident'; readonly body: Incident }
  /** What the rules give after so many records: SHA-256 in hex of the kernel's whole state. Changes nothing, and stands only if it is so. */
  | { readonly kind: 'digest'; readonly body: { readonly records: number; readonly state: string } }
  | { readonly kind: 'clock'; readonly body: Readonly<Record<string, never>> };

/** What is put to the vote, and how. */
export type Proposing = {
  readonly change: Change;
  /** In a sentence. */
  readonly reason: string;
  readonly title?: string;
  readonly text?: readonly Paragraph[];
  /** Under which others delegate and follow it; an id. */
  readonly topic?: string;
  /** Where the charter lets the proposal say who is asked. */
  readonly asked?: Exclude<Asked, 'chosen'>;
  /** Left out: as long as the charter's matter says. */
  readonly closes?: Instant;
  /** In force not before then; with update windows, in the first one from then on. */
  readonly effective?: Instant;
};

/** How a payout goes on, said by who keeps the books: it is on its way, the bank has paid it, or it wasn't paid and is free again. */
export type Settling =
  | { readonly payout: string; readonly how: 'sent' }
  | { readonly payout: string; readonly how: 'paid'; readonly reference: string }
  | { readonly payout: string; readonly how: 'returned'; readonly reason: string; readonly reference?: string };

export type EntryKind = EntryBody['kind'];

const kinds: { readonly [kind in EntryKind]: true } = {
  'found': true, 'found.more': true, 'admit': true, 'key.add': true, 'key.revoke': true, 'zone': true, 'adopt': true, 'consent': true, 'attest': true,
  'issue': true, 'pay': true, 'income': true, 'payout': true, 'payout.cancel': true, 'settle': true, 'reverse': true, 'observe': true, 'request': true, 'sign': true, 'invite': true, 'join': true, 'accept': true, 'leave': true,
  'propose': true, 'withdraw': true, 'ballot': true, 'amend': true, 'delegate': true, 'comment': true, 'friends': true, 'opened': true,
  'bind': true, 'unbind': true, 'permit': true, 'look': true, 'dispute': true, 'judge': true, 'incident': true, 'digest': true, 'clock': true,
};
export const entryKinds = Object.keys(kinds) as [EntryKind, ...EntryKind[]];

export type Entry = EntryBody & {
  /** The collective's name in every log: `frankpledge/` and the first 16 hex digits of a hash drawn at its founding. */
  readonly origin: string;
  /** The member, device, gateway or `operator` that says it. */
  readonly by: string;
  /** The sender's own time. */
  readonly at: Instant;
  /** Makes it idempotent. */
  readonly id: string;
};

export type SealedEntry = { readonly entry: Entry; readonly seal: Seal };

/** Observations that one entry may carry; with a kit's usual values that stays under {@link recordBytesMax}. */
export const observationsPerEntryMax = 256;
/** A record must fit into the log's entry bundle, whose length field has 16 bits (C2SP tlog-tiles). */
export const recordBytesMax = 65_535;
/**
 * Of the kernel's rules; a founding names it, and its log is decided by no others. It is raised by whatever gives the same records another outcome
 * or another state (docs/decisions/0043-the-rules-number.md).
 */
export const protocolVersion = 2;
