/**
 * What is known of devices from their messages, over all conventions, and from each message the readings that it holds. It rests on
 * messages alone: whoever has what {@link Heard.keeps} says last of each topic, and gives it again as retained messages, has the same
 * catalogue after a restart. The fold changes its state in place; everything that grows has a limit.
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
import { always, type Convention, type Described, type DeviceDescription, type Said, type StreamDescription } from './description.ts';
import { discoveryFilters, readDiscovery } from './home-assistant/discovery.ts';
import { homieFilters, readHomie } from './homie.ts';
import { describe, devicesMax, noteHeard, nothingKnown, streamsPerDeviceMax, type Change, type Device, type Known, type Last, type Live } from './known.ts';
import { digest } from './names.ts';
import { payloadOf, type Payload } from './payload.ts';
import { readSenmlMessage, type SenmlMessage, type SenmlValue } from './senml-message.ts';
import { readTasmota, tasmotaFilters, type TasmotaParts } from './tasmota/discovery.ts';
import { cover, isTopic } from './topics.ts';
import { readZigbee, zigbeeFilters, type ZigbeeParts } from './zigbee2mqtt.ts';

/** Characters of a description: Zigbee2MQTT sends all of its devices in one message, some 10,000 for each. */
export const descriptionLengthMax = 4_194_304;
/** Characters of a message with readings. */
export const messageLengthMax = 262_144;
/** Messages of a topic that a repetition is looked for among: brokers send again what was in flight, in order. */
const recentMax = 8;
/** Refusals told of one message: streams that share it mostly fail alike. */
const refusalsMax = 8;

