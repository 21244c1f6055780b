/**
 * The devices that descriptions speak of: which descriptions are of one device, what it is called, its streams, and who listens to which
 * topic. It is a function of the descriptions that hold now, in whatever order they came; only what was heard last has a history.
 * The state is changed in place.
 */
import type { Instant } from '../../vocabulary/time.ts';
import type { ReadingValue } from '../reading.ts';
import { conventions, type Convention, type DeviceDescription, type OtherThing, type StreamDescription } from './description.ts';
import { isTopic } from './topics.ts';

/**
 * Devices, and streams of one: a house has dozens of each; a flood of made-up ones fills no memory. Beyond, a new device takes the place of one that
 * nothing binds: of those that said nothing yet the one described first, else the one that was silent for longest.
 */
export const devicesMax = 2000;
export const streamsPerDeviceMax = 256;
/** Topics of descriptions that are kept, in all and for one device: each that comes goes through the others of its device. */
export const sourcesMax = 10_000;
const sourcesPerDeviceMax = 300;

export type Last = { readonly value: ReadingValue; readonly unit?: string; readonly at?: Instant; readonly retained: boolean };

/** A stream, and what was heard of it. */
export type Live = { readonly description: StreamDescription; readonly said: (boolean | undefined)[]; available: boolean | undefined; last?: Last };

/** A description, and the topic that it came on. */
export type Sourced = { readonly source: string; readonly description: DeviceDescription };

export type Device = {
  readonly id: string;
  /** The most believed first. */
  readonly descriptions: readonly Sourced[];
  readonly streams: ReadonlyMap<string, Live>;
  readonly others: readonly OtherThing[];
  readonly topics: ReadonlySet<string>;
};

export type Known = {
  /** Those that were described or heard last come last. */
  readonly devices: Map<string, Device>;
  /** What the message on a topic describes. */
  readonly sources: Map<string, readonly DeviceDescription[]>;
  /** Whose a name is that tells a device from others. */
  readonly owners: Map<string, string>;
  readonly listeners: Map<string, Set<string>>;
};

export type Change = {
  readonly device: string;
  readonly what: 'described' | 'gone' | 'available' | 'unavailable';
  /** Of one that made room for another: the sources that nothing is known of any more. */
  readonly forgot?: readonly string[];
};

export type Room = {
  /** Of devices that the log knows there are only as many as it lets in: they have room in any case. */
  readonly isInLog?: boolean;
  /** Whether a device keeps its place, whatever comes. */
  readonly keeps?: (device: Device) => boolean;
};

export function nothingKnown(): Known {
  return { devices: new Map(), sources: new Map(), owners: new Map(), listeners: new Map() };
}

/** Puts what `source` describes now in the place of what it described before. */
export function describe(known: Known, source: string, descriptions: readonly DeviceDescription[], { isInLog = false, keeps = () => false }: Room = {}): Change[] {
  const { now, displaced } = isInLog ? { now: descriptions, displaced: [] } : withRoom(known, source, descriptions, keeps);
  const before = (known.sources.get(source) ?? []).flatMap((description) => known.owners.get(ownName(description)) ?? []);
  const touched = new Set([...before, ...now.flatMap((description) => namesOf(description).flatMap((name) => known.owners.get(name) ?? []))]);
  const old = [...touched].flatMap((id) => known.devices.get(id) ?? []);
  const kept = old.flatMap((device) => device.descriptions).filter((sourced) => sourced.source !== source);
  for (const device of old) remove(known, device);
  const ids = grouped([...kept, ...now.map((description) => ({ source, description }))]).map((group) => add(known, group, old));
  if (now.length === 0) known.sources.delete(source);
  else known.sources.set(source, now);
  const gone = [...touched].filter((id) => !known.devices.has(id));
  return [...displaced, ...gone.map((device): Change => ({ device, what: 'gone' })), ...ids.map((device): Change => ({ device, what: 'described' }))];
}

/** Notes that a device has said something. */
export function noteHeard({ devices }: Known, device: Device): void {
  devices.delete(device.id);
  devices.set(device.id, device);
}

type Fitted = { readonly now: readonly DeviceDescription[]; readonly displaced: readonly Change[] };

/** What there is room for, once others that nothing binds have made it. */
function withRoom(known: Known, source: string, descriptions: readonly DeviceDescription[], keeps: (device: Device) => boolean): Fitted {
  const displaced: Change[] = [];
  const ownersOf = (description: DeviceDescription): string[] => namesOf(description).flatMap((name) => known.owners.get(name) ?? []);
  const meant = new Set(descriptions.flatMap(ownersOf));
  const makesRoom = (): boolean => {
    const device = dispensable(known, (each) => meant.has(each.id) || keeps(each));
    if (device !== undefined) displaced.push(displace(known, device));
    return device !== undefined;
  };
  const isFull = (): boolean => !known.sources.has(source) && known.sources.size >= sourcesMax;
  // One source may describe several devices: it is gone with the last of them.
  while (descriptions.length > 0 && isFull() && makesRoom());
  if (isFull()) return { now: [], displaced };
  let added = 0;
  const now = descriptions.filter((description) => {
    const owners = ownersOf(description);
    const others = Math.max(0, ...owners.map((id) => known.devices.get(id)?.descriptions.length ?? 0));
    if (owners.length > 0) return known.sources.has(source) || others < sourcesPerDeviceMax;
    const fits = known.devices.size + added < devicesMax || makesRoom();
    added += fits ? 1 : 0;
    return fits;
  });
  return { now, displaced };
}

