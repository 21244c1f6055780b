/** Today of a member, or of the collective: from the view, what the kernel says of open votes, and what agreements answer about what they plan. */
import { happenedTo } from '../views/today.ts';
import type { TodayShown } from '../views/today-shown.ts';
import { dayOf } from '../views/say.ts';
import type { View } from '../views/view.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { addDays, dayMs } from '../vocabulary/time.ts';
import { startOfDay } from '../vocabulary/zones.ts';
import { aheadOf, aheadQuestion, type AskAhead } from './ahead-of.ts';
import { askedOf } from './asked-of.ts';
import type { Clock } from './clock.ts';
import type { Writer } from './writer.ts';

export type Today = { readonly writer: Writer; readonly view: () => View; readonly clock: Clock };

/** So far Today looks ahead. */
const aheadDays = 7;

/** @returns a query for a member, or for nobody, over so many days, the present one counted in */
export function todayOf({ writer, view: viewNow, clock }: Today): (member: string | undefined, days: number) => Result<TodayShown> {
  const ask = plansKept(writer);
  return (member, days) => {
    const view = viewNow();
    const { collective } = writer;
    if (member !== undefined && !view.members.has(member)) return refuse('unknown_member', `there is no member ${member}`);
    const now = Math.floor(clock.now());
    const since = view.zone === null ? now - days * dayMs : startOfDay(view.zone, addDays(dayOf(view, now), 1 - days));
    const { happened, more } = happenedTo(view, member ?? null, since);
    const asked = member === undefined ? [] : askedOf(view, collective, member, now);
    const next = aheadOf(view, collective.state, member ?? null, { now, until: now + aheadDays * dayMs, asked: new Set(asked.map(({ id }) => id)) }, ask);
    return ok({ member: member ?? null, since, now, happened, more, asked, next });
  };
}

/** What a contract answers changes with the log alone: it is asked once for each length of it. */
function plansKept(writer: Writer): AskAhead {
  let [seq, kept] = [-1, new Map<string, ReturnType<AskAhead>>()];
  return (subcontract, member) => {
    const { collective } = writer;
    if (collective.state.seq !== seq) [seq, kept] = [collective.state.seq, new Map()];
    const key = `${subcontract} ${member}`;
    const known = kept.get(key) ?? collective.ask(subcontract, aheadQuestion, member, {});
    kept.set(key, known);
    return known;
  };
}
