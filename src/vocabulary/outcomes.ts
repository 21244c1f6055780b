/**
 * Outcomes: what the kernel decided, as facts in order. A record's outcome is recomputed by anyone from the entries alone;
 * applying its facts is how state and views move, and the only way.
 */
import type { Why } from './effects.ts';
import type { Change, Charter, KeyGrant, MemberGrant } from './entries.ts';
import type { Json, JsonObject } from './json.ts';
import type { KitManifest } from './kit.ts';
import type { RefusalCode } from './refusals.ts';
import type { Instant } from './time.ts';

/** Where a fact comes from. `item` is the place in the entry's list; timers that a record fires come as item -1. */
export type Lineage = {
  readonly item: number;
  /** The subcontract that proposed it, or null for the kernel's own. */
  readonly because: string | null;
};

export type Posting = Lineage & {
  readonly fact: 'posting';
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly amount: number;
  /** The observation, request or record that it follows from. */
  readonly ref: string;
  readonly why: Why;
  /** Record of the adoption, and the part and record of the personal consent when one was needed. */
  readonly adopted: number | null;
  readonly consent: { readonly part: string; readonly record: number } | null;
  /** The obligation that it pays, if it does. */
  readonly pays?: number;
};

export type Obligation = {
  readonly id: number;
  readonly debtor: string;
  readonly creditor: string;
  readonly unit: string;
  readonly amount: number;
  /** What is still owed. */
  readonly left: number;
  readonly since: Instant;
  readonly due: Instant;
  readonly because: string | null;
  readonly ref: string;
  readonly guarantee: { readonly part: string; readonly max: number; readonly before: number } | null;
};

export type ReviewItem = {
  /** The observation's id. */
  readonly id: string;
  readonly subcontract: string;
  readonly opened: Instant;
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string;
  readonly parties: readonly string[];
  readonly expires: Instant;
  readonly data: JsonObject;
};

/** The adopted policy: its text, its witnesses' public keys by name, and who runs which. */
export type WitnessPolicy = {
  readonly text: string;
  readonly witnesses: { readonly [name: string]: string };
  readonly runs: { readonly [name: string]: string };
};

export type Proposal = {
  /** SHA-256 in hex of the entry that made it. */
  readonly id: string;
  readonly by: string;
  readonly change: Change;
  readonly reason: string;
  /** Its record: who was a member then may say yes or no. */
  readonly opened: number;
  readonly closes: Instant;
  /** By member. */
  readonly ballots: { readonly [member: string]: 'yes' | 'no' };
  /** It has been agreed to, and takes effect then unless whom it concerns stops it. */
  readonly waits: Instant | null;
};

/** How a proposal ended; `failed`: it was carried, and by then could not be done. */
export type ProposalEnd = 'carried' | 'rejected' | 'expired' | 'stopped' | 'failed';

export type Timer = { readonly subcontract: string; readonly name: string; readonly key: string; readonly at: Instant; readonly data: JsonObject };

export type Mark = Lineage & { readonly fact: 'mark'; readonly on: string; readonly code: string; readonly ref: string };

/** Something that the kernel did and that subcontracts can wait for. */
export type Deed = {
  /** The record's time. */
  readonly at: Instant;
  /** The wakings that led to it, as `subcontract (group.name)`. */
  readonly via: readonly string[];
} & (
  | { readonly on: 'posted'; readonly posting: Posting }
  /** The obligation as it was when it fell due; `atOnce`: it was due as it began. */
  | { readonly on: 'due'; readonly obligation: Obligation; readonly atOnce: boolean }
  | { readonly on: 'marked'; readonly mark: Mark }
  /** A proposal that was carried, and the subcontract or member that it is about. */
  | { readonly on: 'decided'; readonly proposal: string; readonly change: Change['change']; readonly by: string; readonly about: string | null }
);

