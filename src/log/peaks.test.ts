import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import { sameBytes } from './bytes.ts';
import { createTree, leafHash, rootOf } from './merkle.ts';
import { peaksOf, type NodeSource } from './peaks.ts';

const hasher = createHasher();
const leaves = Array.from({ length: 70_000 }, (_, i) => leafHash(hasher, `leaf ${i}`));

/** Tiles as C2SP tlog-tiles defines them: tile n at level l holds MTH(D[(n*256+i)*256^l : (n*256+i+1)*256^l]), i = 0..255. */
function tileOf(level: number, index: number): Uint8Array {
  const under = 256 ** level;
  const nodes = Array.from({ length: 256 }, (_, i) => rootOf(hasher, leaves, (index * 256 + i) * under, (index * 256 + i + 1) * under));
  return Buffer.concat(nodes);
}

function source(isStored: (level: number, index: number) => boolean): NodeSource & { tiles: number; hashed: number } {
  const counted = {
    tiles: 0, hashed: 0,
    tile: (level: number, index: number) => {
      if (!isStored(level, index)) return undefined;
      counted.tiles += 1;
      return tileOf(level, index);
    },
    leaves: (from: number, count: number) => {
      counted.hashed += count;
      return leaves.slice(from, from + count);
    },
  };
  return counted;
}

/** The tree that has had every leaf appended: the reference. */
function grown(size: number): ReturnType<typeof createTree> {
  const tree = createTree(hasher);
  for (const leaf of leaves.slice(0, size)) tree.appendHash(leaf);
  return tree;
}

test('a tree from tiles has the root of the tree that grew leaf by leaf, and goes on as it does', () => {
  for (const size of [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 69_999]) {
    const tree = createTree(hasher, peaksOf(hasher, size, source(() => true)));
    const reference = grown(size);
    assert.ok(sameBytes(tree.root(), reference.root()), `root at ${size}`);
    for (const each of [tree, reference]) each.appendHash(leaves[size] as Uint8Array);
    assert.ok(sameBytes(tree.root(), reference.root()), `root after ${size} and one more`);
  }
});

test('of 69,999 records 18 tiles are read and 111 leaves hashed', () => {
  // 69,999 = 1 * 65,536 + 17 * 256 + 111
  const all = source(() => true);
  peaksOf(hasher, 69_999, all);
  assert.deepEqual([all.tiles, all.hashed], [18, 111]);
});

test('what lies under a missing tile is hashed', () => {
  const some = source((level, index) => level === 0 && index !== 3 && index !== 260);
  const tree = createTree(hasher, peaksOf(hasher, 69_999, some));
  assert.ok(sameBytes(tree.root(), grown(69_999).root()));
  // Tiles 0 to 255 of level 0 stand in for the one of level 1 that isn't there, and 256 to 272 are needed anyway.
  assert.deepEqual([some.tiles, some.hashed], [273 - 2, 2 * 256 + 111]);
});

test('a tile that is cut, or leaves that aren\'t there, stop it', () => {
  assert.throws(() => peaksOf(hasher, 256, { tile: () => new Uint8Array(32), leaves: () => [] }), /256 hashes/);
  assert.throws(() => peaksOf(hasher, 3, { tile: () => undefined, leaves: () => leaves.slice(0, 2) }), /every leaf/);
});
