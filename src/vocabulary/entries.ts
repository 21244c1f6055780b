/**
 * Entries: signed statements put to the kernel. Amounts and values are decimal text here, as people and devices wrote them;
 * the kernel reads them by their types.
 */
import type { JsonObject } from './json.ts';
import type { KitManifest, RawTerms } from './kit.ts';
import type { Instant } from './time.ts';

/** Whom a key speaks for decides what it may seal. */
export type KeyRole = 'operator' | 'member' | 'device' | 'gateway';

export type KeyGrant = {
  /** The key's name in the log. */
  readonly id: string;
  readonly role: KeyRole;
  /** The member, device or gateway that it speaks for; `operator` for the operator's. */
  readonly owner: string;
  /** 32 bytes in base64. */
  readonly public_key: string;
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
};

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
  | {
    readonly kind: 'adopt'; readonly body: {
      readonly subcontract: string; readonly manifest: KitManifest;
      /** SHA-256 in hex of the compiled code. */
      readonly code: string;
      readonly parties: { readonly [party: string]: string }; readonly terms: RawTerms;
    };
  }
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
  | { readonly kind: 'issue'; readonly body: { readonly to: string; readonly unit: string; readonly amount: string; readonly reason: string } }
  | { readonly kind: 'pay'; readonly body: { readonly to: string; readonly unit: string; readonly amount: string; readonly reason?: string } }
  | { readonly kind: 'observe'; readonly body: { readonly observations: readonly Observation[] } }
  | { readonly kind: 'request'; readonly body: { readonly subcontract: string; readonly action: string; readonly with: JsonObject } }
  | { readonly kind: 'clock'; readonly body: Readonly<Record<string, never>> };

export type EntryKind = EntryBody['kind'];

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
