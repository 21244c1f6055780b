/** What moved on each member's account in the last days, or became owed: short lines, so that Today is summed from all of it and not from what was listed last. */
import { holderOf } from '../vocabulary/purses.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { LatelyShown } from './today-shown.ts';
import type { View } from './view.ts';

/** A week, and the day that is on. */
export const latelyDaysMax = 8;
/** Lines kept for a member: sixty a day. */
export const latelyKeptMax = 500;

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
  lines.splice(0, Math.max(kept, lines.length - latelyKeptMax));
}
