/** `frankpledge sensing simulate`: into a file, and to a broker from which the things come in. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { simulate as command } from '../src/cli/sensing-simulate.ts';
import { publishHouse } from '../src/host/simulated-house.ts';
import { prepareMosquitto, withoutMosquitto } from './mosquitto.ts';

type Line = { readonly at: number; readonly topic: string; readonly payload: string; readonly retain: boolean };

const room = mkdtempSync(join(tmpdir(), 'frankpledge-simulate-'));
test.after(() => rmSync(room, { recursive: true, force: true }));

const simulate = (...args: string[]) => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli/main.ts', 'sensing', 'simulate', ...args], { encoding: 'utf8' });
const linesOf = (file: string): Line[] => readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Line);

test('a file has the messages, the truth beside it has what happened', () => {
  const [out, truth] = [join(room, 'house.ndjson'), join(room, 'truth.json')];
  const done = simulate('--hours', '2', '--devices', '12', '--seed', '3', '--out', out, '--truth', truth, '--json');
  assert.equal(done.status, 0, done.stderr);
  const said = JSON.parse(done.stdout) as { devices: number; messages: number; deeds: number };
  const lines = linesOf(out);
  assert.deepEqual([said.devices, said.messages], [12, lines.length]);
  assert.equal(new Set(lines.filter(({ retain, topic }) => retain && topic.startsWith('homeassistant/')).map(({ topic }) => topic.split('/')[2])).size, 9); // scale, badge, camera, six phones
  assert.ok(lines.every(({ at }, place) => at >= (lines[place - 1]?.at ?? 0)));
  const told = JSON.parse(readFileSync(truth, 'utf8')) as { from: string; until: string; deeds: { by: string | null; what: string }[]; bindings: { id: string }[] };
  assert.deepEqual([told.from, told.until], ['2026-01-12T16:00:00.000Z', '2026-01-12T18:00:00.000Z']);
  assert.equal(told.deeds.length, said.deeds);
  assert.deepEqual(told.bindings.map(({ id }) => id), ['pile', 'warmth-house-1']);
  const again = join(room, 'again.ndjson');
  assert.match(simulate('--hours', '2', '--devices', '12', '--seed', '3', '--out', again).stdout, new RegExp(`^${lines.length} messages of 12 devices`));
  assert.deepEqual(readFileSync(again), readFileSync(out));
});

test('what it can\'t do is said', async () => {
  const refused = async (...args: string[]): Promise<string> => {
    try {
      await command.run(args);
      return 'done';
    } catch (error) {
      return error instanceof Error ? `${error.message} [${(error as { code?: string }).code}]` : 'thrown';
    }
  };
  assert.equal(await refused('--out', 'x'), '--hours is missing: how long it goes on [usage]');
  assert.equal(await refused('--hours', '1'), 'say where the messages go: --out FILE or --mqtt URL [usage]');
  assert.match(await refused('--hours', '745', '--out', 'x'), /^--hours is a whole number from 1 to 744/);
  assert.match(await refused('--hours', '1', '--devices', '9', '--out', 'x'), /^--devices is a whole number from 10 to 1000/);
  assert.match(await refused('--hours', '1', '--start', 'noon', '--out', 'x'), /^--start is a time/);
  assert.match(await refused('--hours', '1', '--mqtt', 'localhost'), /^"localhost" is no broker's address/);
  assert.match(await refused('--hours', '1', '--out', join(room, 'nowhere', 'x')), /\[ENOENT\]$/);
  const away = await refused('--hours', '1', '--mqtt', 'mqtt://u:secret@127.0.0.1:1');
  assert.match(away, /^no broker at 127\.0\.0\.1:1: .*\[no_broker\]$/);
  assert.doesNotMatch(away, /secret/);
});

test('a broker gets every message once, and keeps what describes the devices', { skip: withoutMosquitto, timeout: 60_000 }, async () => {
  const broker = await prepareMosquitto();
  await broker.start();
  try {
    const listener = await connectAsync(broker.url, { protocolVersion: 4 });
    const heard: string[] = [];
    listener.on('message', (topic) => void heard.push(topic));
    await listener.subscribeAsync('#', { qos: 1 });
    const { messages } = await publishHouse({ seed: 1, start: Date.UTC(2026, 0, 12, 16), hours: 1, devices: 12 }, broker.url, 100_000, undefined, new AbortController().signal, () => undefined);
    // The listener's own message is the last that the broker passes on.
    await new Promise<void>((last) => {
      listener.on('message', (topic) => { if (topic === 'last') last(); });
      listener.publish('last', '', { qos: 1 });
    });
    assert.equal(heard.filter((topic) => topic !== 'last').length, messages);
    await listener.endAsync();
    const later = await connectAsync(broker.url, { protocolVersion: 4 });
    const kept: string[] = [];
    later.on('message', (topic, _payload, { retain }) => { if (retain) kept.push(topic); });
    await later.subscribeAsync(['homeassistant/#', 'zigbee2mqtt/#', 'last'], { qos: 1 });
    await new Promise<void>((last) => {
      later.on('message', (topic) => { if (topic === 'last') last(); });
      later.publish('last', '', { qos: 1 });
    });
    assert.equal(kept.filter((topic) => topic.startsWith('homeassistant/')).length, 9);
    assert.ok(kept.includes('zigbee2mqtt/bridge/devices'));
    await later.endAsync();
  } finally {
    await broker.remove();
  }
});

test('it can be stopped', { skip: withoutMosquitto, timeout: 60_000 }, async () => {
  const broker = await prepareMosquitto();
  await broker.start();
  try {
    const stop = new AbortController();
    let seen = 0;
    const { messages } = await publishHouse({ seed: 1, start: Date.UTC(2026, 0, 12, 16), hours: 24, devices: 12 }, broker.url, 1, undefined, stop.signal, () => {
      seen += 1;
      if (seen === 3) stop.abort();
    });
    assert.equal(messages, 3);
  } finally {
    await broker.remove();
  }
});
