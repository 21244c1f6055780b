/**
 * Outcomes: what the kernel decided, as facts in order. A record's outcome is recomputed by anyone from the entries alone;
 * applying its facts is how state and views move, and the only way.
 */
import type { Why } from './effects.ts';
import type { Change, Edit, Paragraph, Pilot, PilotMeasure } from './changes.ts';
import type { Asked, Charter } from './charter.ts';
import type { Choice, CountResult, DecisionRule } from './deciding.ts';
import type { KeyGrant, MemberGrant } from './grants.ts';
import type { Json, JsonObject } from './json.ts';
import type { EnvelopeRule, KitManifest } from './kit.ts';
import type { RefusalCode } from './refusals.ts';
import type { Binding, Incident, Look, Permit } from './sensing.ts';
import type { Instant } from './time.ts';

/** Where a fact comes from. `item` is the place in the entry's list; timers that a record fires come as item -1. */
export type Lineage = {
  readonly item: number;
  /** The subcontract that proposed it, or null for the kernel's own. */
  readonly because: string | null;
};

/** The personal consent that a debit rests on, and its record. */
export type ConsentBasis = { readonly part: string; readonly record: number };

export type Posting = Lineage & {
  readonly fact: 'posting';
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly amount: number;
  /** The observation, request or record that it follows from. */
  readonly ref: string;
  readonly why: Why;
  /** Record of the adoption, and the personal consent when one was needed. */
  readonly adopted: number | null;
  readonly consent: ConsentBasis | null;
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
  /** Where it was opened, and record of the adoption of the version that opened it: it is decided on by that one, and between whom it bound then. */
  readonly record: number;
  readonly adopted: number;
};

/** The adopted policy: its text, its witnesses' public keys by name, and who runs which. */
export type WitnessPolicy = {
  readonly text: string;
  readonly witnesses: { readonly [name: string]: string };
  readonly runs: { readonly [name: string]: string };
};

/** What a proposal says at present; amendments that are taken in make another one. */
export type Revision = {
  /** From 1. */
  readonly number: number;
  /** The first one's is the proposal's own name; that of a later one is SHA-256 in hex of the canonical JSON of its content. */
  readonly digest: string;
  readonly title: string;
  readonly text: readonly Paragraph[];
  readonly change: Change;
  readonly effective: Instant | null;
};

export type Ballot = {
  readonly choice: Choice;
  /** Said with an objection or a concern. */
  readonly reason?: string;
};

/** Who is asked and how it is counted, frozen as it was proposed. */
export type Procedure = {
  /** Of the charter; null: none fits, and it goes by the charter's `decide`. */
  readonly matter: string | null;
  readonly asked: Exclude<Asked, 'chosen'>;
  /** Who may vote; null: every member of that time. */
  readonly voters: readonly string[] | null;
  /** Parts of them that the rule asks by themselves. */
  readonly classes: { readonly [className: string]: readonly string[] };
  readonly rule: DecisionRule;
  /** Carried or lost as soon as the ballots say so. */
  readonly early: boolean;
  readonly days: number;
};

export type Proposal = {
  /** SHA-256 in hex of the entry that made it. */
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly topic: string | null;
  /** Null: what concerns the log and its keys has rules of its own (kernel/own-rules.ts). */
  readonly procedure: Procedure | null;
  /** Its record: who was a member then may say yes or no. */
  readonly opened: number;
  readonly openedAt: Instant;
  /** Who came fewer days before is a newcomer to it (kernel/voters.ts). */
  readonly newcomerDays: number;
  readonly closes: Instant;
  readonly revision: Revision;
  /** By member. */
  readonly ballots: { readonly [member: string]: Ballot };
  /** Who said yes to an earlier revision, and hasn't confirmed it. */
  readonly unconfirmed: readonly string[];
  /** The entrenched caps that it touches; then it may be voted on more than once: this is the vote of so many, and it begins then. */
  readonly entrenched: { readonly names: readonly string[]; readonly vote: number; readonly begins: Instant } | null;
  /** It has been agreed to, and takes effect then; a recovery, unless whom it concerns stops it. */
  readonly waits: Instant | null;
  /** The option that won, of a choice that has been agreed to. */
  readonly winner: string | null;
  /** What a pilot measured, on the proposal that follows from it. */
  readonly measured?: Measured;
};

