/** `frankpledge join LINK|FILE --as ID`: becomes a member by an invitation, with a key that is made here and never leaves. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { pageAt } from '../host/ask-server.ts';
import { connect } from '../host/connection.ts';
import { makeKeyFile } from '../host/data-folder.ts';
import { handInAt, invitationIn, originAt, readInvitationFile, type HandedIn } from '../host/invitations.ts';
import { sealEntry, type Signer } from '../host/sealing.ts';
import { zoneRules } from '../host/scenarios.ts';
import { lookInvited } from '../host/sign-in.ts';
import type { InvitationShown } from '../views/charter-shown.ts';
import { sayTime } from '../views/local-time.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import { commandOn, dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { charterLines } from './charter.ts';
import { reportRefusal, UsageError } from './errors.ts';

type Joining = { readonly id: string; readonly name: string | undefined; readonly out: string; readonly data: string };

export const join = defineCommand({
  name: 'join',
  usage: 'LINK|FILE --as ID [--name NAME] [--out KEY.json] [--data DIR] [--json] | LINK --look [--json]',
  says: 'becomes a member by an invitation: through the server of its link, or with a file in the data folder; makes a key of one\'s own, which stays here. Nothing binds one until one accepts it; with --look one only sees what one would join',
  options: { data: { type: 'string', default: dataFolder }, as: { type: 'string' }, name: { type: 'string' }, out: { type: 'string' }, look: { type: 'boolean' }, json: { type: 'boolean' } },
  names: ['LINK|FILE'],
  run: async ({ values, wrong, positionals: [given = ''] }) => {
    const { as: id, name, data } = values;
    const link = invitationIn(given);
    if (link === undefined && /^https?:/.test(given)) throw wrong('this link is no invitation, or was cut off: it ends with #invitation=…&of=…&seed=…');
    if (link?.server.hostname === 'address') throw wrong('ADDRESS in this link stands for the server\'s own address: put it in its place, as 127.0.0.1:8080, or ask whoever invited you');
    if (values.look === true) {
      if (link === undefined) throw wrong('--look takes a link: what a file\'s invitation is for is in the folder');
      return look(await lookInvited(link.server, link.signer, Date.now()), values.json === true);
    }
    if (id === undefined) throw wrong('--as is missing: the id that you will have');
    if (!isId(id)) throw wrong(`"${id}" can't be a member's id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
    const joining = { id, name, data, out: values.out ?? `${id}.json` };
    const done = await withKey(joining, (key) => (link === undefined ? joinHere(given, joining, key) : joinThrough(link, joining, key)));
    return tell(done, joining, link?.server, values.json === true);
  },
});

/** What one would join, and what there is to accept then. */
function look(shown: InvitationShown, json: boolean): number {
  const { name, members, charter, subcontracts, expires } = shown;
  const zone = zoneRules(charter.zone) ?? null;
  const lines = [
    `${name}: ${members} members${expires === null ? '' : `; the invitation is good until ${sayTime(zone, expires)}`}`,
    ...charterLines(charter, zone).slice(1),
    ...subcontracts.flatMap(({ id, title, text, atMost }) => [
      `Agreement ${id}: ${title}`, ...text.trim().split('\n').map((line) => `  ${line}`), ...atMost.map((most) => `  it could take from you, once you accept it: ${most}`),
    ]),
    'Nothing of it binds you until you accept it.',
  ];
  if (json) console.log(JSON.stringify(shown));
  else for (const line of lines) console.log(line);
  return 0;
}

/** The key is written first, so that nobody is a member without one; it goes again where nothing came of it. */
async function withKey({ id, out }: Joining, join: (key: KeyGrant) => Promise<HandedIn>): Promise<HandedIn> {
  const key = makeKeyFile(out, `member-${id}`, 'member', id);
  try {
    const done = await join(key);
    if (done.status !== 'recorded') rmSync(out, { force: true });
    return done;
  } catch (error) {
    rmSync(out, { force: true });
    throw error;
  }
}

async function joinThrough({ server, signer }: { readonly server: URL; readonly signer: Signer }, joining: Joining, key: KeyGrant): Promise<HandedIn> {
  const origin = await originAt(server);
  return await handInAt(server, sealEntry(signer, said(joining, key), origin, Date.now(), randomBytes(8).toString('hex')));
}

async function joinHere(file: string, joining: Joining, key: KeyGrant): Promise<HandedIn> {
  const signer = readInvitationFile(file);
  if (signer === undefined) throw new UsageError(`${file} is a key, but no invitation`, `An invitation is made with: ${commandLine('invite --out FILE')}`);
  const connection = await connect(joining.data, 'act');
  try {
    const done = await connection.act(signer, said(joining, key));
    return done.status === 'recorded' ? { status: 'recorded', seq: done.shown.record.seq } : done;
  } finally {
    connection.close();
  }
}

function said({ id, name }: Joining, key: KeyGrant): EntryBody {
  return { kind: 'join', body: { member: { id, ...(name === undefined ? {} : { name }) }, keys: [key] } };
}

function tell(done: HandedIn, { id, out, data }: Joining, server: URL | undefined, json: boolean): number {
  if (done.status === 'refused') {
    const { code } = done.refusal;
    const detail = code === 'revoked_key' ? 'this invitation was used already, or taken back' : done.refusal.detail;
    if (json) console.log(JSON.stringify({ ok: false, error: { code, message: detail, hint: aboutRefusal(code).hint } }));
    return reportRefusal({ code, detail });
  }
  if (json) console.log(JSON.stringify({ ok: true, ...done, member: id, key: out }));
  else if (done.status === 'duplicate') console.log('It was recorded before; nothing changed.');
  else {
    console.log(`${id} is a member (record ${done.seq}); your key lies in ${out}: keep it to yourself, and a copy elsewhere`);
    console.log(server === undefined ? `What there is to accept:  ${commandOn(data, `bound ${id}`)}` : `See everything on the page:  ${commandLine(`link sign-in ${pageAt(server)} --key ${out}`)}`);
  }
  return 0;
}
