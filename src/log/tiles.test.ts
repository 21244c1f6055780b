/**
 * The reference is merkle.ts, which has the published vectors of RFC 6962; the tile contents are the specification's definition,
 * MTH(D[(n · 256 + i) · 256^l : (n · 256 + i + 1) · 256^l]).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Hasher } from '../vocabulary/ports.ts';
import { consistencyProof, createTree, emptyRoot, inclusionProof, leafHash, rootOf, verifyConsistency, verifyInclusion } from './merkle.ts';
import { createTileBuilder, type FilledTile, type TileBuilder } from './tile-builder.ts';
import { partialTiles, tileAt, tilePath, tilesOf, type Tile } from './tile-paths.ts';
import { createTileTree, tilesForConsistency, tilesForInclusion, tilesForRoot, tilesToVerify, verifiedReader, type TileReader } from './tiles.ts';

const hasher: Hasher = { sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()) };
const largest = 70_000;
const leaves = Array.from({ length: largest }, (_, i) => leafHash(hasher, `leaf ${i}`));

type Store = Map<string, Uint8Array>;

/** A store of tiles as static files, and what a server would have written at each of `sizes`. */
function written(sizes: readonly number[]): Store {
  const store: Store = new Map();
  const builder = createTileBuilder(hasher);
  for (const size of sizes) {
    grow(builder, size);
    for (const tile of [...builder.takeFull(), ...builder.partial()]) store.set(tilePath(tile), tile.hashes);
  }
  return store;
}

function grow(builder: TileBuilder, size: number): void {
  for (const hash of leaves.slice(builder.size, size)) builder.append(hash);
}

function readerOf(store: Store): TileReader {
  return (level, index, width) => store.get(tilePath({ level, index, width }));
}

/** A reader of some tiles alone, as a client has that fetched them before. */
function only(store: Store, tiles: readonly Tile[]): TileReader {
  return readerOf(new Map(tiles.map((tile) => [tilePath(tile), store.get(tilePath(tile)) ?? new Uint8Array()])));
}

const big = written([largest]);
const roots = new Map<number, Uint8Array>();
const growing = createTree(hasher);
for (const [i, hash] of leaves.entries()) {
  growing.appendHash(hash);
  if (i < 1000 || i > largest - 1000 || [65_535, 65_536, 65_537, 66_000].includes(i + 1)) roots.set(i + 1, growing.root());
}

function rootAt(size: number): Uint8Array {
  const root = size === 0 ? emptyRoot(hasher) : roots.get(size);
  assert.ok(root !== undefined);
  return root;
}

test('every tile of 70,000 leaves holds what the specification says', () => {
  assert.deepEqual([...big.keys()].sort(), [...tilesOf(largest)].map(tilePath).sort());
  for (const tile of tilesOf(largest)) {
    const span = 256 ** tile.level;
    const hashes = big.get(tilePath(tile));
    assert.equal(hashes?.length, 32 * tile.width);
    if (tile.level === 0 && tile.index % 40 !== 0 && tile.width === 256) continue; // a sample of them is enough, and quick
    for (let i = 0; i < tile.width; i++) {
      const from = (tile.index * 256 + i) * span;
      const expected = span === 1 ? leaves[from] : rootOf(hasher, leaves, from, from + span);
      assert.deepEqual(hashes.slice(32 * i, 32 * i + 32), expected, `${tilePath(tile)}, hash ${i}`);
    }
  }
});

test('full tiles are handed out once, when they are complete, lower levels first', () => {
  const builder = createTileBuilder(hasher);
  grow(builder, 255);
  assert.deepEqual(builder.takeFull(), []);
  assert.deepEqual(builder.partial().map(tilePath), ['tile/0/000.p/255']);
  grow(builder, 256);
  assert.deepEqual(builder.takeFull().map(tilePath), ['tile/0/000']);
  assert.deepEqual(builder.takeFull(), []);
  assert.deepEqual(builder.partial().map(tilePath), ['tile/1/000.p/1']);
  grow(builder, 65_536);
  assert.deepEqual(builder.takeFull().slice(-2).map(tilePath), ['tile/0/255', 'tile/1/000']);
  assert.deepEqual(builder.partial().map(tilePath), ['tile/2/000.p/1']);
});

