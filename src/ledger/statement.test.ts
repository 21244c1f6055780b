// Statements of the demonstration's members over its months, held against the postings in the journal themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { createDemo } from '../host/demo.ts';
import { keepLedger } from '../host/ledger-keeping.ts';
import { LogTree } from '../host/log-tree.ts';
import { parseRecord } from '../log/record.ts';
import { applyShown } from '../views/apply.ts';
import type { Shown } from '../views/shown.ts';
import { initialView, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { addDays, addMonths } from '../vocabulary/time.ts';
import { localDay, type ZoneRules } from '../vocabulary/zones.ts';
import type { Ledger } from './ledger.ts';
import { statementOf } from './statement.ts';

const now = Date.parse('2026-02-10T10:00:00-05:00');

type Posted = { readonly account: string; readonly unit: string; readonly month: string; readonly amount: number };

test('over the demonstration\'s two years each statement of each account is the ledger\'s, to the cent, and each month begins where the last one ended', async (t) => {
  const demo = await createDemo(1, now);
  t.after(() => demo.remove());
  const { view, posted, ledger, close } = await taken(demo.folder);
  t.after(close);
  const sum = (some: readonly Posted[]): number => some.reduce((total, { amount }) => total + amount, 0);
  let compared = 0;
  for (const account of new Set(posted.map((each) => each.account))) {
    if (account === 'outside') continue;
    for (const unit of view.units.keys()) {
      const own = posted.filter((each) => each.account === account && each.unit === unit);
      const show = (amount: number): string => formatDecimal(amount, view.units.get(unit)?.decimals ?? 0);
      let before = '';
      for (let month = '2024-01-01'; month <= '2026-02-01'; month = addMonths(month, 1)) {
        const made = statementOf(view, ledger, { account, unit, from: month, to: addDays(addMonths(month, 1), -1) }, { records: view.records, root: '', now });
        assert.ok(made.ok);
        const { opening, came, went, closing, lines } = made.value;
        const here = own.filter((each) => each.month === month.slice(0, 7));
        const what = `${account}, ${unit}, ${month}`;
        assert.deepEqual([came, went], [show(sum(here.filter(({ amount }) => amount > 0))), show(-sum(here.filter(({ amount }) => amount < 0)))], what);
        assert.deepEqual([opening, closing, lines.at(-1)?.balance ?? opening], [show(sum(own.filter((each) => each.month < month.slice(0, 7)))), show(sum(own.filter((each) => each.month <= month.slice(0, 7)))), closing], what);
        if (before !== '') assert.equal(opening, before, what);
        before = closing;
        compared += lines.length;
      }
      assert.equal(before, show(view.accounts.get(`${account} ${unit}`)?.balance ?? 0), `${account}, ${unit}: what the view holds`);
    }
  }
  assert.ok(compared > 2000, `${compared} lines`);
});

/** The postings as the journal has them; the index, taken in; and a view for names. */
async function taken(folder: string): Promise<{ readonly view: View; readonly posted: readonly Posted[]; readonly ledger: Ledger; readonly close: () => void }> {
  const journal = openSqliteJournal(folder, 'read');
  const view = initialView({ zoneRules: (hash) => JSON.parse(journal.getBlob(hash) ?? 'null') as ZoneRules });
  const posted: Posted[] = [];
  for (const row of journal.read(0, journal.head())) {
    const record = parseRecord(row.record);
    assert.ok(record.ok);
    const shown: Shown = { record: record.value, outcome: JSON.parse(row.outcome) as Shown['outcome'] };
    applyShown(view, shown);
    const month = localDay(view.zone ?? assert.fail('a zone'), shown.record.recordedAt).slice(0, 7);
    for (const fact of shown.outcome.facts) {
      if (fact.fact !== 'posting') continue;
      posted.push({ account: fact.from, unit: fact.unit, month, amount: -fact.amount }, { account: fact.to, unit: fact.unit, month, amount: fact.amount });
    }
  }
  const tree = new LogTree(createHasher(), journal);
  const keeping = keepLedger({ folder: undefined, journal: () => journal, view: () => view, tree: () => tree, tell: assert.fail });
  let ledger = keeping.now();
  while (!ledger.ok) {
    assert.equal(ledger.refusal.code, 'busy');
    await new Promise((resolve) => { setImmediate(resolve); });
    ledger = keeping.now();
  }
  return { view, posted, ledger: ledger.value, close: () => { keeping.close(); journal.close(); } };
}
