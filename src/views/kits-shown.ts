/** Kits at hand, and what an agreement drawn up with one would be, before anyone proposes it: as one JSON value for page and API. */
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import type { BoundCaseShown } from './bound-shown.ts';
import type { DifferenceShown } from './deciding-shown.ts';
import type { TermLabels } from './shown.ts';

export type KitShown = {
  readonly name: string; readonly version: string; readonly title: string;
  /** SHA-256 in hex of the compiled code: a proposal may name it without handing the code in. */
  readonly code: string;
  /** The first paragraph of its README that says more than its title; null: there is none. */
  readonly about: string | null;
  readonly manifest: KitManifest;
  readonly adopted: readonly AdoptedKitShown[];
};

/** An agreement with a kit of this name. */
export type AdoptedKitShown = {
  readonly subcontract: string; readonly version: string;
  /** Whether it is word for word the kit at hand. */
  readonly current: boolean;
  /** What another version begins with: its parties, and what was set for it as far as the kit at hand knows it. The rest are defaults. */
  readonly parties: { readonly [party: string]: string }; readonly kept: RawTerms;
  /** Terms set for it that the kit at hand doesn't know. */
  readonly gone: readonly string[];
};

/** What would be proposed, in words and figures. */
export type DraftShown = {
  /** `a new agreement home: personal-fund 1.0.0`. */
  readonly words: string;
  /** The agreement in plain words with these terms. */
  readonly text: string;
  readonly labels: TermLabels;
  /** Leaf by leaf: of a new one what would be agreed, of another version what differs. */
  readonly differences: readonly DifferenceShown[];
  /** What it could take from the member who was named; empty where nobody was. */
  readonly cases: readonly BoundCaseShown[];
};