/** How a proposal ended; `failed`: it was carried, and by then could not be done; `tied`: the rule can't choose. */
export type ProposalEnd = 'carried' | 'rejected' | 'expired' | 'stopped' | 'failed' | 'tied' | 'withdrawn';

/** A difference that is voted on by itself. */
export type Amendment = {
  /** SHA-256 in hex of the entry that made it. */
  readonly id: string;
  readonly proposal: string;
  readonly by: string;
  readonly reason: string;
  /** Digest of the revision that it was made on; it goes on with the next one as long as it touches other lines. */
  readonly revision: string;
  readonly edits: readonly Edit[];
  readonly opened: number;
  readonly closes: Instant;
  /** As the charter had it when it was made. */
  readonly rule: DecisionRule;
  readonly ballots: { readonly [member: string]: Ballot };
};

/**
 * `adopted`: it made a revision; `rival`: another one that touches the same lines did, or is tied with more for it; `overtaken`: its lines are
 * others by now, or what it would make can't be decided on any more; `lapsed`: the proposal was over, or agreed to, before it.
 */
export type AmendmentEnd = 'adopted' | 'rejected' | 'rival' | 'tied' | 'overtaken' | 'lapsed';

/** What has happened under a pilot so far. Amounts in the smallest part of the subcontract's unit. */
export type Measured = { readonly [measure in PilotMeasure]: number };

export type PilotState = {
  readonly subcontract: string;
  /** The proposal that it was decided by. */
  readonly proposal: string;
  readonly by: string;
  readonly pilot: Pilot;
  readonly volunteers: readonly string[];
  /** Null: it waits for volunteers until {@link ends}. */
  readonly began: Instant | null;
  readonly ends: Instant;
  readonly measured: Measured;
};

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
  /** `to`: the one subcontract that was held as it was made, and is told when it goes on. */
  | { readonly on: 'marked'; readonly mark: Mark; readonly to?: string }
  /** A proposal that was carried, and the subcontract or member that it is about. */
  | { readonly on: 'decided'; readonly proposal: string; readonly change: Change['change']; readonly by: string; readonly about: string | null }
  | { readonly on: 'consented'; readonly subcontract: string; readonly part: string; readonly member: string; readonly given: boolean }
);

/** What a reference of the bank stands for: money from outside, a payout, one that came back unpaid, or the bank's line that took something back. */
export type Booking = { readonly what: 'income' | 'paid_out' | 'returned' | 'reversal'; readonly agent: string; readonly amount: number };

