/**
 * The demonstration: Tombsboro, founded two years ago in a fresh temporary folder, its past played in at once, its life going on on an
 * accelerated clock: simulated members through entries under their own keys, and, since five weeks ago, simulated devices over real MQTT.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { appendRowsMax, type Journal } from '../journal/journal.ts';
import { openDevice, type Device } from '../testing/device.ts';
import { createAssembly, type Assembly, type AssemblyAct } from '../testing/assembly.ts';
import { createHousehold, type Household } from '../testing/household.ts';
import { createMembers, memberStepMs, type Members } from '../testing/members.ts';
import { devicesOf, simulate, type SimulatedMessage, type Village } from '../testing/simulator.ts';
import { saidOfSensing, villageThings, type ThingMessage } from '../testing/village-things.ts';
import { observationsPerEntryMax, type Observation, type SealedEntry } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { dayMs, minuteMs, type Instant } from '../vocabulary/time.ts';
import type { Clock } from './clock.ts';
import { createCodeSandbox } from './codes.ts';
import { openCollective } from './data-folder.ts';
import { foundVillage, inMemory, type DemoKeys } from './demo-founding.ts';
import { passTime, playDays, sealedActs } from './demo-past.ts';
import { makeInvitation } from './invitations.ts';
import { sealEntry, type Signer } from './sealing.ts';
import type { Writer } from './writer.ts';

/** The last days of the past, in which there are devices. */
export const pastDays = 35;
/** The past is played in steps of so much: what comes within one is recorded together. */
const pastStepMs = 30 * minuteMs;

export type Demo = {
  readonly folder: string;
  /** Where its clock begins. */
  readonly now: Instant;
  /** A link by which whoever looks can join. @param base the server's address */
  readonly invitation: (base: string) => string;
  /** Goes on with the plan: devices at the broker, members at the writer. Returns what stops it. */
  readonly live: (parts: { readonly writer: Writer; readonly clock: Clock; readonly brokerUrl: string; readonly collective: string }) => () => Promise<void>;
  /** Removes the folder. */
  readonly remove: () => void;
};

/**
 * Founds it and plays its past in.
 * @param seed the same seed and time give the same plan; keys are fresh
 * @param tell what takes a while
 */
export async function createDemo(seed: number, now: Instant, tell: (message: string) => void = () => undefined): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-demo-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    tell('the last two years are played in …');
    const { keys, founded } = await foundVillage(folder, now);
    const start = now - pastDays * dayMs;
    const plan = simulate({ seed, start: start + minuteMs, days: Infinity, village });
    const members = createMembers(seed);
    const assembly = createAssembly(seed, start, createHasher());
    const household = createHousehold(seed, founded);
    const guest = makeInvitation('guest', 'guest');
    const next = await playPast(folder, { plan, members, assembly, household, keys, guest: guest.grant, founded, start, now });
    return { folder, now, invitation: guest.link, remove, live: (parts) => goOn({ ...parts, plan, members, assembly, household, keys, next, things: villageThings(seed, now) }) };
  } catch (error) {
    remove();
    throw error;
  }
}

const village: Village = {
  pile: 'woodpile', box: 'cashbox', houses: ['house-a', 'house-b', 'house-c', 'house-d'], clockHours: -5, loanDays: 14,
  habits: [
    { member: 'ana', wood: 1.6, cash: 0.5, cashMax: 60, putsBack: 0.9 },
    { member: 'bo', wood: 1.4, cash: 0.9, cashMax: 40, putsBack: 0.5 },
    { member: 'cyd', wood: 1.5, cash: 0.6, cashMax: 50, putsBack: 0.7 },
    { member: 'dora', wood: 1.8, cash: 0.3, cashMax: 90, putsBack: 1 },
    { member: 'eli', wood: 0.7, cash: 1, cashMax: 45, putsBack: 0.15 },
    { member: 'hester', wood: 1.1, cash: 0.2, cashMax: 40, putsBack: 1 },
    { member: 'wren', wood: 1, cash: 0, cashMax: 1, putsBack: 1 },
  ],
};

type Played = { readonly plan: Iterator<SimulatedMessage>; readonly members: Members; readonly assembly: Assembly; readonly household: Household; readonly keys: DemoKeys };

