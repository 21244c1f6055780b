/**
 * Which observations and entries were seen: devices by sequence number within a window, given ids for as long as they could come again.
 * What is older than the window counts as seen, so a repetition can never act twice.
 */
import { dayMs, type Instant } from '../vocabulary/time.ts';

/** How far behind a device's highest sequence number an unseen one may still arrive. */
export const sequenceWindow = 4096;

type Device = { highest: number; readonly recent: Set<number> };

export class SeenIds {
  readonly #devices = new Map<string, Device>();
  /** Given ids with a mark of their content, in buckets of one UTC day of recording. */
  readonly #days = new Map<number, Map<string, string>>();
  #oldestDay = Number.MAX_SAFE_INTEGER;

  /** Whether the device's number is new, a repetition, or so far behind that it can't be told. */
  sequence(device: string, sequence: number): 'new' | 'seen' | 'stale' {
    const known = this.#devices.get(device);
    if (known === undefined || sequence > known.highest) return 'new';
    if (known.recent.has(sequence)) return 'seen';
    return sequence <= known.highest - sequenceWindow ? 'stale' : 'new';
  }

  addSequence(device: string, sequence: number): void {
    const known = this.#devices.get(device) ?? { highest: 0, recent: new Set<number>() };
    known.highest = Math.max(known.highest, sequence);
    known.recent.add(sequence);
    if (known.recent.size > 2 * sequenceWindow) {
      for (const old of known.recent) if (old <= known.highest - sequenceWindow) known.recent.delete(old);
    }
    this.#devices.set(device, known);
  }

  /** The content mark under which a given id was seen, or undefined. */
  content(id: string): string | undefined {
    for (const ids of this.#days.values()) {
      const content = ids.get(id);
      if (content !== undefined) return content;
    }
    return undefined;
  }

  add(id: string, content: string, recordedAt: Instant): void {
    const day = Math.floor(recordedAt / dayMs);
    let ids = this.#days.get(day);
    if (ids === undefined) {
      ids = new Map();
      this.#days.set(day, ids);
      this.#oldestDay = Math.min(this.#oldestDay, day);
    }
    ids.set(id, content);
  }

  /** Forgets given ids recorded before `instant`; what they name is by then too late to act. */
  forgetBefore(instant: Instant): void {
    const day = Math.floor(instant / dayMs);
    if (this.#oldestDay >= day) return;
    for (const known of this.#days.keys()) if (known < day) this.#days.delete(known);
    this.#oldestDay = Math.min(...this.#days.keys(), Number.MAX_SAFE_INTEGER);
  }
}
