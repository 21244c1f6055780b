// Each digest of each member, over the demonstration's weeks with devices, held against the ledger's own figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createDemo } from '../host/demo.ts';
import { parseRecord } from '../log/record.ts';
import { applyShown } from '../views/apply.ts';
import { digestPeriods } from '../views/digest.ts';
import type { Shown } from '../views/shown.ts';
import { initialView, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { addDays, type Day } from '../vocabulary/time.ts';
import { localDay, startOfDay, type ZoneRules } from '../vocabulary/zones.ts';
import { digestOf } from './digest.ts';
import type { Happening } from './happening.ts';
import { happeningsIn } from './happenings.ts';

const now = Date.parse('2026-02-10T10:00:00-05:00');

test('over the demonstration\'s weeks each total of each digest is the ledger\'s, to the cent; and nothing is told twice', async (t) => {
  const demo = await createDemo(1, now);
  t.after(() => demo.remove());
  const { view, told } = happenings(demo.folder);
  const zone = view.zone ?? assert.fail('a zone');
  let [compared, takers] = [0, 0];
  for (const { from, rows } of digestPeriods(view, { period: 'week' })) {
    for (const { subcontract, member, unit, paid, received, pieces, returned } of rows) {
      if (view.members.get(member)?.commons !== false) continue;
      const own = within(told.get(member) ?? [], zone, from);
      const total = digestOf(own)?.groups.find((group) => group.subcontract === subcontract)?.totals.find((each) => each.unit === unit);
      const decimals = view.units.get(unit)?.decimals ?? 0;
      const what = `${member}, ${subcontract}, ${unit}, the week from ${from}`;
      assert.deepEqual([formatDecimal(total?.out ?? 0, decimals), formatDecimal(total?.in ?? 0, decimals)], [paid, received], what);
      const byThem = own.flatMap(({ topic, movement }) => (topic.startsWith(`${subcontract}/`) && movement?.unit === unit && movement.taking?.by === member ? [movement.taking] : []));
      assert.deepEqual([byThem.reduce((sum, each) => sum + each.pieces, 0), byThem.reduce((sum, each) => sum + each.returned, 0)], [pieces, returned], what);
      compared += 1;
      takers += pieces > 0 ? 1 : 0;
    }
  }
  assert.ok(compared > 100 && takers > 20, `${compared} digests, ${takers} of them of takers`);
  for (const [member, each] of told) assert.equal(new Set(each.map(({ id }) => id)).size, each.length, member);
});

function within(told: readonly Happening[], zone: ZoneRules, from: Day): Happening[] {
  const [start, end] = [startOfDay(zone, from), startOfDay(zone, addDays(from, 7))];
  assert.equal(localDay(zone, end - 1), addDays(from, 6));
  return told.filter(({ at }) => at >= start && at < end);
}

function happenings(folder: string): { view: View; told: Map<string, Happening[]> } {
  const journal = openSqliteJournal(folder, 'read');
  const view = initialView({ zoneRules: (hash) => JSON.parse(journal.getBlob(hash) ?? 'null') as ZoneRules });
  const told = new Map<string, Happening[]>();
  for (let from = 0; ;) {
    const rows = journal.read(from, 500);
    if (rows.length === 0) break;
    for (const row of rows) {
      const record = parseRecord(row.record);
      assert.ok(record.ok);
      const shown: Shown = { record: record.value, outcome: JSON.parse(row.outcome) as Shown['outcome'] };
      applyShown(view, shown);
      for (const each of happeningsIn(view, shown, () => true)) told.set(each.to, [...(told.get(each.to) ?? []), each]);
    }
    from += rows.length;
  }
  journal.close();
  return { view, told };
}
