/**
 * What the kernel knows: folded from the facts of outcomes, plus what entries alone tell (which ids were seen).
 * Everything is found in constant time by key; nothing here decides.
 */
import type { Charter } from '../vocabulary/charter.ts';
import type { KeyGrant, UnitRule } from '../vocabulary/grants.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Amendment, Booking, Deed, HeldLimit, Obligation, PilotState, Proposal, ReviewItem, Timer, WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { Binding, Permit, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import { AlarmQueue } from './alarms.ts';
import { Calendar } from './calendar.ts';
import { SeenIds } from './seen.ts';

export type Member = {
  readonly id: string; readonly name: string;
  /** Records of coming and going; who has left keeps what they hold and owe, and nothing new begins with them. */
  readonly since: number; readonly left: number | null;
  /** An account that all hold in common, and nobody who could vote. */
  readonly commons: boolean;
  /** Takes part without a vote. */
  readonly voteless?: true;
};

export type KeyState = { readonly grant: KeyGrant; readonly revokedAt: number | null };

/** An agent's holding of one unit. Available to spend is `balance - held - floor`. */
export type Account = { readonly balance: number; readonly held: number; readonly floor: number };

export type Subcontract = {
  readonly id: string;
  readonly manifest: KitManifest;
  readonly code: string;
  readonly parties: { readonly [party: string]: string };
  readonly terms: JsonObject;
  readonly unit: string;
  /** Record of the adoption: names the version in every lineage. */
  readonly adopted: number;
  /** Record of the first adoption: who was a member by then is bound by membership. */
  readonly since: number;
  /** It is tried: it binds its volunteers. */
  readonly pilot: boolean;
  readonly envelope: readonly EnvelopeLimit[];
};

export type EnvelopeLimit = HeldLimit;

export type EarlierVersion = {
  readonly version: Subcontract;
  /** When the next one came into force. */
  readonly until: Instant;
  /** By member, their places in its tables, where the next one made those void; null: they mean the same under the next one. */
  readonly attested: { readonly [member: string]: { readonly [name: string]: number } } | null;
};

/** Records of accepting a subcontract, and of taking that back. */
export type Acceptance = { readonly record: number; readonly until: number | null };

/** A handler that waits for what the kernel does. */
export type Waiting = { readonly subcontract: string; readonly name: string; readonly because: 'own' | 'others' | 'any'; readonly cells: readonly string[]; readonly code?: string };

export type Reserved = { readonly id: string; readonly from: string; readonly to: string; readonly unit: string; readonly amount: number; readonly expires: Instant | null; readonly because: string | null; readonly sent?: true };

/** What has been put down under a reference of the bank, when, and whether it was taken back. */
export type Booked = Booking & { readonly at: Instant; readonly reversed: boolean };

/** `reserved`: what of the sum is only reserved, by the reservation's id; should it come to nothing, it counts no more. */
export type LightDay = { readonly since: Instant; readonly sum: number; readonly reserved?: { readonly [id: string]: number } };

export type Cell = { readonly value: Json; readonly expires: Instant | null };

/** A binding of a stream, and the members whom it says that the stream measures. */
export type Bound = { readonly binding: string; readonly of: readonly string[] };

/** An observation that was made from readings, and not long ago; `named`: whom it names as the one who did it. */
export type Disputable = { readonly named: string | null; readonly recordedAt: Instant };

export type Dispute = { readonly observation: string; readonly by: string; readonly named: string | null; readonly expires: Instant };

