/**
 * What is known of devices from their messages, over all conventions, and from each message the readings that it holds. It rests on
 * messages alone: whoever keeps the latest message of each topic with a change `described`, and gives them again as retained ones,
 * has the same catalogue after a restart. The fold changes its state in place; everything that grows has a limit.
 *
 * A reading's id names it within its stream, so that a repetition is told from something new:
 * - `s<seq>.<index>`: the sender's own sequence number, and which value of the message (signed SenML)
 * - `t<time>-<digest>`: the sender's time in milliseconds, and the first eight bytes of the SHA-256 of value and unit
 * - `a<arrival>.<count>` (with `.<index>` where a message has several): for senders without number or time nothing else tells two equal
 *   messages from one that came twice. Whoever isn't sure whether a message was stored before a fall gives it the same arrival and count.
 *
 * Retained messages are what was so before one listened, and never readings. A message with the DUP flag that equals one of the
 * last few on its topic is a repetition.
 */
import type { Hasher, SealVerifier } from '../../vocabulary/ports.ts';
import { ok, refuse, type Refusal, type Result } from '../../vocabulary/result.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Reading, ReadingValue } from '../reading.ts';
import { always, conventions, type Convention, type DeviceDescription, type OtherThing, type Said, type StreamDescription } from './description.ts';
import { discoveryFilters, readDiscovery } from './home-assistant/discovery.ts';
import { homieFilters, readHomie } from './homie.ts';
import { digest } from './names.ts';
import { payloadOf, type Payload } from './payload.ts';
import { readSenmlMessage, type SenmlMessage, type SenmlValue } from './senml-message.ts';
import { cover, isTopic } from './topics.ts';
import { readZigbeeDevices, zigbeeFilters } from './zigbee2mqtt.ts';

/** Devices, and streams of one: a house has dozens of each; a flood of made-up ones fills no memory. */
export const devicesMax = 2000;
export const streamsPerDeviceMax = 256;
/** Characters of a description: Zigbee2MQTT sends all of its devices in one message, some 10,000 for each. */
export const descriptionLengthMax = 4_194_304;
/** Characters of a message with readings. */
export const messageLengthMax = 262_144;
/** Topics of descriptions that are kept. */
const sourcesMax = 10_000;
/** Messages of a topic that a repetition is looked for among: brokers send again what was in flight, in order. */
const recentMax = 8;
/** Refusals told of one message: streams that share it mostly fail alike. */
const refusalsMax = 8;

export type Settings = {
  /** Prefixes of Home Assistant's discovery; `homeassistant` unless changed there. */
  readonly discovery: readonly string[];
  /** Base topics of Zigbee2MQTT; `zigbee2mqtt` unless changed there. */
  readonly zigbee2mqtt: readonly string[];
  /** Root topics of Homie 5; `homie` unless changed there. */
  readonly homie: readonly string[];
  /** Devices send SenML to `<one of these>/<device>`, as `frankpledge/linden/senml`. */
  readonly senml: readonly string[];
  /** The collective's origin, which signed readings name. */
  readonly origin: string;
};

/** What the log and the surroundings tell. */
export type Around = {
  readonly hasher: Hasher;
  readonly seals: SealVerifier;
  /** The key of a device under its id in the log, while it is in force: 32 bytes in base64. */
  readonly keyOf: (key: string) => { readonly device: string; readonly publicKey: string } | undefined;
  /** Whether the device signs for itself: then nobody speaks for it. */
  readonly hasKey: (device: string) => boolean;
};

export type Arrival = {
  readonly at: Instant;
  /** The RETAIN flag of the message as it was delivered. */
  readonly retained: boolean;
  /** The DUP flag. */
  readonly duplicate: boolean;
  /** Tells messages apart that arrive in the same millisecond. */
  readonly count: number;
};

export type Change = { readonly device: string; readonly what: 'described' | 'gone' | 'available' | 'unavailable' };

/** What a message brought. Whoever listens asks for {@link subscriptions} again after a change `described` or `gone`. */
export type Heard = {
  readonly readings: readonly Reading[];
  readonly changes: readonly Change[];
  readonly refusals: readonly { readonly about: string; readonly refusal: Refusal }[];
};

export type Last = { readonly value: ReadingValue; readonly unit?: string; readonly at?: Instant; readonly retained: boolean };
export type StreamShown = Omit<StreamDescription, 'topic' | 'says' | 'availability'> & {
  readonly stream: StreamName;
  /** Undefined where the device doesn't say. */
  readonly available: boolean | undefined;
  readonly last?: Last;
};
export type DeviceShown = Omit<DeviceDescription, 'keys' | 'convention' | 'streams'> & {
  readonly by: 'signed' | 'gateway';
  readonly conventions: readonly Convention[];
  readonly streams: readonly StreamShown[];
};

