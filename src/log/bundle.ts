/**
 * Entry bundles (c2sp.org/tlog-tiles v0.1.0): up to 256 entries, each after its length in bytes, two of them, the higher first.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { sameBytes } from './bytes.ts';
import { hashBytes, leafHash } from './merkle.ts';
import { checked, problem, type Checked } from './problem.ts';
import { bundlePath, tileWidth, type BundlePlace } from './tile-paths.ts';

const lengthBytes = 2;
/** What two bytes of length can say. */
export const bundleEntryBytesMax = 65_535;

/** @throws InvariantError for an entry that is too long, and unless there are from 1 to 256 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  invariant(entries.length >= 1 && entries.length <= tileWidth, 'a bundle has from 1 to 256 entries');
  invariant(entries.every((entry) => entry.length <= bundleEntryBytesMax), `an entry has at most ${bundleEntryBytesMax} bytes`);
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + lengthBytes + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 255;
    bytes.set(entry, at + lengthBytes);
    at += lengthBytes + entry.length;
  }
  return bytes;
}

/** The inverse of {@link encodeBundle}; the entries are views on `bytes`. Refuses with `malformed` all but exactly `width` entries. */
export function decodeBundle(bytes: Uint8Array, width: number): Checked<readonly Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + lengthBytes;
    const end = start + ((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0));
    if (start > bytes.length || end > bytes.length) return problem('malformed', `the bundle ends within entry ${entries.length} of it`);
    if (entries.length === width) return problem('malformed', `the bundle goes on after its ${width} entries`);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  return entries.length === width ? checked(entries) : problem('malformed', `the bundle has ${entries.length} entries, not ${width}`);
}

/**
 * Reads a bundle and compares each entry with its leaf hash.
 * @param leaves the tile of level 0 at the same place, from a reader that is trusted
 * Refuses with `malformed`, or with `not_in_log` for an entry that isn't the one in the tree.
 */
export function openBundle(hasher: Hasher, bytes: Uint8Array, place: BundlePlace, leaves: Uint8Array): Checked<readonly Uint8Array[]> {
  invariant(leaves.length === place.width * hashBytes, 'a bundle lies under a tile of its own width');
  const entries = decodeBundle(bytes, place.width);
  if (!entries.ok) return problem('malformed', `${bundlePath(place)}: ${entries.problem.detail}`);
  const wrong = entries.value.findIndex((entry, i) => !sameBytes(leafHash(hasher, entry), leaves.subarray(i * hashBytes, (i + 1) * hashBytes)));
  if (wrong >= 0) return problem('not_in_log', `entry ${place.index * tileWidth + wrong} in ${bundlePath(place)} is not the one in the signed tree`);
  return entries;
}
