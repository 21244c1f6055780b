// A server with sensing for the bench, in a process of its own and a fresh folder: devices described as Home Assistant's discovery has it,
// bindings by the operator, and how many observations have become durable.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { foundInFolder } from '../src/host/data-folder.ts';
import { loadKits } from '../src/host/kits.ts';
import type { Binding } from '../src/vocabulary/sensing.ts';
import { observations } from '../test/house.ts';
import { settingsOf } from './collective.ts';
import { firewoodLoad } from './peers/load.ts';
import { connectJoin, type JoinClient, type JoinSide } from './peers/join-drive.ts';
import type { Asked, Told } from './sensing-child.ts';

export type SensingServer = JoinSide & {
  readonly pid: number;
  readonly client: JoinClient;
  readonly ask: (asked: Asked) => Promise<number>;
  /** Describes sensors, and lets each say what it says until the server hears all of them. */
  readonly introduce: (sensors: readonly Sensor[]) => Promise<void>;
  readonly bind: (bindings: readonly Binding[]) => Promise<void>;
  /** Ends the server; then what its log has of each observation. */
  readonly close: () => Promise<ReturnType<typeof observations>>;
  /** Ends what still runs, and takes the folder away. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type Sensor = { readonly id: string; readonly topic: string; readonly description: object; readonly says: string };

const child = join(import.meta.dirname, 'sensing-child.ts');
const introduceMsMax = 120_000;
const introduceEveryMs = 250;
/** Messages that a broker holds for one client: Mosquitto drops what is beyond a thousand. */
const introducedAtOnce = 500;

/**
 * @param broker to attach to; left out: the embedded one
 * @param flags of Node, as `--cpu-prof`
 */
export async function startSensingServer(broker?: string, flags: readonly string[] = []): Promise<SensingServer> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
  const { members } = firewoodLoad({ observations: 1, seed: 1 });
  await foundInFolder(folder, settingsOf(members, 1), loadKits(), Date.now());
  const server = fork(child, [folder, ...(broker === undefined ? [] : [broker])], { execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc', ...flags], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const killNow = (): void => void server.kill('SIGKILL');
  process.on('exit', killNow);
  const listeners = new Set<(count: number) => void>();
  const waiting: ((value: number) => void)[] = [];
  let ready = (_: string): void => undefined;
  const url = new Promise<string>((resolve, reject) => {
    ready = resolve;
    server.once('exit', (code) => reject(new Error(`bench: the server ended (${String(code)})`)));
  });
  server.on('message', (told: Told) => {
    if (told.what === 'ready') ready(told.url);
    else if (told.what === 'done') waiting.shift()?.(told.value);
    else for (const listener of listeners) listener(told.count);
  });
  const client = await connectJoin(await url);
  const ask = (asked: Asked): Promise<number> => new Promise((answer) => {
    waiting.push(answer);
    server.send(asked);
  });
  return {
    pid: server.pid ?? -1, client, ask,
    listen: (answered) => {
      listeners.add(answered);
      return () => void listeners.delete(answered);
    },
    introduce: (sensors) => introduce(client, ask, sensors),
    async bind(bindings) {
      const bound = await ask({ what: 'bind', bindings });
      if (bound !== bindings.length) throw new Error(`bench: ${bound} of ${bindings.length} bindings were recorded`);
    },
    async close() {
      await client.endAsync(true);
      await ask({ what: 'close' });
      await exited(server);
      const journal = openSqliteJournal(folder, 'read');
      const all = observations(journal);
      journal.close();
      return all;
    },
    async [Symbol.asyncDispose]() {
      killNow();
      await exited(server);
      process.off('exit', killNow);
      await client.endAsync(true).catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function introduce(client: JoinClient, ask: SensingServer['ask'], sensors: readonly Sensor[]): Promise<void> {
  for (let from = 0; from < sensors.length; from += introducedAtOnce) {
    const some = sensors.slice(from, from + introducedAtOnce);
    for (const { id, description } of some) await client.publishAsync(`homeassistant/sensor/${id}/config`, JSON.stringify(description), { qos: 1, retain: true });
    for (const began = performance.now(); await ask({ what: 'heard' }) < from + some.length;) {
      if (performance.now() - began > introduceMsMax) throw new Error('bench: the server does not hear its sensors');
      for (const { topic, says } of some) await client.publishAsync(topic, says, { qos: 1 });
      await pause(introduceEveryMs);
    }
  }
}

async function exited(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
}
