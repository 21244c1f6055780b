// Runs a server under an even load for a while, and looks at what grows:
//   node scripts/campaign-soak.ts [--minutes 10] [--rate 200] [--seed 1]
// The server is a process of its own with the embedded broker; devices send at the rate, members pay and look now and then. At the end
// everything that was acknowledged must be there once, the log must verify, and memory must not have grown beyond what records explain.
// Only loopback; it ends only the process that it started itself.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { systemClock } from '../src/host/clock.ts';
import { findSigner } from '../src/host/data-folder.ts';
import { openDevices } from '../src/host/devices.ts';
import { sealEntry, type Signer } from '../src/host/sealing.ts';
import { serveCollective } from '../src/host/serve.ts';
import { verifySource } from '../src/host/verify.ts';
import { connectDevice, type Device } from '../src/testing/device.ts';
import { createRandom, type Random } from '../src/testing/random.ts';
import { deviceObservationId } from '../src/vocabulary/ids.ts';
import { foundHouse, observations } from '../test/house.ts';

export type Soak = { readonly seconds: number; /** Observations a second. */ readonly rate: number; readonly seed: number };

export type SoakResult = {
  readonly seconds: number; readonly sent: number; readonly acknowledged: number; readonly requests: number; readonly records: number;
  readonly bytesPerRecord: number;
  /** Of the server, in MB: after its start, at its most, and the medians of the second and the last quarter. */
  readonly rssMb: { readonly first: number; readonly most: number; readonly secondQuarter: number; readonly lastQuarter: number };
  /** Of the server's event loop, in ms: the median of the samples' 99th percentiles, and the longest. */
  readonly loopDelayMs: { readonly p99: number; readonly most: number };
  readonly faults: readonly string[];
};

/** What memory may grow by from the second quarter to the last: what engines and allocators do as they please … */
const growthMbMax = 64;
/** … and what the server keeps for each observation: that it was seen, the tree's hash, the views' figures. */
const growthBytesPerObservation = 1024;
const tickMs = 20;
const sampleMs = 1000;
/** A member does something at every so many ticks. */
const memberTicks = 25;
const inFlightMax = 200;
const upMsMax = 30_000;
const drainMsMax = 60_000;
/** Of all readings: each taking within the time for returns is kept in one cell, so that many at once say little about days of few. */
const takingsPart = 0.005;
const mb = 1024 * 1024;

const thermometers = ['thermo-1', 'thermo-2', 'thermo-3'] as const;
const cameras = ['camera-1', 'camera-2'] as const;

