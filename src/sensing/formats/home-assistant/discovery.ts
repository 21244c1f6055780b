/**
 * Home Assistant's MQTT discovery, as its documentation describes it: `<prefix>/<component>/[<node_id>/]<object_id>/config` for one
 * thing of a device, `<prefix>/device/[<node_id>/]<object_id>/config` for a device with all of its things. An empty payload takes it back.
 * One stream for each topic that says what is so; its channel is named by the topic of the description alone (`temperature`,
 * `binary_sensor.contact`, `climate.office.current_temperature`), so that it is the same in whatever order the descriptions come.
 */
import { isObject } from '../../../vocabulary/json.ts';
import type { Hasher } from '../../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../../vocabulary/result.ts';
import type { Availability, AvailabilityTopic, DeviceDescription, OtherThing, Said, StreamDescription } from '../description.ts';
import { asId, deviceId } from '../names.ts';
import { shortText, type Payload } from '../payload.ts';
import { isTopic } from '../topics.ts';
import { senmlUnit } from '../units.ts';
import { deviceSpelledOut, spelledOut, type Fields } from './abbreviations.ts';
import { sourcesOf, type Source } from './components.ts';
import { compileTemplate, type Template } from './template.ts';

/** Things in one bundle. */
export const componentsMax = 256;
/** Identifiers and connections of a device, and topics of availability. */
const listMax = 32;

const topicPattern = /^(?<component>\w+)\/(?:(?<node>[a-zA-Z0-9_-]+)\/)?(?<object>[a-zA-Z0-9_-]+)\/config$/;
/** Options at the root of a bundle that all of its things share, unless they say otherwise. */
const shared = ['state_topic', 'encoding', 'availability', 'availability_mode', 'availability_topic', 'availability_template', 'payload_available', 'payload_not_available', '~'];

type Place = { readonly component: string; readonly node: string | undefined; readonly object: string };
type Owner = Pick<DeviceDescription, 'id' | 'keys' | 'isByAddress' | 'name' | 'manufacturer' | 'model' | 'area' | 'via'> & { readonly names: readonly string[] };

