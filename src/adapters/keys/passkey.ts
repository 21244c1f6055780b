/**
 * What a passkey signs, and whether it says what it must (WebAuthn Level 3, 7.2): in plain code, so that Node's and the browser's answer agree.
 * Whether the signature fits those bytes is for the two versions.
 */
import type { Assertion } from '../../vocabulary/ports.ts';
import { authenticatorDataCharsMax, clientDataCharsMax, passkeyForm } from '../../vocabulary/seals.ts';
import { fromBase64, toBase64 } from './forms.ts';

/** SHA-256 of the domain, flags, counter. What could follow, a new key or extensions, is no part of a signature that we ask for. */
const authenticatorDataBytes = 37;
const hashBytes = 32;
const flags = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, backedUp: 0x10, attestedKey: 0x40, extensions: 0x80 } as const;

/** Order of P-256's group (FIPS 186-5), and the largest s that counts: of the two that fit, the lower one. */
export const p256Order = 0xffff_ffff_0000_0000_ffff_ffff_ffff_ffff_bce6_faad_a717_9e84_f3b9_cac2_fc63_2551n;
const sMax = p256Order / 2n;

const utf8 = new TextEncoder();
/** With its mark at the beginning, text has a second spelling. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A passkey's public key as 65 bytes; undefined when it has another form. Whether it is a point of the curve is for its reader. */
export function p256Bytes(publicKey: string): Uint8Array<ArrayBuffer> | undefined {
  return passkeyForm.test(publicKey) ? fromBase64(publicKey) : undefined;
}

/** Whether r and s are in their range, and s the lower one. @param signature 64 bytes */
export function isLow(signature: Uint8Array): boolean {
  const [r, s] = [bigEndian(signature.subarray(0, 32)), bigEndian(signature.subarray(32))];
  return r > 0n && r < p256Order && s > 0n && s <= sMax;
}

/**
 * The bytes under the signature, when they say what they must; undefined when they don't.
 * @param message whose SHA-256 is the challenge; well-formed
 */
export function signedBytes(sha256: (data: Uint8Array) => Uint8Array, message: string, assertion: Assertion): Uint8Array<ArrayBuffer> | undefined {
  const authenticator = decoded(assertion.authenticatorData, authenticatorDataCharsMax);
  const client = decoded(assertion.clientDataJSON, clientDataCharsMax);
  if (authenticator === undefined || client === undefined) return undefined;
  if (!saysPresent(authenticator, sha256(utf8.encode(assertion.rpId)))) return undefined;
  if (!saysChallenge(client, toBase64Url(sha256(utf8.encode(message))), assertion.origins)) return undefined;
  const signed = new Uint8Array(authenticatorDataBytes + hashBytes);
  signed.set(authenticator);
  signed.set(sha256(client), authenticatorDataBytes);
  return signed;
}

/** For this domain; the person was there, and showed to be the one. The counter isn't looked at: passkeys that several devices share have none. */
function saysPresent(data: Uint8Array, domain: Uint8Array): boolean {
  if (data.length !== authenticatorDataBytes || !domain.every((byte, i) => byte === data[i])) return false;
  const said = data[hashBytes] ?? 0;
  const has = (flag: number): boolean => (said & flag) !== 0;
  if (!has(flags.userPresent) || !has(flags.userVerified) || has(flags.attestedKey) || has(flags.extensions)) return false;
  return has(flags.backupEligible) || !has(flags.backedUp);
}

/** By a page of ours that wasn't in another one's frame. */
function saysChallenge(bytes: Uint8Array, challenge: string, origins: readonly string[]): boolean {
  let said: unknown;
  try {
    said = JSON.parse(strictUtf8.decode(bytes));
  } catch {
    return false;
  }
  if (typeof said !== 'object' || said === null) return false;
  const client = said as { readonly [name: string]: unknown };
  const framed = (client['crossOrigin'] !== undefined && client['crossOrigin'] !== false) || client['topOrigin'] !== undefined;
  return !framed && client['type'] === 'webauthn.get' && client['challenge'] === challenge && typeof client['origin'] === 'string' && origins.includes(client['origin']);
}

/** Undefined for more than `max` characters, and for any but the one spelling. */
function decoded(text: string, max: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length > max) return undefined;
  try {
    const bytes = fromBase64(text);
    return toBase64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function bigEndian(bytes: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
