/**
 * Tiles from leaf hashes, as they come: the writer's side of tiles.ts.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { hashBytes } from './merkle.ts';
import { partialTiles, tileWidth, type Tile } from './tile-paths.ts';
import { perfectRoot, rootOfEdge, tileHashes, type TileReader } from './tiles.ts';

/** A tile with what it holds: `width` hashes, 32 bytes each. */
export type FilledTile = Tile & { readonly hashes: Uint8Array };

export type TileBuilder = {
  readonly size: number;
  /** Adds a leaf by its hash, in O(1) on average. */
  append(leafHash: Uint8Array): void;
  /** The full tiles that were completed since the last call, lower levels before those above them. */
  takeFull(): FilledTile[];
  /** The partial tiles of the present size, at most one a level. */
  partial(): FilledTile[];
  /** Root of the present size, in O(log n). */
  root(): Uint8Array;
};

/** One level's last tile, while it isn't full. */
type Open = { hashes: Uint8Array; index: number; width: number };

/**
 * A builder that goes on from the partial tiles of a tree of `from.size`. They are taken as they are: whoever doesn't trust the reader
 * compares {@link TileBuilder.root} with what was signed.
 * @throws TileError when one of them is missing
 */
export function createTileBuilder(hasher: Hasher, from: { readonly size: number; readonly read: TileReader } = { size: 0, read: () => undefined }): TileBuilder {
  const levels = openLevels(from.size, from.read);
  let size = from.size;
  let full: FilledTile[] = [];

  const push = (level: number, hash: Uint8Array): void => {
    const open = levels[level] ??= { hashes: new Uint8Array(tileWidth * hashBytes), index: 0, width: 0 };
    open.hashes.set(hash, open.width * hashBytes);
    open.width++;
    if (open.width < tileWidth) return;
    full.push({ level, ...open });
    const { hashes, index } = open;
    levels[level] = { hashes: new Uint8Array(tileWidth * hashBytes), index: index + 1, width: 0 };
    push(level + 1, perfectRoot(hasher, hashes));
  };

  const partial = (): FilledTile[] => levels.flatMap(({ hashes, index, width }, level) =>
    (width === 0 ? [] : [{ level, index, width, hashes: hashes.slice(0, width * hashBytes) }]));

  return {
    get size() { return size; },
    append(leafHash) {
      invariant(leafHash.length === hashBytes, 'a leaf hash is a SHA-256');
      push(0, leafHash);
      size++;
    },
    takeFull() {
      const taken = full;
      full = [];
      return taken;
    },
    partial,
    root: () => rootOfEdge(hasher, partial().map(({ hashes }) => hashes)),
  };
}

function openLevels(size: number, read: TileReader): Open[] {
  const levels: Open[] = [];
  for (let count = size; count > 0; count = Math.floor(count / tileWidth)) {
    levels.push({ hashes: new Uint8Array(tileWidth * hashBytes), index: Math.floor(count / tileWidth), width: count % tileWidth });
  }
  for (const tile of partialTiles(size)) levels[tile.level]?.hashes.set(tileHashes(read, tile));
  return levels;
}
