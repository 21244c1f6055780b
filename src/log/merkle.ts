/**
 * The Merkle tree of the log: RFC 6962 s2.1 hashes, an incremental tree, and proofs (RFC 9162 s2.1.3 and s2.1.4 for their checks).
 * Hashes are 32 bytes. Sizes and indexes are safe integers.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { sameBytes } from './bytes.ts';

export const hashBytes = 32;

export type MerkleTree = {
  readonly size: number;
  /** Adds a leaf in O(1) on average; returns its hash. Text counts as its UTF-8. */
  append(leaf: Uint8Array | string): Uint8Array;
  /** Adds a leaf by its hash. */
  appendHash(leafHash: Uint8Array): void;
  /** Root of all leaves so far, in O(log n). */
  root(): Uint8Array;
  /** What {@link createTree} needs to go on from here. */
  snapshot(): TreeSnapshot;
};

/** Roots of the perfect subtrees that a tree of this size consists of, largest first: at most 53 of them. */
export type TreeSnapshot = { readonly size: number; readonly peaks: readonly Uint8Array[] };

/**
 * A tree that keeps only its peaks.
 * @throws InvariantError when the snapshot's peaks can't be those of its size
 */
export function createTree(hasher: Hasher, from: TreeSnapshot = { size: 0, peaks: [] }): MerkleTree {
  invariant(Number.isSafeInteger(from.size) && from.size >= 0, 'a tree has a whole number of leaves');
  invariant(countOnes(from.size) === from.peaks.length, 'a tree has one peak for each one in its binary size');
  let size = from.size;
  const peaks = [...from.peaks];
  const appendHash = (leafHash: Uint8Array): void => {
    let node = leafHash;
    for (let rest = size; rest % 2 === 1; rest = half(rest)) node = nodeHash(hasher, take(peaks), node);
    peaks.push(node);
    size++;
  };
  return {
    get size() { return size; },
    append(leaf) {
      const hash = leafHash(hasher, leaf);
      appendHash(hash);
      return hash;
    },
    appendHash,
    root: () => (size === 0 ? emptyRoot(hasher) : peaks.reduceRight((right, left) => nodeHash(hasher, left, right))),
    snapshot: () => ({ size, peaks: [...peaks] }),
  };
}

/** Root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(hasher: Hasher): Uint8Array {
  return hasher.sha256('');
}

/** H(0x00 || leaf) */
export function leafHash(hasher: Hasher, leaf: Uint8Array | string): Uint8Array {
  if (typeof leaf === 'string') return hasher.sha256(`\u0000${leaf}`); // U+0000 is the byte 0x00 in UTF-8
  const bytes = new Uint8Array(leaf.length + 1);
  bytes.set(leaf, 1);
  return hasher.sha256(bytes);
}

/** H(0x01 || left || right) */
export function nodeHash(hasher: Hasher, left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * hashBytes);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + hashBytes);
  return hasher.sha256(bytes);
}

/** Root over `leafHashes[from, to)`, in O(n). */
export function rootOf(hasher: Hasher, leafHashes: readonly Uint8Array[], from = 0, to = leafHashes.length): Uint8Array {
  const tree = createTree(hasher);
  for (let i = from; i < to; i++) tree.appendHash(hashAt(leafHashes, i));
  return tree.root();
}

/** Leaves from (included) to (not included); its root is one hash of a proof. */
export type LeafRange = readonly [from: number, to: number];

/**
 * Proof that leaf `index` is in the tree over `leafHashes`: siblings from the leaf up (RFC 6962 s2.1.1). O(n).
 * @throws RangeError when there is no such leaf
 */
export function inclusionProof(hasher: Hasher, leafHashes: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionRanges(index, leafHashes.length).map(([from, to]) => rootOf(hasher, leafHashes, from, to));
}

/**
 * Proof that the tree over the first `oldSize` leaves is a prefix of the tree over all (RFC 6962 s2.1.2). O(n).
 * @throws RangeError unless 1 ≤ oldSize ≤ number of leaves
 */
