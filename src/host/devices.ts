/** How devices reach a running collective: the embedded broker, or one of others'; the gateway between. */
import { isLoopback } from '../adapters/http/guard.ts';
import { startBroker } from '../adapters/mqtt/broker.ts';
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
  /** A broker to attach to, or where the own one listens. */
  readonly broker: { readonly url: string } | { readonly host: string; readonly port: number };
  /** Devices that speak the conventions of others. */
  readonly things: Things;
  readonly tell: (message: string) => void;
};

export type Devices = {
  /** Where devices connect. */
  readonly url: string;
  /** The collective's name in topics. */
  readonly collective: string;
  /** Takes nothing more, waits for what it has, and disconnects. */
  readonly close: () => Promise<void>;
};

/** @throws ServeError without a gateway's key; Error `EADDRINUSE`, `EACCES`, … when the own broker can't listen */
export async function openDevices({ writer, clock, folder, broker, things, tell }: DevicesOptions): Promise<Devices> {
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
  const gateway = createGateway({ writer, clock, vouches: 'url' in broker || isLoopback(broker.host), get signer() { return signerNow(); } });
  const intake = { ...gateway, things };
  const { origin, charter } = writer.collective.state;
  const topics = topicsOf(origin, charter?.name ?? '');
  const [collective = ''] = topics.names;
  if ('url' in broker) {
    const attached = attachToBroker({ url: broker.url, clientId: `frankpledge-${origin.slice(origin.lastIndexOf('/') + 1)}`, topics, intake, tell });
    return { url: broker.url, collective, close: () => closeBoth(gateway, attached) };
  }
  const own = await startBroker({ ...broker, topics, intake });
  const shown = own.host.includes(':') ? `[${own.host}]` : own.host;
  return { url: `mqtt://${shown}:${own.port}`, collective, close: () => closeBoth(gateway, own) };
}

/** First what came in becomes durable and is acknowledged, then the connections end. */
async function closeBoth(...parts: readonly { readonly close: () => Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.close();
}
