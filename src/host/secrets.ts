/** Secrets that are looked up by a name in them, and held against a hash: `NAME.SECRET`. What is kept opens nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of the random part: nobody guesses 256 bits, and so its hash needs no salt and no slow hashing. */
const secretBytes = 32;
/** Bytes of a name: few enough to type, many enough that two hardly meet. */
const nameBytes = 5;

export type Secret = { readonly id: string; readonly secret: string; readonly hash: string };

export function makeSecret(id: string = randomBytes(nameBytes).toString('hex')): Secret {
  const secret = `${id}.${randomBytes(secretBytes).toString('base64url')}`;
  return { id, secret, hash: hashOf(secret) };
}

/** The name in a secret, '' in what is none. */
export function nameIn(secret: string): string {
  return /^(\w{1,64})\.[\w-]{43}$/.exec(secret)?.[1] ?? '';
}

/** In constant time. @param hash SHA-256 in hex */
export function fitsHash(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(hash, 'hex'));
}

/** SHA-256 in hex. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
