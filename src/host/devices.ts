/** How devices reach a running collective: the embedded broker, or one of others'; the gateway between. */
import { isLoopback } from '../adapters/http/guard.ts';
import { startBroker, type Broker } from '../adapters/mqtt/broker.ts';
import { attachToBroker } from '../adapters/mqtt/client.ts';
import { topicsOf } from '../adapters/mqtt/messages.ts';
import type { Clock } from './clock.ts';
import { findSigner, isInForce } from './data-folder.ts';
import { createGateway } from './gateway.ts';
import type { Signer } from './sealing.ts';
import { ServeError } from './open-served.ts';
import type { Things } from './things.ts';
import type { Writer } from './writer.ts';

export type DevicesOptions = {
  readonly writer: Writer;
  readonly clock: Clock;
  /** Where the gateway's key lies, which vouches for devices without keys of their own. */
  readonly folder: string;
  /** A broker to attach to, where the own one listens, or one that several collectives share. */
  readonly broker: { readonly url: string } | { readonly host: string; readonly port: number } | SharedBroker;
  /** The collective's name in topics; left out: made of what it is called. */
  readonly name?: string;
  /** Devices that speak the conventions of others. */
  readonly things: Things;
  readonly tell: (message: string) => void;
};

export type SharedBroker = { readonly broker: Broker; readonly url: string };

export type Devices = {
  /** Where devices connect. */
  readonly url: string;
  /** The collective's name in topics. */
  readonly collective: string;
  /** Whether what devices say unsigned is taken there. */
  readonly vouches: boolean;
  /** Takes nothing more, waits for what it has, and disconnects. */
  readonly close: () => Promise<void>;
};

/** @throws ServeError without a gateway's key; Error `EADDRINUSE`, `EACCES`, … when the own broker can't listen */
export async function openDevices({ writer, clock, folder, broker, name, things, tell }: DevicesOptions): Promise<Devices> {
  let signer: Signer | undefined;
  /** The one in force, as of now. */
  const signerNow = (): Signer => {
    const { state } = writer.collective;
    if (signer === undefined || !isInForce(state, signer.grant)) {
      signer = findSigner(folder, 'gateway', undefined, (grant) => isInForce(state, grant)) ?? signer ?? findSigner(folder, 'gateway');
    }
    if (signer === undefined) throw new ServeError('the data folder holds no gateway\'s key, which vouches for devices without keys of their own');
    return signer;
  };
  signerNow();
  // Who may write to a broker of others' is for that broker to say; at the own one it is whoever reaches it.
  const { host = '127.0.0.1' } = 'broker' in broker ? broker.broker : 'host' in broker ? broker : {};
  const vouches = isLoopback(host);
  const gateway = createGateway({ writer, clock, vouches, get signer() { return signerNow(); } });
  const intake = { ...gateway, things };
  const { origin, charter } = writer.collective.state;
  const topics = topicsOf(origin, name ?? charter?.name ?? '');
  const [collective = ''] = topics.names;
  if ('broker' in broker) {
    const { end } = broker.broker.serve({ topics, intake: gateway });
    return { url: broker.url, collective, vouches, close: () => closeBoth(gateway, { close: () => Promise.resolve(end()) }) };
  }
  if ('url' in broker) {
    const attached = attachToBroker({ url: broker.url, clientId: `frankpledge-${origin.slice(origin.lastIndexOf('/') + 1)}`, topics, intake, tell });
    return { url: broker.url, collective, vouches, close: () => closeBoth(gateway, attached) };
  }
  const own = await startBroker(broker);
  own.serve({ topics, intake });
  return { url: brokerUrl(own), collective, vouches, close: () => closeBoth(gateway, own) };
}

/** The own broker, for several collectives. @throws Error `EADDRINUSE`, `EACCES`, … when it can't listen */
export async function openSharedBroker(host: string, port: number): Promise<SharedBroker> {
  const broker = await startBroker({ host, port });
  return { broker, url: brokerUrl(broker) };
}

function brokerUrl({ host, port }: Pick<Broker, 'host' | 'port'>): string {
  return `mqtt://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** First what came in becomes durable and is acknowledged, then the connections end. */
async function closeBoth(...parts: readonly { readonly close: () => Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.close();
}