export async function runSoak({ seconds, rate, seed }: Soak): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-soak-'));
  let server: Server | undefined;
  let devices: Device[] = [];
  try {
    await foundHouse(folder);
    server = await startServer(folder);
    const { mqtt } = server;
    devices = await Promise.all([...thermometers, ...cameras].map((id) => connectDevice({ url: mqtt, collective: 'small-house', id })));
    const load = createLoad(devices, createMember(folder, server), createRandom(seed));
    const samples = await loaded(server, load, seconds, rate);
    await load.finish();
    for (const device of devices) await device.close();
    await server.stop();
    const { faults, records } = await examine(folder, devices, load.sent());
    const rssMb = growthOf(samples);
    const allowed = growthMbMax + (growthBytesPerObservation * load.sent() / 2) / mb;
    if (rssMb.lastQuarter - rssMb.secondQuarter > allowed) faults.push(`memory grew from ${rssMb.secondQuarter} to ${rssMb.lastQuarter} MB, of which ${Math.round(allowed)} are explained`);
    return {
      seconds, sent: load.sent(), acknowledged: devices.reduce((sum, device) => sum + device.acknowledged.size, 0), requests: load.requests(), records,
      bytesPerRecord: Math.round(bytesOf(folder) / records), rssMb, faults: [...load.faults, ...faults],
      loopDelayMs: { p99: median(samples.map((each) => each.p99Ms)), most: Math.max(...samples.map((each) => each.mostMs)) },
    };
  } finally {
    for (const device of devices) await device.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the server says of itself when it is asked. */
type Sample = { readonly rssBytes: number; readonly p99Ms: number; readonly mostMs: number };

async function loaded(server: Server, load: Load, seconds: number, rate: number): Promise<Sample[]> {
  const samples = [await server.sample()];
  const began = performance.now();
  let due = 0;
  let last = began;
  let nextSample = began + sampleMs;
  for (let tick = 1; performance.now() - began < seconds * 1000; tick++) {
    await pause(tickMs);
    const now = performance.now();
    due = Math.min(due + ((now - last) / 1000) * rate, rate);
    last = now;
    for (; due >= 1; due--) load.send();
    if (tick % memberTicks === 0) load.member();
    if (now < nextSample) continue;
    nextSample = now + sampleMs;
    samples.push(await server.sample());
  }
  return samples;
}

type Load = {
  readonly send: () => void;
  readonly member: () => void;
  readonly sent: () => number;
  readonly requests: () => number;
  readonly faults: readonly string[];
  /** Resolves when all is answered. */
  readonly finish: () => Promise<void>;
};

function createLoad(devices: readonly Device[], act: (random: Random) => Promise<string | undefined>, random: Random): Load {
  const open = new Set<Promise<void>>();
  const seqs = new Map<string, number>();
  const faults: string[] = [];
  let sent = 0;
  let requests = 0;
  const watch = (work: Promise<unknown>): void => {
    const done = work.then((fault) => { if (typeof fault === 'string') faults.push(fault); }, (error: unknown) => void faults.push(String(error))).finally(() => open.delete(done));
    open.add(done);
  };
  return {
    faults, sent: () => sent, requests: () => requests,
    send: () => {
      if (open.size >= inFlightMax) return;
      const device = devices[random.chance(takingsPart) ? random.int(thermometers.length, devices.length - 1) : random.int(0, thermometers.length - 1)];
      if (device === undefined) return;
      const seq = (seqs.get(device.id) ?? 0) + 1;
      seqs.set(device.id, seq);
      sent += 1;
      watch(device.send(device.id.startsWith('thermo')
        ? { seq, subject: 'house-a', event: 'temperature', values: { celsius: 18 + random.int(0, 30) / 10 } }
        : { seq, subject: 'woodpile', event: 'taken', values: { by: 'ana', count: 1 } }));
    },
    member: () => {
      requests += 1;
      watch(act(random));
    },
    finish: async () => {
      for (const until = performance.now() + drainMsMax; open.size > 0;) {
        if (performance.now() > until) throw new Error(`${open.size} messages were never answered`);
        await pause(tickMs);
      }
    },
  };
}

/** A member who pays, or looks; says what is wrong with the answer. */
function createMember(folder: string, { http: url, secret }: Pick<Server, 'http' | 'secret'>): (random: Random) => Promise<string | undefined> {
  const bunyan = findSigner(folder, 'member', 'bunyan') as Signer;
  let count = 0;
  let origin = '';
  const headers = { authorization: `Bearer ${secret}` };
  return async (random) => {
    if (origin === '') origin = ((await (await fetch(`${url}/api/head`, { headers })).json()) as { origin: string }).origin;
    const path = random.pick(['/api/overview', '/api/members/ana', '/api/records?limit=50', '/api/digest', 'pay', 'pay']);
    count += 1;
    const sealed = path === 'pay' ? sealEntry(bunyan, { kind: 'pay', body: { to: 'ana', unit: 'crown', amount: '0.01' } }, origin, Date.now(), `soak-${count}`) : undefined;
    const response = sealed === undefined ? await fetch(url + path, { headers }) : await fetch(`${url}/api/entries`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sealed) });
    const text = await response.text();
    return response.status === 200 ? undefined : `${path}: ${response.status} ${text}`;
  };
}