export type KernelState = {
  origin: string;
  charter: Charter | null;
  sandbox: string;
  /** Nothing but what belongs to the founding has been said yet: further founding members and agreements may follow. */
  founding: boolean;
  /** SHA-256 in hex over all entries of the founding, where founders sign it; and who has. */
  foundingHash: string;
  readonly signed: Map<string, true>;
  /** Sequence of the next record, and the last record's time. */
  seq: number;
  recordedAt: Instant;
  readonly units: Map<string, UnitRule>;
  readonly members: Map<string, Member>;
  /** Members who came, or had their first key given, after the founding → when. */
  readonly newcomers: Map<string, Instant>;
  readonly keys: Map<string, KeyState>;
  /** Public keys in the log → their names: the same key in two roles is refused. */
  readonly publicKeys: Map<string, string>;
  /** Member → passkeys that they have, or had. */
  readonly passkeys: Map<string, readonly string[]>;
  /** Devices that have, or had, a key of their own: nobody else ever speaks for them. */
  readonly keyedDevices: Map<string, true>;
  /** By `agent unit`. */
  readonly accounts: Map<string, Account>;
  /** Unit → sum of the credit that floors below zero give. */
  readonly credit: Map<string, number>;
  readonly subcontracts: Map<string, Subcontract>;
  /** Subcontract → its earlier versions, the oldest first, for as long as something of their time may still come (see versions.ts). */
  readonly versions: Map<string, readonly EarlierVersion[]>;
  /** `event subject` → ids of the subcontracts that listen, ascending. */
  readonly routes: Map<string, readonly string[]>;
  /** What the kernel may do (see routes.ts) → who waits for it. */
  readonly wakes: Map<string, readonly Waiting[]>;
  /** `subcontract part member` → record of the consent. */
  readonly consents: Map<string, number>;
  /** `subcontract part` → members, ascending. */
  readonly consenting: Map<string, readonly string[]>;
  /** `subcontract member` → places in attested tables. */
  readonly attested: Map<string, { readonly [name: string]: number }>;
  readonly obligations: Map<number, Obligation>;
  /** `debtor unit` → ids of open obligations. */
  readonly debts: Map<string, Set<number>>;
  /** `debtor unit` → sum of what is left of its debts. */
  readonly owing: Map<string, number>;
  /** Subcontract → how many debts, reviews and reservations of it are open; none: it has no entry. */
  readonly open: Map<string, number>;
  /** Ids of open obligations whose due day has been acted on. */
  readonly fallen: Map<number, true>;
  nextObligation: number;
  /** `subcontract observation`. */
  readonly reviews: Map<string, ReviewItem>;
  readonly reserved: Map<string, Reserved>;
  /** `unit reference`, of the last days; see outside.ts. */
  readonly booked: Map<string, Booked>;
  /** `subcontract key`. */
  readonly timers: Map<string, Timer>;
  readonly cells: Map<string, Cell>;
  /** `subcontract rule person period` → sum debited. */
  readonly spent: Map<string, number>;
  /** `member unit` → what they have paid without their passkey, and since when. */
  readonly light: Map<string, LightDay>;
  /** `unit month` → issued by decision. */
  readonly issued: Map<string, number>;
  /** `subcontract code member` → marks. */
  readonly marks: Map<string, readonly { readonly at: Instant; readonly ref: string }[]>;
  /** `subcontract member`, of those who came later or volunteered. */
  readonly accepted: Map<string, Acceptance>;
  /** `subcontract part member` → limits of the narrower version that they consented to. */
  readonly heldConsents: Map<string, readonly HeldLimit[]>;
  /** Subcontracts that are held, by what; that are ending; that have ended, with the record. */
  readonly stopped: Map<string, 'decided' | 'party_left'>;
  readonly retiring: Map<string, true>;
  readonly retired: Map<string, number>;
  /** By subcontract. */
  readonly pilots: Map<string, PilotState>;
  /** Open ones. */
  readonly proposals: Map<string, Proposal>;
  /** Open ones. */
  readonly amendments: Map<string, Amendment>;
  /** `member topic`, with `*` for all topics → who votes for them. */
  readonly delegations: Map<string, string>;
  /** Open proposal or amendment → member → how many comments. */
  readonly comments: Map<string, { readonly [member: string]: number }>;
  /** Hash of an agreement with others → record of its ratification. */
  readonly ratified: Map<string, number>;
  readonly friends: Map<string, { readonly friends: readonly string[]; readonly approvals: number }>;
  readonly bindings: Map<string, Binding>;
  /** Streams that are bound. */
  readonly streams: Map<StreamName, readonly Bound[]>;
  /** Device → those of its streams that are bound, ascending. */
  readonly devices: Map<string, readonly StreamName[]>;
  /** `member stream purpose`. */
  readonly permits: Map<string, Permit>;
  /** By the observation's id. */
  readonly disputable: Map<string, Disputable>;
  /** Open ones, by the observation's id. */
  readonly disputes: Map<string, Dispute>;
  /** Whose devices must cosign the log, when that has been agreed. */
  policy: WitnessPolicy | null;
  /** Accounts (`agent unit`) that have received income and still have debts to pay from it. */
  settling: readonly string[];
  /** The longest chain of wakings that led to {@link settling}. */
  settlingVia: readonly string[];
  /** What the kernel did on its own in an earlier record and those who wait for it have yet to be told. */
  untold: readonly Deed[];
  readonly alarms: AlarmQueue;
  readonly seen: SeenIds;
  readonly calendar: Calendar;
};

