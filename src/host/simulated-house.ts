/** A made-up house of sensors: its messages into a file, or to a broker at life's speed or faster; and the truth beside them. */
import { createWriteStream, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { buildHouse, devicesMax, devicesMin, hoursMax, type House, type HousePlan } from '../testing/sensing/house.ts';
import { houseMessages, type Message } from '../testing/sensing/house-messages.ts';
import { formatInstant, hourMs } from '../vocabulary/time.ts';

export const simulatedLimits = { devicesMin, devicesMax, hoursMax, speedMax: 100_000 };

export type Simulated = { readonly devices: number; readonly messages: number; readonly deeds: number };

/** A broker that isn't there, or that goes. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly code = 'no_broker';
  readonly hint = 'Start the broker, or name another one; with --out the messages go into a file.';
}

/** Messages that are under way to the broker at once. */
const underWayMax = 64;
const connectTimeoutMs = 5000;
const progressEvery = 1000;

/** One message a line: `{"at","topic","payload","retain"}`, `at` in milliseconds since 1970. */
export async function writeHouse(plan: HousePlan, file: string, truth: string | undefined, at: (part: number) => void): Promise<Simulated> {
  const house = buildHouse(plan);
  if (truth !== undefined) writeTruth(house, truth);
  let messages = 0;
  function* lines(): Generator<string> {
    for (const message of houseMessages(house)) {
      messages += 1;
      if (messages % progressEvery === 0) at(partOf(plan, message));
      yield `${JSON.stringify(message)}\n`;
    }
  }
  await pipeline(lines, createWriteStream(file));
  return summary(house, messages);
}

/**
 * Publishes with QoS 1, each message when it is due; devices that tell the time tell that of this clock. With `speed` above 1 everything happens so
 * much faster, people's hands included: what counts seconds sees that.
 * @param stop ends it before its time
 * @throws BrokerError
 */
export async function publishHouse(plan: HousePlan, url: string, speed: number, truth: string | undefined, stop: AbortSignal, at: (part: number) => void): Promise<Simulated> {
  const house = buildHouse(plan);
  const began = Date.now();
  const clock = (then: number): number => Math.round(began + (then - plan.start) / speed);
  if (truth !== undefined) writeTruth(house, truth, clock);
  const client = await connected(url);
  const underWay: Promise<unknown>[] = [];
  let messages = 0;
  try {
    for (const message of houseMessages(house, clock)) {
      const early = clock(message.at) - Date.now();
      if (early > 0) await wait(early, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) break;
      messages += 1;
      underWay.push(client.publishAsync(message.topic, message.payload, { qos: 1, retain: message.retain }));
      if (underWay.length >= underWayMax) await underWay.shift();
      at(partOf(plan, message));
    }
    await Promise.all(underWay);
  } catch (error) {
    throw new BrokerError(`the broker at ${placeOf(url)} has gone: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await Promise.allSettled(underWay);
    await client.endAsync(!client.connected);
  }
  return summary(house, messages);
}

async function connected(url: string): Promise<MqttClient> {
  try {
    const client = await connectAsync(url, { connectTimeout: connectTimeoutMs, reconnectPeriod: 0 }, false);
    (client.stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
    client.on('error', () => undefined); // what is under way fails with it
    return client;
  } catch (error) {
    throw new BrokerError(`no broker at ${placeOf(url)}: ${error instanceof Error && error.message !== '' ? error.message : String((error as { code?: unknown }).code ?? error)}`);
  }
}

/** Without user and password. */
function placeOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

/** What people did and how warm it was, and bindings that make observations of what the sensors say. */
function writeTruth({ plan, life, temperatures, bindings, things }: House, file: string, clock: (at: number) => number = (at) => at): void {
  const told = (at: number): string => formatInstant(clock(at));
  const truth = {
    seed: plan.seed, hours: plan.hours, devices: new Set(things.map(({ device }) => device)).size, from: told(plan.start), until: told(plan.start + plan.hours * hourMs),
    deeds: life.deeds.map((deed) => ({ ...deed, at: told(deed.at), grams: Math.round(deed.grams) })),
    away: life.away.map(({ member, from, until }) => ({ member, from: told(from), until: told(until) })),
    temperatures: temperatures.map((each) => ({ ...each, at: told(each.at) })),
    bindings,
  };
  writeFileSync(file, `${JSON.stringify(truth, undefined, 2)}\n`);
}

function partOf({ start, hours }: HousePlan, { at }: Message): number {
  return (at - start) / (hours * hourMs);
}

function summary({ things, life }: House, messages: number): Simulated {
  return { devices: new Set(things.map(({ device }) => device)).size, messages, deeds: life.deeds.length };
}
