/**
 * Which observations and entries were seen: devices by sequence number within a window, given ids for ever, entries for as long as the gate lets
 * them in. What is older than the window counts as seen, so a repetition can never act twice.
 */
import { dayMs, type Instant } from '../vocabulary/time.ts';

/** How far behind a device's highest sequence number an unseen one may still arrive. */
export const sequenceWindow = 4096;

type Device = { highest: number; readonly recent: Set<number> };

export class SeenIds {
  readonly #devices = new Map<string, Device>();
  /** Given ids with a mark of their content, and which were added on which UTC day of recording. */
  readonly #contents = new Map<string, string>();
  readonly #days = new Map<number, string[]>();
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
    return this.#contents.get(id);
  }

  /** Remembers an id for ever: people and hubs give few. */
  addForEver(id: string): void {
    this.#contents.set(id, '');
  }

  add(id: string, content: string, recordedAt: Instant): void {
    const day = Math.floor(recordedAt / dayMs);
    this.#contents.set(id, content);
    const ids = this.#days.get(day);
    if (ids === undefined) this.#days.set(day, [id]);
    else ids.push(id);
    this.#oldestDay = Math.min(this.#oldestDay, day);
  }

  /** Forgets given ids recorded before `instant`: what they name is by then far too late to act. */
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
}
