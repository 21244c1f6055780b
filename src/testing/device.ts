/**
 * A device as an MQTT client: publishes with QoS 1, knows what was acknowledged, sends again what wasn't. Unsigned, or with a key of its own.
 */
import { connect, type MqttClient } from 'mqtt';
import { sealMessage } from '../log/record.ts';
import type { Entry, Observation } from '../vocabulary/entries.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Sealer } from '../vocabulary/ports.ts';
import type { Instant } from '../vocabulary/time.ts';

/** How soon it tries again when the broker is away. */
const retryMs = 50;

export type DeviceOptions = {
  readonly url: string;
  /** As it stands in topics. */
  readonly collective: string;
  readonly id: string;
  readonly retryMs?: number;
};

/** What a device without a key sends: `values` lie beside the rest. */
export type DeviceReading = {
  readonly seq: number;
  readonly subject: string;
  readonly event: string;
  readonly at?: Instant | string;
  readonly p?: { readonly event?: number; readonly person?: number };
  readonly values: JsonObject;
};

export type DeviceKey = { readonly id: string; readonly origin: string; readonly sealer: Sealer };

export type Device = {
  readonly id: string;
  /** When it is connected for the first time and listens to its refusals. */
  readonly ready: Promise<void>;
  /** Sends one reading; resolves when it is acknowledged. */
  readonly send: (reading: DeviceReading) => Promise<void>;
  /** Sends several in one message. */
  readonly sendAll: (readings: readonly DeviceReading[]) => Promise<void>;
  /** Signs a batch and sends it. */
  readonly sendSigned: (key: DeviceKey, observations: readonly Observation[], at: Instant) => Promise<void>;
  /** Sends whatever text to a topic. */
  readonly sendRaw: (topic: string, payload: string | Buffer, retain?: boolean) => Promise<void>;
  /** Sequence numbers whose message was acknowledged. */
  readonly acknowledged: ReadonlySet<number>;
  /** Answers on `refused/<id>`, in order of arrival. */
  readonly refusals: readonly JsonObject[];
  /** Resolves with the first refusal that fits, past or to come. */
  readonly refusal: (fits: (refusal: JsonObject) => boolean) => Promise<JsonObject>;
  readonly client: MqttClient;
  readonly close: () => Promise<void>;
};

/** Resolves when it is connected and listens to its refusals. */
export async function connectDevice(options: DeviceOptions): Promise<Device> {
  const device = openDevice(options);
  await device.ready;
  return device;
}

/** Begins to connect; what is sent before it is connected waits in it. */
export function openDevice({ url, collective, id, retryMs: reconnectPeriod = retryMs }: DeviceOptions): Device {
  const client = connect(url, { clientId: `device-${id}`, clean: true, reconnectPeriod, connectTimeout: 5000, reconnectOnConnackError: true });
  const acknowledged = new Set<number>();
  const refusals: JsonObject[] = [];
  const waiting = new Set<() => void>();
  client.on('error', () => undefined); // it tries again
  client.on('message', (_topic, payload) => {
    refusals.push(JSON.parse(payload.toString('utf8')) as JsonObject);
    for (const look of waiting) look();
  });
  const ready = new Promise<void>((isReady) => {
    client.on('connect', () => {
      (client.stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
      client.subscribe(`frankpledge/${collective}/refused/${id}`, { qos: 0 }, () => isReady());
    });
  });

  let closing = false;
  const publish = async (topic: string, payload: string | Buffer, retain = false): Promise<void> => {
    for (;;) {
      try {
        await client.publishAsync(topic, payload, { qos: 1, retain });
        return;
      } catch (error) {
        // A connection that breaks while mqtt.js is sending again what was left makes it drop what comes meanwhile.
        if (closing || !(error instanceof Error) || error.message !== 'Connection closed') throw error;
      }
    }
  };
  const note = (seqs: readonly (number | undefined)[]): void => {
    for (const seq of seqs) if (seq !== undefined) acknowledged.add(seq);
  };
  const topic = `frankpledge/${collective}/reading/${id}`;
  return {
    id, ready, acknowledged, refusals, client,
    async send(reading) {
      await publish(topic, JSON.stringify(flat(reading)));
      note([reading.seq]);
    },
    async sendAll(readings) {
      await publish(topic, JSON.stringify({ observations: readings.map(flat) }));
      note(readings.map(({ seq }) => seq));
    },
    async sendSigned(key, observations, at) {
      const seqs = observations.map(({ seq }) => seq);
      const entry: Entry = { origin: key.origin, kind: 'observe', by: id, at, id: `batch-${id}-${String(seqs[0])}`, body: { observations } };
      await publish(`frankpledge/${collective}/observe`, JSON.stringify({ entry, seal: { key: key.id, sig: key.sealer.sign(sealMessage(entry)) } }));
      note(seqs);
    },
    sendRaw: publish,
    refusal: (fits) => new Promise((found) => {
      const look = (): void => {
        const refusal = refusals.find(fits);
        if (refusal === undefined) return;
        waiting.delete(look);
        found(refusal);
      };
      waiting.add(look);
      look();
    }),
    close: () => {
      closing = true;
      return client.endAsync(true);
    },
  };
}

function flat({ seq, subject, event, at, p, values }: DeviceReading): Json {
  return { seq, subject, event, ...(at === undefined ? {} : { at }), ...(p === undefined ? {} : { p }), ...values };
}
