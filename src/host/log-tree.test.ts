import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore, JournalError, type Journal } from '../journal/journal.ts';
import { toHex } from '../log/bytes.ts';
import { createTree, leafHash, verifyConsistency, verifyInclusion } from '../log/merkle.ts';
import { tilesOf, type Tile } from '../log/tile-paths.ts';
import { LogTree } from './log-tree.ts';

const hasher = createHasher();
const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `record ${i}`);

function filled(count: number): { store: ReturnType<typeof createMemoryStore>; journal: Journal } {
  const store = createMemoryStore();
  const journal = createMemoryJournal(store);
  for (let from = 0; from < count; from += 4096) journal.append(texts(count).slice(from, from + 4096).map((record) => ({ record, outcome: '{}' })), from);
  return { store, journal };
}

/** By the definition alone: no tiles. */
function rootOf(count: number): string {
  const tree = createTree(hasher);
  for (const text of texts(count)) tree.append(text);
  return toHex(tree.root());
}

for (const count of [0, 1, 255, 256, 257, 70_000]) {
  test(`${count} records: the same root whether tiles were stored, are missing or came one by one`, () => {
    const { journal } = filled(count);
    assert.equal(toHex(new LogTree(hasher, journal).root()), rootOf(count));
    assert.equal(journal.tileCount(0), Math.floor(count / 256));
    assert.equal(toHex(new LogTree(hasher, journal).root()), rootOf(count), 'from stored tiles');
    journal.dropTilesFrom(Math.floor(count / 2));
    assert.equal(toHex(new LogTree(hasher, journal).root()), rootOf(count), 'from some of them');
  });
}

test('what is appended is proved as RFC 6962 says, and every tile of the tree can be read', () => {
  const { journal } = filled(0);
  const tree = new LogTree(hasher, journal);
  for (const [i, record] of texts(600).entries()) {
    journal.append([{ record, outcome: '{}' }], i);
    tree.append(record);
    if (i % 7 === 0) tree.store(); // tiles may be stored late
  }
  const proofs = tree.proofs();
  for (const index of [0, 255, 256, 599]) {
    assert.ok(verifyInclusion(hasher, { index, size: 600, leafHash: leafHash(hasher, `record ${index}`), proof: proofs.inclusionProof(index), root: tree.root() }));
  }
  assert.ok(verifyConsistency(hasher, { oldSize: 257, newSize: 600, oldRoot: tree.root(257), newRoot: tree.root(), proof: proofs.consistencyProof(257) }));
  assert.equal(toHex(tree.root(257)), rootOf(257));
  for (const { level, index, width } of tilesOf(600)) assert.equal(tree.tile(level, index, width)?.length, width * 32);
  const beyond: Tile[] = [{ level: 0, index: 2, width: 89 }, { level: 0, index: 3, width: 1 }, { level: 1, index: 0, width: 3 }];
  for (const { level, index, width } of beyond) assert.equal(tree.tile(level, index, width), undefined);
});

test('a store that takes no tiles now loses none: they are read, and stored when it does', () => {
  const { journal } = filled(0);
  let full = true;
  const failing: Journal = { ...journal, putTiles: (tiles) => {
    if (full) throw new JournalError('full', 'no space');
    journal.putTiles(tiles);
  } };
  const tree = new LogTree(hasher, failing);
  for (const [i, record] of texts(300).entries()) {
    journal.append([{ record, outcome: '{}' }], i);
    tree.append(record);
    tree.store();
  }
  assert.equal(journal.tileCount(0), 0);
  assert.equal(tree.tile(0, 0, 256)?.length, 8192);
  full = false;
  tree.store();
  assert.equal(journal.tileCount(0), 1);
  assert.equal(toHex(tree.root()), rootOf(300));
});
