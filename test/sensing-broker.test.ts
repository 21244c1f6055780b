import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { matches } from '../src/sensing/formats/topics.ts';
import { foundHouse } from './house.ts';
import { prepareMosquitto, withoutMosquitto, type Mosquitto } from './mosquitto.ts';
import { openSensingHouse, publisher, thermometer, until, type SensingHouse } from './sensing-house.ts';

type Hub = Awaited<ReturnType<typeof publisher>>;
type Room = { readonly broker: Mosquitto; readonly folder: string; readonly open: (listen?: Parameters<typeof openSensingHouse>[2]) => Promise<SensingHouse>; readonly hub: () => Promise<Hub> };

async function room(t: TestContext): Promise<Room> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-sensing-'));
  await foundHouse(folder);
  const broker = await prepareMosquitto();
  await broker.start();
  const opened: { close: () => Promise<void> }[] = [];
  t.after(async () => {
    for (const each of opened.reverse()) await each.close().catch(() => undefined);
    await broker.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const kept = <T extends { close: () => Promise<void> }>(each: T): T => {
    opened.push(each);
    return each;
  };
  return { broker, folder, open: async (listen) => kept(await openSensingHouse(folder, broker.url, listen)), hub: async () => kept(await publisher(broker.url)) };
}

/** As Home Assistant's documentation of its MQTT discovery has it: a sensor whose state topic carries JSON. */
const bedroom = {
  device_class: 'temperature', state_topic: 'home/sensor1/state', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}', unique_id: 'temp01ae',
  device: { identifiers: ['01ad'], name: 'Bedroom' },
};
const bedroomTopic = 'homeassistant/sensor/temp01ae/config';
const stream = '01ad/temp01ae';

/** As Zigbee2MQTT's documentation has `bridge/devices`. */
const bridgeDevices = [{
  ieee_address: '0x00158d00018255df', friendly_name: 'attic/climate', type: 'EndDevice', supported: true, disabled: false,
  definition: {
    model: 'WSDCGQ01LM', vendor: 'Aqara', description: 'Temperature and humidity sensor',
    exposes: [{ type: 'numeric', name: 'temperature', property: 'temperature', unit: '°C', access: 1 }, { type: 'numeric', name: 'linkquality', property: 'linkquality', unit: 'lqi', access: 1 }],
  },
}];
/** What it tells Home Assistant of the same device, when that is on. */
const atticDiscovery = {
  device: { identifiers: ['zigbee2mqtt_0x00158d00018255df'], name: 'attic/climate', manufacturer: 'Aqara', model: 'Temperature and humidity sensor (WSDCGQ01LM)' },
  device_class: 'temperature', state_topic: 'zigbee2mqtt/attic/climate', unit_of_measurement: '°C', unique_id: '0x00158d00018255df_temperature_zigbee2mqtt', value_template: '{{ value_json.temperature }}',
  availability: [{ topic: 'zigbee2mqtt/bridge/state', value_template: '{{ value_json.state }}' }],
};

const lastOf = ({ serving }: SensingHouse, name: string): unknown => serving.sensing.things.devices().flatMap(({ streams }) => streams).find((each) => each.stream === name)?.last?.value;
/** What of a stream is stored, in its order. */
const stored = ({ serving }: SensingHouse, name: string): unknown[] => (serving.sensing.sensing.store?.between(name, 0, Number.MAX_SAFE_INTEGER, 100_000) ?? []).map(({ value }) => value);
const bind = async (house: SensingHouse, name: string): Promise<void> => {
  assert.equal((await house.say({ kind: 'bind', body: { binding: thermometer(name) } }, 'bind-1')).status, 'recorded');
};

test('from a broker to the log: a sensor that Home Assistant knows is bound, and what it says is an observation with its evidence', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say(bedroomTopic, bedroom, true);
  await says.say('home/sensor1/state', { temperature: 18 }, true);
  const house = await open();
  await until('the broker\'s memory of 18', () => lastOf(house, stream) === 18); // so it listens there
  await bind(house, stream);
  await says.say('home/sensor1/state', { temperature: 19.5 });
  const [seen] = await house.observed('warmth', 1);
  assert.deepEqual([seen?.status, seen?.by, seen?.observation.event, seen?.observation.values['celsius'], seen?.observation.from?.count], ['done', 'gateway', 'temperature', 19.5, 1]);
  assert.deepEqual(stored(house, stream), [19.5], 'and not what the broker had kept');
});

