import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore, JournalError, type Journal, type MemoryStore, type StoredSnapshot } from '../journal/journal.ts';
import { toHex } from '../log/bytes.ts';
import { recordBytes } from '../log/record.ts';
import { replay, type Verdict } from '../log/replay.ts';
import { overviewOf } from '../views/queries.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { LiveView } from './live-view.ts';
import { journalParts } from './log-source.ts';
import { foundedAt, foundTombsboro, handClock, type Founded } from './serve-fixture.ts';
import { Writer } from './writer.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const sandbox = await createCodeSandbox();
const minute = 60_000;

type Opened = { readonly collective: Collective; readonly live: LiveView; readonly told: string[] };

function open(journal: Journal): Opened {
  const told: string[] = [];
  const live = new LiveView((message) => told.push(message));
  live.begin((hash) => {
    const text = journal.getBlob(hash);
    return text === undefined ? undefined : JSON.parse(text) as ReturnType<Parameters<LiveView['begin']>[0]>;
  });
  return { collective: new Collective({ journal, hasher, verifier, sandbox, fold: live, tell: (message) => told.push(message) }), live, told };
}

/** A writer that puts a digest in every 10 records, and 27 takings of wood. */
async function lived(founded: Founded, journal: Journal, takings = 27): Promise<{ statuses: string[]; told: string[]; opened: Opened }> {
  const clock = handClock(foundedAt + minute);
  const opened = open(journal);
  const writer = new Writer({ clock, operator: founded.operator, tell: (message) => opened.told.push(message), open: () => opened.collective, digestRecords: 10 });
  const statuses: string[] = [];
  for (let seq = 1; seq <= takings; seq++) {
    const at = foundedAt + seq * minute;
    clock.set(at);
    const observation = { seq, subject: 'woodpile', event: 'taken', at, values: { by: seq % 2 === 0 ? 'ana' : 'bo', count: 2, mass_g: 4000 } };
    statuses.push((await writer.submit(founded.seal(founded.device, { kind: 'observe', body: { observations: [observation] } }, at, `taking-${seq}`))).status);
  }
  return { statuses, told: opened.told, opened };
}

function copyOf(store: MemoryStore, changes: Partial<MemoryStore> = {}): MemoryStore {
  return { ...createMemoryStore(), rows: [...store.rows], blobs: new Map(store.blobs), snapshots: [...store.snapshots], ...changes };
}

function shown({ collective, live }: Opened): unknown {
  const { root } = collective.head();
  return { state: collective.digest(), root, overview: overviewOf(live.view, { now: 0, factor: 1, root, stopped: null }), wake: collective.nextWake() };
}

function verdictOf(journal: Journal): Verdict {
  return replay(journalParts(journal, { records: 0, total: journal.head() }), { hasher, verifier, sandbox });
}

const founded = await foundTombsboro();
const { store } = founded;
const { rows: { length: foundingRecords } } = store;
const first = await lived(founded, createMemoryJournal(store));
const digests = store.rows.map(({ record }) => JSON.parse(record) as LogRecord).filter(({ entry }) => entry.kind === 'digest').map(({ seq }) => seq);
const full = shown(open(createMemoryJournal(copyOf(store, { snapshots: [] }))));

test('the log gets a digest every so many records, as the first of what is appended, and stands in a replay', () => {
  assert.deepEqual(new Set(first.statuses), new Set(['recorded']));
  assert.deepEqual(first.told, []);
  // The founding counts; a digest counts among the records behind it.
  assert.ok(foundingRecords < 10, 'the founding is shorter than one interval');
  assert.deepEqual(digests, [10, 20, 30]);
  assert.deepEqual(store.snapshots.map(({ records }) => records), [30, 20]);
  for (const { records, digest, kernel } of store.snapshots) {
    assert.equal(toHex(hasher.sha256(kernel)), digest);
    assert.ok(store.rows[records]?.record.includes(`"body":{"records":${records},"state":"${digest}"}`));
  }
  assert.equal(verdictOf(createMemoryJournal(store)).ok, true);
});

test('a start from the newest snapshot reads what came later, and knows and shows the same', () => {
  const opened = open(createMemoryJournal(copyOf(store), 'read'));
  assert.deepEqual(shown(opened), full);
  assert.deepEqual([opened.collective.digested, opened.told], [30, []]);
  assert.equal(opened.live.changesFrom(29), null, 'what came before it wasn\'t read');
  assert.deepEqual(opened.live.changesFrom(30)?.map(({ seq }) => seq), Array.from({ length: store.rows.length - 30 }, (_, i) => 30 + i));
});

const changed = (records: number, change: (snapshot: StoredSnapshot) => StoredSnapshot): MemoryStore =>
  copyOf(store, { snapshots: store.snapshots.map((each) => (each.records === records ? change(each) : each)) });
