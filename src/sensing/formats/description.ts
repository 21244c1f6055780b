/** What the conventions say of devices, whatever the convention: what they are, which topics they speak on, and how to read what they say. */
import type { Result } from '../../vocabulary/result.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { ReadingValue } from '../reading.ts';
import type { Payload } from './payload.ts';

/** What a message says of one stream. */
export type Said = {
  readonly value: ReadingValue;
  /** By the sender's clock, where it gives the time. */
  readonly at?: Instant;
};

/** Where a device says that it is there; `read` gives nothing for what means neither. */
export type AvailabilityTopic = { readonly topic: string; readonly read: (payload: Payload) => boolean | undefined };
export type Availability = {
  /** Available while all of them say so, any of them, or as the latest of them said. */
  readonly mode: 'all' | 'any' | 'latest';
  readonly topics: readonly AvailabilityTopic[];
};

export type StreamDescription = {
  /** An id within the device. */
  readonly channel: string;
  readonly label: string;
  /** As SenML writes it, else as the device does. */
  readonly unit?: string;
  /** Home Assistant's word for what is measured, as `temperature`. */
  readonly deviceClass?: string;
  /** Speaks of the device itself: battery, signal. */
  readonly diagnostic: boolean;
  /** After so many seconds without a message the value holds no more, as the device says. */
  readonly expiresS?: number;
  /** Where it speaks: mostly one; some tell each change on one and repeat it on another. */
  readonly topics: readonly string[];
  /** Nothing where the message doesn't concern the stream. */
  readonly says: (payload: Payload) => Result<Said | undefined>;
  readonly availability: Availability;
};

/** Something that a device has and that gives no readings here. */
export type OtherThing = {
  readonly label: string;
  /** Home Assistant's word for it, as `light`. */
  readonly component: string;
  /** Why not, where readings could be expected. */
  readonly reason?: string;
};

export type DeviceDescription = {
  readonly id: string;
  /** Names that tell whether two descriptions are of one device. */
  readonly keys: readonly string[];
  /** Whether only the address of its radio or network names it. */
  readonly isByAddress?: boolean;
  readonly convention: Convention;
  readonly name?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  /** Where it is, as its owner says. */
  readonly area?: string;
  /** The id of the device that it speaks through. */
  readonly via?: string;
  readonly streams: readonly StreamDescription[];
  readonly others: readonly OtherThing[];
};

/** What a message describes. */
export type Described = {
  /** What is described under it holds until it is described anew: the topic, or what several topics describe together. */
  readonly source: string;
  readonly descriptions: readonly DeviceDescription[];
  /** The part of the message that describes the same when it is heard again, without values and without what changes often. Empty: none. */
  readonly keeps: string;
};

/** In the order in which they are believed: Zigbee2MQTT's own words come before what it tells Home Assistant. */
export const conventions = ['senml', 'zigbee2mqtt', 'tasmota', 'homie', 'home-assistant'] as const;
export type Convention = (typeof conventions)[number];

export const always: Availability = { mode: 'latest', topics: [] };
