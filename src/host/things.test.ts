import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Delivered } from '../adapters/mqtt/intake.ts';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { devicesMax } from '../sensing/formats/known.ts';
import { signSenml } from '../sensing/formats/signed-senml.ts';
import { createMemoryReadings, createReadingMemory, type Arrived, type ReadingMemory, type ReadingStore } from '../sensing/store.ts';
import { createThings, type Things } from './things.ts';

const start = 1_800_000_000_000;
const sealer = createSealer(new Uint8Array(32).fill(9));
const origin = 'frankpledge/0123456789abcdef';
const bedroom = {
  device_class: 'temperature', state_topic: 'home/sensor1/state', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}', unique_id: 'temp01ae',
  device: { identifiers: ['01ad'], name: 'Bedroom' },
};

type Ground = {
  readonly things: Things; readonly store: ReadingStore; readonly told: string[];
  readonly hear: (topic: string, payload: unknown, more?: Partial<Delivered>) => Promise<boolean>;
  readonly stored: () => unknown[];
  readonly clock: { time: number };
  /** Whether what comes can be stored. */
  readonly disk: { works: boolean };
};

function ground(memory: ReadingMemory = createReadingMemory(), { vouches = true, soon = (store: () => boolean): Promise<boolean> => Promise.resolve(store()) } = {}): Ground {
  const store = createMemoryReadings(memory);
  const clock = { time: start, now: () => clock.time, at: () => () => undefined };
  const disk = { works: true };
  const told: string[] = [];
  const things = createThings({
    settings: { discovery: ['homeassistant'], zigbee2mqtt: ['zigbee2mqtt'], tasmota: ['tasmota/discovery'], homie: ['homie'], senml: ['frankpledge/house/senml'], origin },
    around: {
      hasher: createHasher(), seals: createSealVerifier(), hasKey: (device) => device === 'scale', keyOf: (key) => (key === 'device-scale' ? { device: 'scale', publicKey: sealer.publicKey } : undefined),
    },
    vouches, store: () => store, clock, tell: (line) => void told.push(line),
    keep: (arrived: Arrived) => soon(() => {
      if (disk.works) store.append(arrived);
      return disk.works;
    }),
  });
  return {
    things, store, told, clock, disk, stored: () => store.after(0, 1e6).map(({ value }) => value),
    hear: (topic, payload, more = {}) => things.hear({
      topic, payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), retained: false, duplicate: false, peer: 'broker', number: undefined, ...more,
    }),
  };
}

const described = async (memory?: ReadingMemory, more?: { vouches?: boolean }): Promise<Ground> => {
  const at = ground(memory, more);
  assert.equal(await at.hear('homeassistant/sensor/temp01ae/config', bedroom, { retained: true }), true);
  return at;
};
const topic = 'home/sensor1/state';

test('the same message twice is two readings, in the same millisecond too; delivered again under its number it is one', async () => {
  const { hear, stored } = await described();
  await hear(topic, { temperature: 1 }, { number: 5 });
  await hear(topic, { temperature: 1 }, { number: 6 });
  await hear(topic, { temperature: 1 }, { number: 6, duplicate: true });
  await hear(topic, { temperature: 1 });
  assert.deepEqual(stored(), [1, 1, 1]);
});

test('delivered again after a fall: known by its number and what it says, whether it was stored or not', async () => {
  const memory = createReadingMemory();
  const before = await described(memory);
  await before.hear(topic, { temperature: 1 }, { number: 5 });
  before.disk.works = false;
  assert.equal(await before.hear(topic, { temperature: 2 }, { number: 6 }), false);
  const after = ground(memory); // another process over the same store
  after.clock.time += 60_000;
  assert.equal(await after.hear(topic, { temperature: 1 }, { number: 5, duplicate: true }), true);
  await after.hear(topic, { temperature: 2 }, { number: 6, duplicate: true });
  assert.deepEqual(after.stored(), [1, 2]);
  await after.hear(topic, { temperature: 1 }, { number: 5 });
  await after.hear(topic, { temperature: 3 }, { number: 5, duplicate: true });
  await after.hear(topic, { temperature: 3 }, { number: 5, duplicate: true, peer: 'another' });
  assert.deepEqual(after.stored(), [1, 2, 1, 3, 3], 'a number that is used again, for something else, or by another');
});

