/** Expected values: the examples of c2sp.org/tlog-tiles. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundlePath, hashesAt, parseTilePath, partialTiles, tileAt, tilePath, tilesOf } from './tile-paths.ts';

test('paths: the specification\'s example, small indexes and partial tiles', () => {
  const paths = [
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/999', { level: 0, index: 999, width: 256 }],
    ['tile/0/x001/000', { level: 0, index: 1000, width: 256 }],
    ['tile/0/273.p/112', { level: 0, index: 273, width: 112 }],
    ['tile/1/001.p/17', { level: 1, index: 1, width: 17 }],
    ['tile/63/000.p/255', { level: 63, index: 0, width: 255 }],
  ] as const;
  for (const [path, tile] of paths) {
    assert.equal(tilePath(tile), path);
    assert.deepEqual(parseTilePath(path), { kind: 'tile', ...tile });
  }
  assert.equal(bundlePath({ index: 1_234_067, width: 3 }), 'tile/entries/x001/x234/067.p/3');
  assert.deepEqual(parseTilePath('tile/entries/x001/x234/067.p/3'), { kind: 'entries', index: 1_234_067, width: 3 });
  assert.deepEqual(parseTilePath('tile/entries/273'), { kind: 'entries', index: 273, width: 256 });
});

test('every other path is none', () => {
  const bad = ['', 'checkpoint', 'tile', 'tile/0', 'tile/0/', 'tile/0/0', 'tile/0/00', 'tile/0/0000', 'tile/0/x000/001', 'tile/0/x001', 'tile/0/001/000', 'tile/0/X001/000',
    'tile/00/000', 'tile/01/000', 'tile/64/000', 'tile/-1/000', 'tile/8/0/000', 'tile/data/000', 'tile/entry/000', 'tile/0/000.p/0', 'tile/0/000.p/01', 'tile/0/000.p/256',
    'tile/0/000.p/257', 'tile/0/000.p/', 'tile/0/000.p', 'tile/0/000.p/1/', '/tile/0/000', 'tile/0/000 ', 'tile/0/000\n', 'tile/0/x009/x007/x199/x254/x740/992', 'tile/0/../000'];
  for (const path of bad) assert.equal(parseTilePath(path), undefined, JSON.stringify(path));
});

test('impossible places have no path', () => {
  for (const place of [{ index: -1, width: 1 }, { index: 0.5, width: 1 }, { index: 0, width: 0 }, { index: 0, width: 257 }]) {
    assert.throws(() => bundlePath(place), { name: 'InvariantError' });
  }
});

test('the tiles of the specification\'s tree of 70,000 and of 256', () => {
  const counts = (size: number): string[] => {
    const tiles = [...tilesOf(size)];
    const full = tiles.filter(({ width }) => width === 256);
    return [...new Set(tiles.map(({ level }) => level))].map((level) => `${level}: ${full.filter((tile) => tile.level === level).length}`);
  };
  assert.deepEqual(counts(70_000), ['0: 273', '1: 1', '2: 0']);
  assert.deepEqual(partialTiles(70_000).map(tilePath), ['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  assert.deepEqual([...tilesOf(256)].map(tilePath), ['tile/0/000', 'tile/1/000.p/1']);
  assert.deepEqual([...tilesOf(1)].map(tilePath), ['tile/0/000.p/1']);
  assert.deepEqual([...tilesOf(0)], []);
  assert.deepEqual([...tilesOf(70_000)].filter(({ width }) => width < 256), partialTiles(70_000));
});

test('which tile is at a place', () => {
  assert.deepEqual(tileAt(70_000, 0, 272), { level: 0, index: 272, width: 256 });
  assert.deepEqual(tileAt(70_000, 0, 273), { level: 0, index: 273, width: 112 });
  assert.equal(tileAt(70_000, 0, 274), undefined);
  assert.equal(tileAt(256, 0, 1), undefined, 'an empty tile is none');
  assert.equal(hashesAt(70_000, 1), 273);
  assert.equal(hashesAt(Number.MAX_SAFE_INTEGER, 6), 31, '(2^53 - 1) / 2^48, cut');
});
