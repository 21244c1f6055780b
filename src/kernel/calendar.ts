/** Days of the collective's zone. Remembers the bounds of the days asked for last: nearly every question is about the same few. */
import { invariant } from '../vocabulary/result.ts';
import { addDays, type Day, type Instant } from '../vocabulary/time.ts';
import { localDay, startOfDay, type ZoneRules } from '../vocabulary/zones.ts';

const rememberedMax = 64;

type Bounds = { readonly day: Day; readonly start: Instant; readonly end: Instant };

export class Calendar {
  #zone: ZoneRules | null = null;
  #hash: string | null = null;
  #last: Bounds | null = null;
  readonly #starts = new Map<Day, Instant>();

  /** The hash by which the log names the rules in force; null before any were set. */
  get zoneHash(): string | null {
    return this.#hash;
  }

  /** @param hash the one by which the log names the rules */
  setZone(hash: string, zone: ZoneRules): void {
    this.#hash = hash;
    this.#zone = zone;
    this.#last = null;
    this.#starts.clear();
  }

  /** The local day of an instant. */
  dayOf(instant: Instant): Day {
    const last = this.#last;
    if (last !== null && instant >= last.start && instant < last.end) return last.day;
    const day = localDay(this.#rules(), instant);
    const bounds = { day, start: this.startOf(day), end: this.startOf(addDays(day, 1)) };
    if (instant >= bounds.start && instant < bounds.end) this.#last = bounds;
    return day;
  }

  /** The first instant of a day. */
  startOf(day: Day): Instant {
    const known = this.#starts.get(day);
    if (known !== undefined) return known;
    const start = startOfDay(this.#rules(), day);
    if (this.#starts.size >= rememberedMax) this.#starts.clear();
    this.#starts.set(day, start);
    return start;
  }

  #rules(): ZoneRules {
    invariant(this.#zone !== null, 'the zone rules are set before anything asks for a day');
    return this.#zone;
  }
}
