// MQTT QoS 1 in → decided and durable: the server as `frankpledge start --data` runs it, in a process of its own, with the embedded broker;
// a device without a key, vouched for by the gateway. A message is in flight until its PUBACK has come, which the server sends once the
// observation is durable. Alone: node bench/mqtt.ts
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { foundInFolder } from '../src/host/data-folder.ts';
import { loadKits } from '../src/host/kits.ts';
import { settingsOf } from './collective.ts';
import { firewoodLoad, type Load } from './peers/load.ts';
import { median, perSecondSince, runAlone, type PeerResult, type RunOptions } from './peers/peer.ts';

/** With many in flight there are more messages, so that a round lasts. */
const windows = [{ inFlight: 1, times: 1 }, { inFlight: 100, times: 10 }] as const;
const startMsMax = 60_000;
const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');

export async function run({ observations, rounds, seed }: RunOptions): Promise<PeerResult[]> {
  const results: PeerResult[] = [];
  for (const { inFlight, times } of windows) {
    const figures: number[] = [];
    for (let round = 0; round < rounds; round++) figures.push(await measure(firewoodLoad({ observations: observations * times, seed: seed + round }), inFlight));
    results.push({
      name: `Frankpledge over MQTT, ${inFlight} in flight`,
      what: 'MQTT in (QoS 1) → gateway signs what waits together → kernel, firewood kit in QuickJS-Wasm → durable (SQLite, synchronous=FULL) → PUBACK; one process with embedded broker, publisher in this one',
      perSecond: median(figures), rounds: figures,
    });
  }
  return results;
}

async function measure(load: Load, inFlight: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
  let server: ChildProcess | undefined;
  try {
    await foundInFolder(folder, settingsOf(load.members, 1), loadKits(), Date.now());
    const { child, url } = await startServer(folder);
    server = child;
    const client = await connectAsync(url, { protocolVersion: 4 });
    (client.stream as Socket).setNoDelay(true);
    const warmUp = Math.ceil(load.observations.length / 4); // isn't counted, as with the peers
    await publishAll(client, load, inFlight, 0, warmUp);
    const perSecond = await publishAll(client, load, inFlight, warmUp, load.observations.length);
    await client.endAsync();
    await stop(child);
    requireAll(folder, load.observations.length);
    return perSecond;
  } finally {
    if (server !== undefined) await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function publishAll(client: MqttClient, load: Load, inFlight: number, from: number, to: number): Promise<number> {
  // The load's own times, moved so that the last one is now: sent in seconds, it is still a hundred people's wood of some days.
  const behindMs = Date.now() - (load.observations.at(-1)?.at ?? 0) * 1000;
  const payloads = load.observations.slice(from, to).map(({ by, count, massG, at, pEvent, pPerson }, i) =>
    JSON.stringify({ seq: from + i + 1, subject: 'pile-0', event: 'taken', at: at * 1000 + behindMs, by, count, mass_g: massG, p: { event: pEvent / 1e9, person: pPerson / 1e9 } }));
  const startedMs = performance.now();
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < payloads.length) await client.publishAsync('frankpledge/bench/reading/scale-1', payloads[next++] as string, { qos: 1 });
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return perSecondSince(startedMs, payloads.length);
}

async function startServer(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'start', '--data', folder, '--port', '0', '--mqtt-port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), startMsMax);
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const url = /^devices: (mqtt:\S+),/.exec(line)?.[1];
    if (url === undefined) continue;
    clearTimeout(timer);
    return { child, url };
  }
  throw new Error('bench: the server did not start');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Nothing that was acknowledged is missing, and nothing is there twice. */
function requireAll(folder: string, count: number): void {
  const journal = openSqliteJournal(folder, 'read');
  const seen = new Set<number>();
  let doubled = 0;
  for (const { record } of journal.read(0, journal.head())) {
    const { entry } = JSON.parse(record) as { entry: { kind: string; body: { observations?: readonly { seq: number }[] } } };
    for (const { seq } of entry.body.observations ?? []) {
      if (seen.has(seq)) doubled += 1;
      seen.add(seq);
    }
  }
  journal.close();
  if (seen.size !== count || doubled > 0) throw new Error(`bench: ${count} were acknowledged, ${seen.size} are in the journal, ${doubled} twice`);
}

if (import.meta.main) await runAlone(run);
