/** A house for tests of sensing: founded in a folder, served, attached to a broker, with bindings by the operator. */
import { connectAsync, type MqttClient } from 'mqtt';
import { systemClock } from '../src/host/clock.ts';
import { findSigner } from '../src/host/data-folder.ts';
import { openDevices, type Devices } from '../src/host/devices.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { serveCollective, type Serving } from '../src/host/serve.ts';
import type { Things } from '../src/host/things.ts';
import type { Answer } from '../src/turn.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import type { Binding } from '../src/vocabulary/sensing.ts';
import { observations } from './house.ts';

export type SensingHouse = {
  readonly serving: Serving;
  readonly devices: Devices;
  readonly told: readonly string[];
  readonly say: (said: EntryBody, id: string) => Promise<Answer>;
  /** Resolves with what the log has of a binding once that is so many. */
  readonly observed: (binding: string, count: number) => Promise<ReturnType<typeof observations>>;
  readonly close: () => Promise<void>;
};

/**
 * @param url of a broker to attach to; left out: the own one
 * @param listen how messages reach the things, where that isn't as usual
 */
export async function openSensingHouse(folder: string, url?: string, listen: (things: Things) => Things = (things) => things): Promise<SensingHouse> {
  const told: string[] = [];
  const tell = (line: string): void => void told.push(line);
  const serving = await serveCollective({ place: { folder }, clock: systemClock, port: 0, tell, vouches: true });
  const devices = await openDevices({ writer: serving.writer, clock: systemClock, folder, broker: url === undefined ? { host: '127.0.0.1', port: 0 } : { url }, things: listen(serving.sensing.things), tell });
  const operator = findSigner(folder, 'operator');
  const { writer } = serving;
  const of = (binding: string): ReturnType<typeof observations> => observations(writer.collective.journal).filter(({ device }) => device === binding);
  return {
    serving, devices, told,
    say: (said, id) => {
      if (operator === undefined) throw new Error('the folder has no operator\'s key');
      return writer.submit(sealEntry(operator, said, writer.collective.state.origin, Date.now(), id));
    },
    observed: (binding, count) => new Promise((found) => {
      const look = (): void => {
        const there = of(binding);
        if (there.length < count) return;
        unlisten();
        found(there);
      };
      const unlisten = writer.collective.listen(() => look());
      look();
    }),
    close: async () => {
      await devices.close();
      await serving.close();
    },
  };
}

/** One thermometer of house A, which says every degree at once. */
export const thermometer = (stream: string): Binding => ({
  id: 'warmth', subject: 'house-a', method: 'temperature', streams: [{ stream, as: 'temperature' }], settings: { every_s: 1, min_change: '0.5', rate_max: '1000000' }, keep_days: 30,
});

/** Somebody who publishes, as a hub does. */
export async function publisher(url: string): Promise<{ readonly client: MqttClient; readonly say: (topic: string, payload: unknown, retain?: boolean) => Promise<void>; readonly close: () => Promise<void> }> {
  const client = await connectAsync(url, { protocolVersion: 4 });
  return {
    client,
    say: async (topic, payload, retain = false) => void await client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1, retain }),
    close: () => client.endAsync(),
  };
}

/** Turn after turn until it is so. @throws Error when that takes longer than anything here should */
export async function until(what: string, condition: () => boolean): Promise<void> {
  for (const began = performance.now(); !condition();) {
    if (performance.now() - began > 50_000) throw new Error(`waited in vain: ${what}`);
    await new Promise((next) => { setImmediate(next); });
  }
}
