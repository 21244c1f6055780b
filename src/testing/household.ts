/**
 * The simulated members' money, day by day: wages with good and bad months, draws from their funds, what they allocate, what befalls them
 * (household-plan.ts). Pure: what is said depends on the seed, on the day and on the books that it is shown.
 */
import { available, decimalsOf, type KernelState } from '../kernel/state.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { dayOfMonth, type Day, type Instant } from '../vocabulary/time.ts';
import {
  basics, begun, bookkeeper, brokenArm, coldMonth, drawDates, earners, happenings, jobless, monthNumber, paidOut, payoutDate, payoutEveryMonths, storeDate, withoutWage,
  type Earner, type Happening, type Said,
} from './household-plan.ts';
import type { MemberAct } from './members.ts';
import { createRandom } from './random.ts';

export type Household = {
  /** What is said on the day of this instant, in its order; nothing the second time on one day. */
  readonly act: (state: Readonly<KernelState>, at: Instant) => MemberAct[];
};

type Today = { readonly state: Readonly<KernelState>; readonly seed: number; readonly day: Day; readonly month: number; readonly date: number; readonly cold: number };

/** Of a crown. */
const hundredth = 100;
/** A draw is of whole tens, and of no fewer crowns than this. */
const drawStep = 10;
const drawMin = 50;
/** The pool after the first of the two cold months, in crowns, and what it has of the price of all baskets after the second. */
const leftByThen = 100;
const shortTo = 0.85;

/** @param start the founding: what is said on that day begins it */
export function createHousehold(seed: number, start: Instant): Household {
  let last: Day | null = null;
  let plan: { readonly founded: Day; readonly happenings: readonly Happening[] } | null = null;
  return {
    act(state, at) {
      const day = state.calendar.dayOf(at);
      if (last !== null && day <= last) return [];
      last = day;
      if (plan === null) {
        const founded = state.calendar.dayOf(start);
        plan = { founded, happenings: happenings(founded) };
      }
      const today = { state, seed, day, month: monthNumber(plan.founded, day), date: dayOfMonth(day), cold: coldMonth(plan.founded) };
      return [
        ...settlements(today), ...wages(today), ...(day === plan.founded ? beginning(today) : []),
        ...plan.happenings.filter(({ month, date }) => month === today.month && date === today.date).flatMap(({ says }) => says.flatMap((each) => saidBy(each, state))),
        ...(today.month === 1 && today.date === drawDates[0] ? earners.flatMap(allocations) : []),
        ...(today.month >= 1 ? [...draws(today), ...shopping(today)] : []), ...payouts(today),
      ];
    },
  };
}

function saidBy(each: Happening['says'][number], { proposals }: Readonly<KernelState>): Said[] {
  if (!('votesFor' in each)) return [each];
  const proposal = [...proposals.values()].find(({ revision, waits }) => revision.title === each.votesFor && waits === null);
  return proposal === undefined ? [] : each.by.map((by) => ({ by, said: { kind: 'ballot', body: { proposal: proposal.id, choice: 'yes' } } }));
}

function beginning(today: Today): MemberAct[] {
  return [...earners.map(({ id, savings }) => income(today, id, savings * hundredth, 'savings')), ...begun];
}

/** Into the fund, so that it counts as income when it is drawn, and once. */
function income({ state, day }: Today, id: string, amount: number, from: string): MemberAct {
  return { by: bookkeeper, said: { kind: 'income', body: { to: fundOf(id), ...money(state, amount), from, reference: `${day} ${from} ${id}`, day } } };
}

function wages(today: Today): MemberAct[] {
  return earners.flatMap((earner) => {
    const amount = earner.payDates.includes(today.date) ? wageOf(earner, today) : 0;
    return amount === 0 ? [] : [income(today, earner.id, amount, earner.employer)];
  });
}

/** Good and bad months: a tenth more or less is usual. In the cold winter little is earned by anyone. */
function wageOf({ id, wage, payDates }: Earner, { seed, month, date, cold }: Today): number {
  if (id === jobless.who && month >= jobless.from && month < jobless.until) return 0;
  if (id === brokenArm.who && month >= brokenArm.from && month <= brokenArm.until) return 0;
  const luck = createRandom(seed + month * 1009 + date * 31 + [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)).bell();
  const season = isCold(month, cold) ? 0.6 : 1;
  return Math.round((wage / payDates.length) * season * Math.min(1.3, Math.max(0.7, 1 + luck / 10))) * hundredth;
}

function isCold(month: number, cold: number): boolean {
  return month === cold || month === cold - 1;
}

