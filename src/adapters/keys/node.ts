/**
 * Hashing and signatures by Node's crypto (OpenSSL). Passes `conformance.ts`, as every other version must.
 */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import type { Assertion, Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import { base64Of32, base64Of64, isWeak, keyBytes, keyCache, requireWellFormed } from './forms.ts';
import { isLow, p256Bytes, signedBytes } from './passkey.ts';

/** DER in front of a raw key: SubjectPublicKeyInfo and PKCS #8 of RFC 8410; and SubjectPublicKeyInfo of RFC 5480 for P-256. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const p256Prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export function createHasher(): Hasher {
  return {
    sha256(data) {
      if (typeof data === 'string') requireWellFormed(data);
      return hash('sha256', data, 'buffer');
    },
  };
}

export function createSealVerifier(): SealVerifier {
  const keyOf = keysByText();
  return {
    verify(publicKey, message, signature, assertion) {
      const parts = verifiable(keyOf, publicKey, message, signature, assertion);
      if (parts === undefined) return false;
      try {
        return verify(...parts);
      } catch {
        return false; // OpenSSL throws for some encodings that are no point of the curve
      }
    },
  };
}

/** What Node's `verify` takes. */
type Verifiable = readonly [algorithm: 'sha256' | null, data: Uint8Array, key: VerifyKeyObjectInput, signature: Uint8Array];

/** For a verification, here or on the thread pool: when key, message and signature are all well-formed, and an assertion says what it must. */
export function verifiable(
  keyOf: KeysByText, publicKey: string, message: string, signature: string, assertion: Assertion | undefined,
): Verifiable | undefined {
  if (!base64Of64.test(signature) || !message.isWellFormed()) return undefined;
  const key = keyOf(publicKey);
  const given = Buffer.from(signature, 'base64');
  if (key?.asymmetricKeyType !== (assertion === undefined ? 'ed25519' : 'ec')) return undefined;
  if (assertion === undefined) return [null, Buffer.from(message), { key }, given];
  const data = isLow(given) ? signedBytes((bytes) => hash('sha256', bytes, 'buffer'), message, assertion) : undefined;
  return data === undefined ? undefined : ['sha256', data, { key, dsaEncoding: 'ieee-p1363' }, given];
}

type KeysByText = (publicKey: string) => KeyObject | undefined;

/** Keeps the keys used last. */
export function keysByText(): KeysByText {
  return keyCache(parseKey);
}

/**
 * Seals by a key in memory.
 * @param seed 32 random bytes (RFC 8032 s5.1.5)
 * @throws RangeError for a seed of another length; `sign` throws TypeError for a message with a lone surrogate
 */
export function createSealer(seed: Uint8Array): Sealer {
  if (seed.length !== keyBytes) throw new RangeError(`a seed has ${keyBytes} bytes, this one has ${seed.length}`);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(spkiPrefix.length).toString('base64'),
    sign(message) {
      requireWellFormed(message);
      return sign(null, Buffer.from(message), key).toString('base64');
    },
  };
}

/** A fresh seed from the system's random source. */
export function newSeed(): Uint8Array {
  return new Uint8Array(randomBytes(keyBytes));
}

/** Whether `text` can be the public key of a plain grant: 32 bytes in base64, a point that isn't weak. */
export function isPublicKey(text: unknown): text is string {
  return typeof text === 'string' && parsePublicKey(text) !== undefined;
}

function parseKey(text: string): KeyObject | undefined {
  return parsePublicKey(text) ?? parsePasskey(text);
}

function parsePasskey(text: string): KeyObject | undefined {
  const raw = p256Bytes(text);
  return raw === undefined ? undefined : publicKeyIn(p256Prefix, raw);
}

function parsePublicKey(text: string): KeyObject | undefined {
  if (!base64Of32.test(text)) return undefined;
  const raw = Buffer.from(text, 'base64');
  return isWeak(raw) ? undefined : publicKeyIn(spkiPrefix, raw);
}

/** Undefined when it is no point of the curve. */
function publicKeyIn(prefix: Uint8Array, raw: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
