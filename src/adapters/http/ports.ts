/** What the HTTP adapter needs from whoever runs it. Every query answers at once; only what is stored takes time. */
import type { SealedEntry } from '../../vocabulary/entries.ts';
import type { KitManifest } from '../../vocabulary/kit.ts';
import type { ItemOutcome } from '../../vocabulary/outcomes.ts';
import type { Refusal, Result } from '../../vocabulary/result.ts';
import type { AccessPort } from './access.ts';
import type { BacktestAsked, BacktestWire } from './backtest-schemas.ts';
import type { ForecastAsked, ForecastWire } from './forecast-schemas.ts';
import type { DecidingPorts } from './deciding-ports.ts';
import type { KeyPorts } from './key-ports.ts';
import type { KitPorts } from './kit-ports.ts';
import type { LedgerPorts } from './ledger-routes.ts';
import type { LogFilesPort } from './log-files.ts';
import type { MinePorts } from './mine-routes.ts';
import type {
  AskedWire, BookingWire, ChangeWire, CollectiveWire, DigestPeriodWire, MemberDetailWire, MemberWire, NoticeWire, ObligationWire, LessenedWire, OutsideWire, OverviewWire, PostingWire,
  ReviewWire, SubcontractDetailWire, SubcontractWire, ThingWire, TrustWire, UnsignedObservation,
} from './schemas.ts';
import type { TodayPort } from './today-routes.ts';
import type { NoticePorts } from './notice-ports.ts';
import type { SensingPorts } from './sensing-ports.ts';
import type { SessionPort } from './session.ts';
import type { SurveyPorts } from './survey-routes.ts';

/** What became of an entry, and where it stands. */
export type Recorded = { readonly seq: number; readonly recordedAt: number; readonly items: readonly ItemOutcome[] };

export type Submitted =
  | ({ readonly status: 'recorded' } & Recorded)
  /** It was recorded before, word for word: as what. Left out: observations were all seen before, in whichever records, or it can't be looked up just now. */
  | ({ readonly status: 'duplicate' } & Partial<Recorded>)
  | { readonly status: 'refused'; readonly refusal: Refusal };

export type HttpPorts = TodayPort & {
  readonly access: AccessPort;
  readonly sessions: SessionPort;
  /** The log as static files. */
  readonly log: LogFilesPort;
  /** How the log stands: who has cosigned which head, and whose keys lie on this machine. */
  readonly trust: () => TrustWire;
  /** Resolves when the entry is durable, or will never be. */
  readonly submit: (sealed: SealedEntry) => Promise<Submitted>;
  /** Has the gateway's key vouch for a device's observations; refused where there is none. */
  readonly vouch: (device: string, observations: readonly UnsignedObservation[]) => Promise<Submitted>;
  /** Keeps an erasable text; returns the commitment by which a record may name it. */
  readonly putBody: (text: string) => Result<string>;
  /** Takes an erasable text away for good; tells whether there was one. */
  readonly eraseBody: (commitment: string) => Result<boolean>;
  /** Compiles a kit's contract and keeps the code; returns the hash by which an entry may adopt it. */
  readonly putCode: (source: string) => Result<string>;
  /** Reads a kit's manifest from untrusted JSON, for entries that adopt one. */
  readonly readManifest: (value: unknown) => Result<KitManifest>;

  readonly collective: () => CollectiveWire;
  readonly overview: () => OverviewWire;
  readonly members: () => readonly MemberWire[];
  readonly member: (id: string) => Result<MemberDetailWire>;
  /** The latest first. */
  readonly postings: (before: string | undefined, limit: number) => readonly PostingWire[];
  /** Undefined when there is none with this id. */
  readonly posting: (id: string) => PostingWire | undefined;
  readonly obligations: () => { readonly open: readonly ObligationWire[]; readonly lessened: readonly LessenedWire[] };
  readonly outside: () => OutsideWire;
  /** In a unit, or in all. */
  readonly bookings: (unit: string | undefined) => readonly BookingWire[];
  readonly reviews: () => readonly ReviewWire[];
  readonly notices: (member: string | undefined) => Result<readonly NoticeWire[]>;
  readonly deciding: DecidingPorts;
  /** How members hear of what, and what they were told. */
  readonly desk: NoticePorts;
  readonly keys: KeyPorts;
  readonly kits: KitPorts;
  readonly survey: SurveyPorts;
  /** Searched, summed and taken along. */
  readonly ledger: LedgerPorts;
  /** What a member's session asks for itself. */
  readonly mine: MinePorts;
  /** Touches nothing; refused as `busy` while another one runs. */
  readonly backtest: (asked: BacktestAsked) => Promise<Result<BacktestWire>>;
  /** Touches nothing; refused as `busy` while another one runs. */
  readonly forecast: (asked: ForecastAsked) => Promise<Result<ForecastWire>>;
  readonly observed: () => readonly ThingWire[];
  readonly sensing: SensingPorts;
  readonly subcontracts: () => readonly SubcontractWire[];
  readonly subcontract: (id: string) => Result<SubcontractDetailWire>;
  readonly ask: (subcontract: string, question: string, by: string, values: Readonly<Record<string, string>>) => Result<AskedWire>;
  readonly digest: (query: { readonly member?: string | undefined; readonly subcontract?: string | undefined; readonly period: 'day' | 'week' }) => readonly DigestPeriodWire[];
  /** Canonical texts of records. */
  readonly records: (from: number, limit: number) => readonly string[];
  readonly head: () => { readonly origin: string; readonly records: number; readonly root: string };

  /** What changed from a record on, as far as it is still at hand; null when it lies too far back. */
  readonly changesFrom: (seq: number) => readonly ChangeWire[] | null;
  readonly listen: (listener: (change: ChangeWire) => void) => () => void;
};
