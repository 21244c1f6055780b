/**
 * The part of the journal's conformance suite on what is derived from records: hash tiles and snapshots.
 */
import { equal, throwsCode, throwsInvariant, type Cleanup, type RegisterTest, type StoreUnderTest } from './expect.conformance.ts';
import { withFaults, type Fault } from './faulty.ts';
import { snapshotCharsMax, tileBytes, tileLevelMax, tilesPerPutMax, type HashTile, type Journal, type StoredSnapshot } from './journal.ts';

type Harness = { readonly test: RegisterTest; createStore(t: Cleanup): StoreUnderTest };

/** Its bytes tell the place. */
function tile(level: number, index: number): HashTile {
  return { level, index, hashes: new Uint8Array(tileBytes).map((_, i) => (level * 100 + index * 7 + i) % 256) };
}

function tiles(level: number, from: number, to: number): HashTile[] {
  return Array.from({ length: to - from }, (_, i) => tile(level, from + i));
}

/** Whether the journal holds exactly this tile. */
function holds(journal: Journal, { level, index, hashes }: HashTile): boolean {
  const there = journal.getTile(level, index);
  return there?.length === hashes.length && hashes.every((byte, i) => there[i] === byte);
}

function counts(journal: Journal): number[] {
  return Array.from({ length: tileLevelMax + 1 }, (_, level) => journal.tileCount(level));
}

export function keepsTiles({ test, createStore }: Harness): void {
  test('tiles are kept by level and index, and counted', (t) => {
    const store = createStore(t);
    const journal = store.open('write');
    equal(counts(journal), [0, 0, 0, 0, 0, 0]);
    equal(journal.getTile(0, 0), undefined);
    journal.putTiles(tiles(0, 0, 2));
    journal.putTiles([tile(1, 0), ...tiles(0, 2, 5).reverse(), tile(tileLevelMax, 0)]);
    journal.putTiles([]);
    equal(counts(journal), [5, 1, 0, 0, 0, 1]);
    for (const each of [...tiles(0, 0, 5), tile(1, 0), tile(tileLevelMax, 0)]) equal(holds(journal, each), true);
    for (const [level, index] of [[0, 5], [1, 1], [2, 0], [0, 1_000_000]] as const) equal(journal.getTile(level, index), undefined);
    journal.close();
    const again = store.open('read');
    equal(counts(again), [5, 1, 0, 0, 0, 1]);
    equal(holds(again, tile(0, 4)), true);
  });

  test('the same tile again changes nothing; another one in its place is refused with all that came along', (t) => {
    const journal = createStore(t).open('write');
    journal.putTiles(tiles(0, 0, 2));
    journal.putTiles(tiles(0, 1, 3));
    const altered = tile(0, 1);
    altered.hashes[tileBytes - 1] = (altered.hashes[tileBytes - 1] ?? 0) ^ 1;
    throwsCode(() => journal.putTiles([altered, tile(0, 3), tile(1, 0)]), 'corrupt');
    equal(counts(journal), [3, 0, 0, 0, 0, 0]);
    equal(holds(journal, tile(0, 1)), true);
  });

  test('what is put and got is the caller\'s own', (t) => {
    const journal = createStore(t).open('write');
    const mine = tile(0, 0);
    journal.putTiles([mine]);
    mine.hashes.fill(0);
    journal.getTile(0, 0)?.fill(1);
    equal(holds(journal, tile(0, 0)), true);
  });

  test('tiles with a gap, of another size or in no place are stopped by an invariant, and nothing of the call stays', (t) => {
    const journal = createStore(t).open('write');
    throwsInvariant(() => journal.putTiles([tile(0, 0), tile(0, 2)]));
    throwsInvariant(() => journal.putTiles([tile(0, 1)]));
    throwsInvariant(() => journal.putTiles([{ ...tile(0, 0), hashes: new Uint8Array(tileBytes - 32) }]));
    throwsInvariant(() => journal.putTiles([tile(tileLevelMax + 1, 0)]));
    throwsInvariant(() => journal.putTiles([tile(0, -1)]));
    throwsInvariant(() => journal.putTiles(Array.from({ length: tilesPerPutMax + 1 }, () => tile(0, 0))));
    throwsInvariant(() => journal.getTile(0, 0.5));
    throwsInvariant(() => journal.getTile(0, 2 ** 45));
    throwsInvariant(() => journal.tileCount(-1));
    equal(counts(journal), [0, 0, 0, 0, 0, 0]);
  });

  test('a repair drops the tiles beyond a number of records, and they can be put anew', (t) => {
    const journal = createStore(t).open('write');
    journal.putTiles([...tiles(0, 0, 600), ...tiles(1, 0, 2)]);
    journal.dropTilesFrom(256 * 600);
    equal(counts(journal), [600, 2, 0, 0, 0, 0]);
    journal.dropTilesFrom(2 * 256 * 256 - 1); // one record short of the second tile of level 1, and of the 512th of level 0
    equal(counts(journal), [511, 1, 0, 0, 0, 0]);
    const other = { ...tile(0, 511), hashes: tile(0, 700).hashes };
    journal.putTiles([other]);
    equal(holds(journal, other), true);
    journal.dropTilesFrom(0);
    equal(counts(journal), [0, 0, 0, 0, 0, 0]);
    throwsInvariant(() => journal.dropTilesFrom(-1));
  });

  test('a reader gets tiles and snapshots as they come, and can write none', (t) => {
    const store = createStore(t);
    const writer = store.open('write');
    const reader = store.open('read');
    writer.putTiles([tile(0, 0)]);
    writer.putSnapshot(snapshot(1));
    equal(holds(reader, tile(0, 0)), true);
    equal(reader.snapshots().length, 1);
    for (const write of [() => reader.putTiles([tile(0, 1)]), () => reader.dropTilesFrom(0), () => reader.putSnapshot(snapshot(2)), () => reader.dropSnapshots()]) {
      throwsCode(write, 'read_only');
    }
    equal(writer.tileCount(0), 1);
    equal(writer.snapshots().length, 1);
  });

  const faults: readonly (readonly [Fault, number])[] = [['failed_and_stored', 1], ['failed_and_not_stored', 0]];
  for (const [fault, count] of faults) {
    test(`a tile that ${fault.replaceAll('_', ' ')} is put again`, (t) => {
      const store = createStore(t);
      const first = withFaults(store.open('write'));
      first.failNextDerived(fault);
      throwsCode(() => first.putTiles([tile(0, 0)]), 'io');
      throwsCode(() => first.putSnapshot(snapshot(1)), 'io');
      first.close();
      const second = store.open('write');
      equal(second.tileCount(0), count);
      second.putTiles([tile(0, 0)]);
      equal(holds(second, tile(0, 0)), true);
    });
  }
}

