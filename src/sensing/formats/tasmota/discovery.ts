/**
 * Tasmota's own discovery ("Auto discovery", and the firmware's discovery messages of version 1): a device tells what it is and how its
 * topics are made on `<prefix>/<MAC>/config`, and which sensors it has on `<prefix>/<MAC>/sensors`, by an example of what they say. It
 * speaks on `tele/…/SENSOR` every few minutes, on `stat/…/RESULT` when a switch, button or relay changes, and is there while
 * `tele/…/LWT` says so ("MQTT", "Buttons and switches").
 *
 * `Time` in its messages is the device's local time, mostly without its zone, and begins with 1970 until it has heard the time: readings
 * have the time of their arrival.
 */
import { isObject } from '../../../vocabulary/json.ts';
import type { Hasher } from '../../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../../vocabulary/result.ts';
import { always, type Availability, type Described, type DeviceDescription, type OtherThing, type StreamDescription } from '../description.ts';
import { devicesMax } from '../known.ts';
import { asId, deviceId } from '../names.ts';
import { shortText, type Payload } from '../payload.ts';
import { isTopic } from '../topics.ts';
import { readSensors, withoutValues, type Sensor } from './sensors.ts';
import { actionOf, powerOf, sensorState, stateOf, type Says } from './states.ts';

/** Relays, switches and buttons of each: the largest boards have 32. */
const listMax = 32;
/** Kinds of relays, as `rl` numbers them. */
const [relay, light, shutter] = [1, 2, 3];

type Fields = { readonly [key: string]: unknown };

/** What is known of one device. */
export type TasmotaParts = { readonly config?: Fields; readonly sensors?: readonly Sensor[] };

export function tasmotaFilters(prefix: string): string[] {
  return [`${prefix}/+/config`, `${prefix}/+/sensors`];
}

/**
 * The device that `topic` tells of, by all that was told of it; undefined for other topics.
 * @param known what was told of each device before; it is changed in place
 */
export function readTasmota(hasher: Hasher, known: Map<string, TasmotaParts>, prefix: string, topic: string, payload: Payload): Result<Described> | undefined {
  const [, mac, part] = topic.startsWith(`${prefix}/`) ? (/^([0-9A-F]{12})\/(config|sensors)$/.exec(topic.slice(prefix.length + 1)) ?? []) : [];
  if (mac === undefined) return undefined;
  const source = `${prefix}/${mac}`;
  const { config, sensors } = known.get(source) ?? {};
  if (!known.has(source) && known.size >= devicesMax && payload.text !== '') return refuse('limit_reached', `there are as many devices as are kept: ${devicesMax}`);
  const read = part === 'config' ? configIn(mac, payload) : sensorsIn(payload);
  if (!read.ok) return read;
  const parts = { ...(config === undefined || part === 'config' ? {} : { config }), ...(sensors === undefined || part === 'sensors' ? {} : { sensors }), ...read.value.parts };
  if (Object.keys(parts).length === 0) known.delete(source);
  else known.set(source, parts);
  return ok({ source, descriptions: parts.config === undefined ? [] : [describe(hasher, mac, parts.config, parts.sensors ?? [])], keeps: read.value.keeps });
}

type PartSaid = Result<{ readonly parts: TasmotaParts; readonly keeps: string }>;
const takenBack: PartSaid = ok({ parts: {}, keeps: '' });

function configIn(mac: string, payload: Payload): PartSaid {
  if (payload.text === '') return takenBack;
  const config = payload.json();
  if (!isObject(config)) return refuse('malformed', 'the discovery message is no JSON object');
  if (config['ver'] !== 1) return refuse('invalid_value', `version ${JSON.stringify(config['ver'])?.slice(0, 32) ?? 'none'} of Tasmota's discovery isn't known; 1 is`);
  if (config['mac'] !== mac) return refuse('invalid_value', `it is said on the topic of ${mac}, and is of ${JSON.stringify(config['mac'])?.slice(0, 32) ?? 'no device'}`);
  const prefixes = config['tp'];
  const hasTopics = [config['t'], config['ft']].every((each) => typeof each === 'string') && Array.isArray(prefixes) && prefixes.length === 3 && prefixes.every((each) => typeof each === 'string');
  if (!hasTopics || ![1, 2].every((which) => isTopic(topicRoot(config, which)))) return refuse('malformed', '`t`, `ft` and `tp` don\'t say how its topics are made');
  return ok({ parts: { config }, keeps: payload.text });
}

function sensorsIn(payload: Payload): PartSaid {
  if (payload.text === '') return takenBack;
  const said = payload.json();
  if (!isObject(said) || !isObject(said['sn'])) return refuse('malformed', 'the list of sensors is no JSON object with `sn`');
  return ok({ parts: { sensors: readSensors(said['sn']) }, keeps: JSON.stringify({ sn: withoutValues(said['sn']), ver: 1 }) });
}

