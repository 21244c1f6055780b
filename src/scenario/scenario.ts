/** Scenarios as data, after reading: what a file says, checked, with amounts still as people wrote them. */
import type { Charter } from '../vocabulary/charter.ts';
import type { AmountsByUnit, UnitRule } from '../vocabulary/grants.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { PilotMeasure } from '../vocabulary/changes.ts';
import type { AmendmentEnd, ProposalEnd } from '../vocabulary/outcomes.ts';
import type { Binding, Permit } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Act } from './acts.ts';
import type { CharterSet } from './charter-parts.ts';

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
    /** Who says which streams become observations; empty: the operator. */
    readonly bind: readonly string[];
    /** Who keeps the books with the outside world; empty: the operator. */
    readonly bank: readonly string[];
    readonly issuePerMonth: AmountsByUnit;
    readonly lateDays: number;
    readonly clockAheadS: number;
    /** What is left out here is left out of the charter, and stands as its defaults say. */
    readonly deciding: Deciding;
  };
  readonly members: readonly ScenarioMember[];
  readonly subcontracts: readonly ScenarioSubcontract[];
  /** Part of the founding. */
  readonly bindings: readonly Binding[];
  /** Devices with keys of their own, by public key, and gateways that vouch for others; only in settings. */
  readonly devices: readonly { readonly id: string; readonly publicKey: string }[];
};

/** Who founds it, how members decide together, and how long an entry may take to appear. */
export type Deciding = Pick<Charter, 'decide' | 'recovery' | 'alone_max' | 'appear_s' | 'founders' | 'matters' | 'amending' | 'windows' | 'groups' | 'entrenched' | 'weighty'>;

