import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ledgerPath } from '../adapters/ledger-sqlite/schema.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { createMemoryJournal, type Journal } from '../journal/journal.ts';
import type { LedgerQuery } from '../ledger/ledger.ts';
import { parseRecord } from '../log/record.ts';
import { applyShown } from '../views/apply.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { initialView, type View } from '../views/view.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { keepLedger, type LedgerKeeping } from './ledger-keeping.ts';
import { LogTree } from './log-tree.ts';
import { foundTombsboro, settingsText } from './serve-fixture.ts';

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