type Live = { readonly description: StreamDescription; readonly said: (boolean | undefined)[]; available: boolean | undefined; last?: Last };
type Device = {
  readonly id: string;
  /** By the topic that they came on. */
  readonly descriptions: Map<string, DeviceDescription>;
  streams: Map<string, Live>;
  others: readonly OtherThing[];
  topics: ReadonlySet<string>;
};

export type Catalogue = {
  readonly settings: Settings;
  readonly devices: Map<string, Device>;
  /** Which devices the message on a topic described. */
  readonly sources: Map<string, readonly string[]>;
  readonly keys: Map<string, string>;
  readonly listeners: Map<string, Set<string>>;
  readonly recent: Map<string, string[]>;
};

export function emptyCatalogue(settings: Settings): Catalogue {
  return { settings, devices: new Map(), sources: new Map(), keys: new Map(), listeners: new Map(), recent: new Map() };
}

/** What to listen to: descriptions, and the topics that they name. No two overlap, so that each message comes once. */
export function subscriptions({ settings, listeners }: Catalogue): string[] {
  return cover([
    ...settings.discovery.flatMap(discoveryFilters), ...settings.zigbee2mqtt.flatMap(zigbeeFilters), ...settings.homie.flatMap(homieFilters),
    ...settings.senml.map((topic) => `${topic}/+`), ...listeners.keys(),
  ]);
}

/** Takes a message in. Whatever it holds, it is an answer and never throws. */
export function hear(catalogue: Catalogue, around: Around, topic: string, text: string, arrival: Arrival): Heard {
  if (!isTopic(topic)) return refused('a topic', refuse('malformed', 'the topic is empty, too long, or has wildcards'));
  const sender = senmlSender(catalogue, topic);
  if (sender !== undefined) return hearSenml(catalogue, around, text, arrival, sender);
  const payload = payloadOf(text);
  const described = describe(catalogue, around, topic, payload);
  if (described?.ok === false) return refused(topic, described);
  const changes = described === undefined ? [] : takeDescriptions(catalogue, around, topic, described.value);
  const heard = listen(catalogue, around, topic, payload, arrival);
  return { ...heard, changes: [...changes, ...heard.changes], refusals: heard.refusals.slice(0, refusalsMax) };
}

/**
 * Takes SenML in that came on its own topic, or over HTTP: signed (a JWS), or a plain pack that the gateway vouches for, which needs to
 * be told whose it is.
 */
export function hearSenml(catalogue: Catalogue, around: Around, text: string, arrival: Arrival, sender?: string): Heard {
  const read = text.length > messageLengthMax ? tooLong(text) : readSenmlMessage(around, catalogue.settings.origin, text, arrival.at, sender);
  if (!read.ok) return refused(sender ?? 'senml', read);
  return takeSenml(catalogue, around, read.value, text, arrival);
}

/** Every device, by id. */
export function devicesShown(catalogue: Catalogue): DeviceShown[] {
  return [...catalogue.devices.keys()].sort().flatMap((id) => deviceShown(catalogue, id) ?? []);
}

export function deviceShown(catalogue: Catalogue, id: string): DeviceShown | undefined {
  const device = catalogue.devices.get(id);
  if (device === undefined) return undefined;
  const believed = inOrder(device);
  const first = <Key extends 'name' | 'manufacturer' | 'model' | 'area' | 'via'>(key: Key): { readonly [_ in Key]?: string } => {
    const value = believed.find(([, description]) => description[key] !== undefined)?.[1][key];
    return (value === undefined ? {} : { [key]: value }) as { readonly [_ in Key]?: string };
  };
  return {
    id, ...first('name'), ...first('manufacturer'), ...first('model'), ...first('area'), ...first('via'),
    by: believed.some(([source]) => source === signedSource) ? 'signed' : 'gateway',
    conventions: [...new Set(believed.map(([, { convention }]) => convention))],
    streams: [...device.streams.values()].map((live) => streamShown(id, live)),
    others: device.others,
  };
}

function streamShown(device: string, { description, available, last }: Live): StreamShown {
  const { topic: _topic, says: _says, availability: _availability, ...shown } = description;
  return { ...shown, stream: streamName(device, description.channel), available, ...(last === undefined ? {} : { last }) };
}

// Descriptions

