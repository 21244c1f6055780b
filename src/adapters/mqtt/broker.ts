/**
 * The embedded broker: MQTT 3.1.1 over TCP for devices, so that a house has nothing to install. A message of QoS 1 is acknowledged only
 * after what it says is durable. It isn't a broker for everything: nothing is kept, and devices may listen to their refusals alone.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { callbackify } from 'node:util';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import { watchFrames } from './frames.ts';
import type { Intake } from './intake.ts';
import { isReplyFilter, isTopicOf, payloadBytesMax, topicLengthMax, type Topics } from './messages.ts';
import { createReceiver, type Counts, type Receiver } from './receiver.ts';

/** Far more than a collective's devices; so that a mistake in a loop can't take all memory. */
export const clientsMax = 1000;
/** Messages and bytes of one client that may wait for their acknowledgement; beyond, its socket isn't read. */
export const inFlightMax = 1000;
const inFlightBytesMax = 1024 * 1024;
/** Payload, topic, and what lies between. */
const packetBytesMax = payloadBytesMax + topicLengthMax + 16;

/** A collective at the broker. Messages on its topics are its own; of other conventions it hears only while it is the only one there. */
export type Listener = { readonly topics: Topics; readonly intake: Intake };

export type BrokerOptions = {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
};

export type Broker = {
  readonly port: number;
  readonly host: string;
  /** From now on, until what is returned is called. */
  readonly serve: (listener: Listener) => { readonly counts: Readonly<Counts>; readonly end: () => void };
  /** Stops listening and cuts the clients off; what isn't acknowledged by then they send again. */
  readonly close: () => Promise<void>;
};

/** @throws Error `EADDRINUSE`, `EACCES`, … when it can't listen */
export async function startBroker({ port, host }: BrokerOptions): Promise<Broker> {
  const aedes = await Aedes.createBroker({
    maxClientsIdLength: 256,
    preConnect: (_client, packet, done) => {
      // A will was written before what it would speak of: it is no reading.
      delete packet.will;
      done(null, true);
    },
    authorizePublish: callbackify(take),
    // QoS 0: an answer that nobody hears isn't kept.
    authorizeSubscribe: (_client, subscription, done) => done(null, isReplyFilter(subscription.topic) ? { ...subscription, qos: 0 } : null),
  });
  const receivers = new Map<Listener, Receiver>();
  const publish = (topic: string, payload: string): void => aedes.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, () => undefined);
  const serve: Broker['serve'] = (listener) => {
    const receiver = createReceiver({ ...listener, publish });
    receivers.set(listener, receiver);
    return { counts: receiver.counts, end: () => void receivers.delete(listener) };
  };
  const receiverFor = (topic: string): Receiver | undefined => {
    const all = [...receivers];
    return (all.find(([{ topics }]) => isTopicOf(topics, topic)) ?? (all.length === 1 ? all[0] : undefined))?.[1];
  };

  /** @throws Error when it is not to be acknowledged: Aedes then ends the connection, upon which the client sends it again */
  async function take(client: Client | null, packet: PublishPacket): Promise<void> {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const flight = client === null ? undefined : flights.get(client.conn);
    flight?.add(payload.length);
    try {
      const { topic, dup: duplicate, messageId: number } = packet;
      // The RETAIN flag is what a sender asks of a broker; what comes straight from the sender is new.
      const message = { topic, payload, retained: false, duplicate, peer: `device ${client?.id ?? ''}`, number: packet.qos === 1 ? number : undefined };
      // What is for nobody here concerns nothing that is kept.
      if (await receiverFor(topic)?.receive(message) === false) throw new Error('not taken: send it again');
    } finally {
      flight?.remove(payload.length);
    }
    // Aedes goes on to distribute it. Nobody may hear readings, and nothing is kept.
    packet.topic = '$SYS/taken';
    packet.payload = '';
    packet.retain = false;
  }

  const flights = new WeakMap<object, Flight>();
  const server = createServer({ noDelay: true }, (socket) => {
    flights.set(socket, limit(socket));
    aedes.handle(socket);
  });
  server.maxConnections = clientsMax;
  // A client that breaks the protocol, or goes away, is its own affair.
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);
  try {
    const listening = await listen(server, port, host);
    return {
      port: listening, host, serve,
      close: () => new Promise((closed) => aedes.close(() => server.close(() => closed()))),
    };
  } catch (error) {
    await new Promise<void>((closed) => aedes.close(closed));
    throw error;
  }
}

type Flight = { readonly add: (bytes: number) => void; readonly remove: (bytes: number) => void };

/**
 * Bounds what one connection may hold here. Aedes reads by `socket.read` and tries again after each message that is done, so a read that
 * yields nothing while too much is in flight is all it takes; TCP then makes the sender wait.
 */
function limit(socket: Socket): Flight {
  const frames = watchFrames(packetBytesMax);
  let messages = 0;
  let waitingBytes = 0;
  const read = socket.read.bind(socket);
  socket.read = (size?: number): Buffer | null => {
    if (messages >= inFlightMax || waitingBytes >= inFlightBytesMax) return null;
    const chunk = read(size) as Buffer | null;
    if (chunk === null || frames.fits(chunk)) return chunk;
    socket.destroy(new Error(`a packet is longer than ${packetBytesMax} bytes`));
    return null;
  };
  return {
    add: (bytes) => { messages += 1; waitingBytes += bytes; },
    remove: (bytes) => { messages -= 1; waitingBytes -= bytes; },
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
