/** How a device comes to act for a member: with the passkey that they have, with a new one, or when friends have said yes to new keys. */
import type { KeysShown, RecoveryShown } from '../../../src/views/keys-shown.ts';
import type { KeyGrant } from '../../../src/vocabulary/grants.ts';
import { getJson } from '../api/get.ts';
import type { Posted, Refused } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import { underway } from '../api/underway.ts';
import { beginSession, prove, sealSaid, type Signing } from './act.ts';
import { askAgain, askFor, type Answered } from './asked-for.ts';
import { deviceName } from './device-name.ts';
import { makeBrowserKey, type BrowserKey } from './keys.ts';
import { deviceKinds } from './kinds.ts';
import { makePasskey } from './passkeys.ts';
import { keysAddress, passkeysHere, signingByAny, signingByPasskeys } from './signing.ts';

const patienceMs = 30_000;

export type CameIn = { readonly ok: true; readonly key: BrowserKey } | { readonly ok: false; readonly refused: Refused; /** The session stands: who came in reads, and doesn't act from here yet. */ readonly reads: boolean };

/** The passkey is asked for twice: to know who it is, and to let this device act. */
export async function comeIn(origin: string): Promise<CameIn> {
  return await underway(async () => {
    const begun = await beginSession(signingByAny(origin));
    return begun.ok ? await letAct(origin, begun.value.member) : { ok: false, refused: begun.refused, reads: false };
  });
}

/** Has the member's passkey let this browser act for them. A session has begun. */
export async function letAct(origin: string, member: string): Promise<CameIn> {
  const answer = await askAgain(origin, member) ?? await addKeyByPasskey(origin, member);
  return answer.ok ? answer : { ...answer, reads: true };
}

async function addKeyByPasskey(origin: string, member: string): Promise<Answered> {
  const got = await getJson<KeysShown>(keysAddress(member), AbortSignal.timeout(patienceMs));
  if (!got.ok) return { ok: false, refused: refusal(got.code) };
  const key = await makeBrowserKey(origin, member);
  return await askFor(key, () => sealSaid(signingByPasskeys(origin, member, passkeysHere(got.value.keys)), { kind: 'key.add', body: { key: deviceGrant(key) } }));
}

/** The key of a device: for every day, and named so that its owner knows it again. */
export function deviceGrant({ id, member, publicKey }: BrowserKey): KeyGrant {
  return { id, role: 'member', owner: member, public_key: publicKey, name: deviceName(), scope: { kinds: deviceKinds } };
}

export type NewPasskey = { readonly ok: true; readonly grant: KeyGrant } | { readonly ok: false; readonly refused: Refused };

/** @param others the member's passkeys, of which this device may have one */
export async function newPasskey(collective: string, { id: member, name }: { readonly id: string; readonly name: string }, others: readonly KeyGrant['passkey'][]): Promise<NewPasskey> {
  const made = await makePasskey({ collective, member, name, others: others.filter((each) => each !== undefined) });
  if (!made.ok) return made;
  const { publicKey, passkey } = made;
  const mark = publicKey.replaceAll(/[^A-Za-z0-9]/g, '').slice(-8);
  return { ok: true, grant: { id: `passkey-${mark}`, role: 'member', owner: member, public_key: publicKey, name: deviceName(), passkey } };
}

/** How it stands with a passkey that friends are asked for. */
export async function askRecovery(origin: string, grant: KeyGrant): Promise<Posted<RecoveryShown>> {
  return await prove<RecoveryShown>(signingByPasskeys(origin, grant.owner, [{ id: grant.id, passkey: grant.passkey ?? null }]), '/api/recovery');
}

/** Joins with the passkey and this device's own key at once: who has neither, as when the passkey was given up, hasn't joined. */
export async function joinWith(invited: Signing, member: { readonly id: string; readonly name?: string }, passkey: KeyGrant | null): Promise<Answered> {
  const key = await makeBrowserKey(invited.origin, member.id, passkey === null ? `member-${member.id}` : undefined);
  const device = deviceGrant(key);
  const { scope: _, ...first } = device;
  return await askFor(key, () => sealSaid(invited, { kind: 'join', body: { member, keys: passkey === null ? [first] : [passkey, device] } }));
}
