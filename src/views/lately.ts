/** What moved on each member's account in the last days, or became owed: short lines, so that Today is summed from all of it and not from what was listed last. */
import { holderOf } from '../vocabulary/purses.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { LatelyShown } from './today-shown.ts';
import type { View } from './view.ts';

/** A week, and the day that is on. */
export const latelyDaysMax = 8;
/** Lines kept for a member: sixty a day. */
export const latelyKeptMax = 500;
/** Of all members together, shared out evenly: at some 270 characters each a fifth of what a snapshot may hold, however many they are. */
export const latelyLinesMax = 100_000;
/** Lines that each member has room for all the same. */
const latelyKeptMin = 10;

/** Lines that are kept for each member by now. @example 500 for 200 members, 250 for 400, 10 for 10,000 and more */
export function latelyKeptOf({ members }: Pick<View, 'members'>): number {
  return Math.max(latelyKeptMin, Math.min(latelyKeptMax, Math.floor(latelyLinesMax / Math.max(1, members.size))));
}

type Moved = Omit<LatelyShown, 'way' | 'other'>;

/** One movement is a line for each of the two. What goes between one's own purses is none. */
export function noteMoved(view: View, moved: Moved, from: string, to: string): void {
  note(view, from, to, moved, 'out');
  note(view, to, from, moved, 'in');
}

export function noteOwed(view: View, owed: Moved, debtor: string, creditor: string): void {
  note(view, debtor, creditor, owed, 'owed');
  note(view, creditor, debtor, owed, 'lent');
}

function note(view: View, account: string, otherAccount: string, moved: Moved, way: LatelyShown['way']): void {
  const [member, other] = [holderOf(account), holderOf(otherAccount)];
  if (member === other || view.members.get(member)?.commons !== false) return;
  let lines = view.lately.get(member);
  if (lines === undefined) view.lately.set(member, lines = []);
  lines.push({ ...moved, way, other });
  const oldest = moved.at - latelyDaysMax * dayMs;
  const kept = lines.findIndex(({ at }) => at >= oldest);
  lines.splice(0, Math.max(kept, lines.length - latelyKeptOf(view)));
}
