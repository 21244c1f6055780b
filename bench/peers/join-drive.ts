// Puts a load to one side of the sensing bench over MQTT, with so many readings in flight or so many a second, and waits for its answers.
// Answers come in the order of what brings them, or several at once, so that the n-th is taken for the n-th's.
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { joinTopic, type JoinLoad } from './join.ts';
import { peerPackage, perSecondSince } from './peer.ts';

type Client = {
  readonly stream: Socket;
  on(event: 'message', heard: (topic: string, payload: Uint8Array) => void): void;
  on(event: 'error', heard: (error: Error) => void): void;
  publish(topic: string, payload: string, options: { qos: 1; retain?: boolean }, done: (error?: Error | null) => void): void;
  publishAsync(topic: string, payload: string, options: { qos: 1; retain?: boolean }): Promise<unknown>;
  subscribeAsync(topic: string, options: { qos: 1 }): Promise<unknown>;
  endAsync(force: boolean): Promise<void>;
};
export type JoinClient = Client;

/** One side: tells a listener how many more answers have come. */
export type JoinSide = { readonly listen: (answered: (count: number) => void) => () => void };

export type Driven = {
  readonly perSecond: number;
  /** Of each answer: from publishing what brought it to the answer. */
  readonly latenciesMs: readonly number[];
};

/** Within this time after the last answer one too many would show. */
const settleMs = 200;

export async function connectJoin(url: string): Promise<JoinClient> {
  const { connectAsync } = await peerPackage<{ connectAsync(url: string, options: object): Promise<Client> }>('mqtt');
  const client = await connectAsync(url, { reconnectPeriod: 0, connectTimeout: 10_000, protocolVersion: 4 });
  client.stream.setNoDelay(true);
  return client;
}

/** How readings are sent: with so many of them beyond the last one that is known to be done, or so many a second. */
export type Pace = { readonly inFlight: number } | { readonly perSecond: number };

/** @throws Error when answers are missing after `msMax`, or when there are too many */
export async function drive({ said, answers, broughtBy }: JoinLoad, client: JoinClient, side: JoinSide, pace: Pace, msMax: number): Promise<Driven> {
  const sentMs = new Float64Array(said.length);
  const latenciesMs: number[] = [];
  let sent = 0;
  let over = (): void => undefined;
  let failed = (_: Error): void => undefined;
  const finished = new Promise<void>((resolve, reject) => { over = resolve; failed = reject; });
  const send = (): void => {
    const next = said[sent];
    if (next === undefined) return;
    sentMs[sent] = performance.now();
    sent += 1;
    client.publish(joinTopic(next), next.yes ? 'ON' : 'OFF', { qos: 1 }, (error) => { if (error) failed(error); });
  };
  const fill = (): void => {
    if (!('inFlight' in pace)) return;
    // Everything up to what brought the last answer is done; what brings none can't say so.
    const done = latenciesMs.length === 0 ? 0 : (broughtBy[latenciesMs.length - 1] ?? 0) + 1;
    while (sent < Math.min(said.length, done + pace.inFlight) || (sent < said.length && sent <= (broughtBy[latenciesMs.length] ?? 0))) send();
  };
  let excess = 0;
  const unlisten = side.listen((count) => {
    const now = performance.now();
    for (let each = 0; each < count; each++) {
      const place = broughtBy[latenciesMs.length];
      if (place === undefined || place >= sent) excess += 1;
      else latenciesMs.push(now - (sentMs[place] ?? 0));
    }
    if (latenciesMs.length === answers.length) over();
    else fill();
  });
  const timer = setTimeout(() => failed(new Error(`${latenciesMs.length} of ${answers.length} answers in ${msMax} ms`)), msMax);
  try {
    const startedMs = performance.now();
    fill();
    if ('perSecond' in pace) await Promise.race([finished, sendPaced(send, said.length, pace.perSecond)]);
    await finished;
    const perSecond = perSecondSince(startedMs, said.length);
    await pause(settleMs);
    if (excess > 0) throw new Error(`${excess} answers more than there should be`);
    return { perSecond, latenciesMs };
  } finally {
    clearTimeout(timer);
    unlisten();
  }
}

/** By a plan of times from the start, so that a late one doesn't delay the others. */
async function sendPaced(send: () => void, count: number, perSecond: number): Promise<void> {
  const startedMs = performance.now();
  for (let next = 0; next < count; next++) {
    const waitMs = startedMs + (next * 1000) / perSecond - performance.now();
    if (waitMs > 0) await pause(waitMs);
    send();
  }
}

/** The value below which the share lies: the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? NaN;
}
