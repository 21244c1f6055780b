/**
 * Hashing and signatures by Node's crypto (OpenSSL). Passes `conformance.ts`, as every other version must.
 */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import { base64Of32, base64Of64, isWeak, keyBytes, keyCache, requireWellFormed } from './forms.ts';

/** DER in front of a raw key: SubjectPublicKeyInfo and PKCS #8 of RFC 8410. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
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
  const keyOf = keyCache(parsePublicKey);
  return {
    verify(publicKey, message, signature) {
      if (!base64Of64.test(signature) || !message.isWellFormed()) return false;
      const key = keyOf(publicKey);
      if (key === undefined) return false;
      try {
        return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'));
      } catch {
        return false; // OpenSSL throws for some encodings that are no point of the curve
      }
    },
  };
}

const aheadKey = keyCache(parsePublicKey);

/** The parsed key, when key, message and signature are all well-formed: what a verification on the thread pool needs. */
export function verifiableKey(publicKey: string, message: string, signature: string): KeyObject | undefined {
  return base64Of64.test(signature) && message.isWellFormed() ? aheadKey(publicKey) : undefined;
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

/** Whether `text` can be the public key of a grant: 32 bytes in base64, a point that isn't weak. */
export function isPublicKey(text: unknown): text is string {
  return typeof text === 'string' && parsePublicKey(text) !== undefined;
}

function parsePublicKey(text: string): KeyObject | undefined {
  if (!base64Of32.test(text)) return undefined;
  const raw = Buffer.from(text, 'base64');
  if (isWeak(raw)) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
