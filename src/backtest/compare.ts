/** Two pasts side by side: who paid, received, owes how much then and now, who gains, who loses, and how unevenly. */
import { add, sub } from '../vocabulary/amounts.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Both, MemberTried, MemberUnitTried, MonthOf, MonthShown, ReasonTried, RefusalTried, SpreadShown, UnitTried } from '../views/backtest-shown.ts';
import { nameOf } from '../views/say.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { gini, meanDifference } from './spread.ts';
import { isPerson, noSums, type ReasonSums, type Sums, type Tally } from './tally.ts';

/** @param view knows the members and units of both */
export function membersTried(view: View, tallies: Both<Tally>): MemberTried[] {
  const ids = new Set([...tallies.was.agents.keys(), ...tallies.now.agents.keys(), ...tallies.was.refused.keys(), ...tallies.now.refused.keys()]);
  return [...ids].filter(isPerson).sort(compareIds).flatMap((member): MemberTried[] => {
    const units = unitsOf(view).map((unit) => memberUnit(view, tallies, member, unit)).filter((each) => each !== undefined);
    const refused = both(tallies, ({ refused: counts }) => counts.get(member) ?? 0);
    return units.length === 0 && refused.was + refused.now === 0 ? [] : [{ member, name: nameOf(view, member), refused, units }];
  });
}

/** Undefined where nothing happened on either side. */
function memberUnit(view: View, tallies: Both<Tally>, member: string, unit: string): MemberUnitTried | undefined {
  const sums = both(tallies, (tally) => sumsOf(tally, member, unit));
  if (isNothing(sums.was) && isNothing(sums.now)) return undefined;
  const show = (amount: number): string => formatDecimal(amount, decimalsOf(view, unit));
  const shown = (of: Exclude<keyof Sums, 'months'>): Both<string> => both(sums, (each) => show(each[of]));
  const month = (best: boolean): Both<MonthShown | null> => both(sums, ({ months }) => {
    const found = extreme([...months].map(([name, net]) => ({ month: name, member, net })), best);
    return found === undefined ? null : { month: found.month, net: show(found.net) };
  });
  return {
    unit, paid: shown('paid'), received: shown('received'), owedNew: shown('owedNew'), owes: shown('owes'), isOwed: shown('isOwed'), net: shown('net'),
    gain: show(sub(sums.now.net, sums.was.net)), best: month(true), worst: month(false),
  };
}

function isNothing({ months, ...sums }: Sums): boolean {
  return months.size === 0 && Object.values(sums).every((sum) => sum === 0);
}

/** Each unit in which something happened, over all members of the collective: who paid nothing counts as well. */
export function unitsTried(view: View, tallies: Both<Tally>): UnitTried[] {
  const people = [...view.members.keys()];
  return unitsOf(view).flatMap((unit): UnitTried[] => {
    const sums = both(tallies, (tally) => people.map((member) => ({ member, ...sumsOf(tally, member, unit) })));
    if ([...sums.was, ...sums.now].every(({ member: _, ...each }) => isNothing(each))) return [];
    const show = (amount: number): string => formatDecimal(amount, decimalsOf(view, unit));
    const total = (of: 'paid' | 'owedNew' | 'owes'): Both<string> => both(sums, (all) => show(sum(all.map((each) => each[of]))));
    const gains = sums.now.map(({ net }, place) => sub(net, sums.was[place]?.net ?? 0));
    const lost = gains.filter((gain) => gain < 0);
    const month = (best: boolean): Both<MonthOf | null> => both(sums, (all) => {
      const found = extreme(all.flatMap(({ member, months }) => [...months].map(([name, net]) => ({ month: name, member, net }))), best);
      return found === undefined ? null : { ...found, net: show(found.net) };
    });
    return [{
      unit, paid: total('paid'), owedNew: total('owedNew'), owed: total('owes'),
      gaining: gains.filter((gain) => gain > 0).length, losing: lost.length, lost: show(-sum(lost)),
      spread: { paid: spread(view, unit, both(sums, (all) => all.map(({ paid }) => paid))), net: spread(view, unit, both(sums, (all) => all.map(({ net }) => net))) },
      best: month(true), worst: month(false),
    }];
  });
}

function spread(view: View, unit: string, parts: Both<readonly number[]>): SpreadShown {
  return { gini: both(parts, gini), apart: both(parts, (each) => formatDecimal(meanDifference(each), decimalsOf(view, unit))) };
}

type Month = { readonly month: string; readonly member: string; readonly net: number };

/** Of several that are alike the earliest, and of those the first member by id. */
function extreme(months: readonly Month[], best: boolean): Month | undefined {
  const sign = best ? -1 : 1;
  return [...months].sort((a, b) => sign * (a.net - b.net) || compareIds(a.month, b.month) || compareIds(a.member, b.member))[0];
}

export function reasonsTried(view: View, tallies: Both<Tally>): ReasonTried[] {
  const keys = new Set([...tallies.was.reasons.keys(), ...tallies.now.reasons.keys()]);
  return [...keys].sort(compareIds).flatMap((key) => {
    const of = tallies.was.reasons.get(key) ?? tallies.now.reasons.get(key);
    if (of === undefined) return [];
    const { subcontract, code, unit } = of;
    const shown = (amount: (reason: ReasonSums) => number): Both<string> => both(tallies, ({ reasons }) => formatDecimal(amount(reasons.get(key) ?? noReason(of)), decimalsOf(view, unit)));
    return [{ subcontract, code, unit, times: both(tallies, ({ reasons }) => reasons.get(key)?.times ?? 0), paid: shown(({ paid }) => paid), owed: shown(({ owed }) => owed) }];
  });
}

export function refusalsTried(tallies: Both<Tally>): RefusalTried[] {
  const keys = new Set([...tallies.was.refusals.keys(), ...tallies.now.refusals.keys()]);
  return [...keys].sort(compareIds).flatMap((key) => {
    const of = tallies.was.refusals.get(key) ?? tallies.now.refusals.get(key);
    return of === undefined ? [] : [{ subcontract: of.subcontract, code: of.code, times: both(tallies, ({ refusals }) => refusals.get(key)?.times ?? 0) }];
  });
}

function noReason({ subcontract, code, unit }: ReasonSums): ReasonSums {
  return { subcontract, code, unit, times: 0, paid: 0, owed: 0 };
}

function unitsOf(view: View): string[] {
  return [...view.units.keys()];
}

function sumsOf(tally: Tally, member: string, unit: string): Sums {
  return tally.agents.get(member)?.get(unit) ?? noSums();
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce(add, 0);
}

function both<A, B>({ was, now }: Both<A>, map: (side: A) => B): Both<B> {
  return { was: map(was), now: map(now) };
}
