import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse, observations, openHouse, type House, type OpenHouseOptions } from '../../../test/house.ts';
import { withFaults, type FaultyJournal } from '../../journal/faulty.ts';
import { connectDevice, type Device } from '../../testing/device.ts';
import { startBroker, type Broker } from './broker.ts';

type Running = House & { readonly broker: Broker; readonly counts: ReturnType<Broker['serve']>['counts']; readonly device: (id: string) => Promise<Device> };

async function start(t: TestContext, options: OpenHouseOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-mqtt-'));
  await foundHouse(folder);
  const house = await openHouse(folder, options);
  const broker = await startBroker({ port: 0, host: '127.0.0.1' });
  const { counts } = broker.serve({ topics: house.topics, intake: house.gateway });
  const devices: Device[] = [];
  t.after(async () => {
    for (const device of devices) await device.close();
    await house.gateway.close();
    await broker.close();
    house.writer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    ...house, broker, counts,
    device: async (id) => {
      const device = await connectDevice({ url: `mqtt://127.0.0.1:${broker.port}`, collective: 'small-house', id });
      devices.push(device);
      return device;
    },
  };
}

const taken = (seq: number, more: object = {}) => ({ seq, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 }, ...more });

test('unsigned readings are vouched for by the gateway, and signed batches keep their own seal', async (t) => {
  const { writer, device, scale } = await start(t);
  const thermometer = await device('thermo-a');
  await thermometer.send({ seq: 1, subject: 'house-a', event: 'temperature', at: '2026-01-05T18:00:00-05:00', values: { celsius: 15.25 } });
  await thermometer.sendAll([
    { seq: 2, subject: 'house-a', event: 'temperature', values: { celsius: 19 }, p: { event: 0.99 } },
    { seq: 3, subject: 'house-a', event: 'temperature', values: { celsius: 18 } },
  ]);
  const now = Date.now();
  await (await device('scale')).sendSigned(scale, [{ seq: 1, subject: 'woodpile', event: 'taken', at: now, values: { by: 'ana', count: 4 } }], now);
  const seen = observations(writer.collective.journal);
  assert.deepEqual(seen.map(({ by, device: from, observation, status }) => [by, from, observation.seq, status]),
    [['gateway', 'thermo-a', 1, 'done'], ['gateway', 'thermo-a', 2, 'done'], ['gateway', 'thermo-a', 3, 'done'], ['scale', 'scale', 1, 'done']]);
  assert.equal(seen[0]?.observation.at, Date.UTC(2026, 0, 5, 23));
  assert.deepEqual(seen[0]?.observation.values, { celsius: 15.25 });
  assert.equal(writer.collective.state.accounts.get('bunyan crown')?.balance, 100_400);
});

test('what waits together shares one entry', async (t) => {
  const { writer, device } = await start(t);
  const camera = await device('camera');
  const before = writer.collective.head().records;
  await Promise.all(Array.from({ length: 400 }, (_, i) => camera.send(taken(i + 1))));
  assert.equal(writer.collective.state.accounts.get('bunyan crown')?.balance, 140_000);
  assert.ok(writer.collective.head().records - before < 100, `${writer.collective.head().records - before} records for 400 readings`);
});

test('nothing is acknowledged before it is durable', async (t) => {
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const { device, writer } = await start(t, {
    wrapWriter: (own) => ({
      get collective() { return own.collective; },
      get halted() { return own.halted; },
      submit: async (sealed) => {
        reached.resolve();
        await held.promise;
        return own.submit(sealed);
      },
    }),
  });
  const camera = await device('camera');
  let acknowledgedAt = -1;
  camera.client.on('packetreceive', (packet) => { if (packet.cmd === 'puback') acknowledgedAt = observations(writer.collective.journal).length; });
  const sending = camera.send(taken(1));
  await reached.promise;
  // A round trip on the same connection: had an acknowledgement been on its way, it would have come before.
  await camera.client.subscribeAsync('frankpledge/small-house/refused/camera');
  assert.equal(acknowledgedAt, -1);
  held.resolve();
  await sending;
  assert.equal(acknowledgedAt, 1);
});

test('a store that fails is waited for: nothing lost, nothing twice', async (t) => {
  const journals: FaultyJournal[] = [];
  const { writer, device, told } = await start(t, {
    wrapJournal: (journal) => {
      const faulty = withFaults(journal);
      journals.push(faulty);
      return faulty;
    },
  });
  const camera = await device('camera');
  for (const fault of ['failed_and_not_stored', 'failed_and_stored'] as const) {
    journals.at(-1)?.failNextAppend(fault);
    await camera.send(taken(camera.acknowledged.size + 1));
  }
  assert.deepEqual(observations(writer.collective.journal).map(({ observation, status }) => [observation.seq, status]), [[1, 'done'], [2, 'done']]);
  assert.equal(writer.collective.state.accounts.get('bunyan crown')?.balance, 100_200);
  assert.equal(told.filter((line) => line.startsWith('stopped')).length, 2);
});

