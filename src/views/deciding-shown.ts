/**
 * What members decide on together, as people are shown it: proposals in short and in full, amendments, comments, counts, delegations. Amounts,
 * instants and null are as in shown.ts.
 */
import type { Asked } from '../vocabulary/charter.ts';
import type { ChangeKind, Paragraph, PilotMeasure } from '../vocabulary/changes.ts';
import type { Choice, DecisionRule, WorkingStep } from '../vocabulary/deciding.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Fields } from '../vocabulary/kit.ts';
import type { AmendmentEnd, ProposalEnd } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { TermChangeShown, TermLabels } from './shown.ts';

/** One leaf that is another one. */
export type DifferenceShown = {
  readonly what: 'title' | 'paragraph' | 'term' | 'value' | 'party' | 'code' | 'kit' | 'charter' | 'binding' | 'effective' | 'member' | 'key' | 'option' | 'other';
  /** Where it stands, from the outside in: `['base_price']`, `['matters', 'agreements', 'days']`, `['p3']`. */
  readonly place: readonly string[];
  /** As people write it; null: nothing is there. */
  readonly before: string | null; readonly after: string | null;
};

export type BallotShown = {
  readonly member: string; readonly choice: Choice;
  /** The choice as a sentence's part: `yes, with a concern`, `trams before buses and bicycles`. */
  readonly words: string;
  /** Said with an objection or a concern. */
  readonly reason: string | null;
};

/** Who may say something to it. */
export type WhoIsAsked = {
  /** `named`: nobody but those whom the words name. */
  readonly whom: Exclude<Asked, 'chosen'> | 'named';
  /** `everyone`, `those whom wood binds`, `the group north`. */
  readonly words: string;
  readonly count: number;
};

/** What a count came to, and all that one needs to redo it by hand. */
export type CountShown = {
  readonly rule: string;
  /** The same as data. */
  readonly decides: DecisionRule;
  /** One for each body of voters that is asked: all have to come to the same. */
  readonly bodies: readonly {
    /** `everyone`; where newcomers are asked too, first `everyone but newcomers, who …` and then `everyone, with newcomers`. */
    readonly who: string;
    readonly voters: number;
    /** Options; for a yes or no question `yes` or `no`. Empty: it comes to nothing. */
    readonly winners: readonly string[]; readonly tied: readonly string[];
    /** Line by line in plain words, and the same as data. */
    readonly lines: readonly string[]; readonly working: readonly WorkingStep[];
    /** Whose vote came through whom: from the first who was trusted to the one who voted. */
    readonly via: readonly ViaShown[];
  }[];
};

export type ViaShown = { readonly member: string; readonly through: readonly string[] };

/** What an open proposal still lacks. */
export type TallyShown = {
  readonly yes: number; readonly no: number;
  /** Whose yes could count. */
  readonly of: number;
  /** How many have yet to say yes; 0 when it has been agreed to; null where that isn't what it is counted by. */
  readonly needed: number | null;
  /** Those without whose yes it can't be carried, and who haven't said it. */
  readonly mustAgree: readonly string[];
  /** Members who may carry it without the others, when enough of them agree: they run the log's witnesses. */
  readonly orWitnesses: readonly string[];
  /** As the ballots stand; neither is final while people may still vote. */
  readonly outlook: 'passes' | 'open' | 'lost';
};

/** What it is to the one who looks. */
export type MineShown = {
  readonly asked: boolean;
  readonly said: BallotShown | null;
  /** They said yes to what it was before, and have yet to confirm what it is now. */
  readonly confirm: boolean;
  /** Nothing is carried without their yes. */
  readonly mustAgree: boolean;
  /** It has been agreed to give them new keys: until it takes effect their no stops it. */
  readonly canStop: boolean;
  /** Through whom their vote would come, as they say nothing themselves; empty: through nobody. */
  readonly via: readonly string[];
};

/** How a proposal ended. */
export type EndShown = {
  readonly how: ProposalEnd;
  /** `carried, with 26 yes and 5 no of 31`. */
  readonly words: string;
  readonly record: number; readonly recordedAt: Instant;
  /** Of a yes or no question: how many said what, of all who might, in the largest body. */
  readonly counted: { readonly yes: number; readonly no: number; readonly of: number } | null;
  /** Of a choice, the option that won. */
  readonly winner: string | null;
  /** Why it could not be done, when it was carried and could not; `detail` in words. */
  readonly code: string | null; readonly detail: string | null;
};

/** In a list. */
type ProposedShown = {
  /** SHA-256 in hex of the entry that made it: what a ballot names. */
  readonly id: string; readonly by: string; readonly change: ChangeKind;
  /** The subcontract that it is about. */
  readonly subcontract: string | null;
  /** Empty where it was given none. */
  readonly title: string;
  /** What would be so, as a sentence, and why it was proposed. */
  readonly words: string; readonly reason: string;
  readonly topic: string | null;
  /** The charter's matter; null: none fits. */
  readonly matter: string | null;
  readonly asked: WhoIsAsked;
  /** In plain words: `at least 60 % of those who say yes or no, and 20 must vote`. */
  readonly rule: string;
  /** The same as data; null: it goes by rules that no charter can change. */
  readonly decides: DecisionRule | null;
  /** Who came less than so many days before it was proposed is a newcomer. */
  readonly newcomerDays: number;
  readonly terms: readonly TermChangeShown[];
  readonly record: number; readonly openedAt: Instant;
  /** A ballot on a later one than the first names its digest. */
  readonly revision: { readonly number: number; readonly digest: string };
  /** The caps that an ordinary vote can't touch, and the vote of so many that is on. */
  readonly entrenched: { readonly names: readonly string[]; readonly vote: number; readonly votes: number; readonly begins: Instant } | null;
  readonly comments: number;
};

