/** Hashing in plain JavaScript (noble), for the browser: synchronous, which WebCrypto isn't. Apart from signatures, which few pages need at once. */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Hasher } from '../../vocabulary/ports.ts';
import { requireWellFormed } from './forms.ts';

const utf8 = new TextEncoder();

export function createHasher(): Hasher {
  return {
    sha256(data) {
      if (typeof data !== 'string') return sha256(data);
      requireWellFormed(data);
      return sha256(utf8.encode(data));
    },
  };
}
