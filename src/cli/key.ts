/** `frankpledge key list | add | revoke`: who may sign, and with what. */
import { existsSync, rmSync } from 'node:fs';
import { connect, type Connection } from '../host/connection.ts';
import { keyPath, makeKey } from '../host/data-folder.ts';
import { memberSigner, operatorSigner, requirePublicKey } from '../host/signers.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/entries.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { knownMember, UnknownNameError } from './names.ts';

const roles = ['device', 'gateway', 'member', 'operator'] as const;

export const key = defineCommand({
  name: 'key',
  usage: 'list | add device|gateway|member|operator OWNER [--public-key BASE64] [--id KEY] | revoke KEY  [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'shows the keys that may sign, adds one (made here, or given by its public key), or takes one out of force',
  options: { ...actOptions, 'public-key': { type: 'string' }, 'id': { type: 'string' } },
  run: ({ values, wrong, positionals: [verb, ...rest] }) => {
    if (verb === 'list' && rest.length === 0) return list(values);
    if (verb === 'add') return add(values, { publicKey: values['public-key'], id: values.id }, rest, wrong);
    if (verb === 'revoke' && rest.length === 1) return revoke(values, rest[0] ?? '');
    throw wrong(verb === undefined ? 'say list, add or revoke' : verb === 'list' || verb === 'revoke' ? `${verb} takes ${verb === 'list' ? 'nothing more' : 'one key'}` : `there is no \`key ${verb}\`${didYouMean(verb, ['list', 'add', 'revoke'])}`);
  },
});

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
