/** A passkey without a device: an authenticator and a browser in a few lines of Node's crypto, for tests. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { signatureFromDer } from '../adapters/keys/der.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Seal } from '../vocabulary/seals.ts';

export type SoftPasskey = {
  readonly grant: KeyGrant;
  /** @param more other client data than a browser's at the passkey's first page */
  readonly seal: (message: string, more?: { readonly [name: string]: unknown }) => Seal;
};

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const presentAndVerified = 0x05;

/** One that seals nothing: for a kernel to which every seal fits. */
export function passkeyGrant(owner: string, id = `passkey-${owner}`): KeyGrant {
  const point = Buffer.concat([Buffer.of(4), Buffer.alloc(64, id)]);
  return { id, role: 'member', owner, public_key: point.toString('base64'), name: `${owner}'s phone`, passkey: { rp_id: 'linden.example', origins: ['https://linden.example'], credential_id: `credential-${id}` } };
}

export function softPasskey(owner: string, id = `passkey-${owner}`, origin = 'https://linden.example'): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
  const rpId = new URL(origin).hostname;
  const grant: KeyGrant = {
    id, role: 'member', owner, public_key: point.toString('base64'), name: `${owner}'s phone`,
    passkey: { rp_id: rpId, origins: [origin], credential_id: sha256(point).subarray(0, 16).toString('base64url') },
  };
  return {
    grant,
    seal: (message, more = {}) => {
      const authenticatorData = Buffer.concat([sha256(rpId), Buffer.of(presentAndVerified, 0, 0, 0, 1)]);
      const clientDataJSON = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: sha256(message).toString('base64url'), origin, crossOrigin: false, ...more }));
      const signature = signatureFromDer(sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey));
      const [data, client, sig] = [authenticatorData, clientDataJSON, Buffer.from(signature ?? [])].map((bytes) => bytes.toString('base64')) as [string, string, string];
      return { key: id, sig, authenticatorData: data, clientDataJSON: client };
    },
  };
}
