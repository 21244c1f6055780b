/** The charter: what a collective is, who may do what, and how it decides on everything else, this included. */
import type { ChangeKind } from './changes.ts';
import type { DecisionRule, Share } from './deciding.ts';
import type { EntryKind } from './entries.ts';
import type { AmountsByUnit, UnitRule } from './grants.ts';

/** Who may do what by themselves; a list of members, or the operator. */
export type Rights = {
  /** Empty: the operator; nobody, where a matter of the charter decides on admissions. */
  readonly admit: readonly string[];
  readonly issue: readonly string[];
  readonly attest: readonly string[];
  /** Which streams become observations. Left out: the operator; nobody, where a matter of the charter decides on it. */
  readonly bind?: readonly string[];
  /** Who keeps the books with the outside world: puts down what came in and what was paid out. Left out or empty: the operator. */
  readonly bank?: readonly string[];
  /** Empty: any third member. */
  readonly review: readonly string[];
};

export type Charter = {
  readonly name: string;
  /** IANA zone of calendar days in every clause. */
  readonly zone: string;
  /** In order: the first is the default of a subcontract's `unit`. */
  readonly units: readonly UnitRule[];
  readonly rights: Rights;
  /** Most that may be issued by decision in a calendar month, per unit; a unit left out can't be issued. */
  readonly issue_per_month: AmountsByUnit;
  /** Days after which an observation goes to review instead of being acted on. */
  readonly late_days: number;
  /** Seconds by which a sender's clock may be ahead. */
  readonly clock_ahead_s: number;
  /** What is left out of these stands as {@link charterDefaults} says. */
  readonly decide?: DecideRule;
  readonly recovery?: RecoveryRule;
  /** Most that one person alone may issue at a time, per unit; more needs a second person. A unit left out has no such limit. */
  readonly alone_max?: AmountsByUnit;
  /** Seconds within which an entry that was handed to any node must be in the log. */
  readonly appear_s?: number;
  /** Who must sign the founding, over the same hash; left out: it stands as the operator says it. */
  readonly founders?: readonly string[];
  /** Kinds of matter, each with its own rule; the first that fits a proposal decides. What none fits goes by `decide`. */
  readonly matters?: readonly Matter[];
  /** How changes to open proposals are taken in. */
  readonly amending?: AmendingRule;
  /** When what was decided about rules comes into force; left out: at once. */
  readonly windows?: UpdateWindows;
  /** Circles and districts: who belongs to them. */
  readonly groups?: { readonly [group: string]: readonly string[] };
  /** What an ordinary vote can't touch. */
  readonly entrenched?: { readonly [name: string]: Entrenched };
  /** What a member who has a passkey says with that alone. */
  readonly weighty?: WeightyRule;
};

/**
 * `kinds` of entries, besides what always weighs: the making and revoking of keys, the naming of friends, proposing and voting on a member's lost
 * key or the operator, and what an agreement says of its actions. `a_day`: most that one pays without
 * the passkey in a day, per unit; a unit left out: {@link lightADay}.
 */
export type WeightyRule = { readonly kinds: readonly EntryKind[]; readonly a_day?: AmountsByUnit };

/** A proposal is carried when more than this part of all members said yes. */
export type DecideRule = { readonly more_than: Share; readonly days: number };

/** How other members give one of them a new key: that many say yes, and then the time passes in which its owner can stop it. */
export type RecoveryRule = { readonly approvals: number; readonly wait_hours: number };

/**
 * Who is asked. `bound`: whom the subcontract binds or has consented to it; `parties`: its parties, also those that it newly names;
 * `chosen`: everyone or one group, as the proposal says.
 */
export type Asked = 'all' | 'bound' | 'parties' | 'chosen' | `group:${string}`;

export type Matter = {
  readonly name: string;
  readonly changes: readonly ChangeKind[];
  /** Only what is about these; left out: any. */
  readonly subcontracts?: readonly string[];
  /** Only proposals under these topics; left out: any. */
  readonly topics?: readonly string[];
  /** For changes of the charter: only those that touch nothing but these parts; left out: any. */
  readonly parts?: readonly CharterPart[];
  readonly asked: Asked;
  readonly rule: DecisionRule;
  /** How long it is open unless it says otherwise, and the least that it may say; left out: the same. */
  readonly days: number;
  readonly days_min?: number;
  /** Carried or lost as soon as the ballots say so, instead of at its end. Left out: for rules that count parts of all who may vote. */
  readonly early?: boolean;
};

/** An amendment is voted on for so many days; after one was taken in, who had said yes has so many to say so again. */
export type AmendingRule = { readonly rule: DecisionRule; readonly days: number; readonly confirm_days: number };

/** The first instant of each day, of each week on a day (1 is Monday), of each month on a day (1 to 28). */
export type UpdateWindows = { readonly every: 'day' } | { readonly every: 'week' | 'month'; readonly on: number };

/** A cap that an ordinary vote can't touch, and the way by which it can be changed. */
export type Entrenched = {
  /** For people: whom it protects from what. */
  readonly says: string;
  readonly cap:
    /** A term of every subcontract of a kit, or of one subcontract; a number, in the form in which people write it. */
    | { readonly term: string; readonly kit?: string; readonly subcontract?: string; readonly at_most?: string; readonly at_least?: string }
    /** Parts of the charter that stand as they are. */
    | { readonly charter: readonly CharterPart[] };
  readonly way: {
    /** Each of them must say yes: a party of every subcontract that the cap is about, whoever has taken up a part of them, named members, or a group. */
    readonly consent: `party:${string}` | `part:${string}` | `group:${string}` | readonly string[];
    /** So many votes in a row must carry it, so many days apart. */
    readonly votes: number;
    readonly apart_days: number;
  };
};

/** Parts of the charter that can be changed by decision; `founders`, `units` and `zone` are of the founding. */
export const charterParts = [
  'name', 'rights', 'issue_per_month', 'late_days', 'clock_ahead_s', 'decide', 'recovery', 'alone_max', 'appear_s', 'matters', 'amending', 'windows', 'groups', 'entrenched', 'weighty',
] as const satisfies readonly (keyof Charter)[];
export type CharterPart = (typeof charterParts)[number];
/** Those without which there is no charter: they can be others, and not be taken away. */
export const charterPartsKept: readonly CharterPart[] = ['name', 'rights', 'issue_per_month', 'late_days', 'clock_ahead_s'];

export const charterDefaults = {
  decide: { more_than: { numerator: 1, denominator: 2 }, days: 30 },
  recovery: { approvals: 3, wait_hours: 72 },
  appear_s: 10,
  amending: { rule: { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 2 }, days: 3, confirm_days: 3 },
  // A proposal or an amendment is a yes to it, who may delegate can give a vote away, and what came in, or came back, is money out of nothing if it didn't.
  weighty: { kinds: ['ballot', 'propose', 'amend', 'delegate', 'sign', 'consent', 'accept', 'leave', 'admit', 'invite', 'issue', 'income', 'reverse'] as EntryKind[] },
} as const satisfies Pick<Charter, 'decide' | 'recovery' | 'appear_s' | 'amending' | 'weighty'>;

/** What a charter that says nothing else lets one pay in a day without the passkey: so much of each unit. */
export const lightADay = '100';
