// An MQTT broker in a process of its own, on a free port of the loopback interface: the same for every side of the bench.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startNode } from './children.ts';

export type BrokerKind = 'aedes' | 'mosquitto';

export type Broker = { readonly port: number; stop(): Promise<void> };

/** Where Debian puts Mosquitto. */
export const mosquittoPath = '/usr/sbin/mosquitto';

export function hasMosquitto(): boolean {
  return existsSync(mosquittoPath);
}

export async function startBroker(kind: BrokerKind, lifeMsMax: number): Promise<Broker> {
  const child = startNode(join(import.meta.dirname, 'broker-child.ts'), [kind], { lifeMsMax });
  try {
    return { port: Number(await child.firstLine()), stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
