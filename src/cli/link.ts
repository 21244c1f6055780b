/** `frankpledge link new | list | revoke | sign-in`: who may read, beside the members. */
import { hasJournal } from '../host/data-folder.ts';
import { isOpen, linkScopes, makeLink, readLinks, revokeLink, type Link, type LinkScope } from '../host/links.ts';
import { pageAt } from '../host/ask-server.ts';
import { notedServer } from '../host/served-at.ts';
import { signIn } from '../host/sign-in.ts';
import { keyFileSigner } from '../host/signers.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { formatInstant, type Instant } from '../vocabulary/time.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';

const daysDefault = 90;
const daysMax = 3650;
const labelMax = 100;
/** With what each takes. */
const verbs: ReadonlyMap<string, string> = new Map([['new', 'nothing more'], ['list', 'nothing more'], ['revoke', 'one link'], ['sign-in', 'one address']]);

type Values = {
  readonly data: string; readonly scope?: string | undefined; readonly days?: string | undefined; readonly label?: string | undefined; readonly key?: string | undefined;
  readonly json?: boolean | undefined;
};
type Wrong = (message: string) => UsageError;

export const link = defineCommand({
  name: 'link',
  usage: 'new [--scope read|log|devices] [--days N] [--label TEXT] | list | revoke ID  [--data DIR] [--json] | sign-in URL --key FILE [--json]',
  says: 'makes a link that opens the collective to whoever has it, lists links, ends one; or, for members, makes one of one\'s own key that lasts some hours',
  options: { data: { type: 'string', default: dataFolder }, scope: { type: 'string' }, days: { type: 'string' }, label: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' } },
  run: ({ values, wrong, positionals: [verb, ...rest] }) => {
    if (verb === 'new' && rest.length === 0) return makeNew(values, wrong);
    if (verb === 'list' && rest.length === 0) return list(values);
    if (verb === 'revoke' && rest.length === 1) return revoke(values, rest[0] ?? '');
    if (verb === 'sign-in' && rest.length === 1) return openWithKey(values, rest[0] ?? '', wrong);
    if (verb === undefined) throw wrong('say new, list, revoke or sign-in');
    const takes = verbs.get(verb);
    throw wrong(takes === undefined ? `there is no \`link ${verb}\`${didYouMean(verb, verbs.keys())}` : `${verb} takes ${takes}`);
  },
});

function makeNew(values: Values, wrong: Wrong): number {
  requireCollective(values.data);
  const { scope: given = 'read', label = '' } = values;
  const scope = linkScopes.find((each) => each === given);
  if (scope === undefined) throw wrong(`there is no scope "${given}"${didYouMean(given, linkScopes)}: it is ${linkScopes.join(', ')}`);
  const days = daysOf(values.days, wrong);
  if (label.length > labelMax || /\p{Cc}/u.test(label)) throw wrong(`--label has at most ${labelMax} characters, in one line`);
  const { link: made, secret } = makeLink(values.data, { label, scope, days }, Date.now());
  const at = notedServer(values.data)?.publicUrl;
  const address = at === undefined ? undefined : `${at}/?link=${secret}`;
  if (values.json === true) console.log(JSON.stringify({ ok: true, ...shown(made), secret, address: address ?? null }));
  else {
    console.log(scope === 'devices' ? secret : (address ?? `ADDRESS/?link=${secret}`));
    console.log(`${meanings[scope]} Until ${when(made.expires)}, or: ${commandLine(`link revoke ${made.id} --data ${values.data}`)}`);
    console.log('It is shown this once: the folder keeps only its hash.');
    if (scope !== 'devices' && address === undefined) console.log('ADDRESS is what the server prints when it starts, as http://127.0.0.1:8080.');
    if (scope === 'log') console.log(`It goes where a command takes a link:  ${commandLine('verify LINK')}`);
    if (scope === 'devices') console.log('A program sends it as a header:  Authorization: Bearer SECRET');
  }
  return 0;
}

const meanings: { readonly [scope in LinkScope]: string } = {
  read: 'Whoever opens it sees all that members see.',
  log: 'Whoever has it can fetch the log\'s files and check them, and sees nothing else; the files hold all records.',
  devices: 'Whoever has it can put in what devices saw, in the name of any device without a key, and reads nothing.',
};

function daysOf(given: string | undefined, wrong: Wrong): number {
  if (given === undefined) return daysDefault;
  const days = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (days < 1 || days > daysMax) throw wrong(`--days must be a whole number from 1 to ${daysMax}, not "${given}"`);
  return days;
}

function list(values: Values): number {
  requireCollective(values.data);
  const links = readLinks(values.data);
  if (values.json === true) console.log(JSON.stringify({ ok: true, links: links.map(shown) }));
  else {
    if (links.length === 0) console.log(`There are no links. Make one: ${commandLine(`link new --data ${values.data}`)}`);
    for (const each of links) console.log(`${each.id}  ${each.scope.padEnd(7)}  ${stateOf(each)}${each.label === '' ? '' : `  ${each.label}`}`);
  }
  return 0;
}

function revoke(values: Values, id: string): number {
  requireCollective(values.data);
  const ended = revokeLink(values.data, id, Date.now());
  if (values.json === true) console.log(JSON.stringify({ ok: true, ...shown(ended) }));
  else console.log(`${ended.id} is ${stateOf(ended)}: it opens nothing any more, and what was open through it has closed.`);
  return 0;
}

/** Needs no data folder: the member's key, and the address. */
async function openWithKey({ key, json }: Values, given: string, wrong: Wrong): Promise<number> {
  if (key === undefined) throw wrong('--key FILE is missing: your own key');
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw wrong(`"${given}" is no address of a server, as http://127.0.0.1:8080 or https://linden.example`);
  const { member, secret, expires } = await signIn(url, keyFileSigner(key), Date.now());
  const address = `${pageAt(url)}/?link=${secret}`;
  if (json === true) console.log(JSON.stringify({ ok: true, member, secret, expires, address }));
  else console.log(`${address}\nOpens the page for ${member}, until ${when(expires)}, or until the server or the key stops.`);
  return 0;
}

function shown({ id, label, scope, created, expires, revoked }: Link): object {
  return { id, label, scope, created, expires, revoked };
}

function stateOf(each: Link): string {
  if (each.revoked !== null) return `revoked ${when(each.revoked)}`;
  return `${isOpen(each, Date.now()) ? 'until' : 'over since'} ${when(each.expires)}`;
}

function when(instant: Instant): string {
  return formatInstant(instant).slice(0, 16).replace('T', ' ');
}

function requireCollective(folder: string): void {
  if (!hasJournal(folder)) throw new UsageError(`there is no collective in ${folder}`, 'Give its data folder with --data DIR.');
}
