/**
 * A log's tree read from its tiles: roots and proofs in O(log n) tiles, the list of tiles that each needs, and the check that tiles
 * belong to a signed head. Whoever gets tiles from somebody else reads them through {@link verifiedReader} only.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { sameBytes, toBase64 } from './bytes.ts';
import { consistencyRanges, emptyRoot, hashBytes, inclusionRanges, nodeHash, type LeafRange } from './merkle.ts';
import { problemHint } from './problem.ts';
import { hashesAt, partialTiles, tileAt, tilePath, tileWidth, type Tile } from './tile-paths.ts';

/** Levels of the tree that lie within one tile. */
const tileHeight = 8;

/**
 * The hashes of a tile, 32 bytes each, one after the other; undefined when it isn't there. `width` is what the tile has in the tree that
 * is read; a wider version of the same tile will do.
 */
export type TileReader = (level: number, index: number, width: number) => Uint8Array | undefined;

/** A tile that a tree must have is not there, or doesn't belong to it. */
export class TileError extends Error {
  override readonly name = 'TileError';
  readonly code: 'missing_tile' | 'wrong_tile';
  readonly hint: string;

  constructor(code: 'missing_tile' | 'wrong_tile', message: string) {
    super(message);
    this.code = code;
    this.hint = problemHint(code);
  }
}

/** All methods throw TileError when a tile is missing, and RangeError for what the tree hasn't. `at` is the size of an older tree of the log. */
export type TileTree = {
  readonly size: number;
  leafHash(index: number): Uint8Array;
  root(at?: number): Uint8Array;
  /** As `inclusionProof` of merkle.ts. */
  inclusionProof(index: number, at?: number): Uint8Array[];
  /** As `consistencyProof` of merkle.ts. */
  consistencyProof(oldSize: number, at?: number): Uint8Array[];
};

/** The tree of `size` leaves over tiles that are trusted. Keeps the last tile of each level that it read. */
export function createTileTree(hasher: Hasher, size: number, read: TileReader): TileTree {
  const recent: { readonly index: number; readonly hashes: Uint8Array }[] = [];
  const hashesOf = (tile: Tile): Uint8Array => {
    const last = recent[tile.level];
    if (last?.index === tile.index) return last.hashes;
    const hashes = tileHashes(read, tile);
    recent[tile.level] = { index: tile.index, hashes };
    return hashes;
  };
  const nodeAt = (node: Node): Uint8Array => {
    const { tile, first, count } = slotOf(node, size);
    return perfectRoot(hasher, hashesOf(tile).subarray(first * hashBytes, (first + count) * hashBytes));
  };
  const rangeRoot = ([from, to]: LeafRange): Uint8Array =>
    nodesOf(from, to).map(nodeAt).reduceRight((right, left) => nodeHash(hasher, left, right));
  const within = (at: number): number => {
    if (!Number.isSafeInteger(at) || at < 0 || at > size) throw new RangeError(`size ${at} is not in 0 to ${size}`);
    return at;
  };
  return {
    size,
    leafHash(index) {
      if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`index ${index} is not in 0 to ${size - 1}`);
      return nodeAt({ height: 0, index });
    },
    root: (at = size) => (within(at) === 0 ? emptyRoot(hasher) : rangeRoot([0, at])),
    inclusionProof: (index, at = size) => inclusionRanges(index, within(at)).map(rangeRoot),
    consistencyProof: (oldSize, at = size) => consistencyRanges(oldSize, within(at)).map(rangeRoot),
  };
}

/** The tiles of the tree of `size` from which the root of its first `at` leaves follows. */
export function tilesForRoot(at: number, size = at): Tile[] {
  return tilesUnder(at === 0 ? [] : [[0, at]], size);
}

/** The tiles of the tree of `size` that prove leaf `index` in the tree of `at`, its own among them. */
export function tilesForInclusion(index: number, at: number, size = at): Tile[] {
  return tilesUnder([[index, index + 1], ...inclusionRanges(index, at)], size);
}

/** The tiles of the tree of `size` that prove the tree of `oldSize` a prefix of the tree of `at`. */
export function tilesForConsistency(oldSize: number, at: number, size = at): Tile[] {
  return tilesUnder(consistencyRanges(oldSize, at), size);
}

/** What a client must fetch to read `tiles` through {@link verifiedReader}: these, the tiles above them, and the right edge. */
export function tilesToVerify(tiles: readonly Tile[], size: number): Tile[] {
  const needed = new Map(partialTiles(size).map((tile) => [tilePath(tile), tile]));
  for (const tile of tiles) {
    for (let next: Tile | undefined = tile; next !== undefined && !needed.has(tilePath(next)); next = parentOf(next, size)) {
      needed.set(tilePath(next), next);
    }
  }
  return [...needed.values()];
}

/**
 * Reads tiles from somewhere that isn't trusted, and gives only what belongs to the signed head: partial tiles together must have its
 * root, and the root of a full tile must be in the tile above. Throws TileError, `missing_tile` also for a tile needed for the check.
 */
