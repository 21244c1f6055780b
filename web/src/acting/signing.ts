/** What seals for a member here: this browser's key, and what weighs their passkey. */
import type { KeyShown, KeysShown } from '../../../src/views/keys-shown.ts';
import { charterDefaults } from '../../../src/vocabulary/charter.ts';
import type { EntryKind } from '../../../src/vocabulary/entries.ts';
import { answerKnown } from '../api/asking.ts';
import { getJson } from '../api/get.ts';
import { refusal } from '../api/refusal.ts';
import type { Graver, Signing } from './act.ts';
import { signWith, type BrowserKey } from './keys.ts';
import { countsHere, said, sealByPasskey } from './passkeys.ts';

const patienceMs = 30_000;

export function signingBy(key: BrowserKey): Signing {
  return { ...plainSigning(key), graver: () => graverOf(key), mayNot: (kind) => isOutside(key, kind) };
}

function plainSigning(key: BrowserKey): Signing {
  return {
    origin: key.origin, by: key.member,
    seal: async (message) => {
      try {
        return { ok: true, seal: { key: key.id, sig: await signWith(key, message) } };
      } catch {
        return { ok: false, refused: refusal('unsealed') };
      }
    },
  };
}

/** By any passkey that the device has for this address: only then is it known whose it is. */
export function signingByAny(origin: string): Signing {
  return { origin, by: undefined, seal: (message) => sealByPasskey(message) };
}

/** By one of the member's passkeys; they are named in the seal as the log names them. */
export function signingByPasskeys(origin: string, member: string, keys: readonly Pick<KeyShown, 'id' | 'passkey'>[]): Signing {
  return {
    origin, by: member,
    seal: async (message) => {
      const made = await sealByPasskey(message, keys.flatMap(({ passkey }) => passkey ?? []));
      if (!made.ok) return made;
      const used = keys.find(({ passkey }) => passkey?.credential_id === made.seal.key);
      return used === undefined ? { ok: false, refused: said('elsewhere') } : { ok: true, seal: { ...made.seal, key: used.id } };
    },
  };
}

async function graverOf({ origin, member }: BrowserKey): Promise<Graver> {
  const got = await getJson<KeysShown>(keysAddress(member), AbortSignal.timeout(patienceMs));
  const shown = got.ok ? got.value : answerKnown<KeysShown>(keysAddress(member));
  if (shown === undefined) return { ok: false, refused: refusal('needs_passkey') };
  const usable = passkeysHere(shown.keys);
  const hasOne = shown.keys.some(({ inForce, passkey }) => inForce && passkey !== null);
  return usable.length === 0 ? { ok: false, refused: hasOne ? said('elsewhere') : refusal('needs_passkey') } : { ok: true, signing: signingByPasskeys(origin, member, usable) };
}

/** Whether the log is known to say that this key is for other things, or that its owner has a passkey for such: a charter may say otherwise, and the passkey does for all. */
function isOutside({ id, member }: BrowserKey, kind: EntryKind): boolean {
  const keys = answerKnown<KeysShown>(keysAddress(member))?.keys ?? [];
  const scope = keys.find((key) => key.id === id)?.kinds ?? null;
  return (scope !== null && !scope.includes(kind)) || (charterDefaults.weighty.kinds.includes(kind) && passkeysHere(keys).length > 0);
}

/** In force, and good on this page. */
export function passkeysHere(keys: readonly KeyShown[]): KeyShown[] {
  return keys.filter(({ inForce, passkey }) => inForce && passkey !== null && countsHere(passkey));
}

export function keysAddress(member: string): string {
  return `/api/members/${encodeURIComponent(member)}/keys`;
}