export type Settings = {
  /** Prefixes of Home Assistant's discovery; `homeassistant` unless changed there. */
  readonly discovery: readonly string[];
  /** Base topics of Zigbee2MQTT; `zigbee2mqtt` unless changed there. */
  readonly zigbee2mqtt: readonly string[];
  /** Prefixes of Tasmota's own discovery; `tasmota/discovery`. */
  readonly tasmota: readonly string[];
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
  /** Whether anything is made of a stream: its device keeps its place. Left out: nothing is. */
  readonly isBound?: (stream: StreamName) => boolean;
  /** Why readings of one message that a device numbered can't be believed (sensing/stale.ts); left out: nobody knows of earlier ones. */
  readonly stale?: (readings: readonly Reading[]) => Refusal | undefined;
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

/** What a message brought. Whoever listens asks for {@link subscriptions} again after a change `described` or `gone`. */
export type Heard = {
  readonly readings: readonly Reading[];
  readonly changes: readonly Change[];
  readonly refusals: readonly { readonly about: string; readonly refusal: Refusal }[];
  /** Of a message that describes devices, what has to be heard again after a restart; empty: nothing any more of this topic. */
  readonly keeps?: string;
};

export type StreamShown = Omit<StreamDescription, 'topics' | 'says' | 'availability'> & {
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

export type Catalogue = {
  readonly settings: Settings;
  readonly known: Known;
  /** What several messages describe together, until all of them are there. */
  readonly parts: { readonly zigbee2mqtt: Map<string, ZigbeeParts>; readonly tasmota: Map<string, TasmotaParts> };
  /** Digests of the last messages, by topic, of topics that somebody listens to. */
  readonly recent: Map<string, string[]>;
};

export function emptyCatalogue(settings: Settings): Catalogue {
  return { settings, known: nothingKnown(), parts: { zigbee2mqtt: new Map(), tasmota: new Map() }, recent: new Map() };
}

/** What to listen to: descriptions, and the topics that they name. No two overlap, so that each message comes once. */
export function subscriptions({ settings, known }: Catalogue): string[] {
  return cover([
    ...settings.discovery.flatMap(discoveryFilters), ...settings.zigbee2mqtt.flatMap(zigbeeFilters), ...settings.tasmota.flatMap(tasmotaFilters),
    ...settings.homie.flatMap(homieFilters), ...settings.senml.map((topic) => `${topic}/+`), ...known.listeners.keys(),
  ]);
}

/** Takes a message in. Whatever it holds, it is an answer and never throws. */
export function hear(catalogue: Catalogue, around: Around, topic: string, text: string, arrival: Arrival): Heard {
  if (!isTopic(topic)) return refused('a topic', refuse('malformed', 'the topic is empty, too long, or has wildcards'));
  const sender = senmlSender(catalogue, topic);
  if (sender !== undefined) return hearSenml(catalogue, around, text, arrival, sender);
  const payload = payloadOf(text);
  const described = read(catalogue, around, topic, payload);
  if (described?.ok === false) return refused(topic, described);
  const taken = described === undefined ? nothingHeard : takeDescriptions(catalogue, around, described.value);
  const heard = listen(catalogue, around, topic, payload, arrival);
  return {
    ...heard, changes: [...taken.changes, ...heard.changes], refusals: [...taken.refusals, ...heard.refusals].slice(0, refusalsMax),
    ...(taken.keeps === undefined ? {} : { keeps: taken.keeps }),
  };
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
  return [...catalogue.known.devices.keys()].sort().flatMap((id) => deviceShown(catalogue, id) ?? []);
}

export function deviceShown({ known }: Catalogue, id: string): DeviceShown | undefined {
  const device = known.devices.get(id);
  if (device === undefined) return undefined;
  const { descriptions } = device;
  const most = <Key extends 'name' | 'manufacturer' | 'model' | 'area' | 'via'>(key: Key): { readonly [_ in Key]?: string } => {
    const value = descriptions.find(({ description }) => description[key] !== undefined)?.description[key];
    return (value === undefined ? {} : { [key]: value }) as { readonly [_ in Key]?: string };
  };
  return {
    id, ...most('name'), ...most('manufacturer'), ...most('model'), ...most('area'), ...most('via'),
    by: descriptions.some(({ source }) => source.startsWith(signedSource)) ? 'signed' : 'gateway',
    conventions: [...new Set(descriptions.map(({ description }) => description.convention))],
    streams: [...device.streams.values()].map((live) => streamShown(id, live)),
    others: device.others,
  };
}

function streamShown(device: string, { description, available, last }: Live): StreamShown {
  const { topics: _topics, says: _says, availability: _availability, ...shown } = description;
  return { ...shown, stream: streamName(device, description.channel), available, ...(last === undefined ? {} : { last }) };
}

// Descriptions

function read({ settings, parts }: Catalogue, { hasher }: Around, topic: string, payload: Payload): Result<Described> | undefined {
  if (payload.text.length > descriptionLengthMax) return tooLong(payload.text);
  return first(settings.discovery, (prefix) => alone(topic, payload, readDiscovery(hasher, prefix, topic, payload)))
    ?? first(settings.zigbee2mqtt, (base) => readZigbee(hasher, parts.zigbee2mqtt, base, topic, payload))
    ?? first(settings.tasmota, (prefix) => readTasmota(hasher, parts.tasmota, prefix, topic, payload))
    ?? first(settings.homie, (root) => alone(topic, payload, readHomie(hasher, root, topic, payload)));
}

function first<T>(places: readonly string[], look: (place: string) => T | undefined): T | undefined {
  for (const place of places) {
    const found = look(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Described by one message, which holds no values. */
function alone(source: string, { text }: Payload, found: Result<readonly DeviceDescription[]> | undefined): Result<Described> | undefined {
  return found?.ok === true ? ok({ source, descriptions: found.value, keeps: text }) : found;
}

const nothingHeard: Heard = { readings: [], changes: [], refusals: [] };

/** Nobody describes a device that has a key: it could speak in its name. */
function takeDescriptions(catalogue: Catalogue, around: Around, { source, descriptions, keeps }: Described): Heard {
  const { known, recent } = catalogue;
  const { hasKey } = around;
  const [own, claimed] = [descriptions.filter(({ id }) => !hasKey(id)), descriptions.filter(({ id }) => hasKey(id))];
  const changes = forgetting(catalogue, describe(known, source, own, { keeps: keptPlaces(around) }));
  for (const heard of recent.keys()) if (isTopic(heard) && !known.listeners.has(heard)) recent.delete(heard);
  const refusals = claimed.map(({ id }) => ({ about: id, refusal: refuse('wrong_role', `${id} has a key: only what it signs is taken, and another device has to be called otherwise`).refusal }));
  const isFull = own.length > 0 && changes.every(({ what }) => what === 'gone');
  const isTaken = changes.length > 0 || (claimed.length === 0 && !isFull);
  return { ...nothingHeard, changes, refusals: isFull ? [...refusals, { about: source, refusal: tooMany().refusal }] : refusals, ...(isTaken ? { keeps } : {}) };
}

/** Devices that sign for themselves, and those that something is made of. */
function keptPlaces({ isBound = () => false }: Around): (device: Device) => boolean {
  return ({ id, descriptions, streams }) => descriptions.some(({ source }) => source.startsWith(signedSource)) || [...streams.keys()].some((channel) => isBound(streamName(id, channel)));
}

function forgetting({ parts, recent }: Catalogue, changes: readonly Change[]): readonly Change[] {
  for (const source of changes.flatMap(({ forgot = [] }) => forgot)) {
    parts.tasmota.delete(source);
    recent.delete(source);
  }
  return changes;
}

function tooMany(): ReturnType<typeof refuse> {
  return refuse('limit_reached', `there are as many devices, or descriptions of one, as are kept: ${devicesMax} devices`);
}

// SenML

/** Where descriptions of devices come from that describe themselves by what they send; no topic has a wildcard. */
const signedSource = '#signed ';
const plainSource = '#plain ';

function senmlSender({ settings }: Catalogue, topic: string): string | undefined {
  const slash = topic.lastIndexOf('/');
  return slash > 0 && settings.senml.includes(topic.slice(0, slash)) ? topic.slice(slash + 1) : undefined;
}

function takeSenml(catalogue: Catalogue, around: Around, message: SenmlMessage, text: string, arrival: Arrival): Heard {
  const { device: id, by, seq, values } = message;
  const source = `${by === 'signed' ? signedSource : plainSource}${id}`;
  const changes = describeSelf(catalogue, around, id, source, values);
  const device = catalogue.known.devices.get(id);
  if (device === undefined) return refused(id, tooMany());
  if (by === 'gateway' && isRepetition(catalogue, around, source, text, arrival)) return { readings: [], changes, refusals: [] };
  const heard = values.flatMap((value) => {
    const live = device.streams.get(value.channel);
    return live === undefined ? [] : [{ live, value, reading: senmlReading(around, id, by, seq, value, values.length > 1, arrival) }];
  });
  const readings = heard.map(({ reading }) => reading);
  const stale = arrival.retained ? undefined : around.stale?.(readings);
  if (stale !== undefined) return { readings: [], changes, refusals: [{ about: id, refusal: stale }] };
  noteHeard(catalogue.known, device);
  for (const { live, value } of heard) noteLast(live, value.hasTime ? value : { value: value.value }, value.unit, arrival);
  return { readings: arrival.retained ? [] : readings, changes, refusals: [] };
}

/** Its streams are the channels that it has spoken of. */
function describeSelf(catalogue: Catalogue, around: Around, id: string, source: string, values: readonly SenmlValue[]): readonly Change[] {
  const { known } = catalogue;
  const before = known.sources.get(source)?.[0]?.streams ?? [];
  const streams = new Map(before.map((stream) => [stream.channel, stream]));
  for (const { channel, label, unit, updateS } of values) {
    if (streams.has(channel) || streams.size >= streamsPerDeviceMax) continue;
    streams.set(channel, {
      channel, label, ...(unit === undefined ? {} : { unit }), ...(updateS === undefined ? {} : { expiresS: updateS }),
      diagnostic: unit === '%EL' || unit === 'EL', topics: [source], says: () => ok(undefined), availability: always,
    });
  }
  if (streams.size === before.length && known.sources.has(source)) return [];
  const description: DeviceDescription = { id, keys: [], convention: 'senml', name: id, streams: [...streams.values()], others: [] };
  return forgetting(catalogue, describe(known, source, [description], { isInLog: source.startsWith(signedSource), keeps: keptPlaces(around) }));
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
  const listening = catalogue.known.listeners.get(topic);
  if (listening === undefined || isRepetition(catalogue, around, topic, payload.text, arrival)) return collected;
  if (payload.text.length > messageLengthMax) return { ...collected, refusals: [{ about: topic, refusal: tooLong(payload.text).refusal }] };
  for (const id of listening) {
    const device = catalogue.known.devices.get(id);
    if (device === undefined || around.hasKey(id)) continue;
    noteHeard(catalogue.known, device);
    for (const live of device.streams.values()) {
      hearAvailability(collected, id, live, topic, payload, arrival);
      if (live.description.topics.includes(topic)) hearValue(collected, around, id, live, payload, arrival);
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

/** JSON has no −0: what was stored, and what was heard, are the same. */
function withoutMinusZero(value: ReadingValue): ReadingValue {
  return typeof value === 'number' ? value + 0 : typeof value === 'object' && value !== null ? value.map((item) => item + 0) : value;
}

function readingOf(around: Around, stream: StreamName, { value: said, at }: Said, unit: string | undefined, arrival: Arrival): Reading {
  const value = withoutMinusZero(said);
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