export function consistencyProof(hasher: Hasher, leafHashes: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  return consistencyRanges(oldSize, leafHashes.length).map(([from, to]) => rootOf(hasher, leafHashes, from, to));
}

/**
 * The ranges whose roots prove leaf `index` in a tree of `size`, from the leaf up.
 * @throws RangeError when there is no such leaf
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  requireRange(index, 0, size - 1, 'index');
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    const left = index < middle;
    ranges.push(left ? [middle, to] : [from, middle]);
    if (left) to = middle;
    else from = middle;
  }
  return ranges.reverse();
}

/**
 * The ranges whose roots prove that the tree of `oldSize` is a prefix of the tree of `size`.
 * @throws RangeError unless 1 ≤ oldSize ≤ size
 */
export function consistencyRanges(oldSize: number, size: number): LeafRange[] {
  requireRange(oldSize, 1, size, 'oldSize');
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (oldSize < to) {
    const middle = from + splitOf(to - from);
    if (oldSize <= middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
    }
  }
  if (from > 0) ranges.push([from, to]); // left out when it is the old root itself
  return ranges.reverse();
}

export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** Checks a proof of {@link inclusionProof}'s form (RFC 9162 s2.1.3.2). False for whatever doesn't prove it; never throws. */
export function verifyInclusion(hasher: Hasher, claim: InclusionClaim): boolean {
  if (!isCount(claim.size) || !isCount(claim.index) || claim.index >= claim.size) return false;
  if (!areHashes([claim.leafHash, claim.root, ...claim.proof])) return false;
  let place = claim.index;
  let last = claim.size - 1;
  let node = claim.leafHash;
  for (const sibling of claim.proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(hasher, sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      node = nodeHash(hasher, node, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(node, claim.root);
}

export type ConsistencyClaim = {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/**
 * Checks a proof of {@link consistencyProof}'s form (RFC 9162 s2.1.4.2). The empty tree is consistent with every tree, by an empty
 * proof. False for whatever doesn't prove it; never throws.
 */
export function verifyConsistency(hasher: Hasher, claim: ConsistencyClaim): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (!areHashes([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, emptyRoot(hasher));
  if (oldSize === newSize) return proof.length === 0 && sameBytes(oldRoot, newRoot);
  return rootsFrom(hasher, claim);
}

function rootsFrom(hasher: Hasher, claim: ConsistencyClaim): boolean {
  const path = isPowerOfTwo(claim.oldSize) ? [claim.oldRoot, ...claim.proof] : [...claim.proof];
  let place = claim.oldSize - 1;
  let last = claim.newSize - 1;
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  const [seed, ...rest] = path;
  if (seed === undefined) return false;
  let oldNode = seed;
  let newNode = seed;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      oldNode = nodeHash(hasher, sibling, oldNode);
      newNode = nodeHash(hasher, sibling, newNode);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else {
      newNode = nodeHash(hasher, newNode, sibling);
    }
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && sameBytes(oldNode, claim.oldRoot) && sameBytes(newNode, claim.newRoot);
}

/** The largest power of two strictly below `n`, for n ≥ 2. */
function splitOf(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** Shifts would cut sizes to 32 bits. */
function half(n: number): number {
  return Math.floor(n / 2);
}

function countOnes(n: number): number {
  let ones = 0;
  for (let rest = n; rest > 0; rest = half(rest)) ones += rest % 2;
  return ones;
}

function isPowerOfTwo(n: number): boolean {
  return countOnes(n) === 1;
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === hashBytes);
}

function take(peaks: Uint8Array[]): Uint8Array {
  const peak = peaks.pop();
  invariant(peak !== undefined, 'a tree has a peak for each one in its binary size');
  return peak;
}

function hashAt(leafHashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = leafHashes[index];
  invariant(hash !== undefined, 'a range of leaves lies in the tree');
  return hash;
}

function requireRange(value: number, min: number, max: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < min || value > max) throw new RangeError(`${name} ${value} is not in ${min} to ${max}`);
}