test('what comes while the server is away waits, and is known for whose it is though nothing has described it again yet', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say(bedroomTopic, bedroom, true);
  await says.say('home/sensor1/state', { temperature: 18 }, true);
  const first = await open();
  await until('the broker\'s memory of 18', () => lastOf(first, stream) === 18);
  await bind(first, stream);
  await says.say('home/sensor1/state', { temperature: 19 });
  await until('what was said is stored', () => stored(first, stream).length === 1);
  await first.close();
  for (const temperature of [20, 21, 21, 22]) await says.say('home/sensor1/state', { temperature });
  await says.say('home/sensor1/state', { temperature: 5 }, true);
  const second = await open();
  await until('what was said is stored', () => stored(second, stream).length >= 6);
  await second.close();
  const third = await open();
  await until('the broker\'s memory of 5', () => lastOf(third, stream) === 5);
  await says.say('home/sensor1/state', { temperature: 23 });
  await until('what was said is stored', () => stored(third, stream).includes(23));
  // The retained 5 was said while the server was away and came once; as the broker's memory it comes with each start, and is nothing new.
  assert.deepEqual(stored(third, stream), [19, 20, 21, 21, 22, 5, 23]);
});

test('a device that Zigbee2MQTT and Home Assistant both describe is one, and each message one reading', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say('zigbee2mqtt/bridge/devices', bridgeDevices, true);
  await says.say('homeassistant/sensor/0x00158d00018255df/temperature/config', atticDiscovery, true);
  await says.say('zigbee2mqtt/bridge/state', { state: 'online' }, true);
  await says.say('zigbee2mqtt/attic/climate', { temperature: 11, linkquality: 90 }, true);
  const house = await open();
  const attic = '0x00158d00018255df/temperature';
  await until('the broker\'s memory of 11', () => lastOf(house, attic) === 11);
  assert.deepEqual(house.serving.sensing.things.devices().map(({ id, name }) => [id, name]), [['0x00158d00018255df', 'attic/climate']]);
  await bind(house, attic);
  const values = Array.from({ length: 20 }, (_, i) => 12 + i / 2);
  for (const temperature of values) await says.say('zigbee2mqtt/attic/climate', { temperature, linkquality: 91 });
  await until('what was said is stored', () => stored(house, attic).length >= values.length);
  await says.say('zigbee2mqtt/bridge/state', { state: 'offline' }, true);
  await until('what was said is stored', () => stored(house, attic).includes(null));
  assert.deepEqual(stored(house, attic), [...values, null], 'one each, and one that it has gone');
  const filters = house.serving.sensing.things.filters();
  for (const topic of ['zigbee2mqtt/attic/climate', 'zigbee2mqtt/bridge/devices', 'zigbee2mqtt/bridge/state']) assert.equal(filters.filter((filter) => matches(filter, topic)).length, 1, topic);
});

test('what two messages describe together is known after a restart too, before the broker tells either again: one topic for each property, and Tasmota\'s own', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say('zigbee2mqtt/bridge/info', { version: '2.1.0', config: { advanced: { output: 'attribute' } } }, true);
  await says.say('zigbee2mqtt/bridge/devices', bridgeDevices, true);
  await says.say('zigbee2mqtt/attic/climate/temperature', 11, true);
  const sensors = { sn: { Time: '2026-01-05T18:00:00', DHT11: { Temperature: 20.5 }, TempUnit: 'C' }, ver: 1 };
  const config = { dn: 'Shed', mac: 'DC4F2249A3BC', md: 'Sonoff Basic', ofln: 'Offline', onln: 'Online', state: ['OFF', 'ON', 'TOGGLE', 'HOLD'], t: 'shed', ft: '%prefix%/%topic%/', tp: ['cmnd', 'stat', 'tele'], rl: [0], swc: [-1], btn: [0], ver: 1 };
  await says.say('tasmota/discovery/DC4F2249A3BC/sensors', sensors, true);
  await says.say('tasmota/discovery/DC4F2249A3BC/config', config, true);
  await says.say('tele/shed/LWT', 'Online', true);
  const [attic, shed] = ['0x00158d00018255df/temperature', 'dc4f2249a3bc/DHT11.Temperature'];
  const first = await open();
  await until('the broker\'s memory of 11', () => lastOf(first, attic) === 11);
  await until('the shed is there', () => first.serving.sensing.things.device('dc4f2249a3bc')?.streams[0]?.available === true);
  const streams = [{ stream: attic, as: 'temperature' }, { stream: shed, as: 'temperature' }];
  assert.equal((await first.say({ kind: 'bind', body: { binding: { ...thermometer(attic), streams } } }, 'bind-1')).status, 'recorded');
  await first.close();
  await says.say('zigbee2mqtt/attic/climate/temperature', 12);
  await says.say('zigbee2mqtt/attic/climate', { temperature: 99 });
  await says.say('tele/shed/SENSOR', { Time: '2026-01-05T18:05:00', DHT11: { Temperature: 20.6 }, TempUnit: 'C' });
  const second = await open();
  await until('what was said is stored', () => stored(second, attic).length > 0 && stored(second, shed).length > 0);
  assert.deepEqual([stored(second, attic), stored(second, shed)], [[12], [20.6]]);
});

