/**
 * The view of a collective that page, API and command line show: folded from records and their outcomes, and from nothing else.
 * The fold changes its state in place and takes the same time however long the log is; everything that grows has a limit.
 */
import type { Paragraph } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { KeyGrant, UnitRule } from '../vocabulary/grants.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import type { Amendment, AmendmentEnd, Counted, Obligation, PilotState, Proposal, ReviewItem } from '../vocabulary/outcomes.ts';
import type { Severity } from '../vocabulary/sensing.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import type { CaseView } from './cases.ts';
import type { CharterVersionShown, RatifiedShown, StandingShown, VersionShown } from './charter-shown.ts';
import type { DelegationShown, DifferenceShown, EndShown, OptionShown, RevisionShown } from './deciding-shown.ts';
import type { KeyTimes } from './keys.ts';
import type { BookingShown, PayoutShown } from './outside-shown.ts';
import type { BindingVersionShown, DisputeShown, IncidentShown, LookShown, PermitShown } from './sensing-shown.ts';
import type { LessenedShown, NoticeShown, ObservationShown, PostingShown, RefusalShown, TermChangeShown } from './shown.ts';
import type { LatelyShown } from './today-shown.ts';
import type { NameTypes } from './words.ts';

/** Postings kept for lists; older ones are read from the journal, one by one. */
export const postingsKeptMax = 500;
/** Notices kept for each member: more than anyone scrolls back. */
export const noticesKeptMax = 200;
export const refusalsKeptMax = 100;
export const lessenedKeptMax = 200;
/** Proposals kept after they were decided, with all that belongs to them. */
export const decidedKeptMax = 100;
/** Ballots of each member: more than anyone gives in a day. */
export const saidKeptMax = 50;
/** Of one proposal: the latest of each; beyond that a page is no place to read them. */
export const commentsKeptMax = 500;
export const amendmentsKeptMax = 200;
/** Versions of one subcontract, of the charter, and agreements with others. */
export const versionsKeptMax = 100;
/** Subcontracts that have ended: their words and histories. */
export const endedKeptMax = 200;
/** Points of a series: as many as a chart has room for. */
export const seriesPointsMax = 500;
/** Subjects with their events; the ones heard from longest ago give way. A flood of made-up subjects fills no memory. */
export const thingsMax = 2000;
/** Numeric values of one observation that become series. */
export const seriesPerThingMax = 8;
/** Observations kept so that postings can cite them: what is later paid back or contested is seldom older. */
export const citedKeptMax = 5000;
/** Permits that have ended, looks, and disputes that were judged: what somebody may still ask about. */
export const permitsEndedKeptMax = 1000;
export const looksKeptMax = 1000;
export const disputesKeptMax = 200;
/** Reports of harm, and places of which they are counted; the ones heard of longest ago give way. */
export const incidentsKeptMax = 1000;
export const placesMax = 500;
/** References of the bank: some years of a hundred households' lines. The kernel itself remembers each for as long as its line could be put down again. */
export const bookingsKeptMax = 10_000;
/** Weeks for which it is kept what lay in a pot. */
export const potWeeksMax = 60;
/** Days for which digests are kept: a year, and room for late readers. */
export const digestDaysMax = 400;

export type ViewPorts = {
  /** Zone rules by the hash that the log names. */
  readonly zoneRules: (hash: string) => ZoneRules | undefined;
};

