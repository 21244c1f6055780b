import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { openSqliteReadings } from '../src/adapters/readings-sqlite/readings.ts';
import { createRandom } from '../src/testing/random.ts';
import { foundHouse, observations } from './house.ts';
import { prepareMosquitto, withoutMosquitto } from './mosquitto.ts';
import { openSensingHouse, publisher, thermometer, until } from './sensing-house.ts';

const rounds = 6;
const eachRound = 40;
const stream = '01ad/temp01ae';
const discovery = {
  device_class: 'temperature', state_topic: 'home/sensor1/state', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}', unique_id: 'temp01ae',
  device: { identifiers: ['01ad'], name: 'Bedroom' },
};

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Resolves once the child has stored so many readings. */
async function stored(child: Child, count: number): Promise<void> {
  let output = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    if (Number(output.split('\n').at(-2) ?? -1) >= count) return;
  }
  throw new Error(`the server ended: ${output}`);
}

test('kill -9 while readings come through Mosquitto: each is stored once, in its order, and observed at the most once', { skip: withoutMosquitto, timeout: 120_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-sensing-kill-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await foundHouse(folder);
  const broker = await prepareMosquitto();
  t.after(() => broker.remove());
  await broker.start();
  const hub = await publisher(broker.url);
  t.after(() => hub.close());
  await hub.say('homeassistant/sensor/temp01ae/config', discovery, true);
  await hub.say('home/sensor1/state', { temperature: -1 }, true);

  const house = await openSensingHouse(folder, broker.url);
  const isHeard = (): boolean => house.serving.sensing.things.device('01ad')?.streams[0]?.last !== undefined;
  await until('it listens', isHeard);
  await house.say({ kind: 'bind', body: { binding: thermometer(stream) } }, 'bind-1');
  await house.close();

  const random = createRandom(7);
  let said = 0;
  for (let round = 0; round < rounds; round++) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'sensing-child.ts'), folder, broker.url, stream], { stdio: ['pipe', 'pipe', 'inherit'] });
    const before = said;
    const saying = (async () => {
      for (let n = 0; n < eachRound; n++) await hub.say('home/sensor1/state', { temperature: (said += 1) / 10 });
    })();
    await stored(child, before + random.int(1, eachRound));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await saying;
  }
  const last = await openSensingHouse(folder, broker.url);
  const count = (): number => last.serving.sensing.sensing.store?.streams()[0]?.count ?? 0;
  await until('what was said is stored', () => count() >= said);
  await hub.say('home/sensor1/state', { temperature: (said += 1) / 10 });
  await until('what was said is stored', () => count() >= said);
  await last.close();

  const store = openSqliteReadings(folder, 'read');
  assert.deepEqual(store.after(0, 1e6).map(({ value }) => value), Array.from({ length: said }, (_, i) => (i + 1) / 10));
  assert.deepEqual(store.waiting(1e6), []);
  store.close();
  const journal = openSqliteJournal(folder, 'read');
  const seen = observations(journal).filter(({ device, status }) => device === 'warmth' && status === 'done');
  journal.close();
  assert.ok(seen.length > 0);
  assert.deepEqual(seen.map(({ observation }) => observation.seq), Array.from({ length: seen.length }, (_, i) => i + 1));
  const values = seen.map(({ observation }) => Number(observation.values['celsius']));
  assert.deepEqual(values, values.toSorted((a, b) => a - b));
  assert.equal(new Set(values).size, values.length);
});
