/** `frankpledge witness`: a witness of a collective's log, on one's own machine. */
import { isAddress, createLogClient } from '../host/log-client.ts';
import { runWitness, type RunningWitness } from '../host/run-witness.ts';
import type { Witnessed } from '../host/witnessing.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { stopSignal } from './stop-signal.ts';

const everyDefault = 10;

export const witness = defineCommand({
  name: 'witness',
  usage: '--origin ORIGIN --url URL --name NAME [--state DIR] [--listen [HOST:]PORT] [--log-key KEY]… [--every SECONDS] [--once]',
  says: 'cosigns the log\'s heads on this machine, as long as each goes on from the one before; stores what it signs before it answers',
  options: {
    'origin': { type: 'string' }, 'url': { type: 'string' }, 'name': { type: 'string' }, 'state': { type: 'string', default: 'witness' },
    'listen': { type: 'string' }, 'log-key': { type: 'string', multiple: true }, 'every': { type: 'string' }, 'once': { type: 'boolean' },
  },
  names: [],
  run: async ({ values, wrong }) => {
    const { origin, url, name } = values;
    if (origin === undefined) throw wrong('--origin is missing: the name of the log, as `status` shows it (frankpledge/…)');
    if (url === undefined || !isAddress(url)) throw wrong('--url is missing: the collective\'s address, with a link for reading its log (`link new --scope log`)');
    if (name === undefined) throw wrong('--name is missing: what this witness is called, as ana.linden.example/witness');
    const every = values.every === undefined ? everyDefault : Number(/^\d{1,5}$/.test(values.every) ? values.every : 0);
    if (every < 1) throw wrong(`--every is a whole number of seconds from 1, not "${String(values.every)}"`);
    const listen = values.listen === undefined ? undefined : placeOf(values.listen);
    if (listen === null) throw wrong(`--listen is a port, or HOST:PORT, not "${String(values.listen)}"`);
    const running = await runWitness({
      folder: values.state, name, origin, logKeys: values['log-key'] ?? [], client: createLogClient(url), tell: (message) => console.error(message),
      ...(listen === undefined ? {} : { listen }),
    });
    try {
      introduce(running);
      if (values.once === true) return say(await running.round());
      await (listen === undefined ? poll(running, every * 1000) : stopSignal());
      return 0;
    } finally {
      await running.close();
    }
  },
});

function introduce({ policyLine, logKeys, url }: RunningWitness): void {
  console.error(`${url === null ? 'This witness asks by itself.' : `This witness can be asked at ${url}.`} It trusts the log's ${logKeys.length === 1 ? 'key' : 'keys'} ${logKeys.join(', ')}: compare with what another member sees.`);
  console.error('For the policy that the members agree on:');
  console.log(policyLine);
}

async function poll(running: RunningWitness, everyMs: number): Promise<void> {
  const stopped = stopSignal();
  let said = '';
  for (let going = true; going;) {
    const done = await running.round();
    const now = JSON.stringify(done);
    if (now !== said) say(done);
    said = now;
    going = await Promise.race([stopped.then(() => false), new Promise<boolean>((next) => { setTimeout(() => next(true), everyMs); })]);
  }
}

function say(done: Witnessed | null): number {
  if (done === null) return exitNo;
  if (done.did === 'nothing') console.error('nothing is signed there yet');
  else if (done.did === 'cosigned') console.error(`cosigned the head at ${done.size} records`);
  else console.error(`NOT cosigned, the head at ${done.size} records (${done.status}): ${done.says}`);
  return done.did === 'refused' ? exitNo : 0;
}

function placeOf(text: string): { readonly host: string; readonly port: number } | null {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  return port === '' || Number(port) > 65_535 ? null : { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
