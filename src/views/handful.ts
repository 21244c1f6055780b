/**
 * Which of the open proposals a member is asked to decide on today. In this order, of those that are asked of them, that they haven't answered,
 * and that they left to nobody: what ends within a day, by its end; what isn't carried without their yes; what has the larger stake for them; what
 * is about an agreement that binds them; what ends sooner; what was proposed earlier. At most five in a day, less those of others that they answered today.
 */
import { mulDiv } from '../vocabulary/amounts.ts';
import { formatDecimal, parseDecimal } from '../vocabulary/decimals.ts';
import { hourMs, type Instant } from '../vocabulary/time.ts';
import { answerBy, isUnanswered, leftTo } from './awaited.ts';
import type { AtMostShown, BoundCaseShown } from './bound-shown.ts';
import type { ProposalShown } from './deciding-shown.ts';
import { sayChoice } from './deciding-words.ts';
import { handfulMax, soonHours, stakeDays, type HandfulItem, type HandfulShown, type HandfulWhy, type SaidShown, type StakeShown } from './handful-shown.ts';
import { dayOf } from './say.ts';
import type { AmountsShown } from './shown.ts';
import { decimalsOf, type ProposalView, type View } from './view.ts';

/** What the host says of the member and a proposal. */
export type StakeOf = (proposal: ProposalShown) => StakeShown;

export function handfulOf(view: View, open: readonly ProposalShown[], member: string, now: Instant, stakeOf: StakeOf): HandfulShown {
  const asked = open.filter((proposal) => isUnanswered(proposal, now)).sort(byDeadline);
  const delegated = asked.flatMap((proposal) => {
    const to = leftTo(view, proposal, member);
    return to === undefined ? [] : [{ proposal, to }];
  });
  const left = new Set(delegated.map(({ proposal }) => proposal.id));
  const mine = asked.filter(({ id }) => !left.has(id)).map((proposal) => itemOf(proposal, stakeOf(proposal), now)).sort(byUrgency);
  const said = saidToday(view, member, now);
  const isOfOthers = (id: string): boolean => knownAs(view, id)?.proposal.by !== member;
  const answered = said.filter(({ proposal }) => isOfOthers(proposal) && !mine.some((each) => each.proposal.id === proposal)).length;
  const room = Math.max(0, handfulMax - answered);
  return {
    member, day: dayOf(view, now), dayMax: handfulMax, soonHours, stakeDays, waiting: mine.length, handful: mine.slice(0, room),
    later: mine.slice(room).sort((a, b) => byDeadline(a.proposal, b.proposal)), delegated, said,
  };
}

// The order

function itemOf(proposal: ProposalShown, stake: StakeShown, now: Instant): HandfulItem {
  return { proposal, stake, why: whyOf(proposal, stake, now) };
}

function whyOf(proposal: ProposalShown, { perMille, binds }: StakeShown, now: Instant): HandfulWhy {
  if (answerBy(proposal) <= now + soonHours * hourMs) return 'soon';
  if (proposal.mine?.mustAgree === true) return 'yours';
  return perMille > 0 ? 'stake' : binds ? 'binds' : 'deadline';
}

const places: { readonly [why in HandfulWhy]: number } = { soon: 0, yours: 1, stake: 2, binds: 3, deadline: 4 };

function byUrgency(a: HandfulItem, b: HandfulItem): number {
  if (a.why !== b.why) return places[a.why] - places[b.why];
  const byStake = a.why === 'soon' ? 0 : b.stake.perMille - a.stake.perMille || Number(b.stake.binds) - Number(a.stake.binds);
  return byStake || byDeadline(a.proposal, b.proposal);
}

function byDeadline(a: ProposalShown, b: ProposalShown): number {
  return answerBy(a) - answerBy(b) || a.record - b.record;
}

// What was said

function knownAs(view: View, id: string): ProposalView | undefined {
  return view.proposals.get(id) ?? view.decided.findLast(({ proposal }) => proposal.id === id);
}

