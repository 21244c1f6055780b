import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse, observations, openHouse, type House, type OpenHouseOptions } from '../../../test/house.ts';
import { freePort, prepareMosquitto, withoutMosquitto, type Mosquitto } from '../../../test/mosquitto.ts';
import { connectDevice } from '../../testing/device.ts';
import type { Answer } from '../../turn.ts';
import { attachToBroker, type Attached } from './client.ts';

type Running = House & { readonly folder: string; readonly attach: (url: string) => Attached; readonly lines: string[]; readonly line: (fits: RegExp) => Promise<string> };

async function start(t: TestContext, options: OpenHouseOptions = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-mqtt-'));
  await foundHouse(folder);
  const house = await openHouse(folder, options);
  const attachments: Attached[] = [];
  t.after(async () => {
    await house.gateway.close();
    for (const attached of attachments) await attached.close();
    house.writer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const lines: string[] = [];
  const looking = new Set<() => void>();
  return {
    ...house, folder, lines,
    attach: (url) => {
      const attached = attachToBroker({
        url, clientId: 'frankpledge-test', topics: house.topics, intake: house.gateway,
        tell: (message) => {
          lines.push(message);
          for (const look of looking) look();
        },
      });
      attachments.push(attached);
      return attached;
    },
    line: (fits) => new Promise((found) => {
      const look = (): void => {
        const line = lines.find((each) => fits.test(each));
        if (line !== undefined) {
          looking.delete(look);
          found(line);
        }
      };
      looking.add(look);
      look();
    }),
  };
}

async function mosquitto(t: TestContext): Promise<Mosquitto> {
  const prepared = await prepareMosquitto();
  t.after(() => prepared.remove());
  return prepared;
}

/** Resolves once the writer's log holds so many observations that were done. */
function done(house: House, count: number): Promise<void> {
  return new Promise((reached) => {
    const look = (): void => {
      if (observations(house.writer.collective.journal).filter(({ status }) => status === 'done').length < count) return;
      unlisten();
      reached();
    };
    const unlisten = house.writer.collective.listen(() => look());
    look();
  });
}

const taken = (seq: number) => ({ seq, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 } });

test('at Mosquitto: signed and unsigned, refusals, and what waits together shares an entry', { skip: withoutMosquitto }, async (t) => {
  const broker = await mosquitto(t);
  await broker.start();
  const house = await start(t);
  house.attach(broker.url);
  await subscribed(house, broker);
  const camera = await connectDevice({ url: broker.url, collective: 'small-house', id: 'camera' });
  const scale = await connectDevice({ url: broker.url, collective: 'small-house', id: 'scale' });
  t.after(() => camera.close());
  t.after(() => scale.close());
  const before = house.writer.collective.head().records;
  await Promise.all(Array.from({ length: 100 }, (_, i) => camera.send(taken(i + 1))));
  await done(house, 100);
  assert.ok(house.writer.collective.head().records - before < 100);
  const now = Date.now();
  await scale.sendSigned(house.scale, [{ seq: 1, subject: 'woodpile', event: 'taken', at: now, values: { by: 'ana', count: 1 } }], now);
  await done(house, 101);
  await camera.send({ seq: 101, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 0 } });
  assert.equal((await camera.refusal(({ seq }) => seq === 101))['seq'], 101);
  await camera.sendRaw('frankpledge/small-house/reading/camera', 'nonsense');
  await camera.refusal(({ error }) => (error as { code: string }).code === 'malformed');
  assert.equal(house.writer.collective.state.accounts.get('bunyan crown')?.balance, 110_100);
});

test('a message that is delivered as retained is no event', { skip: withoutMosquitto }, async (t) => {
  const broker = await mosquitto(t);
  await broker.start();
  const camera = await connectDevice({ url: broker.url, collective: 'small-house', id: 'camera' });
  t.after(() => camera.close());
  await camera.sendRaw('frankpledge/small-house/reading/camera', JSON.stringify({ seq: 1, subject: 'woodpile', event: 'taken', by: 'ana', count: 7 }), true);
  const house = await start(t);
  const attached = house.attach(broker.url);
  await subscribed(house, broker);
  await camera.send(taken(2));
  await done(house, 1);
  assert.equal(attached.counts.retained, 1);
  assert.deepEqual(observations(house.writer.collective.journal).map(({ observation }) => observation.seq), [2]);
});

