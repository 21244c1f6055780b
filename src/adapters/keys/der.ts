/** ECDSA signatures as authenticators give them (ASN.1 DER, RFC 3279), in the one spelling that the log takes. */
import { p256Order } from './passkey.ts';

const integerBytesMax = 33;

/**
 * r and s, 32 bytes each, s being the lower of the two that fit.
 * @returns undefined for what is no DER of two positive integers below the group's order
 */
export function signatureFromDer(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = integerAt(der, 2);
  const s = r === undefined ? undefined : integerAt(der, r.next);
  if (r === undefined || s?.next !== der.length) return undefined;
  if ([r.value, s.value].some((value) => value === 0n || value >= p256Order)) return undefined;
  const low = s.value > p256Order / 2n ? p256Order - s.value : s.value;
  return Uint8Array.from([r.value, low].flatMap((value) => bigEndian(value)));
}

/** Positive, and with no byte more than it needs. */
function integerAt(der: Uint8Array, at: number): { readonly value: bigint; readonly next: number } | undefined {
  const length = der[at + 1] ?? 0;
  const next = at + 2 + length;
  const bytes = der.subarray(at + 2, next);
  const [first = 0, second = 0] = bytes;
  if (der[at] !== 0x02 || length === 0 || length > integerBytesMax || bytes.length !== length) return undefined;
  if (first >= 0x80 || (first === 0 && length > 1 && second < 0x80)) return undefined;
  return { value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), next };
}

function bigEndian(value: bigint): number[] {
  return Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 255n));
}
