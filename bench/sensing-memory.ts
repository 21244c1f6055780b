// What a thousand devices cost in memory: described as Home Assistant's discovery has it, one reading each, two hundred of them bound; beside the
// same process without them. Alone: node bench/sensing-memory.ts
import { median, runAlone, type Measured, type RunOptions } from './peers/peer.ts';
import type { Binding } from '../src/vocabulary/sensing.ts';
import { startSensingServer, type Sensor } from './sensing-server.ts';

const many = { devices: 1000, bound: 200 };
const few = { devices: 50, bound: 10 };
/** Below this many observations it is a smoke run. */
const smokeBelow = 500;
const mebibyte = 2 ** 20;

export async function run({ observations, rounds }: RunOptions): Promise<Measured> {
  const size = observations < smokeBelow ? few : many;
  const without: number[] = [];
  const added: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await memory({ devices: 0, bound: 0 });
    without.push(bare / mebibyte);
    added.push((await memory(size) - bare) / mebibyte);
  }
  const what = `resident memory after garbage collection, of the server as it runs, with the embedded broker; ${size.devices} devices by discovery, a reading of each, ${size.bound} of them thermometers that are bound`;
  return {
    figures: [
      { name: 'memory without devices', what: 'resident memory after garbage collection, of the same server', unit: 'MiB', value: median(without), digits: 1, rounds: without },
      { name: `${size.devices} devices add`, what, unit: 'MiB', value: median(added), digits: 1, rounds: added },
    ],
  };
}

/** Bytes. */
async function memory({ devices, bound }: { readonly devices: number; readonly bound: number }): Promise<number> {
  await using server = await startSensingServer();
  const sensors = Array.from({ length: devices }, (_, place) => thermometer(place));
  await server.introduce(sensors);
  await server.bind(sensors.slice(0, bound).map(({ id }) => warmth(id)));
  const observed = bound === 0 ? Promise.resolve() : allObserved(server.listen, bound);
  for (const { topic } of sensors) await server.client.publishAsync(topic, '{"temperature":20.5,"battery":97}', { qos: 1 });
  await observed;
  const bytes = await server.ask({ what: 'memory' });
  const seen = await server.close();
  if (seen.length !== bound) throw new Error(`bench: ${seen.length} observations of ${bound} thermometers`);
  return bytes;
}

function allObserved(listen: (answered: (count: number) => void) => () => void, count: number): Promise<void> {
  return new Promise((done) => {
    let seen = 0;
    const unlisten = listen((more) => {
      seen += more;
      if (seen < count) return;
      unlisten();
      done();
    });
  });
}

function thermometer(place: number): Sensor {
  const id = `thermometer-${place}`;
  const topic = `rooms/${place}/state`;
  const description = {
    unique_id: id, state_topic: topic, name: 'Temperature', device_class: 'temperature', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}',
    device: { identifiers: [id], name: `Room ${place}`, manufacturer: 'made up', model: 'SIM-1' },
  };
  return { id, topic, description, says: '{"temperature":20,"battery":97}' };
}

function warmth(id: string): Binding {
  return { id: `warmth-${id}`, subject: id, method: 'temperature', streams: [{ stream: `${id}/${id}`, as: 'temperature' }], settings: {}, keep_days: 30 };
}

if (import.meta.main) await runAlone(run);
