// Node-RED with the same job: MQTT in (QoS 1), a function node with the firewood rule over in-memory context, MQTT out (QoS 1).
import { hasMosquitto, startBroker, type BrokerKind } from './broker.ts';
import { beginningOf, firewoodLoad, type Load } from './load.ts';
import { connectMqttLoad, type MqttLoad } from './mqtt-load.ts';
import { flowNodes, startNodeRed } from './node-red-process.ts';
import { checkOptions, measure, runAlone, type PeerResult, type Row, type RunOptions } from './peer.ts';
import { initialState, observe, terms, type Outcome } from './rule.ts';

/**
 * Messages in flight, and how many rounds' worth of observations each takes: a hundred in flight are over too soon otherwise.
 * What comes first warms up the code of both processes.
 */
const windows = [{ inFlight: 1, times: 1 }, { inFlight: 100, times: 10 }] as const;
const warmUpObservations = 2000;
const brokersDefault: readonly BrokerKind[] = hasMosquitto() ? ['aedes', 'mosquitto'] : ['aedes'];

/** Node-RED loads a few hundred modules. */
const startMsMax = 60_000;
/** Fifty messages a second: a hundredth of what was measured. */
const roundMsMax = (observations: number) => 20_000 + observations * 20;
const lifeMsMax = 2 * 3600_000;

const topics = { inTopic: 'firewood/observations', outTopic: 'firewood/outcomes' };
const founding = { inTopic: 'firewood/members', outTopic: 'firewood/founded' };

export async function run(options: RunOptions & { brokers?: readonly BrokerKind[] }): Promise<PeerResult[]> {
  checkOptions(options);
  const results: PeerResult[] = [];
  for (const kind of options.brokers ?? brokersDefault) results.push(...await runOver(kind, options));
  return results;
}

async function runOver(kind: BrokerKind, options: RunOptions): Promise<PeerResult[]> {
  const loads = windows.map(({ inFlight, times }) =>
    ({ inFlight, load: firewoodLoad({ ...options, observations: options.observations * times }) }));
  await using started = new AsyncDisposableStack();
  const broker = await startBroker(kind, lifeMsMax);
  started.defer(() => broker.stop());
  const nodeRed = startNodeRed(flowOver(broker.port), lifeMsMax);
  started.defer(() => nodeRed.stop());
  const mqtt = await connectMqttLoad(broker.port);
  started.defer(() => mqtt.stop());
  try {
    const rows = loads.map(({ inFlight, load }) => rowOf(kind, inFlight, load, mqtt));
    return await measure(rows, { warmUp: warmUpObservations, timed: Infinity }, options.rounds);
  } catch (error) {
    throw new Error(`Node-RED over ${kind} printed: ${nodeRed.printed()}`, { cause: error });
  }
}

/** A round takes the load's first observations, as many as it is told. */
function rowOf(kind: BrokerKind, inFlight: number, load: Load, mqtt: MqttLoad): Row<number> {
  return {
    name: `Node-RED over ${kind}, ${inFlight} in flight`,
    what: `MQTT in (QoS 1) → function → MQTT out (QoS 1) in a process of its own; ${kind} in another; publisher and subscriber in this one, ` +
      `${inFlight} in flight end to end; context in memory, nothing durable, a message acknowledged before the function runs; no signatures; TCP_NODELAY on every socket`,
    async round(most) {
      const { members, observations } = beginningOf(load, most);
      await mqtt.ask(founding, JSON.stringify(members), startMsMax);
      const payloads = observations.map((seen) => JSON.stringify(seen));
      const { perSecond, answers } = await mqtt.exchange(topics, payloads, inFlight, roundMsMax(observations.length));
      checkOutcomes({ members, observations }, answers);
      return perSecond;
    },
  };
}

/** @throws Error when an outcome isn't the rule's */
function checkOutcomes({ members, observations }: Load, answers: readonly string[]): void {
  const state = initialState(members);
  for (const [place, seen] of observations.entries()) {
    const expected: Outcome = observe(state, terms, seen);
    if (answers[place] !== JSON.stringify(expected)) {
      throw new Error(`Node-RED answered ${answers[place]}; by the rule ${JSON.stringify(expected)}`);
    }
  }
}

function flowOver(port: number): object[] {
  const { beginning, mqttIn, mqttOut, code } = flowNodes('firewood');
  return [
    ...beginning('Firewood', port),
    mqttIn('members', founding.inTopic, 'found'),
    code('found', `${initialState}\nflow.set('state', initialState(msg.payload));\nmsg.payload = 'founded';\nreturn msg;`, 'founded'),
    mqttOut('founded', founding.outTopic),
    mqttIn('observations', topics.inTopic, 'decide'),
    code('decide', `${observe}\nmsg.payload = observe(flow.get('state'), ${JSON.stringify(terms)}, msg.payload);\nreturn msg;`, 'outcomes'),
    mqttOut('outcomes', topics.outTopic),
  ];
}

if (import.meta.main) await runAlone(run);
