/**
 * Bytes as text and back, in plain code that runs in every engine: hex for hashes in records, base64 for checkpoints and proofs.
 */
import { utf8Length } from '../vocabulary/text-bytes.ts';

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @example toHex(new Uint8Array([0, 255])) === '00ff' */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOfByte[byte];
  return text;
}

/** The inverse of {@link toHex}; undefined unless `text` is lower-case hex of whole bytes. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Whether `text` is a SHA-256 as records name it: 64 lower-case hex digits. */
export function isHashHex(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}

/** Standard base64 with padding (RFC 4648 s4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += digit(word >> 18) + digit(word >> 12);
    text += (left > 1 ? digit(word >> 6) : '=') + (left > 2 ? digit(word) : '=');
  }
  return text;
}

/** The inverse of {@link toBase64}; undefined for every text but the one that it gives. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/.test(digits)) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let word = 0;
  for (let i = 0, at = 0; i < digits.length; i++) {
    word = ((word << 6) | base64Alphabet.indexOf(digits.charAt(i))) & 0xff_ff_ff;
    if (i % 4 !== 0) bytes[at++] = (word >> (6 - 2 * (i % 4))) & 255;
  }
  return toBase64(bytes) === text ? bytes : undefined;
}

/** Well-formed `text` in UTF-8, for the few bytes of a name; long texts are turned into bytes at the edges, by the engine. */
export function utf8Bytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const following = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x1_00_00 ? 2 : 3;
    bytes.push(following === 0 ? point : ((0xff00 >> (following + 1)) & 0xff) | (point >> (6 * following)));
    for (let i = following - 1; i >= 0; i--) bytes.push(0x80 | ((point >> (6 * i)) & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** Whether well-formed `text` has at most `max` bytes in UTF-8; counts them only when it must. */
export function hasAtMostBytes(text: string, max: number): boolean {
  return text.length * 3 <= max || (text.length <= max && utf8Length(text) <= max);
}

/** Whether `text` has a UTF-8 form, which a lone surrogate has not. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function digit(word: number): string {
  return base64Alphabet.charAt(word & 63);
}
