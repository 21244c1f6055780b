/** Readings of one stream in the order of their own times, though they come doubled and in another order: each is held for as long as an earlier one may still come. */
import type { Reading } from '../reading.ts';
import type { Instant } from '../../vocabulary/time.ts';

export type Sample = { readonly id: string; readonly at: Instant; readonly received: Instant; readonly value: number; readonly by: Reading['by'] };

/** JSON. Samples held back, by time; and the time of the last one that was let through. */
export type Held = { readonly samples: readonly Sample[]; readonly passed: Instant };

export const emptyHeld: Held = { samples: [], passed: -1 };

/** Samples held at once; beyond it the earliest is let through at once. */
const heldMax = 256;

/** Takes a sample in; one of the same name or time, or of a time that is past already, is left out. */
export function hold({ samples, passed }: Held, sample: Sample): Held {
  if (sample.at <= passed || samples.some(({ id, at }) => id === sample.id || at === sample.at)) return { samples, passed };
  return { samples: [...samples, sample].toSorted((a, b) => a.at - b.at), passed };
}

/** Lets through what no earlier one is waited for any more: `lateMs` behind the latest time, or that long after it was received. */
export function release({ samples, passed }: Held, lateMs: number, now: Instant): { readonly held: Held; readonly ready: readonly Sample[] } {
  const latest = samples.at(-1)?.at ?? 0;
  let count = Math.max(0, samples.length - heldMax);
  for (const [place, { at, received }] of samples.entries()) if (at <= latest - lateMs || received + lateMs <= now) count = Math.max(count, place + 1);
  return { held: { samples: samples.slice(count), passed: samples[count - 1]?.at ?? passed }, ready: samples.slice(0, count) };
}

/** When something is to be let through though nothing more comes. */
export function releaseDue({ samples }: Held, lateMs: number): Instant | undefined {
  return samples.length === 0 ? undefined : Math.min(...samples.map(({ received }) => received)) + lateMs;
}
