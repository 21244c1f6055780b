/**
 * Watches the lengths of MQTT packets as they come in, because the broker's own parser would gather one of 256 MB.
 * Fixed header: a byte, then the remaining length in one to four bytes of seven bits (MQTT 3.1.1 §2.2.3).
 */
export type FrameWatch = {
  /** False once a packet is longer than allowed, or its length is malformed. */
  readonly fits: (chunk: Uint8Array) => boolean;
};

export function watchFrames(packetBytesMax: number): FrameWatch {
  let bodyLeft = 0;
  let inHeader = false;
  let length = 0;
  let shift = 0;
  return {
    fits(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (bodyLeft > 0) {
          const skipped = Math.min(bodyLeft, chunk.length - at);
          bodyLeft -= skipped;
          at += skipped;
          continue;
        }
        const byte = chunk[at++] ?? 0;
        if (!inHeader) {
          inHeader = true;
          length = 0;
          shift = 0;
          continue;
        }
        length += (byte & 0x7f) * 2 ** shift;
        shift += 7;
        if ((byte & 0x80) !== 0) {
          if (shift >= 28) return false;
          continue;
        }
        if (length > packetBytesMax) return false;
        inHeader = false;
        bodyLeft = length;
      }
      return true;
    },
  };
}
