import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { smallDisk } from '../../../test/small-disk.ts';
import { throwsCode, type Cleanup } from '../../journal/expect.conformance.ts';
import type { Reading } from '../../sensing/reading.ts';
import { made, noCases, readingStoreConformance, weigh } from '../../testing/reading-store.conformance.ts';
import type { ReadingStore } from '../../sensing/store.ts';
import { hasReadings, openSqliteReadings } from './readings.ts';

function folderFor(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-readings-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function closing(t: Cleanup, store: ReadingStore): ReadingStore {
  t.after(() => store.close());
  return store;
}

readingStoreConformance('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-readings-'));
  const opened: ReadingStore[] = [];
  return {
    open: () => {
      const store = openSqliteReadings(folder, 'write');
      assert.equal(store.durable, true);
      opened.push(store);
      return store;
    },
    remove: () => {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

test('kill -9 at any moment: what was acknowledged is all there, and what was made is there with how far one had come', async (t) => {
  const folder = folderFor(t);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', `
    import { openSqliteReadings } from ${JSON.stringify(join(import.meta.dirname, 'readings.ts'))}; import { writeSync } from 'node:fs';
    const store = openSqliteReadings(${JSON.stringify(folder)}, 'write');
    for (let n = 1; ; n += 5) {
      const readings = Array.from({ length: 5 }, (_, i) => ({ stream: 'cell/mass', id: 's' + (n + i), at: n + i, received: n + i, value: n + i, by: 'gateway' }));
      store.append({ readings });
      writeSync(1, (n + 4) + '\\n');
      const observation = { device: 'pile', seq: (n + 4) / 5, subject: 'woodpile', event: 'taken', at: n, values: {} };
      store.advance({ position: n + 4, states: [{ binding: 'pile', fingerprint: 'f', state: n + 4, next: (n + 4) / 5 + 1, cases: { from: n - 1, until: n + 4, put: [{ number: n + 3, says: n }] } }], made: [{ found: 'f' + n, observation, salt: 'ab', readings: [readings[0]] }], said: [] });
    }`], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (!child.killed && output.split('\n').length > 40) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  const acknowledged = Number(output.split('\n').at(-2));
  const store = closing(t, openSqliteReadings(folder, 'write'));
  const readings = store.after(0, 1e6);
  assert.ok(readings.length >= acknowledged, `${readings.length} of ${acknowledged}`);
  assert.deepEqual(readings.map(({ value }) => value), Array.from({ length: readings.length }, (_, i) => i + 1));
  const { position, states } = store.resume();
  assert.equal(position % 5, 0);
  assert.ok(position <= readings.length && readings.length - position <= 5, `${position} of ${readings.length}`);
  assert.deepEqual(states.map(({ state, next, cases }) => [state, next, cases]), [[position, position / 5 + 1, [{ number: position - 1, says: position - 4 }]]]);
  assert.equal(store.waiting(1e6).length, position / 5);
});

test('a full disk: nothing of an append or an advance is stored, and both go on when there is space', (t) => {
  const folder = smallDisk(t, '2m');
  if (folder === undefined) return;
  const store = closing(t, openSqliteReadings(folder, 'write'));
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(600_000));
  let stored = 0;
  const large = (n: number): Reading => weigh(n, { value: 'x'.repeat(5000) });
  throwsCode(() => {
    for (;; stored += 4) store.append({ readings: [1, 2, 3, 4].map((i) => large(stored + i)) });
  }, 'full');
  assert.ok(stored > 0);
  assert.equal(store.after(0, 1e6).length, stored);
  throwsCode(() => store.advance({ position: stored, states: [{ binding: 'pile', fingerprint: 'f', state: 'y'.repeat(1_500_000), next: 2, cases: noCases }], made: [made(1, large(1))], said: [] }), 'full');
  assert.deepEqual([store.resume().position, store.waiting(9)], [0, []]);
  rmSync(ballast);
  assert.equal(store.append({ readings: [large(stored + 1)] }).length, 1);
  store.advance({ position: stored, states: [], made: [made(1, large(1))], said: [] });
  assert.equal(store.waiting(9).length, 1);
});

test('what is erased is in none of the files: readings, what was made of them alone, and the salts', (t) => {
  const folder = folderFor(t);
  const store = closing(t, openSqliteReadings(folder, 'write'));
  const whispered = weigh(1, { value: 'whisper '.repeat(3000) });
  const salted = { ...made(1, whispered), salt: 'c0ffee'.repeat(20) };
  store.append({ readings: [whispered, weigh(2, { stream: 'other', value: 'keep '.repeat(3000) })] });
  store.advance({ position: 2, states: [{ binding: 'pile', fingerprint: 'f', state: 'mutter '.repeat(3000), next: 2, cases: { from: 0, until: 1, put: [{ number: 0, says: 'hearsay '.repeat(3000) }] } }], made: [salted], said: [] });
  store.advance({ position: 2, states: [], made: [], said: ['pile:1'] });
  const found = (word: string): boolean => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word));
  assert.deepEqual(['whisper', 'mutter', 'hearsay', 'c0ffee', 'keep'].map(found), [true, true, true, true, true]);
  assert.equal(store.erase('cell/mass', 9000, ['pile']), 1);
  assert.deepEqual(['whisper', 'mutter', 'hearsay', 'c0ffee', 'keep'].map(found), [false, false, false, false, true]);
});

test('what was altered in a row is noticed when it is read, and says how to go on', (t) => {
  const folder = folderFor(t);
  const store = closing(t, openSqliteReadings(folder, 'write'));
  store.append({ readings: [weigh(1), weigh(2)], descriptions: [{ topic: 'a', payload: '{}' }] });
  store.advance({ position: 2, states: [{ binding: 'pile', fingerprint: 'f', state: 1, next: 2, cases: { from: 0, until: 1, put: [{ number: 0, says: 1 }] } }], made: [made(1, weigh(1))], said: [] });
  const altering = (sql: string, reads: () => unknown): void => {
    const database = new DatabaseSync(join(folder, 'readings.db'));
    database.exec(sql);
    database.close();
    throwsCode(reads, 'corrupt');
    assert.throws(reads, { hint: /move .*readings\.db away/ });
  };
  altering("UPDATE readings SET value = '9' WHERE id = 's1'", () => store.find('cell/mass', 's1'));
  assert.deepEqual(store.find('cell/mass', 's2'), weigh(2));
  altering("UPDATE made SET salt = 'ee'", () => store.restOf('pile:1'));
  altering("UPDATE cases SET text = '{\"number\":0,\"says\":2}'", () => store.resume());
  altering("UPDATE cases SET text = '{\"number\":0,\"says\":1}'; UPDATE states SET next = 1", () => store.resume());
  altering("UPDATE pipeline SET position = 0; UPDATE states SET next = 2", () => store.resume());
  altering("UPDATE descriptions SET payload = '[]'", () => store.descriptions());
});

test('a file that is damaged, or something else, is said to be, and is left as it is; a newer one too', (t) => {
  const folder = folderFor(t);
  const path = join(folder, 'readings.db');
  const refused = (code: 'corrupt' | 'newer_version'): void => {
    const before = readFileSync(path);
    for (const mode of ['write', 'read'] as const) throwsCode(() => openSqliteReadings(folder, mode), code);
    assert.deepEqual(readFileSync(path), before);
  };
  writeFileSync(path, 'this is no database'.repeat(1000));
  refused('corrupt');
  rmSync(path);
  const foreign = new DatabaseSync(path);
  foreign.exec('PRAGMA journal_mode = WAL; CREATE TABLE recipes (name TEXT)');
  foreign.close();
  refused('corrupt');
  rmSync(path);
  openSqliteReadings(folder, 'write').close();
  const newer = new DatabaseSync(path);
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  refused('newer_version');
});

test('a file of the release before cases were rows of their own: it is read as it is, and who writes makes it one of this release, with what it holds', (t) => {
  const folder = folderFor(t);
  const first = openSqliteReadings(folder, 'write');
  first.append({ readings: [weigh(1)] });
  first.advance({ position: 1, states: [{ binding: 'pile', fingerprint: 'f', state: { window: [{ id: 'a' }] }, next: 2, cases: noCases }], made: [made(1, weigh(1))], said: [] });
  first.close();
  const older = new DatabaseSync(join(folder, 'readings.db'));
  older.exec('DROP TABLE cases; PRAGMA user_version = 0');
  older.close();
  const expected = [{ binding: 'pile', fingerprint: 'f', state: { window: [{ id: 'a' }] }, next: 2, cases: [] }];
  const reader = openSqliteReadings(folder, 'read');
  assert.deepEqual([reader.resume().states, reader.restOf('pile:1')?.readings], [expected, [weigh(1)]]);
  reader.close();
  const store = closing(t, openSqliteReadings(folder, 'write'));
  assert.deepEqual([store.resume().states, store.find('cell/mass', 's1')], [expected, weigh(1)]);
  store.advance({ position: 1, states: [{ binding: 'pile', fingerprint: 'f', state: 2, next: 2, cases: { from: 0, until: 1, put: [{ number: 0, id: 'a' }] } }], made: [], said: [] });
  assert.deepEqual(store.resume().states[0]?.cases, [{ number: 0, id: 'a' }]);
});

test('a reader reads beside the writer, writes nothing, and makes no file', (t) => {
  const folder = folderFor(t);
  assert.equal(hasReadings(folder), false);
  assert.throws(() => openSqliteReadings(folder, 'read'), /there is no file of readings in/);
  assert.equal(existsSync(join(folder, 'readings.db')), false);
  const store = closing(t, openSqliteReadings(folder, 'write'));
  store.append({ readings: [weigh(1)] });
  const reader = closing(t, openSqliteReadings(folder, 'read'));
  assert.deepEqual(reader.find('cell/mass', 's1'), weigh(1));
  throwsCode(() => reader.append({ readings: [weigh(2)] }), 'read_only');
});