export function createState(): KernelState {
  return {
    origin: '', charter: null, sandbox: '', founding: false, foundingHash: '', signed: new Map(), seq: 0, recordedAt: 0,
    units: new Map(), members: new Map(), newcomers: new Map(), keys: new Map(), publicKeys: new Map(), passkeys: new Map(), keyedDevices: new Map(), accounts: new Map(), credit: new Map(), subcontracts: new Map(), versions: new Map(), routes: new Map(), wakes: new Map(),
    consents: new Map(), consenting: new Map(), attested: new Map(), obligations: new Map(), debts: new Map(), owing: new Map(), open: new Map(), fallen: new Map(), nextObligation: 1,
    reviews: new Map(), reserved: new Map(), booked: new Map(), timers: new Map(), cells: new Map(), spent: new Map(), light: new Map(), issued: new Map(), marks: new Map(),
    accepted: new Map(), heldConsents: new Map(), stopped: new Map(), retiring: new Map(), retired: new Map(), pilots: new Map(),
    proposals: new Map(), amendments: new Map(), delegations: new Map(), comments: new Map(), ratified: new Map(), friends: new Map(),
    bindings: new Map(), streams: new Map(), devices: new Map(), permits: new Map(), disputable: new Map(), disputes: new Map(), policy: null, settling: [], settlingVia: [], untold: [], alarms: new AlarmQueue(), seen: new SeenIds(), calendar: new Calendar(),
  };
}

const emptyAccount: Account = { balance: 0, held: 0, floor: 0 };

export function account(state: KernelState, agent: string, unit: string): Account {
  return state.accounts.get(`${agent} ${unit}`) ?? emptyAccount;
}

/** What the agent can spend now. */
export function available(state: KernelState, agent: string, unit: string): number {
  const { balance, held, floor } = account(state, agent, unit);
  return Math.max(0, balance - held - floor);
}

/** Open obligations of a debtor in a unit, in order of id. */
export function debtsOf(state: KernelState, debtor: string, unit: string): Obligation[] {
  const ids = state.debts.get(`${debtor} ${unit}`);
  if (ids === undefined) return [];
  return [...ids].sort((a, b) => a - b).map((id) => state.obligations.get(id)).filter((debt) => debt !== undefined);
}

/** Whether an alarm was set for the debt: what was due as it began has none. */
export function hasAlarm({ recordedAt }: KernelState, { due, since, guarantee }: Obligation): boolean {
  return due > recordedAt || due > since || guarantee !== null;
}

/** An amount as people write it, with its unit, for the details of refusals. */
export function sayAmount(state: KernelState, amount: number, unit: string): string {
  return `${formatDecimal(amount, decimalsOf(state, unit))} ${unit}`;
}

export function decimalsOf(state: KernelState, unit: string): number {
  return state.units.get(unit)?.decimals ?? 0;
}


/** The collective's calendar month of the last record, as `2026-01`. */
export function monthOf(state: KernelState): string {
  return state.calendar.dayOf(state.recordedAt).slice(0, 7);
}