/** A record and its time. */
export type Noted = { readonly record: number; readonly recordedAt: Instant };
export type MemberView = {
  readonly id: string; readonly name: string; readonly since: number; readonly sinceAt: Instant; readonly commons: boolean;
  /** Takes part without a vote. */
  readonly voteless?: true;
  readonly left: (Noted & { readonly how: 'left' | 'excluded' }) | null;
};
export type AccountView = { balance: number; held: number; floor: number };
export type SubcontractView = {
  readonly id: string; readonly manifest: KitManifest; readonly types: NameTypes; readonly code: string;
  readonly parties: { readonly [party: string]: string }; readonly terms: JsonObject; readonly unit: string;
  readonly adopted: number; readonly adoptedAt: Instant; readonly text: string;
  /** What was set as it was adopted, as it was written; the rest is the kit's defaults. */
  readonly agreed: RawTerms;
};
export type ObligationView = {
  readonly obligation: Obligation; readonly why: string; readonly code: string; readonly numbers: JsonObject; readonly observation: ObservationShown | null;
};
export type ReviewView = { readonly review: ReviewItem; readonly recordedAt: Instant; readonly observation: ObservationShown | null };
/** What a proposal would make so, held against what is so. */
export type ProposedView = {
  readonly words: string; readonly terms: readonly TermChangeShown[]; readonly changes: readonly DifferenceShown[]; readonly options: readonly OptionShown[];
};
export type RevisionView = RevisionShown & { readonly text: readonly Paragraph[] };
export type AmendmentView = { readonly amendment: Amendment; readonly recordedAt: Instant; readonly number: number; readonly end: (Noted & { readonly how: AmendmentEnd; readonly count: Counted | null }) | null };
export type CommentView = Noted & {
  readonly commitment: string; readonly by: string; readonly amendment: string | null; readonly paragraph: string | null; readonly revision: number; readonly answers: string | null;
};
export type ProposalView = {
  readonly proposal: Proposal;
  /** As its present revision was made. */
  readonly said: ProposedView;
  /** How many are asked. */
  readonly asked: number;
  readonly revisions: readonly RevisionView[];
  readonly amendments: readonly AmendmentView[];
  readonly comments: readonly CommentView[]; readonly commentCount: number;
  /** Counts of the votes before the one that is on. */
  readonly votes: readonly (Noted & { readonly vote: number; readonly count: Counted })[];
  /** By which it was agreed to, or ended. */
  readonly count: Counted | null;
  readonly end: Omit<EndShown, 'words' | 'counted'> | null;
};
/** What a member said to a proposal. */
export type SaidView = Noted & { readonly proposal: string; readonly choice: Choice };
/** What lies in an account held in common, or in all purses of one name of a subcontract together; by weeks in which something moved, as it ended up, the oldest first. */
export type PotView = { balance: bigint; readonly weeks: [monday: Day, balance: bigint][] };
/** Amounts in the unit's smallest part. */
export type PayoutView = Omit<PayoutShown, 'amount'> & { readonly amount: number };
export type BookingView = Omit<BookingShown, 'amount'> & { readonly amount: number };
/** What came from outside and went there since the founding, in the unit's smallest part. */
export type OutsideSums = { readonly opening: bigint; readonly issued: bigint; readonly income: bigint; readonly takenBack: bigint; readonly paidOut: bigint };
/** `retiring` also while it is stopped on its way. */
export type StandingView = Omit<StandingShown, 'words' | 'trial'> & { readonly retiring: boolean };
export type ThingView = { latest: ObservationShown; readonly series: Map<string, [at: Instant, value: number][]> };
/** Of a member, with their purses; amounts in the unit's smallest part. */
export type DigestSums = {
  readonly subcontract: string; readonly member: string; readonly unit: string;
  pieces: number; returned: number; mass: number; paid: bigint; received: bigint; postings: number;
};

/** The oldest version first. */
export type BindingView = { readonly id: string; readonly binding: BindingVersionShown['binding']; readonly versions: readonly BindingVersionShown[] };
export type DisputeView = Omit<DisputeShown, 'deciders' | 'words'>;

