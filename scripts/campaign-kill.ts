// Kills a server with `kill -9` at random moments under load, again and again, and checks that nothing that was acknowledged is lost and
// nothing happened twice:
//   node scripts/campaign-kill.ts [--kills 30] [--seed 1] [--rate 500]
// Kills only the process that it started itself. The same seed gives the same moments, as far as machines have the same moments.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { systemClock } from '../src/host/clock.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { openCollective } from '../src/host/data-folder.ts';
import { openDevices } from '../src/host/devices.ts';
import { serveCollective } from '../src/host/serve.ts';
import { createMemoryJournal, type Journal } from '../src/journal/journal.ts';
import { parseRecord } from '../src/log/record.ts';
import { connectDevice, type Device, type DeviceKey } from '../src/testing/device.ts';
import { createRandom, type Random } from '../src/testing/random.ts';
import { deviceObservationId } from '../src/vocabulary/ids.ts';
import { dayMs } from '../src/vocabulary/time.ts';
import { foundHouse, observations, scaleSealer } from '../test/house.ts';
import { freePort } from '../test/mosquitto.ts';

export type Campaign = { readonly kills: number; readonly seed: number; /** Observations a second. */ readonly rate: number };

export type CampaignResult = {
  readonly kills: number; readonly sent: number; readonly acknowledged: number; readonly seconds: number;
  readonly perSecond: number; readonly records: number; readonly repeated: number;
  /** What went wrong; empty when all holds. */
  readonly faults: readonly string[];
};

/** A server lives so long under load before it is killed. */
const lifeMs = { least: 30, most: 900 };
/** How often the load is let go on. */
const tickMs = 20;
/** Unacknowledged messages of a device at which it waits, as it does while there is no server. */
const inFlightMax = 100;
const signedBatch = 10;
/** A server that isn't up by then, and messages that aren't acknowledged by then, never will be. */
const upMsMax = 30_000;
const drainMsMax = 60_000;

const cameras = ['camera-1', 'camera-2', 'thermo-1', 'thermo-2'] as const;

