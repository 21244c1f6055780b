/** Drops once a day what can't matter any more, so that memory follows what is going on and not all that ever was. */
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { isDisputable } from './disputable.ts';
import { bookedKeptDays } from './outside.ts';
import type { KernelState } from './state.ts';
import { sweepVersions } from './versions.ts';

export function sweep(state: KernelState, recordedAt: Instant): void {
  const today = Math.floor(recordedAt / dayMs);
  if (today === Math.floor(state.recordedAt / dayMs)) return;
  for (const [key, cell] of state.cells) if (cell.expires !== null && cell.expires <= recordedAt) state.cells.delete(key);
  for (const key of state.spent.keys()) if (isOver(key, today)) state.spent.delete(key);
  for (const [key, { at }] of state.booked) if (at < recordedAt - bookedKeptDays * dayMs) state.booked.delete(key);
  for (const [id, known] of state.disputable) if (!isDisputable({ charter: state.charter, recordedAt }, known)) state.disputable.delete(id);
  sweepVersions(state, recordedAt);
}

/** Keys are `subcontract rule person days period`; see envelope.ts. */
function isOver(key: string, today: number): boolean {
  const [days, period] = key.split(' ').slice(-2);
  return Number(period) < Math.floor(today / Number(days));
}
