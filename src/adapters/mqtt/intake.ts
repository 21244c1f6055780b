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

export type Intake = {
  /** A batch that a device signed. */
  readonly sealed: (entry: SealedEntry) => Promise<Taken>;
  /** Unsigned readings of one device, taken together or not at all. */
  readonly readings: (device: string, readings: readonly Reading[]) => Promise<Taken>;
};
