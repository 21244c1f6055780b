/** `frankpledge key list | new | add | revoke`: who may sign, and with what. */
import { existsSync, rmSync } from 'node:fs';
import { connect, type Connection } from '../host/connection.ts';
import { keyPath, makeKey, makeKeyFile } from '../host/data-folder.ts';
import { memberSigner, operatorSigner, requirePublicKey } from '../host/signers.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { knownMember, UnknownNameError } from './names.ts';

const roles = ['device', 'gateway', 'member', 'operator'] as const;
/** Whose keys may be made where no collective is: they are added to it by their public half. */
const ownRoles = ['member', 'device'] as const;
const verbs = ['list', 'new', 'add', 'revoke'];

export const key = defineCommand({
  name: 'key',
  usage: 'list | new FILE --role member|device --owner ID [--id KEY] | add device|gateway|member|operator OWNER [--public-key BASE64] [--id KEY] | revoke KEY  [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'shows the keys that may sign, makes a key file anywhere, adds a key (made here, or given by its public key), or takes one out of force',
  options: { ...actOptions, 'public-key': { type: 'string' }, 'id': { type: 'string' }, 'role': { type: 'string' }, 'owner': { type: 'string' } },
  run: ({ values, wrong, positionals: [verb, ...rest] }) => {
    if (verb === 'list' && rest.length === 0) return list(values);
    if (verb === 'new') return makeNew(values, rest, wrong);
    if (verb === 'add') return add(values, { publicKey: values['public-key'], id: values.id }, rest, wrong);
    if (verb === 'revoke' && rest.length === 1) return revoke(values, rest[0] ?? '');
    throw wrong(verb === undefined ? 'say list, new, add or revoke' : verb === 'list' || verb === 'revoke' ? `${verb} takes ${verb === 'list' ? 'nothing more' : 'one key'}` : `there is no \`key ${verb}\`${didYouMean(verb, verbs)}`);
  },
});

type NewKey = { readonly role?: string | undefined; readonly owner?: string | undefined; readonly id?: string | undefined; readonly json?: boolean | undefined };

/** Needs no collective: whoever is to hold the key makes it on their own machine, and hands over its public half. */
function makeNew({ role: given, owner, id, json }: NewKey, [file, ...more]: readonly string[], wrong: (message: string) => UsageError): number {
  if (file === undefined) throw wrong('FILE is missing: where the key will lie');
  if (more.length > 0) throw wrong(`"${String(more[0])}" is one argument too many`);
  const role = ownRoles.find((each) => each === given);
  if (role === undefined) throw wrong(given === undefined ? '--role is missing: member or device' : `there is no key for a "${given}" to make here${didYouMean(given, ownRoles)}`);
  if (owner === undefined) throw wrong(`--owner is missing: the ${role} that the key speaks for`);
  for (const each of [owner, ...(id === undefined ? [] : [id])]) if (!isId(each)) throw wrong(`"${each}" can't be an id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
  const grant = makeKeyFile(file, id ?? `${role}-${owner}`, role, owner);
  const named = id === undefined ? '' : ` --id ${id}`;
  const add = `key add ${role} ${owner} --public-key ${grant.public_key}${named}`;
  if (json === true) console.log(JSON.stringify({ ok: true, file, ...grant }));
  else {
    console.log(`${file} holds a key of ${role} ${owner}: keep it to yourself. Its public key, which others may know:\n${grant.public_key}`);
    console.log(role === 'device' ? `The operator adds it with:  ${commandLine(add)}`
      : `For a newcomer:  ${commandLine(`admit ${owner} --public-key ${grant.public_key}`)}\nFor a member:    ${commandLine(`${add} --as ${owner}`)}  (or with --key: signed with the key that they have)\nThen ${owner} acts with --key ${file}`);
  }
  return 0;
}

async function list(values: ActValues): Promise<number> {
  const connection = await connect(values.data, 'read');
  try {
    const keys = [...connection.state.keys.values()].map(({ grant, revokedAt }) => ({ ...grant, in_force: revokedAt === null, kept_here: existsSync(keyPath(values.data, grant.id)) }));
    if (values.json === true) console.log(JSON.stringify(keys));
    else for (const { id, role, owner, public_key, in_force, kept_here } of keys) console.log(`${in_force ? '      ' : 'revoked'} ${id}  ${role} ${owner}  ${public_key}${kept_here ? '  (private key here)' : ''}`);
    return 0;
  } finally {
    connection.close();
  }
}

function add(values: ActValues, given: { publicKey: string | undefined; id: string | undefined }, rest: readonly string[], wrong: (message: string) => UsageError): Promise<number> {
  const role = roles.find((each) => each === rest[0]);
  if (role === undefined) throw wrong(rest[0] === undefined ? 'say for what: device, gateway, member or operator' : `there is no kind of key "${rest[0]}"${didYouMean(rest[0], roles)}`);
  const owner = role === 'operator' ? 'operator' : rest[1];
  if (owner === undefined) throw wrong('OWNER is missing: the device, gateway or member that the key speaks for');
  if (rest.length > 2) throw wrong(`"${String(rest[2])}" is one argument too many`);
  return acting(values, async (connection) => {
    if (role === 'member') knownMember(connection, owner);
    const signer = operatorSigner(values.data, connection.state, actingAs(values));
    const id = given.id ?? freeId(connection, role, owner);
    const path = keyPath(values.data, id);
    const made = given.publicKey === undefined;
    const kept = existsSync(path);
    const grant: KeyGrant = given.publicKey === undefined ? makeKey(values.data, id, role, owner).grant : { id, role, owner, public_key: requirePublicKey(given.publicKey) };
    const done = await connection.act(signer, { kind: 'key.add', body: { key: grant } });
    if (made && !kept && done.status !== 'recorded') rmSync(path, { force: true });
    return { done, said: `the key ${id} speaks for ${role === 'operator' ? 'the operator' : `${role} ${owner}`}${made ? `; it lies in ${path}` : ''}` };
  });
}

function revoke(values: ActValues, id: string): Promise<number> {
  return acting(values, async (connection) => {
    const { keys } = connection.state;
    const owner = keys.get(id)?.grant;
    if (owner === undefined) throw new UnknownNameError('unknown_key', 'key', id, [...keys.keys()]);
    const signer = values.as === undefined ? operatorSigner(values.data, connection.state, actingAs(values)) : memberSigner(values.data, connection.state, actingAs(values));
    return { done: await connection.act(signer, { kind: 'key.revoke', body: { key: id } }), said: `the key ${id} of ${owner.owner} is out of force` };
  });
}

/** `device-thermo-a`, or with a number when that one is taken. */
function freeId({ state, folder }: Connection, role: KeyRole, owner: string): string {
  const base = role === 'operator' ? 'operator' : `${role}-${owner}`;
  for (let count = 1; ; count++) {
    const id = count === 1 && role !== 'operator' ? base : `${base}-${count}`;
    if (!state.keys.has(id) && !existsSync(keyPath(folder, id))) return id;
  }
}