test('what couldn\'t be stored and comes again within the same life has the names that it had', async () => {
  const { hear, stored, disk, clock } = await described();
  disk.works = false;
  assert.equal(await hear(topic, { temperature: 1 }, { number: 5 }), false);
  disk.works = true;
  clock.time += 5000;
  await hear(topic, { temperature: 1 }, { number: 5, duplicate: true });
  await hear(topic, { temperature: 1 }, { number: 5, duplicate: true });
  assert.deepEqual(stored(), [1]);
});

test('retained messages are no readings; descriptions outlive a restart, also that one was taken back', async () => {
  const memory = createReadingMemory();
  const first = await described(memory);
  await first.hear(topic, { temperature: 9 }, { retained: true });
  assert.deepEqual(first.stored(), []);
  const second = ground(memory);
  assert.deepEqual(second.things.devices().map(({ id, name }) => [id, name]), [['01ad', 'Bedroom']]);
  assert.ok(second.things.filters().includes(topic));
  await second.hear(topic, { temperature: 1 });
  assert.deepEqual(second.stored(), [1]);
  const writes = { count: 0 };
  const counted = createMemoryReadings(memory);
  Object.assign(second.store, { append: (arrived: Arrived) => { writes.count += (arrived.descriptions ?? []).length; return counted.append(arrived); } });
  await second.hear('homeassistant/sensor/temp01ae/config', bedroom, { retained: true });
  assert.equal(writes.count, 0, 'the same description is not written with each start');
  await second.hear('homeassistant/sensor/temp01ae/config', '');
  assert.deepEqual(ground(memory).things.devices(), []);
});

test('where anyone reaches the broker, only what devices sign is taken', async () => {
  const { hear, stored, told } = await described(undefined, { vouches: false });
  await hear(topic, { temperature: 1 });
  await hear('frankpledge/house/senml/thermo', [{ n: 'celsius', v: 20 }]);
  assert.deepEqual(stored(), []);
  const signed = signSenml(sealer, { kid: 'device-scale', origin, seq: 1 }, [{ n: 'mass', u: 'kg', v: 8.4 }]);
  await hear('frankpledge/house/senml/scale', signed);
  await hear('frankpledge/house/senml/scale', signed);
  assert.deepEqual(stored(), [8.4]);
  await hear('frankpledge/house/senml/thermo', signed);
  assert.match(told.at(-1) ?? '', /it is signed by scale, and came as if from thermo/);
});

test('a device with a key is not vouched for, and nobody speaks for it', async () => {
  const { hear, stored, told } = await described();
  await hear('frankpledge/house/senml/scale', [{ n: 'mass', v: 99 }]);
  await hear('frankpledge/house/senml/thermo', [{ n: 'celsius', v: 20 }]);
  assert.deepEqual(stored(), [20]);
  assert.match(told[0] ?? '', /scale has a key: only what it signs is taken/);
});

test('a message that can\'t be read is acknowledged and told once an hour', async () => {
  const { hear, told, clock } = await described();
  for (let n = 0; n < 5; n++) assert.equal(await hear('homeassistant/sensor/broken/config', '{not json', { retained: true }), true);
  assert.equal(told.length, 1);
  clock.time += 3_600_000;
  await hear('homeassistant/sensor/broken/config', '{not json', { retained: true });
  assert.equal(told.length, 2);
});

