/**
 * Hashing and signatures reach the pure parts as these synchronous ports: Node's crypto on the server, a kept library in the browser.
 * Both pass `src/adapters/keys/conformance.ts`.
 */

import type { Result } from './result.ts';

export type Hasher = {
  /** SHA-256 of bytes; text is hashed as UTF-8. 32 bytes. */
  sha256(data: Uint8Array | string): Uint8Array;
};

/** What a passkey signed beside its challenge, and where that counts. */
export type Assertion = {
  readonly rpId: string;
  /** Origins of pages at which it counts. */
  readonly origins: readonly string[];
  /** As the browser gives them, in base64. */
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
};

export type SealVerifier = {
  /**
   * Ed25519 (RFC 8032) over the UTF-8 of `message`; with an assertion, ES256 as a passkey signs (WebAuthn, 7.2): the challenge is the SHA-256
   * of `message`, the person was there and was verified, and the page was one of those named.
   * @param publicKey 32 bytes in base64; with an assertion 65, a point of P-256
   * @param signature 64 bytes in base64; with an assertion r and s, s being at most half of the group's order
   * @returns false for a wrong signature and for keys or signatures that aren't well-formed; never throws
   */
  verify(publicKey: string, message: string, signature: string, assertion?: Assertion): boolean;
};

export type Sealer = {
  /** The public key, 32 bytes in base64. */
  readonly publicKey: string;
  /** Ed25519 over the UTF-8 of `message`: 64 bytes in base64. */
  sign(message: string): string;
};

/** Reads C2SP tlog-policy files, and says whether enough of their witnesses stand together. */
export type PolicyReader = {
  /** Refuses with `invalid_value` and the line that is wrong. */
  witnesses(text: string): Result<{ readonly [name: string]: string }>;
  /** Whether the witnesses named fulfil the policy's quorum. */
  fulfilled(text: string, names: ReadonlySet<string>): boolean;
};