const richer = (snapshot: StoredSnapshot): StoredSnapshot => {
  const kernel = snapshot.kernel.replace('"balance":', '"balance":1');
  assert.notEqual(kernel, snapshot.kernel);
  return { ...snapshot, kernel };
};

for (const [what, wrong, message] of [
  ['whose state was changed', changed(30, richer), /after 30 records isn't used: it isn't the state that record 30 names/],
  ['whose state and digest were changed', changed(30, (each) => ({ ...richer(each), digest: toHex(hasher.sha256(richer(each).kernel)) })), /it isn't the state that record 30 names/],
  ['whose view can\'t be read', changed(30, (each) => ({ ...each, view: each.view.slice(1) })), /after 30 records isn't used: the view's text is no JSON/],
  ['of another form of view', changed(30, (each) => ({ ...each, view: each.view.replace(/"form":\d+/, '"form":0') })), /isn't of form 7/],
  ['of a place where no digest stands', changed(30, (each) => ({ ...each, records: 29 })), /after 29 records isn't used: record 29 holds no digest/],
  ['of records that the log doesn\'t have', changed(30, (each) => ({ ...each, records: 3000 })), /after 3000 records isn't used: the log ends before it/],
] as const) {
  test(`a snapshot ${what} isn't used: the one before it serves`, () => {
    const opened = open(createMemoryJournal(wrong, 'read'));
    assert.match(opened.told.join('\n'), message);
    assert.equal(opened.told.length, 1);
    assert.deepEqual(shown(opened), full);
    assert.equal(opened.live.changesFrom(20)?.[0]?.seq, 20, 'from the snapshot before');
  });
}

test('a snapshot that rests on a forged digest isn\'t used, and without any that stands all of the log is', () => {
  const rows = store.rows.map((row, seq) => {
    if (!digests.includes(seq)) return row;
    const record = JSON.parse(row.record) as LogRecord;
    return { ...row, record: recordBytes({ ...record, seal: { ...record.seal, sig: founded.operator.sealer.sign('something else') } }) };
  });
  const opened = open(createMemoryJournal(copyOf(store, { rows }), 'read'));
  assert.equal(opened.told.filter((message) => message.includes('the seal by operator-1 does not fit')).length, 2);
  assert.equal(opened.collective.digest(), (full as { state: string }).state);
  assert.equal(opened.live.changesFrom(0)?.length, store.rows.length);
});

test('a digest that the rules don\'t give is found by a replay, with the record that holds it', () => {
  const rows = [...store.rows];
  const record = JSON.parse(rows[20]?.record ?? '') as LogRecord;
  const { entry, seal } = founded.seal(founded.operator, { kind: 'digest', body: { records: 20, state: 'ab'.repeat(32) } }, record.entry.at, record.entry.id);
  rows[20] = { outcome: rows[20]?.outcome ?? '', record: recordBytes({ ...record, entry, seal }) };
  const verdict = verdictOf(createMemoryJournal(copyOf(store, { rows })));
  assert.ok(!verdict.ok);
  assert.equal(verdict.finding.seq, 20);
  assert.match(verdict.finding.message, /after 20 records the state is [0-9a-f]{64}, not abab.*\[wrong_digest\]/);
});

test('a store that keeps no snapshot, or a digest that is refused, costs nobody an entry', async () => {
  const other = await foundTombsboro();
  const journal = createMemoryJournal(other.store);
  const failing: Journal = { ...journal, putSnapshot: () => { throw new JournalError('full', 'the disk is full'); } };
  const kept = await lived(other, failing, 8);
  assert.deepEqual(new Set(kept.statuses), new Set(['recorded']));
  assert.deepEqual(kept.told, ['no snapshot was kept: the disk is full. Nothing is lost; the next start takes longer.']);
  const third = await foundTombsboro();
  const refused = await lived({ ...third, operator: third.gateway }, createMemoryJournal(third.store), 8);
  assert.deepEqual(new Set(refused.statuses), new Set(['recorded']));
  assert.deepEqual(refused.told.map((message) => message.replace(/:.*/, '')), ['the digest of 10 records was refused']);
  assert.equal(third.store.snapshots.length, 0);
});

test('the same in a data folder: closed, opened again from the snapshot', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-snapshots-'));
  try {
    const other = await foundTombsboro();
    const journal = openSqliteJournal(folder, 'write');
    for (const [hash, text] of other.store.blobs) journal.putBlob(hash, text);
    journal.append(other.store.rows, 0);
    const { opened: living } = await lived(other, journal);
    const before = shown(living);
    journal.close();
    const again = openSqliteJournal(folder, 'write');
    const opened = open(again);
    assert.deepEqual(shown(opened), before);
    assert.equal(opened.live.changesFrom(30)?.[0]?.seq, 30);
    assert.equal(opened.live.changesFrom(29), null);
    again.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
