/** Which procedure a proposal goes by: whom the charter asks in such a matter, by which rule, for how long. All of it is frozen as it is proposed. */
import { needed } from '../decisions/yes-no.ts';
import { charterDefaults, type Asked, type Charter, type CharterPart, type Matter } from '../vocabulary/charter.ts';
import type { Change, ChangeKind } from '../vocabulary/changes.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Procedure } from '../vocabulary/outcomes.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { beginsAnew, boundTo } from './bound.ts';
import { isOwnRuled } from './own-rules.ts';
import type { KernelState } from './state.ts';
import { decideRule, groupOf } from './voters.ts';

/** Longest that a proposal is open, and latest that it may come into force. */
export const aheadDaysMax = 366;

/** The option of every choice between changes that leaves all as it is. */
export const asItIs = 'as_it_is';

/** What can be chosen from: for a yes or no question, just that. */
export function optionsOf(change: Change): readonly string[] {
  if (change.change !== 'choice') return ['yes', 'no'];
  const ids = change.options.map(({ id }) => id);
  return change.options.some((option) => option.change !== undefined) ? [...ids, asItIs] : ids;
}

/** @param change as it was proposed, or as it would be amended */
export function procedureOf(state: KernelState, { topic, asked }: Pick<Proposing, 'topic' | 'asked'>, change: Change): Result<Procedure | null> {
  if (isOwnRuled(change)) return ok(null);
  const matter = matterFor(state, change, topic ?? null);
  if (!matter.ok) return matter;
  const { name, rule, days, early } = matter.value;
  const whom = matter.value.asked === 'chosen' ? (asked ?? 'all') : matter.value.asked;
  if (asked !== undefined && asked !== whom) return refuse('not_permitted', `in this matter the charter asks ${whom}, not ${asked}`);
  if (matter.value.asked === 'chosen' && whom !== 'all' && !whom.startsWith('group:')) return refuse('invalid_value', 'a proposal asks all, or a group as group:NAME');
  if (whom === 'parties' && change.change === 'adopt' && beginsAnew(state, change.subcontract) && change.manifest.envelope.some(({ debit }) => debit === 'members')) {
    return refuse('not_permitted', `${change.subcontract} may debit every member, and by the charter its parties alone would decide on it`);
  }
  if (rule.rule === 'approval' && rule.winners > 1 && change.change === 'choice' && change.options.some((option) => option.change !== undefined)) {
    return refuse('not_permitted', 'by the charter several options win in this matter: then they are words, and what follows from each is proposed by itself');
  }
  const voters = whom === 'all' ? null : votersOf(state, change, whom);
  if (voters?.length === 0) return refuse('not_permitted', `there is nobody to ask: ${whom}`);
  const classes = rule.rule !== 'each' ? {} : Object.fromEntries(Object.keys(rule.of).filter((each) => each !== 'all').map((each) => [each, votersOf(state, change, classNamed(each))]));
  return ok({ matter: name, asked: whom, voters, classes, rule, early: early ?? countsAll(rule), days });
}

type Chosen = Omit<Matter, 'name' | 'changes'> & { readonly name: string | null };

/** The first matter of the charter that fits; else the charter's `decide`. */
function matterFor(state: KernelState, change: Change, topic: string | null): Result<Chosen> {
  const matters = state.charter?.matters ?? [];
  const fitting = change.change === 'choice' ? matters.find((matter) => fitsChoice(state, matter, change, topic)) : matterOfOne(state, change, topic);
  if (fitting !== undefined && change.change === 'choice') return choiceIn(state, fitting, change, topic);
  if (fitting !== undefined) return ok(fitting);
  const { more_than, days } = decideRule(state);
  if (change.change !== 'choice') return ok({ name: null, asked: 'all', rule: { rule: 'threshold', yes: { more_than } }, days });
  // Else a change that the charter has a stricter rule for could be had as one of several.
  const other = change.options.map((option) => option.change).find((each) => each !== undefined && matters.some(({ changes }) => kindsOf(state, each).some((kind) => changes.includes(kind))));
  if (other !== undefined) return refuse('not_permitted', `the charter has a matter for a change of kind ${other.change}, and none in which it is one of several`);
  return ok({ name: null, asked: 'all', rule: { rule: 'schulze', quorum: needed({ more_than }, people(state).length) }, days });
}

type One = Exclude<Change, { change: 'choice' }>;

/** Of what is proposed by itself: the first matter for the first of its kinds that the charter has one for. */
function matterOfOne(state: KernelState, change: One, topic: string | null): Matter | undefined {
  const matters = state.charter?.matters ?? [];
  return kindsOf(state, change).map((kind) => matters.find((matter) => fits(matter, kind, change, topic))).find((matter) => matter !== undefined);
}

function fits(matter: Matter, kind: ChangeKind, change: One, topic: string | null): boolean {
  if (!matter.changes.includes(kind) || !isUnder(matter, topic)) return false;
  const about = subcontractOf(change);
  if (matter.subcontracts !== undefined && (about === null || !matter.subcontracts.includes(about))) return false;
  if (matter.parts === undefined) return true;
  return change.change === 'charter' && (Object.keys(change.set) as CharterPart[]).every((part) => matter.parts?.includes(part));
}

