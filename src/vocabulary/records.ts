/** Records: entries with their place in the log. */
import type { SealedEntry } from './entries.ts';
import type { Instant } from './time.ts';

export type LogRecord = SealedEntry & {
  /** Place in the log, from 0 (the founding). */
  readonly seq: number;
  /** Assigned by the writer, never going back: the kernel's only clock. */
  readonly recordedAt: Instant;
  /** SHA-256 in hex of the canonical JSON of the outcome. */
  readonly outcomeHash: string;
};