export type ProposalShown = ProposedShown & TallyShown & {
  readonly closes: Instant;
  /** When it would be in force if it were carried at its end: in the next update window then, where there are any. */
  readonly inForce: Instant;
  /** It has been agreed to and takes effect then; a recovery, unless whom it concerns stops it. */
  readonly waits: Instant | null;
  readonly winner: string | null;
  /** Open amendments, and members who have yet to confirm. */
  readonly amendments: number; readonly unconfirmed: number;
  /** Null where nobody said who looks. */
  readonly mine: MineShown | null;
};

/** `ballots`: how many said something to it. */
export type DecidedShown = ProposedShown & { readonly ballots: number; readonly end: EndShown };

/** Open ones, the oldest first; the latest decided ones, the newest first. */
export type ProposalsShown = { readonly open: readonly ProposalShown[]; readonly decided: readonly DecidedShown[] };

/** One of several; `words` and `changes` are null and empty for words alone. */
export type OptionShown = { readonly id: string; readonly says: string; readonly words: string | null; readonly changes: readonly DifferenceShown[] };

export type RevisionShown = {
  readonly number: number; readonly digest: string; readonly record: number; readonly recordedAt: Instant;
  /** The amendments that made it; none for the first. */
  readonly amendments: readonly string[];
  /** Held against the one before it. */
  readonly differences: readonly DifferenceShown[];
};

export type AmendmentShown = {
  /** SHA-256 in hex of the entry that made it: what a ballot names. */
  readonly id: string; readonly by: string; readonly reason: string; readonly record: number; readonly recordedAt: Instant;
  /** Number of the revision that it was made on. */
  readonly revision: number;
  readonly edits: readonly DifferenceShown[];
  readonly closes: Instant;
  readonly ballots: readonly BallotShown[];
  /** Open amendments that touch the same lines: at most one of them is taken in. */
  readonly rivals: readonly string[];
  readonly count: CountShown | null;
  /** Null: it is open. */
  readonly end: { readonly how: AmendmentEnd; readonly words: string; readonly record: number; readonly recordedAt: Instant } | null;
};

export type CommentShown = {
  /** SHA-256 in hex that its record carries: what an answer names. */
  readonly id: string;
  /** Its record, by which it is erased. */
  readonly record: number; readonly recordedAt: Instant; readonly by: string;
  /** The amendment that it is on; null: the proposal. */
  readonly amendment: string | null;
  /** The paragraph that it is on, and whether that still stands as it stood; both null: the whole. */
  readonly paragraph: string | null; readonly place: 'stands' | 'changed' | 'gone' | null;
  /** Number of the revision that it was made on. */
  readonly revision: number;
  readonly answers: string | null;
  /** Null: they were erased, or never handed in. */
  readonly text: string | null;
};

export type MeasuredShown = { readonly measure: PilotMeasure; readonly words: string; readonly value: string };

/** What a ballot on it holds, by its rule. */
export type BallotForm = { readonly form: 'yes_no' | 'approve' | 'ranking' } | { readonly form: 'scores'; readonly max: number };

/** A proposal with all that belongs to it, open or decided. */
export type ProposalDetail = ProposedShown & {
  readonly text: readonly Paragraph[];
  readonly ballot: BallotForm;
  /** All terms and parties as it would have them, in the form in which people write them: what an amendment finds there. Null: it is about none, or decided. */
  readonly would: { readonly terms: JsonObject; readonly parties: { readonly [party: string]: string } } | null;
  /** What a subcontract would be asked for, in the form in which people write it, by the action's types: what an amendment finds there. Null: nothing, or decided. */
  readonly asks: { readonly subcontract: string; readonly action: string; readonly with: JsonObject; readonly fields: Fields } | null;
  /** Who alone may vote; null: every member of that time. */
  readonly voters: readonly string[] | null;
  /** Leaf by leaf, held against what was in force as it was opened; of a decided one as it was then. */
  readonly changes: readonly DifferenceShown[];
  /** Of the terms, or values, that it is about, with those of a choice's options; empty when it is about none. */
  readonly labels: TermLabels;
  /** Of a choice. */
  readonly options: readonly OptionShown[];
  readonly revisions: readonly RevisionShown[];
  /** Open ones first, in the order in which they came. */
  readonly amendments: readonly AmendmentShown[];
  readonly ballots: readonly BallotShown[];
  /** Those who said yes to an earlier revision, and haven't confirmed this one. */
  readonly unconfirmed: readonly string[];
  readonly via: readonly ViaShown[];
  /** As it stands, or as it ended; null for what concerns the log and its keys. */
  readonly count: CountShown | null;
  /** Of what is voted on more than once: the votes before this one. */
  readonly votes: readonly { readonly vote: number; readonly recordedAt: Instant; readonly count: CountShown }[];
  /** Sentences; empty when nothing is lacking. */
  readonly lacks: readonly string[];
  /** Of an open change of the charter: what couldn't be decided by it with those who are members now; a sentence each. */
  readonly notes: readonly string[];
  /** What the pilot measured that it follows from. */
  readonly measured: readonly MeasuredShown[] | null;
  readonly commented: readonly CommentShown[];
  /** Null when it is decided. */
  readonly open: Pick<ProposalShown, 'closes' | 'inForce' | 'waits' | 'winner' | 'mine'> & TallyShown | null;
  /** Null while it is open. */
  readonly end: EndShown | null;
};

/** Who votes for a member where they don't themselves. */
export type DelegationShown = { readonly member: string; readonly to: string; readonly topic: string | null; readonly record: number; readonly recordedAt: Instant };

/** A member's own, and those of others that come to them. */
export type DelegationsShown = { readonly given: readonly DelegationShown[]; readonly received: readonly DelegationShown[] };
