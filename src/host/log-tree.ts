/**
 * The log's tree over a journal: takes leaves as they are recorded, keeps full hash tiles in the journal, and reads them back for proofs,
 * for whoever fetches the log, and for the next start. Tiles follow from the records: where one is missing it is computed anew.
 */
import { JournalError, type Journal } from '../journal/journal.ts';
import { hashBytes, leafHash, type MerkleTree } from '../log/merkle.ts';
import { createTileBuilder, type FilledTile, type TileBuilder } from '../log/tile-builder.ts';
import { hashesAt, tileWidth } from '../log/tile-paths.ts';
import { createTileTree, perfectRoot, type TileReader, type TileTree } from '../log/tiles.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';

/** Tiles stored at a time when many are missing: a quarter of a megabyte. */
const tilesAtOnce = 32;

export class LogTree implements Pick<MerkleTree, 'size' | 'append' | 'root'> {
  readonly #hasher: Hasher;
  readonly #journal: Journal;
  readonly #builder: TileBuilder;
  /** Complete, and not yet stored. */
  #unstored: FilledTile[] = [];

  /** Takes up the journal's first `size` records. @throws JournalError when they can't be read */
  constructor(hasher: Hasher, journal: Journal, size: number = journal.head()) {
    this.#hasher = hasher;
    this.#journal = journal;
    if (journal.writable) this.#storeMissing(size);
    this.#builder = createTileBuilder(hasher, { size, read: (level, index, width) => this.#hashes(level, index, width) });
  }

  get size(): number {
    return this.#builder.size;
  }

  append(record: string): Uint8Array {
    const hash = leafHash(this.#hasher, record);
    this.#builder.append(hash);
    return hash;
  }

  /** Of the present size, or of an earlier one. */
  root(at?: number): Uint8Array {
    return at === undefined || at === this.size ? this.#builder.root() : this.proofs().root(at);
  }

  /** Stores the tiles that have become full. What can't be stored now is with the next ones: the records are safe without. */
  store(): void {
    this.#unstored.push(...this.#builder.takeFull());
    if (this.#unstored.length === 0) return;
    try {
      this.#journal.putTiles(this.#unstored);
      this.#unstored = [];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
    }
  }

  /** The first `width` hashes of a tile; undefined where the log isn't that long. */
  readonly tile: TileReader = (level, index, width) => {
    const there = hashesAt(this.size, level) - index * tileWidth;
    if (there < width) return undefined;
    if (there >= tileWidth) return this.#full(level, index).subarray(0, width * hashBytes);
    return this.#builder.partial().find((tile) => tile.level === level)?.hashes.subarray(0, width * hashBytes);
  };

  /** Proofs as of now; reads on demand. */
  proofs(): TileTree {
    return createTileTree(this.#hasher, this.size, this.tile);
  }

  #full(level: number, index: number): Uint8Array {
    const unstored = this.#unstored.find((tile) => tile.level === level && tile.index === index);
    return unstored?.hashes ?? this.#journal.getTile(level, index) ?? this.#hashes(level, index, tileWidth);
  }

  /** From what lies below: records, or the tiles of the level under it. */
  #hashes(level: number, index: number, width: number): Uint8Array {
    const hashes = new Uint8Array(width * hashBytes);
    if (level === 0) {
      const rows = this.#journal.read(index * tileWidth, width);
      invariant(rows.length === width, 'a tile lies over records that are there');
      rows.forEach(({ record }, i) => hashes.set(leafHash(this.#hasher, record), i * hashBytes));
    } else {
      for (let i = 0; i < width; i++) hashes.set(perfectRoot(this.#hasher, this.#full(level - 1, index * tileWidth + i)), i * hashBytes);
    }
    return hashes;
  }

  /** From the leaves up, so that each level finds the one below it stored. */
  #storeMissing(size: number): void {
    for (let level = 0; hashesAt(size, level) >= tileWidth; level++) {
      const count = Math.floor(hashesAt(size, level) / tileWidth);
      for (let from = this.#journal.tileCount(level); from < count; from += tilesAtOnce) {
        const tiles = Array.from({ length: Math.min(tilesAtOnce, count - from) }, (_, i) => ({ level, index: from + i, hashes: this.#hashes(level, from + i, tileWidth) }));
        this.#journal.putTiles(tiles);
      }
    }
  }
}
