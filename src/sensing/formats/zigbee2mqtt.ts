/**
 * Zigbee2MQTT's own topics, as its documentation gives them ("MQTT topics and messages", "Exposes"): the devices and what they expose
 * on `<base>/bridge/devices`, their states as JSON on `<base>/<friendly name>`, availability on `<base>/<friendly name>/availability`
 * and `<base>/bridge/state`. Friendly names may hold slashes; only those of listed devices are listened to, so that commands
 * (`…/set`, `…/get`) never pass for states.
 *
 * A state message repeats whatever was heard last of the device's other properties. `last_seen`, where it is turned on, is the time of
 * all of them, and tells a repetition after Zigbee2MQTT's own restart from something new.
 *
 * With its setting `output: attribute` ("MQTT behaviour") each property speaks on a topic of its own, `<base>/<friendly name>/<property>`,
 * a composite's as `color-x`; with `attribute_and_json` it says everything twice, and the states alone are listened to. Which of them
 * holds, `<base>/bridge/info` says.
 */
import { isObject } from '../../vocabulary/json.ts';
import type { Hasher } from '../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import { instantMax, parseInstant, type Instant } from '../../vocabulary/time.ts';
import type { ReadingValue } from '../reading.ts';
import type { Availability, Described, DeviceDescription, Said, StreamDescription } from './description.ts';
import { asId, deviceId } from './names.ts';
import { shortText, type Payload } from './payload.ts';
import { senmlUnit } from './units.ts';
import { numberOf, vectorOf, wordMax } from './values.ts';

/** Features within features: lights have two levels, thermostats' schedules four. */
const depthMax = 6;
/** Exposed properties of one device. */
const exposesMax = 256;

/** Properties that speak of the device itself. */
const diagnostics: ReadonlySet<string> = new Set(['battery', 'battery_low', 'linkquality', 'device_temperature', 'power_outage_count', 'trigger_count', 'update']);
/** Properties that are called as Home Assistant's device classes are. */
const sameAsClass = ['temperature', 'humidity', 'pressure', 'illuminance', 'battery', 'power', 'energy', 'voltage', 'current', 'occupancy', 'presence', 'vibration', 'smoke', 'gas', 'tamper', 'co2', 'pm25'] as const;
/** Home Assistant's words for properties, as Zigbee2MQTT tells it. A contact is on when it is open. */
const deviceClasses: ReadonlyMap<string, string> = new Map([...sameAsClass.map((name) => [name, name] as const), ['contact', 'door'], ['water_leak', 'moisture']]);

type Fields = { readonly [key: string]: unknown };

/** What is known of one base topic. */
export type ZigbeeParts = {
  /** As `bridge/devices` lists them. */
  readonly devices: readonly unknown[];
  /** Whether each property has a topic of its own, and there are no states. */
  readonly isByAttribute: boolean;
};

const nothingSaid: ZigbeeParts = { devices: [], isByAttribute: false };

export function zigbeeFilters(base: string): string[] {
  return [`${base}/bridge/devices`, `${base}/bridge/info`];
}

/**
 * The devices of `base`, by its list and by how it says their states, whichever of the two `topic` tells; undefined for other topics.
 * @param known what was said of each base before; it is changed in place
 */
export function readZigbee(hasher: Hasher, known: Map<string, ZigbeeParts>, base: string, topic: string, payload: Payload): Result<Described> | undefined {
  const before = known.get(base) ?? nothingSaid;
  const said = topic === `${base}/bridge/devices` ? devicesIn(before, payload) : topic === `${base}/bridge/info` ? infoIn(before, payload) : undefined;
  if (said?.ok !== true) return said;
  const { parts, keeps } = said.value;
  if (parts.devices.length === 0 && !parts.isByAttribute) known.delete(base);
  else known.set(base, parts);
  return ok({ source: `${base}/bridge/devices`, descriptions: parts.devices.flatMap((device) => deviceOf(hasher, base, parts.isByAttribute, device) ?? []), keeps });
}

type PartsSaid = Result<{ readonly parts: ZigbeeParts; readonly keeps: string }>;

