// Messages a second from end to end over MQTT with QoS 1: a publisher with a window of messages in flight, and a subscriber
// that counts the answers. A message is in flight until its answer has come back.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { peerPackage, perSecondSince } from './peer.ts';

type Client = {
  readonly stream: Socket;
  on(event: 'message', heard: (topic: string, payload: Uint8Array) => void): void;
  on(event: 'error', heard: (error: Error) => void): void;
  publish(topic: string, payload: string, options: { qos: 1 }, done: (error?: Error | null) => void): void;
  subscribeAsync(topic: string, options: { qos: 1 }): Promise<unknown>;
  endAsync(force: boolean): Promise<void>;
};

export type Exchange = { readonly inTopic: string; readonly outTopic: string };

export type MqttLoad = {
  /**
   * Publishes the payloads with at most `inFlight` of them unanswered.
   * @throws Error when answers are missing after `msMax`, or when there are more than messages
   */
  exchange(topics: Exchange, payloads: readonly string[], inFlight: number, msMax: number): Promise<{ perSecond: number; answers: string[] }>;
  /** Publishes one message again and again until an answer comes: how to learn that the other side is up. */
  ask(topics: Exchange, payload: string, msMax: number): Promise<string>;
  stop(): Promise<void>;
};

/** Within this time after the last answer a doubled one would show. */
const settleMs = 200;
const askEveryMs = 250;

export async function connectMqttLoad(port: number): Promise<MqttLoad> {
  const publisher = await connectClient(port);
  const subscriber = await connectClient(port);
  const heard = new EventTarget();
  const listeners = new Map<string, (payload: string) => void>();
  let failure: Error | undefined;
  subscriber.on('message', (topic, payload) => listeners.get(topic)?.(Buffer.from(payload).toString()));
  for (const client of [publisher, subscriber]) client.on('error', fail);

  function fail(error: Error): void {
    failure = error;
    heard.dispatchEvent(new Event('done'));
  }
  function publish(topic: string, payload: string): void {
    publisher.publish(topic, payload, { qos: 1 }, (error) => {
      if (error) fail(error);
    });
  }

  return {
    async exchange({ inTopic, outTopic }, payloads, inFlight, msMax) {
      const answers: string[] = [];
      let sent = 0;
      const send = () => {
        const payload = payloads[sent++];
        if (payload !== undefined) publish(inTopic, payload);
      };
      let perSecond = 0;
      listeners.set(outTopic, (payload) => {
        answers.push(payload);
        if (answers.length === payloads.length) {
          perSecond = perSecondSince(startedMs, payloads.length);
          heard.dispatchEvent(new Event('done'));
        } else {
          send();
        }
      });
      await subscriber.subscribeAsync(outTopic, { qos: 1 });
      const done = once(heard, 'done', { signal: AbortSignal.timeout(msMax) }).catch(() => {});
      const startedMs = performance.now();
      for (let window = 0; window < inFlight; window++) send();
      await done;
      await pause(settleMs);
      listeners.delete(outTopic);
      if (failure !== undefined) throw failure;
      if (answers.length !== payloads.length) throw new Error(`${answers.length} answers to ${payloads.length} messages in ${msMax} ms`);
      return { perSecond, answers };
    },

    async ask({ inTopic, outTopic }, payload, msMax) {
      let answer: string | undefined;
      listeners.set(outTopic, (heardPayload) => { answer = heardPayload; });
      await subscriber.subscribeAsync(outTopic, { qos: 1 });
      const endMs = performance.now() + msMax;
      while (answer === undefined) {
        if (failure !== undefined) throw failure;
        if (performance.now() > endMs) throw new Error(`no answer on ${outTopic} in ${msMax} ms`);
        publish(inTopic, payload);
        await pause(askEveryMs);
      }
      return answer;
    },

    async stop() {
      for (const client of [publisher, subscriber]) await client.endAsync(true);
    },
  };
}

async function connectClient(port: number): Promise<Client> {
  const { connectAsync } = await peerPackage<{ connectAsync(url: string, options: object): Promise<Client> }>('mqtt');
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, connectTimeout: 10_000 });
  client.stream.setNoDelay(true);
  return client;
}
