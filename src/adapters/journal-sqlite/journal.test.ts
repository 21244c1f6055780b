import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { smallDisk } from '../../../test/small-disk.ts';
import { journalConformance } from '../../journal/conformance.ts';
import { throwsCode, type Cleanup } from '../../journal/expect.conformance.ts';
import { JournalError, type Journal, type JournalRow } from '../../journal/journal.ts';
import { makeFolder } from './database.ts';
import { backupJournal, restoreJournal, upgradeFolder } from './folder.ts';
import { openSqliteJournal, openWriter } from './journal.ts';
import { schemaSteps, schemaVersion, takeSteps, versionOf } from './schema.ts';

const here = import.meta.dirname;

function folderFor(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-journal-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens with what `open` gives and closes at the end of the test. */
function closing(t: Cleanup, journal: Journal): Journal {
  t.after(() => journal.close());
  return journal;
}

function rows(from: number, count: number, size = 100): JournalRow[] {
  return Array.from({ length: count }, (_, i) => ({ record: `{"seq":${from + i}}`, outcome: 'o'.repeat(size) }));
}

/** A program that imports the journal, as another process runs it. */
function program(body: string): string[] {
  const imports = `import { openSqliteJournal } from ${JSON.stringify(join(here, 'journal.ts'))}; import { writeSync } from 'node:fs';`;
  return ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', `${imports}\n${body}`];
}

journalConformance({
  name: 'sqlite, with the writer lock',
  test,
  secondWriter: 'refused',
  createStore(t) {
    const folder = folderFor(t);
    return { open: (mode) => closing(t, openSqliteJournal(folder, mode)) };
  },
});

journalConformance({
  name: 'sqlite, where the lock fails to keep others out',
  test,
  secondWriter: 'notices',
  createStore(t) {
    const folder = folderFor(t);
    return { open: (mode) => closing(t, mode === 'read' ? openSqliteJournal(folder, mode) : openWriter(folder, { release() {} })) };
  },
});

test('a folder is made for its owner alone', (t) => {
  const folder = join(folderFor(t), 'a', 'b');
  closing(t, openSqliteJournal(folder, 'write'));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a reader of a folder without a journal is told, and leaves nothing there', (t) => {
  const folder = folderFor(t);
  assert.throws(() => openSqliteJournal(folder, 'read'), /there is no journal in/);
  assert.deepEqual(readdirSync(folder), []);
});

test('kill -9: what was acknowledged is all there, whole, and the lock is free', async (t) => {
  const folder = folderFor(t);
  const child = spawn(process.execPath, program(`
    const journal = openSqliteJournal(${JSON.stringify(folder)}, 'write');
    for (let seq = 0; ; seq += 7) {
      journal.append(Array.from({ length: 7 }, (_, i) => ({ record: 'r' + (seq + i), outcome: 'o' })), seq);
      writeSync(1, (seq + 7) + '\\n');
    }`), { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (!child.killed && output.split('\n').length > 50) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');
  assert.equal(child.signalCode, 'SIGKILL');
  const acknowledged = Number(output.split('\n').at(-2));
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  assert.ok(journal.head() >= acknowledged, `${journal.head()} records of ${acknowledged}`);
  assert.equal(journal.head() % 7, 0);
  assert.deepEqual(journal.read(0, 1e6).map((row) => row.record), Array.from({ length: journal.head() }, (_, i) => `r${i}`));
  journal.append(rows(journal.head(), 1), journal.head());
});

test('two processes on one folder: the second writer is refused at once, a reader is not', async (t) => {
  const folder = folderFor(t);
  const child = spawn(process.execPath, program(`
    const journal = openSqliteJournal(${JSON.stringify(folder)}, 'write');
    journal.append([{ record: 'r', outcome: 'o' }], 0);
    console.log('ready');
    process.stdin.on('end', () => journal.close()).resume();`), { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const before = performance.now();
  throwsCode(() => openSqliteJournal(folder, 'write'), 'in_use');
  assert.ok(performance.now() - before < 1000);
  assert.throws(() => openSqliteJournal(folder, 'write'), new RegExp(`process ${child.pid} writes to it`));
  const reader = closing(t, openSqliteJournal(folder, 'read'));
  assert.equal(reader.head(), 1);
  child.stdin.end();
  await once(child, 'exit');
  closing(t, openSqliteJournal(folder, 'write')).append(rows(1, 1), 1);
  assert.equal(reader.head(), 2);
});

test('a full disk: the append is refused whole, and goes on when there is space', (t) => {
  const folder = smallDisk(t, '2m');
  if (folder === undefined) return;
  const journal = openSqliteJournal(folder, 'write');
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(600_000));
  let head = 0;
  const fill = (): void => {
    for (;;) {
      journal.append(rows(head, 10, 5000), head);
      head += 10;
    }
  };
  throwsCode(fill, 'full');
  assert.ok(head > 0);
  assert.equal(journal.head(), head);
  throwsCode(fill, 'full');
  throwsCode(() => journal.putBlob('ab', 'x'.repeat(1_000_000)), 'full');
  assert.equal(journal.getBlob('ab'), undefined);
  throwsCode(() => backupJournal(folder, join(folder, 'backup.sqlite')), 'full');
  assert.equal(existsSync(join(folder, 'backup.sqlite.unfinished')), false);
  rmSync(ballast);
  journal.append(rows(head, 10, 5000), head);
  head += 10;
  journal.close();
  const again = openSqliteJournal(folder, 'write');
  assert.deepEqual(again.read(0, 1e6).map((row) => row.record), rows(0, head).map((row) => row.record));
  again.close();
});

test('a disk that is full from the start', (t) => {
  const folder = smallDisk(t, '100k');
  if (folder === undefined) return;
  const ballast = openSync(join(folder, 'ballast'), 'w');
  assert.throws(() => {
    for (;;) writeSync(ballast, Buffer.alloc(4096));
  }, { code: 'ENOSPC' });
  throwsCode(() => openSqliteJournal(folder, 'write'), 'full');
});

test('a folder that one may only read: writing is refused, reading works', (t) => {
  if (process.getuid?.() !== 0) {
    t.skip('NOT TESTED: only root can start a process of another user');
    return;
  }
  const folder = folderFor(t);
  const journal = openSqliteJournal(folder, 'write');
  journal.append(rows(0, 3), 0);
  journal.close();
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  const child = spawnSync(process.execPath, program(`
    process.setgid(65534); process.setuid(65534);
    try { openSqliteJournal(${JSON.stringify(folder)}, 'write'); } catch (error) { console.log(error.code, error.message); }
    const reader = openSqliteJournal(${JSON.stringify(folder)}, 'read');
    console.log(reader.head());`), { encoding: 'utf8' });
  assert.match(child.stdout, /^read_only can't .*\n3\n$/, child.stderr);
});

test('a journal file that one may only read', (t) => {
  if (process.getuid?.() !== 0) {
    t.skip('NOT TESTED: only root can start a process of another user');
    return;
  }
  const folder = folderFor(t);
  const journal = openSqliteJournal(folder, 'write');
  journal.append(rows(0, 3), 0);
  journal.close();
  chownSync(folder, 65_534, 65_534);
  rmSync(join(folder, 'writer.lock'));
  chmodSync(join(folder, 'journal.sqlite'), 0o644);
  const child = spawnSync(process.execPath, program(`
    process.setgid(65534); process.setuid(65534);
    try {
      const journal = openSqliteJournal(${JSON.stringify(folder)}, 'write');
      journal.append([{ record: 'r', outcome: 'o' }], 3);
    } catch (error) { console.log(error.code, error.message); }`), { encoding: 'utf8' });
  assert.match(child.stdout, /^read_only can't .*\n$/, child.stderr);
});

test('a damaged file is said to be damaged', (t) => {
  const folder = folderFor(t);
  const path = join(folder, 'journal.sqlite');
  writeFileSync(path, 'this is no database'.repeat(1000));
  for (const mode of ['write', 'read'] as const) throwsCode(() => openSqliteJournal(folder, mode), 'corrupt');
  rmSync(path);

  const journal = openSqliteJournal(folder, 'write');
  journal.append(rows(0, 500, 1000), 0);
  journal.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 3 * 4096, 100 * 4096);
  writeFileSync(path, bytes);
  const damaged = closing(t, openSqliteJournal(folder, 'read'));
  throwsCode(() => damaged.read(0, 500), 'corrupt');
  throwsCode(() => backupJournal(folder, join(folder, 'backup')), 'corrupt');
  assert.equal(existsSync(join(folder, 'backup')), false);
});

test('what was altered in a row is noticed when it is read, and derived data has its own way back', (t) => {
  const folder = folderFor(t);
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  journal.append(rows(0, 5), 0);
  journal.putBlob('ab', 'code');
  journal.putBody('cd', 'speech');
  journal.putTiles([0, 1].map((index) => ({ level: 0, index, hashes: new Uint8Array(8192) })));
  journal.putSnapshot({ records: 5, digest: 'ef', kernel: '{}', view: '{}' });
  const altering = (sql: string, reads: () => unknown): void => {
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec(sql);
    database.close();
    throwsCode(reads, 'corrupt');
  };
  altering("UPDATE blobs SET text = 'coda'", () => journal.getBlob('ab'));
  altering("UPDATE bodies SET text = 'speed'", () => journal.getBody('cd'));
  altering("UPDATE bodies SET commitment = 'ce'", () => closing(t, openSqliteJournal(folder, 'read')).getBody('cd')); // not even what isn't there
  altering('UPDATE tiles SET hashes = zeroblob(8191) WHERE place = 1', () => journal.getTile(0, 1));
  altering('DELETE FROM tiles WHERE place = 0', () => journal.getTile(0, 0));
  altering("UPDATE snapshots SET kernel = x'00'", () => journal.getSnapshot(5));
  altering("UPDATE snapshots SET digest = 'ee'", () => journal.snapshots());
  assert.throws(() => journal.getSnapshot(5), { hint: /derived from them anew/ });
  altering("UPDATE records SET outcome = outcome || ' ' WHERE seq = 2", () => journal.read(0, 5));
  assert.deepEqual(journal.read(3, 2).map(({ seq }) => seq), [3, 4]);
  altering('UPDATE records SET seq = 8 WHERE seq = 4', () => journal.read(4, 1));
  journal.close();
  throwsCode(() => openSqliteJournal(folder, 'write'), 'corrupt');
});

test('a bit lost in the name of a table or a column is said to be damage', (t) => {
  for (const name of ['records', 'seq', 'record TEXT', 'outcome', 'crc', 'blobs', 'hash', 'text', 'bodies', 'commitment', 'tiles', 'snapshots', 'kernel_crc', 'view BLOB', 'meta']) {
    const folder = folderFor(t);
    const path = join(folder, 'journal.sqlite');
    const journal = openSqliteJournal(folder, 'write');
    journal.append(rows(0, 1), 0);
    journal.close();
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf(name); at >= 0 && at < 4096; at = bytes.indexOf(name, at + 1)) bytes[at] = (bytes[at] ?? 0) ^ 1; // the schema's page
    writeFileSync(path, bytes);
    const readAll = (mode: 'write' | 'read'): void => {
      const opened = openSqliteJournal(folder, mode);
      try {
        opened.read(opened.head() - 1, 1);
        opened.getBlob('ab');
        opened.getBody('ab');
        opened.getTile(0, 0);
        opened.snapshots();
        opened.getSnapshot(1);
      } finally {
        opened.close();
      }
    };
    for (const mode of ['read', 'write'] as const) throwsCode(() => readAll(mode), 'corrupt');
  }
});

test('a missing record is noticed when it is read', (t) => {
  const folder = folderFor(t);
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  journal.append(rows(0, 5), 0);
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  database.exec('DELETE FROM records WHERE seq = 2');
  database.close();
  assert.throws(() => journal.read(0, 5), /record 2 is missing/);
  throwsCode(() => backupJournal(folder, join(folder, 'backup')), 'corrupt');
});

test('a database of something else is left alone', (t) => {
  const folder = folderFor(t);
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  database.exec('CREATE TABLE recipes (name TEXT)');
  database.close();
  for (const mode of ['write', 'read'] as const) throwsCode(() => openSqliteJournal(folder, mode), 'corrupt');
});

test('what is erased or replaced is in none of the files', (t) => {
  const folder = folderFor(t);
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  const secret = (word: string): string => `${word} `.repeat(3000); // on overflow pages too
  journal.putBody('a', secret('whisper'));
  journal.putBody('b', secret('mutter'));
  journal.putBody('c', secret('keep'));
  const found = (word: string): boolean => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(word));
  assert.equal(found('whisper') && found('mutter'), true);
  assert.equal(journal.eraseBody('a'), true);
  journal.putBody('b', 'short');
  assert.deepEqual([found('whisper'), found('mutter'), found('keep')], [false, false, true]);
});

/** A folder as a release with the first `count` steps of the schema left it, with three records. */
function olderFolder(t: Cleanup, steps: readonly string[]): string {
  const folder = folderFor(t);
  makeFolder(folder);
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  database.exec('PRAGMA journal_mode = WAL');
  takeSteps(database, undefined, steps);
  for (const [seq, row] of rows(0, 3).entries()) database.prepare('INSERT INTO records (seq, record, outcome) VALUES (?, ?, ?)').run(seq, row.record, row.outcome);
  database.close();
  return folder;
}

test('an older folder is refused with the command that upgrades it, and upgraded with a backup', (t) => {
  const folder = olderFolder(t, schemaSteps.slice(0, 1));
  for (const mode of ['write', 'read'] as const) {
    throwsCode(() => openSqliteJournal(folder, mode), 'older_version');
    assert.throws(() => openSqliteJournal(folder, mode), (error) => error instanceof JournalError && error.hint.includes(`frankpledge upgrade --data ${folder}`));
  }
  const upgrade = upgradeFolder(folder);
  assert.deepEqual(upgrade, { from: 0, to: schemaVersion, backup: join(folder, 'journal.sqlite.version-0') });
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  assert.deepEqual(journal.read(0, 9).map((row) => row.record), rows(0, 3).map((row) => row.record));
  journal.putBody('a', 'speech');
  const before = new DatabaseSync(upgrade.backup ?? '', { readOnly: true });
  assert.equal(versionOf(before, ''), 0);
  before.close();
});

test('an upgrade gives each row that is there its checksum, and room for tiles and snapshots', (t) => {
  const folder = olderFolder(t, schemaSteps.slice(0, 2));
  const older = new DatabaseSync(join(folder, 'journal.sqlite'));
  older.exec("INSERT INTO blobs VALUES ('ab', 'code'); INSERT INTO bodies VALUES ('cd', 'speech')");
  older.close();
  assert.equal(upgradeFolder(folder).from, 1);
  const journal = closing(t, openSqliteJournal(folder, 'write'));
  assert.deepEqual([journal.head(), journal.read(0, 9).length, journal.getBlob('ab'), journal.getBody('cd')], [3, 3, 'code', 'speech']);
  journal.append(rows(3, 1), 3);
  journal.putTiles([{ level: 0, index: 0, hashes: new Uint8Array(8192) }]);
  journal.putSnapshot({ records: 4, digest: 'ef', kernel: '{}', view: '{}' });
  assert.deepEqual([journal.read(0, 9).length, journal.tileCount(0), journal.snapshots()], [4, 1, [{ records: 4, digest: 'ef' }]]);
});

test('an upgraded folder has the same tables as a fresh one', (t) => {
  const schemaOf = (folder: string): unknown => {
    const database = new DatabaseSync(join(folder, 'journal.sqlite'), { readOnly: true });
    const tables = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
    database.close();
    return tables;
  };
  const fresh = folderFor(t);
  openSqliteJournal(fresh, 'write').close();
  for (const version of [0, 1]) {
    const older = olderFolder(t, schemaSteps.slice(0, version + 1));
    upgradeFolder(older);
    assert.deepEqual(schemaOf(older), schemaOf(fresh));
  }
});

test('an upgrade of a folder in use is refused; of one that needs none, it does nothing', (t) => {
  const folder = folderFor(t);
  const journal = openSqliteJournal(folder, 'write');
  throwsCode(() => upgradeFolder(folder), 'in_use');
  journal.close();
  assert.deepEqual(upgradeFolder(folder), { from: schemaVersion, to: schemaVersion, backup: undefined });
  assert.throws(() => upgradeFolder(join(folder, 'no')), /there is no journal/);
});

test('a step that fails leaves the older version whole', (t) => {
  const folder = olderFolder(t, schemaSteps.slice(0, 1));
  const database = new DatabaseSync(join(folder, 'journal.sqlite'));
  t.after(() => database.close());
  assert.throws(() => takeSteps(database, 0, [...schemaSteps, 'CREATE TABLE broken (']));
  assert.equal(versionOf(database, folder), 0);
  assert.equal(database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'bodies'").get()?.['n'], 0);
});

test('a folder of a newer release is refused, and left alone', (t) => {
  const folder = olderFolder(t, [...schemaSteps, 'CREATE TABLE more (a TEXT)']);
  for (const mode of ['write', 'read'] as const) throwsCode(() => openSqliteJournal(folder, mode), 'newer_version');
  throwsCode(() => upgradeFolder(folder), 'newer_version');
  const backup = join(folder, '..', `${Date.now()}.sqlite`);
  throwsCode(() => backupJournal(folder, backup), 'newer_version');
  throwsCode(() => restoreJournal(join(folder, 'journal.sqlite'), join(folder, 'new')), 'newer_version');
});

test('a backup while another process appends is the state of one moment, and is restored', async (t) => {
  const folder = folderFor(t);
  const child = spawn(process.execPath, program(`
    const journal = openSqliteJournal(${JSON.stringify(folder)}, 'write');
    journal.putBlob('ab', 'code'); journal.putBody('cd', 'speech');
    for (let seq = 0; ; seq += 10) {
      journal.append(Array.from({ length: 10 }, (_, i) => ({ record: 'r' + (seq + i), outcome: 'o'.repeat(2000) })), seq);
      writeSync(1, '.');
    }`), { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout.setMaxListeners(0), 'data');
  child.stdout.resume();
  const backup = join(folder, 'backup.sqlite');
  const { records } = backupJournal(folder, backup);
  assert.ok(records > 0 && records % 10 === 0, `${records} records`);
  assert.equal(statSync(backup).mode & 0o777, 0o600);
  throwsCode(() => backupJournal(folder, backup), 'in_use');

  const fresh = join(folder, 'restored');
  assert.equal(restoreJournal(backup, fresh).records, records);
  const journal = closing(t, openSqliteJournal(fresh, 'write'));
  assert.equal(journal.head(), records);
  assert.deepEqual(journal.read(0, 1e6).map((row) => row.record), Array.from({ length: records }, (_, i) => `r${i}`));
  assert.deepEqual([journal.getBlob('ab'), journal.getBody('cd')], ['code', 'speech']);
  journal.append(rows(records, 1), records);
});

test('a restore overwrites nothing, and takes no damaged or foreign file', (t) => {
  const folder = folderFor(t);
  const source = join(folder, 'source');
  const journal = closing(t, openSqliteJournal(source, 'write'));
  journal.append(rows(0, 300, 1000), 0);
  const backup = join(folder, 'backup');
  backupJournal(source, backup);
  throwsCode(() => restoreJournal(backup, source), 'in_use');
  assert.throws(() => restoreJournal(join(folder, 'no'), join(folder, 'x')), /there is no file/);
  mkdirSync(join(folder, 'left'));
  writeFileSync(join(folder, 'left', 'journal.sqlite-wal'), 'a log without its database');
  throwsCode(() => restoreJournal(backup, join(folder, 'left')), 'in_use');
  assert.deepEqual(readdirSync(folder).sort(), ['backup', 'left', 'source']);
  const bytes = readFileSync(backup);
  mkdirSync(join(folder, 'bad'));
  for (const [name, content] of [['cut', bytes.subarray(0, 100_000)], ['text', Buffer.from('hello')], ['empty', Buffer.alloc(0)],
    ['overwritten', Buffer.concat([bytes.subarray(0, 3 * 4096), Buffer.alloc(20 * 4096, 1), bytes.subarray(23 * 4096)])]] as const) {
    const path = join(folder, 'bad', name);
    writeFileSync(path, content);
    throwsCode(() => restoreJournal(path, join(folder, `to-${name}`)), 'corrupt');
    assert.equal(existsSync(join(folder, `to-${name}`)), false);
  }
});
