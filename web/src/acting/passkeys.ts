/** Passkeys in this browser: made, and used to seal. What comes of it is plain; whether it counts the log's rules say. */
import { signatureFromDer } from '../../../src/adapters/keys/der.ts';
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import type { PasskeyGrant } from '../../../src/vocabulary/grants.ts';
import type { Seal } from '../../../src/vocabulary/seals.ts';
import type { Refused } from '../api/post.ts';
import { underway } from '../api/underway.ts';
import { t } from '../messages/t.ts';

const hasher = createHasher();
const es256 = -7;
/** What a public key has besides its head, in SubjectPublicKeyInfo of P-256: 0x04, x, y. */
const pointBytes = 65;
/** How long a person is waited for. */
const patienceMs = 180_000;

/** `address`: a number instead of a name, as in `http://192.0.2.7`. */
export type Obstacle = 'insecure' | 'address' | 'old';

/** Why there can be no passkey here; undefined when there can. */
export function obstacle(): Obstacle | undefined {
  if (/^[\d.]+$|^\[/.test(location.hostname)) return 'address';
  if (!isSecureContext) return 'insecure';
  return 'PublicKeyCredential' in globalThis && 'credentials' in navigator ? undefined : 'old';
}

export type Made = { readonly ok: true; readonly publicKey: string; readonly passkey: PasskeyGrant } | { readonly ok: false; readonly refused: Refused };

type Asked = { readonly collective: string; readonly member: string; readonly name: string; /** Those that this device may have already. */ readonly others: readonly PasskeyGrant[] };

/** Asks the device for a passkey of the member's, for this address. */
export async function makePasskey({ collective, member, name, others }: Asked): Promise<Made> {
  try {
    const made = await underway(() => navigator.credentials.create({
      publicKey: {
        rp: { id: location.hostname, name: collective },
        // Another one each time: a device puts a passkey in the place of one with the same, and that one may be the only one in the log.
        user: { id: crypto.getRandomValues(new Uint8Array(32)), name: member, displayName: name },
        challenge: crypto.getRandomValues(new Uint8Array(32)), pubKeyCredParams: [{ type: 'public-key', alg: es256 }], timeout: patienceMs, attestation: 'none',
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        excludeCredentials: others.map(descriptor),
      },
    })) as PublicKeyCredential | null;
    const response = made?.response as AuthenticatorAttestationResponse | undefined;
    const spki = response?.getPublicKeyAlgorithm() === es256 ? response.getPublicKey() : null;
    if (made === null || spki === null || spki === undefined) return { ok: false, refused: said('unfit') };
    return { ok: true, publicKey: base64(new Uint8Array(spki).slice(-pointBytes)), passkey: { rp_id: location.hostname, origins: [location.origin], credential_id: base64Url(new Uint8Array(made.rawId)) } };
  } catch (error) {
    return { ok: false, refused: said(error instanceof DOMException && error.name === 'InvalidStateError' ? 'there' : 'cancelled') };
  }
}

/** Neither a member nor a key was said: the seal's `key` is then the credential's id. */
export type Sealing = { readonly ok: true; readonly seal: Seal } | { readonly ok: false; readonly refused: Refused };

/** @param of left out: any passkey that the device has for this address, as the person chooses */
export async function sealByPasskey(message: string, of?: readonly PasskeyGrant[]): Promise<Sealing> {
  try {
    const made = await underway(() => navigator.credentials.get({
      publicKey: { challenge: bytes(hasher.sha256(message)), rpId: location.hostname, userVerification: 'required', timeout: patienceMs, allowCredentials: (of ?? []).map(descriptor) },
    })) as PublicKeyCredential | null;
    if (made === null) return { ok: false, refused: said('cancelled') };
    const { authenticatorData, clientDataJSON, signature } = made.response as AuthenticatorAssertionResponse;
    const sig = signatureFromDer(new Uint8Array(signature));
    if (sig === undefined) return { ok: false, refused: said('unfit') };
    return { ok: true, seal: { key: base64Url(new Uint8Array(made.rawId)), sig: base64(sig), authenticatorData: base64(new Uint8Array(authenticatorData)), clientDataJSON: base64(new Uint8Array(clientDataJSON)) } };
  } catch {
    return { ok: false, refused: said('cancelled') };
  }
}

/** Whether a passkey counts on this page. */
export function countsHere({ origins }: PasskeyGrant): boolean {
  return origins.includes(location.origin);
}

/** `there`: this device has one already. `elsewhere`: those that there are were made at other addresses. `store`: this browser keeps nothing. */
export function said(what: 'cancelled' | 'there' | 'unfit' | 'elsewhere' | 'store'): Refused {
  return { code: `passkey_${what}`, message: t(`me.passkey.${what}`), hint: t(`me.passkey.${what}.hint`) };
}

function descriptor({ credential_id: id }: PasskeyGrant): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id: Uint8Array.from(atob(id.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)) };
}

function bytes(hash: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hash);
}

function base64(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data));
}

function base64Url(data: Uint8Array): string {
  return base64(data).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