test('the broker goes away and comes back: nothing is lost or doubled, and one line says each', { skip: withoutMosquitto }, async (t) => {
  const broker = await mosquitto(t);
  await broker.start();
  const house = await start(t);
  house.attach(broker.url);
  await subscribed(house, broker);
  const camera = await connectDevice({ url: broker.url, collective: 'small-house', id: 'camera' });
  t.after(() => camera.close());
  await camera.send(taken(1));
  await done(house, 1);
  await broker.stop();
  await house.line(/has gone/);
  const sending = camera.send(taken(2)); // waits in the device
  await broker.start();
  await house.line(/is there/);
  await sending;
  await done(house, 2);
  assert.equal(house.writer.collective.state.accounts.get('bunyan crown')?.balance, 100_200);
  assert.equal(house.lines.length, 2, house.lines.join('\n'));
});

test('what came before the acknowledgement is delivered again after a crash, and not doubled', { skip: withoutMosquitto }, async (t) => {
  const broker = await mosquitto(t);
  await broker.start();
  const stored = Promise.withResolvers<void>();
  const late = Promise.withResolvers<Answer>();
  // It is stored, but the answer never comes back: as when the process dies in between.
  const house = await start(t, {
    wrapWriter: (writer) => ({
      get collective() { return writer.collective; },
      get halted() { return writer.halted; },
      submit: async (sealed) => {
        await writer.submit(sealed);
        stored.resolve();
        return late.promise;
      },
    }),
  });
  const first = house.attach(broker.url);
  await subscribed(house, broker);
  const camera = await connectDevice({ url: broker.url, collective: 'small-house', id: 'camera' });
  t.after(() => camera.close());
  await camera.send(taken(1));
  await stored.promise;
  await first.close();
  house.writer.close();
  // While nobody is there, another message comes: the broker keeps both.
  await camera.send(taken(2));
  const after = await openHouse(house.folder);
  t.after(() => after.writer.close());
  const second = attachToBroker({ url: broker.url, clientId: 'frankpledge-test', topics: after.topics, intake: after.gateway, tell: () => undefined });
  t.after(() => second.close());
  await done(after, 2);
  assert.equal(second.counts.received, 2);
  assert.equal(second.counts.duplicates, 1);
  late.resolve({ status: 'duplicate' });
  assert.equal(after.writer.collective.state.accounts.get('bunyan crown')?.balance, 100_200);
});

test('two overlapping subscriptions deliver twice and count once', { skip: withoutMosquitto }, async (t) => {
  const broker = await mosquitto(t);
  await broker.start();
  const house = await start(t);
  const one = house.attach(broker.url);
  const other = attachToBroker({ url: broker.url, clientId: 'frankpledge-other', topics: house.topics, intake: house.gateway, tell: () => undefined });
  t.after(() => other.close());
  await subscribed(house, broker);
  await until(() => other.subscribed(), broker);
  const camera = await connectDevice({ url: broker.url, collective: 'small-house', id: 'camera' });
  t.after(() => camera.close());
  for (let seq = 1; seq <= 20; seq++) await camera.send(taken(seq));
  await done(house, 20);
  await until(() => one.counts.duplicates + other.counts.duplicates === 20, broker);
  assert.equal(house.writer.collective.state.accounts.get('bunyan crown')?.balance, 102_000);
});

test('a broker that isn\'t there is told once, with its address and without its password', async (t) => {
  const house = await start(t);
  const port = await freePort();
  house.attach(`mqtt://ana:secret@127.0.0.1:${port}`);
  assert.equal(await house.line(/./), `no broker at mqtt://127.0.0.1:${port} (nothing answers there): it is tried again until it is there`);
  const tries = createServer({ noDelay: true }, (each) => void each.on('error', () => undefined).destroy());
  t.after(() => tries.close());
  tries.listen(port, '127.0.0.1');
  await once(tries, 'connection');
  assert.equal(house.lines.length, 1);
  assert.equal((tries.address() as AddressInfo).port, port);
});

/** Resolves when everyone's subscriptions stand. */
async function subscribed(house: Running, broker: Mosquitto): Promise<void> {
  const probe = await connectDevice({ url: broker.url, collective: 'small-house', id: 'probe' });
  // A nonsense message is answered by whoever listens; until then there is nobody.
  const answered = probe.refusal(() => true);
  let heard = false;
  void answered.then(() => { heard = true; });
  while (!heard) await probe.sendRaw('frankpledge/small-house/reading/probe', 'are you there?');
  await probe.close();
  assert.ok(house.lines.length === 0, house.lines.join('\n'));
}

/** Resolves when it is so, asking after each round trip to the broker. */
async function until(isSo: () => boolean, broker: Mosquitto): Promise<void> {
  const probe = await connectDevice({ url: broker.url, collective: 'elsewhere', id: 'until' });
  while (!isSo()) await probe.sendRaw('elsewhere', '');
  await probe.close();
}