test('bad messages are acknowledged, counted and answered with what to do', async (t) => {
  const { device, counts, writer } = await start(t);
  const camera = await device('camera');
  const before = writer.collective.head().records;
  const topic = 'frankpledge/small-house/reading/camera';
  const deep = JSON.stringify({ seq: 1, subject: 'woodpile', event: 'taken' }).slice(0, -1) + ',"x":' + '['.repeat(5000) + ']'.repeat(5000) + '}';
  const bad: [string | Buffer, string][] = [
    ['no json', 'malformed'], ['[]', 'malformed'], ['{"seq":0,"subject":"woodpile","event":"taken"}', 'malformed'],
    ['{"seq":1,"event":"taken"}', 'malformed'], ['{"seq":1,"subject":"woodpile","event":"taken","at":"yesterday"}', 'invalid_value'],
    ['{"seq":1,"subject":"\\ud800","event":"taken"}', 'malformed'], ['{"seq":1,"subject":"woodpile","event":"taken","count":1e999}', 'malformed'],
    [deep, 'malformed'], [Buffer.of(0xff, 0xfe), 'malformed'], ['{"observations":[]}', 'malformed'],
  ];
  for (const [place, [payload, code]] of bad.entries()) {
    await camera.sendRaw(topic, payload);
    await camera.refusal(() => camera.refusals.length > place);
    const { error } = camera.refusals[place] as { error: { code: string; message: string; hint: string } };
    assert.equal(error.code, code, `${String(payload).slice(0, 60)}: ${JSON.stringify(error)}`);
    assert.ok(error.message !== '' && error.hint !== '');
  }
  assert.equal(counts.bad, bad.length);
  assert.equal(writer.collective.head().records, before);
});

test('what the kernel refuses is answered with its number; the rest of the same message stands', async (t) => {
  const { device, writer } = await start(t);
  const camera = await device('camera');
  await camera.sendAll([taken(1), { seq: 2, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: -1 } }, taken(3)]);
  const refusal = await camera.refusal(() => true);
  assert.equal(refusal['seq'], 2);
  assert.equal((refusal['error'] as { code: string }).code, 'invalid_value');
  assert.deepEqual(observations(writer.collective.journal).map(({ status }) => status), ['done', 'refused', 'done']);
});

test('nobody speaks for a device that has a key, and nobody signs with another\'s', async (t) => {
  const { device, writer, scale } = await start(t);
  const liar = await device('scale');
  await liar.send(taken(4000));
  assert.equal(((await liar.refusal(() => true))['error'] as { code: string }).code, 'wrong_role');
  const now = Date.now();
  const other = await device('camera');
  await other.sendSigned(scale, [{ seq: 1, subject: 'woodpile', event: 'taken', at: now, values: { by: 'ana', count: 4 } }], now);
  assert.equal(((await other.refusal(() => true))['error'] as { code: string }).code, 'wrong_role');
  assert.deepEqual(observations(writer.collective.journal), []);
});

test('repetitions are acknowledged in silence', async (t) => {
  const { device, writer, counts } = await start(t);
  const camera = await device('camera');
  await camera.send(taken(1));
  const before = writer.collective.head().records;
  await camera.send(taken(1));
  await Promise.all([camera.send(taken(2)), camera.send(taken(2)), camera.sendRaw('frankpledge/small-house/reading/camera', JSON.stringify({ seq: 2, subject: 'woodpile', event: 'taken', by: 'ana', count: 1 }))]);
  assert.equal(writer.collective.state.accounts.get('bunyan crown')?.balance, 100_200);
  assert.equal(counts.duplicates, 3);
  assert.deepEqual(camera.refusals, []);
  assert.equal(writer.collective.head().records, before + 1);
});

test('nobody can listen to readings, and nothing is kept', async (t) => {
  const { device } = await start(t);
  const nosy = await device('nosy');
  const heard: string[] = [];
  nosy.client.on('message', (topic) => heard.push(topic));
  for (const filter of ['#', '+/+/reading/+', 'frankpledge/small-house/reading/camera', '$SYS/#']) await assert.rejects(nosy.client.subscribeAsync(filter));
  const camera = await device('camera');
  await camera.sendRaw('frankpledge/small-house/reading/camera', JSON.stringify({ seq: 1, subject: 'woodpile', event: 'taken', by: 'ana', count: 1 }), true);
  await camera.sendRaw('elsewhere/light', 'on', true);
  await nosy.client.subscribeAsync('frankpledge/small-house/refused/nosy');
  assert.deepEqual(heard, []);
});

test('a packet that is longer than anything allowed ends the connection before it is gathered', async (t) => {
  const { broker } = await start(t);
  const socket = connectSocket(broker.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(Buffer.of(0x30, 0xff, 0xff, 0xff, 0x7f)); // PUBLISH of 256 MB
  await once(socket, 'close');
});

test('several collectives share a broker: each hears what lies under its own names, and nothing else', async (t) => {
  const { broker, device, writer } = await start(t);
  const heard: string[] = [];
  const other = broker.serve({
    topics: { names: ['other-house'] },
    intake: { sealed: () => Promise.reject(new Error('nothing is sealed here')), readings: (id) => { heard.push(id); return Promise.resolve({ acknowledge: true, refused: [], duplicates: 0 }); } },
  });
  const before = writer.collective.state.seq;
  const elsewhere = await connectDevice({ url: `mqtt://127.0.0.1:${broker.port}`, collective: 'other-house', id: 'their-scale' });
  t.after(() => elsewhere.close());
  await elsewhere.send({ seq: 1, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 } });
  assert.deepEqual(heard, ['their-scale']);
  assert.equal(writer.collective.state.seq, before);
  await (await device('box')).send({ seq: 1, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 } });
  assert.deepEqual([heard.length, writer.collective.state.seq], [1, before + 1]);
  other.end();
  await elsewhere.send({ seq: 2, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 } });
  assert.equal(heard.length, 1, 'whoever has gone hears nothing more');
});
