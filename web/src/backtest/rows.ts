import type { Both, ReasonTried, VersionTried } from '../../../src/views/backtest-shown.ts';
import { size } from '../words/amounts.ts';

export type MemberRow = { readonly member: string; readonly paid: Both<string>; readonly received: Both<string>; readonly gain: string };

/** Those whom the unit concerns, by what the change means to them: who gains most first, who loses most last. */
export function rowsOf({ members }: Pick<VersionTried, 'members'>, unit: string): readonly MemberRow[] {
  return members.flatMap(({ member, units }): MemberRow[] => {
    const own = units.find((each) => each.unit === unit);
    return own === undefined ? [] : [{ member, paid: own.paid, received: own.received, gain: own.gain }];
  }).sort((a, b) => size(b.gain) - size(a.gain) || (a.member < b.member ? -1 : 1));
}

/** How often something was paid or owed in the unit, for whatever reason. */
export function timesIn({ reasons }: Pick<VersionTried, 'reasons'>, unit: string): Both<number> {
  const own = reasons.filter((each) => each.unit === unit);
  return { was: own.reduce((sum, { times }) => sum + times.was, 0), now: own.reduce((sum, { times }) => sum + times.now, 0) };
}

/** For what reasons it would have been otherwise, those that came or went most often first. */
export function differingIn({ reasons }: Pick<VersionTried, 'reasons'>, unit: string): readonly ReasonTried[] {
  const apart = ({ times }: ReasonTried): number => Math.abs(times.now - times.was);
  return reasons.filter((each) => each.unit === unit && (apart(each) > 0 || each.paid.was !== each.paid.now || each.owed.was !== each.owed.now)).sort((a, b) => apart(b) - apart(a));
}
