/** `frankpledge notices status | test ADDRESS`: how notices go out, for whoever runs the server. */
import { hasJournal } from '../host/data-folder.ts';
import { noticeStatus } from '../host/notice-status.ts';
import { tryMail } from '../host/notice-test.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';

const verbs = ['status', 'test'];

export const notices = defineCommand({
  name: 'notices',
  usage: 'status | test ADDRESS  [--data DIR] [--json]',
  says: 'shows in counts how notices go out by mail and push, with the last that was given up; or tries the mail server with one message',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  run: ({ values: { data, json }, wrong, positionals: [verb, ...rest] }) => {
    if (!hasJournal(data)) throw new UsageError(`there is no collective in ${data}`, 'Give its data folder with --data DIR.');
    if (verb === 'status' && rest.length === 0) return status(data, json === true);
    if (verb === 'test' && rest.length === 1) return test(data, rest[0] ?? '', json === true);
    if (verb === undefined || verbs.includes(verb)) throw wrong(verb === undefined ? 'say status or test' : `${verb} takes ${verb === 'test' ? 'one address' : 'nothing more'}`);
    throw wrong(`there is no \`notices ${verb}\`${didYouMean(verb, verbs)}`);
  },
});

function status(data: string, json: boolean): number {
  const found = noticeStatus(data);
  if (json) console.log(JSON.stringify({ ok: true, notices: found }));
  else if (found === null) console.log(`No notices yet: they begin when the server runs.  ${commandLine(`start --data ${data}`)}`);
  else {
    const { records, addresses, devices, waiting, sent, failed, lastFailure } = found;
    console.log(`${records} records gone through. ${addresses.confirmed} confirmed addresses, ${addresses.unconfirmed} unconfirmed; ${devices} devices for push.`);
    console.log(`${sent} messages were taken, ${waiting} wait, ${failed} were given up.`);
    if (lastFailure !== null) console.log(`The last that was given up, by ${lastFailure.channel}, ${formatInstant(lastFailure.at).slice(0, 16).replace('T', ' ')}: ${lastFailure.problem}`);
  }
  return 0;
}

async function test(data: string, address: string, json: boolean): Promise<number> {
  const tried = await tryMail(data, process.env, address, Date.now());
  if (json) console.log(JSON.stringify({ ok: tried.sent, ...tried }));
  else if (tried.sent) console.log(`${tried.server} took a message to ${address}.`);
  else console.error(`${tried.server === null ? 'Nothing was sent' : `${tried.server} didn't take it`}: ${tried.problem}`);
  return tried.sent ? 0 : 1;
}