function allocations({ id, services, toCover, toPotPercent }: Earner): MemberAct[] {
  const allocate = (said: { readonly [field: string]: string | number }): MemberAct => ({ by: id, said: { kind: 'request', body: { subcontract: 'fund', action: 'allocate', with: said } } });
  return [
    ...services.map(({ name, to, perDraw, cost }) => allocate({ name, to, mode: 'on_top', fixed: `${perDraw}.00`, cost: `${cost}.00` })),
    ...(toCover === undefined ? [] : [allocate({ name: 'cover', to: `${id}/cover/own`, mode: 'out_of', fixed: `${toCover}.00`, order: 1 })]),
    ...(toPotPercent === undefined ? [] : [allocate({ name: 'pot', to: 'kitty', mode: 'out_of', share_percent: `${toPotPercent}`, order: 2 })]),
  ];
}

function draws(today: Today): MemberAct[] {
  const scale = isCold(today.month, today.cold) && drawDates.includes(today.date) ? coldScale(today) : 1;
  return earners.flatMap((earner): MemberAct[] => {
    const amount = drawOf(earner, today, scale);
    return amount < drawMin ? [] : [{ by: earner.id, said: { kind: 'request', body: { subcontract: 'fund', action: 'take', with: { amount: `${amount}.00` } } } }];
  });
}

/** In whole tens of crowns, and no more than the fund bears with what it pays on top. */
function drawOf(earner: Earner, { state, month, date }: Today, scale: number): number {
  const { draw, dates } = drawnIn(earner, month);
  if (!dates.includes(date)) return 0;
  const onTop = earner.services.reduce((sum, { perDraw }) => sum + perDraw, 0);
  const bearable = crownsOf(state, fundOf(earner.id)) - onTop;
  return Math.max(0, Math.floor(Math.min(Math.max(drawMin, draw * scale), bearable) / drawStep) * drawStep);
}

function drawnIn({ id, draw }: Earner, month: number): { readonly draw: number; readonly dates: readonly number[] } {
  if (id === jobless.who && month >= jobless.from && month < jobless.until) return { draw: jobless.draw, dates: jobless.drawDates };
  if (id === brokenArm.who && month >= brokenArm.from && month <= brokenArm.until) return { draw: brokenArm.draw, dates: drawDates };
  return { draw, dates: drawDates };
}

/**
 * What part of their usual draws all take in the cold months, for lack of work: so little that the pool of the basics is eaten up by the end of the
 * first, and falls short at the end of the second.
 */
function coldScale({ state, month, date, cold }: Today): number {
  const needed = basics.households * basics.price;
  const wanted = month === cold ? needed * shortTo : needed + leftByThen;
  const usual = earners.reduce((sum, earner) => {
    const { draw, dates } = drawnIn(earner, month);
    return sum + draw * dates.filter((each) => each >= date).length;
  }, 0);
  return Math.min(1, Math.max(0.1, (wanted - crownsOf(state, basics.pool)) / (usual * basics.share)));
}

/** What isn't kept at hand is spent at the store. */
function shopping({ state, date }: Today): MemberAct[] {
  const shoppers = [...(date === storeDate ? earners : []), ...(date === withoutWage.storeDate ? [withoutWage] : [])];
  return shoppers.flatMap(({ id, atHand }) => {
    const amount = available(state, id, unitOf(state)) - atHand * hundredth;
    return amount <= 0 ? [] : [{ by: id, said: { kind: 'pay', body: { to: 'store', ...money(state, amount), reason: 'at the store' } } }];
  });
}

function payouts({ state, month, date }: Today): MemberAct[] {
  if (date !== payoutDate || month === 0 || month % payoutEveryMonths !== 0) return [];
  return paidOut.flatMap(({ id, atHand }) => {
    const amount = available(state, id, unitOf(state)) - atHand * hundredth;
    return amount <= 0 ? [] : [{ by: id, said: { kind: 'payout', body: { ...money(state, amount), reason: 'four months\' bills' } } }];
  });
}

/** A transfer is ordered on the day after it was asked for, and booked on the next. */
function settlements({ state, day }: Today): MemberAct[] {
  return [...state.reserved.values()].filter(({ id, because }) => because === null && id.startsWith('payout-')).map(({ id: payout, sent }) =>
    ({ by: bookkeeper, said: { kind: 'settle', body: sent === true ? { payout, how: 'paid', reference: `${day} ${payout}` } : { payout, how: 'sent' } } }));
}

function fundOf(id: string): string {
  return `${id}/fund/fund`;
}

function crownsOf(state: Readonly<KernelState>, account: string): number {
  return Math.floor(available(state, account, unitOf(state)) / hundredth);
}

function unitOf({ units }: Readonly<KernelState>): string {
  const [unit = ''] = units.keys();
  return unit;
}

function money(state: Readonly<KernelState>, amount: number): { readonly unit: string; readonly amount: string } {
  const unit = unitOf(state);
  return { unit, amount: formatDecimal(amount, decimalsOf(state, unit)) };
}
