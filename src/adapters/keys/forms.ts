/** The one spelling of keys and signatures, and the keys that no version takes: in plain code, so that Node's and the browser's agree. */

/** Bytes of an Ed25519 seed (RFC 8032 calls it the private key), and of a public key. */
export const keyBytes = 32;

/** Public keys kept parsed: parsing takes about as long as a tenth of a verification. Far more than one collective's active keys. */
const cachedKeysMax = 4096;

/** The only base64 texts of 32 and of 64 bytes: a signature with two spellings would make two records of one statement. */
export const base64Of32 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
export const base64Of64 = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/** By the engine's own reader, which takes more than one spelling: the forms here say which one counts. @throws DOMException for what is no base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
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
 * @param raw the 32 bytes of a public key
 */
export function isWeak(raw: Uint8Array): boolean {
  const text = Array.from(raw, (byte, i) => (i === keyBytes - 1 ? byte & 0x7f : byte).toString(16).padStart(2, '0')).join('');
  const notReduced = (raw[0] ?? 0) >= 0xed && text.slice(2) === `${'ff'.repeat(30)}7f`;
  return notReduced || smallOrder.has(text);
}

/** Refuses text that has no UTF-8 form: two different ones would be hashed and signed as the same bytes. */
export function requireWellFormed(text: string): void {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate has no UTF-8 form');
}

/** What `make` gives for a key, kept for the keys used last; what it can't read isn't kept. */
export function keyCache<Key>(make: (publicKey: string) => Key | undefined): (publicKey: string) => Key | undefined {
  const cache = new Map<string, Key>();
  return (publicKey) => {
    const known = cache.get(publicKey);
    if (known !== undefined) return known;
    const key = make(publicKey);
    if (key === undefined) return undefined;
    if (cache.size >= cachedKeysMax) cache.delete(cache.keys().next().value ?? '');
    cache.set(publicKey, key);
    return key;
  };
}
