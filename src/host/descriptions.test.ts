import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import type { Delivered } from '../adapters/mqtt/intake.ts';
import { createMemoryReadings } from '../sensing/store.ts';
import { systemClock } from './clock.ts';
import { createThings } from './things.ts';

const message = (topic: string, payload: string): Delivered => ({ topic, payload: Buffer.from(payload), retained: false, duplicate: false, peer: 'broker', number: undefined });

test('descriptions are put down for the next start; what a device says of itself by its values isn\'t, whoever it measures', async () => {
  const store = createMemoryReadings();
  const things = createThings({
    settings: { discovery: ['homeassistant'], zigbee2mqtt: ['zigbee2mqtt'], tasmota: ['tasmota/discovery'], homie: ['homie'], senml: ['frankpledge/linden/senml'], origin: 'frankpledge/0011223344556677' },
    around: { hasher: createHasher(), seals: createSealVerifier(), hasKey: () => false, keyOf: () => undefined }, vouches: true, store: () => store,
    keep: ({ descriptions = [] }) => {
      store.append({ readings: [], descriptions });
      return Promise.resolve(true);
    },
    clock: systemClock, tell: () => undefined,
  });
  await things.hear(message('frankpledge/linden/senml/badge', '[{"n":"who","vs":"ana"}]'));
  await things.hear(message('homeassistant/sensor/t/config', '{"unique_id":"t","state_topic":"home/t","device":{"identifiers":["th"]}}'));
  assert.deepEqual(things.devices().map(({ id }) => id), ['badge', 'th']);
  assert.deepEqual(store.descriptions().map(({ topic }) => topic), ['homeassistant/sensor/t/config']);
  things.close();
});