test('the broker goes away and comes back, with the server or without: nothing is lost, doubled, or new again', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { broker, open, hub } = await room(t);
  const says = await hub();
  await says.say(bedroomTopic, bedroom, true);
  await says.say('home/sensor1/state', { temperature: 1 }, true);
  let house = await open();
  await until('the broker\'s memory of 1', () => lastOf(house, stream) === 1);
  await bind(house, stream);
  let next = 2;
  for (let round = 0; round < 4; round++) {
    for (const temperature of Array.from({ length: 4 }, () => next++)) void says.say('home/sensor1/state', { temperature });
    if (round === 1) await broker.stop().then(() => broker.start());
    if (round === 2) {
      await house.close();
      house = await open();
    }
    if (round === 3) {
      await house.close();
      await broker.stop().then(() => broker.start());
      house = await open();
    }
    await until('what was said is stored', () => stored(house, stream).includes(next - 1));
  }
  assert.deepEqual(stored(house, stream), Array.from({ length: next - 2 }, (_, i) => i + 2));
});

test('what was stored and not acknowledged is sent again, and is the same reading; the same value said anew is another', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say(bedroomTopic, bedroom, true);
  await says.say('home/sensor1/state', { temperature: 1 }, true);
  // It falls after storing and before acknowledging, for each message of a few.
  let acknowledges = true;
  const first = await open((things) => ({ ...things, hear: async (message) => (await things.hear(message)) && (acknowledges || await new Promise<never>(() => undefined)) }));
  await until('the broker\'s memory of 1', () => lastOf(first, stream) === 1);
  await bind(first, stream);
  acknowledges = false;
  for (const temperature of [2, 2, 3]) await says.say('home/sensor1/state', { temperature });
  await until('what was said is stored', () => stored(first, stream).length === 3);
  await first.close();
  const again: boolean[] = [];
  const second = await open((things) => ({ ...things, hear: (message) => {
    if (!message.retained && message.topic === 'home/sensor1/state') again.push(message.duplicate);
    return things.hear(message);
  } }));
  await says.say('home/sensor1/state', { temperature: 2 });
  await until('it is sent again', () => again.length === 4);
  await until('what was said is stored', () => stored(second, stream).length >= 4);
  assert.deepEqual(again, [true, true, true, false]);
  assert.deepEqual(stored(second, stream), [2, 2, 3, 2]);
});

test('a device that is taken back is listened to no longer; one that moves to another topic is heard there, under the same name', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say(bedroomTopic, bedroom, true);
  await says.say('home/sensor1/state', { temperature: 1 }, true);
  await says.say('home/sensor2/state', { temperature: 2 }, true);
  const house = await open();
  await until('the broker\'s memory of 1', () => lastOf(house, stream) === 1);
  await bind(house, stream);
  await says.say(bedroomTopic, { ...bedroom, state_topic: 'home/sensor2/state' }, true);
  await until('the broker\'s memory of 2', () => lastOf(house, stream) === 2);
  await says.say('home/sensor1/state', { temperature: 3 });
  await says.say('home/sensor2/state', { temperature: 4 });
  await until('what was said is stored', () => stored(house, stream).length === 1);
  assert.deepEqual(stored(house, stream), [4]);
  await says.say(bedroomTopic, '', true);
  await until('the device is gone', () => house.serving.sensing.things.devices().length === 0 && !(house.serving.sensing.sensing.store?.descriptions() ?? []).some(({ topic }) => topic === bedroomTopic));
  await house.close();
  const again = await open();
  assert.deepEqual(again.serving.sensing.things.devices(), []);
});