test('what was handed out stays as it is', () => {
  const builder = createTileBuilder(hasher);
  grow(builder, 3);
  const [early] = builder.partial();
  grow(builder, 300);
  assert.equal(early?.width, 3);
  assert.deepEqual(early.hashes, written([3]).get('tile/0/000.p/3'));
});

test('a builder goes on from its partial tiles at every size, as if it had never stopped', () => {
  for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537]) {
    const store = written([size]);
    const resumed = createTileBuilder(hasher, { size, read: readerOf(store) });
    assert.deepEqual(resumed.root(), rootAt(size), `root at ${size}`);
    const first = createTileBuilder(hasher);
    grow(first, size);
    first.takeFull();
    const end = size + 300;
    grow(resumed, end);
    grow(first, end);
    const flat = (tiles: readonly FilledTile[]): string[] => tiles.map((tile) => `${tilePath(tile)} ${Buffer.from(tile.hashes).toString('hex')}`);
    assert.deepEqual(flat(resumed.takeFull()), flat(first.takeFull()), `full tiles after ${size}`);
    assert.deepEqual(flat(resumed.partial()), flat(first.partial()), `partial tiles after ${size}`);
    assert.deepEqual(resumed.root(), first.root(), `root after ${size}`);
  }
  assert.throws(() => createTileBuilder(hasher, { size: 257, read: readerOf(written([256])) }), { name: 'TileError', code: 'missing_tile' });
});

test('roots of every size up to 600, and older roots from the tiles of a later tree', () => {
  const tree = createTileTree(hasher, largest, readerOf(big));
  for (let size = 0; size <= 600; size++) {
    assert.deepEqual(tree.root(size), rootAt(size), `root of ${size}`);
  }
  for (const size of [65_535, 65_536, 65_537, largest - 1, largest]) assert.deepEqual(tree.root(size), rootAt(size), `root of ${size}`);
  assert.deepEqual(tree.root(), rootAt(largest));
});

test('inclusion proofs from tiles are those from leaves, at every size up to 40 and around a tile\'s end', () => {
  for (const size of [...Array.from({ length: 40 }, (_, i) => i + 1), 255, 256, 257, 513]) {
    const tree = createTileTree(hasher, size, readerOf(written([size])));
    for (let index = 0; index < size; index += size > 40 ? 17 : 1) {
      assert.deepEqual(tree.inclusionProof(index), inclusionProof(hasher, leaves.slice(0, size), index), `${index} of ${size}`);
    }
  }
});

test('consistency proofs from tiles are those from leaves, at every size up to 30 and around a tile\'s end', () => {
  for (const size of [...Array.from({ length: 30 }, (_, i) => i + 1), 255, 256, 257, 513]) {
    const tree = createTileTree(hasher, size, readerOf(written([size])));
    for (let old = 1; old <= size; old += size > 30 ? 13 : 1) {
      assert.deepEqual(tree.consistencyProof(old), consistencyProof(hasher, leaves.slice(0, size), old), `${old} in ${size}`);
    }
  }
});

test('the tiles that a proof needs are enough for it, also for a proof in an older tree', () => {
  for (const [index, at] of [[0, largest], [65_535, largest], [69_999, largest], [3, 700], [255, 256], [0, 1], [65_536, 66_000]] as const) {
    const tree = createTileTree(hasher, largest, only(big, tilesForInclusion(index, at, largest)));
    const leaf = tree.leafHash(index);
    assert.deepEqual(leaf, leaves[index]);
    assert.ok(verifyInclusion(hasher, { index, size: at, leafHash: leaf, proof: tree.inclusionProof(index, at), root: rootAt(at) }), `${index} of ${at}`);
  }
  for (const [old, at] of [[1, largest], [65_536, largest], [65_537, largest], [69_999, largest], [300, 700], [256, 257]] as const) {
    const tree = createTileTree(hasher, largest, only(big, tilesForConsistency(old, at, largest)));
    const claim = { oldSize: old, newSize: at, oldRoot: rootAt(old), newRoot: rootAt(at), proof: tree.consistencyProof(old, at) };
    assert.ok(verifyConsistency(hasher, claim), `${old} in ${at}`);
  }
  assert.deepEqual(createTileTree(hasher, largest, only(big, tilesForRoot(largest))).root(), rootAt(largest));
  assert.deepEqual(createTileTree(hasher, largest, only(big, tilesForRoot(700, largest))).root(700), rootAt(700));
});