export type Fact =
  | { readonly fact: 'founded'; readonly origin: string; readonly charter: Charter; readonly zone_rules: string; readonly sandbox: string }
  | { readonly fact: 'admitted'; readonly member: MemberGrant }
  | { readonly fact: 'key'; readonly key: KeyGrant }
  | { readonly fact: 'key.revoked'; readonly key: string }
  /** What the member has paid without their passkey within a day since then; `reserved`: what of it has only been reserved, by its name. */
  | { readonly fact: 'light'; readonly member: string; readonly unit: string; readonly since: Instant; readonly sum: number; readonly reserved?: { readonly [reservation: string]: number } }
  | { readonly fact: 'zone'; readonly zone_rules: string }
  | {
    readonly fact: 'adopted'; readonly subcontract: string; readonly manifest: KitManifest; readonly code: string;
    readonly parties: { readonly [party: string]: string };
    /** Read by the kit's types: exact integers. */
    readonly terms: JsonObject;
    /** It is tried, and binds its volunteers. */
    readonly pilot?: true;
  }
  | { readonly fact: 'consent'; readonly subcontract: string; readonly part: string; readonly member: string; readonly given: boolean }
  | { readonly fact: 'attested'; readonly member: string; readonly commitment: string; readonly subcontract: string; readonly values: { readonly [name: string]: number } }
  | Posting
  | (Lineage & { readonly fact: 'owed'; readonly obligation: Obligation; readonly why: Why; readonly consent?: ConsentBasis })
  /** What is left after it was paid, netted, forgiven, given back in kind. */
  | (Lineage & { readonly fact: 'owed.less'; readonly id: number; readonly left: number; readonly how: 'paid' | 'netted' | 'forgiven' | 'in_kind' })
  | { readonly fact: 'owed.due'; readonly id: number }
  | (Lineage & { readonly fact: 'reserved'; readonly id: string; readonly from: string; readonly to: string; readonly unit: string; readonly amount: number; /** Null: it waits until it is settled. */ readonly expires: Instant | null; readonly why: Why; readonly consent?: ConsentBasis })
  | (Lineage & { readonly fact: 'released'; readonly id: string; readonly how: 'posted' | 'voided' | 'expired' })
  /** A reservation to outside whose transfer has been ordered. */
  | { readonly fact: 'payout.sent'; readonly payout: string }
  | ({ readonly fact: 'booked'; readonly unit: string; readonly reference: string } & Booking)
  /** What was put down under the reference was taken back. */
  | { readonly fact: 'booked.reversed'; readonly unit: string; readonly reference: string }
  | (Lineage & { readonly fact: 'review'; readonly review: ReviewItem })
  | (Lineage & { readonly fact: 'review.closed'; readonly subcontract: string; readonly id: string; readonly how: 'confirmed' | 'dropped' | 'expired'; readonly by: string | null })
  | (Lineage & { readonly fact: 'notice'; readonly to: string; readonly code: string; readonly data: JsonObject })
  | { readonly fact: 'timer'; readonly timer: Timer }
  | { readonly fact: 'timer.gone'; readonly subcontract: string; readonly key: string }
  | Mark
  | { readonly fact: 'proposed'; readonly proposal: Proposal }
  /** On a proposal or an amendment. */
  | ({ readonly fact: 'balloted'; readonly proposal: string; readonly member: string } & Ballot)
  /** It was carried, by this count, and takes effect then. */
  | { readonly fact: 'proposal.waits'; readonly proposal: string; readonly until: Instant; readonly winner?: string; readonly count?: Counted }
  /** Carried once, and to be voted on again from then on. */
  | { readonly fact: 'proposal.again'; readonly proposal: string; readonly vote: number; readonly begins: Instant; readonly closes: Instant; readonly count: Counted }
  /** `code`, `detail`: why it could not be done, where it was carried and couldn't. */
  | { readonly fact: 'decided'; readonly proposal: string; readonly how: ProposalEnd; readonly code?: RefusalCode; readonly detail?: string; readonly winner?: string; readonly count?: Counted }
  | { readonly fact: 'amended'; readonly amendment: Amendment }
  /** Amendments that touch the same lines are decided together. */
  | { readonly fact: 'amendment.closes'; readonly amendment: string; readonly closes: Instant }
  | { readonly fact: 'amendment.decided'; readonly amendment: string; readonly how: AmendmentEnd; readonly count?: Counted }
  /** Those who had said yes to the earlier one are asked again. */
  | { readonly fact: 'revised'; readonly proposal: string; readonly revision: Revision; readonly closes: Instant }
  | { readonly fact: 'delegated'; readonly member: string; readonly topic: string | null; readonly to: string | null }
  | { readonly fact: 'commented'; readonly proposal: string; readonly by: string; readonly paragraph: string | null; readonly answers: string | null; readonly commitment: string }
  | { readonly fact: 'charter'; readonly charter: Charter }
  /** Over all entries of the founding so far; founders sign it. */
  | { readonly fact: 'founding'; readonly hash: string }
  | { readonly fact: 'signed'; readonly founder: string }
  /** The last founder has signed. */
  | { readonly fact: 'constituted' }
  /** `given` is false when a volunteer leaves a trial. */
  | { readonly fact: 'accepted'; readonly subcontract: string; readonly member: string; readonly given: boolean }
  | { readonly fact: 'left'; readonly member: string; readonly how: 'left' | 'excluded' }
  | { readonly fact: 'retiring'; readonly subcontract: string }
  | { readonly fact: 'retired'; readonly subcontract: string }
  | { readonly fact: 'stopped'; readonly subcontract: string; readonly why: 'decided' | 'party_left' }
  | { readonly fact: 'resumed'; readonly subcontract: string }
  | { readonly fact: 'pilot'; readonly pilot: PilotState }
  | { readonly fact: 'pilot.volunteers'; readonly subcontract: string; readonly volunteers: readonly string[] }
  | { readonly fact: 'pilot.began'; readonly subcontract: string; readonly ends: Instant }
  | { readonly fact: 'pilot.measured'; readonly subcontract: string; readonly measured: Measured }
  /** `stopped`: by its stop rule, with the measure; `short`: too few volunteered. */
  | { readonly fact: 'pilot.ended'; readonly subcontract: string; readonly how: 'ended' | 'stopped' | 'short' | 'called_off'; readonly measure?: PilotMeasure }
  | { readonly fact: 'ratified'; readonly agreement: string; readonly with: string }
  /** Who consented to a part under a narrower version stays bound by that one's limits. */
  | { readonly fact: 'consent.held'; readonly subcontract: string; readonly part: string; readonly member: string; readonly limits: readonly HeldLimit[] }
  | { readonly fact: 'policy'; readonly policy: WitnessPolicy }
  | { readonly fact: 'friends'; readonly member: string; readonly friends: readonly string[]; readonly approvals: number }
  | { readonly fact: 'binding'; readonly binding: Binding }
  | { readonly fact: 'binding.gone'; readonly binding: string }
  /** Null: taken back. */
  | { readonly fact: 'permitted'; readonly member: string; readonly stream: string; readonly purpose: string; readonly permit: Permit | null }
  | { readonly fact: 'looked'; readonly by: string; readonly look: Look; readonly of: readonly string[]; readonly fields: readonly string[] | null }
  | { readonly fact: 'disputed'; readonly observation: string; readonly by: string; readonly reason: string; readonly expires: Instant }
  /** `expired`: nobody said anything to it in time. */
  | { readonly fact: 'judged'; readonly observation: string; readonly how: 'held' | 'dropped' | 'expired'; readonly by: string | null }
  | { readonly fact: 'incident'; readonly by: string; readonly incident: Incident }
  /** Places in a subcontract's tables mean nothing any more: the table has changed. */
  | { readonly fact: 'attested.void'; readonly subcontract: string }
  /** A cell's new value; null deletes it. */
  | { readonly fact: 'cell'; readonly subcontract: string; readonly key: string; readonly value: Json; readonly keep: number | null }
  /** Money that the settlement of debts still has to move; goes on with the next record. `via`: the wakings that led to it, where there were any. */
  | { readonly fact: 'settling'; readonly accounts: readonly string[]; readonly via?: readonly string[] }
  /** What the kernel did on its own and those who wait for it have yet to be told; goes on with the next record. */
  | { readonly fact: 'untold'; readonly deeds: readonly Deed[] }
  /** One more, behind these. */
  | { readonly fact: 'untold.more'; readonly deed: Deed };

/** What a count came to, and by which rule, for each body of voters that was asked (see kernel/counting.ts). */
export type Counted = {
  readonly rule: DecisionRule;
  readonly bodies: readonly (CountResult & {
    readonly voters: number;
    /** Member → through whom their vote came, where they didn't vote themselves. */
    readonly via: { readonly [member: string]: readonly string[] };
  })[];
};

/** A limit of an envelope, in the smallest part of the subcontract's unit. */
export type HeldLimit = {
  readonly debit: EnvelopeRule['debit'];
  readonly perEvent: number;
  readonly perPerson: { readonly amount: number; readonly days: number };
  readonly inTotal: { readonly amount: number; readonly days: number } | null;
};

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
