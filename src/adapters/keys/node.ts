/**
 * Hashing and signatures by Node's crypto (OpenSSL). Passes `conformance.ts`, as every other version must.
 */
import { createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';

/** Bytes of an Ed25519 seed (RFC 8032 calls it the private key), and of a public key. */
export const keyBytes = 32;

/** Public keys kept parsed: parsing takes about as long as a tenth of a verification. Far more than one collective's active keys. */
const cachedKeysMax = 4096;

/** DER in front of a raw key: SubjectPublicKeyInfo and PKCS #8 of RFC 8410. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The only base64 texts of 32 and of 64 bytes: a signature with two spellings would make two records of one statement. */
const base64Of32 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const base64Of64 = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

export function createHasher(): Hasher {
  return {
    sha256(data) {
      if (typeof data === 'string' && !data.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form');
      return hash('sha256', data, 'buffer');
    },
  };
}

export function createSealVerifier(): SealVerifier {
  const cache = new Map<string, KeyObject | undefined>();
  return {
    verify(publicKey, message, signature) {
      if (!base64Of64.test(signature) || !message.isWellFormed()) return false;
      const key = cached(cache, publicKey);
      if (key === undefined) return false;
      try {
        return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'));
      } catch {
        return false; // OpenSSL throws for some encodings that are no point of the curve
      }
    },
  };
}

const ahead = new Map<string, KeyObject | undefined>();

/** The parsed key, when key, message and signature are all well-formed: what a verification on the thread pool needs. */
export function verifiableKey(publicKey: string, message: string, signature: string): KeyObject | undefined {
  return base64Of64.test(signature) && message.isWellFormed() ? cached(ahead, publicKey) : undefined;
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
      if (!message.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form');
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

function cached(cache: Map<string, KeyObject | undefined>, publicKey: string): KeyObject | undefined {
  const known = cache.get(publicKey);
  if (known !== undefined) return known;
  const key = parsePublicKey(publicKey);
  if (key === undefined) return undefined;
  if (cache.size >= cachedKeysMax) cache.delete(cache.keys().next().value ?? '');
  cache.set(publicKey, key);
  return key;
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

/** y-coordinates of the points of order 1, 2, 4 and 8, little-endian. */
const smallOrder: ReadonlySet<string> = new Set([
  `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`, '00'.repeat(32),
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

/**
 * Under a key of small order one signature fits many messages, and on keys whose y isn't reduced libraries differ
 * (K. Chalkias et al., "Taming the many EdDSAs", 2020): both are refused, so that all of ours agree.
 */
function isWeak(raw: Buffer): boolean {
  const y = Buffer.from(raw);
  y[31] = (y[31] ?? 0) & 0x7f;
  const text = y.toString('hex');
  const notReduced = (y[0] ?? 0) >= 0xed && text.slice(2) === `${'ff'.repeat(30)}7f`;
  return notReduced || smallOrder.has(text);
}
