import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayMs, dayNumber, dayOfNumber, type Day } from './time.ts';
import { localDay, offsetAt, startOfDay, zoneFault, type YearlyRule, type ZoneRules } from './zones.ts';

const at = (text: string): number => Date.parse(text);
const weekday = (day: Day): number => new Date(`${day}T00:00Z`).getUTCDay();

test('before, at and after each explicit change', () => {
  const zone: ZoneRules = { name: 'X', initial: 60, changes: [[100, 3600], [200, -3600]] };
  assert.deepEqual([99_999, 100_000, 199_999, 200_000, 9e12].map((instant) => offsetAt(zone, instant)), [60, 3600, 3600, -3600, -3600]);
  assert.equal(offsetAt({ name: 'X', initial: -7200, changes: [] }, 5), -7200);
});

test('a rule with the last week, in every year of a leap cycle', () => {
  // EU rules since 1996: last Sundays of March and October at 01:00 UTC (Directive 2000/84/EC).
  const rule: YearlyRule = {
    standard: 3600, daylight: 7200, start: { month: 3, week: 5, weekday: 0, atS: 7200 }, end: { month: 10, week: 5, weekday: 0, atS: 10_800 },
  };
  const zone: ZoneRules = { name: 'X', initial: 3600, changes: [], rule };
  for (let year = 2000; year < 2400; year++) {
    for (const [month, before, after] of [['03', 3600, 7200], ['10', 7200, 3600]] as const) {
      const sunday = [31, 30, 29, 28, 27, 26, 25].find((date) => weekday(`${year}-${month}-${date}`) === 0);
      const change = at(`${year}-${month}-${sunday}T01:00Z`);
      assert.deepEqual([offsetAt(zone, change - 1), offsetAt(zone, change)], [before, after], `${year}-${month}`);
    }
  }
});

test('a rule whose times lie before or after their day', () => {
  // As Nuuk's `M3.5.0/-1` (Saturday 23:00) and Jerusalem's `M3.4.4/26` (Friday 02:00).
  const rule: YearlyRule = {
    standard: -7200, daylight: -3600, start: { month: 3, week: 5, weekday: 0, atS: -3600 }, end: { month: 10, week: 4, weekday: 4, atS: 26 * 3600 },
  };
  const zone: ZoneRules = { name: 'X', initial: -7200, changes: [], rule };
  const start = at('2026-03-28T23:00-02:00'); // the last Sunday is the 29th
  const end = at('2026-10-23T02:00-01:00'); // the fourth Thursday is the 22nd
  assert.deepEqual([start - 1, start, end - 1, end].map((instant) => offsetAt(zone, instant)), [-7200, -3600, -3600, -7200]);
});

test('a day begins at the first instant that shows it, whatever the clocks do: against a search minute by minute', () => {
  const offset = fc.integer({ min: -14 * 60, max: 14 * 60 }).map((minutes) => minutes * 60);
  const base = dayNumber('2026-06-10') * 86_400;
  const changes = fc.array(fc.tuple(fc.integer({ min: -2880, max: 2880 }), offset), { maxLength: 4 }).map((list) =>
    list.map(([minute, to]): readonly [number, number] => [base + minute * 60, to]).sort((a, b) => a[0] - b[0])
      .filter((change, i, all) => change[0] !== all[i - 1]?.[0]));
  fc.assert(fc.property(offset, changes, fc.integer({ min: -2, max: 2 }), (initial, list, days) => {
    const zone: ZoneRules = { name: 'X', initial, changes: list };
    const day = dayOfNumber(dayNumber('2026-06-10') + days);
    let expected = dayNumber(day) * dayMs - 30 * 3_600_000;
    while (localDay(zone, expected) < day) expected += 60_000;
    assert.equal(startOfDay(zone, day), expected);
  }), { seed: 20260105, numRuns: 2000 });
});

test('a day begins right under a yearly rule too, south and north', () => {
  const midnightRule = (standard: number, startMonth: number, endMonth: number): ZoneRules => ({
    name: 'X', initial: standard, changes: [], rule: {
      standard, daylight: standard + 3600,
      start: { month: startMonth, week: 1, weekday: 6, atS: 86_400 }, end: { month: endMonth, week: 1, weekday: 6, atS: 86_400 },
    },
  });
  for (const zone of [midnightRule(-14_400, 9, 4), midnightRule(7200, 4, 10)]) {
    for (let number = dayNumber('2027-01-01'); number < dayNumber('2029-01-01'); number++) {
      const start = startOfDay(zone, dayOfNumber(number));
      assert.equal(localDay(zone, start), dayOfNumber(number));
      assert.equal(localDay(zone, start - 1), dayOfNumber(number - 1));
    }
  }
});

test('rules that are out of order, out of bounds or of another zone are no zone\'s', () => {
  const last = { month: 3, week: 5, weekday: 0, atS: 3600 };
  const good: ZoneRules = { name: 'X', initial: 0, changes: [[100, 3600], [200, 0]], rule: { standard: 0, daylight: 3600, start: last, end: { ...last, month: 10 } } };
  assert.equal(zoneFault(good, 'X'), null);
  const wrong: readonly ZoneRules[] = [
    { ...good, name: 'Y' }, { ...good, initial: 57_601 }, { ...good, initial: Number.NaN }, { ...good, changes: [[200, 0], [100, 0]] }, { ...good, changes: [[100, 0], [100, 60]] },
    { ...good, changes: [[100.5, 0]] }, { ...good, changes: [[100, 86_400]] },
    ...[{ month: 13 }, { week: 0 }, { week: 6 }, { weekday: 7 }, { atS: 1e9 }].map((change) => ({ ...good, rule: { standard: 0, daylight: 3600, start: last, end: { ...last, ...change } } })),
  ];
  for (const rules of wrong) assert.notEqual(zoneFault(rules, 'X'), null, JSON.stringify(rules));
});
