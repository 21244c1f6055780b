/** Keys in the log: which speak for whom, and until when. What is sealed after a key's revocation has its place in the log is refused. */
import type { Change } from '../vocabulary/changes.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { credentialIdCharsMax, type KeyGrant } from '../vocabulary/grants.ts';
import { compareIds, isId } from '../vocabulary/ids.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { passkeyForm } from '../vocabulary/seals.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

const keyNameCharsMax = 64;
/** Names by which one server is reached. */
const originsMax = 8;
/** Below a domain by itself, as `com`, anybody's pages lie, and a number is no domain. Browsers know further such domains, as `co.uk`, and make no passkey for them. */
const domainForm = /^(?=.{1,253}$)(?:localhost|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)$/;
const originForm = /^https?:\/\/([a-z0-9.-]+)(?::[1-9]\d{0,4})?$/;

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

export function addKey(turn: Turn, entry: EntryOf<'key.add'>): Refusal | null {
  return grantKeys(turn, [entry.body.key]);
}

export function revokeKey(turn: Turn, entry: EntryOf<'key.revoke'>): Refusal | null {
  const key = turn.state.keys.get(entry.body.key);
  if (key === undefined) return no('unknown_key', `there is no key ${entry.body.key}`);
  if (key.revokedAt !== null) return no('revoked_key', `the key ${entry.body.key} is revoked already`);
  const { role } = key.grant;
  const others = [...turn.state.keys.values()].filter((other) => other.grant.role === role && other.revokedAt === null).length - 1;
  if ((role === 'operator' || role === 'log') && others === 0) return no('not_permitted', `the last key of role ${role} can't be revoked: add the next one first`);
  turn.emit({ fact: 'key.revoked', key: entry.body.key });
  return null;
}

/** Puts keys into force; each public key once in the whole log, and never one that a witness signs with. */
export function grantKeys(turn: Turn, keys: readonly KeyGrant[]): Refusal | null {
  for (const key of keys) {
    const refusal = keyRefusal(turn.state, key);
    if (refusal !== null) return refusal;
    turn.emit({ fact: 'key', key });
  }
  return null;
}

/** Why the key can't come into force now, if it can't. */
export function keyRefusal({ keys, publicKeys, policy, members, bindings, recordedAt }: KernelState, key: KeyGrant): Refusal | null {
  if (!isId(key.id) || !isId(key.owner)) return no('invalid_value', `a key can't be called ${JSON.stringify(key.id)}`);
  if (keys.has(key.id) || publicKeys.has(key.public_key)) return no('already_known_key', `the key ${key.id} is in the log already`);
  const witness = Object.entries(policy?.witnesses ?? {}).find(([, publicKey]) => publicKey === key.public_key);
  if (witness !== undefined) return no('already_known_key', `the key ${key.id} is that of the witness ${witness[0]}: a witness needs one of its own`);
  if ((key.role === 'operator' || key.role === 'log') && key.owner !== 'operator') return no('invalid_value', `a key of role ${key.role} speaks for the operator, not for ${key.owner}`);
  if (key.role === 'device' && bindings.has(key.owner)) return no('invalid_value', `a binding is called ${key.owner}: the device needs another name`);
  if (key.expires !== undefined && !(Number.isSafeInteger(key.expires) && key.expires > recordedAt)) return no('invalid_value', `the key ${key.id} would have expired already`);
  if (key.role === 'member' && members.get(key.owner)?.commons === true) return no('not_permitted', `${key.owner} is an account held in common, and nobody speaks for it alone`);
  if (key.role === 'member' && !members.has(key.owner)) return no('unknown_member', `the key ${key.id} is to speak for ${key.owner}, who is no member`);
  return key.name !== undefined && (key.name.trim() === '' || key.name.length > keyNameCharsMax) ? no('invalid_value', `a key's name has 1 to ${keyNameCharsMax} characters`) : passkeyRefusal(key);
}

/** Whether its public half is a point of the curve no signature under it would ever fit: that isn't told here, as with a plain key. */
function passkeyRefusal({ id, role, public_key, passkey }: KeyGrant): Refusal | null {
  if (passkey === undefined) return null;
  const { rp_id, origins, credential_id } = passkey;
  if (role !== 'member') return no('invalid_value', `${id}: a passkey speaks for a member, not for a ${role}`);
  if (!passkeyForm.test(public_key)) return no('invalid_value', `${id}: a passkey's public key is a point of P-256, 65 bytes in base64`);
  if (credential_id.length > credentialIdCharsMax || !/^[\w-]+$/.test(credential_id)) return no('invalid_value', `${id}: the passkey's credential id is base64url`);
  if (!domainForm.test(rp_id)) return no('invalid_value', `${id}: a passkey is for a domain, as linden.example, or for localhost, not for ${JSON.stringify(rp_id)}`);
  if (origins.length === 0 || origins.length > originsMax) return no('invalid_value', `${id}: name 1 to ${originsMax} pages at which the passkey counts`);
  const strange = origins.find((origin) => !isOriginOf(rp_id, origin));
  return strange === undefined ? null : no('invalid_value', `${id}: ${JSON.stringify(strange)} is no page of ${rp_id}, as https://${rp_id} would be`);
}

/** @example isOriginOf('linden.example', 'https://books.linden.example:8443') is true */
function isOriginOf(domain: string, origin: string): boolean {
  const [, host = ''] = originForm.exec(origin) ?? [];
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * Keys that members are voting on are kept for what they vote on: else whoever is to be replaced could take their names, or the keys
 * themselves, while the vote goes on, and it could never be done.
 */
export function promisedRefusal({ proposals }: KernelState, policies: PolicyReader, keys: readonly KeyGrant[]): Refusal | null {
  for (const { id, revision } of proposals.values()) {
    const promised = promisedBy(policies, revision.change);
    const key = keys.find((each) => promised.some((other) => other.id === each.id || other.public_key === each.public_key));
    if (key !== undefined) return no('already_known_key', `the key ${key.id} is named in the open proposal ${id}: take another key and another name`);
  }
  return null;
}

/** A witness's key has its name in the policy, which is no key's. */
function promisedBy(policies: PolicyReader, change: Change): readonly { readonly id?: string; readonly public_key: string }[] {
  if (change.change === 'operator' || change.change === 'admit') return change.keys;
  if (change.change === 'recover') return [change.key];
  const witnesses = change.change === 'policy' ? policies.witnesses(change.policy) : null;
  return witnesses?.ok === true ? Object.values(witnesses.value).map((publicKey) => ({ public_key: publicKey })) : [];
}

/** Takes all keys in force that `fits` chooses out of force, by name: in which order they came isn't in a snapshot. */
export function revokeKeys(turn: Turn, fits: (grant: KeyGrant) => boolean): void {
  const chosen = [...turn.state.keys.values()].filter(({ grant, revokedAt }) => revokedAt === null && fits(grant));
  for (const key of chosen.map(({ grant }) => grant.id).sort(compareIds)) turn.emit({ fact: 'key.revoked', key });
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
