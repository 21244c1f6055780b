/** Seals: by a plain key, Ed25519 over an entry's canonical JSON; by a passkey, a WebAuthn assertion whose challenge is the SHA-256 of that. */
import type { KeyGrant } from './grants.ts';
import type { Assertion, SealVerifier } from './ports.ts';

export type Seal = {
  readonly key: string;
  /** 64 bytes in base64: Ed25519, or ECDSA as r and s, with the lower of the two s that fit. */
  readonly sig: string;
  /** With a passkey: what was signed, as its authenticator and its browser made it; in base64. */
  readonly authenticatorData?: string;
  readonly clientDataJSON?: string;
};

/** What a verification takes: public key, signature and, with a passkey, what it asserts. */
export type SealParts = readonly [publicKey: string, signature: string, assertion?: Assertion];

/** Undefined where a seal has the form of the other sort of key: it would be a second spelling. */
export function sealParts({ public_key, passkey }: KeyGrant, { sig, authenticatorData, clientDataJSON }: Seal): SealParts | undefined {
  if (passkey === undefined) return authenticatorData === undefined && clientDataJSON === undefined ? [public_key, sig] : undefined;
  if (authenticatorData === undefined || clientDataJSON === undefined) return undefined;
  return [public_key, sig, { rpId: passkey.rp_id, origins: passkey.origins, authenticatorData, clientDataJSON }];
}

/** @param message what was sealed */
export function sealFits(verifier: SealVerifier, grant: KeyGrant, message: string, seal: Seal): boolean {
  const parts = sealParts(grant, seal);
  if (parts === undefined) return false;
  const [publicKey, signature, assertion] = parts;
  return verifier.verify(publicKey, message, signature, assertion);
}

/** Nothing but what belongs to a seal, its names in the order of canonical JSON. */
export function plainSeal({ authenticatorData, clientDataJSON, key, sig }: Seal): Seal {
  return authenticatorData === undefined || clientDataJSON === undefined ? { key, sig } : { authenticatorData, clientDataJSON, key, sig };
}

/** The one spelling of a passkey's public key: 65 bytes in base64 of which the first is 4, a point of P-256 that isn't compressed (SEC 1, 2.3.3). */
export const passkeyForm = /^B[A-P][A-Za-z0-9+/]{84}[AEIMQUYcgkosw048]=$/;

/** More than any authenticator says of a signature without extensions, which we don't ask for; as base64. */
export const authenticatorDataCharsMax = 64;
/** Challenge, type and the address of the page, and room for what browsers add; as base64. */
export const clientDataCharsMax = 1600;
