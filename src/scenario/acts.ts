/** What a scenario's steps say, after reading. Keys, hashes and what stood before a difference are made when it is played. */
import type { CharterPart } from '../vocabulary/charter.ts';
import type { Asking, Issuing, Paragraph, Parties, StopRule } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import type { AmountsByUnit } from '../vocabulary/grants.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Binding, Look, Permit, Severity, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { CharterSet } from './charter-parts.ts';
import type { Expected } from './scenario.ts';

/** Who says it; with which key, where it isn't the newest in force: the last that went out of force, or the last that was made. */
export type Said = { readonly by: string; readonly key?: 'old' | 'new' };
/** The same, said by each of several. */
export type SaidByEach = { readonly by: readonly string[]; readonly key?: 'old' | 'new' };

export type Act =
  /** `device`: a gateway vouches for it; left out: the scenario's own sensors sign it. */
  | { readonly kind: 'observe'; readonly id: string; readonly device?: string; readonly subject: string; readonly event: string; readonly p: { readonly event?: number | string; readonly person?: number | string }; readonly values: JsonObject }
  | (Said & { readonly kind: 'request'; readonly subcontract: string | null; readonly action: string; readonly with: JsonObject })
  | (Said & Beside & { readonly kind: 'propose'; readonly id: string; readonly reason: string; readonly change: Proposed })
  /** `revision`: the one that is meant; left out: the one that is open then. */
  | (SaidByEach & { readonly kind: 'vote'; readonly proposal: string; readonly choice: Choice; readonly reason?: string; readonly revision?: number })
  /** `edits` are made from the revision that is meant; left out: the one that is open then. */
  | (Said & { readonly kind: 'amend'; readonly id: string; readonly proposal: string; readonly reason: string; readonly revision?: number; readonly edits: readonly AskedEdit[] })
  | (SaidByEach & { readonly kind: 'delegate'; readonly topic: string | null; readonly to: string | null })
  | (Said & { readonly kind: 'comment'; readonly proposal: string; readonly paragraph?: string; readonly text: string })
  | (SaidByEach & { readonly kind: 'consent'; readonly subcontract: string; readonly part: string; readonly given: boolean })
  | (Said & { readonly kind: 'withdraw'; readonly proposal: string })
  /** Of a trial, `given: false` takes it back. */
  | (SaidByEach & { readonly kind: 'accept'; readonly subcontracts: Accepted; readonly given: boolean })
  /** `by` admits them; null: whom the charter names. */
  | { readonly kind: 'join'; readonly id: string; readonly name?: string; readonly by: string | null; readonly accepts: Accepted }
  | (SaidByEach & { readonly kind: 'leave' })
  | (SaidByEach & { readonly kind: 'sign' })
  | (Said & { readonly kind: 'friends'; readonly friends: readonly string[]; readonly approvals: number })
  /** `by` attests them; null: whom the charter names. */
  | { readonly kind: 'means'; readonly of: string; readonly by: string | null; readonly means: AmountsByUnit }
  /** Goes through the methods of the bindings that there are. */
  | { readonly kind: 'reading'; readonly stream: StreamName; readonly id: string; readonly value: number | string | boolean | readonly number[] | null; readonly unit?: string; readonly by: 'signed' | 'gateway' }
  | (Said & { readonly kind: 'bind'; readonly binding: Binding })
  | (Said & { readonly kind: 'unbind'; readonly binding: string })
  | (SaidByEach & { readonly kind: 'permit'; readonly permit: Permit & { readonly given?: false } })
  | (Said & { readonly kind: 'look'; readonly look: Look })
  | (Said & { readonly kind: 'dispute'; readonly observation: string; readonly reason: string })
  | (Said & { readonly kind: 'judge'; readonly observation: string; readonly held: boolean; readonly was?: string; readonly reason?: string })
  /** `happened` left out: at the step's time. */
  | (SaidByEach & { readonly kind: 'incident'; readonly place: string; readonly severity: Severity; readonly happened?: Instant; readonly reason?: string })
  /** By whom the charter names, where `by` is null; `day` left out: that of the step. */
  | { readonly kind: 'income'; readonly by: string | null; readonly to: string; readonly unit: string; readonly amount: string; readonly from: string; readonly reference: string; readonly day?: string }
  | (Said & { readonly kind: 'payout'; readonly id: string; readonly unit: string; readonly amount: string; readonly reason?: string })
  | (Said & { readonly kind: 'cancel'; readonly payout: string })
  | { readonly kind: 'settle'; readonly by: string | null; readonly payout: string; readonly settled: Settled }
  | { readonly kind: 'reverse'; readonly by: string | null; readonly unit: string; readonly reference: string; readonly reason: string; readonly returning?: string }
  | { readonly kind: 'expect'; readonly expected: Expected }
  | { readonly kind: 'wait' };

