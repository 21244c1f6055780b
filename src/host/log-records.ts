/** What is read of a running log beside its head: records, each held against its tile, and the proof that one head goes on from another. */
import { openBundle } from '../log/bundle.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { tileAt, tilePath, tileWidth, type Tile } from '../log/tile-paths.ts';
import { createTileTree, tilesForConsistency, tilesToVerify, TileError, verifiedReader, type TileReader } from '../log/tiles.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogClient } from './log-client.ts';

/** Bundles fetched at a time, with the tiles over them. */
const bundlesAtOnce = 8;
/** Records that come at a time, at the most. */
export const recordsAtOnce = bundlesAtOnce * tileWidth;

type Log = Pick<LogClient, 'tiles' | 'bundle'>;

/**
 * The texts of the next records under a head, as far as it goes: some {@link recordsAtOnce} of them.
 * @param from the first record; those before it in its bundle are compared and left out
 * @throws LogClientError; TileError when something doesn't belong to the head
 */
export async function recordsFrom(client: Log, hasher: Hasher, { size, root }: Pick<Checkpoint, 'size' | 'root'>, from: number): Promise<string[]> {
  const first = Math.floor(from / tileWidth);
  const tiles = Array.from({ length: bundlesAtOnce }, (_, i) => tileAt(size, 0, first + i)).filter((tile) => tile !== undefined);
  const read = verifiedReader(hasher, { size, root }, await client.tiles(tilesToVerify(tiles, size)));
  const bundles = await Promise.all(tiles.map(({ index, width }) => client.bundle({ index, width })));
  return tiles.flatMap((tile, i) => entriesOf(hasher, bundles[i] ?? new Uint8Array(), tile, read)).slice(from - first * tileWidth);
}

/**
 * That the tree of `oldSize` is a prefix of the head's: empty where there is nothing to prove, or nothing that could be.
 * @throws LogClientError; TileError when the tiles don't belong to the head
 */
export async function consistencyFrom(client: Log, hasher: Hasher, oldSize: number, { size, root }: Pick<Checkpoint, 'size' | 'root'>): Promise<readonly Uint8Array[]> {
  if (oldSize === 0 || oldSize >= size) return [];
  const tiles = await client.tiles(tilesToVerify(tilesForConsistency(oldSize, size), size));
  return createTileTree(hasher, size, verifiedReader(hasher, { size, root }, tiles)).consistencyProof(oldSize);
}

function entriesOf(hasher: Hasher, bundle: Uint8Array, tile: Tile, read: TileReader): string[] {
  const leaves = read(0, tile.index, tile.width);
  if (leaves === undefined) throw new TileError('missing_tile', `${tilePath(tile)} is not there`);
  const entries = openBundle(hasher, bundle, tile, leaves);
  if (!entries.ok) throw new TileError('wrong_tile', entries.problem.detail);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // what isn't UTF-8 becomes another text, and replay notices
  return entries.value.map((entry) => decoder.decode(entry));
}