function snapshot(records: number): StoredSnapshot {
  return { records, digest: records.toString(16).padStart(64, '0'), kernel: `{"seq":${records},"name":"dřevo 😀\\u0000"}`, view: `view of ${records}` };
}

function names(journal: Journal): number[] {
  return journal.snapshots().map(({ records }) => records);
}

export function keepsSnapshots({ test, createStore }: Harness): void {
  test('the newest two snapshots are kept, whatever the order in which they come', (t) => {
    const store = createStore(t);
    const journal = store.open('write');
    equal(journal.snapshots(), []);
    equal(journal.getSnapshot(5), undefined);
    journal.putSnapshot(snapshot(5));
    equal(journal.getSnapshot(5), snapshot(5));
    journal.putSnapshot(snapshot(20));
    journal.putSnapshot(snapshot(10));
    equal(names(journal), [20, 10]);
    journal.putSnapshot(snapshot(7)); // older than both
    equal(names(journal), [20, 10]);
    journal.putSnapshot(snapshot(30));
    equal(names(journal), [30, 20]);
    equal(journal.snapshots()[0], { records: 30, digest: snapshot(30).digest });
    equal(journal.getSnapshot(10), undefined);
    journal.close();
    const again = store.open('read');
    equal(names(again), [30, 20]);
    equal(again.getSnapshot(20), snapshot(20));
  });

  test('a snapshot of as many records is replaced', (t) => {
    const journal = createStore(t).open('write');
    const other = { ...snapshot(5), digest: 'ab', view: '' };
    journal.putSnapshot(snapshot(5));
    journal.putSnapshot(other);
    equal(journal.snapshots(), [{ records: 5, digest: 'ab' }]);
    equal(journal.getSnapshot(5), other);
  });

  test('large texts come back as they were', (t) => {
    const journal = createStore(t).open('write');
    const large = { ...snapshot(1), kernel: '{"říjen":[1,2,3],"text":"\\u2028😀"}'.repeat(300_000), view: 'x' };
    journal.putSnapshot(large);
    const there = journal.getSnapshot(1);
    equal(there?.kernel === large.kernel, true);
    equal(there?.view, 'x');
  });

  test('snapshots are dropped for a repair', (t) => {
    const journal = createStore(t).open('write');
    journal.putSnapshot(snapshot(5));
    journal.putSnapshot(snapshot(6));
    journal.dropSnapshots();
    journal.dropSnapshots();
    equal(journal.snapshots(), []);
    equal(journal.getSnapshot(6), undefined);
    journal.putSnapshot(snapshot(2));
    equal(names(journal), [2]);
  });

  test('a snapshot of nothing, with no digest, or of more than a text can hold is stopped by an invariant', (t) => {
    const journal = createStore(t).open('write');
    throwsInvariant(() => journal.putSnapshot(snapshot(0)));
    throwsInvariant(() => journal.putSnapshot({ ...snapshot(1), digest: '' }));
    throwsInvariant(() => journal.putSnapshot({ ...snapshot(1), digest: 'not hex' }));
    throwsInvariant(() => journal.putSnapshot({ ...snapshot(1), view: ' '.repeat(snapshotCharsMax) }));
    equal(journal.snapshots(), []);
  });
}