function devicesIn(before: ZigbeeParts, payload: Payload): PartsSaid {
  const devices = payload.text === '' ? [] : payload.json();
  if (!Array.isArray(devices)) return refuse('malformed', 'Zigbee2MQTT\'s list of devices is no JSON array');
  return ok({ parts: { ...before, devices }, keeps: payload.text });
}

/** Newer versions have the setting under `advanced`, older ones under `experimental`. */
function infoIn(before: ZigbeeParts, payload: Payload): PartsSaid {
  const info = payload.text === '' ? {} : payload.json();
  if (!isObject(info)) return refuse('malformed', 'what Zigbee2MQTT says of itself is no JSON object');
  const config = isObject(info['config']) ? info['config'] : {};
  const isByAttribute = ['advanced', 'experimental'].some((part) => at(config, [part, 'output']) === 'attribute');
  return ok({ parts: { ...before, isByAttribute }, keeps: isByAttribute ? '{"config":{"advanced":{"output":"attribute"}}}' : '' });
}

function deviceOf(hasher: Hasher, base: string, isByAttribute: boolean, device: unknown): DeviceDescription | undefined {
  if (!isObject(device) || device['type'] === 'Coordinator' || device['disabled'] === true) return undefined;
  const address = device['ieee_address'];
  const friendly = device['friendly_name'];
  if (typeof address !== 'string' || address === '' || typeof friendly !== 'string' || friendly === '' || /(^|\/)(set|get)$/.test(friendly)) return undefined;
  const definition = isObject(device['definition']) ? device['definition'] : {};
  const [name, manufacturer, model] = [shortText(friendly), shortText(definition['vendor']), shortText(definition['model'])];
  const place = { topic: `${base}/${friendly}`, isByAttribute, availability: availabilityOf(base, friendly), hasher };
  const streams: StreamDescription[] = [];
  collect(streams, place, definition['exposes'], [], depthMax);
  return {
    id: deviceId(hasher, address), keys: [`zigbee ${address}`], convention: 'zigbee2mqtt',
    ...(name === undefined ? {} : { name }), ...(manufacturer === undefined ? {} : { manufacturer }), ...(model === undefined ? {} : { model }), streams,
    others: device['definition'] === null ? [{ label: shortText(device['model_id']) ?? friendly, component: 'unsupported', reason: 'Zigbee2MQTT doesn\'t know this kind of device' }] : [],
  };
}

function availabilityOf(base: string, friendly: string): Availability {
  return { mode: 'all', topics: [`${base}/bridge/state`, `${base}/${friendly}/availability`].map((topic) => ({ topic, read: isOnline })) };
}

/** `online`, or `{"state":"online"}` as newer versions write it. */
function isOnline(payload: Payload): boolean | undefined {
  const parsed = payload.json();
  const state = isObject(parsed) ? parsed['state'] : payload.text;
  return state === 'online' ? true : state === 'offline' ? false : undefined;
}

type Place = { readonly topic: string; readonly isByAttribute: boolean; readonly availability: Availability; readonly hasher: Hasher };

/** Specific kinds (`light`, `switch`, …) put their features' properties at the top; a composite's lie within its own. */
function collect(streams: StreamDescription[], place: Place, exposes: unknown, path: readonly string[], depthLeft: number): void {
  if (!Array.isArray(exposes) || depthLeft === 0) return;
  for (const expose of exposes) {
    if (!isObject(expose) || streams.length >= exposesMax) continue;
    const property = typeof expose['property'] === 'string' ? [expose['property']] : [];
    if (Array.isArray(expose['features'])) collect(streams, place, expose['features'], [...path, ...property], depthLeft - 1);
    else if (property.length > 0 && isPublished(expose['access'])) streams.push(streamOf(place, expose, [...path, ...property]));
  }
}

/** The first bit of `access`: the property is found in the published state. */
function isPublished(access: unknown): boolean {
  return typeof access !== 'number' || (access & 1) === 1;
}

