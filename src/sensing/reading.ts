/** Readings: raw measurements of devices, as the formats (sensing/formats) give them, whatever convention the device speaks. */
import type { StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';

/** A number, what a sensor calls its state, a feature vector; null where the device says that it doesn't know. */
export type ReadingValue = number | string | boolean | readonly number[] | null;

export type Reading = {
  readonly stream: StreamName;
  /** Names it within its stream: the sender's sequence number, else what tells a repetition from something new. The same name is the same reading. */
  readonly id: string;
  /** When it was, by the device's clock where it has one, else as it arrived. */
  readonly at: Instant;
  readonly received: Instant;
  readonly value: ReadingValue;
  /** As SenML (RFC 8428, section 12.1) writes it, where it has a spelling for it: `Cel`, `kg`, `%RH`, …; else as the device does. */
  readonly unit?: string;
  /** Whether the device signed it, or the gateway vouches for it. */
  readonly by: 'signed' | 'gateway';
};

/** Numbers of a feature vector. */
export const featuresMax = 4096;
