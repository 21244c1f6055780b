/** `frankpledge key list | new | add | revoke`: who may sign, and with what. */
import { existsSync, rmSync } from 'node:fs';
import { connect } from '../host/connection.ts';
import { keyPath, makeKey, makeKeyFile } from '../host/data-folder.ts';
import { makeNextOperator } from '../host/operator-keys.ts';
import { memberSigner, operatorSigner, requirePublicKey } from '../host/signers.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { freeKeyId } from './key-ids.ts';
import { readScope, sayScope, scopeOptions, type ScopeGiven } from './key-scope.ts';
import { knownMember, UnknownNameError } from './names.ts';

const roles = ['device', 'gateway', 'member', 'operator', 'log'] as const;
/** Whose keys may be made where no collective is: they are added to it by their public half. */
const ownRoles = ['member', 'device', 'operator'] as const;
const verbs = ['list', 'new', 'add', 'revoke'];

export const key = defineCommand({
  name: 'key',
  usage: 'list | new FILE --role member|device --owner ID [--id KEY] | new DIR --role operator [--id MARK] | add device|gateway|member|operator|log OWNER [--public-key BASE64] [--id KEY] [--subjects A,B] [--kinds K,…] [--days N] | revoke KEY  [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'shows the keys that may sign, makes a key file (or the next operator\'s) anywhere, adds a key (made here, or given by its public key; for all, or for some subjects, kinds of entries and days), or takes one out of force',
  options: { ...actOptions, 'public-key': { type: 'string' }, 'id': { type: 'string' }, 'role': { type: 'string' }, 'owner': { type: 'string' }, ...scopeOptions },
  run: ({ values, wrong, positionals: [verb, ...rest] }) => {
    if (verb === 'list' && rest.length === 0) return list(values);
    if (verb === 'new') return makeNew(values, rest, wrong);
    if (verb === 'add') return add(values, { ...values, publicKey: values['public-key'] }, rest, wrong);
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
  if (role === undefined) throw wrong(given === undefined ? '--role is missing: member, device or operator' : `there is no key for a "${given}" to make here${didYouMean(given, ownRoles)}`);
  if (role === 'operator') return makeOperator(file, id, json === true);
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

/** An operator's keys come by threes; the log learns of them when the members have voted for them. */
function makeOperator(folder: string, mark: string | undefined, json: boolean): number {
  const { file, grants } = makeNextOperator(folder, mark);
  if (json) console.log(JSON.stringify({ ok: true, folder, file, grants }));
  else {
    console.log(`${folder} holds the keys of the next operator, ${grants.map(({ id }) => id).join(', ')}: keep them to yourself. ${file} has their public halves, which others may know.`);
    console.log(`A member proposes them with:  ${commandLine(`propose operator --public ${file} --as MEMBER --reason TEXT`)}`);
  }
  return 0;
}

async function list(values: ActValues): Promise<number> {
  const connection = await connect(values.data, 'read');
  try {
    const { state, view: { zone } } = connection;
    const kept = (id: string): boolean => existsSync(keyPath(values.data, id));
    const keys = [...state.keys.values()].map(({ grant, revokedAt }) => {
      const isOver = (grant.expires ?? Infinity) <= Math.max(Date.now(), state.recordedAt);
      return { ...grant, in_force: revokedAt === null && !isOver, why_not: revokedAt !== null ? 'revoked' : isOver ? 'expired' : '', kept_here: kept(grant.id) };
    });
    const { witnesses = {}, runs = {} } = state.policy ?? {};
    const cosigners = Object.entries(witnesses).map(([id, public_key]) => ({ id, role: 'witness', owner: runs[id] ?? null, public_key, in_force: true }));
    if (values.json === true) console.log(JSON.stringify([...keys.map(({ why_not: _, ...key }) => key), ...cosigners]));
    else {
      for (const key of keys) console.log(`${key.why_not.padEnd(7)} ${key.id}  ${key.role} ${key.owner}  ${key.public_key}${inBrackets(key.passkey === undefined ? '' : `passkey at ${key.passkey.origins.join(', ')}`)}${inBrackets(sayScope(key, zone))}${inBrackets(key.kept_here ? 'private key here' : '')}`);
      for (const { id, owner, public_key } of cosigners) console.log(`        ${id}  witness${owner === null ? '' : ` run by ${owner}`}  ${public_key}`);
    }
    return 0;
  } finally {
    connection.close();
  }
}

function inBrackets(said: string): string {
  return said === '' ? '' : `  (${said})`;
}

function add(values: ActValues, given: ScopeGiven & { readonly publicKey: string | undefined; readonly id?: string | undefined }, rest: readonly string[], wrong: (message: string) => UsageError): Promise<number> {
  const role = roles.find((each) => each === rest[0]);
  if (role === undefined) throw wrong(rest[0] === undefined ? 'say for what: device, gateway, member, operator or log' : `there is no kind of key "${rest[0]}"${didYouMean(rest[0], roles)}`);
  const owner = role === 'operator' || role === 'log' ? 'operator' : rest[1];
  if (owner === undefined) throw wrong('OWNER is missing: the device, gateway or member that the key speaks for');
  if (rest.length > 2) throw wrong(`"${String(rest[2])}" is one argument too many`);
  return acting(values, async (connection) => {
    if (role === 'member') knownMember(connection, owner);
    const signer = operatorSigner(values.data, connection.state, actingAs(values));
    const id = given.id ?? freeKeyId(connection, role, owner);
    const path = keyPath(values.data, id);
    const limits = readScope(given, await connection.now(), wrong);
    const made = given.publicKey === undefined;
    const kept = existsSync(path);
    const own: KeyGrant = given.publicKey === undefined ? makeKey(values.data, id, role, owner).grant : { id, role, owner, public_key: requirePublicKey(given.publicKey) };
    const grant: KeyGrant = { ...own, ...limits };
    const done = await connection.act(signer, { kind: 'key.add', body: { key: grant } });
    if (made && !kept && done.status !== 'recorded') rmSync(path, { force: true });
    return { done, said: `the key ${id} speaks for ${role === 'operator' ? 'the operator' : role === 'log' ? 'the log' : `${role} ${owner}`}${inBrackets(sayScope(grant, connection.view.zone))}${made ? `; it lies in ${path}` : ''}` };
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
