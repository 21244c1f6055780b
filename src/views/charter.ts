/** The charter in plain words: who decides on what and how, when it is in force, what an ordinary vote can't touch, and how it came to be. */
import { charterDefaults, lightADay, type Charter, type CharterPart, type Entrenched, type Matter, type UpdateWindows } from '../vocabulary/charter.ts';
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { EntryKind } from '../vocabulary/entries.ts';
import type { AmountsByUnit } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';
import { sayDays } from './at-most.ts';
import type { CharterShown, EntrenchedShown, FoundingShown, MatterShown } from './charter-shown.ts';
import type { DelegationsShown } from './deciding-shown.ts';
import { sayCap, sayMatter, sayWay } from './charter-words.ts';
import { sayAsked, sayMeasure, sayRule } from './deciding-words.ts';
import { beyondReach } from './reach.ts';
import { dayOf, nameOf } from './say.ts';
import type { View } from './view.ts';

/** What the kernel says of the charter. */
export type CharterReckoned = {
  /** The next update window; null where there are none. */
  readonly nextWindow: Instant | null;
  /** Whose yes a change of this cap takes, by now. */
  readonly consentOf: (cap: string) => readonly string[];
};

/** Undefined before there is a charter. */
export function charterOf(view: View, reckoned: CharterReckoned): CharterShown | undefined {
  const { charter } = view;
  if (charter === null) return undefined;
  const { decide = charterDefaults.decide, amending = charterDefaults.amending, matters = [], groups = {}, entrenched = {}, windows } = charter;
  const rule = sayRule(amending.rule);
  return {
    name: charter.name, zone: charter.zone, charter, matters: matters.map(matterShown), otherwise: otherwise(decide), ownRules: ownRules(charter),
    amending: {
      rule, days: amending.days, confirmDays: amending.confirm_days,
      words: `An amendment to an open proposal is voted on for ${sayDays(amending.days)}, and taken in by ${rule}; then who had said yes has ${sayDays(amending.confirm_days)} to say so again.`,
    },
    windows: windows === undefined || reckoned.nextWindow === null ? null : { words: sayWindows(windows), next: reckoned.nextWindow, nextDay: dayOf(view, reckoned.nextWindow) },
    groups: Object.entries(groups).sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, members]) => ({ group, members })),
    entrenched: Object.entries(entrenched).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => entrenchedShown(view, name, each, reckoned.consentOf(name))),
    rules: rulesOf(view, charter), notes: beyondReach(view, charter), founding: foundingOf(view), history: [...view.charters].reverse(), agreements: [...view.ratified].reverse(),
  };
}

export function foundingOf(view: View): FoundingShown {
  const founders = view.charter?.founders ?? [];
  return {
    missing: founders.filter((member) => !view.signed.has(member)), hash: view.foundingHash,
    founders: founders.map((member) => ({ member, name: nameOf(view, member), signed: view.signed.get(member) ?? null })),
  };
}

/** Those of a member, and those that come to them; of people who have left none counts. */
export function delegationsOf(view: View, member: string): DelegationsShown | undefined {
  if (!view.members.has(member)) return undefined;
  const all = [...view.delegations.values()].filter((each) => view.members.get(each.member)?.left === null);
  return { given: all.filter((each) => each.member === member), received: all.filter(({ to }) => to === member) };
}

// Matters

function matterShown(matter: Matter): MatterShown {
  const { name, changes, asked, rule, days, days_min, early, subcontracts, topics, parts } = matter;
  return {
    name, changes, subcontracts: subcontracts ?? null, topics: topics ?? null, parts: parts ?? null, asked: sayAsked(asked, null), rule: sayRule(rule), days, daysMin: days_min ?? days, early: early ?? false,
    words: `${name}: ${sayMatter(matter)}`,
  };
}

function otherwise({ more_than, days }: NonNullable<Charter['decide']>): MatterShown {
  const rule = sayRule({ rule: 'threshold', yes: { more_than } });
  return {
    name: null, changes: [], subcontracts: null, topics: null, parts: null, asked: sayAsked('all', null), rule, days, daysMin: days, early: true,
    words: `On all else everyone decides, by this rule: ${rule}. Open for ${sayDays(days)}.`,
  };
}

function ownRules(charter: Charter): string[] {
  const { decide = charterDefaults.decide, recovery = charterDefaults.recovery, rights: { issue } } = charter;
  const part = sayMeasure({ more_than: decide.more_than });
  return [
    `Another operator: ${part} of all members but newcomers, or enough of those who run the log's nodes.`,
    `Other witnesses of the log: ${part} of all members but newcomers.`,
    `A new key for who lost theirs: as many friends as they named, else ${recovery.approvals} members; then ${recovery.wait_hours} hours in which its owner can stop it.`,
    ...(!mayIssue(charter) ? [] : [issue.length < 2 ? 'Issuing more than one may alone: a second person.' : `Issuing more than one may alone: a second person of ${issue.join(', ')}.`]),
  ];
}

