// From MQTT (QoS 1) through fusion to a durable observation, beside Node-RED with the same join in a function node; round by round, in one run,
// over the same broker: Mosquitto where it is installed, and the embedded one. Then both at fifty readings a second.
// Alone: node bench/sensing-join.ts
import type { Binding } from '../src/vocabulary/sensing.ts';
import { hasMosquitto, startBroker } from './peers/broker.ts';
import { joinLoads, joinTerms, joinTopic, placeCount, type Answer, type JoinLoad } from './peers/join.ts';
import { drive, quantile, type Driven, type JoinClient, type JoinSide, type Pace } from './peers/join-drive.ts';
import { seeded } from './peers/load.ts';
import { startNodeRedJoin, type NodeRedJoin } from './peers/node-red-join.ts';
import { median, PeersMissing, runAlone, type Figure, type Measured, type PeerResult, type RunOptions } from './peers/peer.ts';
import { startSensingServer, type Sensor, type SensingServer } from './sensing-server.ts';

/** A round lasts: so many times the asked number are sent. */
const timesLonger = 5;
const inFlight = 100;
const pacedPerSecond = 50;
/** Of the asked number, so many at fifty a second: with 2,000 that is 20 seconds. */
const pacedShare = 0.5;
/** Below this many observations it is a smoke run, without the peer. */
const smokeBelow = 500;
const lifeMsMax = 2 * 3600_000;
const brokers = { mosquitto: 'mosquitto', embedded: 'the embedded broker' } as const;
type Kind = keyof typeof brokers;

type Side = { readonly name: string; readonly what: string; readonly client: JoinClient; readonly side: JoinSide; readonly figures: number[]; paced: readonly number[] };

export async function run(options: RunOptions): Promise<Measured> {
  const parts: Measured[] = [];
  for (const kind of hasMosquitto() ? ['mosquitto', 'embedded'] as const : ['embedded'] as const) parts.push(await runOver(kind, options));
  return { results: parts.flatMap(({ results = [] }) => results), figures: parts.flatMap(({ figures = [] }) => figures) };
}

async function runOver(kind: Kind, { observations, rounds, seed }: RunOptions): Promise<Measured> {
  await using started = new AsyncDisposableStack();
  const size = observations * timesLonger;
  const loads = joinLoads([...Array.from({ length: rounds + 1 }, () => size), Math.ceil(observations * pacedShare)], seeded(seed));
  const broker = kind === 'embedded' ? undefined : await startBroker(kind, lifeMsMax);
  started.defer(() => broker?.stop());
  const server = started.use(await startSensingServer(broker === undefined ? undefined : `mqtt://127.0.0.1:${broker.port}`));
  await server.introduce(sensors());
  await server.bind(bindings());
  const sides: Side[] = [sideOf(`Frankpledge, sensors over ${kind}`, ours(kind), server)];
  const peer = observations < smokeBelow ? undefined : await startPeer(kind, started);
  if (peer !== undefined) sides.push(sideOf(`Node-RED, sensors over ${peer.over}`, theirs(peer.over), peer.nodeRed));
  const processor: number[] = [];
  for (const [round, load] of loads.entries()) {
    const pace: Pace = round > rounds ? { perSecond: pacedPerSecond } : { inFlight };
    const before = await server.ask({ what: 'processor' });
    for (const each of sides) {
      note(each, round, await drive(load, each.client, each.side, pace, msMax(load)), pace);
      if (each.side === server && 'inFlight' in pace && round > 0) processor.push((await server.ask({ what: 'processor' }) - before) / load.said.length);
    }
  }
  if (peer !== undefined) requireAnswers(peer.nodeRed.answers, loads);
  await requireObservations(server, loads);
  return { results: sides.map(resultOf), figures: [...sides.flatMap((each) => latencyOf(each)), processorOf(kind, processor)] };
}

/** The first round warms up. */
function note(side: Side, round: number, { perSecond, latenciesMs }: Driven, pace: Pace): void {
  if ('perSecond' in pace) side.paced = latenciesMs;
  else if (round > 0) side.figures.push(perSecond);
}

function sideOf(name: string, what: string, side: JoinSide & { readonly client: JoinClient }): Side {
  return { name, what, client: side.client, side, figures: [], paced: [] };
}

type Peer = { readonly over: string; readonly nodeRed: NodeRedJoin };

/** Over a broker of its own: over ours what one side is told would reach the other. */
async function startPeer(kind: Kind, started: AsyncDisposableStack): Promise<Peer | undefined> {
  const over = kind === 'embedded' ? 'aedes' : kind;
  const broker = await startBroker(over, lifeMsMax);
  started.defer(() => broker.stop());
  try {
    const nodeRed = await startNodeRedJoin(broker.port, lifeMsMax);
    started.defer(() => nodeRed.stop());
    return { over, nodeRed };
  } catch (error) {
    if (!(error instanceof PeersMissing)) throw error;
    console.error(`${error.message}: this is measured without it`);
    return undefined;
  }
}

