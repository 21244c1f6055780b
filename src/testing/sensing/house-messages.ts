/**
 * A house's readings as a broker carries them: retained descriptions as Home Assistant's discovery and Zigbee2MQTT's list of devices, then states, as
 * their documents give them.
 */
import type { ReadingValue } from '../../sensing/reading.ts';
import type { JsonObject } from '../../vocabulary/json.ts';
import { formatInstant, type Instant } from '../../vocabulary/time.ts';
import { houseReadings, type House, type Thing } from './house.ts';

export type Message = { readonly at: Instant; readonly topic: string; readonly payload: string; readonly retain: boolean };

const base = 'zigbee2mqtt';

/** @param clock what the devices' own clocks show at an instant of the plan; left out: that instant */
export function* houseMessages(house: House, clock: (at: Instant) => Instant = (at) => at): Generator<Message> {
  yield* announcements(house);
  const things = new Map(house.things.map((thing) => [thing.stream, thing]));
  /** Zigbee2MQTT repeats what a device's other properties were. */
  const states = new Map<string, JsonObject>();
  for (const { stream, at, received, value } of houseReadings(house)) {
    const thing = things.get(stream);
    if (thing === undefined) continue;
    if (thing.convention === 'home-assistant') {
      yield { at: received, topic: stateTopic(thing), payload: worded(value), retain: false };
      continue;
    }
    const state = { ...states.get(thing.device), [thing.channel]: thing.channel === 'contact' ? value === false : (value as number | boolean) };
    states.set(thing.device, state);
    yield { at: received, topic: `${base}/${thing.name}`, payload: JSON.stringify({ ...state, linkquality: 120, last_seen: formatInstant(clock(at)) }), retain: false };
  }
}

function announcements({ plan: { start: at }, things }: House): Message[] {
  const retained = (topic: string, payload: unknown): Message => ({ at, topic, payload: typeof payload === 'string' ? payload : JSON.stringify(payload), retain: true });
  const zigbees = Map.groupBy(things.filter(({ convention }) => convention === 'zigbee2mqtt'), ({ device }) => device);
  return [
    ...things.filter(({ convention }) => convention === 'home-assistant').map((thing) => retained(`homeassistant/${thing.component}/${thing.device}/${objectOf(thing)}/config`, discovery(thing))),
    retained(`${base}/bridge/state`, { state: 'online' }),
    retained(`${base}/bridge/devices`, [...zigbees].map(([address, own]) => described(address, own))),
    ...[...zigbees.values()].flatMap(([first]) => (first === undefined ? [] : [retained(`${base}/${first.name}/availability`, { state: 'online' })])),
  ];
}

/** With the short keys that Home Assistant knows. */
function discovery(thing: Thing): JsonObject {
  return {
    name: objectOf(thing), uniq_id: `${thing.device}_${objectOf(thing)}`, stat_t: stateTopic(thing),
    ...(thing.unit === undefined ? {} : { unit_of_meas: thing.unit }), ...(thing.deviceClass === undefined ? {} : { dev_cla: thing.deviceClass }),
    dev: { ids: [thing.device], name: thing.name, mf: 'made up' },
  };
}

function described(address: string, things: readonly Thing[]): JsonObject {
  return {
    ieee_address: address, type: 'EndDevice', friendly_name: things[0]?.name ?? address, disabled: false, supported: true,
    definition: { vendor: 'made up', model: 'SIM-1', description: 'simulated', exposes: things.map((thing) => expose(thing)) },
  };
}

/** A contact is true when it is closed. */
function expose({ component, channel, unit }: Thing): JsonObject {
  const common = { name: channel, property: channel, access: 1 };
  if (component === 'sensor') return { type: 'numeric', ...common, ...(unit === undefined ? {} : { unit }) };
  return { type: 'binary', ...common, value_on: channel !== 'contact', value_off: channel === 'contact' };
}

function stateTopic(thing: Thing): string {
  return `${thing.device}/${objectOf(thing)}/state`;
}

/** A channel names the component before it, but for sensors. */
function objectOf({ channel }: Thing): string {
  return channel.slice(channel.lastIndexOf('.') + 1);
}

function worded(value: ReadingValue): string {
  return typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : String(value);
}
