/** When what was agreed to comes into force, by the charter's update windows as they are when it is agreed to. */
import type { Charter } from '../vocabulary/charter.ts';
import type { Change, ChangeKind } from '../vocabulary/changes.ts';
import { addDays, weekday, type Day, type Instant } from '../vocabulary/time.ts';
import type { KernelState } from './state.ts';

/** What changes rules that people live by waits for the next update window; all else is done at once. */
const windowed: readonly ChangeKind[] = ['adopt', 'terms', 'retire', 'pilot', 'charter'];

/**
 * Never before the time that it says, and for rules that people live by in an update window.
 * @param agreed the end of its vote, or the record that decided it before
 */
export function effectiveAt(state: KernelState, change: Change, effective: Instant | null, agreed: Instant): Instant {
  const asked = Math.max(agreed, effective ?? 0);
  const windows = state.charter?.windows;
  return windows === undefined || !windowed.includes(change.change) ? asked : windowFrom(state, windows, asked);
}

/** The first window that begins at `from` or later. */
function windowFrom({ calendar }: KernelState, windows: NonNullable<Charter['windows']>, from: Instant): Instant {
  let day = calendar.dayOf(from);
  if (calendar.startOf(day) < from) day = addDays(day, 1);
  while (!isWindow(windows, day)) day = addDays(day, 1);
  return calendar.startOf(day);
}

function isWindow(windows: NonNullable<Charter['windows']>, day: Day): boolean {
  switch (windows.every) {
    case 'day': return true;
    case 'week': return weekday(day) === windows.on;
    case 'month': return Number(day.slice(8)) === windows.on;
  }
}
