/**
 * What people are shown: the shapes of the API's answers and of the page. Amounts are decimal text, instants are milliseconds since 1970,
 * nothing is left out (null stands for what isn't there). `src/adapters/http/schemas.ts` says the same to the OpenAPI document.
 */
import type { ItemOutcome, Outcome } from '../vocabulary/outcomes.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { Evidence } from '../vocabulary/sensing.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { PayoutShown } from './outside-shown.ts';
import type { StandingShown } from './charter-shown.ts';

/** A record with what the kernel decided: what views are folded from. */
export type Shown = { readonly record: LogRecord; readonly outcome: Outcome };

/** Unit → decimal text. */
export type AmountsShown = { readonly [unit: string]: string };

export type UnitShown = {
  readonly id: string; readonly name: string; readonly decimals: number;
  /** What is in the collective: all that came in from outside, less what left. */
  readonly issued: string;
};

export type MemberShown = {
  readonly id: string; readonly name: string;
  /** Record of the admission. */
  readonly since: number;
  /** An account that all hold in common: nobody's, and without a vote. */
  readonly commons: boolean;
  /** Takes part without a vote. */
  readonly voteless?: true;
  /** Null: they belong. Who has left keeps what they hold and owe. */
  readonly left: { readonly record: number; readonly recordedAt: Instant; readonly how: 'left' | 'excluded' } | null;
  readonly balances: AmountsShown;
  /** What can be spent: the balance above the floor, less what is reserved. */
  readonly available: AmountsShown;
};

export type ObservationShown = {
  readonly id: string; readonly subject: string; readonly event: string; readonly at: Instant;
  /** How sure it is that it happened, and that it was that person: decimal text from 0 to 1. */
  readonly p: { readonly event: string; readonly person: string };
  /** As the device sent them. */
  readonly values: JsonObject;
  readonly device: string;
  /** Whether the device signed it, or a gateway that vouches for the device. */
  readonly signed: 'device' | 'gateway';
  /** Why it is as sure as it says; null: it wasn't made from readings. Its device is then the binding. */
  readonly from: Evidence | null;
  /** The owner of the key that signed. */
  readonly by: string;
  readonly record: number;
  readonly recordedAt: Instant;
};

/** Which version of which terms something rests on. */
export type TermsShown = { readonly subcontract: string; readonly kit: string; readonly version: string; readonly adopted: number };

export type PostingShown = {
  /** `record.n`: the n-th posting of that record, from 1. */
  readonly id: string;
  readonly record: number; readonly recordedAt: Instant;
  readonly from: string; readonly to: string; readonly unit: string; readonly amount: string;
  readonly because: string | null; readonly ref: string;
  /** The sentence, and what it is made from. */
  readonly why: string; readonly code: string; readonly numbers: JsonObject;
  /** What it cites; null when it follows from a request or a timer, or when that lies too far back. */
  readonly observation: ObservationShown | null;
  readonly terms: TermsShown | null;
  readonly consent: { readonly part: string; readonly record: number } | null;
  /** The obligation that it pays. */
  readonly pays: number | null;
};

export type ObligationShown = {
  readonly id: number; readonly debtor: string; readonly creditor: string; readonly unit: string;
  readonly amount: string; readonly left: string; readonly since: Instant; readonly due: Instant; readonly dueDay: Day;
  readonly state: 'due' | 'running';
  readonly because: string | null; readonly ref: string; readonly why: string; readonly code: string; readonly numbers: JsonObject;
  readonly observation: ObservationShown | null; readonly terms: TermsShown | null;
  /** The part that guarantors took up, and the most that one of them gives. */
  readonly guarantee: { readonly part: string; readonly most: string } | null;
};

/** How an obligation grew smaller. */
export type LessenedShown = {
  readonly id: string; readonly recordedAt: Instant; readonly obligation: number; readonly debtor: string; readonly creditor: string;
  readonly unit: string; readonly amount: string; readonly left: string; readonly how: 'paid' | 'netted' | 'forgiven' | 'in_kind'; readonly because: string | null;
};

export type ReviewShown = {
  readonly id: string; readonly subcontract: string; readonly opened: Instant; readonly at: Instant; readonly by: string | null;
  readonly code: string; readonly reason: string; readonly numbers: JsonObject;
  /** Who may not decide, besides `by`; and who may: null means any other member. */
  readonly parties: readonly string[]; readonly deciders: readonly string[] | null;
  readonly expires: Instant; readonly observation: ObservationShown | null;
};

export type NoticeShown = {
  readonly id: string; readonly record: number; readonly recordedAt: Instant; readonly to: string; readonly because: string | null;
  readonly code: string; readonly words: string; readonly numbers: JsonObject;
};

export type SeriesShown = { readonly [value: string]: readonly (readonly [at: Instant, value: number])[] };

