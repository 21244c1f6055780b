/**
 * What is due when: a binary heap in the fixed order (instant, rank, id). An alarm that no longer holds is skipped when its turn comes,
 * so that taking back a change never has to search the heap; those that don't hold are swept out when there may be as many of them as of others.
 */
import { compareIds } from '../vocabulary/ids.ts';
import type { Instant } from '../vocabulary/time.ts';

/** At one instant: reservations end first, then debts fall due, reviews end, contracts wake; then amendments and proposals are counted, and pilots end; last permits and disputes. */
export const alarmRanks = { reserved: 0, due: 1, review: 2, timer: 3, amendment: 4, proposal: 5, pilot: 6, permit: 7, dispute: 8 } as const;
export type AlarmKind = keyof typeof alarmRanks;

export type Alarm = {
  readonly at: Instant;
  readonly kind: AlarmKind;
  /** Orders alarms of one kind at one instant. */
  readonly id: string;
  /** The very object that the alarm was set for: another one under the same id has an alarm of its own. */
  readonly of: object;
};

/** Alarms below which sweeping isn't worth while. */
const sweptFrom = 64;

export class AlarmQueue {
  #heap: Alarm[] = [];
  /** How many were left when it was last swept. */
  #held = 0;

  /** Those that no longer hold are among them until they are swept out. */
  get size(): number {
    return this.#heap.length;
  }

  push(alarm: Alarm): void {
    const heap = this.#heap;
    heap.push(alarm);
    let place = heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(heap[place], heap[parent])) break;
      swap(heap, place, parent);
      place = parent;
    }
  }

  /** The first alarm for which `holds`, without taking it; drops those before it that don't. Called between items: what doesn't hold then won't again, or is set again. */
  peek(holds: (alarm: Alarm) => boolean): Alarm | undefined {
    if (this.#heap.length >= Math.max(sweptFrom, 2 * this.#held)) this.#sweep(holds);
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || holds(first)) return first;
      this.pop();
    }
  }

  /** A list in order is a heap. */
  #sweep(holds: (alarm: Alarm) => boolean): void {
    this.#heap = this.#heap.filter((alarm) => holds(alarm)).sort(inOrder);
    this.#held = this.#heap.length;
  }

  /** Those for which `holds`, in their order, each once: one that was set again after a change was taken back stands twice in the heap. */
  holding(holds: (alarm: Alarm) => boolean): Alarm[] {
    const sorted = this.#heap.filter((alarm) => holds(alarm)).sort(inOrder);
    return sorted.filter((alarm, place) => place === 0 || before(sorted[place - 1], alarm));
  }

  pop(): Alarm | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      let least = place;
      if (left < heap.length && before(heap[left], heap[least])) least = left;
      if (left + 1 < heap.length && before(heap[left + 1], heap[least])) least = left + 1;
      if (least === place) return first;
      swap(heap, place, least);
      place = least;
    }
  }
}

function inOrder(a: Alarm, b: Alarm): number {
  return before(a, b) ? -1 : before(b, a) ? 1 : 0;
}

function before(a: Alarm | undefined, b: Alarm | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.at !== b.at) return a.at < b.at;
  if (a.kind !== b.kind) return alarmRanks[a.kind] < alarmRanks[b.kind];
  return compareIds(a.id, b.id) < 0;
}

function swap(heap: Alarm[], a: number, b: number): void {
  const kept = heap[a] as Alarm;
  heap[a] = heap[b] as Alarm;
  heap[b] = kept;
}
