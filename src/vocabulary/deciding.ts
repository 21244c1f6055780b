/** How people decide together: what one can say, the rules by which it is counted, and what a count comes to. The rules themselves: src/decisions. */

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

/** Option → a number of people, or of points. */
export type ByOption = { readonly [option: string]: number };

/**
 * A line or table of the count, for people who redo it by hand: a code with its figures, in the order of the count. Lists and tables are in order of id.
 */
export type WorkingStep =
  /** Yes or no: how many of the eligible said what; `silent` said nothing. */
  | ({ readonly step: 'said'; readonly silent: number } & { readonly [Word in Extract<Choice, string>]: number })
  /** Consensus: who has a concern, and who objects. */
  | { readonly step: 'concerns'; readonly by: readonly string[] }
  | { readonly step: 'objections'; readonly by: readonly string[] }
  /** How many of the eligible voted, abstentions counted, against the quorum (at least one must). */
  | { readonly step: 'turnout'; readonly eligible: number; readonly came: number; readonly quorum: number; readonly reached: boolean }
  /** The yes (with concerns or without) against the whole number of them that the measure asks for, of so many people. */
  | { readonly step: 'needed'; readonly measure: Measure; readonly of: number; readonly needed: number; readonly yes: number; readonly reached: boolean }
  /** One class by a rule of its own; a class of nobody has no working, and stops nothing. */
  | { readonly step: 'class'; readonly class: string; readonly eligible: number; readonly winners: readonly string[]; readonly working: readonly WorkingStep[] }
  /** How many approve of each; `cut`: the approvals of the last of the places (0: fewer options than places have any). */
  | { readonly step: 'approvals'; readonly approvals: ByOption; readonly places: number; readonly cut: number }
  | { readonly step: 'scores'; readonly sums: ByOption; readonly highest: number }
  /** Instant run-off: each ballot counts for its best option still in; `exhausted` name none of them; `needed`: more than half of the others. */
  | { readonly step: 'round'; readonly round: number; readonly counts: ByOption; readonly exhausted: number; readonly needed: number }
  /** Has the fewest of that round. */
  | { readonly step: 'out'; readonly because: 'fewest'; readonly round: number; readonly out: readonly string[] }
  /** The fewest of that round, of whom all together (`votes`) have fewer than the next one up: none of them could reach it. */
  | { readonly step: 'out'; readonly because: 'together'; readonly round: number; readonly out: readonly string[]; readonly votes: number; readonly next: number }
  /** Of those with equally few, the one that had the fewest in an earlier round: the latest in which they differ. */
  | {
    readonly step: 'out'; readonly because: 'fewest_before'; readonly round: number; readonly out: readonly string[];
    readonly equal: readonly string[]; readonly before: number;
  }
  /** Who of these goes out can't be told: they had equally few in every round. */
  | { readonly step: 'stuck'; readonly round: number; readonly equal: readonly string[] }
  /** Schulze: how many rank the first (the row) above the second. */
  | { readonly step: 'pairwise'; readonly preferred: { readonly [option: string]: ByOption } }
  /** For each two options the strongest path of wins from one to the other, and its weakest link: for and against. No path, no row. */
  | { readonly step: 'paths'; readonly paths: readonly StrongestPath[] }
  /** Whom each option beats: to whom its path is stronger than the one back. */
  | { readonly step: 'beats'; readonly beats: { readonly [option: string]: readonly string[] } };

export type StrongestPath = { readonly path: readonly string[]; readonly support: number; readonly opposed: number };

export type CountResult = {
  /**
   * The options that win; for a yes or no question `['yes']` or `['no']`. Empty: nothing is decided (the quorum isn't there, or it is tied).
   */
  readonly winners: readonly string[];
  /** Options between which the rule can't choose; empty when it isn't tied. */
  readonly tied: readonly string[];
  readonly working: readonly WorkingStep[];
};
