/** Playing a demonstration's past in: members' acts under their own keys, and timers at their own instants. */
import type { Household } from '../testing/household.ts';
import type { MemberAct } from '../testing/members.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import { addDays, hourMs, type Day, type Instant } from '../vocabulary/time.ts';
import type { Collective } from './collective.ts';
import { sealEntry, type Signer } from './sealing.ts';

export type PlayedKeys = { readonly operator: Signer; readonly members: ReadonlyMap<string, Signer> };

/** In the morning, in the collective's zone, members see to their money and vote. */
export const inDayMs = 10 * hourMs;

/** People alone, once a day, from one day to the day before another: what they say then has no erasable words. */
export function playDays(collective: Collective, people: readonly Pick<Household, 'act'>[], keys: PlayedKeys, from: Day, until: Day): void {
  for (let day = from; day < until; day = addDays(day, 1)) {
    const at = collective.state.calendar.startOf(day) + inDayMs;
    passTime(collective, keys.operator, at);
    const entries = sealedActs(people.flatMap(({ act }) => act(collective.state, at)), keys, collective.state.origin, at);
    if (entries.length > 0) collective.take(entries, at);
  }
}

/** Lets timers fire at their own instants. */
export function passTime(collective: Collective, operator: Signer, until: Instant): void {
  for (;;) {
    const wake = collective.nextWake();
    if (wake === undefined || wake > until) return;
    const at = Math.max(wake, collective.state.recordedAt);
    collective.take([sealEntry(operator, { kind: 'clock', body: {} }, collective.state.origin, at, `clock-${collective.state.seq}`)], at);
  }
}

export function sealedActs(acts: readonly MemberAct[], { members }: PlayedKeys, origin: string, at: Instant): SealedEntry[] {
  return acts.flatMap(({ by, said }, place) => {
    const signer = members.get(by);
    return signer === undefined ? [] : [sealEntry(signer, said satisfies EntryBody, origin, at, `act-${at}-${place}`)];
  });
}