// When, and what stands fast

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function sayWindows(windows: UpdateWindows): string {
  const when = windows.every === 'day' ? 'each day' : windows.every === 'week' ? `each ${weekdays[windows.on - 1] ?? ''}` : `day ${windows.on} of each month`;
  return `What is decided about agreements and charter comes into force at the beginning of ${when}.`;
}

function entrenchedShown(view: View, name: string, { says, cap, way }: Entrenched, by: readonly string[]): EntrenchedShown {
  return { name, says, cap: sayCap(cap, labelIn(view, cap)), consent: by, votes: way.votes, apartDays: way.apart_days, way: sayWay(way) };
}

/** What the kit of the agreement that it is about calls the term. */
function labelIn(view: View, cap: Entrenched['cap']): string | undefined {
  if ('charter' in cap) return undefined;
  const about = [...view.subcontracts.values()].find(({ id, manifest }) => id === cap.subcontract || manifest.name === cap.kit);
  return about?.manifest.terms[cap.term]?.label;
}

// What one may do alone, and further limits

function rulesOf(view: View, charter: Charter): CharterShown['rules'] {
  const { rights, issue_per_month, late_days, clock_ahead_s, recovery = charterDefaults.recovery, alone_max, appear_s = charterDefaults.appear_s } = charter;
  const decides = (change: ChangeKind): boolean => (charter.matters ?? []).some(({ changes }) => changes.includes(change));
  const who = (members: readonly string[]): string => (members.length === 0 ? 'the operator' : members.map((member) => nameOf(view, member)).join(', '));
  const rule = (part: CharterPart, words: string): CharterShown['rules'][number] => ({ part, words });
  return [
    rule('rights', decides('admit') ? 'Members are admitted by decision.' : `Members are admitted by ${who(rights.admit)}.`),
    ...(mayIssue(charter) ? [rule('rights', `New units are issued by ${who(rights.issue)}.`)] : []),
    rule('rights', `What follows from somebody's means is attested by ${who(rights.attest)}.`),
    rule('rights', decides('sensing') ? 'Which streams become observations is decided together.' : `Which streams become observations is said by ${who(rights.bind ?? [])}.`),
    rule('rights', `The books with the outside world are kept by ${who(rights.bank ?? [])}.`),
    rule('rights', rights.review.length === 0 ? 'What waits for a decision is decided by any third member.' : `What waits for a decision is decided by ${who(rights.review)}.`),
    rule('issue_per_month', mayIssue(charter) ? `In a calendar month at most ${amounts(issue_per_month)} may be issued.` : 'Nothing may be issued.'),
    ...(alone_max === undefined || !mayIssue(charter) ? [] : [rule('alone_max', `One person alone issues at most ${amounts(alone_max)} at a time.`)]),
    rule('late_days', `What is reported more than ${sayDays(late_days)} late goes to review.`),
    rule('clock_ahead_s', `A sender's clock may be ahead by ${clock_ahead_s} seconds.`),
    rule('recovery', `For a lost key ${recovery.approvals} friends vouch, and its owner has ${recovery.wait_hours} hours to stop it.`),
    rule('weighty', sayWeighty(charter)),
    rule('appear_s', `What is handed to any node must be in the log within ${appear_s} seconds.`),
  ];
}

const weightyWords: { readonly [kind in EntryKind]?: string } = {
  ballot: 'vote', propose: 'propose', amend: 'amend', delegate: 'delegate', sign: 'sign the founding', consent: 'consent', accept: 'accept an agreement', leave: 'leave', admit: 'admit', invite: 'invite', issue: 'issue', income: 'put down income', reverse: 'take back what was put down', pay: 'pay',
};

function sayWeighty({ weighty, units }: Charter): string {
  const aDay = amounts(Object.fromEntries(units.map(({ id }) => [id, weighty?.a_day?.[id] ?? lightADay])));
  const { kinds } = weighty ?? charterDefaults.weighty;
  const acts = kinds.map((kind) => weightyWords[kind] ?? `say ${kind}`);
  const paying = kinds.includes('pay') ? [] : [`pay more than ${aDay} a day`];
  return `Whoever has a passkey needs it to make and revoke keys, name friends, propose and vote on lost keys and the operator, ask an agreement for what they pay later, ${[...acts, ...paying].join(', ')}.`;
}

/** What has no amount may be issued by nobody. */
function mayIssue({ issue_per_month }: Charter): boolean {
  return Object.values(issue_per_month).some((amount) => /[1-9]/.test(amount));
}

function amounts(by: AmountsByUnit): string {
  return Object.entries(by).sort(([a], [b]) => (a < b ? -1 : 1)).map(([unit, amount]) => `${amount} ${unit}`).join(', ');
}
