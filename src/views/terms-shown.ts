/** The terms of an agreement one by one, and what others would change: as JSON values for page, API and command line. */
import type { Json } from '../vocabulary/json.ts';
import type { ValueType } from '../vocabulary/kit.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { BoundCaseShown } from './bound-shown.ts';
import type { ProposalRef } from './charter-shown.ts';
import type { ClausePart } from './clauses.ts';
import type { DifferenceShown } from './deciding-shown.ts';
import type { TermLabels } from './shown.ts';

/** How a term came to be what it is: the version with which it did, and who proposed that. */
export type TermSinceShown = {
  readonly version: string; readonly record: number; readonly recordedAt: Instant;
  /** Null: it was so from the founding on. */
  readonly proposal: ProposalRef | null;
  /** As people write them; both null: as the agreement began. */
  readonly before: string | null; readonly after: string | null;
};

export type TermShown = {
  readonly term: string; readonly label: string;
  /** What its number is in: `°C`, the id of a unit of the collective; null: it is no such number. */
  readonly unit: string | null;
  /** The kit's words on what it means; null: its name says it. */
  readonly says: string | null;
  readonly type: ValueType['type'];
  /** As people write it, and in a sentence. */
  readonly value: Json; readonly words: string;
  /** What the kit allows: the least and the most, or the choices; null where it sets none. */
  readonly least: string | null; readonly most: string | null; readonly choices: readonly string[] | null;
  /** The latest first; the last is how the agreement began. */
  readonly since: readonly TermSinceShown[];
  /** Open proposals to have it otherwise. */
  readonly proposed: readonly (ProposalRef & { readonly after: string | null })[];
};

export type TermsShownInFull = {
  readonly subcontract: string;
  /** Sentence by sentence. */
  readonly clauses: readonly (readonly ClausePart[])[];
  /** In the order in which the agreement speaks of them, then the others by their names. */
  readonly terms: readonly TermShown[];
};

/** What other terms would be, before anyone proposes them. */
export type TermsDraftShown = {
  readonly labels: TermLabels; readonly differences: readonly DifferenceShown[];
  /** What it could then take from the member who was named; empty where nobody was. */
  readonly cases: readonly BoundCaseShown[];
};
