/** When members' keys were made, and last sealed something. */
import type { Shown } from './shown.ts';
import type { View } from './view.ts';
import type { Instant } from '../vocabulary/time.ts';

export type KeyTimes = { readonly madeAt: Instant; readonly usedAt: Instant | null };

/** After the record's facts: a key that came with it is known by then. */
export function noteKeys(view: View, { record: { recordedAt, seal }, outcome }: Shown): void {
  for (const fact of outcome.facts) if (fact.fact === 'key' && fact.key.role === 'member') view.keyTimes.set(fact.key.id, { madeAt: recordedAt, usedAt: null });
  const times = view.keyTimes.get(seal.key);
  if (times !== undefined) view.keyTimes.set(seal.key, { ...times, usedAt: recordedAt });
}