function streamOf({ topic, isByAttribute, availability, hasher }: Place, expose: Fields, path: readonly string[]): StreamDescription {
  const name = path.join('.');
  const property = path.at(-1) ?? '';
  const deviceClass = deviceClasses.get(property);
  const unit = shortText(expose['unit'], 32);
  const category = expose['category'];
  return {
    channel: asId(hasher, name), label: shortText(expose['label']) ?? shortText(expose['name']) ?? name,
    ...(unit === undefined ? {} : { unit: senmlUnit(unit, deviceClass) }), ...(deviceClass === undefined ? {} : { deviceClass }),
    diagnostic: diagnostics.has(property) || category === 'diagnostic' || category === 'config',
    availability, ...(isByAttribute ? { topics: [`${topic}/${path.join('-')}`], says: ({ text }) => saysAlone(expose, path, text) } : { topics: [topic], says: (payload) => says(expose, path, payload) }),
  };
}

function says(expose: Fields, path: readonly string[], payload: Payload): Result<Said | undefined> {
  const state = payload.json();
  if (!isObject(state)) return refuse('malformed', 'the state is no JSON object');
  const found = at(state, path);
  if (found === undefined || isActionOver(path, found)) return ok(undefined);
  const value = valueOf(expose, found);
  if (!value.ok) return value;
  const seen = lastSeen(state['last_seen']);
  return ok({ value: value.value, ...(seen === undefined ? {} : { at: seen }) });
}

/** An action is over as it is sent: older versions then send an empty one. */
function isActionOver(path: readonly string[], found: unknown): boolean {
  return path[0] === 'action' && (found === '' || found === null);
}

/** A property by itself: words as they are, lists with commas, nothing for what isn't known, and the rest as JSON. */
function saysAlone(expose: Fields, path: readonly string[], text: string): Result<Said | undefined> {
  if (isActionOver(path, text)) return ok(undefined);
  const value = valueOf(expose, text === '' ? null : meant(expose, text));
  return value.ok ? ok({ value: value.value }) : value;
}

/** What was in the state before it became text. */
function meant(expose: Fields, text: string): unknown {
  switch (expose['type']) {
    case 'numeric': return numberOf(text) ?? text;
    case 'list': return text.split(',').map((item) => numberOf(item) ?? item);
    default: {
      const choices = [expose['value_on'], expose['value_off'], ...(Array.isArray(expose['values']) ? expose['values'] : [])];
      return choices.find((choice) => ['boolean', 'number'].includes(typeof choice) && String(choice) === text) ?? text;
    }
  }
}

function at(state: Fields, path: readonly string[]): unknown {
  let value: unknown = state;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function valueOf(expose: Fields, found: unknown): Result<ReadingValue> {
  if (found === null) return ok(null);
  switch (expose['type']) {
    case 'numeric':
      return typeof found === 'number' && Number.isFinite(found) ? ok(found) : unfit(expose, found, 'a number');
    case 'binary':
      if (found === expose['value_on']) return ok(true);
      return found === expose['value_off'] ? ok(false) : unfit(expose, found, `${JSON.stringify(expose['value_on'])} or ${JSON.stringify(expose['value_off'])}`);
    case 'list': {
      const vector = vectorOf(found);
      return vector === undefined ? unfit(expose, found, 'a list of numbers') : ok(vector);
    }
    default:
      return typeof found === 'string' && found.length <= wordMax ? ok(found.toWellFormed()) : typeof found === 'number' || typeof found === 'boolean' ? ok(found) : unfit(expose, found, 'a word');
  }
}

function unfit(expose: Fields, found: unknown, expected: string): ReturnType<typeof refuse> {
  return refuse('invalid_value', `${String(expose['property'])} is ${JSON.stringify(found).slice(0, 64)}, and should be ${expected}`);
}

/** In each form of the setting `last_seen`: `ISO_8601`, `ISO_8601_local`, and `epoch` in milliseconds. */
function lastSeen(value: unknown): Instant | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= instantMax ? value : undefined;
  const parsed = parseInstant(value);
  return parsed.ok ? parsed.value : undefined;
}