export type Fact =
  | { readonly fact: 'founded'; readonly origin: string; readonly charter: Charter; readonly zone_rules: string; readonly sandbox: string }
  | { readonly fact: 'admitted'; readonly member: MemberGrant }
  | { readonly fact: 'key'; readonly key: KeyGrant }
  | { readonly fact: 'key.revoked'; readonly key: string }
  | { readonly fact: 'zone'; readonly zone_rules: string }
  | {
    readonly fact: 'adopted'; readonly subcontract: string; readonly manifest: KitManifest; readonly code: string;
    readonly parties: { readonly [party: string]: string };
    /** Read by the kit's types: exact integers. */
    readonly terms: JsonObject;
  }
  | { readonly fact: 'consent'; readonly subcontract: string; readonly part: string; readonly member: string; readonly given: boolean }
  | { readonly fact: 'attested'; readonly member: string; readonly commitment: string; readonly subcontract: string; readonly values: { readonly [name: string]: number } }
  | Posting
  | (Lineage & { readonly fact: 'owed'; readonly obligation: Obligation; readonly why: Why })
  /** What is left after it was paid, netted, forgiven, given back in kind. */
  | (Lineage & { readonly fact: 'owed.less'; readonly id: number; readonly left: number; readonly how: 'paid' | 'netted' | 'forgiven' | 'in_kind' })
  | { readonly fact: 'owed.due'; readonly id: number }
  | (Lineage & { readonly fact: 'reserved'; readonly id: string; readonly from: string; readonly to: string; readonly unit: string; readonly amount: number; readonly expires: Instant; readonly why: Why })
  | (Lineage & { readonly fact: 'released'; readonly id: string; readonly how: 'posted' | 'voided' | 'expired' })
  | (Lineage & { readonly fact: 'review'; readonly review: ReviewItem })
  | (Lineage & { readonly fact: 'review.closed'; readonly subcontract: string; readonly id: string; readonly how: 'confirmed' | 'dropped' | 'expired'; readonly by: string | null })
  | (Lineage & { readonly fact: 'notice'; readonly to: string; readonly code: string; readonly data: JsonObject })
  | { readonly fact: 'timer'; readonly timer: Timer }
  | { readonly fact: 'timer.gone'; readonly subcontract: string; readonly key: string }
  | Mark
  | { readonly fact: 'proposed'; readonly proposal: Proposal }
  | { readonly fact: 'balloted'; readonly proposal: string; readonly member: string; readonly choice: 'yes' | 'no' }
  | { readonly fact: 'proposal.waits'; readonly proposal: string; readonly until: Instant }
  | { readonly fact: 'decided'; readonly proposal: string; readonly how: ProposalEnd; readonly code?: RefusalCode }
  | { readonly fact: 'policy'; readonly policy: WitnessPolicy }
  | { readonly fact: 'friends'; readonly member: string; readonly friends: readonly string[]; readonly approvals: number }
  /** Places in a subcontract's tables mean nothing any more: the table has changed. */
  | { readonly fact: 'attested.void'; readonly subcontract: string }
  /** A cell's new value; null deletes it. */
  | { readonly fact: 'cell'; readonly subcontract: string; readonly key: string; readonly value: Json; readonly keep: number | null }
  /** Money that the settlement of debts still has to move; goes on with the next record. `via`: the wakings that led to it, where there were any. */
  | { readonly fact: 'settling'; readonly accounts: readonly string[]; readonly via?: readonly string[] }
  /** What the kernel did on its own and those who wait for it have yet to be told; goes on with the next record. */
  | { readonly fact: 'untold'; readonly deeds: readonly Deed[] };

export type ItemOutcome = {
  readonly status: 'done' | 'duplicate' | 'refused';
  readonly code?: RefusalCode;
  readonly detail?: string;
  /** Refusals and faults of single subcontracts: their own effects are dropped, the others' stand. */
  readonly faults?: readonly { readonly subcontract: string; readonly code: RefusalCode; readonly detail: string }[];
};

export type Outcome = {
  /** One per observation of an `observe` entry; one for any other entry. */
  readonly items: readonly ItemOutcome[];
  /** Faults of subcontracts that were woken by what was due; they belong to the record, not to what its entry says. */
  readonly faults?: ItemOutcome['faults'];
  readonly facts: readonly Fact[];
  /** Gas that contracts used, by subcontract. */
  readonly gas: { readonly [subcontract: string]: number };
};
