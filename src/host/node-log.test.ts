import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal } from '../journal/journal.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { LiveView } from './live-view.ts';
import { NodeLog } from './node-log.ts';
import { foundedAt, foundTombsboro, handClock } from './serve-fixture.ts';
import { Writer } from './writer.ts';

const minute = 60_000;

test('a node that follows a writer keeps the states that the log\'s digests name, once they are committed, and starts from the newest', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-node-log-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const founded = await foundTombsboro();
  const journal = createMemoryJournal(founded.store);
  const begun = journal.head();
  const own = openSqliteJournal(folder, 'write');
  for (const hash of journal.blobHashes()) own.putBlob(hash, journal.getBlob(hash) ?? '');
  own.append(journal.read(0, begun), 0);
  own.close();

  const clock = handClock(foundedAt + minute);
  const collective = new Collective({ journal, hasher: createHasher(), verifier: createSealVerifier(), sandbox: await createCodeSandbox() });
  const writer = new Writer({ clock, operator: founded.operator, tell: () => undefined, open: () => collective, digestRecords: 10 });
  for (let seq = 1; seq <= 25; seq++) {
    const at = foundedAt + seq * minute;
    clock.set(at);
    const observation = { seq, subject: 'woodpile', event: 'taken', at, values: { by: 'ana', count: 1, mass_g: 2000 } };
    await writer.submit(founded.seal(founded.device, { kind: 'observe', body: { observations: [observation] } }, at, `taking-${seq}`));
  }
  const records = journal.read(begun, journal.head()).map(({ record }) => record);
  const digests = records.flatMap((record, i) => (record.includes('"kind":"digest"') ? [begun + i] : []));
  assert.ok(digests.length >= 2, 'the log has digests');

  const told: string[] = [];
  const node = new NodeLog({ folder, sandbox: await createCodeSandbox(), verifier: createSealVerifier(), live: new LiveView((line) => told.push(line)), clock, tell: (line) => told.push(line) });
  t.after(() => node.close());
  assert.equal(node.replica.rebase(begun, records), undefined);
  const [newest = 0, before = 0] = digests.toReversed();
  node.journal.commit(newest); // the digest record itself isn't in the store yet
  assert.deepEqual(node.journal.snapshots().map((snapshot) => snapshot.records), [before], 'of what waits for its commit the last two are held');
  node.journal.commit(node.journal.head());
  assert.deepEqual(node.journal.snapshots().map((snapshot) => snapshot.records), [newest, before]);
  const state = node.collective.digest();
  node.reopen();
  assert.equal(node.collective.digest(), state);
  assert.deepEqual(told, [], 'and nothing is said against it');
});