function saidToday(view: View, member: string, now: Instant): SaidShown[] {
  const today = dayOf(view, now);
  const latest = new Map<string, SaidShown>();
  for (const { proposal: id, choice, record, recordedAt } of view.said.get(member) ?? []) {
    const known = knownAs(view, id);
    if (known === undefined || dayOf(view, recordedAt) !== today) continue;
    const { title } = known.proposal.revision;
    latest.set(id, { proposal: id, title: title === '' ? known.said.words : title, choice, words: sayChoice(choice), record, recordedAt });
  }
  return [...latest.values()].sort((a, b) => b.record - a.record);
}

// The stake

/** What moves for the member, or what they hold: in the unit's smallest part, below zero what goes from them. */
export type Moves = ReadonlyMap<string, number>;

/**
 * @param now all that can be taken from the member by now, by all agreements together
 * @param cases what the proposal would make of it, and `moves` what it would move; of a choice one for each option, of which the largest counts
 * @example with 400.00 in 30 days before and 500.00 after, of which 30 days can touch two such periods, it is 200.00 of 1000.00: 200 thousandths; 8.00
 * for who holds 500.00 is of 508.00: 16
 */
export function stakeIn(view: View, now: readonly AtMostShown[], cases: readonly BoundCaseShown[], { moves, holds }: { readonly moves: readonly Moves[]; readonly holds: Moves }, binds: boolean): StakeShown {
  const taken = largestOf(takenIn(view, now), cases.map(({ before, after }) => differenceOf(takenIn(view, before), takenIn(view, after))));
  const moved = largestOf(holds, moves);
  return { perMille: Math.max(taken.perMille, moved.perMille), atMost: amountsShown(view, taken.change), moves: amountsShown(view, moved.change), binds };
}

/** Of several changes to what was before, the one whose part of it is the largest. */
function largestOf(before: Moves, changes: readonly Moves[]): { readonly change: Moves; readonly perMille: number } {
  const parts = changes.map((change) => ({ change, perMille: largestPart(before, change) })).sort((a, b) => b.perMille - a.perMille);
  return parts[0] ?? { change: new Map(), perMille: 0 };
}

/** Limits and sums may be as large as can be held exactly: figures stop here, so that they and their differences still can. */
const figureMax = Math.floor(Number.MAX_SAFE_INTEGER / 4);

export function figure(amount: number): number {
  return Math.max(-figureMax, Math.min(figureMax, amount));
}

/** Of each unit what the limits let through in {@link stakeDays} days at the most, in its smallest part. */
function takenIn(view: View, limits: readonly AtMostShown[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { unit, perPerson, inTotal } of limits) {
    const most = Math.min(...[perPerson, ...(inTotal === null ? [] : [inTotal])].map((limit) => inPeriods(limit, decimalsOf(view, unit))));
    sums.set(unit, figure((sums.get(unit) ?? 0) + most));
  }
  return sums;
}

/**
 * A limit's periods are fixed, and in each all of it may go at once (kernel/envelope.ts): so many days can touch as many as begin in them, and the one
 * that is on.
 * @example 10.00 in 7 days are 60.00 in 30: the end of one week, four whole ones, the beginning of a sixth
 */
function inPeriods({ amount, days }: AtMostShown['perPerson'], decimals: number): number {
  const exact = parseDecimal(amount, decimals);
  return exact.ok ? figure(exact.value * (Math.ceil(stakeDays / days) + 1)) : 0;
}

function differenceOf(before: Moves, after: Moves): Moves {
  const units = [...new Set([...before.keys(), ...after.keys()])].sort();
  return new Map(units.map((unit) => [unit, (after.get(unit) ?? 0) - (before.get(unit) ?? 0)] as const).filter(([, change]) => change !== 0));
}

function largestPart(before: Moves, change: Moves): number {
  return Math.max(0, ...[...change].map(([unit, by]) => {
    const whole = Math.max(Math.abs(by), before.get(unit) ?? 0, (before.get(unit) ?? 0) + by);
    return by === 0 ? 0 : Math.max(1, mulDiv(Math.abs(by), 1000, whole));
  }));
}

function amountsShown(view: View, amounts: Moves): AmountsShown {
  return Object.fromEntries([...amounts].map(([unit, amount]) => [unit, formatDecimal(amount, decimalsOf(view, unit))]));
}
