/** What is kept of an observation that was made from readings, for as long as it can be disputed. */
import type { Observation } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { Disputable, KernelState } from './state.ts';

/** Undefined: it wasn't made from readings. */
export function disputableOf({ recordedAt }: KernelState, { from, values }: Observation): Disputable | undefined {
  if (from === undefined) return undefined;
  const named = values['by'];
  return { named: isId(named) ? named : null, recordedAt };
}

export function isDisputable({ recordedAt, charter }: Pick<KernelState, 'recordedAt' | 'charter'>, known: Disputable): boolean {
  return known.recordedAt > recordedAt - (charter?.late_days ?? 0) * dayMs;
}
