/** Keys in the log: which speak for whom, and until when. What is sealed after a key's revocation has its place in the log is refused. */
import type { Entry, KeyGrant } from '../vocabulary/entries.ts';
import { compareIds, isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Turn } from './turn-state.ts';

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
    if (!isId(key.id) || !isId(key.owner)) return no('invalid_value', `a key can't be called ${JSON.stringify(key.id)}`);
    if (turn.state.keys.has(key.id) || turn.state.publicKeys.has(key.public_key)) return no('already_known_key', `the key ${key.id} is in the log already`);
    const witness = Object.entries(turn.state.policy?.witnesses ?? {}).find(([, publicKey]) => publicKey === key.public_key);
    if (witness !== undefined) return no('already_known_key', `the key ${key.id} is that of the witness ${witness[0]}: a witness needs one of its own`);
    if ((key.role === 'operator' || key.role === 'log') && key.owner !== 'operator') return no('invalid_value', `a key of role ${key.role} speaks for the operator, not for ${key.owner}`);
    if (key.expires !== undefined && !(Number.isSafeInteger(key.expires) && key.expires > turn.state.recordedAt)) return no('invalid_value', `the key ${key.id} would have expired already`);
    if (key.role === 'member' && !turn.state.members.has(key.owner)) return no('unknown_member', `the key ${key.id} is to speak for ${key.owner}, who is no member`);
    turn.emit({ fact: 'key', key });
  }
  return null;
}

/** Takes all keys in force that `fits` chooses out of force, by name: in which order they came isn't in a snapshot. */
export function revokeKeys(turn: Turn, fits: (grant: KeyGrant) => boolean): void {
  const chosen = [...turn.state.keys.values()].filter(({ grant, revokedAt }) => revokedAt === null && fits(grant));
  for (const key of chosen.map(({ grant }) => grant.id).sort(compareIds)) turn.emit({ fact: 'key.revoked', key });
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