test('a proof in a tree of a million million leaves needs a tile a level', () => {
  const size = 1_000_000_000_000;
  assert.equal(tilesForInclusion(0, size).length <= 5 + partialTiles(size).length, true, String(tilesForInclusion(0, size).length));
  assert.equal(partialTiles(size).length, 4, '10^12 is e8 d4 a5 10 00 to the base 256');
});

test('what the tree has not is a RangeError, a tile that is not there a TileError', () => {
  const tree = createTileTree(hasher, 300, readerOf(written([300])));
  for (const wrong of [() => tree.leafHash(300), () => tree.leafHash(-1), () => tree.root(301), () => tree.inclusionProof(300), () => tree.inclusionProof(5, 301), () => tree.consistencyProof(0),
    () => tree.consistencyProof(301), () => tree.root(0.5)]) assert.throws(wrong, RangeError);
  const missing = createTileTree(hasher, 300, () => undefined);
  assert.throws(() => missing.root(), { name: 'TileError', code: 'missing_tile', message: 'tile/1/000.p/1 is not there' });
});

test('a wider version of a tile will do, a shorter one or half a hash will not', () => {
  const wide = createTileTree(hasher, 200, (level, index) => big.get(tilePath({ level, index, width: 256 })));
  assert.deepEqual(wide.root(), rootAt(200));
  for (const change of [(bytes: Uint8Array) => bytes.subarray(0, -32), (bytes: Uint8Array) => bytes.subarray(0, -1), (bytes: Uint8Array) => Buffer.concat([bytes, bytes, bytes])]) {
    const tree = createTileTree(hasher, 200, (level, index) => change(big.get(tilePath({ level, index, width: 256 }))?.subarray(0, 6400) ?? new Uint8Array()));
    assert.throws(() => tree.root(), { code: 'wrong_tile' });
  }
});

test('a verified reader gives every tile of the tree, from exactly the tiles that it says it needs', () => {
  const head = { size: largest, root: rootAt(largest) };
  const read = verifiedReader(hasher, head, readerOf(big));
  for (const tile of tilesOf(largest)) assert.deepEqual(read(tile.level, tile.index, tile.width), big.get(tilePath(tile)), tilePath(tile));
  for (const index of [0, 65_535, 65_536, 69_999]) {
    const needed = tilesToVerify(tilesForInclusion(index, largest), largest);
    const tree = createTileTree(hasher, largest, verifiedReader(hasher, head, only(big, needed)));
    assert.deepEqual(tree.leafHash(index), leaves[index]);
    assert.deepEqual(tree.inclusionProof(index), createTileTree(hasher, largest, readerOf(big)).inclusionProof(index));
    assert.ok(needed.length <= 5, `${needed.length} tiles`);
  }
  assert.equal(read(0, 274, 256), undefined);
  assert.equal(read(0, 273, 113), undefined, 'wider than the signed tree');
});

test('a verified reader refuses each single changed byte of each kind of tile', () => {
  const head = { size: largest, root: rootAt(largest) };
  for (const tile of [tileAt(largest, 0, 0), tileAt(largest, 0, 272), tileAt(largest, 1, 0), ...partialTiles(largest)]) {
    assert.ok(tile !== undefined);
    const bytes = big.get(tilePath(tile)) ?? new Uint8Array();
    for (const place of [0, 31, bytes.length - 1, Math.floor(bytes.length / 2)]) {
      const changed = new Map(big).set(tilePath(tile), Uint8Array.from(bytes, (byte, i) => (i === place ? byte ^ 1 : byte)));
      const read = verifiedReader(hasher, head, readerOf(changed));
      assert.throws(() => read(tile.level, tile.index, tile.width), { name: 'TileError', code: 'wrong_tile' }, `${tilePath(tile)} at ${place}`);
    }
  }
});

test('a verified reader refuses the tiles of another size or another log, and reads none from an empty one', () => {
  assert.throws(() => verifiedReader(hasher, { size: largest, root: rootAt(600) }, readerOf(big))(0, 0, 256), { code: 'wrong_tile' });
  assert.throws(() => verifiedReader(hasher, { size: 600, root: rootAt(600) }, () => undefined)(0, 0, 256), { code: 'missing_tile' });
  assert.equal(verifiedReader(hasher, { size: 0, root: emptyRoot(hasher) }, readerOf(big))(0, 0, 1), undefined);
});
