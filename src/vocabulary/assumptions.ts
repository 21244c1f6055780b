/** What a forecast assumes people, and the world outside, will say. */
import type { EntryBody } from './entries.ts';
import type { Day } from './time.ts';

export type AssumedSaid = Extract<EntryBody, { kind: 'income' | 'payout' | 'pay' | 'request' | 'consent' }>;

/** Said on a day at so many ms after its first instant, and again every so many months (null: once) through a day. */
export type Repeated = { readonly by: string; readonly said: AssumedSaid; readonly first: Day; readonly inDayMs: number; readonly every: number | null; readonly until: Day | null };

/** `words` go on behind "if it comes true". */
export type Assumption = { readonly words: string; readonly said: readonly Repeated[] };

export const nothingAssumed: Assumption = { words: 'that nobody receives, or asks for, anything', said: [] };