export async function runCampaign({ kills, seed, rate }: Campaign): Promise<CampaignResult> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-kill-'));
  const random = createRandom(seed);
  const port = await freePort();
  const began = performance.now();
  let child: ChildProcess | undefined;
  let load: Load | undefined;
  try {
    await foundHouse(folder);
    child = await startServer(folder, port);
    load = await startLoad(folder, port, rate, random);
    for (let kill = 0; kill < kills; kill++) {
      await pause(random.int(lifeMs.least, lifeMs.most));
      const ended = once(child, 'exit');
      if (!child.kill('SIGKILL')) throw new Error('the server ended by itself');
      await ended;
      child = await startServer(folder, port);
    }
    await load.finish();
    const seconds = (performance.now() - began) / 1000;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    child = undefined;
    return { kills, seconds: Math.round(seconds), perSecond: Math.round(load.sent() / seconds), ...await examine(folder, load) };
  } finally {
    child?.kill('SIGKILL');
    await load?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Load = {
  readonly sent: () => number;
  readonly devices: readonly Device[];
  /** Sends nothing new; resolves when all is acknowledged. */
  readonly finish: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

async function startLoad(folder: string, port: number, rate: number, random: Random): Promise<Load> {
  const url = `mqtt://127.0.0.1:${port}`;
  const reader = openSqliteJournal(folder, 'read');
  const first = parseRecord(reader.read(0, 1)[0]?.record ?? '');
  reader.close();
  const key: DeviceKey = { id: 'device-scale', origin: first.ok ? first.value.entry.origin : '', sealer: scaleSealer };
  const devices = await Promise.all([...cameras, 'scale'].map((id) => connectDevice({ url, collective: 'small-house', id })));
  const open = new Map(devices.map((device) => [device, 0]));
  const all = new Set<Promise<void>>();
  const seqs = new Map(devices.map((device) => [device, 0]));
  let sent = 0;
  let due = 0;
  let last = performance.now();

  const send = (device: Device): number => {
    if ((open.get(device) ?? 0) >= inFlightMax) return 0;
    const seq = (seqs.get(device) ?? 0) + 1;
    const now = Date.now();
    const readings = Array.from({ length: device.id === 'scale' ? signedBatch : 1 }, (_, i) => said(device.id, seq + i, now, random));
    seqs.set(device, seq + readings.length - 1);
    const sending = device.id === 'scale' ? device.sendSigned(key, readings, now) : device.send(readings[0] ?? said(device.id, seq, now, random));
    open.set(device, (open.get(device) ?? 0) + 1);
    const answered = sending.then(() => {
      open.set(device, (open.get(device) ?? 1) - 1);
      all.delete(answered);
    });
    all.add(answered);
    sent += readings.length;
    return readings.length;
  };
  const timer = setInterval(() => {
    const now = performance.now();
    due = Math.min(due + ((now - last) / 1000) * rate, rate);
    last = now;
    for (let tries = 0; due > 0 && tries < 2 * rate; tries++) due -= send(devices[random.int(0, random.chance(0.02) ? devices.length - 1 : cameras.length - 1)] ?? devices[0]!);
  }, tickMs);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all(devices.map((device) => device.close()));
  };
  return {
    sent: () => sent, devices, stop,
    finish: async () => {
      clearInterval(timer);
      await within(drainMsMax, Promise.all(all), () => `${all.size} messages were never acknowledged`);
    },
  };
}

/** A taking of one piece, so that money shows what was counted twice; or a temperature. */
function said(device: string, seq: number, now: number, random: Random) {
  const at = now - random.int(0, 26) * dayMs;
  if (device.startsWith('thermo')) return { seq, subject: 'house-a', event: 'temperature', at, values: { celsius: 18 + random.int(0, 30) / 10 } };
  return { seq, subject: 'woodpile', event: 'taken', at, values: { by: 'ana', count: 1 } };
}

async function examine(folder: string, load: Load): Promise<Pick<CampaignResult, 'sent' | 'acknowledged' | 'records' | 'repeated' | 'faults'>> {
  const faults: string[] = [];
  const journal = openSqliteJournal(folder, 'read');
  try {
    const done = new Map<string, number>();
    let repeated = 0;
    let takings = 0;
    for (const { device, observation, status } of observations(journal)) {
      const id = deviceObservationId(device, observation.seq ?? 0);
      if (status === 'duplicate') repeated += 1;
      else if (status === 'done') {
        done.set(id, (done.get(id) ?? 0) + 1);
        if (observation.event === 'taken') takings += 1;
      } else faults.push(`${id} is ${status}`);
    }
    for (const [id, count] of done) if (count > 1) faults.push(`${id} is in the journal ${count} times`);
    let acknowledged = 0;
    for (const device of load.devices) {
      acknowledged += device.acknowledged.size;
      for (const seq of device.acknowledged) if (!done.has(deviceObservationId(device.id, seq))) faults.push(`${device.id}:${seq} was acknowledged and is lost`);
    }
    if (acknowledged !== load.sent()) faults.push(`${load.sent()} were sent, ${acknowledged} acknowledged`);
    if (done.size !== acknowledged) faults.push(`${done.size} are in the journal, ${acknowledged} were acknowledged`);
    faults.push(...await replayFaults(journal, takings));
    return { sent: load.sent(), acknowledged, records: journal.head(), repeated, faults };
  } finally {
    journal.close();
  }
}

/** Decides everything anew and compares: outcomes, root, and the money against the number of takings. */
async function replayFaults(journal: Journal, takings: number): Promise<string[]> {
  const faults: string[] = [];
  const live = openCollective({ journal, sandbox: await createCodeSandbox() });
  const memory = createMemoryJournal();
  const sandbox = await createCodeSandbox();
  for (const hash of journal.blobHashes()) {
    memory.putBlob(hash, journal.getBlob(hash) ?? '');
    sandbox.add(hash, journal.getBlob(hash) ?? '');
  }
  const replayed = openCollective({ journal: memory, sandbox });
  for (const row of journal.read(0, journal.head())) {
    const record = parseRecord(row.record);
    if (!record.ok) return [...faults, `record ${row.seq} can't be read`];
    replayed.take([record.value], record.value.recordedAt);
  }
  if (replayed.head().root !== live.head().root) faults.push(`the replay's root is ${replayed.head().root}, the log's ${live.head().root}`);
  const balance = live.state.accounts.get('bunyan crown')?.balance ?? 0;
  if (balance !== 100_000 + 100 * takings) faults.push(`${takings} takings at 1.00 left the provider with ${balance / 100}`);
  if (replayed.state.accounts.get('bunyan crown')?.balance !== balance) faults.push('the replay moved other money');
  return faults;
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', import.meta.filename, '--server', folder, '--port', String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await within(upMsMax, Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => { throw new Error('the server does not start'); })]), () => 'the server does not start');
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

/** The process that is killed: everything that `frankpledge start` runs, but for the page. */
async function serve(folder: string, port: number): Promise<void> {
  const tell = (message: string): void => console.error(message);
  const serving = await serveCollective({ place: { folder }, clock: systemClock, port: 0, tell });
  const devices = await openDevices({ writer: serving.writer, clock: systemClock, folder, broker: { host: '127.0.0.1', port }, things: serving.sensing.things, tell });
  process.once('SIGTERM', () => void devices.close().then(() => serving.close()).then(() => process.exit()));
  // Whoever started it holds the other end: it doesn't outlive a campaign that broke off.
  process.stdin.on('end', () => process.exit(1)).resume();
  console.log('up');
}

async function within<T>(msMax: number, work: Promise<T>, complaint: () => string): Promise<T> {
  const timeout = new AbortController();
  const late = pause(msMax, undefined, { signal: timeout.signal }).then(() => { throw new Error(complaint()); });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timeout.abort();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' }, rate: { type: 'string', default: '500' },
      server: { type: 'string' }, port: { type: 'string', default: '0' },
    },
  });
  if (values.server !== undefined) await serve(values.server, Number(values.port));
  else {
    const result = await runCampaign({ kills: Number(values.kills), seed: Number(values.seed), rate: Number(values.rate) });
    console.log(JSON.stringify(result));
    if (result.faults.length > 0) {
      console.error(`again with: node scripts/campaign-kill.ts --kills ${values.kills} --seed ${values.seed} --rate ${values.rate}`);
      process.exitCode = 1;
    }
  }
}
