/** How people decide together: what one can say, the rules by which it is counted, and what a count comes to. The rules themselves: src/decisions. */
import type { JsonObject } from './json.ts';

/** A part of a number of people, as 2/3. */
export type Share = { readonly numerator: number; readonly denominator: number };

/** What one member says. `concern` is a yes with a concern; `object` stands against consensus, and elsewhere is a no. */
export type Choice =
  | 'yes' | 'no' | 'abstain' | 'concern' | 'object'
  /** All options that one could live with. */
  | { readonly approve: readonly string[] }
  /** Options that are left out have 0. */
  | { readonly scores: { readonly [option: string]: number } }
  /** The best first; equals stand together; what is left out stands together at the end. */
  | { readonly ranking: readonly (readonly string[])[] };

/** How many must say yes: more than a part, at least a part, or a number of people. */
export type Measure = { readonly more_than: Share } | { readonly at_least: Share } | { readonly people: number };

export type DecisionRule =
  /** Nobody objects, and so many say yes (with concerns or without). */
  | { readonly rule: 'consensus'; readonly assents: number }
  /** Of those who say yes or no; at least `quorum` people must have voted (abstentions count as having come). */
  | { readonly rule: 'majority'; readonly yes: { readonly more_than: Share } | { readonly at_least: Share }; readonly quorum: number }
  /** Of all who may vote. */
  | { readonly rule: 'threshold'; readonly yes: Measure }
  /** Everyone who may vote says yes. */
  | { readonly rule: 'unanimous' }
  /** Each class of voters (`all`, `bound`, `parties`, a group) by a rule of its own: double majority, and majorities of several classes. */
  | { readonly rule: 'each'; readonly of: { readonly [className: string]: DecisionRule } }
  /** The options that most approve of, `winners` of them; at least `quorum` people must have voted. */
  | { readonly rule: 'approval'; readonly winners: number; readonly quorum: number }
  /** The option with the highest sum of scores from 0 to `max`. */
  | { readonly rule: 'score'; readonly max: number; readonly quorum: number }
  | { readonly rule: 'instant_runoff'; readonly quorum: number }
  | { readonly rule: 'schulze'; readonly quorum: number };

/** A line or table of the count, for people who redo it by hand: a code with its figures. */
export type WorkingStep = { readonly step: string } & JsonObject;

export type CountResult = {
  /**
   * The options that win; for a yes or no question `['yes']` or `['no']`. Empty: nothing is decided (the quorum isn't there, or it is tied).
   */
  readonly winners: readonly string[];
  /** Options between which the rule can't choose; empty when it isn't tied. */
  readonly tied: readonly string[];
  readonly working: readonly WorkingStep[];
};