export type View = {
  readonly ports: ViewPorts;
  origin: string;
  charter: Charter | null;
  zone: ZoneRules | null;
  /** Records taken in, and the last one's time. */
  records: number;
  recordedAt: Instant;
  postingCount: number;
  readonly units: Map<string, UnitRule>;
  readonly members: Map<string, MemberView>;
  /** Of a founding that founders sign: what they sign, and who has. */
  foundingHash: string;
  readonly signed: Map<string, Noted>;
  /** The oldest first. */
  readonly charters: CharterVersionShown[];
  readonly ratified: RatifiedShown[];
  readonly keys: Map<string, KeyGrant>;
  /** Of members' keys. */
  readonly keyTimes: Map<string, KeyTimes>;
  /** `agent unit`. */
  readonly accounts: Map<string, AccountView>;
  /** `member unit` of what is held in common, `subcontract/purse unit`. */
  readonly pots: Map<string, PotView>;
  readonly reserved: Map<string, { readonly from: string; readonly unit: string; readonly amount: number }>;
  /** Those that wait to be settled, the oldest first. */
  readonly payouts: Map<string, PayoutView>;
  /** By unit. */
  readonly outside: Map<string, OutsideSums>;
  /** `unit reference`, the latest last. */
  readonly bookings: Map<string, BookingView>;
  readonly subcontracts: Map<string, SubcontractView>;
  /** Those that have ended, the oldest first: for their words. */
  readonly ended: Map<string, SubcontractView>;
  /** By subcontract, also of those that have ended: the oldest version first. */
  readonly versions: Map<string, VersionShown[]>;
  readonly standings: Map<string, StandingView>;
  /** By subcontract, while they run. */
  readonly pilots: Map<string, PilotState>;
  /** `subcontract part` → member → consent. */
  readonly consents: Map<string, Map<string, Noted>>;
  /** `subcontract member` → acceptance. */
  readonly accepted: Map<string, Noted>;
  readonly obligations: Map<number, ObligationView>;
  /** `subcontract observation`. */
  readonly reviews: Map<string, ReviewView>;
  /** `event subject`, heard from longest ago first. */
  readonly things: Map<string, ThingView>;
  readonly cited: Map<string, ObservationShown>;
  readonly postings: PostingShown[];
  readonly notices: Map<string, NoticeShown[]>;
  /** What moved on each member's account in the last days, or became owed; the oldest first. */
  readonly lately: Map<string, LatelyShown[]>;
  /** Of all members together. */
  readonly latestNotices: NoticeShown[];
  readonly lessened: LessenedShown[];
  readonly refusals: RefusalShown[];
  /** Open ones, by their name, the oldest first. */
  readonly proposals: Map<string, ProposalView>;
  readonly decided: ProposalView[];
  /** By member, the oldest first. */
  readonly said: Map<string, SaidView[]>;
  /** `member topic`; a topic's own delegation goes before one on all, `*`. */
  readonly delegations: Map<string, DelegationShown>;
  /** Also those that have ended, as many as are kept. */
  readonly bindings: Map<string, BindingView>;
  /** `member stream purpose`, those that hold. */
  readonly permits: Map<string, PermitShown>;
  readonly permitsEnded: PermitShown[];
  readonly looks: LookShown[];
  /** Open ones, by the observation's id. */
  readonly disputes: Map<string, DisputeView>;
  readonly judged: DisputeView[];
  readonly incidents: IncidentShown[];
  /** Place → how many of each severity. */
  readonly harm: Map<string, { readonly [severity in Severity]: number }>;
  /** By the observation's id, the oldest first; and the ids of each binding's. */
  readonly cases: Map<string, CaseView>;
  readonly casesOf: Map<string, string[]>;
  /** Member → commitment to the means that were declared last. */
  readonly declared: Map<string, string>;
  /** Local day of recording → `subcontract member unit` → sums. */
  readonly digest: Map<Day, Map<string, DigestSums>>;
};

export function initialView(ports: ViewPorts): View {
  return {
    ports, origin: '', charter: null, zone: null, records: 0, recordedAt: 0, postingCount: 0,
    units: new Map(), members: new Map(), foundingHash: '', signed: new Map(), charters: [], ratified: [], keys: new Map(), keyTimes: new Map(), accounts: new Map(), pots: new Map(), reserved: new Map(), payouts: new Map(), outside: new Map(), bookings: new Map(),
    subcontracts: new Map(), ended: new Map(), versions: new Map(), standings: new Map(), pilots: new Map(), consents: new Map(), accepted: new Map(),
    obligations: new Map(), reviews: new Map(), things: new Map(), cited: new Map(), postings: [], notices: new Map(), lately: new Map(), latestNotices: [],
    lessened: [], refusals: [], proposals: new Map(), decided: [], said: new Map(), delegations: new Map(), bindings: new Map(), permits: new Map(), permitsEnded: [], looks: [],
    disputes: new Map(), judged: [], incidents: [], harm: new Map(), cases: new Map(), casesOf: new Map(), declared: new Map(), digest: new Map(),
  };
}

/** Adds at the end of a list that forgets its beginning. */
export function keep<T>(list: T[], item: T, max: number): void {
  list.push(item);
  if (list.length > max) list.splice(0, list.length - max);
}

export function decimalsOf(view: View, unit: string): number {
  return view.units.get(unit)?.decimals ?? 0;
}

/** In force, or one that has ended: for words about what was done under it. */
export function subcontractNamed(view: View, id: string): SubcontractView | undefined {
  return view.subcontracts.get(id) ?? view.ended.get(id);
}

export function accountOf(view: View, agent: string, unit: string): AccountView {
  const key = `${agent} ${unit}`;
  let account = view.accounts.get(key);
  if (account === undefined) view.accounts.set(key, account = { balance: 0, held: 0, floor: 0 });
  return account;
}
