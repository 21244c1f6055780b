/** Base64 with the URL-safe alphabet and no padding (RFC 4648, section 5), in plain code that runs in every engine. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The bytes; undefined for padding, foreign characters, and every spelling but the shortest. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1 || !/^[\w-]*$/.test(text)) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let word = 0;
  for (let i = 0, at = 0; i < text.length; i += 1) {
    word = ((word << 6) | alphabet.indexOf(text.charAt(i))) & 0xff_ff_ff;
    if (i % 4 !== 0) bytes[at++] = (word >> (6 - 2 * (i % 4))) & 255;
  }
  const spareBits = (text.length % 4) * 6 % 8;
  return (word & ((1 << spareBits) - 1)) === 0 ? bytes : undefined;
}

/** Well-formed text, of which the base64url of its UTF-8 is given; undefined where it is none. */
export function textFromBase64url(encoded: string): string | undefined {
  const bytes = fromBase64url(encoded);
  return bytes === undefined ? undefined : fromUtf8(bytes);
}

/** The UTF-8 of well-formed `text` in base64url. */
export function textToBase64url(text: string): string {
  let encoded = '';
  let word = 0;
  let bits = 0;
  for (const byte of utf8(text)) {
    word = ((word << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6; bits -= 6) encoded += alphabet.charAt((word >> (bits - 6)) & 63);
  }
  return bits === 0 ? encoded : encoded + alphabet.charAt((word << (6 - bits)) & 63);
}

function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) {
      yield point;
      continue;
    }
    const following = point < 0x800 ? 1 : point < 0x1_00_00 ? 2 : 3;
    yield ((0xff00 >> (following + 1)) & 0xff) | (point >> (6 * following));
    for (let i = following - 1; i >= 0; i -= 1) yield 0x80 | ((point >> (6 * i)) & 0x3f);
  }
}

/** Strict: undefined for overlong forms, surrogates, and whatever else isn't UTF-8 (RFC 3629). */
function fromUtf8(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i] ?? 0;
    const following = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    if (following < 0) return undefined;
    let point = following === 0 ? first : first & (0x3f >> following);
    for (let next = 1; next <= following; next += 1) {
      const byte = bytes[i + next];
      if (byte === undefined || (byte & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (byte & 0x3f);
    }
    const isShortest = following < 2 || point >= (following === 2 ? 0x800 : 0x1_00_00);
    if (!isShortest || point > 0x10_ff_ff || (point >= 0xd800 && point < 0xe000)) return undefined;
    parts.push(String.fromCodePoint(point));
    i += following + 1;
  }
  return parts.join('');
}
