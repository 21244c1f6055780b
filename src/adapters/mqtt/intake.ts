/**
 * The port behind the MQTT adapters: who takes what devices say. Promises resolve when what was said is durable, or never will be.
 */
import type { Observation, SealedEntry } from '../../vocabulary/entries.ts';
import type { Refusal } from '../../vocabulary/result.ts';
import type { Instant } from '../../vocabulary/time.ts';

/** An unsigned observation, vouched for by the gateway. `at` left out: the time of arrival. */
export type Reading = Omit<Observation, 'id' | 'device' | 'seq' | 'at'> & { readonly seq: number; readonly at?: Instant };

export type Taken =
  /** Whoever sent it may stop sending: it is durable, was here before, or is refused for good. */
  | { readonly acknowledge: true; readonly refused: readonly RefusedItem[]; readonly duplicates: number }
  /** It could not be taken now (the server stops, too much waits): it must be sent again. */
  | { readonly acknowledge: false };

export type RefusedItem = { readonly refusal: Refusal; readonly seq?: number };

/** A message as MQTT delivered it. */
export type Delivered = {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Whether the broker says that it is an old message, kept for whoever subscribes. */
  readonly retained: boolean;
  /** Whether it may have been delivered before. */
  readonly duplicate: boolean;
  /** Whose session it came through. */
  readonly peer: string;
  /** Its packet identifier; undefined with QoS 0. */
  readonly number: number | undefined;
};

/** Devices that speak the conventions of others. */
export type Things = {
  /** Resolves to whether the message is to be acknowledged: what it says is durable, or concerns nothing that is kept. */
  readonly hear: (message: Delivered) => Promise<boolean>;
  /** What to listen to, no two of them overlapping. */
  readonly filters: () => readonly string[];
  /** What was listened to before, which a broker that keeps the session still sends. */
  readonly filtersBefore: () => readonly string[];
  /** Puts down what is listened to from now on; resolves when that is durable. */
  readonly keepFilters: (filters: readonly string[]) => Promise<boolean>;
  /** Calls back when there is something else to listen to. */
  readonly onFilters: (changed: () => void) => void;
};

export type Intake = {
  /** A batch that a device signed. */
  readonly sealed: (entry: SealedEntry) => Promise<Taken>;
  /** Unsigned readings of one device, taken together or not at all. */
  readonly readings: (device: string, readings: readonly Reading[]) => Promise<Taken>;
  /** Left out: messages of other topics than the collective's own concern nobody. */
  readonly things?: Things;
};