function describe({ settings }: Catalogue, { hasher }: Around, topic: string, payload: Payload): Result<readonly DeviceDescription[]> | undefined {
  const read = (): Result<readonly DeviceDescription[]> | undefined => {
    for (const prefix of settings.discovery) {
      const found = readDiscovery(hasher, prefix, topic, payload);
      if (found !== undefined) return found;
    }
    for (const base of settings.zigbee2mqtt) {
      const found = readZigbeeDevices(hasher, base, topic, payload);
      if (found !== undefined) return found;
    }
    for (const root of settings.homie) {
      const found = readHomie(hasher, root, topic, payload);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return payload.text.length > descriptionLengthMax ? tooLong(payload.text) : read();
}

/** Puts what `topic` now describes in the place of what it described before. */
function takeDescriptions(catalogue: Catalogue, around: Around, topic: string, descriptions: readonly DeviceDescription[]): Change[] {
  const before = catalogue.sources.get(topic) ?? [];
  const now = new Map<string, DeviceDescription>();
  for (const description of descriptions) {
    const id = ownerOf(catalogue, description);
    if (!around.hasKey(id) && hasRoom(catalogue, topic, id, now.size)) now.set(id, description);
  }
  for (const id of before) if (!now.has(id)) forget(catalogue, id, topic);
  if (now.size === 0) catalogue.sources.delete(topic);
  else catalogue.sources.set(topic, [...now.keys()]);
  for (const [id, description] of now) describeDevice(catalogue, id, topic, description);
  const touched = [...new Set([...before, ...now.keys()])];
  for (const id of touched) refresh(catalogue, id);
  return touched.map((device) => ({ device, what: catalogue.devices.has(device) ? 'described' : 'gone' }));
}

function hasRoom(catalogue: Catalogue, topic: string, id: string, more: number): boolean {
  if (!catalogue.sources.has(topic) && catalogue.sources.size >= sourcesMax) return false;
  return catalogue.devices.has(id) || catalogue.devices.size + more < devicesMax;
}

/** The device that one of its keys belongs to already, else its own id. */
function ownerOf(catalogue: Catalogue, description: DeviceDescription): string {
  for (const key of description.keys) {
    const owner = catalogue.keys.get(key);
    if (owner !== undefined) return owner;
  }
  return description.id;
}

function describeDevice(catalogue: Catalogue, id: string, topic: string, description: DeviceDescription): void {
  let device = catalogue.devices.get(id);
  if (device === undefined) {
    device = { id, descriptions: new Map(), streams: new Map(), others: [], topics: new Set() };
    catalogue.devices.set(id, device);
  }
  device.descriptions.set(topic, description);
  for (const key of description.keys) if (!catalogue.keys.has(key)) catalogue.keys.set(key, id);
}

function forget(catalogue: Catalogue, id: string, topic: string): void {
  catalogue.devices.get(id)?.descriptions.delete(topic);
}

/** Makes streams, topics and listeners anew from the descriptions, and keeps what was heard on streams that are the same. */
function refresh(catalogue: Catalogue, id: string): void {
  const device = catalogue.devices.get(id);
  if (device === undefined) return;
  const { streams, others } = merged(device);
  const old = device.streams;
  device.streams = new Map(streams.map((description) => [description.channel, liveOf(description, old.get(description.channel))]));
  device.others = others;
  listenTo(catalogue, device, new Set(streams.flatMap(({ topic, availability }) => [topic, ...availability.topics.map((from) => from.topic)]).filter(isTopic)));
  if (device.descriptions.size > 0) return;
  catalogue.devices.delete(id);
  for (const [key, owner] of catalogue.keys) if (owner === id) catalogue.keys.delete(key);
}

function liveOf(description: StreamDescription, old: Live | undefined): Live {
  const isSame = old?.description.topic === description.topic;
  const heardFrom = (live: Live): string => live.description.availability.topics.map(({ topic }) => topic).join('\n');
  const fresh: Live = { description, said: description.availability.topics.map(() => undefined), available: undefined };
  if (old === undefined || !isSame) return fresh;
  const kept = heardFrom(old) === heardFrom(fresh) ? { said: old.said, available: old.available } : {};
  return { ...fresh, ...kept, ...(old.last === undefined ? {} : { last: old.last }) };
}

function listenTo({ listeners, recent }: Catalogue, device: Device, topics: ReadonlySet<string>): void {
  for (const topic of device.topics) {
    const listening = listeners.get(topic);
    if (topics.has(topic) || listening === undefined) continue;
    listening.delete(device.id);
    if (listening.size > 0) continue;
    listeners.delete(topic);
    recent.delete(topic);
  }
  for (const topic of topics) listeners.set(topic, (listeners.get(topic) ?? new Set()).add(device.id));
  device.topics = topics;
}

/** Its descriptions, the most believed first, and among equals in the order of their topics. */
function inOrder(device: Device): [string, DeviceDescription][] {
  const rank = (description: DeviceDescription): number => conventions.indexOf(description.convention);
  return [...device.descriptions].sort(([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1));
}

/**
 * Each channel once, and each topic by one convention: what Zigbee2MQTT tells Home Assistant of a topic that it has described itself is
 * the same reading again.
 */
function merged(device: Device): { readonly streams: readonly StreamDescription[]; readonly others: readonly OtherThing[] } {
  const streams = new Map<string, StreamDescription>();
  const others: OtherThing[] = [];
  const spokenFor = new Map<string, Convention>();
  for (const [, description] of inOrder(device)) {
    for (const stream of description.streams) {
      const speaker = spokenFor.get(stream.topic) ?? description.convention;
      if (speaker !== description.convention) continue;
      spokenFor.set(stream.topic, speaker);
      if (streams.has(stream.channel)) others.push({ label: stream.label, component: 'stream', reason: `another one is called ${stream.channel} already` });
      else if (streams.size < streamsPerDeviceMax) streams.set(stream.channel, stream);
    }
    others.push(...description.others);
  }
  return { streams: [...streams.values()], others: others.slice(0, streamsPerDeviceMax) };
}

// SenML

/** Where descriptions of devices come from that describe themselves by what they send. */
const signedSource = 'senml signed';
const plainSource = 'senml plain';

function senmlSender({ settings }: Catalogue, topic: string): string | undefined {
  const slash = topic.lastIndexOf('/');
  return slash > 0 && settings.senml.includes(topic.slice(0, slash)) ? topic.slice(slash + 1) : undefined;
}

function takeSenml(catalogue: Catalogue, around: Around, message: SenmlMessage, text: string, arrival: Arrival): Heard {
  const { device: id, by, seq, values } = message;
  const source = by === 'signed' ? signedSource : plainSource;
  // A device with a key is in the log, where what is new has its own limit.
  if (by === 'gateway' && !hasRoom(catalogue, source, id, 0)) return refused(id, refuse('limit_reached', `there are ${devicesMax} devices already`));
  const changes = describeSelf(catalogue, id, source, values);
  const device = catalogue.devices.get(id);
  if (by === 'gateway' && isRepetition(catalogue, around, `${plainSource} ${id}`, text, arrival)) return { readings: [], changes, refusals: [] };
  const readings: Reading[] = [];
  for (const value of values) {
    const live = device?.streams.get(value.channel);
    if (live === undefined) continue;
    const reading = senmlReading(around, id, by, seq, value, values.length > 1, arrival);
    noteLast(live, value.hasTime ? value : { value: value.value }, value.unit, arrival);
    if (!arrival.retained) readings.push(reading);
  }
  return { readings, changes, refusals: [] };
}

/** Its streams are the channels that it has spoken of. */
function describeSelf(catalogue: Catalogue, id: string, source: string, values: readonly SenmlValue[]): Change[] {
  const known = catalogue.devices.get(id)?.descriptions.get(source)?.streams ?? [];
  const streams = new Map(known.map((stream) => [stream.channel, stream]));
  for (const { channel, label, unit, updateS } of values) {
    if (streams.has(channel) || streams.size >= streamsPerDeviceMax) continue;
    streams.set(channel, {
      channel, label, ...(unit === undefined ? {} : { unit }), ...(updateS === undefined ? {} : { expiresS: updateS }),
      diagnostic: unit === '%EL' || unit === 'EL', topic: '', says: () => ok(undefined), availability: always,
    });
  }
  if (streams.size === known.length && catalogue.devices.has(id)) return [];
  describeDevice(catalogue, id, source, { id, keys: [], convention: 'senml', name: id, streams: [...streams.values()], others: [] });
  refresh(catalogue, id);
  return [{ device: id, what: 'described' }];
}

function senmlReading(around: Around, device: string, by: 'signed' | 'gateway', seq: number | undefined, value: SenmlValue, isOneOfMany: boolean, arrival: Arrival): Reading {
  const stream = streamName(device, value.channel);
  const said: Said = value.hasTime ? { value: value.value, at: value.at } : { value: value.value };
  const plain = { ...readingOf(around, stream, said, value.unit, arrival), at: value.at, by };
  if (seq !== undefined) return { ...plain, id: `s${seq}.${value.index}` };
  return value.hasTime || !isOneOfMany ? plain : { ...plain, id: `${plain.id}.${value.index}` };
}

// Messages

type Collected = { readonly readings: Reading[]; readonly changes: Change[]; readonly refusals: { about: string; refusal: Refusal }[] };

function listen(catalogue: Catalogue, around: Around, topic: string, payload: Payload, arrival: Arrival): Collected {
  const collected: Collected = { readings: [], changes: [], refusals: [] };
  const listening = catalogue.listeners.get(topic);
  if (listening === undefined || isRepetition(catalogue, around, topic, payload.text, arrival)) return collected;
  if (payload.text.length > messageLengthMax) return { ...collected, refusals: [{ about: topic, refusal: tooLong(payload.text).refusal }] };
  for (const id of listening) {
    const device = catalogue.devices.get(id);
    if (device === undefined || around.hasKey(id)) continue;
    for (const live of device.streams.values()) {
      hearAvailability(collected, id, live, topic, payload, arrival);
      if (live.description.topic === topic) hearValue(collected, around, id, live, payload, arrival);
    }
  }
  return collected;
}

function isRepetition({ recent }: Catalogue, { hasher }: Around, topic: string, text: string, { duplicate }: Arrival): boolean {
  const hash = digest(hasher, text, 8);
  const known = recent.get(topic) ?? [];
  if (duplicate && known.includes(hash)) return true;
  recent.set(topic, [...known, hash].slice(-recentMax));
  return false;
}

function hearValue({ readings, refusals }: Collected, around: Around, device: string, live: Live, payload: Payload, arrival: Arrival): void {
  const { description } = live;
  const said = description.says(payload);
  const stream = streamName(device, description.channel);
  if (!said.ok) refusals.push({ about: stream, refusal: said.refusal });
  if (!said.ok || said.value === undefined) return;
  noteLast(live, said.value, description.unit, arrival);
  if (!arrival.retained) readings.push(readingOf(around, stream, said.value, description.unit, arrival));
}

/** A sensor that has gone says so with a reading of nothing: from then on its last value holds no more. */
function hearAvailability({ readings, changes }: Collected, device: string, live: Live, topic: string, payload: Payload, arrival: Arrival): void {
  const { description, said } = live;
  let latest: boolean | undefined;
  for (const [i, from] of description.availability.topics.entries()) {
    if (from.topic !== topic) continue;
    const there = from.read(payload);
    if (there === undefined) continue;
    said[i] = there;
    latest = there;
  }
  if (latest === undefined) return;
  const available = isAvailable(description.availability.mode, said, latest);
  if (available === live.available) return;
  live.available = available;
  if (available !== undefined && changes.every((change) => change.device !== device)) changes.push({ device, what: available ? 'available' : 'unavailable' });
  if (available !== false) return;
  noteLast(live, { value: null }, undefined, arrival);
  const id = `a${arrival.at}.${arrival.count}`;
  if (!arrival.retained) readings.push({ stream: streamName(device, description.channel), id, at: arrival.at, received: arrival.at, value: null, by: 'gateway' });
}

/** As Home Assistant's `availability_mode` says; with `all`, those that were not heard yet may still say either. */
function isAvailable(mode: 'all' | 'any' | 'latest', said: readonly (boolean | undefined)[], latest: boolean): boolean | undefined {
  if (mode === 'latest') return latest;
  const decisive = mode === 'any';
  if (said.includes(decisive)) return decisive;
  return said.includes(undefined) ? undefined : !decisive;
}

function readingOf(around: Around, stream: StreamName, { value, at }: Said, unit: string | undefined, arrival: Arrival): Reading {
  const id = at === undefined ? `a${arrival.at}.${arrival.count}` : `t${at}-${digest(around.hasher, JSON.stringify([value, unit ?? null]), 8)}`;
  return { stream, id, at: at ?? arrival.at, received: arrival.at, value, ...(unit === undefined ? {} : { unit }), by: 'gateway' };
}

function noteLast(live: Live, { value, at }: Said, unit: string | undefined, arrival: Arrival): void {
  const when = at ?? (arrival.retained ? undefined : arrival.at);
  live.last = { value, ...(unit === undefined ? {} : { unit }), ...(when === undefined ? {} : { at: when }), retained: arrival.retained };
}

function streamName(device: string, channel: string): StreamName {
  return `${device}/${channel}`;
}

function refused(about: string, { refusal }: { readonly refusal: Refusal }): Heard {
  return { readings: [], changes: [], refusals: [{ about, refusal }] };
}

function tooLong(text: string): ReturnType<typeof refuse> {
  return refuse('too_large', `the message has ${text.length} characters; at most ${messageLengthMax} are taken, and ${descriptionLengthMax} of a description`);
}
