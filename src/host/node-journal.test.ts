import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryJournal, createMemoryStore, JournalError, tileBytes, tileNodes } from '../journal/journal.ts';
import { InvariantError } from '../vocabulary/result.ts';
import { holdJournal } from './node-journal.ts';

const rows = (from: number, count: number): { record: string; outcome: string }[] => Array.from({ length: count }, (_, i) => ({ record: `r${from + i}`, outcome: `o${from + i}` }));

test('what is appended is read back across the edge of what is committed, and lies in the store only then', () => {
  const store = createMemoryStore();
  const held = holdJournal(createMemoryJournal(store));
  const heard: string[] = [];
  held.onAppend = (records) => heard.push(...records);
  held.append(rows(0, 3), 0);
  held.commit(2);
  held.append(rows(3, 2), 3);
  assert.deepEqual([held.head(), held.committed, store.rows.length], [5, 2, 2]);
  assert.deepEqual(held.read(1, 3).map(({ seq, record }) => [seq, record]), [[1, 'r1'], [2, 'r2'], [3, 'r3']]);
  assert.deepEqual(held.read(3, 10).map(({ seq }) => seq), [3, 4]);
  assert.deepEqual(heard, ['r0', 'r1', 'r2', 'r3', 'r4']);
  assert.throws(() => held.append(rows(9, 1), 9), (error) => error instanceof JournalError && error.code === 'sequence_taken');
});

test('what is held can be dropped, what is committed cannot', () => {
  const held = holdJournal(createMemoryJournal());
  held.append(rows(0, 4), 0);
  held.commit(2);
  held.truncate(3);
  assert.equal(held.head(), 3);
  held.append([{ record: 'other', outcome: 'o' }], 3);
  assert.equal(held.read(3, 1)[0]?.record, 'other');
  assert.throws(() => held.truncate(1), InvariantError);
});

test('tiles and snapshots wait for the records that they stand for, and go with them', () => {
  const store = createMemoryStore();
  const held = holdJournal(createMemoryJournal(store));
  const tile = (index: number, byte: number): { level: number; index: number; hashes: Uint8Array } => ({ level: 0, index, hashes: new Uint8Array(tileBytes).fill(byte) });
  held.append(rows(0, 2 * tileNodes), 0);
  held.putTiles([tile(0, 1), tile(1, 2)]);
  held.putSnapshot({ records: 300, digest: 'ab', kernel: 'k', view: 'v' });
  assert.deepEqual([held.tileCount(0), store.tiles[0]?.length, store.snapshots.length], [2, 0, 0]);
  held.commit(tileNodes);
  assert.equal(store.tiles[0]?.length, 1);
  held.truncate(300);
  assert.equal(held.getTile(0, 1), undefined, 'its last records are gone');
  held.append(rows(300, 212), 300);
  held.putTiles([tile(1, 3)]);
  held.commit(2 * tileNodes);
  assert.deepEqual([store.tiles[0]?.length, store.tiles[0]?.[1]?.[0], store.snapshots.length], [2, 3, 0], 'the snapshot was of records that went');
});