/** Whichever was described, or spoke, longest ago, those first that never spoke; undefined: each keeps its place. */
function dispensable({ devices }: Known, keeps: (device: Device) => boolean): Device | undefined {
  let quietest: Device | undefined;
  for (const device of devices.values()) {
    const hasSpoken = [...device.streams.values()].some(({ last }) => last !== undefined);
    if ((hasSpoken && quietest !== undefined) || keeps(device)) continue;
    if (!hasSpoken) return device;
    quietest = device;
  }
  return quietest;
}

function displace(known: Known, device: Device): Change {
  remove(known, device);
  const forgot: string[] = [];
  for (const { source, description } of device.descriptions) {
    const rest = (known.sources.get(source) ?? []).filter((each) => each !== description);
    if (rest.length > 0) known.sources.set(source, rest);
    else if (known.sources.delete(source)) forgot.push(source);
  }
  return { device: device.id, what: 'gone', forgot };
}

function ownName({ id }: DeviceDescription): string {
  return `id ${id}`;
}

function namesOf(description: DeviceDescription): readonly string[] {
  return [ownName(description), ...description.keys];
}

/** Those that share a name, directly or through others, are of one device. */
function grouped(all: readonly Sourced[]): Sourced[][] {
  const groupOf = new Map<string, Sourced[]>();
  const groups = new Set<Sourced[]>();
  for (const sourced of all) {
    const names = namesOf(sourced.description);
    const [group = [], ...others] = new Set(names.flatMap((name) => { const known = groupOf.get(name); return known === undefined ? [] : [known]; }));
    groups.add(group);
    group.push(sourced);
    for (const other of others) {
      groups.delete(other);
      group.push(...other);
      for (const { description } of other) for (const name of namesOf(description)) groupOf.set(name, group);
    }
    for (const name of names) groupOf.set(name, group);
  }
  return [...groups];
}

/** @returns its id: that of its most believed description, and of several such the smallest */
function add(known: Known, group: readonly Sourced[], old: readonly Device[]): string {
  const descriptions = group.toSorted(byBelief);
  const id = descriptions[0]?.description.id ?? '';
  const { streams, others } = merged(descriptions);
  const topics = new Set(streams.flatMap(({ topics: own, availability }) => [...own, ...availability.topics.map((from) => from.topic)]).filter(isTopic));
  known.devices.set(id, { id, descriptions, streams: new Map(streams.map((stream) => [stream.channel, liveOf(stream, old)])), others, topics });
  for (const { description } of descriptions) for (const name of namesOf(description)) known.owners.set(name, id);
  for (const topic of topics) known.listeners.set(topic, (known.listeners.get(topic) ?? new Set()).add(id));
  return id;
}

function remove({ devices, owners, listeners }: Known, device: Device): void {
  devices.delete(device.id);
  for (const { description } of device.descriptions) for (const name of namesOf(description)) owners.delete(name);
  for (const topic of device.topics) {
    const listening = listeners.get(topic);
    listening?.delete(device.id);
    if (listening?.size === 0) listeners.delete(topic);
  }
}

/** What was heard stays with a stream of the same channel and topics. */
function liveOf(description: StreamDescription, old: readonly Device[]): Live {
  const heardFrom = ({ availability }: StreamDescription): string => availability.topics.map(({ topic }) => topic).join('\n');
  const spokenOn = ({ topics }: StreamDescription): string => topics.join('\n');
  const fresh: Live = { description, said: description.availability.topics.map(() => undefined), available: undefined };
  const live = old.map((device) => device.streams.get(description.channel)).find((candidate) => candidate !== undefined && spokenOn(candidate.description) === spokenOn(description));
  if (live === undefined) return fresh;
  const kept = heardFrom(live.description) === heardFrom(description) ? { said: live.said, available: live.available } : {};
  return { ...fresh, ...kept, ...(live.last === undefined ? {} : { last: live.last }) };
}

/** By convention; then those that name the device itself before those that know only its address; then by id and topic. */
function byBelief(one: Sourced, other: Sourced): number {
  const rank = ({ description }: Sourced): number => 2 * conventions.indexOf(description.convention) + (description.isByAddress === true ? 1 : 0);
  const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return rank(one) - rank(other) || compared(one.description.id, other.description.id) || compared(one.source, other.source);
}

/**
 * Each channel once, and each topic by one convention: what Zigbee2MQTT tells Home Assistant of a topic that it has described itself is
 * the same reading again.
 */
function merged(descriptions: readonly Sourced[]): { readonly streams: readonly StreamDescription[]; readonly others: readonly OtherThing[] } {
  const streams = new Map<string, StreamDescription>();
  const others: OtherThing[] = [];
  const speakers = new Map<string, Convention>();
  for (const { description } of descriptions) {
    for (const stream of description.streams) {
      if (stream.topics.some((topic) => (speakers.get(topic) ?? description.convention) !== description.convention)) continue;
      for (const topic of stream.topics) speakers.set(topic, description.convention);
      if (streams.has(stream.channel)) others.push({ label: stream.label, component: 'stream', reason: `another one is called ${stream.channel} already` });
      else if (streams.size < streamsPerDeviceMax) streams.set(stream.channel, stream);
      else others.push({ label: stream.label, component: 'stream', reason: `the device has more than ${streamsPerDeviceMax}` });
    }
    others.push(...description.others);
  }
  return { streams: [...streams.values()], others: others.slice(0, streamsPerDeviceMax) };
}