function describe(hasher: Hasher, mac: string, config: Fields, sensors: readonly Sensor[]): DeviceDescription {
  const [stat, tele] = [topicRoot(config, 1), topicRoot(config, 2)];
  const availability = availabilityOf(config, `${tele}LWT`);
  const [name, model] = [shortText(config['dn']), shortText(config['md'])];
  const stream = (channel: string, label: string, topics: readonly string[], says: Says, more: Partial<StreamDescription> = {}): StreamDescription =>
    ({ channel: asId(hasher, channel), label, diagnostic: false, topics: [...new Set(topics)].filter(isTopic), says, availability, ...more });
  const sensed = [`${tele}SENSOR`, `${stat}STATUS8`, `${stat}STATUS10`];
  const results = resultTopics(config, stat);
  const words = { on: textAt(config['state'], 1) ?? 'ON', off: textAt(config['state'], 0) ?? 'OFF' };
  const usual = (list: unknown, isOne: (value: unknown) => boolean): number[] => (Array.isArray(list) ? list.slice(0, listMax).flatMap((value, i) => (isOne(value) ? [i] : [])) : []);
  return {
    id: deviceId(hasher, mac.toLowerCase()), keys: [`mac ${(mac.toLowerCase().match(/../g) ?? []).join(':')}`], convention: 'tasmota',
    ...(name === undefined ? {} : { name }), manufacturer: 'Tasmota', ...(model === undefined ? {} : { model }),
    streams: [
      ...sensors.map(({ path, label, diagnostic, unit, deviceClass, kind }) =>
        stream(path.join('.'), label, sensed, sensorState(path, kind), { diagnostic, ...(unit === undefined ? {} : { unit }), ...(deviceClass === undefined ? {} : { deviceClass }) })),
      ...usual(config['swc'], (mode) => typeof mode === 'number' && mode >= 0).map((i) => {
        const key = textAt(config['swn'], i) ?? `Switch${i + 1}`;
        return stream(`Switch${i + 1}`, key, [...results(`SWITCH${i + 1}`), ...sensed], stateOf(key, words));
      }),
      ...usual(config['rl'], (kind) => kind === relay || kind === light).map((i) =>
        stream(`POWER${i + 1}`, textAt(config['fn'], i) ?? `Power ${i + 1}`, [...powerKeys(i).flatMap(results), `${tele}STATE`], powerOf(powerKeys(i), words))),
      ...usual(config['btn'], (flag) => flag === 1).map((i) => stream(`Button${i + 1}`, `Button ${i + 1}`, results(`BUTTON${i + 1}`), actionOf(`Button${i + 1}`))),
    ],
    others: usual(config['rl'], (kind) => kind === shutter).map((i): OtherThing => ({ label: textAt(config['fn'], i) ?? `Relay ${i + 1}`, component: 'cover' })),
  };
}

/** The only relay goes without its number, unless the device is set otherwise. */
function powerKeys(i: number): readonly string[] {
  return i === 0 ? ['POWER', 'POWER1'] : [`POWER${i + 1}`];
}

/** Answers and changes come on one topic, or with option 4 on one for each command. */
function resultTopics(config: Fields, stat: string): (command: string) => readonly string[] {
  const options = config['so'];
  const isByCommand = isObject(options) && options['4'] === 1;
  return (command) => [`${stat}${isByCommand ? command : 'RESULT'}`];
}

/** `FullTopic` with its tokens filled in, up to the last slash. @param which of `tp`: 1 what is answered, 2 what is told by itself */
function topicRoot(config: Fields, which: number): string {
  const tokens: { readonly [token: string]: unknown } = { prefix: textAt(config['tp'], which), topic: config['t'], hostname: config['hn'], id: config['mac'] };
  const full = String(config['ft']).replaceAll(/%(prefix|topic|hostname|id)%/g, (_, token: string) => String(tokens[token] ?? ''));
  return full.endsWith('/') ? full : `${full}/`;
}

/** One that sleeps between its readings is gone by its own word all the time. */
function availabilityOf(config: Fields, topic: string): Availability {
  if (config['dslp'] === 1 || !isTopic(topic)) return always;
  const [yes, no] = [config['onln'] ?? 'Online', config['ofln'] ?? 'Offline'];
  return { mode: 'latest', topics: [{ topic, read: ({ text }) => (text === yes ? true : text === no ? false : undefined) }] };
}

function textAt(list: unknown, at: number): string | undefined {
  return Array.isArray(list) ? shortText(list[at]) : undefined;
}
