/** `frankpledge home link new | list | revoke`: who may found at a home, beside whoever runs it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOpen, makeLink, readLinks, revokeLink, type Link } from '../host/links.ts';
import { notedHome } from '../host/served-at.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { readWhole } from './when.ts';

const daysDefault = 30;
const daysMax = 365;
const labelMax = 100;

export const home = defineCommand({
  name: 'home',
  usage: 'link new [--days N] [--label TEXT] | link list | link revoke ID  --home DIR [--json]',
  says: 'makes a link by which somebody founds one collective at a home that runs with start --home, lists such links, ends one',
  options: { home: { type: 'string' }, days: { type: 'string' }, label: { type: 'string' }, json: { type: 'boolean' } },
  run: ({ values, wrong, positionals: [noun, verb, ...rest] }) => {
    const { home: folder, label = '' } = values;
    if (noun !== 'link') throw wrong(noun === undefined ? 'say link new, link list or link revoke' : `there is no \`home ${noun}\`${didYouMean(noun, ['link'])}`);
    if (folder === undefined) throw wrong('--home DIR is missing: the folder that holds the collectives');
    if (!existsSync(join(folder, 'home.json'))) throw new UsageError(`${folder} is no home yet`, `Start it once: npm start -- --home ${folder}`);
    const json = values.json === true;
    if (verb === 'list' && rest.length === 0) return list(folder, json);
    if (verb === 'revoke' && rest.length === 1) return say(revokeLink(folder, rest[0] ?? '', Date.now()), json);
    if (verb !== 'new' || rest.length > 0) throw wrong('say link new, link list or link revoke ID');
    if (label.length > labelMax || /\p{Cc}/u.test(label)) throw wrong(`--label has at most ${labelMax} characters, in one line`);
    const days = values.days === undefined ? daysDefault : readWhole(values.days, '--days', 1, daysMax, wrong);
    return made(folder, makeLink(folder, { label, scope: 'found', days }, Date.now()), json);
  },
});

function made(folder: string, { link, secret }: ReturnType<typeof makeLink>, json: boolean): number {
  const at = notedHome(folder);
  const address = `${at ?? 'ADDRESS'}/?link=${secret}`;
  if (json) console.log(JSON.stringify({ ok: true, ...shown(link), secret, address: at === undefined ? null : address }));
  else {
    console.log(address);
    console.log(`Whoever opens it may found one collective, ${stateOf(link)}, or: ${commandLine(`home link revoke ${link.id} --home ${folder}`)}`);
    console.log('It is shown this once: the folder keeps only its hash.');
    if (at === undefined) console.log('ADDRESS is what the server prints when it starts, as http://127.0.0.1:8080.');
  }
  return 0;
}

function list(folder: string, json: boolean): number {
  const links = readLinks(folder);
  if (json) console.log(JSON.stringify({ ok: true, links: links.map(shown) }));
  else if (links.length === 0) console.log(`There are no links. Make one: ${commandLine(`home link new --home ${folder}`)}`);
  else for (const link of links) console.log(`${link.id}  ${stateOf(link)}${link.label === '' ? '' : `  ${link.label}`}`);
  return 0;
}

function say(link: Link, json: boolean): number {
  console.log(json ? JSON.stringify({ ok: true, ...shown(link) }) : `${link.id} is ${stateOf(link)}: nobody founds by it any more.`);
  return 0;
}

function shown({ id, label, created, expires, revoked }: Link): object {
  return { id, label, created, expires, revoked };
}

/** A link that was used is over too. */
function stateOf(link: Link): string {
  const at = link.revoked ?? link.expires;
  return `${link.revoked !== null ? 'used or revoked' : isOpen(link, Date.now()) ? 'until' : 'over since'} ${formatInstant(at).slice(0, 16).replace('T', ' ')}`;
}