/** Plays in memory, then writes all of it at once: thousands of records without a disk's wait for each. Returns the first message to come. */
async function playPast(folder: string, { plan, members, assembly, household, keys, guest, founded: at, start, now }: Played & { guest: KeyGrant; founded: Instant; start: Instant; now: Instant }): Promise<SimulatedMessage | undefined> {
  const stored = openSqliteJournal(folder, 'write');
  try {
    const memory = inMemory(stored);
    const founded = memory.head();
    const collective = openCollective({ journal: memory, sandbox: await createCodeSandbox() });
    const { calendar } = collective.state;
    playDays(collective, [household, assembly], keys, calendar.dayOf(at), calendar.dayOf(start));
    passTime(collective, keys.operator, start);
    collective.listen(({ record, outcome }) => members.see(outcome, record.recordedAt));
    collective.take([sealEntry(keys.operator, { kind: 'invite', body: { key: guest } }, collective.state.origin, start, 'invite-guest')], start);
    collective.take(sealedActs(saidOfSensing(start), keys, collective.state.origin, start), start);
    let message = next(plan);
    let step = start + pastStepMs;
    for (; step <= now; step += pastStepMs) {
      passTime(collective, keys.operator, step);
      const arrived: SimulatedMessage[] = [];
      for (; message !== undefined && message.arrivesAt <= step; message = next(plan)) arrived.push(message);
      const acts = (step - start) % memberStepMs === 0 ? [...household.act(collective.state, step), ...members.act(collective.state, step), ...assembly.act(collective.state, step)] : [];
      keepWords(stored, acts);
      const entries = [...gathered(arrived, keys.gateway, collective.state.origin, step), ...sealedActs(acts, keys, collective.state.origin, step)];
      if (entries.length > 0) collective.take(entries, step);
    }
    for (let from = founded; from < memory.head(); from += appendRowsMax) stored.append(memory.read(from, appendRowsMax), from);
    return message;
  } finally {
    stored.close();
  }
}

function gathered(arrived: readonly SimulatedMessage[], gateway: Signer, origin: string, at: Instant): SealedEntry[] {
  const entries: SealedEntry[] = [];
  for (let from = 0; from < arrived.length; from += observationsPerEntryMax) {
    const observations = arrived.slice(from, from + observationsPerEntryMax).map(({ device, reading }): Observation => ({ ...reading, device }));
    entries.push(sealEntry(gateway, { kind: 'observe', body: { observations } }, origin, at, `past-${at}-${from}`));
  }
  return entries;
}

/** What comments say lies where it can be erased, before the log names it. */
function keepWords(journal: Pick<Journal, 'putBody'>, acts: readonly AssemblyAct[]): void {
  for (const { kept } of acts) if (kept !== undefined) journal.putBody(kept.commitment, kept.text);
}

type Going = Played & { readonly next: SimulatedMessage | undefined; readonly writer: Writer; readonly clock: Clock; readonly brokerUrl: string; readonly collective: string; readonly things: Iterator<ThingMessage> };

function goOn({ plan, members, assembly, household, keys, next: first, writer, clock, brokerUrl, collective, things }: Going): () => Promise<void> {
  const devices = new Map<string, Device>(devicesOf(village).map((id) => [id, openDevice({ url: brokerUrl, collective, id, retryMs: 1000 })]));
  const stopThings = playThings(things, openDevice({ url: brokerUrl, collective, id: 'home-assistant', retryMs: 1000 }), clock);
  let cancelDevice = (): void => undefined;
  let cancelMembers = (): void => undefined;
  const unlisten = writer.collective.listen(({ record, outcome }) => members.see(outcome, record.recordedAt));

  const send = (message: SimulatedMessage | undefined): void => {
    if (message === undefined) return;
    cancelDevice = clock.at(message.arrivesAt, () => {
      // Not acknowledged in time, it is sent again by the client; at the end it is no longer needed.
      devices.get(message.device)?.send(message.reading).catch(() => undefined);
      send(next(plan));
    });
  };
  const step = (at: Instant): void => {
    cancelMembers = clock.at(at, () => {
      const now = clock.now();
      const acts = [...household.act(writer.collective.state, now), ...members.act(writer.collective.state, now), ...assembly.act(writer.collective.state, now)];
      keepWords(writer.collective.journal, acts);
      for (const entry of sealedActs(acts, keys, writer.collective.state.origin, now)) void writer.submit(entry);
      step(at + memberStepMs);
    });
  };
  send(first);
  step(clock.now() + memberStepMs);
  return async () => {
    cancelDevice();
    cancelMembers();
    unlisten();
    await Promise.all([stopThings(), ...[...devices.values()].map((device) => device.close())]);
  };
}

/** As the broker has it from another hub. Returns what stops it. */
function playThings(plan: Iterator<ThingMessage>, hub: Device, clock: Clock): () => Promise<void> {
  let cancel = (): void => undefined;
  const send = (message: ThingMessage | undefined): void => {
    if (message === undefined) return;
    cancel = clock.at(message.at, () => {
      // Who stops doesn't wait for what is on its way.
      hub.sendRaw(message.topic, message.payload, message.retain).catch(() => undefined);
      send(next(plan));
    });
  };
  send(next(plan));
  return async () => {
    cancel();
    await hub.close();
  };
}

function next<Message>(plan: Iterator<Message>): Message | undefined {
  const result = plan.next();
  return result.done === true ? undefined : result.value;
}
