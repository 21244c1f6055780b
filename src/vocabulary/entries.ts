/**
 * Entries: signed statements put to the kernel. Amounts and values are decimal text here, as people and devices wrote them;
 * the kernel reads them by their types.
 */
import type { JsonObject } from './json.ts';
import type { KitManifest, RawTerms } from './kit.ts';
import type { Instant } from './time.ts';

/** Whom a key speaks for decides what it may seal. A `log` key signs the log's checkpoints, and no entry. */
export type KeyRole = 'operator' | 'log' | 'member' | 'device' | 'gateway';

/** What a key may seal, where that is less than its role may. */
export type KeyScope = {
  /** Kinds of entries; left out: all of its role's. */
  readonly kinds?: readonly EntryKind[];
  /** Subjects that it may observe; left out: all. */
  readonly subjects?: readonly string[];
};

export type KeyGrant = {
  /** The key's name in the log. */
  readonly id: string;
  readonly role: KeyRole;
  /** The member, device or gateway that it speaks for; `operator` for the operator's and the log's. */
  readonly owner: string;
  /** 32 bytes in base64. */
  readonly public_key: string;
  readonly scope?: KeyScope;
  /** From this time of recording on it seals nothing. */
  readonly expires?: Instant;
};

/** Amounts per unit as decimal text, as `{ crown: "100.00" }`. */
export type AmountsByUnit = { readonly [unit: string]: string };

export type MemberGrant = {
  readonly id: string;
  /** Shown beside the id. */
  readonly name?: string;
  /** Issued at the founding, so that it is in the ledger. */
  readonly opening?: AmountsByUnit;
  /** Lowest balance; zero when left out. */
  readonly floor?: AmountsByUnit;
};

export type UnitRule = { readonly id: string; readonly decimals: number; readonly name?: string };

/** Who may do what until decisions come; a list of members, or the operator. */
export type Rights = {
  /** Empty: the operator. */
  readonly admit: readonly string[];
  readonly issue: readonly string[];
  readonly attest: readonly string[];
  /** Empty: any third member. */
  readonly review: readonly string[];
};

export type Charter = {
  readonly name: string;
  /** IANA zone of calendar days in every clause. */
  readonly zone: string;
  /** In order: the first is the default of a subcontract's `unit`. */
  readonly units: readonly UnitRule[];
  readonly rights: Rights;
  /** Most that may be issued by decision in a calendar month, per unit; a unit left out can't be issued. */
  readonly issue_per_month: AmountsByUnit;
  /** Days after which an observation goes to review instead of being acted on. */
  readonly late_days: number;
  /** Seconds by which a sender's clock may be ahead. */
  readonly clock_ahead_s: number;
  /** What is left out of these stands as {@link charterDefaults} says. */
  readonly decide?: DecideRule;
  readonly recovery?: RecoveryRule;
  /** Most that one person alone may issue at a time, per unit; more needs a second person. A unit left out has no such limit. */
  readonly alone_max?: AmountsByUnit;
  /** Seconds within which an entry that was handed to any node must be in the log. */
  readonly appear_s?: number;
};

/** A proposal is carried when more than this part of all members said yes. */
export type DecideRule = { readonly more_than: { readonly numerator: number; readonly denominator: number }; readonly days: number };

/** How other members give one of them a new key: that many say yes, and then the time passes in which its owner can stop it. */
export type RecoveryRule = { readonly approvals: number; readonly wait_hours: number };

export const charterDefaults = {
  decide: { more_than: { numerator: 1, denominator: 2 }, days: 30 },
  recovery: { approvals: 3, wait_hours: 72 },
  appear_s: 10,
} as const satisfies Pick<Charter, 'decide' | 'recovery' | 'appear_s'>;

/** What members decide on together; see kernel/proposals.ts for who must say yes. */
export type Change =
  /** New keys of the operator, the log and the gateway; all earlier ones of these roles are revoked. */
  | { readonly change: 'operator'; readonly keys: readonly KeyGrant[] }
  /** Whose devices must cosign the log: a C2SP tlog-policy, and which member runs which witness. */
  | { readonly change: 'policy'; readonly policy: string; readonly runs: { readonly [witness: string]: string } }
  /** A new subcontract, or another version of one; what is said under terms replaces what was agreed. */
  | ({ readonly change: 'adopt' } & Adoption)
  /** A member who lost their keys gets a new one; the earlier ones are revoked. */
  | { readonly change: 'recover'; readonly member: string; readonly key: KeyGrant }
  /** What is more than one person alone may issue. */
  | ({ readonly change: 'issue' } & Issuing);

export type Adoption = {
  readonly subcontract: string; readonly manifest: KitManifest;
  /** SHA-256 in hex of the compiled code. */
  readonly code: string;
  readonly parties: { readonly [party: string]: string }; readonly terms: RawTerms;
};

export type Issuing = { readonly to: string; readonly unit: string; readonly amount: string; readonly reason: string };

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
  | { readonly kind: 'observe'; readonly body: { readonly observations: readonly Observation[] } }
  | { readonly kind: 'request'; readonly body: { readonly subcontract: string; readonly action: string; readonly with: JsonObject } }
  /** Its proposal is named by the SHA-256 in hex of this entry's canonical JSON, so that a ballot commits to every word of it. */
  | { readonly kind: 'propose'; readonly body: { readonly change: Change; readonly reason: string } }
  | { readonly kind: 'ballot'; readonly body: { readonly proposal: string; readonly choice: 'yes' | 'no' } }
  /** Who can give this member a new key, and how many of them it takes. */
  | { readonly kind: 'friends'; readonly body: { readonly friends: readonly string[]; readonly approvals: number } }
  /** Whoever reads a member's private text on the operator's machine says so first; the member is told. */
  | { readonly kind: 'opened'; readonly body: { readonly member: string; readonly commitment: string; readonly reason: string } }
  /** What the rules give after so many records: SHA-256 in hex of the kernel's whole state. Changes nothing, and stands only if it is so. */
  | { readonly kind: 'digest'; readonly body: { readonly records: number; readonly state: string } }
  | { readonly kind: 'clock'; readonly body: Readonly<Record<string, never>> };

export type EntryKind = EntryBody['kind'];

const kinds: { readonly [kind in EntryKind]: true } = {
  'found': true, 'found.more': true, 'admit': true, 'key.add': true, 'key.revoke': true, 'zone': true, 'adopt': true, 'consent': true, 'attest': true,
  'issue': true, 'pay': true, 'observe': true, 'request': true, 'propose': true, 'ballot': true, 'friends': true, 'opened': true, 'digest': true, 'clock': true,
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

export type Seal = {
  readonly key: string;
  /** Ed25519 over the canonical JSON of the entry, 64 bytes in base64. */
  readonly sig: string;
};

export type SealedEntry = { readonly entry: Entry; readonly seal: Seal };

/** Observations that one entry may carry; with a kit's usual values that stays under {@link recordBytesMax}. */
export const observationsPerEntryMax = 256;
/** A record must fit into the log's entry bundle, whose length field has 16 bits (C2SP tlog-tiles). */
export const recordBytesMax = 65_535;
export const protocolVersion = 1;
