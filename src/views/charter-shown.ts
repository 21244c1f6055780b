/** The collective's rules and how they stand: charter, founding, versions of subcontracts, agreements with others. */
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { Charter, CharterPart } from '../vocabulary/charter.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { DifferenceShown, MeasuredShown } from './deciding-shown.ts';
import type { TermChangeShown, TermLabels } from './shown.ts';

/** Who decides on what and how, in plain words. */
export type MatterShown = {
  /** Null: what no matter of the charter fits, and what has rules of its own. */
  readonly name: string | null;
  readonly changes: readonly ChangeKind[];
  readonly subcontracts: readonly string[] | null; readonly topics: readonly string[] | null; readonly parts: readonly CharterPart[] | null;
  readonly asked: string; readonly rule: string;
  readonly days: number; readonly daysMin: number; readonly early: boolean;
  /** All of it in a sentence. */
  readonly words: string;
};

export type EntrenchedShown = {
  readonly name: string; readonly says: string;
  /** `the term share of every pledge may be at most 30`. */
  readonly cap: string;
  /** Whose yes it takes by now, and the way in words. */
  readonly consent: readonly string[]; readonly votes: number; readonly apartDays: number; readonly way: string;
};

export type FoundingShown = {
  /** Founders who have yet to sign; while there are any, nothing else happens. */
  readonly missing: readonly string[];
  /** SHA-256 in hex over all entries of the founding, which founders sign; empty where nobody has to. */
  readonly hash: string;
  readonly founders: readonly { readonly member: string; readonly name: string; readonly signed: { readonly record: number; readonly recordedAt: Instant } | null }[];
};

/** What a decision made of the charter. */
export type CharterVersionShown = {
  readonly record: number; readonly recordedAt: Instant;
  /** Null: the founding. */
  readonly proposal: ProposalRef | null;
  readonly differences: readonly DifferenceShown[];
};

export type ProposalRef = { readonly id: string; readonly title: string; readonly by: string };

export type CharterShown = {
  readonly name: string; readonly zone: string;
  /** As it is written. */
  readonly charter: Charter;
  /** In the order in which they are tried; then what none of them fits. */
  readonly matters: readonly MatterShown[]; readonly otherwise: MatterShown;
  /** What concerns the log and its keys, which no charter can change. */
  readonly ownRules: readonly string[];
  readonly amending: { readonly rule: string; readonly days: number; readonly confirmDays: number; readonly words: string };
  /** Null: what is decided is in force at once. */
  readonly windows: { readonly words: string; readonly next: Instant; readonly nextDay: Day } | null;
  readonly groups: readonly { readonly group: string; readonly members: readonly string[] }[];
  readonly entrenched: readonly EntrenchedShown[];
  /** Who may do what alone, what may be issued, and further limits: a sentence each. */
  readonly rules: readonly { readonly part: CharterPart; readonly words: string }[];
  /** What can't be decided by it with those who are members now; a sentence each. */
  readonly notes: readonly string[];
  readonly founding: FoundingShown;
  /** The newest first. */
  readonly history: readonly CharterVersionShown[];
  readonly agreements: readonly RatifiedShown[];
};

/** An agreement with others, named by the hash of its text. */
export type RatifiedShown = { readonly agreement: string; readonly with: string; readonly record: number; readonly recordedAt: Instant; readonly proposal: ProposalRef | null };

export type StandingShown = {
  /** `trial_waits`: a pilot that waits for volunteers. */
  readonly state: 'in_force' | 'trial_waits' | 'trial' | 'stopped' | 'retiring' | 'retired';
  readonly words: string;
  /** Since when it stands so. */
  readonly record: number; readonly recordedAt: Instant;
  /** Why it is stopped. */
  readonly why: 'decided' | 'party_left' | null;
  readonly trial: TrialShown | null;
};

export type TrialShown = {
  readonly volunteers: readonly string[]; readonly volunteersMin: number; readonly days: number;
  /** Null: it hasn't begun; then `ends` is until when it waits for volunteers. */
  readonly began: Instant | null; readonly ends: Instant;
  readonly measured: readonly MeasuredShown[];
  /** `it ends early when paid is above 50.00 crown`. */
  readonly stop: readonly string[];
};

export type VersionShown = {
  readonly record: number; readonly recordedAt: Instant; readonly kit: string; readonly version: string; readonly code: string;
  /** Null: the founding. */
  readonly proposal: ProposalRef | null;
  readonly trial: boolean;
  /** Held against the version before it. */
  readonly terms: readonly TermChangeShown[];
  readonly parties: { readonly [party: string]: string };
};

/** One subcontract from its first version on, the newest first; also of one that has ended. */
export type SubcontractHistory = {
  readonly id: string; readonly kit: string; readonly title: string;
  readonly standing: StandingShown;
  /** Whom it binds by now, in order of id; empty when it has ended. */
  readonly bound: readonly string[];
  /** Of its terms, as its last version has them. */
  readonly labels: TermLabels;
  readonly versions: readonly VersionShown[];
};

/** What a holder of an invitation sees before they join. */
export type InvitationShown = {
  readonly origin: string; readonly name: string;
  /** The collective's clock: what is sealed with the invitation says this time. */
  readonly now: Instant;
  /** The invitation's own name, and until when it holds; null: for good. */
  readonly invitation: string; readonly expires: Instant | null;
  readonly members: number;
  readonly charter: CharterShown;
  /** Nothing binds a newcomer until they accept it; this is what there is to accept. */
  readonly subcontracts: readonly { readonly id: string; readonly title: string; readonly text: string; readonly atMost: readonly string[] }[];
};