export function discoveryFilters(prefix: string): string[] {
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`];
}

/** The device that the topic describes; none where it is taken back; undefined for other topics. */
export function readDiscovery(hasher: Hasher, prefix: string, topic: string, payload: Payload): Result<readonly DeviceDescription[]> | undefined {
  const place = placeOf(prefix, topic);
  if (place === undefined) return undefined;
  if (payload.text === '') return ok([]);
  const config = payload.json();
  if (!isObject(config)) return refuse('malformed', 'the discovery message is no JSON object');
  const options = spelledOut(config);
  if (options['migrate_discovery'] === true) return undefined; // says only that another topic will describe it
  return place.component === 'device' ? readBundle(hasher, place, options) : readSingle(hasher, place, options);
}

function placeOf(prefix: string, topic: string): Place | undefined {
  const groups = topic.startsWith(`${prefix}/`) ? topicPattern.exec(topic.slice(prefix.length + 1))?.groups : undefined;
  return groups === undefined ? undefined : { component: groups['component'] ?? '', node: groups['node'], object: groups['object'] ?? '' };
}

function readSingle(hasher: Hasher, place: Place, options: Fields): Result<readonly DeviceDescription[]> {
  const owner = options['device'] === undefined ? ok(alone(hasher, place, options)) : readOwner(hasher, options['device']);
  return owner.ok ? ok([describe(hasher, owner.value, [{ place, options }])]) : owner;
}

function readBundle(hasher: Hasher, place: Place, options: Fields): Result<readonly DeviceDescription[]> {
  if (!isObject(options['origin'])) return refuse('missing_value', 'a description of a whole device needs its `origin`');
  const owner = readOwner(hasher, options['device']);
  if (!owner.ok) return owner;
  if (!isObject(options['components'])) return refuse('missing_value', 'a description of a whole device needs its `components`');
  const parts = Object.entries(options['components']);
  if (parts.length > componentsMax) return refuse('too_large', `the device has ${parts.length} components; at most ${componentsMax} are taken`);
  const common = Object.fromEntries(shared.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
  const things = parts.flatMap(([object, part]) => {
    const own = isObject(part) ? spelledOut(part) : {};
    // With its platform alone a component is taken back.
    if (typeof own['platform'] !== 'string' || Object.keys(own).length === 1) return [];
    const availability = ['availability', 'availability_topic'].some((key) => own[key] !== undefined) ? { availability: undefined, availability_topic: undefined } : {};
    return [{ place: { component: own['platform'], node: undefined, object }, options: { ...common, ...availability, ...own } }];
  });
  return ok([describe(hasher, owner.value, things)]);
}

/** Whose things they are: `identifiers` or `connections` are needed, as Home Assistant asks. */
function readOwner(hasher: Hasher, device: unknown): Result<Owner> {
  if (!isObject(device)) return refuse('malformed', '`device` is no JSON object');
  const about = deviceSpelledOut(device);
  const identifiers = textsOf(about['identifiers']);
  const connections = (Array.isArray(about['connections']) ? about['connections'] : []).slice(0, listMax)
    .filter((pair): pair is [string, string] => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'));
  const names = [...identifiers, ...connections.map(([, address]) => address)];
  // The first in their own order, so that the order in which they are listed doesn't matter.
  const chosen = identifiers.toSorted()[0] ?? connections.map(([, address]) => address).toSorted()[0];
  if (chosen === undefined) return refuse('missing_value', '`device` needs `identifiers` or `connections`');
  const zigbee = identifiers.map((identifier) => deviceId(hasher, identifier)).filter((id) => /^0x[0-9a-f]{16}$/.test(id));
  const via = textsOf(about['via_device'])[0];
  const [name, manufacturer, model, area] = ['name', 'manufacturer', 'model', 'suggested_area'].map((key) => shortText(about[key]));
  return ok({
    id: deviceId(hasher, chosen),
    keys: [...zigbee.map((address) => `zigbee ${address}`), ...identifiers.map((one) => `identifier ${one}`), ...connections.map(([kind, address]) => `${kind} ${address.toLowerCase()}`)],
    ...(identifiers.length === 0 ? { isByAddress: true } : {}),
    ...(name === undefined ? {} : { name }), ...(manufacturer === undefined ? {} : { manufacturer }), ...(model === undefined ? {} : { model }),
    ...(area === undefined ? {} : { area }), ...(via === undefined ? {} : { via: deviceId(hasher, via) }),
    names: name === undefined ? names : [...names, name],
  });
}

/** A thing that names no device is its own. */
function alone(hasher: Hasher, { component, node, object }: Place, options: Fields): Owner {
  const name = shortText(options['name']);
  const unique = shortText(options['unique_id'], 256) ?? [component, node, object].filter((part) => part !== undefined).join('_');
  return { id: asId(hasher, unique), keys: [`unique ${component} ${unique}`], ...(name === undefined ? {} : { name }), names: node === undefined ? [] : [node] };
}

function describe(hasher: Hasher, { names, ...owner }: Owner, things: readonly { readonly place: Place; readonly options: Fields }[]): DeviceDescription {
  const streams: StreamDescription[] = [];
  const others: OtherThing[] = [];
  for (const { place, options } of things) {
    const config = withBase(options);
    const label = shortText(config['name']) ?? place.object;
    const found = streamsOf(hasher, names, place, config, label);
    streams.push(...found.streams);
    others.push(...found.others);
    if (found.streams.length === 0 && found.others.length === 0) others.push({ label, component: place.component });
  }
  return { ...owner, convention: 'home-assistant', streams, others };
}

function streamsOf(hasher: Hasher, names: readonly string[], place: Place, config: Fields, label: string): { readonly streams: readonly StreamDescription[]; readonly others: readonly OtherThing[] } {
  const streams: StreamDescription[] = [];
  const others: OtherThing[] = [];
  const other = (reason: string): unknown => others.push({ label, component: place.component, reason });
  const availability = availabilityOf(config, other);
  for (const source of sourcesOf(place.component)) {
    const topic = config[source.topic];
    if (typeof topic !== 'string') continue;
    const template = templateOf(config[source.template] ?? source.implied?.(config));
    if (!isTopic(topic)) other(`its ${source.topic} is no topic`);
    else if (config['encoding'] !== undefined && !/^utf-?8$/i.test(String(config['encoding']))) other('its messages aren\'t text in UTF-8');
    else if (!template.ok) other(template.refusal.detail);
    else streams.push(streamOf({ hasher, names, place, config, label, availability }, source, topic, template.value));
  }
  return { streams, others };
}

type Thing = { readonly hasher: Hasher; readonly names: readonly string[]; readonly place: Place; readonly config: Fields; readonly label: string; readonly availability: Availability };

function streamOf({ hasher, names, place, config, label, availability }: Thing, source: Source, topic: string, template: Template | undefined): StreamDescription {
  const deviceClass = source.deviceClass ?? shortText(config['device_class']);
  const unit = shortText(source.unit?.(config), 32);
  const expires = config['expire_after'];
  const category = config['entity_category'];
  const interpret = source.interpret(config);
  return {
    channel: asId(hasher, channelName(names, place, source)), label: source.suffix === undefined ? label : `${label} ${source.suffix.replaceAll('_', ' ')}`,
    ...(unit === undefined ? {} : { unit: senmlUnit(unit, deviceClass) }), ...(deviceClass === undefined ? {} : { deviceClass }),
    ...(typeof expires === 'number' && expires > 0 ? { expiresS: expires } : {}),
    diagnostic: category === 'diagnostic' || category === 'config',
    topics: [topic], availability, says: (payload) => says(label, template, interpret, payload),
  };
}

function says(label: string, template: Template | undefined, interpret: ReturnType<Source['interpret']>, payload: Payload): Result<Said | undefined> {
  const rendered = template === undefined ? ok(payload.text.trim()) : template(payload);
  if (!rendered.ok) return rendered;
  if (rendered.value === '') return ok(undefined); // ignored, as Home Assistant does
  const found = interpret(rendered.value);
  if (found === undefined || 'value' in found) return ok(found);
  return refuse('invalid_value', `${label} says ${JSON.stringify(rendered.value.slice(0, 64))}, and should say ${found.unfit}`);
}

/** A sensor goes by its object id alone; the node is named only where it isn't the device itself under one of its names. */
function channelName(names: readonly string[], { component, node, object }: Place, { suffix }: Source): string {
  const isDevice = node !== undefined && names.some((name) => isSameName(name, node));
  return [component === 'sensor' ? undefined : component, isDevice ? undefined : node, object, suffix].filter((part) => part !== undefined).join('.');
}

/** `zigbee2mqtt_0x00158d0001`, `0x00158d0001`; `Living room`, `living-room`. */
function isSameName(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')) as [string, string];
  return a === b || (Math.min(a.length, b.length) >= 4 && (a.endsWith(b) || b.endsWith(a)));
}

function templateOf(source: unknown): Result<Template | undefined> {
  if (source === undefined || source === null || source === '') return ok(undefined);
  return typeof source === 'string' ? compileTemplate(source) : refuse('malformed', 'its template is no text');
}

/** Puts the base topic in the place of `~`, at the beginning or the end of a topic. */
function withBase(options: Fields): Fields {
  const base = options['~'];
  if (typeof base !== 'string') return options;
  const placed = (topic: unknown): unknown => (typeof topic !== 'string' ? topic : topic.startsWith('~') ? `${base}${topic.slice(1)}` : topic.endsWith('~') ? `${topic.slice(0, -1)}${base}` : topic);
  const inList = (item: unknown): unknown => (isObject(item) ? { ...spelledOut(item), topic: placed(spelledOut(item)['topic']) } : item);
  const { availability } = options;
  return {
    ...Object.fromEntries(Object.entries(options).map(([key, value]) => [key, key.endsWith('topic') ? placed(value) : value])),
    ...(availability === undefined ? {} : { availability: Array.isArray(availability) ? availability.map(inList) : inList(availability) }),
  };
}

function availabilityOf(config: Fields, other: (reason: string) => unknown): Availability {
  const listed = config['availability'];
  const single = config['availability_topic'];
  const items: Fields[] = listed === undefined
    ? typeof single === 'string' ? [{ ...config, topic: single, value_template: config['availability_template'] }] : []
    : (Array.isArray(listed) ? listed : [listed]).slice(0, listMax).filter(isObject).map(spelledOut);
  const mode = config['availability_mode'];
  return { mode: mode === 'all' || mode === 'any' ? mode : 'latest', topics: items.flatMap((item) => availabilityTopic(item, other) ?? []) };
}

function availabilityTopic(item: Fields, other: (reason: string) => unknown): AvailabilityTopic | undefined {
  const { topic, payload_available: yes = 'online', payload_not_available: no = 'offline' } = item;
  const template = templateOf(item['value_template']);
  if (typeof topic !== 'string' || !isTopic(topic)) return undefined;
  if (!template.ok) {
    other(`whether it is there can't be read: ${template.refusal.detail}`);
    return undefined;
  }
  return {
    topic,
    read: (payload) => {
      const rendered = template.value === undefined ? ok(payload.text.trim()) : template.value(payload);
      if (!rendered.ok) return undefined;
      return rendered.value === String(yes) ? true : rendered.value === String(no) ? false : undefined;
    },
  };
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).slice(0, listMax).flatMap((item) => shortText(item, 256) ?? []);
}