async function examine(folder: string, devices: readonly Device[], sent: number): Promise<{ faults: string[]; records: number }> {
  const faults: string[] = [];
  const verdict = await verifySource(folder);
  if (!verdict.ok) faults.push(`verify: ${JSON.stringify(verdict)}`);
  const journal = openSqliteJournal(folder, 'read');
  try {
    const done = new Map<string, number>();
    for (const { device, observation, status } of observations(journal)) {
      const id = deviceObservationId(device, observation.seq ?? 0);
      if (status === 'done') done.set(id, (done.get(id) ?? 0) + 1);
      else if (status !== 'duplicate') faults.push(`${id} is ${status}`);
    }
    const ids = devices.flatMap((device) => [...device.acknowledged].map((seq) => deviceObservationId(device.id, seq)));
    for (const id of ids) if (done.get(id) !== 1) faults.push(`${id} was acknowledged and is there ${done.get(id) ?? 0} times`);
    if (ids.length !== sent || done.size !== sent) faults.push(`${sent} were sent, ${ids.length} acknowledged, ${done.size} are in the journal`);
    return { faults, records: journal.head() };
  } finally {
    journal.close();
  }
}

function growthOf(samples: readonly Sample[]): SoakResult['rssMb'] {
  const all = samples.map(({ rssBytes }) => Math.round(rssBytes / mb));
  const quarter = Math.ceil(all.length / 4);
  return { first: all[0] ?? 0, most: Math.max(...all), secondQuarter: median(all.slice(quarter, 2 * quarter)), lastQuarter: median(all.slice(-quarter)) };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).reduce((sum, each) => sum + statSync(join(each.parentPath, each.name)).size, 0);
}

// The server's process

type Server = { readonly http: string; readonly secret: string; readonly mqtt: string; readonly sample: () => Promise<Sample>; readonly stop: () => Promise<void> };

async function startServer(folder: string): Promise<Server> {
  const child = fork(import.meta.filename, ['--server', folder], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    const { http, secret, mqtt } = await heard<{ http: string; secret: string; mqtt: string }>(child);
    return {
      http, secret, mqtt,
      sample: () => {
        const answer = heard<Sample>(child);
        child.send('sample');
        return answer;
      },
      stop: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: stop.signal }).then(([message]) => message as T),
      once(child, 'exit', { signal: stop.signal }).then(() => { throw new Error('the server ended by itself'); }),
      pause(upMsMax, undefined, { signal: stop.signal }).then(() => { throw new Error('the server says nothing'); }),
    ]);
  } finally {
    stop.abort();
  }
}

/** Everything that `frankpledge start` runs, but for the page. */
async function serve(folder: string): Promise<void> {
  const tell = (message: string): void => console.error(message);
  const serving = await serveCollective({ place: { folder }, clock: systemClock, port: 0, tell });
  const devices = await openDevices({ writer: serving.writer, clock: systemClock, folder, broker: { host: '127.0.0.1', port: 0 }, things: serving.sensing.things, tell });
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on('message', () => {
    const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e6);
    process.send?.({ rssBytes: process.memoryUsage.rss(), p99Ms: ms(delay.percentile(99)), mostMs: ms(delay.max) } satisfies Sample);
    delay.reset();
  });
  const stop = (): void => void devices.close().then(() => serving.close()).then(() => process.exit());
  process.once('SIGTERM', stop);
  process.once('disconnect', stop); // whoever started it is gone
  process.send?.({ http: serving.url, secret: serving.secret, mqtt: devices.url });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' }, server: { type: 'string' } },
  });
  if (values.server !== undefined) await serve(values.server);
  else {
    const result = await runSoak({ seconds: 60 * Number(values.minutes), rate: Number(values.rate), seed: Number(values.seed) });
    console.log(JSON.stringify(result));
    if (result.faults.length > 0) process.exitCode = 1;
  }
}
