/**
 * Zigbee2MQTT's own topics, as its documentation gives them ("MQTT topics and messages", "Exposes"): the devices and what they expose
 * on `<base>/bridge/devices`, their states as JSON on `<base>/<friendly name>`, availability on `<base>/<friendly name>/availability`
 * and `<base>/bridge/state`. Friendly names may hold slashes; only those of listed devices are listened to, so that commands
 * (`…/set`, `…/get`) never pass for states.
 *
 * A state message repeats whatever was heard last of the device's other properties. `last_seen`, where it is turned on, is the time of
 * all of them, and tells a repetition after Zigbee2MQTT's own restart from something new.
 */
import { isObject } from '../../vocabulary/json.ts';
import type { Hasher } from '../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import { instantMax, parseInstant, type Instant } from '../../vocabulary/time.ts';
import type { ReadingValue } from '../reading.ts';
import type { Availability, DeviceDescription, Said, StreamDescription } from './description.ts';
import { asId, deviceId } from './names.ts';
import { shortText, type Payload } from './payload.ts';
import { senmlUnit } from './units.ts';
import { vectorOf, wordMax } from './values.ts';

/** Features within features: lights have two levels, thermostats' schedules four. */
const depthMax = 6;
/** Exposed properties of one device. */
const exposesMax = 256;

/** Properties that speak of the device itself. */
const diagnostics: ReadonlySet<string> = new Set(['battery', 'battery_low', 'linkquality', 'device_temperature', 'power_outage_count', 'trigger_count', 'update']);
/** Properties that are called as Home Assistant's device classes are. */
const deviceClasses: ReadonlySet<string> = new Set([
  'temperature', 'humidity', 'pressure', 'illuminance', 'battery', 'power', 'energy', 'voltage', 'current', 'occupancy', 'vibration', 'smoke', 'gas', 'tamper', 'co2', 'pm25',
]);

type Fields = { readonly [key: string]: unknown };

export function zigbeeFilters(base: string): string[] {
  return [`${base}/bridge/devices`];
}

/** The devices that `<base>/bridge/devices` lists; undefined for other topics. */
export function readZigbeeDevices(hasher: Hasher, base: string, topic: string, payload: Payload): Result<readonly DeviceDescription[]> | undefined {
  if (topic !== `${base}/bridge/devices`) return undefined;
  if (payload.text === '') return ok([]);
  const listed = payload.json();
  if (!Array.isArray(listed)) return refuse('malformed', 'Zigbee2MQTT\'s list of devices is no JSON array');
  return ok(listed.flatMap((device) => deviceOf(hasher, base, device) ?? []));
}

function deviceOf(hasher: Hasher, base: string, device: unknown): DeviceDescription | undefined {
  if (!isObject(device) || device['type'] === 'Coordinator' || device['disabled'] === true) return undefined;
  const address = device['ieee_address'];
  const friendly = device['friendly_name'];
  if (typeof address !== 'string' || address === '' || typeof friendly !== 'string' || friendly === '' || /(^|\/)(set|get)$/.test(friendly)) return undefined;
  const definition = isObject(device['definition']) ? device['definition'] : {};
  const [name, manufacturer, model] = [shortText(friendly), shortText(definition['vendor']), shortText(definition['model'])];
  const place = { topic: `${base}/${friendly}`, availability: availabilityOf(base, friendly), hasher };
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

type Place = { readonly topic: string; readonly availability: Availability; readonly hasher: Hasher };

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

function streamOf({ topic, availability, hasher }: Place, expose: Fields, path: readonly string[]): StreamDescription {
  const name = path.join('.');
  const property = path.at(-1) ?? '';
  const deviceClass = deviceClasses.has(property) ? property : undefined;
  const unit = shortText(expose['unit'], 32);
  const category = expose['category'];
  return {
    channel: asId(hasher, name), label: shortText(expose['label']) ?? shortText(expose['name']) ?? name,
    ...(unit === undefined ? {} : { unit: senmlUnit(unit, deviceClass) }), ...(deviceClass === undefined ? {} : { deviceClass }),
    diagnostic: diagnostics.has(property) || category === 'diagnostic' || category === 'config',
    topic, availability, says: (payload) => says(expose, path, payload),
  };
}

function says(expose: Fields, path: readonly string[], payload: Payload): Result<Said | undefined> {
  const state = payload.json();
  if (!isObject(state)) return refuse('malformed', 'the state is no JSON object; Zigbee2MQTT sends one with its setting `output: json`');
  const found = at(state, path);
  // An action is over as it is sent: older versions then send an empty one.
  if (found === undefined || (path[0] === 'action' && (found === '' || found === null))) return ok(undefined);
  const value = valueOf(expose, found);
  if (!value.ok) return value;
  const seen = lastSeen(state['last_seen']);
  return ok({ value: value.value, ...(seen === undefined ? {} : { at: seen }) });
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
