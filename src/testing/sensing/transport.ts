/** What becomes of a measured sequence on its way through the air and a broker: lost, delayed, doubled, overtaken. */
import type { Reading, ReadingValue } from '../../sensing/reading.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Random } from '../random.ts';

export type Measured = { readonly stream: StreamName; readonly at: Instant; readonly value: ReadingValue; readonly unit?: string };

/** Chances of a reading, and times on its way. */
export type Transport = {
  readonly lost: number;
  readonly doubled: number;
  /** It comes so much later than usual that others overtake it. */
  readonly overtaken: number;
  readonly overtakenMs: number;
  readonly delayMs: number;
  readonly jitterMs: number;
};

export const perfect: Transport = { lost: 0, doubled: 0, overtaken: 0, overtakenMs: 0, delayMs: 0, jitterMs: 0 };
/** A radio network in a house. */
export const radio: Transport = { lost: 0.02, doubled: 0.01, overtaken: 0.01, overtakenMs: 2500, delayMs: 50, jitterMs: 200 };

/** Readings in order of arrival; each device counts its own, which is what they are called. */
export function* delivered(random: Random, measured: Iterable<Measured>, { lost, doubled, overtaken, overtakenMs, delayMs, jitterMs }: Transport): Generator<Reading> {
  const counts = new Map<StreamName, number>();
  /** On their way, by arrival. What is measured later can't arrive before it is measured. */
  const underWay: Reading[] = [];
  for (const { stream, at, value, unit } of measured) {
    while (underWay[0] !== undefined && underWay[0].received < at) yield underWay.shift() as Reading;
    const count = (counts.get(stream) ?? 0) + 1;
    counts.set(stream, count);
    if (random.chance(lost)) continue;
    const received = at + delayMs + random.int(0, jitterMs) + (random.chance(overtaken) ? overtakenMs : 0);
    const reading: Reading = { stream, id: String(count), at, received, value, ...(unit === undefined ? {} : { unit }), by: 'gateway' };
    place(underWay, reading);
    if (random.chance(doubled)) place(underWay, { ...reading, received: received + random.int(0, overtakenMs) });
  }
  yield* underWay;
}

function place(list: Reading[], reading: Reading): void {
  let at = list.length;
  while (at > 0 && (list[at - 1]?.received ?? 0) > reading.received) at -= 1;
  list.splice(at, 0, reading);
}
