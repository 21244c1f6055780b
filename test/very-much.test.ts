/** What is shown of sums that are larger than any amount: none of it stops. The scenario's own figures, by hand: 5,000,000 go to and fro, twice. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openLedger } from '../src/adapters/ledger-sqlite/ledger.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { LiveView } from '../src/host/live-view.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { Journal } from '../src/journal/journal.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { noteOf } from '../src/ledger/note-of.ts';
import { statementOf } from '../src/ledger/statement.ts';
import { parseRecord } from '../src/log/record.ts';
import { agreementsOf, figuresOf } from '../src/views/figures.ts';
import type { Shown } from '../src/views/shown.ts';
import { happenedTo } from '../src/views/today.ts';
import type { View } from '../src/views/view.ts';
import { dayMs } from '../src/vocabulary/time.ts';
import type { ZoneRules } from '../src/vocabulary/zones.ts';

const now = Date.parse('2026-03-03T12:00:00+01:00');
const [five, ten, fifteen, twenty] = ['5000000.000000000', '10000000.000000000', '15000000.000000000', '20000000.000000000'];

test('very much, to and fro: figures, Today, statement and flows have it to the last decimal', async (t) => {
  const kits = loadKitsFrom([ownKits]);
  const text = readFileSync(new URL('../kits/gifts/scenarios/very-much.yaml', import.meta.url), 'utf8');
  const scenario = readScenario(text, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  assert.ok(scenario.ok);
  let journal: Journal | undefined;
  playScenario(scenario.value, text, kits, await createCodeSandbox(), (played) => { journal = played.journal; });
  const { view, ledger } = shownOf(journal ?? assert.fail('a journal'));
  t.after(() => ledger.close());
  const moved = (sum: string, postings: number) => [{ unit: 'grain', paid: sum, received: sum, pieces: 0, returned: 0, postings }];
  assert.deepEqual(agreementsOf(view, now, 'jane', () => true).agreements.map(({ all, mine }) => [all, mine]), [[moved(twenty, 8), moved(ten, 4)]]);
  assert.deepEqual(figuresOf(view, 'gifts', now, 'jane')?.weeks.at(-1)?.mine, moved(ten, 4));
  const { happened } = happenedTo(view, 'jane', now - 2 * dayMs);
  assert.deepEqual(happened.filter(({ because, way }) => because === 'gifts' && way !== 'told').map(({ way, moved: sum }) => [way, sum?.amount]).sort(), [['in', ten], ['out', ten]]);
  const statement = statementOf(view, ledger, { account: 'jane', unit: 'grain', from: '2026-01-01', to: '2026-12-31' }, { records: view.records, root: '', now });
  assert.ok(statement.ok);
  const { opening, came, went, closing } = statement.value;
  assert.deepEqual([opening, came, went, closing], ['0.000000000', fifteen, ten, five]);
  assert.deepEqual(ledger.flows('grain', { from: 0, until: now }, 100)?.map(({ from, to, amount }) => [from, to, amount]), [['jane', 'john', 10n ** 16n], ['john', 'jane', 10n ** 16n], ['outside', 'jane', 5n * 10n ** 15n]]);
});

/** Folded and indexed record by record; nothing of it may stay out. */
function shownOf(journal: Journal): { readonly view: View; readonly ledger: Ledger } {
  const live = new LiveView(assert.fail);
  live.begin((hash) => JSON.parse(journal.getBlob(hash) ?? 'null') as ZoneRules);
  const ledger = openLedger(undefined);
  for (const row of journal.read(0, journal.head())) {
    const record = parseRecord(row.record);
    assert.ok(record.ok);
    const shown: Shown = { record: record.value, outcome: JSON.parse(row.outcome) as Shown['outcome'] };
    live.take(shown);
    ledger.take([noteOf(live.view, shown)], '');
  }
  return { view: live.view, ledger };
}
