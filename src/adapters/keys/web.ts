/**
 * Signatures in plain JavaScript (noble), for the browser: synchronous, which WebCrypto isn't, and the same in every browser.
 * Passes `conformance.ts`, and decides as Node's version does.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Assertion, Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import { base64Of32, base64Of64, fromBase64, isWeak, keyBytes, keyCache, requireWellFormed, toBase64 } from './forms.ts';
import { isLow, p256Bytes, signedBytes } from './passkey.ts';

type Point = InstanceType<typeof ed25519.Point>;
type Key = { readonly raw: Uint8Array; readonly point: Point; uses: number };

const { Point } = ed25519;
/** The order of the base point: L in RFC 8032. */
const groupOrder = Point.Fn.ORDER;
const utf8 = new TextEncoder();

/** A table of multiples makes a check some three times as fast, takes as long to make as six checks, and some 300 kB: for keys that seal often. */
const table = { afterUses: 16, bits: 5, keysMax: 64 };

export function createSealVerifier(): SealVerifier {
  const keyOf = keyCache(parsePublicKey);
  let tables = 0;
  return {
    verify(publicKey, message, signature, assertion) {
      if (!base64Of64.test(signature) || !message.isWellFormed()) return false;
      if (assertion !== undefined) return fitsPasskey(publicKey, message, fromBase64(signature), assertion);
      const key = keyOf(publicKey);
      if (key === undefined) return false;
      key.uses += 1;
      if (key.uses === table.afterUses && tables < table.keysMax) {
        key.point.precompute(table.bits, false);
        tables += 1;
      }
      return fits(key, utf8.encode(message), fromBase64(signature));
    },
  };
}

/**
 * Seals by a key in memory.
 * @param seed 32 random bytes (RFC 8032 s5.1.5)
 * @throws RangeError for a seed of another length; `sign` throws TypeError for a message with a lone surrogate
 */
export function createSealer(seed: Uint8Array): Sealer {
  if (seed.length !== keyBytes) throw new RangeError(`a seed has ${keyBytes} bytes, this one has ${seed.length}`);
  const own = seed.slice();
  return {
    publicKey: toBase64(ed25519.getPublicKey(own)),
    sign(message) {
      requireWellFormed(message);
      return toBase64(ed25519.sign(utf8.encode(message), own));
    },
  };
}

/** A fresh seed from the system's random source. */
export function newSeed(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(keyBytes));
}

/**
 * RFC 8032 s5.1.7 without the cofactor, as OpenSSL does it: R is compared as bytes with [S]B - [k]A. The library's own check multiplies by
 * the cofactor, and would so take signatures that Node's version refuses.
 */
function fits(key: Key, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= groupOrder) return false;
  const k = littleEndian(sha512.create().update(r).update(key.raw).update(message).digest()) % groupOrder;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.point.multiplyUnsafe(k)).toBytes();
  return expected.every((byte, i) => byte === r[i]);
}

function fitsPasskey(publicKey: string, message: string, signature: Uint8Array, assertion: Assertion): boolean {
  const raw = p256Bytes(publicKey);
  const signed = raw === undefined || !isLow(signature) ? undefined : signedBytes(sha256, message, assertion);
  if (raw === undefined || signed === undefined) return false;
  try {
    return p256.verify(signature, signed, raw, { prehash: true, lowS: true, format: 'compact' });
  } catch {
    return false; // no point of the curve
  }
}

function parsePublicKey(text: string): Key | undefined {
  if (!base64Of32.test(text)) return undefined;
  const raw = fromBase64(text);
  if (isWeak(raw)) return undefined;
  try {
    return { raw, point: Point.fromBytes(raw), uses: 0 };
  } catch {
    return undefined; // no point of the curve
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let hex = '';
  for (const byte of bytes) hex = byte.toString(16).padStart(2, '0') + hex;
  return BigInt(`0x${hex}`);
}