export type ScenarioMember = {
  /** Where it stands in the file, for what only its founding brings to light. */
  readonly line?: number;
  readonly id: string;
  readonly name?: string;
  readonly opening: AmountsByUnit;
  readonly means: AmountsByUnit;
  readonly floor: AmountsByUnit;
  /** An account that all hold in common, without a key. */
  readonly commons?: true;
  /** Takes part without a vote. */
  readonly votes?: false;
  /** The member's own, where they made their key themselves; only in settings. */
  readonly publicKey?: string;
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

export type Scenario = Settings & {
  /** Founders who sign at the founding. */
  readonly signed: readonly string[];
  readonly timeline: readonly Step[];
};

export type Step = {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly line: number;
  /** The time that it speaks of, and the one at which it is played. */
  readonly at: Instant;
  readonly playedAt: Instant;
  readonly act: Act;
};

/** How a proposal stands: `waiting`, it has been agreed to, and takes effect later or can still be stopped by its owner. */
export const decisions = ['open', 'waiting', 'carried', 'rejected', 'expired', 'stopped', 'failed', 'tied', 'withdrawn'] as const satisfies readonly (ProposalEnd | 'open' | 'waiting')[];
/** And an amendment. */
export const amendmentDecisions = ['open', 'adopted', 'rejected', 'rival', 'tied', 'overtaken', 'lapsed'] as const satisfies readonly (AmendmentEnd | 'open')[];
export type Decision = (typeof decisions)[number] | (typeof amendmentDecisions)[number];

/** How a subcontract stands; `gathering`: a pilot that waits for volunteers, `trial`: one that runs. */
export const standings = ['gathering', 'trial', 'in_force', 'stopped', 'retiring', 'retired'] as const;
export type Standing = (typeof standings)[number];

/** What is left of a comment's place: its paragraph reads as it did then, reads otherwise, or is gone. */
export const commentPlaces = ['same', 'changed', 'gone'] as const;
export type CommentPlace = (typeof commentPlaces)[number];

/** Each key is checked alone; what isn't named isn't checked. Amounts in smallest parts. */
export type Expected = {
  readonly balances?: readonly { readonly member: string; readonly unit: string; readonly amount: number }[];
  readonly owed?: readonly Owed[];
  /** `because` and `about` null: the collective's own. */
  readonly postings?: readonly Partial<Owed & { readonly because: string | null }>[];
  readonly notices?: readonly { readonly to?: string; readonly about?: string | null; readonly code?: string }[];
  readonly review?: readonly string[];
  readonly refused?: readonly { readonly step?: number; readonly code?: string }[];
  /** Null: it could not be made. */
  readonly decision?: readonly { readonly proposal: string; readonly how: Decision | null }[];
  /** Terms as {@link showFields} of vocabulary/values.ts writes them; null: there is no such subcontract. */
  readonly inForce?: readonly { readonly subcontract: string; readonly terms: JsonObject | null }[];
  /** Null: there never was one of this name. */
  readonly standing?: readonly { readonly subcontract: string; readonly how: Standing | null }[];
  /** Complete lists, in order of id. */
  readonly bound?: readonly { readonly subcontract: string; readonly members: readonly string[] }[];
  readonly members?: readonly string[];
  readonly founded?: boolean;
  /** Parts of the charter; null: it says nothing of it. */
  readonly charter?: CharterSet;
  /** Number of the open, or else the last, revision. */
  readonly revision?: readonly { readonly proposal: string; readonly number: number }[];
  /** Who has yet to confirm what it is by now: how many, or who. */
  readonly unconfirmed?: readonly { readonly proposal: string; readonly members: number | readonly string[] }[];
  /** Options; null: none has won. */
  readonly winner?: readonly { readonly proposal: string; readonly option: string | null }[];
  readonly tied?: readonly { readonly proposal: string; readonly options: readonly string[] }[];
  /** Figures of the count by name; those that are named, and no others. */
  readonly count?: readonly { readonly proposal: string; readonly figures: JsonObject }[];
  /** In order; the words as the erasable store has them, null when they are gone. */
  readonly comments?: readonly { readonly proposal: string; readonly comments: readonly Partial<CommentShown>[] }[];
  /** By pilot's subcontract: counts, and amounts in smallest parts. */
  readonly measured?: readonly { readonly subcontract: string; readonly figures: { readonly [measure in PilotMeasure]?: number } }[];
  /** Complete list, in order. */
  readonly bindings?: readonly string[];
  /** Complete list of those that hold, in order of member, stream and purpose; of each what is named. */
  readonly permits?: readonly PermitExpected[];
  /** Since the last expectation, in order, refused ones too. */
  readonly looks?: readonly LookExpected[];
  /** Null: it was never disputed. */
  readonly disputes?: readonly { readonly observation: string; readonly how: DisputeState | null }[];
  /** Those that are named. */
  readonly incidents?: readonly { readonly place: string; readonly count: number }[];
  /** Made from readings since the last expectation, in order; of each what is named. */
  readonly observed?: readonly Partial<ObservedShown>[];
  /** Readings that are kept, of the streams that are named. */
  readonly readings?: readonly { readonly stream: string; readonly count: number }[];
  /** Where more sensing would help, complete and in order: the share of severe harm, in whole per cent. */
  readonly suggested?: readonly { readonly place?: string; readonly percent?: number }[];
  /** What single subcontracts were refused or failed at, since the last expectation, in order. */
  readonly faults?: readonly { readonly step?: number; readonly subcontract?: string; readonly code?: string }[];
  /** Null: it could not be asked for. */
  readonly payouts?: readonly { readonly payout: string; readonly how: PayoutState | null }[];
  /** Complete list of the hashes of agreements with others. */
  readonly ratified?: readonly string[];
};

/** How a payout stands: `pending`, asked for; `sent`, on its way. */
export const payoutStates = ['pending', 'sent', 'paid', 'returned', 'withdrawn'] as const;
export type PayoutState = (typeof payoutStates)[number];

export type CommentShown = { readonly by: string; readonly paragraph: string | null; readonly text: string | null; readonly stands: CommentPlace };

export type PermitExpected = { readonly member?: string } & Partial<Permit>;
export type LookExpected = { readonly by?: string; readonly stream?: string; readonly purpose?: string; readonly allowed?: boolean; readonly of?: readonly string[]; readonly fields?: readonly string[] | null };
/** How a dispute stands. */
export const disputeStates = ['open', 'held', 'dropped', 'expired'] as const;
export type DisputeState = (typeof disputeStates)[number];
/** `person` null: nobody is named in its values as `by`. */
export type ObservedShown = { readonly binding: string; readonly event: string; readonly subject: string; readonly p: number; readonly raw: number; readonly by: string | null };

export type Owed = { readonly from: string; readonly to: string; readonly unit: string; readonly amount: number };

/** What is wrong with a file, where, and the word that may have been meant, or the known words when none is near. */
export type Problem = { readonly line: number; readonly path: string; readonly message: string; readonly nearest?: string; readonly known?: readonly string[] };
