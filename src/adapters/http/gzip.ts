/** Gzip (RFC 1952) for whoever takes it. */
import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** Half of gzip's usual window and table, 128 KiB for each stream: of an overview's patches larger ones would find little more. */
const streamGzip = { flush: constants.Z_SYNC_FLUSH, windowBits: 14, memLevel: 7 };
/** Bytes that are packed ahead of the socket: what waits beyond them waits where it is counted. */
const aheadMax = 16_384;

/** By Accept-Encoding (RFC 9110, 12.5.3): named, and not with a weight of 0. */
export function takesGzip({ headers }: Request): boolean {
  return /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(headers.get('accept-encoding') ?? '');
}

/** Each part can be read as soon as it was written: nothing is held back for a better packing. Cancelling it cancels what it is made from. */
export function gzipped(parts: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const packed = createGzip(streamGzip);
  // Either side's end is the other's; nobody is left to tell of a client that went.
  pipeline(Readable.fromWeb(parts as Parameters<typeof Readable.fromWeb>[0]), packed, () => undefined);
  return Readable.toWeb(packed, { strategy: new ByteLengthQueuingStrategy({ highWaterMark: aheadMax }) }) as ReadableStream<Uint8Array>;
}
