/** Numbers that a device used before: a counter that began again must not pass for a message that came twice. */
import type { Refusal } from '../vocabulary/result.ts';
import type { Reading } from './reading.ts';
import { numberIn, type ReadingStore } from './store.ts';

/**
 * Why a device's own numbers can't be believed: one of its readings is stored under the same number with other content, or one as high is erased, so
 * that nobody can tell any more. Undefined where they are new, or repeat what is stored.
 */
export function staleRefusal(store: Pick<ReadingStore, 'find' | 'erasedUpTo'>, readings: readonly Reading[]): Refusal | undefined {
  for (const reading of readings) {
    const number = numberIn(reading);
    if (number === Infinity) continue;
    const { stream, id } = reading;
    const known = store.find(stream, id);
    if (known !== undefined && !isRepeated(known, reading)) return { code: 'stale_sequence', detail: `${stream} has said something else under the number ${number}` };
    const erased = known === undefined ? store.erasedUpTo(stream) : 0;
    if (number <= erased) return { code: 'stale_sequence', detail: `${stream} sends the number ${number}, and its readings up to ${erased} are erased already` };
  }
  return undefined;
}

/** What gives no time, or one relative to now, or one that was ahead, was stored by when it came: that differs each time. */
function isRepeated(known: Reading, again: Reading): boolean {
  const age = known.received - known.at;
  const isSameTime = age === 0 || again.at === known.at || again.received - again.at === age;
  return isSameTime && known.unit === again.unit && JSON.stringify(known.value) === JSON.stringify(again.value);
}
