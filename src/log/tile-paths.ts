/**
 * Where a log's tree and entries lie as static files (c2sp.org/tlog-tiles v0.1.0). A tile of level l and index n holds 256 hashes, of
 * 256^l leaves each; hash i is the root over the leaves from (n · 256 + i) · 256^l on. The last tile of a level may be partial.
 *
 * ```
 * tile/<level>/<index>[.p/<width>]       e.g. tile/0/x001/x234/067 and tile/1/000.p/17
 * tile/entries/<index>[.p/<width>]       the entries under a tile of level 0
 * ```
 */
import { invariant } from '../vocabulary/result.ts';
import { parseCount } from './lines.ts';

/** Hashes in a full tile, and entries in a full bundle. */
export const tileWidth = 256;
const levelMax = 63;

/** A place for entries; `width` is 256 when full, and from 1 to 255 otherwise. */
export type BundlePlace = { readonly index: number; readonly width: number };
/** A place for hashes. */
export type Tile = BundlePlace & { readonly level: number };

/** @example tilePath({ level: 0, index: 1_234_067, width: 112 }) === 'tile/0/x001/x234/067.p/112' */
export function tilePath(tile: Tile): string {
  return `tile/${tile.level}/${placePath(tile)}`;
}

/** @example bundlePath({ index: 273, width: 112 }) === 'tile/entries/273.p/112' */
export function bundlePath(place: BundlePlace): string {
  return `tile/entries/${placePath(place)}`;
}

export type TilePath = ({ readonly kind: 'tile' } & Tile) | ({ readonly kind: 'entries' } & BundlePlace);

/** The inverse of {@link tilePath} and {@link bundlePath}; undefined for every other text. */
export function parseTilePath(path: string): TilePath | undefined {
  const [, level = '', index = '', width] = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  const place = { index: Number(index.replaceAll(/[x/]/g, '')), width: width === undefined ? tileWidth : Number(width) };
  if (!Number.isSafeInteger(place.index) || place.width > tileWidth) return undefined;
  if (level === 'entries') return bundlePath(place) === path ? { kind: 'entries', ...place } : undefined;
  const tile = { level: parseCount(level) ?? levelMax + 1, ...place };
  return tile.level <= levelMax && tilePath(tile) === path ? { kind: 'tile', ...tile } : undefined;
}

/** Hashes at `level` in a tree of `size`: floor(size / 256^level). */
export function hashesAt(size: number, level: number): number {
  let count = size;
  for (let i = 0; i < level; i++) count = Math.floor(count / tileWidth);
  return count;
}

/** The tile at a place in a tree of `size`, with the width that it has there; undefined where it would be empty. */
export function tileAt(size: number, level: number, index: number): Tile | undefined {
  const width = Math.min(tileWidth, hashesAt(size, level) - index * tileWidth);
  return width > 0 ? { level, index, width } : undefined;
}

/** All tiles of a tree, level by level from the leaves; its bundles lie at the places of its level 0. */
export function* tilesOf(size: number): Generator<Tile, void, undefined> {
  for (let level = 0; hashesAt(size, level) > 0; level++) {
    for (let index = 0, tile = tileAt(size, level, 0); tile !== undefined; tile = tileAt(size, level, ++index)) yield tile;
  }
}

/** The partial tiles of a tree, at most one a level, from the leaves up: its right edge, which carries its root. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesAt(size, level) > 0; level++) {
    const tile = tileAt(size, level, Math.floor(hashesAt(size, level) / tileWidth));
    if (tile !== undefined) tiles.push(tile);
  }
  return tiles;
}

function placePath({ index, width }: BundlePlace): string {
  invariant(Number.isSafeInteger(index) && index >= 0, 'a tile has a whole number as its index');
  invariant(Number.isInteger(width) && width >= 1 && width <= tileWidth, 'a tile has from 1 to 256 hashes');
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}/` : group)).join('');
  return width === tileWidth ? path : `${path}.p/${width}`;
}
