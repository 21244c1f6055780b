/** `frankpledge node`: a member's node, which holds the log, and can take the writer's place. */
import { pageFolder, isPageFresh } from '../host/page.ts';
import { systemClock } from '../host/clock.ts';
import { wordsOfEntry } from '../host/entry-words.ts';
import { isAddress } from '../host/log-client.ts';
import { askNode, type NodeStanding } from '../host/node-control.ts';
import { runNode } from '../host/run-node.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { stopSignal } from './stop-signal.ts';

const say = (message: string): void => console.error(message);

export const node = defineCommand({
  name: 'node',
  usage: '[status|takeover] --data DIR [--from LINK --listen [HOST:]PORT --name NAME --witness-key FILE --key FILE] [--url URL] [--takeover] [--json]',
  says: 'holds a full copy of the log, cosigns what enough nodes hold, takes in entries, and takes the writer\'s place when that withholds one; `status` tells how a running one stands, `takeover` has it stand now',
  options: {
    'data': { type: 'string' }, 'from': { type: 'string' }, 'listen': { type: 'string' }, 'name': { type: 'string' }, 'witness-key': { type: 'string' }, 'key': { type: 'string' },
    'url': { type: 'string' }, 'takeover': { type: 'boolean' }, 'json': { type: 'boolean' },
  },
  names: [], more: ['status|takeover'],
  run: async ({ values, wrong, positionals: [what] }) => {
    const { data } = values;
    if (data === undefined) throw wrong('--data is missing: a folder of the node\'s own');
    if (what === 'status' || what === 'takeover') return print(await askNode(data, what === 'takeover' ? 'stand' : 'status'), values.json === true);
    if (what !== undefined) throw wrong(`"${what}" is neither status nor takeover`);
    const { from, key, url } = values;
    if (from === undefined || !isAddress(from)) throw wrong('--from is missing: a link for reading the collective\'s log (`link new --scope log`)');
    if (key === undefined) throw wrong('--key is missing: the key file of the member who runs this node; one that may only propose and vote is enough');
    const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(values.listen ?? '') ?? [];
    if (port === '' || Number(port) > 65_535) throw wrong('--listen is missing: a port, or HOST:PORT, where the writer and the other nodes reach it');
    if (url !== undefined && !isAddress(url)) throw wrong(`--url is the address by which others reach the node, as https://node.example, not "${url}"`);
    const running = await runNode({
      folder: data, from, host, port: Number(port), witnessKey: values['witness-key'] ?? `${data}.witness`, name: values.name ?? 'node', memberKey: key,
      takeover: values.takeover === true, clock: systemClock, tell: say, ...(url === undefined ? {} : { publicUrl: url }), ...(isPageFresh() ? { webFolder: pageFolder } : {}),
    });
    say(`This node is reached at ${running.url}. For the policy that the members agree on, with --runs ${running.policyLine.split(' ')[1]}=MEMBER:`);
    console.log(running.policyLine);
    await stopSignal();
    await running.close();
    return 0;
  },
});

function print(standing: NodeStanding, json: boolean): number {
  if (json) console.log(JSON.stringify(standing));
  else for (const line of lines(standing)) console.log(line);
  return standing.stopped === undefined && standing.missing.length === 0 ? 0 : exitNo;
}

function lines({ name, term, committed, size, isWriter, phase, missing, grievance, stopped }: NodeStanding): string[] {
  const held = size === committed ? `${committed} records, all committed` : `${size} records, ${committed} of them committed`;
  return [
    `${name === '' ? 'This node, which the policy does not name,' : `The node ${name}`} holds ${held}, in term ${term}.`,
    ...(isWriter ? ['It is the writer.'] : []),
    ...(stopped === undefined ? [] : [stopped]),
    ...missing.map(({ entry, since }) => `MISSING from the log since ${formatInstant(since)}, so nothing is cosigned here: ${wordsOfEntry(entry)}`),
    ...(grievance?.is === 'silent' ? [`The writer is silent since ${formatInstant(grievance.since)}.`] : []),
    ...(grievance?.is === 'stuck' ? [`Since ${formatInstant(grievance.since)} the writer gets nothing committed: too few nodes hold what it gives.`] : []),
    ...(phase === 'none' ? [] : ['It stands for being the next writer.']),
  ];
}
