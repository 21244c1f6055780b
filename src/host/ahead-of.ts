/** What comes by itself in the days to come: debts and loans that fall due, votes and trials that end, what agreements plan. */
import { isBound } from '../kernel/bound.ts';
import type { KernelState } from '../kernel/state.ts';
import { askedShown, reviewsOf } from '../views/queries.ts';
import type { NextShown, PlannedShown } from '../views/today-shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { isObject, type Json } from '../vocabulary/json.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { Result } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import { startOfDay } from '../vocabulary/zones.ts';
import { proposalsNow } from './proposals.ts';

type State = Readonly<KernelState>;
type Next = Pick<NextShown, 'what' | 'id' | 'words' | 'at'> & Partial<NextShown>;

/** Asks a subcontract what it plans. */
export type AskAhead = (subcontract: string, member: string) => Result<Json>;

/** By which kits say what will move next for whoever asks: a list of records with `day`, `what`, `to` and `amount`. */
export const aheadQuestion = 'ahead';
const nextMax = 50;

/** From when, until when, and what is asked of the member anyway, by its id. */
export type Ahead = { readonly now: Instant; readonly until: Instant; readonly asked: ReadonlySet<string> };

/** @param member null: what concerns all */
export function aheadOf(view: View, state: State, member: string | null, { now, until, asked }: Ahead, ask: AskAhead): NextShown[] {
  const all: Next[] = [...votes(view, state, member, asked), ...trials(view, member), ...(member === null ? [] : [...debts(view, member, until), ...doubts(view, member), ...planned(view, state, member, ask).planned])];
  return inOrder(all.filter(({ at }) => at > now && at <= until));
}

/** @param from first instant of the present day: a plan is of a day, not of an hour */
export function plannedFor(view: View, state: State, member: string, { from, until }: { readonly from: Instant; readonly until: Instant }, ask: AskAhead): Pick<PlannedShown, 'planned' | 'unsaid'> {
  const { planned: all, unsaid } = planned(view, state, member, ask);
  return { planned: inOrder(all.filter(({ at }) => at >= from && at <= until)), unsaid };
}

function inOrder(all: readonly Next[]): NextShown[] {
  return all.map((each) => ({ subcontract: null, moved: null, who: null, ...each })).sort((a, b) => a.at - b.at).slice(0, nextMax);
}

function debts(view: View, member: string, until: Instant): Next[] {
  const running = [...view.obligations.values()].filter(({ obligation: { debtor, creditor, due } }) => due > view.recordedAt && due <= until && (debtor === member || creditor === member));
  return running.map(({ obligation: { id, debtor, creditor, because, due, left, unit }, why }) => ({
    what: debtor === member ? 'owes' : 'is_owed', id: String(id), subcontract: because, words: why, at: due,
    moved: { unit, amount: formatDecimal(left, decimalsOf(view, unit)), to: creditor }, who: debtor === member ? creditor : debtor,
  }));
}

/** Votes that are asked of the member now stand elsewhere. */
function votes(view: View, state: State, member: string | null, asked: ReadonlySet<string>): Next[] {
  return proposalsNow(view, state, member ?? undefined).open.filter(({ id }) => !asked.has(id)).map(({ id, subcontract, title, words, closes, waits }) => ({
    what: waits === null ? 'closes' : 'in_force', id, subcontract, words: title === '' ? words : title, at: waits ?? closes,
  }));
}

function trials(view: View, member: string | null): Next[] {
  return [...view.pilots].flatMap(([id, { volunteers, began, ends }]): Next[] => {
    const title = view.subcontracts.get(id)?.manifest.title;
    return title === undefined || began === null || (member !== null && !volunteers.includes(member)) ? [] : [{ what: 'trial_ends', id, subcontract: id, words: title, at: ends }];
  });
}

function doubts(view: View, member: string): Next[] {
  return reviewsOf(view).filter(({ by }) => by === member).map(({ id, subcontract, reason, expires }) => ({ what: 'dropped', id, subcontract, words: reason, at: expires }));
}

type Planned = { readonly planned: readonly Next[]; readonly unsaid: readonly string[] };

function planned(view: View, state: State, member: string, ask: AskAhead): Planned {
  const answers = [...view.subcontracts.values()].filter(({ id, manifest }) => {
    const subcontract = state.subcontracts.get(id);
    return subcontract !== undefined && Object.keys(manifest.questions?.[aheadQuestion]?.fields ?? { none: true }).length === 0 && isBound(state, subcontract, member);
  }).map(({ id, unit }) => ({ id, rows: plannedBy(view, { id, unit }, ask(id, member)) }));
  return { planned: answers.flatMap(({ rows }) => rows ?? []), unsaid: answers.flatMap(({ id, rows }) => (rows === null ? [id] : [])) };
}

/** Null: it couldn't say it. */
function plannedBy(view: View, { id, unit }: { readonly id: string; readonly unit: string }, answer: Result<Json>): readonly Next[] | null {
  if (!answer.ok) return null;
  const { shown } = askedShown(view, id, aheadQuestion, answer.value);
  const rows = isObject(shown) && Array.isArray(shown['ahead']) ? shown['ahead'] : [];
  return rows.flatMap((row, place) => plannedRow(view, row, { id: `${id} ${place}`, subcontract: id, unit }));
}

function plannedRow(view: View, row: Json, { id, subcontract, unit }: { readonly id: string; readonly subcontract: string; readonly unit: string }): Next[] {
  if (!isObject(row) || view.zone === null) return [];
  const { day, what, to, amount } = row;
  if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day) || typeof what !== 'string') return [];
  const moved = typeof amount === 'string' ? { unit, amount, to: typeof to === 'string' ? holderOf(to) : null } : null;
  return [{ what: 'planned', id, subcontract, words: what.replaceAll('_', ' '), at: startOfDay(view.zone, day), moved }];
}
