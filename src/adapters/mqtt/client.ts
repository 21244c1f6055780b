/**
 * Attaches to a broker of others' (Mosquitto): a subscription of QoS 1 in a persistent session under a fixed client id, so that what comes
 * while we are away waits there. A message is acknowledged only after what it says is durable.
 */
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Delivered, Intake } from './intake.ts';
import { createListening } from './listening.ts';
import { subscriptionsOf, type Topics } from './messages.ts';
import { createReceiver, type Counts } from './receiver.ts';

/** First and longest wait before the next try at a broker that isn't there. */
const retryMs = 500;
const retryMsMax = 15_000;
const connectTimeoutMs = 10_000;

export type AttachOptions = {
  /** `mqtt://` or `mqtts://`, with user and password if the broker wants them. */
  readonly url: string;
  /** Always the same for one collective: the broker keeps its session under it. */
  readonly clientId: string;
  readonly topics: Topics;
  readonly intake: Intake;
  /** For whoever runs it: one line when the broker goes, one when it is back. */
  readonly tell: (message: string) => void;
};

export type Attached = {
  readonly counts: Readonly<Counts>;
  /** Whether the subscription stands now. */
  readonly subscribed: () => boolean;
  readonly close: () => Promise<void>;
};

/** Begins at once and never gives up; a broker that isn't there is told and waited for. */
export function attachToBroker({ url, clientId, topics, intake, tell }: AttachOptions): Attached {
  const place = placeOf(url);
  const options: IClientOptions = {
    clientId, clean: false, protocolVersion: 4, resubscribe: false, reconnectPeriod: retryMs, reconnectOnConnackError: true,
    connectTimeout: connectTimeoutMs,
  };
  const client = connect(url, options);
  const receiver = createReceiver({ topics, intake, publish: (topic, payload) => void client.publish(topic, payload) });
  let state: 'new' | 'there' | 'away' = 'new';
  let closing = false;

  const away = (reason: string): void => {
    if (state === 'away' || closing) return;
    tell(state === 'new' ? `no broker at ${place} (${reason}): it is tried again until it is there` : `the broker at ${place} has gone (${reason}): going on when it is back`);
    state = 'away';
  };
  const subscribed = (error: Error | null): void => {
    if (closing) return;
    if (error !== null) return away(`it does not let us subscribe: ${error.message}`);
    if (state === 'away') tell(`the broker at ${place} is there: going on`);
    state = 'there';
  };

  const listening = createListening(client, subscriptionsOf(topics), intake.things, (error) => tell(`the broker at ${place} does not let us listen to devices: ${error.message}`));
  client.handleMessage = (packet, callback) => takeMessage(client, place, receiver.receive, packet, callback);
  client.on('connect', () => {
    (client.stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
    client.options.reconnectPeriod = retryMs;
    void listening.begin().then(subscribed);
  });
  client.on('reconnect', () => { client.options.reconnectPeriod = Math.min(2 * (client.options.reconnectPeriod ?? retryMs), retryMsMax); });
  client.on('error', (error) => away(reasonOf(error)));
  client.on('close', () => away('the connection was closed'));
  return {
    counts: receiver.counts,
    subscribed: () => state === 'there' && client.connected,
    close: async () => {
      closing = true;
      await client.endAsync(!client.connected);
    },
  };
}

/**
 * mqtt.js handles one message at a time until its callback, and then acknowledges. So that many can share an append it gets its callback at
 * once, with an error, upon which it acknowledges nothing; we do, on the connection that the message came on: on a later one the same
 * number may stand for another message.
 */
function takeMessage(
  client: MqttClient, peer: string, receive: (message: Delivered) => Promise<boolean>, packet: IPublishPacket, callback: (error?: Error) => void,
): void {
  const { stream } = client;
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const { topic, retain: retained, dup: duplicate, messageId } = packet;
  const receiving = receive({ topic, payload, retained, duplicate, peer, number: packet.qos === 1 ? messageId : undefined });
  if (packet.qos !== 1 || messageId === undefined) {
    receiving.catch((error: unknown) => client.emit('error', asError(error)));
    callback();
    return;
  }
  receiving.then((acknowledge) => {
    if (acknowledge && stream === client.stream && !stream.destroyed) stream.write(puback(messageId));
  }, (error: unknown) => client.emit('error', asError(error)));
  callback(new Error('acknowledged later'));
}

/** MQTT 3.1.1 §3.4. */
function puback(messageId: number): Buffer {
  return Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff);
}

/** The address without user and password. */
function placeOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function reasonOf(error: Error & { code?: unknown }): string {
  if (error.code === 'ECONNREFUSED') return 'nothing answers there';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'the name is not known';
  return error.message !== '' ? error.message : String(error.code ?? 'unknown');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
