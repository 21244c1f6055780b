// Node-RED with the join of the sensing bench: MQTT in (QoS 1), a function node that keeps what sensors said last, MQTT out (QoS 1).
import { setTimeout as pause } from 'node:timers/promises';
import { join, joinTerms, type Answer } from './join.ts';
import { connectJoin, type JoinClient, type JoinSide } from './join-drive.ts';
import { flowNodes, startNodeRed } from './node-red-process.ts';

const outTopic = 'bench/answers';
/** Node-RED loads a few hundred modules. */
const startMsMax = 60_000;
const askEveryMs = 250;

export type NodeRedJoin = JoinSide & {
  readonly client: JoinClient;
  /** All that it has answered since it was started. */
  readonly answers: readonly Answer[];
  readonly stop: () => Promise<void>;
};

/**
 * Resolves when it answers.
 * @throws PeersMissing when Node-RED isn't installed
 */
export async function startNodeRedJoin(brokerPort: number, lifeMsMax: number): Promise<NodeRedJoin> {
  const nodeRed = startNodeRed(flowOver(brokerPort), lifeMsMax);
  const url = `mqtt://127.0.0.1:${brokerPort}`;
  const client = await connectJoin(url);
  const subscriber = await connectJoin(url);
  const answers: Answer[] = [];
  const listeners = new Set<(count: number) => void>();
  let isUp = false;
  subscriber.on('message', (topic, payload) => {
    if (topic === 'bench/up') { isUp = true; return; }
    answers.push(JSON.parse(Buffer.from(payload).toString()) as Answer);
    for (const listener of listeners) listener(1);
  });
  for (const topic of [outTopic, 'bench/up']) await subscriber.subscribeAsync(topic, { qos: 1 });
  for (const began = performance.now(); !isUp;) {
    if (performance.now() - began > startMsMax) throw new Error(`Node-RED does not answer; it printed: ${nodeRed.printed()}`);
    await client.publishAsync('bench/ask', 'up', { qos: 1 });
    await pause(askEveryMs);
  }
  return {
    client, answers,
    listen: (answered) => {
      listeners.add(answered);
      return () => void listeners.delete(answered);
    },
    async stop() {
      for (const each of [client, subscriber]) await each.endAsync(true);
      await nodeRed.stop();
    },
  };
}

function flowOver(port: number): object[] {
  const { beginning, mqttIn, mqttOut, code } = flowNodes('join');
  const rule = `${join}
const [, place, sensor] = msg.topic.split('/');
const held = flow.get('held') ?? {};
const answer = join(held, ${JSON.stringify(joinTerms)}, { place: Number(place), sensor: Number(sensor), yes: msg.payload === 'ON' });
flow.set('held', held);
if (answer === null) return null;
msg.payload = answer;
return msg;`;
  return [
    ...beginning('Join', port),
    mqttIn('ask', 'bench/ask', 'up', 'utf8'), mqttOut('up', 'bench/up'),
    mqttIn('sensors', 'bench/+/+/state', 'fuse', 'utf8'), code('fuse', rule, 'answers'), mqttOut('answers', outTopic),
  ];
}
