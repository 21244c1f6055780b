/** Drops once a day what can't matter any more, so that memory follows what is going on and not all that ever was. */
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { KernelState } from './state.ts';

/** Longest period of an envelope, in days, after which its sums are surely over. */
const periodDaysMax = 3660;

export function sweep(state: KernelState, recordedAt: Instant): void {
  const today = Math.floor(recordedAt / dayMs);
  if (today === Math.floor(state.recordedAt / dayMs)) return;
  for (const [key, cell] of state.cells) if (cell.expires !== null && cell.expires <= recordedAt) state.cells.delete(key);
  for (const key of state.spent.keys()) if (isOver(state, key, today)) state.spent.delete(key);
}

/** Keys are `subcontract rule person period`; see envelope.ts. */
function isOver(state: KernelState, key: string, today: number): boolean {
  const [id = '', place = '0', person, period] = key.split(' ');
  const rule = state.subcontracts.get(id)?.envelope[Number(place)];
  const days = (person === '*' ? rule?.inTotal?.days : rule?.perPerson.days) ?? periodDaysMax;
  return Number(period) < Math.floor(today / days);
}