/** How a payout goes on. */
export type Settled = { readonly how: 'sent' } | { readonly how: 'paid'; readonly reference: string } | { readonly how: 'returned'; readonly reason: string; readonly reference?: string };

export type ActOf<K extends Act['kind']> = Act & { kind: K };

/** Subcontracts; `all`: that there are by then, and that bind them not yet. */
export type Accepted = 'all' | readonly string[];

/** What is said beside a change. */
type Beside = Pick<Proposing, 'title' | 'text' | 'topic' | 'asked' | 'closes' | 'effective'>;

/** What is put to the vote. Keys are made when it is played. */
export type Proposed =
  /** Parties and terms that aren't named are those that were agreed, where there is such a subcontract. */
  | ({ readonly change: 'adopt' } & Agreed)
  | { readonly change: 'terms'; readonly subcontract: string; readonly terms: JsonObject; readonly parties: Parties }
  | { readonly change: 'retire' | 'stop' | 'resume'; readonly subcontract: string }
  | ({ readonly change: 'pilot'; readonly days: number; readonly volunteers_min: number; readonly stop: readonly StopRule[] } & Agreed)
  | ({ readonly change: 'act' } & Asking)
  | { readonly change: 'spend'; readonly from: string; readonly to: string; readonly unit: string; readonly amount: string }
  | { readonly change: 'admit'; readonly id: string; readonly name?: string }
  | { readonly change: 'exclude'; readonly member: string }
  | { readonly change: 'charter'; readonly set: CharterSet }
  | { readonly change: 'sensing'; readonly bind: readonly Binding[]; readonly unbind: readonly string[] }
  | { readonly change: 'resolution' }
  /** Named in the log by the hash of its canonical JSON. */
  | { readonly change: 'ratify'; readonly agreement: JsonObject; readonly with: string }
  | { readonly change: 'choice'; readonly options: readonly ProposedOption[] }
  | { readonly change: 'recover'; readonly member: string }
  | { readonly change: 'operator' }
  | { readonly change: 'issue'; readonly issuing: Issuing };

export type Agreed = { readonly subcontract: string; readonly kit: string; readonly parties: Parties; readonly terms: JsonObject };
export type ProposedOption = { readonly id: string; readonly says: string; readonly change?: Proposed };

/** A difference without what stood there before. */
export type AskedEdit =
  | { readonly edit: 'title'; readonly after: string }
  /** `behind` left out: a new one stands at the end; null: first of all. */
  | { readonly edit: 'paragraph'; readonly id: Paragraph['id']; readonly after: string | null; readonly behind?: string | null }
  | { readonly edit: 'term'; readonly term: string; readonly after: Json }
  | { readonly edit: 'value'; readonly value: string; readonly after: Json }
  | { readonly edit: 'party'; readonly party: string; readonly after: string | null }
  | { readonly edit: 'part'; readonly part: CharterPart; readonly after: Json }
  | { readonly edit: 'effective'; readonly after: Instant | null };