export function verifiedReader(hasher: Hasher, head: { readonly size: number; readonly root: Uint8Array }, read: TileReader): TileReader {
  /** Partial tiles, and full ones above the leaves, by path: 8 kB for each 65,536 leaves. */
  const kept = new Map<string, Uint8Array>();
  let edgeIsRead = false;

  const readEdge = (): void => {
    const edge = partialTiles(head.size).map((tile) => ({ tile, hashes: tileHashes(read, tile) }));
    if (!sameBytes(rootOfEdge(hasher, edge.map(({ hashes }) => hashes)), head.root)) {
      throw new TileError('wrong_tile', `the tiles at the right edge of the tree of ${head.size} do not have the root ${toBase64(head.root)}`);
    }
    for (const { tile, hashes } of edge) kept.set(tilePath(tile), hashes);
    edgeIsRead = true;
  };

  const get = (tile: Tile): Uint8Array => {
    if (!edgeIsRead) readEdge();
    const path = tilePath(tile);
    const known = kept.get(path);
    if (known !== undefined) return known;
    const hashes = tileHashes(read, tile);
    const parent = parentOf(tile, head.size);
    invariant(parent !== undefined, 'a full tile has a tile above it');
    const slot = tile.index % tileWidth;
    if (!sameBytes(perfectRoot(hasher, hashes), get(parent).subarray(slot * hashBytes, (slot + 1) * hashBytes))) {
      throw new TileError('wrong_tile', `${path} does not belong to the tree of ${head.size} with the root ${toBase64(head.root)}`);
    }
    if (tile.level > 0) kept.set(path, hashes);
    return hashes;
  };

  return (level, index, width) => {
    const tile = tileAt(head.size, level, index);
    if (tile === undefined || width > tile.width) return undefined;
    return get(tile).subarray(0, width * hashBytes);
  };
}

/** The tile's hashes, cut to its width. */
export function tileHashes(read: TileReader, tile: Tile): Uint8Array {
  const hashes = read(tile.level, tile.index, tile.width);
  if (hashes === undefined) throw new TileError('missing_tile', `${tilePath(tile)} is not there`);
  const length = tile.width * hashBytes;
  if (hashes.length < length || hashes.length > tileWidth * hashBytes || hashes.length % hashBytes !== 0) {
    throw new TileError('wrong_tile', `${tilePath(tile)} has ${hashes.length} bytes, not ${length}`);
  }
  return hashes.subarray(0, length);
}

/** Root over hashes whose number is a power of two. */
export function perfectRoot(hasher: Hasher, hashes: Uint8Array): Uint8Array {
  let row = hashes;
  while (row.length > hashBytes) {
    const above = new Uint8Array(row.length / 2);
    for (let i = 0; i < above.length; i += hashBytes) {
      above.set(nodeHash(hasher, row.subarray(2 * i, 2 * i + hashBytes), row.subarray(2 * i + hashBytes, 2 * i + 2 * hashBytes)), i);
    }
    row = above;
  }
  return row.slice();
}

/** Root of a tree from its partial tiles, from the leaves up. */
export function rootOfEdge(hasher: Hasher, edge: readonly Uint8Array[]): Uint8Array {
  let root: Uint8Array | undefined;
  for (const hashes of edge) {
    // Each binary digit of the width is a perfect subtree, the largest leftmost.
    let end = hashes.length / hashBytes;
    for (let count = 1; end > 0; count *= 2) {
      if (end % (2 * count) === 0) continue;
      const peak = perfectRoot(hasher, hashes.subarray((end - count) * hashBytes, end * hashBytes));
      root = root === undefined ? peak : nodeHash(hasher, peak, root);
      end -= count;
    }
  }
  return root ?? emptyRoot(hasher);
}

/** The root over the leaves from index · 2^height to (index + 1) · 2^height. */
type Node = { readonly height: number; readonly index: number };

/** The perfect subtrees that leaves [from, to) consist of, largest first; `from` is a multiple of each of their sizes. */
function nodesOf(from: number, to: number): Node[] {
  const nodes: Node[] = [];
  for (let start = from; start < to;) {
    let height = 0;
    while (start + 2 ** (height + 1) <= to) height++;
    invariant(start % 2 ** height === 0, 'a range of a proof starts where a perfect subtree may');
    nodes.push({ height, index: start / 2 ** height });
    start += 2 ** height;
  }
  return nodes;
}

/** Where the hashes under a node lie: `count` of them from `first` on. */
function slotOf({ height, index }: Node, size: number): { readonly tile: Tile; readonly first: number; readonly count: number } {
  const level = Math.floor(height / tileHeight);
  const count = 2 ** (height % tileHeight);
  const perTile = tileWidth / count;
  const tile = tileAt(size, level, Math.floor(index / perTile));
  const first = (index % perTile) * count;
  invariant(tile !== undefined && first + count <= tile.width, 'a perfect subtree of a tree lies in one of its tiles');
  return { tile, first, count };
}

function tilesUnder(ranges: readonly LeafRange[], size: number): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const [from, to] of ranges) {
    for (const node of nodesOf(from, to)) {
      const { tile } = slotOf(node, size);
      tiles.set(tilePath(tile), tile);
    }
  }
  return [...tiles.values()];
}

/** The tile that holds a full tile's root; a partial tile has none. */
function parentOf(tile: Tile, size: number): Tile | undefined {
  if (tile.width < tileWidth) return undefined;
  invariant(hashesAt(size, tile.level + 1) > tile.index, 'a full tile has its root in the level above');
  return tileAt(size, tile.level + 1, Math.floor(tile.index / tileWidth));
}