export type ThingShown = {
  readonly subject: string; readonly event: string;
  readonly latest: ObservationShown;
  /** Numbers over time, by the value's name, in order of time. */
  readonly series: SeriesShown;
};

export type RefusalShown = {
  readonly id: string; readonly record: number; readonly recordedAt: Instant;
  /** All of it was refused, or one subcontract's part. */
  readonly how: 'refused' | 'fault';
  readonly kind: string; readonly by: string;
  /** The observation, the entry. */
  readonly about: string; readonly subcontract: string | null;
  readonly code: string; readonly detail: string; readonly hint: string;
};

export type SubcontractShown = {
  readonly id: string; readonly kit: string; readonly version: string; readonly title: string;
  /** The agreement in plain words with the agreed terms. */
  readonly text: string;
  readonly unit: string; readonly parties: { readonly [party: string]: string };
  readonly terms: JsonObject; readonly labels: TermLabels;
  readonly adopted: number; readonly adoptedAt: Instant; readonly code: string;
  readonly standing: StandingShown;
  /** What members may ask and do. */
  readonly questions: readonly string[]; readonly actions: readonly string[];
  /** Of the actions those that they may ask for together. */
  readonly acts: readonly string[];
  readonly parts: readonly { readonly part: string; readonly says: string; readonly members: readonly string[] }[];
};

export type SubcontractDetail = SubcontractShown & {
  /** Exact integers, as the code sees them. */
  readonly exactTerms: JsonObject;
  readonly manifest: KitManifest;
};

export type DigestRow = {
  readonly subcontract: string; readonly member: string; readonly unit: string;
  /** Pieces taken and put back, and the mass of those taken in grams. */
  readonly pieces: number; readonly returned: number; readonly massG: string;
  readonly paid: string; readonly received: string; readonly postings: number;
};

/** A local day, or a local week from Monday to Sunday. */
export type DigestPeriod = {
  readonly from: Day; readonly to: Day; readonly rows: readonly DigestRow[];
  /** Per subcontract over those shown. */
  readonly totals: readonly Omit<DigestRow, 'member'>[];
};

export type CollectiveShown = {
  readonly origin: string; readonly name: string; readonly zone: string; readonly units: readonly UnitShown[];
  /** The collective's clock, and how much faster than the machine's it runs: 1, or more in a demonstration. */
  readonly now: Instant; readonly factor: number;
  readonly lastRecordAt: Instant;
  readonly records: number; readonly root: string;
  readonly members: number; readonly postings: number;
  /** Why it takes nothing in at present, or null. */
  readonly stopped: string | null;
};

/** Nothing in it but `now` changes without a record: what is sent of it grows with what happens, not with what is there. */
export type Overview = Omit<CollectiveShown, 'members' | 'postings'> & {
  readonly memberCount: number; readonly postingCount: number;
  readonly members: readonly MemberShown[];
  readonly owed: readonly ObligationShown[]; readonly loans: readonly ObligationShown[];
  readonly lessened: readonly LessenedShown[];
  readonly reviews: readonly ReviewShown[]; readonly things: readonly ThingShown[];
  /** That wait to be settled, the oldest first. */
  readonly payouts: readonly PayoutShown[];
  readonly postings: readonly PostingShown[]; readonly notices: readonly NoticeShown[]; readonly refusals: readonly RefusalShown[];
  readonly subcontracts: readonly SubcontractShown[];
};

export type MemberDetail = MemberShown & {
  readonly owes: readonly ObligationShown[]; readonly isOwed: readonly ObligationShown[];
  readonly postings: readonly PostingShown[]; readonly notices: readonly NoticeShown[];
  /** Weeks, the latest first. */
  readonly digest: readonly DigestPeriod[];
  readonly consents: readonly { readonly subcontract: string; readonly part: string; readonly record: number }[];
  readonly payouts: readonly PayoutShown[];
};

/** What people call a term, and what its number is in: `°C`, or the id of the unit that amounts are in; null for what is no such number. */
export type TermLabel = { readonly label: string; readonly unit: string | null };
export type TermLabels = { readonly [term: string]: TermLabel };

/** A term that would be another one; null: there is none. */
export type TermChangeShown = { readonly term: string; readonly before: string | null; readonly after: string | null };

/** What a subcontract answers to a question, and in words. */
export type AskedShown = {
  readonly answer: Json; readonly shown: Json; readonly why: string;
  /** Names in the answer that hold an amount of the subcontract's unit, or a map of such. */
  readonly amounts: readonly string[];
};

/** A record in short, as it goes out live. */
export type ChangeShown = {
  readonly seq: number; readonly recordedAt: Instant; readonly kind: string; readonly by: string;
  readonly items: readonly Pick<ItemOutcome, 'status' | 'code'>[];
  readonly postings: readonly { readonly id: string; readonly from: string; readonly to: string; readonly unit: string; readonly amount: string; readonly why: string }[];
  readonly notices: readonly { readonly id: string; readonly to: string; readonly words: string }[];
};
