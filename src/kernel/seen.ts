/**
 * Which observations and entries were seen: devices by sequence number within a window, given ids for ever, entries for as long as the gate lets
 * them in. What is older than the window counts as seen, so a repetition can never act twice.
 */
import { compareIds } from '../vocabulary/ids.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';

/** How far behind a device's highest sequence number an unseen one may still arrive. */
export const sequenceWindow = 4096;

const wordBits = 32;
const allSeen = 0xffff_ffff;

/** Bit `number % sequenceWindow` tells whether a number was seen, for the highest one and those less than the window behind it. */
type Device = { highest: number; readonly words: Uint32Array };

/** Everything in its order, so that the same ids seen in any order are written in the same way. */
export type SeenWritten = {
  /** Device, its highest number, and the runs `first, last` of numbers within the window that are missing. */
  readonly devices: readonly (readonly [device: string, highest: number, missing: readonly number[]])[];
  readonly given: readonly string[];
  /** By UTC day of recording. */
  readonly entries: readonly (readonly [day: number, ids: readonly (readonly [id: string, content: string])[]])[];
};

export class SeenIds {
  readonly #devices = new Map<string, Device>();
  readonly #given = new Set<string>();
  /** Ids of entries with a mark of their content, and which were added on which UTC day of recording. */
  readonly #contents = new Map<string, string>();
  readonly #days = new Map<number, string[]>();
  #oldestDay = Number.MAX_SAFE_INTEGER;

  /** Whether the device's number is new, a repetition, or so far behind that it can't be told. */
  sequence(device: string, sequence: number): 'new' | 'seen' | 'stale' {
    const known = this.#devices.get(device);
    if (known === undefined || !Number.isSafeInteger(sequence) || sequence > known.highest) return 'new';
    if (sequence <= known.highest - sequenceWindow) return 'stale';
    return sequence > 0 && isSeen(known, sequence) ? 'seen' : 'new';
  }

  /** The highest number of a device so far; 0 when there is none. */
  highest(device: string): number {
    return this.#devices.get(device)?.highest ?? 0;
  }

  addSequence(device: string, sequence: number): void {
    const known = this.#devices.get(device) ?? { highest: 0, words: new Uint32Array(sequenceWindow / wordBits) };
    this.#devices.set(device, known);
    if (sequence <= known.highest - sequenceWindow) return;
    raise(known, sequence);
    mark(known, sequence, true);
  }

  /** Whether a given id of an observation was seen. */
  isGiven(id: string): boolean {
    return this.#given.has(id);
  }

  /** Remembers a given id for ever: people and hubs give few. */
  addGiven(id: string): void {
    this.#given.add(id);
  }

  /** The content mark under which an entry was seen, or undefined. */
  content(id: string): string | undefined {
    return this.#contents.get(id);
  }

  add(id: string, content: string, recordedAt: Instant): void {
    this.#addOn(Math.floor(recordedAt / dayMs), id, content);
  }

  /** Forgets entries recorded before `instant`: what they say is by then far too late to act. */
  forgetBefore(instant: Instant): void {
    const day = Math.floor(instant / dayMs);
    if (this.#oldestDay >= day) return;
    for (const [known, ids] of this.#days) {
      if (known >= day) continue;
      for (const id of ids) this.#contents.delete(id);
      this.#days.delete(known);
    }
    this.#oldestDay = Math.min(...this.#days.keys(), Number.MAX_SAFE_INTEGER);
  }

  written(): SeenWritten {
    const devices = [...this.#devices].sort(byKey).map(([device, known]): SeenWritten['devices'][number] => [device, known.highest, missing(known)]);
    const entries = [...this.#days].sort(([a], [b]) => a - b)
      .map(([day, ids]): SeenWritten['entries'][number] => [day, [...ids].sort(compareIds).map((id) => [id, this.#contents.get(id) ?? ''])]);
    return { devices, given: [...this.#given].sort(compareIds), entries };
  }

  /** Adds what was {@link written}. */
  read({ devices, given, entries }: SeenWritten): void {
    for (const [device, highest, runs] of devices) this.#devices.set(device, deviceOf(highest, runs));
    for (const id of given) this.#given.add(id);
    for (const [day, ids] of entries) for (const [id, content] of ids) this.#addOn(day, id, content);
  }

  #addOn(day: number, id: string, content: string): void {
    this.#contents.set(id, content);
    const ids = this.#days.get(day);
    if (ids === undefined) this.#days.set(day, [id]);
    else ids.push(id);
    this.#oldestDay = Math.min(this.#oldestDay, day);
  }
}

function isSeen({ words }: Device, sequence: number): boolean {
  const place = sequence % sequenceWindow;
  return ((words[Math.floor(place / wordBits)] ?? 0) >>> (place % wordBits) & 1) === 1;
}

function mark({ words }: Device, sequence: number, seen: boolean): void {
  const place = sequence % sequenceWindow;
  const word = Math.floor(place / wordBits);
  const bit = 1 << (place % wordBits);
  words[word] = seen ? (words[word] ?? 0) | bit : (words[word] ?? 0) & ~bit;
}

/** The numbers between take the places of those that leave the window: none of them was seen yet. */
function raise(known: Device, sequence: number): void {
  if (sequence - known.highest >= sequenceWindow) known.words.fill(0);
  else for (let skipped = known.highest + 1; skipped < sequence; skipped++) mark(known, skipped, false);
  known.highest = Math.max(known.highest, sequence);
}

function missing(known: Device): number[] {
  const runs: number[] = [];
  let first: number | undefined;
  const close = (next: number): void => {
    if (first !== undefined) runs.push(first, next - 1);
    first = undefined;
  };
  for (let sequence = lowest(known); sequence <= known.highest; sequence++) {
    const word = sequence % wordBits === 0 && sequence + wordBits <= known.highest + 1 ? known.words[(sequence % sequenceWindow) / wordBits] : undefined;
    // Most devices miss nothing, or begin somewhere: whole words at a time.
    if ((word === allSeen && first === undefined) || (word === 0 && first !== undefined)) sequence += wordBits - 1;
    else if (isSeen(known, sequence)) close(sequence);
    else first ??= sequence;
  }
  close(known.highest + 1);
  return runs;
}

function deviceOf(highest: number, runs: readonly number[]): Device {
  const device: Device = { highest, words: new Uint32Array(sequenceWindow / wordBits) };
  for (let sequence = lowest(device); sequence <= highest; sequence++) mark(device, sequence, true);
  for (let run = 0; run < runs.length; run += 2) {
    for (let sequence = runs[run] ?? 0; sequence <= (runs[run + 1] ?? 0); sequence++) mark(device, sequence, false);
  }
  return device;
}

/** The first number of the window; numbers count from 1. */
function lowest({ highest }: Device): number {
  return Math.max(1, highest - sequenceWindow + 1);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareIds(a, b);
}
