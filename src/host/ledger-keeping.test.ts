import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ledgerPath } from '../adapters/ledger-sqlite/schema.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { createMemoryJournal, JournalError, type Journal } from '../journal/journal.ts';
import type { LedgerQuery, NotedRecord } from '../ledger/ledger.ts';
import { parseRecord } from '../log/record.ts';
import { applyShown } from '../views/apply.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { initialView, type View } from '../views/view.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { keepLedger, type LedgerKeeping } from './ledger-keeping.ts';
import { LogTree } from './log-tree.ts';
import { foundTombsboro, settingsText } from './serve-fixture.ts';
import { ground, someLife } from './serve-ground.ts';

const everything: LedgerQuery = { text: null, person: null, agreement: null, kind: null, status: null, unit: null, least: null, most: null, from: null, until: null };

function viewOf(journal: Journal): View {
  const view = initialView({ zoneRules: (hash) => JSON.parse(journal.getBlob(hash) ?? 'null') as ZoneRules });
  for (const row of journal.read(0, journal.head())) {
    const record = parseRecord(row.record);
    assert.ok(record.ok);
    applyShown(view, { record: record.value, outcome: JSON.parse(row.outcome) as Outcome });
  }
  return view;
}

function found(keeping: LedgerKeeping): readonly unknown[] {
  const ledger = keeping.now();
  assert.ok(ledger.ok, JSON.stringify(ledger));
  return ledger.value.search(everything, null, 1000).records;
}

test('an index on the disk goes on where it ended; one of another log, or a damaged one, is made anew', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-ledger-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const open = (journal: Journal): LedgerKeeping => keepLedger({ folder, journal: () => journal, view: () => viewOf(journal), tree: () => new LogTree(createHasher(), journal), tell: assert.fail });
  const first = createMemoryJournal((await foundTombsboro()).store);
  const other = createMemoryJournal((await foundTombsboro(settingsText.replace('"500.00"', '"501.00"'))).store);
  const kept = (journal: Journal): readonly unknown[] => {
    const keeping = open(journal);
    try {
      return found(keeping);
    } finally {
      keeping.close();
    }
  };
  const before = kept(first);
  assert.equal(before.length, first.head());
  assert.deepEqual(kept(first), before);
  const changed = kept(other);
  assert.equal(changed.length, other.head());
  assert.notDeepEqual(changed, before, 'Ana began with another amount');
  writeFileSync(ledgerPath(folder), 'not a database');
  assert.deepEqual(kept(first), before);
});

/** All that it has of each record, once it has all of them. */
async function told(keeping: LedgerKeeping, records: number): Promise<readonly NotedRecord[]> {
  let ledger = keeping.now();
  while (!ledger.ok) {
    assert.equal(ledger.refusal.code, 'busy', JSON.stringify(ledger.refusal));
    await new Promise((resolve) => { setImmediate(resolve); });
    ledger = keeping.now();
  }
  return ledger.value.search(everything, null, records).records;
}

test('an index that was cut short while it was made goes on in the words of then', async (t) => {
  const here = await ground(t);
  const { serving: { writer }, founded, clock } = here;
  const { journal } = writer.collective;
  const founding = journal.head();
  // 20 pieces at 1.50 are 30.00: 20.00 were there, 10.00 became owed, and are paid of the 12.50 that come. Then so much is paid to and fro that nobody keeps what that debt was for.
  await someLife(here);
  const seal = (by: string, to: string, n: number): SealedEntry => founded.seal(founded.members.get(by) ?? assert.fail(by), { kind: 'pay', body: { to, unit: 'crown', amount: '0.01' } }, clock.now(), `to-and-fro-${n}`);
  for (let n = 0; n < 520; n++) assert.equal((await writer.submit(seal(n % 2 === 0 ? 'ana' : 'bo', n % 2 === 0 ? 'bo' : 'ana', n))).status, 'recorded');
  const view = viewOf(journal);
  const keeping = (folder: string | undefined, of: Journal): LedgerKeeping => {
    const tree = new LogTree(createHasher(), of);
    const made = keepLedger({ folder, journal: () => of, view: () => view, tree: () => tree, tell: assert.fail });
    t.after(() => made.close());
    return made;
  };
  const expected = await told(keeping(undefined, journal), journal.head());
  const [debt] = expected.filter(({ moved }) => moved.some(({ code }) => code === 'debt'));
  assert.match(debt?.moved.find(({ code }) => code === 'debt')?.why ?? '', /took 20 pieces/);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-ledger-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cut = createMemoryJournal();
  for (const { seq, record, outcome } of journal.read(0, founding)) cut.append([{ record, outcome }], seq);
  for (const hash of journal.blobHashes()) cut.putBlob(hash, journal.getBlob(hash) ?? '');
  const first = keeping(folder, cut);
  assert.equal((await told(first, founding)).length, founding);
  first.close();
  assert.deepEqual(await told(keeping(folder, journal), journal.head()), expected);
});

test('what couldn\'t be taken in is taken in as it was told then, once that works again', async (t) => {
  const journal = createMemoryJournal((await foundTombsboro()).store);
  let folds = 0;
  const known = viewOf(journal);
  const view: View = { ...known, ports: { zoneRules: (hash) => {
    folds += 1;
    return known.ports.zoneRules(hash);
  } } };
  const tree = new LogTree(createHasher(), journal);
  let isFull = false;
  const faults: string[] = [];
  const made = (): LedgerKeeping => {
    const root = (size: number) => {
      if (isFull) throw new JournalError('full', 'the disk is full');
      return tree.root(size);
    };
    const keeping = keepLedger({ folder: undefined, journal: () => journal, view: () => view, tree: () => ({ size: tree.size, root }), tell: (message) => faults.push(message) });
    t.after(() => keeping.close());
    return keeping;
  };
  const expected = found(made());
  assert.equal(folds, 1, 'the founding names the zone');
  isFull = true;
  const keeping = made();
  for (let tries = 0; tries < 2; tries++) {
    const refused = keeping.now();
    assert.deepEqual([refused.ok, refused.ok ? '' : refused.refusal.code], [false, 'stopped']);
  }
  isFull = false;
  assert.deepEqual([found(keeping), folds], [expected, 2], 'nothing was folded twice');
  assert.equal(faults.length, 2);
});

test('a record that the past can\'t take up is in the index all the same, and is told of once', async (t) => {
  const journal = createMemoryJournal((await foundTombsboro()).store);
  const faults: string[] = [];
  const ports = { zoneRules: () => { throw new Error('the zone\'s rules are broken'); } };
  const keeping = keepLedger({ folder: undefined, journal: () => journal, view: () => initialView(ports), tree: () => new LogTree(createHasher(), journal), tell: (message) => faults.push(message) });
  t.after(() => keeping.close());
  assert.equal(found(keeping).length, journal.head());
  assert.match(faults.join('\n'), /^the ledger's index goes on without the words of record 0: Error: the zone's rules are broken/);
  assert.equal(faults.length, 1);
});
