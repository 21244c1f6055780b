/** `frankpledge sensing simulate`: a made-up house full of sensors, to try things on and to measure. */
import { publishHouse, simulatedLimits, writeHouse, type Simulated } from '../host/simulated-house.ts';
import { parseInstant, type Instant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { createProgress } from './progress.ts';
import { stopSignal } from './stop-signal.ts';
import { readWhole } from './when.ts';

/** Where nothing else is said, it begins then, the same each time: in the afternoon, when people come for wood. */
const startDefault = '2026-01-12T16:00:00Z';
const devicesDefault = 60;
const seedMax = 999_999_999;

export const simulate = defineCommand({
  name: 'sensing simulate',
  usage: '--hours H (--out FILE.ndjson | --mqtt URL [--speed X]) [--seed N] [--devices N] [--start TIME] [--truth FILE.json] [--json]',
  says: 'makes up a woodpile on a scale, houses and the people who live there, and sends what their sensors say, as Home Assistant\'s discovery and Zigbee2MQTT do, into a file (a message a line) or to a broker; with --truth what really happened, and the bindings that find it out',
  options: {
    hours: { type: 'string' }, out: { type: 'string' }, mqtt: { type: 'string' }, speed: { type: 'string' }, seed: { type: 'string', default: '1' }, devices: { type: 'string' },
    start: { type: 'string' }, truth: { type: 'string' }, json: { type: 'boolean' },
  },
  names: [],
  run: async ({ values: { hours, out, mqtt, speed, seed, devices, start, truth, json }, wrong }) => {
    if (hours === undefined) throw wrong('--hours is missing: how long it goes on');
    if ((out === undefined) === (mqtt === undefined)) throw wrong('say where the messages go: --out FILE or --mqtt URL');
    if (out !== undefined && speed !== undefined) throw wrong('--speed is for --mqtt: into a file they go at once');
    if (mqtt !== undefined && start !== undefined) throw wrong('--start is for --out: to a broker they go from now on');
    if (mqtt !== undefined && !/^mqtts?:\/\//.test(mqtt)) throw wrong(`"${mqtt}" is no broker's address such as mqtt://localhost:1883`);
    const plan = {
      seed: readWhole(seed, '--seed', 0, seedMax, wrong), hours: readWhole(hours, '--hours', 1, simulatedLimits.hoursMax, wrong),
      devices: devices === undefined ? devicesDefault : readWhole(devices, '--devices', simulatedLimits.devicesMin, simulatedLimits.devicesMax, wrong),
      start: beginning(start ?? startDefault, wrong),
    };
    const faster = speed === undefined ? 1 : readWhole(speed, '--speed', 1, simulatedLimits.speedMax, wrong);
    const progress = createProgress('simulating');
    const done = await (mqtt === undefined ? writeHouse(plan, out ?? '', truth, progress.at) : publishHouse(plan, mqtt, faster, truth, whenStopped(), progress.at)).finally(progress.end);
    if (json === true) console.log(JSON.stringify({ ...done, seed: plan.seed, ...(truth === undefined ? {} : { truth }) }));
    else for (const line of lines(done, plan.seed, out ?? mqtt ?? '', truth)) console.log(line);
    return 0;
  },
});

function beginning(given: string, wrong: (message: string) => UsageError): Instant {
  const instant = parseInstant(given);
  if (!instant.ok) throw wrong(`--start is a time as 2026-03-01T18:00:00+01:00, not "${given}"`);
  return instant.value;
}

function whenStopped(): AbortSignal {
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());
  return stop.signal;
}

function lines({ devices, messages, deeds }: Simulated, seed: number, to: string, truth: string | undefined): string[] {
  return [
    `${messages} messages of ${devices} devices, in which wood was taken, put back or delivered ${deeds} times, to ${to} (seed ${seed})`,
    ...(truth === undefined ? [] : [`What really happened, and bindings that find it out: ${truth}`]),
  ];
}
