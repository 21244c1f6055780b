/** Today of a member, or of the collective: from the view, what the kernel says of open votes, and what agreements answer about what they plan. */
import { happenedTo } from '../views/today.ts';
import type { PlannedShown, TodayShown } from '../views/today-shown.ts';
import { dayOf } from '../views/say.ts';
import type { View } from '../views/view.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { addDays, dayMs, type Instant } from '../vocabulary/time.ts';
import { startOfDay } from '../vocabulary/zones.ts';
import { aheadOf, aheadQuestion, plannedFor, type AskAhead } from './ahead-of.ts';
import { askedOf } from './asked-of.ts';
import type { Clock } from './clock.ts';
import type { Writer } from './writer.ts';

export type Today = { readonly writer: Writer; readonly view: () => View; readonly clock: Clock };

/** So far Today looks ahead. */
const aheadDays = 7;
/** So far plans are told: no month is longer. */
const plannedDays = 31;

export type TodayQueries = {
  /** Of a member, or of nobody, over so many days, the present one counted in. */
  readonly today: (member: string | undefined, days: number) => Result<TodayShown>;
  readonly planned: (member: string) => Result<PlannedShown>;
};

export function todayQueries({ writer, view: viewNow, clock }: Today): TodayQueries {
  const ask = plansKept(writer);
  const today: TodayQueries['today'] = (member, days) => {
    const view = viewNow();
    const { collective } = writer;
    if (member !== undefined && !view.members.has(member)) return noMember(member);
    const now = Math.floor(clock.now());
    const since = firstInstant(view, now, 1 - days);
    const { happened, more } = happenedTo(view, member ?? null, since);
    const asked = member === undefined ? [] : askedOf(view, collective, member, now);
    const next = aheadOf(view, collective.state, member ?? null, { now, until: now + aheadDays * dayMs, asked: new Set(asked.map(({ id }) => id)) }, ask);
    return ok({ member: member ?? null, since, now, happened, more, asked, next });
  };
  const planned: TodayQueries['planned'] = (member) => {
    const view = viewNow();
    if (!view.members.has(member)) return noMember(member);
    const now = Math.floor(clock.now());
    const until = now + plannedDays * dayMs;
    return ok({ member, now, until, ...plannedFor(view, writer.collective.state, member, { from: firstInstant(view, now, 0), until }, ask) });
  };
  return { today, planned };
}

function noMember(member: string): Result<never> {
  return refuse('unknown_member', `there is no member ${member}`);
}

/** Of the local day that lies so many days from the present one. */
function firstInstant(view: View, now: Instant, days: number): Instant {
  return view.zone === null ? now + (days - 1) * dayMs : startOfDay(view.zone, addDays(dayOf(view, now), days));
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
