/**
 * Devices of a village as Home Assistant and Zigbee2MQTT know them: some bound, most not, what they announce and what they say through a winter's
 * day. A plan is a pure generator: the same seed gives the same messages.
 */
import type { EntryBody } from '../vocabulary/entries.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { dayMs, hourMs, minuteMs, type Instant } from '../vocabulary/time.ts';
import { createRandom, type Random } from './random.ts';

export type ThingMessage = { readonly at: Instant; readonly topic: string; readonly payload: string; readonly retain: boolean };

type Sensor = {
  readonly channel: string; readonly component: 'sensor' | 'binary_sensor'; readonly unit?: string; readonly deviceClass?: string; readonly diagnostic?: true;
  readonly says: (random: Random, at: Instant) => string;
};
type Device = { readonly id: string; readonly name: string; readonly area: string; readonly model: string; readonly sensors: readonly Sensor[] };

/** How often each says something, and how far apart in that time. */
const everyMs = 10 * minuteMs;

const battery = (percent: number): Sensor => ({ channel: 'battery', component: 'sensor', unit: '%', deviceClass: 'battery', diagnostic: true, says: () => String(percent) });
const contact = (chance: number): Sensor => ({ channel: 'contact', component: 'binary_sensor', deviceClass: 'door', says: (random) => (random.chance(chance) ? 'ON' : 'OFF') });
const around = (channel: string, unit: string, deviceClass: string, middle: number, swing: number, decimals = 1): Sensor => ({
  channel, component: 'sensor', unit, deviceClass, says: (random, at) => (middle + swing * ofDay(at) + 0.1 * swing * random.bell()).toFixed(decimals),
});

/** Over a day from -1 to 1 and back, straight up and down. */
function ofDay(at: Instant): number {
  return 1 - 4 * Math.abs((at % dayMs) / dayMs - 0.5);
}

const devices: readonly Device[] = [
  { id: 'bath-stove', name: 'Thermometer by the stove', area: 'Bathhouse', model: 'HT-2', sensors: [around('temperature', '°C', 'temperature', 34, 18), battery(91)] },
  { id: 'bath-bench', name: 'Thermometer on the bench', area: 'Bathhouse', model: 'HT-2', sensors: [around('temperature', '°C', 'temperature', 33, 17), around('humidity', '%', 'humidity', 55, 25, 0), battery(64)] },
  { id: 'workshop-door', name: 'Workshop door', area: 'Workshop', model: 'DC-1', sensors: [contact(0.08), battery(77)] },
  { id: 'workshop-saw', name: 'Saw bench', area: 'Workshop', model: 'PM-4', sensors: [around('power', 'W', 'power', 180, 170, 0)] },
  // A bare amplifier: whoever binds it weighs it in first.
  { id: 'kindling-crate', name: 'Kindling crate', area: 'Woodshed', model: 'HX711', sensors: [{ channel: 'raw', component: 'sensor', says: (random, at) => String(Math.round(84_200 + 21_000 * (1 - (at % dayMs) / dayMs) + 60 * random.bell())) }] },
  { id: 'cellar-leak', name: 'Cellar floor', area: 'Cellar', model: 'WL-1', sensors: [{ channel: 'leak', component: 'binary_sensor', deviceClass: 'moisture', says: () => 'OFF' }, battery(12)] },
  { id: 'kitchen-motion', name: 'Kitchen motion', area: 'Common kitchen', model: 'PIR-3', sensors: [{ channel: 'motion', component: 'binary_sensor', deviceClass: 'motion', says: (random) => (random.chance(0.3) ? 'ON' : 'OFF') }, around('illuminance', 'lx', 'illuminance', 160, 150, 0)] },
];

/** What they announce, retained, and then what they say for ever. */
export function* villageThings(seed: number, start: Instant): Generator<ThingMessage> {
  for (const device of devices) for (const sensor of device.sensors) yield { at: start, topic: `homeassistant/${sensor.component}/${device.id}/${sensor.channel}/config`, payload: JSON.stringify(announced(device, sensor)), retain: true };
  const random = createRandom(seed);
  for (let from = start; ; from += everyMs) {
    const all = devices.flatMap(({ id, sensors }) => sensors.map((sensor) => ({ id, sensor })));
    for (const [place, { id, sensor }] of all.entries()) {
      const at = from + Math.floor((place * everyMs) / all.length);
      yield { at, topic: `${id}/${sensor.channel}`, payload: sensor.says(random, at), retain: false };
    }
  }
}

function announced({ id, name, area, model }: Device, { channel, unit, deviceClass, diagnostic }: Sensor): JsonObject {
  return {
    name: channel, unique_id: `${id}_${channel}`, state_topic: `${id}/${channel}`, device: { identifiers: [id], name, suggested_area: area, manufacturer: 'made up', model },
    ...(unit === undefined ? {} : { unit_of_measurement: unit }), ...(deviceClass === undefined ? {} : { device_class: deviceClass }), ...(diagnostic === undefined ? {} : { entity_category: 'diagnostic' }),
  };
}

const doorStream = 'workshop-door/binary_sensor.contact';

/** What members say about sensing when it begins: what they permit, who looked, where somebody was hurt. */
export function saidOfSensing(start: Instant): readonly { readonly by: string; readonly said: EntryBody }[] {
  const incident = (by: string, place: string, severity: 2 | 4, hoursAgo: number, reason: string) => ({ by, said: { kind: 'incident' as const, body: { place, severity, happened: start - hoursAgo * hourMs, reason } } });
  return [
    { by: 'ana', said: { kind: 'permit', body: { stream: doorStream, purpose: 'tools', to: 'hester', keep_days: 7 } } },
    { by: 'cyd', said: { kind: 'permit', body: { stream: doorStream, purpose: 'tools', to: 'hester', keep_days: 7 } } },
    { by: 'hester', said: { kind: 'look', body: { stream: doorStream, purpose: 'tools', reason: 'the plane was left out in the wet', from: start - hourMs, until: start } } },
    incident('dora', 'kitchen', 4, 90, 'a burn from the stove'), incident('eli', 'kitchen', 4, 40, 'a fall on the wet floor'), incident('bo', 'cellar', 4, 60, 'water to the knee'),
    incident('wren', 'workshop', 2, 20, 'a splinter'),
  ];
}