/** Two hundred a second at the least. */
function msMax({ said }: JoinLoad): number {
  return 60_000 + said.length * 20;
}

function sensors(): Sensor[] {
  return Array.from({ length: placeCount }, (_, place) => joinTerms.ratios.map((_ratio, sensor): Sensor => {
    const id = `bench-${place}-${sensor}`;
    const topic = joinTopic({ place, sensor });
    // A text, since OFF from a binary sensor would be no other word.
    return { id, topic, says: 'OFF', description: { unique_id: id, state_topic: topic, name: 'says', device: { identifiers: [id] } } };
  })).flat();
}

/** Who says yes does so until it says no: the last words are kept. A no in the sum counts for nothing, as in the rule. */
function bindings(): Binding[] {
  return Array.from({ length: placeCount }, (_, place): Binding => ({
    id: `place-${place}`, subject: `place-${place}`, method: 'event', keep_days: 1,
    streams: joinTerms.ratios.map((ratio, sensor) => ({ stream: `bench-${place}-${sensor}/bench-${place}-${sensor}`, as: 'sensor', settings: { ratio: String(ratio), holds_s: 604_800 } })),
    settings: { event: 'stirred', prior: String(joinTerms.prior), least_p: String(joinTerms.cutoff), together_s: 0, late_s: 0, again_s: 0 },
  }));
}

/** @throws Error when what Node-RED answered isn't the rule's, in its order */
function requireAnswers(answers: readonly Answer[], loads: readonly JoinLoad[]): void {
  const expected = loads.flatMap((load) => load.answers);
  const place = expected.findIndex((each, at) => JSON.stringify(each) !== JSON.stringify(answers[at]));
  if (place >= 0 || answers.length !== expected.length) throw new Error(`Node-RED's answer ${place}: ${JSON.stringify(answers[place])}; by the rule ${JSON.stringify(expected[place])}`);
}

/** @throws Error when the log doesn't have what the rule gives, once each; in order for each place, since what was found at once is put down together */
async function requireObservations(server: SensingServer, loads: readonly JoinLoad[]): Promise<void> {
  const byPlace = (lines: readonly string[]): readonly string[] => lines.toSorted((a, b) => Number(a.split(' ')[0]) - Number(b.split(' ')[0]));
  const seen = byPlace((await server.close()).map(({ observation: { subject, p }, status }) => `${subject.replace('place-', '')} ${Number(p?.event).toFixed(4)} ${status}`));
  const expected = byPlace(loads.flatMap((load) => load.answers).map(({ place, p }) => `${place} ${p.toFixed(4)} done`));
  const at = expected.findIndex((each, place) => each !== seen[place]);
  if (at >= 0 || seen.length !== expected.length) throw new Error(`bench: of ${expected.length} observations the log has ${seen.length}; number ${at} is ${seen[at]}, by the rule ${expected[at]}`);
}

function resultOf({ name, what, figures }: Side): PeerResult {
  return { name, what, perSecond: median(figures), rounds: figures };
}

function latencyOf({ name, paced }: Side): Figure[] {
  const what = `from publishing a reading to ${name.startsWith('Node') ? 'its answer over MQTT' : 'its observation being durable'}, at ${pacedPerSecond} readings a second; ${paced.length} answers`;
  return [['p50', 0.5], ['p99', 0.99]].map(([label, share]) => ({ name: `${name}: latency, ${label}`, what, unit: 'ms', value: quantile(paced, Number(share)), digits: 2 }));
}

/** It says what a reading costs also where other work makes rates waver. */
function processorOf(kind: Kind, rounds: readonly number[]): Figure {
  const what = 'of all threads of the server, with what it does besides: signing heads, and a broker where that is embedded; it grows until each place has 300 cases behind it, from which its weights come';
  return { name: `Frankpledge, sensors over ${kind}: processor time a reading`, what, unit: 'µs', value: median(rounds), digits: 0, rounds };
}

function ours(kind: Kind): string {
  return `${placeCount} places with three sensors each: MQTT in (QoS 1) over ${brokers[kind]} → Home Assistant's discovery → reading durable (SQLite, synchronous=FULL) → PUBACK → log-odds with weights from the last 300 cases, `
    + `dead and stuck sensors watched → commitment to the readings → durable → gateway signs → kernel → observation durable; readings a second with ${inFlight} in flight, of which a third is observed`;
}

function theirs(over: string): string {
  return `the same readings: MQTT in (QoS 1) → function with the same sum of fixed log-odds and the same cut-off → MQTT out (QoS 1) in a process of its own over ${over}; in memory, nothing kept, signed or durable, `
    + 'a message acknowledged before the function runs';
}

if (import.meta.main) await runAlone(run);
