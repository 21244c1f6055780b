/** What members decide on together, and how a proposal is amended: precise changes, each readable as a difference. */
import type { Charter, CharterPart } from './charter.ts';
import type { KeyGrant, MemberGrant } from './grants.ts';
import type { Json, JsonObject } from './json.ts';
import type { KitManifest, RawTerms } from './kit.ts';
import type { Binding } from './sensing.ts';
import type { Instant } from './time.ts';

/** Who must say yes: kernel/own-rules.ts and, for what the charter has a matter for, kernel/matters.ts. */
export type Change =
  /** New keys of the operator, the log and the gateway; all earlier ones of these roles are revoked. */
  | { readonly change: 'operator'; readonly keys: readonly KeyGrant[] }
  /** Whose devices must cosign the log: a C2SP tlog-policy, and which member runs which witness. */
  | { readonly change: 'policy'; readonly policy: string; readonly runs: { readonly [witness: string]: string } }
  /** A member who lost their keys gets a new one; the earlier ones are revoked. */
  | { readonly change: 'recover'; readonly member: string; readonly key: KeyGrant }
  /** What is more than one person alone may issue. */
  | ({ readonly change: 'issue' } & Issuing)
  /** A new subcontract, or another version of one; what is said under terms replaces what was agreed. */
  | ({ readonly change: 'adopt' } & Adoption)
  /** Other terms or parties of a subcontract; what isn't named stays as it is by then. */
  | { readonly change: 'terms'; readonly subcontract: string; readonly terms: RawTerms; readonly parties?: Parties }
  /** Takes a subcontract away: nothing new begins under it, and it ends when all that is owed under it is settled. */
  | { readonly change: 'retire'; readonly subcontract: string }
  /** Holds a subcontract: what is pending waits, nothing is rewritten. And lets it go on. */
  | { readonly change: 'stop'; readonly subcontract: string }
  | { readonly change: 'resume'; readonly subcontract: string }
  /** Tries a subcontract with those who volunteer; see {@link Pilot}. */
  | ({ readonly change: 'pilot' } & Pilot)
  /** Asks a subcontract for one of its actions in the name of all; {@link Asking.with} as people write it. */
  | ({ readonly change: 'act' } & Asking)
  /** From an account held in common. */
  | { readonly change: 'spend'; readonly from: string; readonly to: string; readonly unit: string; readonly amount: string }
  /** Admits a member with keys of their own, or whoever holds the invitation. */
  | { readonly change: 'admit'; readonly member: MemberGrant; readonly keys: readonly KeyGrant[] }
  /** Ends a membership; what is owed stays owed. */
  | { readonly change: 'exclude'; readonly member: string }
  /** Other rules of the charter itself; each part that is named replaces the one that there is, null takes it away. */
  | { readonly change: 'charter'; readonly set: { readonly [part in CharterPart]?: Charter[part] | null } }
  /** Which streams become observations, and which don't any more. */
  | { readonly change: 'sensing'; readonly bind: readonly Binding[]; readonly unbind: readonly string[] }
  /** Words alone. */
  | { readonly change: 'resolution' }
  /** An agreement with others, who ratify the same hash under rules of their own: SHA-256 in hex of the canonical JSON of its text. */
  | { readonly change: 'ratify'; readonly agreement: string; readonly with: string }
  /** One of several; an option without a change is words alone. */
  | { readonly change: 'choice'; readonly options: readonly Option[] };

export type ChangeKind = Change['change'];

export type Option = { readonly id: string; readonly says: string; readonly change?: Exclude<Change, { change: 'choice' }> };

export type Parties = { readonly [party: string]: string };

export type Adoption = {
  readonly subcontract: string; readonly manifest: KitManifest;
  /** SHA-256 in hex of the compiled code. */
  readonly code: string;
  readonly parties: Parties; readonly terms: RawTerms;
};

/** What a subcontract is asked for: one of its actions, with the values that it takes. */
export type Asking = { readonly subcontract: string; readonly action: string; readonly with: JsonObject };

export type Issuing = { readonly to: string; readonly unit: string; readonly amount: string; readonly reason: string };

/** A trial: it binds its volunteers and nobody else, ends by itself, and opens the vote on the whole with what was measured. */
export type Pilot = Adoption & {
  /** How long it runs from its beginning. */
  readonly days: number;
  /** It begins when so many have volunteered, at its earliest when it was decided; not at all when there aren't so many after `days`. */
  readonly volunteers_min: number;
  /** Ends it early when one of them is passed. */
  readonly stop: readonly StopRule[];
};

/**
 * What a pilot measures: `postings` that it caused, their sum `paid` in the subcontract's unit, debts that began (`owed`, their sum),
 * `reviews` opened, `refused` items of its own, `marks` made.
 */
export type PilotMeasure = 'postings' | 'paid' | 'owed' | 'reviews' | 'refused' | 'marks';
export const pilotMeasures: readonly PilotMeasure[] = ['postings', 'paid', 'owed', 'reviews', 'refused', 'marks'];

/** `above`: a count, or for `paid` and `owed` an amount as people write it. */
export type StopRule = { readonly measure: PilotMeasure; readonly above: string };

/** A piece of a proposal's text, named so that comments and amendments keep their place when others change. */
export type Paragraph = { readonly id: string; readonly text: string };

/** One difference to a revision of a proposal: `before` must be what stands there, null for nothing. Two that name the same line can't both be taken in. */
export type Edit =
  | { readonly edit: 'title'; readonly before: string; readonly after: string }
  /** A new one stands behind another, or first of all. */
  | { readonly edit: 'paragraph'; readonly id: string; readonly before: string | null; readonly after: string | null; readonly behind?: string | null }
  /** Of a change with terms: as people write them. */
  | { readonly edit: 'term'; readonly term: string; readonly before: Json; readonly after: Json }
  /** Of what a subcontract is asked for: a value of the action. */
  | { readonly edit: 'value'; readonly value: string; readonly before: Json; readonly after: Json }
  | { readonly edit: 'party'; readonly party: string; readonly before: string | null; readonly after: string | null }
  /** Of a change of the charter. */
  | { readonly edit: 'part'; readonly part: CharterPart; readonly before: Json; readonly after: Json }
  /** Another version of the code that is to be adopted, by its hash, with its manifest. */
  | { readonly edit: 'code'; readonly before: string; readonly after: string; readonly manifest: KitManifest }
  | { readonly edit: 'effective'; readonly before: Instant | null; readonly after: Instant | null };