test('listeners hear of other topics once for all that came at a time', async () => {
  const { things, hear } = ground();
  let told = 0;
  things.onFilters(() => { told += 1; });
  for (let n = 0; n < 20; n++) void hear(`homeassistant/sensor/t${n}/config`, { ...bedroom, state_topic: `home/t${n}`, unique_id: `t${n}`, device: { identifiers: [`d${n}`] } }, { retained: true });
  await new Promise((next) => { setImmediate(next); });
  assert.equal(told, 1);
  assert.equal(things.filters().filter((filter) => filter.startsWith('home/t')).length, 20);
});

test('a device whose counter began again is told so: the same number with other content, or one as high as what is erased; a repetition is none', async () => {
  const { things, store, stored, told, clock, hear } = ground();
  const say = async (seq: number, v: number, more: object = {}): Promise<string> => {
    const answer = await things.senml(signSenml(sealer, { kid: 'device-scale', origin, seq }, [{ n: 'mass', u: 'kg', v, ...more }]));
    return answer.ok ? 'ok' : answer.refusal.code;
  };
  assert.deepEqual([await say(1, 5), await say(2, 6, { t: start / 1000 - 5 }), await say(3, 7, { t: -10 }), await say(4, 7, { t: start / 1000 + 60 })], ['ok', 'ok', 'ok', 'ok']);
  clock.time += 60_000;
  assert.deepEqual([await say(1, 5), await say(2, 6, { t: start / 1000 - 5 }), await say(3, 7, { t: -10 }), await say(4, 7, { t: start / 1000 + 60 })], ['ok', 'ok', 'ok', 'ok'], 'sent again');
  assert.deepEqual([await say(1, 5.5), await say(2, 6, { t: start / 1000 + 30 }), await say(1, 5, { u: 'g' })], ['stale_sequence', 'stale_sequence', 'stale_sequence']);
  assert.deepEqual(stored(), [5, 6, 7, 7]);
  const again = signSenml(sealer, { kid: 'device-scale', origin, seq: 1 }, [{ n: 'mass', u: 'kg', v: 8 }, { n: 'battery', v: 1 }]);
  assert.equal(await hear('frankpledge/house/senml/scale', again), true);
  assert.match(told.join('\n'), /scale\/mass has said something else under the number 1 \[stale_sequence\]/);
  assert.deepEqual(stored(), [5, 6, 7, 7], 'nothing of such a message is taken');
  store.erase('scale/mass', start + 1_000_000, []);
  assert.deepEqual([await say(1, 5), await say(4, 9), await say(5, 9)], ['stale_sequence', 'stale_sequence', 'ok']);
});

test('two different messages under one number, stored in the same write: the second is refused, the same one again is not', async () => {
  const waiting: (() => void)[] = [];
  const { things, stored } = ground(createReadingMemory(), { soon: (store) => new Promise((resolve) => { waiting.push(() => resolve(store())); }) });
  const say = (v: number): Promise<string> => things.senml(signSenml(sealer, { kid: 'device-scale', origin, seq: 1 }, [{ n: 'mass', u: 'kg', v }])).then((answer) => (answer.ok ? 'ok' : answer.refusal.code));
  const answers = [say(5), say(6), say(5)];
  assert.equal(waiting.length, 2);
  for (const go of waiting.splice(0)) go();
  assert.deepEqual([await Promise.all(answers), stored()], [['ok', 'stale_sequence', 'ok'], [5]]);
  assert.equal(await say(6), 'stale_sequence', 'it is stored by now');
});

test('of devices that made room for others nothing stays put down', async () => {
  const memory = createReadingMemory();
  const { hear, store } = ground(memory);
  const describe = (id: string): Promise<boolean> => hear(`homeassistant/sensor/${id}/config`, { state_topic: `s/${id}`, unique_id: id, device: { identifiers: [id] } }, { retained: true });
  for (let place = 0; place < devicesMax + 5; place += 1) await describe(`d${place}`);
  const kept = store.descriptions().map(({ topic }) => topic);
  assert.deepEqual([kept.length, kept.includes('homeassistant/sensor/d4/config'), kept.includes('homeassistant/sensor/d5/config')], [devicesMax, false, true]);
  assert.equal(ground(memory).things.devices().length, devicesMax);
});
