/** Hashes of the real kind and signatures of a cheap one, which only whoever has the key object can make, for simulations with many of them. */
import { createHasher } from '../adapters/keys/node.ts';
import { joinBytes, toBase64 } from '../log/bytes.ts';
import type { Hasher, Sealer, SealVerifier } from '../vocabulary/ports.ts';

export const toyHasher: Hasher = createHasher();

export function toySealer(name: string): Sealer {
  const publicKey = toBase64(toyHasher.sha256(`key ${name}`));
  return { publicKey, sign: (message) => signature(publicKey, message) };
}

export const toyVerifier: SealVerifier = { verify: (publicKey, message, given) => publicKey !== '' && signature(publicKey, message) === given };

/** 64 bytes in base64, as Ed25519's. */
function signature(publicKey: string, message: string): string {
  const hash = toyHasher.sha256(`${publicKey}\n${message}`);
  return toBase64(joinBytes(hash, hash));
}