function isUnder({ topics }: Matter, topic: string | null): boolean {
  return topics === undefined || (topic !== null && topics.includes(topic));
}

function fitsChoice(state: KernelState, matter: Matter, { options }: Change & { change: 'choice' }, topic: string | null): boolean {
  return matter.changes.includes('choice') && isUnder(matter, topic) && options.every(({ change }) => change === undefined || kindsOf(state, change).some((kind) => fits(matter, kind, change, topic)));
}

/** What the charter has a rule for by name (of a subcontract, a part, a topic) isn't had by another one as one of several. */
function choiceIn(state: KernelState, matter: Matter, { options }: Change & { change: 'choice' }, topic: string | null): Result<Chosen> {
  for (const { id, change } of options) {
    const own = change === undefined ? matter : matterOfOne(state, change, topic);
    if (own === undefined || own === matter || (own.subcontracts ?? own.parts ?? own.topics) === undefined) continue;
    return refuse('not_permitted', `${id}: for this the charter has the matter ${own.name}, and as one of several it would go by ${matter.name}: propose it by itself`);
  }
  return ok(matter);
}

/**
 * The kinds of which it is, the first for which there is a matter counts: another version of what is in force changes its terms too, and where
 * there is no rule for versions, that for terms can't be passed by. What begins anew is no change of terms.
 */
function kindsOf(state: KernelState, change: Change): readonly ChangeKind[] {
  return change.change === 'adopt' && !beginsAnew(state, change.subcontract) ? ['adopt', 'terms'] : [change.change];
}

/** The subcontract that a change is about, if it is about one. */
export function subcontractOf(change: Change): string | null {
  return 'subcontract' in change ? change.subcontract : null;
}

/** In order of their ids; without accounts held in common, members without a vote and those who have left. */
function votersOf(state: KernelState, change: Change, asked: Exclude<Asked, 'all' | 'chosen'>): readonly string[] {
  const members = new Set(people(state));
  return [...new Set(named(state, change, asked))].filter((member) => members.has(member)).sort(compareIds);
}

function named(state: KernelState, change: Change, asked: Exclude<Asked, 'all' | 'chosen'>): readonly string[] {
  if (asked.startsWith('group:')) return groupOf(state, asked.slice('group:'.length));
  const subcontract = state.subcontracts.get(subcontractOf(change) ?? '');
  const parties = [...Object.values(subcontract?.parties ?? {}), ...Object.values('parties' in change ? (change.parties ?? {}) : {})];
  // All who are members now are bound by what begins anew, whoever tried it.
  if (asked === 'bound' && change.change === 'adopt' && beginsAnew(state, change.subcontract)) return [...parties, ...people(state)];
  if (asked === 'parties' || subcontract === undefined) return parties;
  const consenting = Object.keys(subcontract.manifest.parts ?? {}).flatMap((part) => state.consenting.get(`${subcontract.id} ${part}`) ?? []);
  return [...boundTo(state, subcontract), ...consenting];
}

/** A class of the rule `each`: `bound`, `parties`, or the name of a group. */
function classNamed(name: string): Exclude<Asked, 'all' | 'chosen'> {
  return name === 'bound' || name === 'parties' ? name : `group:${name}`;
}

function people(state: KernelState): string[] {
  return [...state.members.values()].filter(({ left, commons, voteless }) => left === null && !commons && voteless !== true).map(({ id }) => id);
}

/** Rules for which more ballots of the same kind never hurt: when they pass now, waiting for the end would change nothing but votes. */
export function countsAll(rule: DecisionRule): boolean {
  return rule.rule === 'threshold' || rule.rule === 'unanimous' || (rule.rule === 'each' && Object.values(rule.of).every(countsAll));
}

/** When it closes, as the proposal or else the matter says. */
export function closingOf(state: KernelState, procedure: Procedure | null, { closes, topic }: Pick<Proposing, 'closes' | 'topic'>, change: Change): Result<Instant> {
  const days = procedure?.days ?? decideRule(state).days;
  const usual = state.recordedAt + days * dayMs;
  if (closes === undefined) return ok(usual);
  if (procedure === null) return refuse('not_permitted', `what concerns the log and its keys is open for ${days} days`);
  const matter = matterFor(state, change, topic ?? null);
  const daysMin = (matter.ok ? matter.value.days_min : undefined) ?? days;
  if (!Number.isSafeInteger(closes) || closes < state.recordedAt + daysMin * dayMs) return refuse('invalid_value', `in this matter a proposal is open for ${daysMin} days at the least`);
  return closes > state.recordedAt + aheadDaysMax * dayMs ? refuse('invalid_value', `a proposal is open for ${aheadDaysMax} days at the most`) : ok(closes);
}

/** How amendments are counted, for whoever asks before the charter says. */
export function amendingRule(state: KernelState): NonNullable<Charter['amending']> {
  return state.charter?.amending ?? charterDefaults.amending;
}
