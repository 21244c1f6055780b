/**
 * The state of a log's tree from stored hash tiles (C2SP tlog-tiles), so that a start needn't hash every record: of a log of a million
 * records some 80 tiles are read, and at most 255 records hashed. Where a tile is missing, what lies under it is hashed.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { createTree, hashBytes, rootOf, type TreeSnapshot } from './merkle.ts';

/** Nodes of a full tile. */
const width = 256;

export type NodeSource = {
  /** The 256 hashes of a full tile, one after another; undefined when it isn't stored. */
  readonly tile: (level: number, index: number) => Uint8Array | undefined;
  /** The hashes of `count` leaves from `from` on. */
  readonly leaves: (from: number, count: number) => readonly Uint8Array[];
};

/** Peaks of the tree over the first `size` leaves: for each level the nodes of its last tile, which isn't full, largest subtrees first. */
export function peaksOf(hasher: Hasher, size: number, source: NodeSource): TreeSnapshot {
  const levels: Uint8Array[][] = [];
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / width)) {
    const rest = nodes % width;
    levels.push(nodesOf(hasher, source, level, nodes - rest, rest));
  }
  return { size, peaks: levels.reverse().flatMap((nodes) => peaksOver(hasher, nodes)) };
}

/** `count` nodes of a level from `from` on, each the root over 256^level leaves. */
function nodesOf(hasher: Hasher, source: NodeSource, level: number, from: number, count: number): Uint8Array[] {
  if (level === 0) return count === 0 ? [] : leavesOf(source, from, count);
  return Array.from({ length: count }, (_, i) => rootOf(hasher, tileNodesOf(hasher, source, level - 1, from + i)));
}

function tileNodesOf(hasher: Hasher, source: NodeSource, level: number, index: number): Uint8Array[] {
  const tile = source.tile(level, index);
  if (tile === undefined) return nodesOf(hasher, source, level, index * width, width);
  invariant(tile.length === width * hashBytes, 'a full tile has 256 hashes');
  return Array.from({ length: width }, (_, i) => tile.subarray(i * hashBytes, (i + 1) * hashBytes));
}

function leavesOf(source: NodeSource, from: number, count: number): Uint8Array[] {
  const leaves = source.leaves(from, count);
  invariant(leaves.length === count, 'every leaf of the log is there');
  return [...leaves];
}

function peaksOver(hasher: Hasher, nodes: readonly Uint8Array[]): readonly Uint8Array[] {
  const tree = createTree(hasher);
  for (const node of nodes) tree.appendHash(node);
  return tree.snapshot().peaks;
}
