/**
 * The view of a collective that page, API and command line show: folded from records and their outcomes, and from nothing else.
 * The fold changes its state in place and takes the same time however long the log is; everything that grows has a limit.
 */
import type { Charter } from '../vocabulary/charter.ts';
import type { KeyGrant, UnitRule } from '../vocabulary/grants.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import type { Obligation, Proposal, ReviewItem } from '../vocabulary/outcomes.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import type { DecidedShown, LessenedShown, NoticeShown, ObservationShown, PostingShown, RefusalShown, TermChangeShown } from './shown.ts';
import type { NameTypes } from './words.ts';

/** Postings kept for lists; older ones are read from the journal, one by one. */
export const postingsKeptMax = 500;
/** Notices kept for each member: more than anyone scrolls back. */
export const noticesKeptMax = 200;
export const refusalsKeptMax = 100;
export const lessenedKeptMax = 200;
/** Proposals kept after they were decided. */
export const decidedKeptMax = 100;
/** Points of a series: as many as a chart has room for. */
export const seriesPointsMax = 500;
/** Subjects with their events; the ones heard from longest ago give way. A flood of made-up subjects fills no memory. */
export const thingsMax = 2000;
/** Numeric values of one observation that become series. */
export const seriesPerThingMax = 8;
/** Observations kept so that postings can cite them: what is later paid back or contested is seldom older. */
export const citedKeptMax = 5000;
/** Days for which digests are kept: a year, and room for late readers. */
export const digestDaysMax = 400;

export type ViewPorts = {
  /** Zone rules by the hash that the log names. */
  readonly zoneRules: (hash: string) => ZoneRules | undefined;
};

export type MemberView = { readonly id: string; readonly name: string; readonly since: number };
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
/** `words` and `terms` as it was opened: what would be so by then. */
export type ProposalView = { readonly proposal: Proposal; readonly openedAt: Instant; readonly words: string; readonly terms: readonly TermChangeShown[] };
export type ThingView = { latest: ObservationShown; readonly series: Map<string, [at: Instant, value: number][]> };
export type DigestSums = {
  readonly subcontract: string; readonly member: string; readonly unit: string;
  pieces: number; returned: number; mass: number; paid: number; received: number; postings: number;
};

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
  readonly keys: Map<string, KeyGrant>;
  /** `agent unit`. */
  readonly accounts: Map<string, AccountView>;
  readonly reserved: Map<string, { readonly from: string; readonly unit: string; readonly amount: number }>;
  readonly subcontracts: Map<string, SubcontractView>;
  /** `subcontract part` → member → record of the consent. */
  readonly consents: Map<string, Map<string, number>>;
  readonly obligations: Map<number, ObligationView>;
  /** `subcontract observation`. */
  readonly reviews: Map<string, ReviewView>;
  /** `event subject`, heard from longest ago first. */
  readonly things: Map<string, ThingView>;
  readonly cited: Map<string, ObservationShown>;
  readonly postings: PostingShown[];
  readonly notices: Map<string, NoticeShown[]>;
  /** Of all members together. */
  readonly latestNotices: NoticeShown[];
  readonly lessened: LessenedShown[];
  readonly refusals: RefusalShown[];
  /** Open ones, by their name, the oldest first. */
  readonly proposals: Map<string, ProposalView>;
  readonly decided: DecidedShown[];
  /** Member → commitment to the means that were declared last. */
  readonly declared: Map<string, string>;
  /** Local day of recording → `subcontract member unit` → sums. */
  readonly digest: Map<Day, Map<string, DigestSums>>;
};

export function initialView(ports: ViewPorts): View {
  return {
    ports, origin: '', charter: null, zone: null, records: 0, recordedAt: 0, postingCount: 0,
    units: new Map(), members: new Map(), keys: new Map(), accounts: new Map(), reserved: new Map(), subcontracts: new Map(), consents: new Map(),
    obligations: new Map(), reviews: new Map(), things: new Map(), cited: new Map(), postings: [], notices: new Map(), latestNotices: [],
    lessened: [], refusals: [], proposals: new Map(), decided: [], declared: new Map(), digest: new Map(),
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

export function accountOf(view: View, agent: string, unit: string): AccountView {
  const key = `${agent} ${unit}`;
  let account = view.accounts.get(key);
  if (account === undefined) view.accounts.set(key, account = { balance: 0, held: 0, floor: 0 });
  return account;
}
