/** Scenarios as data, after reading: what a file says, checked, with amounts still as people wrote them. */
import type { Issuing } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { AmountsByUnit, UnitRule } from '../vocabulary/grants.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { ProposalEnd } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';

/** The part that founds a collective: also the shape of a settings file. */
export type Settings = {
  readonly title: string;
  readonly collective: {
    readonly name: string;
    readonly zone: string;
    readonly units: readonly UnitRule[];
    /** Who decides what waits for a person; empty: any third member. */
    readonly reviewers: readonly string[];
    /** Who admits members, issues tokens, attests means; empty: the operator. */
    readonly admit: readonly string[];
    readonly issue: readonly string[];
    readonly attest: readonly string[];
    readonly issuePerMonth: AmountsByUnit;
    readonly lateDays: number;
    readonly clockAheadS: number;
    /** What is left out here is left out of the charter, and stands as its defaults say. */
    readonly deciding: Deciding;
  };
  readonly members: readonly ScenarioMember[];
  readonly subcontracts: readonly ScenarioSubcontract[];
  /** Devices with keys of their own, by public key, and gateways that vouch for others; only in settings. */
  readonly devices: readonly { readonly id: string; readonly publicKey: string }[];
};

/** How members decide together, and how long an entry may take to appear. */
export type Deciding = Pick<Charter, 'decide' | 'recovery' | 'alone_max' | 'appear_s'>;

export type ScenarioMember = {
  /** Where it stands in the file, for what only its founding brings to light. */
  readonly line?: number;
  readonly id: string;
  readonly name?: string;
  readonly opening: AmountsByUnit;
  readonly means: AmountsByUnit;
  readonly floor: AmountsByUnit;
};

export type ScenarioSubcontract = {
  readonly line?: number;
  readonly id: string;
  readonly kit: string;
  readonly parties: { readonly [party: string]: string };
  readonly terms: JsonObject;
  /** Members who took up the individual parts. */
  readonly consents: readonly string[];
};

export type Scenario = Settings & { readonly timeline: readonly Step[] };

export type Step = {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly line: number;
  /** The time that it speaks of, and the one at which it is played. */
  readonly at: Instant;
  readonly playedAt: Instant;
  readonly act: Act;
};

/** Who says it; with which key, where it isn't the newest in force: the last that went out of force, or the last that was made. */
export type Said = { readonly by: string; readonly key?: 'old' | 'new' };

export type Act =
  | { readonly kind: 'observe'; readonly id: string; readonly subject: string; readonly event: string; readonly p: { readonly event?: number | string; readonly person?: number | string }; readonly values: JsonObject }
  | (Said & { readonly kind: 'request'; readonly subcontract: string | null; readonly action: string; readonly with: JsonObject })
  | (Said & { readonly kind: 'propose'; readonly id: string; readonly reason: string; readonly change: Proposed })
  | (Said & { readonly kind: 'vote'; readonly proposal: string; readonly choice: 'yes' | 'no' })
  | (Said & { readonly kind: 'friends'; readonly friends: readonly string[]; readonly approvals: number })
  /** `by` attests them; null: whom the charter names. */
  | { readonly kind: 'means'; readonly of: string; readonly by: string | null; readonly means: AmountsByUnit }
  | { readonly kind: 'expect'; readonly expected: Expected }
  | { readonly kind: 'wait' };

/** What is put to the vote. Keys are made when it is played. */
export type Proposed =
  /** Parties and terms that aren't named are those that were agreed, where there is such a subcontract. */
  | { readonly change: 'adopt'; readonly subcontract: string; readonly kit: string; readonly parties: { readonly [party: string]: string }; readonly terms: JsonObject }
  | { readonly change: 'recover'; readonly member: string }
  | { readonly change: 'operator' }
  | { readonly change: 'issue'; readonly issuing: Issuing };

/** How a proposal stands: `waiting`, it has been agreed to and its owner can still stop it. */
export const decisions = ['open', 'waiting', 'carried', 'rejected', 'expired', 'stopped', 'failed', 'tied', 'withdrawn'] as const satisfies readonly (ProposalEnd | 'open' | 'waiting')[];
export type Decision = (typeof decisions)[number];

/** Each key is checked alone; what isn't named isn't checked. Amounts in smallest parts. */
export type Expected = {
  readonly balances?: readonly { readonly member: string; readonly unit: string; readonly amount: number }[];
  readonly owed?: readonly Owed[];
  /** `because` and `about` null: the collective's own. */
  readonly postings?: readonly Partial<Owed & { readonly because: string | null }>[];
  readonly notices?: readonly { readonly to?: string; readonly about?: string | null; readonly code?: string }[];
  readonly review?: readonly string[];
  readonly refused?: readonly { readonly step?: number; readonly code?: string }[];
  readonly decision?: readonly { readonly proposal: string; readonly how: Decision }[];
  /** Terms as {@link showFields} of vocabulary/values.ts writes them; null: there is no such subcontract. */
  readonly inForce?: readonly { readonly subcontract: string; readonly terms: JsonObject | null }[];
};

export type Owed = { readonly from: string; readonly to: string; readonly unit: string; readonly amount: number };

/** What is wrong with a file, where, and the word that may have been meant, or the known words when none is near. */
export type Problem = { readonly line: number; readonly path: string; readonly message: string; readonly nearest?: string; readonly known?: readonly string[] };
