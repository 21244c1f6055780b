import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse } from './house.ts';
import { prepareMosquitto, withoutMosquitto, type Mosquitto } from './mosquitto.ts';
import { openSensingHouse, publisher, thermometer, type SensingHouse } from './sensing-house.ts';

type Room = { readonly broker: Mosquitto; readonly folder: string; readonly open: () => Promise<SensingHouse>; readonly hub: () => Promise<Awaited<ReturnType<typeof publisher>>> };

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
  return { broker, folder, open: async () => kept(await openSensingHouse(folder, broker.url)), hub: async () => kept(await publisher(broker.url)) };
}

/** As Home Assistant's documentation of its MQTT discovery has it: a sensor whose state topic carries JSON. */
const discovery = {
  device_class: 'temperature', state_topic: 'home/sensor1/state', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}', unique_id: 'temp01ae',
  device: { identifiers: ['01ad'], name: 'Bedroom' },
};

/** Resolves once the server listens to the topic. */
async function listening({ serving }: SensingHouse, topic: string): Promise<void> {
  while (!(serving.sensing.sensing.store?.filters() ?? []).includes(topic)) await new Promise((next) => { setImmediate(next); });
}

test('from a broker to the log: a sensor that Home Assistant knows is bound, and what it says is an observation with its evidence', { skip: withoutMosquitto, timeout: 60_000 }, async (t) => {
  const { open, hub } = await room(t);
  const says = await hub();
  await says.say('homeassistant/sensor/bedroom/temperature/config', discovery, true);
  const house = await open();
  await listening(house, 'home/sensor1/state');
  const [device] = house.serving.sensing.things.devices();
  const stream = device?.streams[0]?.stream ?? '';
  await house.say({ kind: 'bind', body: { binding: thermometer(stream) } }, 'bind-1');
  await says.say('home/sensor1/state', { temperature: 19.5 });
  const [seen] = await house.observed('warmth', 1);
  assert.equal(seen?.status, 'done');
  assert.equal(seen.observation.event, 'temperature');
  assert.equal(Number(seen.observation.values['celsius']), 19.5);
  assert.equal(seen.observation.from?.count, 1);
  assert.equal(seen.by, 'gateway');
});
